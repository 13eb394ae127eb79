"""QUESTION: three questions worth asking about a picture.

The training's `question {lang} {answer}` makes a question out of an answer; the answers are what the model itself sees,
the words of its caption. The questions are computed together, from one look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.core.cleaning import is_speakable
from assistant.core.domain import Detail, Reason
from assistant.core.folding import fold
from assistant.core.languages import LANGUAGES, match
from assistant.core.wording import M
from assistant.vision.paligemma.outputs import geometric_mean, text_of
from assistant.vision.paligemma.tasks import Choice, Skill, limit, prompt

if TYPE_CHECKING:
    from assistant.core.domain import EngineEvent
    from assistant.vision.paligemma.looking import Looking

WANTED = 3
_TRIED = 6
"""Answers to make questions of, at most: some questions come twice."""
_GENERAL = ("yes", "2", "white")
"""Answers that fit any picture, where the caption is too short: is there …, how many …, what colour …"""
_EMPTY = frozenset(
    {
        "and", "are", "background", "close", "for", "front", "has", "have", "her", "his", "image", "into", "its", "off",
        "one", "other", "out", "over", "photo", "picture", "some", "that", "the", "their", "there", "this", "two",
        "under", "view", "which", "with",
    }
)  # fmt: skip
"""English words of captions that answer nothing; the caption is asked for in English."""


def suggest(looking: Looking) -> Iterator[EngineEvent]:
    """Yield up to three questions, each a line, no two alike."""
    choice = looking.choice()
    told: set[str] = set()
    answers = _answers(looking)
    while answers and len(told) < WANTED:
        batch, answers = answers[:WANTED], answers[WANTED:]
        for question, confidence in _questions(looking, choice, batch):
            if _key(question) in told or len(told) == WANTED:
                continue
            told.add(_key(question))
            yield looking.line(question, confidence, choice.language)
    if not told:
        yield looking.say(M.NO_QUESTIONS)


def _answers(looking: Looking) -> list[str]:
    """Return answers to make questions of: the user's own first, then the caption's words, then general ones."""
    caption = Choice(Skill.CAPTION, Skill.CAPTION, "en", limit(Skill.CAPTION, Detail.BRIEF))
    text = "".join(bit.text for bit in looking.said(looking.areas[0], caption))
    # Nobody hears the caption: that it is long is no matter.
    looking.reason = Reason.FINISHED
    words = (word.lower() for word in re.findall(r"[^\W\d_]{3,}", text))
    found = [word for word in words if word not in _EMPTY]
    own = [looking.request.question.strip()] if looking.request.question.strip() else []
    return list(dict.fromkeys([*own, *found, *_GENERAL]))[:_TRIED]


def _questions(looking: Looking, choice: Choice, answers: Sequence[str]) -> Iterator[tuple[str, float]]:
    area = looking.areas[0]
    asked = [(area, prompt(choice.skill, choice.language, answer)) for answer in answers]
    for answer, tokens in zip(answers, looking.batch(asked, choice), strict=True):
        text = " ".join(text_of(looking.vocabulary.parts(tokens)).split())
        if is_speakable(text) and not _is_answer(text, answer, choice.language):
            yield text, geometric_mean(token.probability for token in tokens)


def _is_answer(text: str, answer: str, language: str) -> bool:
    """Tell whether a model that knows no question gave the answer back, or any other single word."""
    is_word = LANGUAGES[match(language)].is_spaced and len(text.split()) < 2
    return is_word or _key(text) == _key(answer)


def _key(question: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(question)).strip()
