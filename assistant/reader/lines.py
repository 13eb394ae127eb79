"""A line of a page as the structure of documents sees it, wherever it came from: a text layer or a recogniser."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.core.layout import Edges

_RTL = frozenset(("R", "AL"))
_LTR = "L"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, or the part of one that stands in a column or a cell, upright.

    Edges and `size`, the height of its letters, are in the page's units (points of a text layer, pixels of a picture),
    downwards. `is_exact` tells that the size is a font's and no measured height, which varies with the letters.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_bold: bool = False
    is_mono: bool = False
    is_exact: bool = False
    alone: bool = False
    """It begins a block and ends it, whatever stands around it."""
    language: str = ""
    """What it is written in, where a recogniser tells that."""

    @property
    def width(self) -> float:
        """Its extent along the writing."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Half way between its upper and its lower edge."""
        return (self.top + self.bottom) / 2

    @property
    def edges(self) -> Edges:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


def hull(boxes: Iterable[Edges]) -> Edges:
    """Return the smallest rectangle around them all; there must be one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def joined(row: Sequence[TextLine]) -> TextLine:
    """Return what stands side by side, in the order of reading, as one line."""
    if len(row) == 1:
        return row[0]
    longest = max(row, key=lambda line: len(line.text))
    left, top, right, bottom = hull(line.edges for line in row)
    return replace(
        longest,
        text=" ".join(line.text for line in row),
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        is_bold=all(line.is_bold for line in row),
        is_mono=all(line.is_mono for line in row),
    )


def mirrored(line: TextLine, width: float) -> TextLine:
    """Return the line where it stands in a mirror: right-to-left pages are judged as everyone else's then."""
    return replace(line, left=width - line.right, right=width - line.left)


def is_rtl_text(texts: Iterable[str]) -> bool:
    """Tell whether most letters are of a script that runs from right to left."""
    balance = 0
    for text in texts:
        if text.isascii():
            balance -= len(text)
            continue
        for character in text:
            direction = unicodedata.bidirectional(character)
            if direction in _RTL:
                balance += 1
            elif direction == _LTR:
                balance -= 1
    return balance > 0


def body_size(lines: Iterable[TextLine]) -> float:
    """Return the size that most letters have, 0 where there are none; sizes closer than a tenth point are one."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0
