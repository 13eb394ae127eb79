"""Understands the few questions that can be answered without a big model; everything else it leaves alone.

Words are compared folded: lower case, no accents, no punctuation at the ends. It answers nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.core.wording.questions import QUESTIONS, Asked, Kind, QuestionWords

_LETTERS = {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "’": "'", "‘": "'"}
_EDGES = " \t\n?!.,;:¿¡\"“”„«»'"


@dataclass(frozen=True, slots=True)
class Thing:
    """What is looked for: `words` as the user wrote them, `name` folded and without articles and kind.

    `kind` is set where the user named one ("the Save button" → BUTTON and "save"), `label` where the name is a class
    of the object detector.
    """

    words: str
    name: str
    kind: Kind | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was understood; `thing` is None where it is about the whole picture."""

    asked: Asked
    thing: Thing | None = None


def fold(text: str) -> str:
    """Return text for comparing: compatibility forms, lower case, no accents, single spaces."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(_LETTERS.get(letter, letter) for letter in text if not unicodedata.combining(letter))
    return " ".join(text.split())


def understand(question: str, language: str) -> Question | None:
    """Return what is asked, in the answer's language or in English; None where a big model is needed."""
    asked = fold(question).strip(_EDGES)
    for words in _tables(language):
        for kind, pattern in _patterns(words):
            found = pattern.fullmatch(asked) or (pattern.groups and pattern.fullmatch(_without_ending(asked, words)))
            if not found:
                continue
            if not pattern.groups:
                return Question(kind)
            thing = _without_ending(found.group(1).strip(_EDGES), words)
            if thing:
                return Question(kind, _thing(thing, _original(question, thing), language))
    return None


def understand_thing(text: str, language: str) -> Thing:
    """Return what is looked for, from words such as "the Save button" or "dog"."""
    words = " ".join(text.split()).strip(_EDGES)
    return _thing(fold(words).strip(_EDGES), words, language)


def _thing(folded: str, words: str, language: str) -> Thing:
    for table in _tables(language):
        name, kind = _without_kind(_bare(folded, table), table)
        label = next((key for key, others in table.synonyms.items() if name in others), "")
        if kind is not None or label:
            return Thing(words, name, kind, label)
    return Thing(words, _bare(folded, next(_tables(language))))


def _without_ending(text: str, words: QuestionWords) -> str:
    """Drop "on the screen" and the like at the end."""
    for ending in words.endings:
        if text.endswith(f" {ending}"):
            text = text[: -len(ending) - 1].strip(_EDGES)
    return text


def _bare(text: str, words: QuestionWords) -> str:
    """Drop articles at the start."""
    for article in sorted(words.articles, key=len, reverse=True):
        lead = article if article.endswith("'") else f"{article} "
        if text.startswith(lead) and len(text) > len(lead):
            return text[len(lead) :].strip(_EDGES)
    return text


def _without_kind(text: str, words: QuestionWords) -> tuple[str, Kind | None]:
    """Split a kind off: "save button", "button save", "schaltflache speichern"; the bare kind leaves no name."""
    for kind, names in words.kinds.items():
        for name in sorted(names, key=len, reverse=True):
            if text == name:
                return "", kind
            if text.endswith(f" {name}"):
                return _bare(text[: -len(name) - 1].strip(_EDGES), words), kind
            if text.startswith(f"{name} "):
                return _bare(text[len(name) + 1 :].strip(_EDGES), words), kind
    return text, None


def _original(question: str, thing: str) -> str:
    """Return the thing in the user's own spelling where it can be found again, else folded."""
    words = question.strip(_EDGES).split()
    count = len(thing.split())
    for start in range(len(words) - count, -1, -1):
        if fold(" ".join(words[start : start + count])).strip(_EDGES) == thing:
            return " ".join(words[start : start + count]).strip(_EDGES)
    return thing


def _tables(language: str) -> Iterator[QuestionWords]:
    if language in QUESTIONS:
        yield QUESTIONS[language]
    if language != "en":
        yield QUESTIONS["en"]


def _patterns(words: QuestionWords) -> tuple[tuple[Asked, re.Pattern[str]], ...]:
    return _compiled(next(code for code, table in QUESTIONS.items() if table is words))


@lru_cache(maxsize=16)
def _compiled(code: str) -> tuple[tuple[Asked, re.Pattern[str]], ...]:
    """Whole questions first, "what is the title" must not be taken for a thing; then the longer patterns."""
    found = [
        (asked, re.compile(re.escape(pattern).replace(r"\{\}", "(.+)")), ("{}" in pattern, -len(pattern)))
        for asked, patterns in QUESTIONS[code].patterns.items()
        for pattern in patterns
    ]
    return tuple((asked, pattern) for asked, pattern, _ in sorted(found, key=lambda row: row[2]))
