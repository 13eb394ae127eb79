"""Which lines of text the user knows. The same line, read in two ways, is one line; a line that went is not told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.core.domain import Box, Region
from assistant.core.folding import fold

_SURE = 0.85
_SHORT = 3
_SHORT_SURE = 0.95
_ALIKE = 0.7
_FORGOTTEN = 6
"""Looks without it after which a line counts as new when it comes back."""


@dataclass(slots=True)
class _Line:
    region: Region
    words: str
    is_told: bool
    missed: int = 0


class Lines:
    """Flow: `begin` with what is told as a whole, then `look` for each view, `pending`, `commit`."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []

    def begin(self, regions: Iterable[Region]) -> None:
        """Take lines that the user knows, or is being told."""
        self._lines = [_Line(region, _words(region), is_told=True) for region in regions if _words(region)]

    def look(self, regions: Sequence[Region], is_new_at: Callable[[Box], bool]) -> None:
        """Take the lines of the newest view; `is_new_at` tells whether the picture changed at a place.

        A line where nothing changed was there before, and only now somebody could read it.
        """
        for line in self._lines:
            line.missed += 1
        for region in regions:
            words = _words(region)
            known = next((line for line in self._lines if _is_alike(line.words, words)), None)
            if known is not None:
                known.missed = 0
                if not known.is_told and region.confidence > known.region.confidence:
                    known.region, known.words = region, words
            elif words and is_sure(region):
                self._lines.append(_Line(region, words, is_told=not is_new_at(region.box)))
        # What nobody has heard of is told while it is there; what was told is known for a while longer.
        self._lines = [line for line in self._lines if line.missed < (_FORGOTTEN if line.is_told else 1)]

    def pending(self) -> list[Region]:
        """Return the lines that are there and were not told, in reading order."""
        return [line.region for line in self._lines if not line.is_told]

    def commit(self, regions: Sequence[Region]) -> None:
        """Note that these were told."""
        for line in self._lines:
            line.is_told = line.is_told or any(_is_alike(line.words, _words(region)) for region in regions)

    def regions(self) -> list[Region]:
        """Return the lines that are there."""
        return [line.region for line in self._lines if not line.missed]


def is_sure(region: Region) -> bool:
    """Tell whether a line is writing: what a recogniser sees in leaves and folds is short, or it is not sure of it."""
    letters = sum(character.isalnum() for character in region.text)
    if letters < 2:
        return False
    return region.confidence >= (_SHORT_SURE if letters <= _SHORT else _SURE)


def _words(region: Region) -> str:
    return "".join(character for character in fold(region.text) if character.isalnum())


def _is_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > _SHORT and 2 * len(shorter) >= len(longer) and shorter in longer:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
