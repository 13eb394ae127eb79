"""How the blocks of a page look as text, and how places in it are counted by Qt and by everyone else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextFormat

from assistant.core.cleaning import plain
from assistant.core.documents import Block, BlockKind

_DEEPEST = 3
_GAP = 8
_SIZES = {1: 3, 2: 2}
"""How much larger headings are, in Qt's steps; lower ones are one step larger."""
_FILL = " "
_JOINERS = "\u200c\u200d"


def is_longer(new: Block, old: Block) -> bool:
    """Tell whether a block is another one that has grown at its end."""
    return new.text.startswith(old.text) and replace(new, text="") == replace(old, text="")


def block_format(block: Block) -> QTextBlockFormat:
    """Return how the line of a block is set: its direction, its indent."""
    made = QTextBlockFormat()
    made.setTopMargin(_GAP)
    is_right_to_left = _is_right_to_left(block.text)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_right_to_left else Qt.LayoutDirection.LeftToRight)
    if block.kind is BlockKind.HEADING:
        made.setHeadingLevel(min(6, max(1, block.level)))
    elif block.kind in (BlockKind.ITEM, BlockKind.QUOTE):
        made.setIndent(min(_DEEPEST, max(1, block.level)))
    return made


def char_format(block: Block | None = None, *, is_small: bool = False) -> QTextCharFormat:
    """Return how the text of a block looks; `is_small` is for words of SeeSay's own."""
    made = QTextCharFormat()
    if is_small:
        made.setFontItalic(True)
    elif block is not None and block.kind is BlockKind.HEADING:
        made.setFontWeight(QFont.Weight.Bold)
        made.setProperty(QTextFormat.Property.FontSizeAdjustment.value, _SIZES.get(block.level or 1, 1))
    return made


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((each in ("R", "AL") for each in strong if each in ("L", "R", "AL")), False)


def harmless(text: str) -> str:
    """Return a text of the same length without anything invisible or dangerous: places in it are counted."""
    return "".join(map(_harmless_character, text))


@cache
def _harmless_character(character: str) -> str:
    is_harmless = character in _JOINERS or (character != "\n" and plain(character) == character)
    return character if is_harmless else _FILL


def units(text: str) -> int:
    """Return a text's length as Qt counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def characters(text: str, units: int) -> int:
    """Return how many characters of a text that many of Qt's units are."""
    counted = 0
    for number, character in enumerate(text):
        if counted >= units:
            return number
        counted += 2 if character > "\uffff" else 1
    return len(text)
