"""What is asked of a PaliGemma, in the very words it was trained on, and what each training knows.

The prompts are those of the model's pre-training (arXiv 2407.07726, appendix on tasks): any other wording is outside of
what it has learned. Pure text: no model, no pixels. What the user or a picture contributes goes through `clean_words`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assistant.core import languages
from assistant.core.cleaning import plain
from assistant.core.domain import Detail, Task
from assistant.core.errors import ModelCannot

MOST_CHARACTERS = 1000
"""Of a question or an open prompt; those of the training are far shorter, and every token lengthens the prefill."""
MOST_THINGS = 32
"""That are looked for in one request."""
_THING_CHARACTERS = 80


class Training(StrEnum):
    """What a checkpoint was trained for; the names are the catalogue's."""

    MIX = "mix"
    PT = "pt"
    DOCCI = "docci"
    REFCOCO_SEG = "refcoco-seg"


class Skill(StrEnum):
    """A kind of prompt that some training knows."""

    CAPTION = "caption"
    DESCRIBE = "describe"
    OCR = "ocr"
    ANSWER = "answer"
    QUESTION = "question"
    DETECT = "detect"
    SEGMENT = "segment"
    OPEN = "open"


# "describe" on mix: Google's prompt page says pt only, so the safe default is "caption" until real weights tell better.
SKILLS: Mapping[Training, frozenset[Skill]] = MappingProxyType(
    {
        Training.MIX: frozenset(Skill) - {Skill.DESCRIBE},
        # Trained on templates only: words of one's own get an answer that means nothing.
        Training.PT: frozenset(Skill) - {Skill.OPEN},
        Training.DOCCI: frozenset({Skill.DESCRIBE}),
        Training.REFCOCO_SEG: frozenset({Skill.SEGMENT}),
    }
)

# CC3M-35L, the multilingual captions of the pre-training: English and 34 others.
_TRAINED = frozenset(
    {
        "en", "ar", "bn", "cs", "da", "de", "el", "es", "fa", "fi", "fil", "fr", "he", "hi", "hr", "hu", "id", "it",
        "ja", "ko", "mi", "nl", "no", "pl", "pt", "ro", "ru", "sv", "sw", "te", "th", "tr", "uk", "vi", "zh",
    }
)  # fmt: skip
LANGUAGES: Mapping[Training, frozenset[str]] = MappingProxyType(
    {
        Training.MIX: _TRAINED,
        Training.PT: _TRAINED,
        Training.DOCCI: frozenset({languages.DEFAULT}),
        Training.REFCOCO_SEG: frozenset({languages.DEFAULT}),
    }
)

# What serves a task, the best first.
_SERVES: Mapping[Task, tuple[Skill, ...]] = MappingProxyType(
    {
        Task.DESCRIBE: (Skill.CAPTION, Skill.DESCRIBE),
        Task.READ: (Skill.OCR,),
        Task.ASK: (Skill.ANSWER,),
        Task.FIND: (Skill.DETECT, Skill.SEGMENT),
        Task.OUTLINE: (Skill.SEGMENT,),
        Task.QUESTION: (Skill.QUESTION,),
        Task.PROMPT: (Skill.OPEN,),
    }
)

# Tokens at most, by detail: brief, normal, full. A box takes 4 and its label, a mask 16 more.
_LIMITS: Mapping[Skill, tuple[int, int, int]] = MappingProxyType(
    {
        Skill.CAPTION: (48, 96, 160),
        Skill.DESCRIBE: (128, 256, 400),
        Skill.OCR: (192, 400, 800),
        Skill.ANSWER: (32, 96, 160),
        Skill.QUESTION: (48, 48, 48),
        Skill.DETECT: (128, 256, 400),
        Skill.SEGMENT: (96, 160, 256),
        Skill.OPEN: (96, 192, 320),
    }
)
_DETAILS = (Detail.BRIEF, Detail.NORMAL, Detail.FULL)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a task is put to a model: the skill, the prompt's language, at most so many tokens.

    `wanted` is the skill that the user's detail asks for; where it is another one, the answer must say so.
    """

    skill: Skill
    wanted: Skill
    language: str
    limit: int

    @property
    def is_other(self) -> bool:
        """Tell whether another kind of answer is given than the one that was asked for."""
        return self.skill is not self.wanted


def choose(task: Task, detail: Detail, language: str, training: Training, model: str = "") -> Choice:
    """Return how `task` is put to a model of that training. Raises `ModelCannot` where nothing it knows would do."""
    skills = _SERVES[task]
    if task is Task.DESCRIBE and detail is Detail.FULL:
        skills = (Skill.DESCRIBE, Skill.CAPTION)
    skill = next((skill for skill in skills if skill in SKILLS[training]), None)
    if skill is None:
        raise ModelCannot(model=model, task=skills[0].value)
    # A description serves the normal detail as well as a caption; only brief and full were asked for by name.
    is_free = task is Task.FIND or (task is Task.DESCRIBE and detail is Detail.NORMAL)
    wanted = skill if is_free else skills[0]
    return Choice(skill, wanted, prompt_language(language, training), limit(skill, detail))


def limit(skill: Skill, detail: Detail) -> int:
    """Return the tokens that an answer of that kind may have."""
    return _LIMITS[skill][_DETAILS.index(detail)]


def prompt_language(code: str, training: Training) -> str:
    """Return the language to ask in: the wanted one where the training had it, else English."""
    return code if code in LANGUAGES[training] else languages.DEFAULT


def prompt(skill: Skill, language: str, words: str = "") -> str:
    """Return the prompt as trained, without `<image>`, `<bos>` and the newline.

    `words` are the question of ANSWER, the English answer of QUESTION, the thing of DETECT and SEGMENT (several for
    DETECT, with ";" between them), or the whole of an open prompt; they are cleaned here.
    """
    match skill:
        case Skill.CAPTION | Skill.DESCRIBE:
            return f"{skill.value} {language}"
        case Skill.OCR:
            return "ocr"
        case Skill.ANSWER | Skill.QUESTION:
            return f"{skill.value} {language} {clean_words(words)}".rstrip()
        case Skill.DETECT | Skill.SEGMENT:
            return f"{skill.value} {' ; '.join(things(words))}".rstrip()
        case Skill.OPEN:
            return clean_words(words)


def things(words: str) -> tuple[str, ...]:
    """Return the things that are looked for, cleaned, each once: "a cat; a dog" → ("a cat", "a dog")."""
    cleaned = (clean_words(part, _THING_CHARACTERS) for part in plain(words).split(";"))
    return tuple(dict.fromkeys(thing for thing in cleaned if thing))[:MOST_THINGS]


# Everything of the vocabulary that is no text: <loc0000>, <seg000>, <image>, <bos>, <start_of_turn>, <unused7>, <0x0A>.
_CONTROL = re.compile(
    r"<\s*/?\s*(?:loc\d*|seg\d*|image\w*|[be]os|pad|unk|mask|s|\w+_of_\w+|unused\d*|2mass|0x[0-9a-f]{0,2})\s*>|\[@BOS@\]",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")


def clean_words(words: str, most: int = MOST_CHARACTERS) -> str:
    """Return a user's or a picture's words as they may stand in a prompt: one line of plain text, at most `most` long.

    Words can hold no token that means something to the model (places, codes, pictures, beginning and end), no
    control or invisible character and no newline, which ends a prompt. What is too long is cut at a space.
    """
    text = plain(words[: 8 * most])
    # What is left and right of a token that was taken out may be one again.
    while (without := _CONTROL.sub(" ", text)) != text:
        text = without
    line = _SPACES.sub(" ", text).strip()
    if len(line) <= most:
        return line
    return (line[: most + 1].rpartition(" ")[0] or line[:most]).strip()
