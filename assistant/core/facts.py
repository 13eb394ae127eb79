"""What is known of a picture before the model looks at it: its pictures, and the things and the text in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.core.domain import Box, Detail, Picture, Region, RegionKind
from assistant.core.honesty import Naming, naming_of
from assistant.core.names import words_of

_MOST_PICTURES = {Detail.BRIEF: 1, Detail.NORMAL: 3, Detail.FULL: 8}
_LEAST_SIDE = 128
"""Pixels: of a smaller picture the model sees little more than its own enlargement."""
_WHOLE = 0.9
_INSIDE = 0.5
_NESTED = 0.8
_SURE = 0.8
_TEXT_KINDS = frozenset({RegionKind.LINE, RegionKind.HEADING, RegionKind.TITLE, RegionKind.BUTTON, RegionKind.MENU_BAR})


@dataclass(slots=True)
class Facts:
    """Grows while the structure is told. `picture` gives sizes only, its pixels are not looked at."""

    picture: Picture
    pictures: list[Region] = field(default_factory=list)
    things: list[Region] = field(default_factory=list)
    texts: list[Region] = field(default_factory=list)

    def add(self, region: Region) -> None:
        """Keep a region."""
        if region.kind is RegionKind.PICTURE:
            self.pictures.append(region)
        elif region.kind is RegionKind.OBJECT:
            self.things.append(region)
        elif region.kind in _TEXT_KINDS:
            self.texts.append(region)

    def chosen(self, detail: Detail) -> list[Box]:
        """Return the pictures that the model is to describe: the largest and most central ones, in reading order."""
        large = [box for box in self.boxes if self.is_whole(box) or min(box.width, box.height) >= _LEAST_SIDE]
        return _in_reading_order(sorted(large, key=self._weight)[: _MOST_PICTURES[detail]])

    @property
    def boxes(self) -> list[Box]:
        """Where the pictures are, each once, in the order in which they were found; no picture within another."""
        boxes = list(dict.fromkeys(region.box for region in self.pictures))
        return [box for box in boxes if not any(_is_part(box, other) for other in boxes)]

    def is_whole(self, box: Box) -> bool:
        """Tell whether a picture is all that there is."""
        return box.area > _WHOLE * self.picture.width * self.picture.height

    def labels(self, box: Box) -> frozenset[str]:
        """Return the classes that the detector saw there, sure enough to be at least hedged."""
        seen = (thing for thing in _within(self.things, box) if naming_of(thing.confidence) is not Naming.UNSAID)
        return frozenset(thing.text for thing in seen)

    def words(self, box: Box) -> frozenset[str]:
        """Return the words that were read there, folded."""
        return frozenset(word for text in _within(self.texts, box) for word in words_of(text.text))

    def has_sure_text(self, box: Box) -> bool:
        """Tell whether the recogniser read something there of which it is sure."""
        return any(text.confidence >= _SURE for text in _within(self.texts, box))

    def _weight(self, box: Box) -> float:
        """Order by size; off the middle counts like being smaller, by half at the very edge."""
        x, y = box.centre
        width, height = max(self.picture.width, 1), max(self.picture.height, 1)
        off = max(abs(2 * x / width - 1), abs(2 * y / height - 1))
        return -box.area * (1 - min(off, 1.0) / 2)


def _is_part(box: Box, other: Box) -> bool:
    return box.area < other.area and box.intersection(other) > _NESTED * box.area


def _within(regions: Iterable[Region], box: Box) -> Iterable[Region]:
    return (region for region in regions if region.box.intersection(box) >= _INSIDE * max(region.box.area, 1))


def _in_reading_order(boxes: Sequence[Box]) -> list[Box]:
    """Sort by rows, from the top; a box stands in a row where one's middle lies within the other's height."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda each: each.centre[1]):
        row = next((row for row in rows if _is_beside(row[0], box) or _is_beside(box, row[0])), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return [box for row in rows for box in sorted(row, key=lambda each: each.x)]


def _is_beside(box: Box, other: Box) -> bool:
    return box.y <= other.centre[1] < box.bottom
