"""What a table of questions holds: the words by which a typed question is recognised without a big model.

The tables are written as people write; `core.questions` folds and spreads them out. In them "a | b" parts two entries,
"(a/b)" stands for either, "[a/b]" for either or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Asked(StrEnum):
    """What is wanted of a thing, or of the whole picture."""

    WHERE = "where"
    HOW_MANY = "how many"
    IS_THERE = "is there"
    TITLE = "title"
    READ = "read"
    DESCRIBE = "describe"


class Kind(StrEnum):
    """A kind of thing on a screen that can be asked for as such."""

    BUTTON = "button"
    FIELD = "field"
    HEADING = "heading"
    MENU = "menu"
    WINDOW = "window"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """One language.

    `patterns` are whole questions, `{}` stands for the thing. Around the thing `places` ("on the screen") and in front
    of it `articles` are dropped, around the question `courtesies`, between a kind and its name `links`. `others` are
    what nobody looks for on a screen ("where are you"; `{}` stands for more words), `refused` are questions that only
    look like these ("how many o'clock"). `kinds` and `synonyms` name kinds
    and classes of the detector. Without `is_spaced` no spaces part the words.
    """

    patterns: Mapping[Asked, str]
    articles: str
    places: str
    kinds: Mapping[Kind, str]
    synonyms: Mapping[str, str]
    courtesies: str
    others: str
    refused: str = ""
    links: str = ""
    is_spaced: bool = True
