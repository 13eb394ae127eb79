"""What an element of a marked-up document means to whoever listens; each markup has its vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Protocol

from assistant.reader.formats.trees import Element


class Role(IntEnum):
    """What an element does. INLINE lets its text through, BLOCK is a paragraph of its own, SKIP is not told.

    An INLINE_NOTE and an ASIDE stand in the middle of a sentence and are told behind its paragraph.
    """

    INLINE = auto()
    BLOCK = auto()
    SKIP = auto()
    BREAK = auto()
    RAW = auto()
    HEADING = auto()
    LIST = auto()
    ITEM = auto()
    QUOTE = auto()
    CODE = auto()
    CAPTION = auto()
    NOTE = auto()
    INLINE_NOTE = auto()
    ASIDE = auto()
    NOTE_MARK = auto()
    TABLE = auto()
    HEADER = auto()
    ROW = auto()
    CELL = auto()
    FIGURE = auto()
    PAGE_BREAK = auto()


@dataclass(frozen=True, slots=True)
class Sign:
    """An element's meaning.

    `level` is a heading's, the first number of a numbered LIST, an ITEM's own number or 0, 1 for a NOTE that its list
    numbers; `depth` is an ITEM's where no LIST tells it. `text` is a figure's alternative text, what a RAW element
    stands for, the label of a PAGE_BREAK, how a LIST numbers ("1", "a", "A", "i", "I", "" for bullets), what the text
    of a HEADING, an ITEM with a `depth` or a note begins with. `source` is where a figure's pixels are. `is_header`
    marks a CELL that names its column; one with 0 `rows` goes on from above. A FIGURE that `is_floating` is no part of
    the sentence it stands in.
    """

    role: Role
    level: int = 0
    text: str = ""
    source: str = ""
    columns: int = 1
    rows: int = 1
    depth: int = 0
    is_header: bool = False
    is_decorative: bool = False
    is_floating: bool = False
    breaks_page: bool = False


class Vocabulary(Protocol):
    """What the elements of one language of markup mean. An element is one of lxml's."""

    def prepare(self, root: Element) -> None:
        """Look at a whole tree before it is walked."""
        ...

    def sign(self, element: Element) -> Sign:
        """Return what an element means."""
        ...

    def anchors(self, element: Element) -> list[str]:
        """Return the names by which links lead to an element."""
        ...

    def language(self, element: Element) -> str:
        """Return the code of the language that an element says it is in, empty where it says none."""
        ...


INLINE = Sign(Role.INLINE)
BLOCK = Sign(Role.BLOCK)
SKIP = Sign(Role.SKIP)


def number(style: str, value: int) -> str:
    """Return what a numbered item begins with: "3.", "c.", "III."; "" for a bullet."""
    if style in ("a", "A"):
        text = _letters(value)
        text = text if style == "A" else text.lower()
    elif style in ("i", "I"):
        text = _roman(value)
        text = text if style == "I" else text.lower()
    else:
        text = str(value) if style else ""
    return f"{text}." if text else ""


def _letters(value: int) -> str:
    if not 0 < value < 10_000:
        return str(value)
    text = ""
    while value:
        value, rest = divmod(value - 1, 26)
        text = chr(65 + rest) + text
    return text


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        text += sign * times
    return text
