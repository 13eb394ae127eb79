"""Cuts a picture that is larger than the model's into parts that it can see sharply, and joins what is found in them.

A 1920 x 1080 screen squeezed into 448 x 448 leaves a quarter of each letter: small things are only seen in tiles. They
overlap, so that what lies on an edge is whole in one of them. Boxes in, boxes out; it knows no pixels and no model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.core.domain import Box
from assistant.core.folding import fold

MOST_TILES = 6
OVERLAP = 0.2
"""Share of a tile that its neighbour shows as well; what is smaller than that is whole in one of them."""
WORTH = 2.25
"""From this many times the model's side on, a picture has more to see than one squeezed look shows.

Not earlier: what a tile cuts off looks like something else, and each tile is one more chance to see what isn't there.
"""
WORTH_READING = 3.0
"""The same for text: a word that is cut in two is read as two others, so large letters are better seen whole."""
_SQUEEZE = 1.25
"""A tile may be larger than the model's side by that: fewer looks, hardly less sharp."""
_SAME = 0.5
_INSIDE = 0.8
_ALIGNED = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing and its box; `is_cut` where the box ends at an edge of its tile that isn't the picture's."""

    label: str
    box: Box
    confidence: float
    outline: tuple[tuple[int, int], ...] | None = None
    is_cut: bool = False


def tiles_of(area: Box, resolution: int, most: int = MOST_TILES, worth: float = WORTH) -> list[Box]:
    """Return overlapping tiles that cover an area, row by row; one, the area itself, below `worth` times `resolution`.

    Where more than `most` would be needed they grow, near square, until they are as few.
    """
    if most < 2 or max(area.width, area.height) < worth * resolution:
        return [area]
    side = _SQUEEZE * resolution
    while (columns := _count(area.width, side)) * (rows := _count(area.height, side)) > most:
        side *= 1.05
    lefts, width = _spans(area.x, area.width, columns)
    tops, height = _spans(area.y, area.height, rows)
    return [Box(left, top, width, height) for top in tops for left in lefts]


def _count(length: int, side: float) -> int:
    """Return how many spans of at most `side` cover a length with the overlap."""
    count = 1
    while length > side * (1 + (count - 1) * (1 - OVERLAP)):
        count += 1
    return count


def _spans(start: int, length: int, count: int) -> tuple[list[int], int]:
    if count == 1:
        return [start], length
    side = min(length, round(length / (1 + (count - 1) * (1 - OVERLAP))) + 1)
    return [start + round(number * (length - side) / (count - 1)) for number in range(count)], side


def is_cut_by(box: Box, tile: Box, area: Box) -> bool:
    """Tell whether a box ends at an edge of its tile inside of the area, and so is perhaps a part of a thing."""
    margin_x, margin_y = max(2, tile.width // 100), max(2, tile.height // 100)
    return (
        (box.x - tile.x < margin_x and tile.x > area.x)
        or (tile.right - box.right < margin_x and tile.right < area.right)
        or (box.y - tile.y < margin_y and tile.y > area.y)
        or (tile.bottom - box.bottom < margin_y and tile.bottom < area.bottom)
    )


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return each thing once: boxes of one label that are the same, or lie inside each other, become the surest one.

    What a tile cut off gives way to the whole thing; two parts of a thing that tiles cut apart become one box.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=_worst_last):
        for number, other in enumerate(kept):
            if fold(finding.label) != fold(other.label):
                continue
            if finding.is_cut and other.is_cut and _are_parts(finding.box, other.box):
                kept[number] = _joined(finding, other)
                break
            if _is_same(finding.box, other.box):
                break
        else:
            kept.append(finding)
    return sorted(kept, key=lambda each: _worst_last(each)[1:])


def _worst_last(finding: Finding) -> tuple[bool, float, int, int, str]:
    return finding.is_cut, -finding.confidence, finding.box.y, finding.box.x, finding.label


def _is_same(one: Box, other: Box) -> bool:
    shared = one.intersection(other)
    together = one.area + other.area - shared
    return shared > _SAME * together or shared > _INSIDE * min(one.area, other.area)


def _are_parts(one: Box, other: Box) -> bool:
    """Tell whether two boxes meet and agree across the edge between them."""
    if not one.intersection(other):
        return False
    across = _agreement((one.y, one.bottom), (other.y, other.bottom))
    along = _agreement((one.x, one.right), (other.x, other.right))
    return max(across, along) >= _ALIGNED


def _agreement(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / max(max(one[1], other[1]) - min(one[0], other[0]), 1)


def _joined(one: Finding, other: Finding) -> Finding:
    x, y = min(one.box.x, other.box.x), min(one.box.y, other.box.y)
    right, bottom = max(one.box.right, other.box.right), max(one.box.bottom, other.box.bottom)
    box = Box(x, y, right - x, bottom - y)
    return replace(one, box=box, confidence=min(one.confidence, other.confidence), outline=None)


def without_repeated_lines(before: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return the lines of a tile that the tiles before it have not told: what the overlap shows is read twice."""
    known = {fold(line) for line in before}
    return [line for line in lines if fold(line) not in known]
