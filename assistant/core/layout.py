"""The order in which lines are read: columns, rows and paragraphs, from the boxes alone.

Recursive: a vertical band that no line crosses, with enough lines on both sides, splits a part into above, left,
right and below. What can't be split is read row by row. Plain Python on numbers; it knows no pixels and no letters.
It serves the lines that a recogniser found and those of a page with a text layer alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners in the page's units, in the text's order: left top, right top, right bottom, left bottom."""
Edges = tuple[float, float, float, float]
"""An upright rectangle: left, top, right, bottom, downwards."""

LEAST_LINES = 3
"""A column has at least so many lines."""
LEAST_OVERLAP = 0.35
"""Columns stand beside each other along this part of the shorter one."""
LEAST_GAP = 0.8
WIDE_GAP = 2.5
"""So many line heights between two columns need no shared left edge."""
SHARED_EDGE = 0.6
APART = 2.5
SHORT_CELL = 12.0
"""A side whose typical line is shorter than so many line heights holds cells or labels, not prose."""
NARROW_COLUMN = 7.0
FILLED = 0.75
CLOSE_LINES = 1.6
MOSTLY_FILLED = 0.7
LEAST_FILLED = 8
TABLE_ROWS = 0.8
LEVEL = 0.25
"""Middles of cells of one row differ by less than this, in line heights; rows of two columns fall apart."""
PARAGRAPH_GAP = 0.9
"""More white than this, in line heights, or than 1.6 times the part's usual white, begins a paragraph."""
HEADING_RATIO = 1.28
BESIDE = 0.25
"""Lines that overlap by more of their height than this may stand in two columns."""
MOST_CANDIDATES = 120


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: rows of places in the list of quads that was ordered, in reading order."""

    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """A line, turned upright."""

    index: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Split:
    """A band: the lines above it, on its sides, below it."""

    above: list[_Item]
    left: list[_Item]
    right: list[_Item]
    below: list[_Item]


def order(quads: Sequence[Quad], *, rtl: bool = False) -> list[Block]:
    """Return paragraphs in reading order; each index of `quads` appears in exactly one row of one block."""
    blocks: list[Block] = []
    for part in _parts(_upright(quads, is_mirrored=rtl)):
        blocks += _paragraphs(_rows(part))
    return blocks


def columns(boxes: Sequence[Edges]) -> list[list[list[int]]]:
    """Return the columns of an upright page in reading order, each with its rows; every index stands in one row."""
    return [rows(boxes, [item.index for item in part]) for part in _parts(_items(boxes))]


def rows(boxes: Sequence[Edges], among: Sequence[int]) -> list[list[int]]:
    """Return the rows, from top to bottom, that these of the boxes stand in, each from left to right."""
    items = _items(boxes)
    return [[item.index for item in row] for row in _rows([items[index] for index in among])]


def median_angle(quads: Iterable[Quad]) -> float:
    """Return the slope that the lines share, in radians; short ones, whose slope says nothing, don't count."""
    angles = []
    for left_top, right_top, _, left_bottom in quads:
        across, down = right_top[0] - left_top[0], right_top[1] - left_top[1]
        if math.hypot(across, down) > 2.5 * math.dist(left_top, left_bottom):
            angles.append(math.atan2(down, across))
    return median(angles) if angles else 0.0


def _items(boxes: Sequence[Edges]) -> list[_Item]:
    return [_Item(index, *edges) for index, edges in enumerate(boxes)]


def _upright(quads: Sequence[Quad], *, is_mirrored: bool) -> list[_Item]:
    """Return the lines turned level; a mirrored page makes right-to-left everyone else's left-to-right."""
    angle = median_angle(quads)
    cosine, sine = math.cos(-angle), math.sin(-angle)
    items = []
    for index, quad in enumerate(quads):
        xs = [x * cosine - y * sine for x, y in quad]
        ys = [x * sine + y * cosine for x, y in quad]
        left, right = (-max(xs), -min(xs)) if is_mirrored else (min(xs), max(xs))
        items.append(_Item(index, left, min(ys), right, max(ys)))
    return items


def _parts(items: list[_Item]) -> list[list[_Item]]:
    """Return the parts that hold no columns, in reading order; without recursion: a picture sets the depth."""
    done: list[list[_Item]] = []
    waiting = [items]
    while waiting:
        part = waiting.pop()
        split = _best_split(part)
        if split is None:
            if part:
                done.append(part)
            continue
        waiting += [split.below, split.right, split.left, split.above]
    return done


def _best_split(items: list[_Item]) -> _Split | None:
    if len(items) < 2 * LEAST_LINES or not _stand_beside(items):
        return None
    height = median(item.height for item in items)
    by_top = sorted(items, key=lambda item: (item.middle, item.left))
    best: _Split | None = None
    most = 0.0
    for x in _candidates(items, height):
        for split in chain.from_iterable(_splits_at(by_top, x, height, gap) for gap in (LEAST_GAP, WIDE_GAP)):
            value = _extent(split.left + split.right)
            if value > most:
                best, most = split, value
    return best


def _stand_beside(items: list[_Item]) -> bool:
    """Tell whether any two stand beside each other: most pages have one column, and that is seen at once."""
    by_top = sorted(items, key=lambda item: item.top)
    bottom = by_top[0].bottom
    for item in by_top[1:]:
        if item.top < bottom - BESIDE * item.height:
            return True
        bottom = max(bottom, item.bottom)
    return False


def _candidates(items: list[_Item], height: float) -> list[float]:
    """Return the places where a right-hand column could begin: left edges, one for each half line height."""
    step = max(height / 2, 1.0)
    places: dict[int, float] = {}
    weight: dict[int, int] = {}
    for item in items:
        key = int(item.left // step)
        places[key] = min(item.left, places.get(key, item.left))
        weight[key] = weight.get(key, 0) + 1
    likely = sorted(places, key=lambda key: -weight[key])[:MOST_CANDIDATES]
    return sorted(places[key] for key in likely)


def _splits_at(by_top: list[_Item], x: float, height: float, gap: float) -> list[_Split]:
    """Return the splits at x: one for each stretch from top to bottom that no line reaches into."""
    slack, gutter = height * 0.3, height * gap
    splits: list[_Split] = []
    start = 0
    for end in range(len(by_top) + 1):
        is_open = end < len(by_top) and not (by_top[end].left < x - slack and by_top[end].right > x - gutter)
        if is_open:
            continue
        stretch = by_top[start:end]
        left = [item for item in stretch if item.left < x - slack]
        right = [item for item in stretch if item.left >= x - slack]
        if _are_columns(left, right, height):
            splits.append(_trimmed(by_top[:start], left, right, by_top[end:]))
        start = end + 1
    return splits


def _are_columns(left: list[_Item], right: list[_Item], height: float) -> bool:
    if min(_levels(left, height), _levels(right, height)) < LEAST_LINES:
        return False
    overlap = min(_bottom(left), _bottom(right)) - max(_top(left), _top(right))
    if overlap <= LEAST_OVERLAP * min(_extent(left), _extent(right)):
        return False
    gap = min(item.left for item in right) - max(item.right for item in left)
    return (gap > WIDE_GAP * height or _shares_edge(right, height)) and not _is_table(left, right, height)


def _trimmed(above: list[_Item], left: list[_Item], right: list[_Item], below: list[_Item]) -> _Split:
    """Give back to above and below what stands alone, past the other column and apart: a page number, a status bar."""
    over: list[_Item] = []
    under: list[_Item] = []
    for side, other in ((left, right), (right, left)):
        over += _apart(side, [item for item in side if item.bottom <= _top(other)])
        under += _apart(side, [item for item in side if item.top >= _bottom(other)])
    lone = {item.index for item in over + under}
    return _Split(
        above + over,
        [item for item in left if item.index not in lone],
        [item for item in right if item.index not in lone],
        under + below,
    )


def _apart(side: list[_Item], end: list[_Item]) -> list[_Item]:
    """Return the end of a side if much white parts it from the rest, which stays a column."""
    inside = {item.index for item in end}
    rest = [item for item in side if item.index not in inside]
    if not end or len(rest) < LEAST_LINES:
        return []
    white = max(_top(rest) - _bottom(end), _top(end) - _bottom(rest))
    return end if white > APART * median(item.height for item in side) else []


def _shares_edge(items: list[_Item], height: float) -> bool:
    edge = median(item.left for item in items)
    near = sum(abs(item.left - edge) < SHARED_EDGE * height for item in items)
    return near >= 0.6 * len(items)


def _is_table(left: list[_Item], right: list[_Item], height: float) -> bool:
    """Tell cells in rows from columns of prose: the rows stand level, and one side is short."""
    if min(median(item.width for item in side) for side in (left, right)) > SHORT_CELL * height:
        return False
    if all(_is_filled(side, height) for side in (left, right)):
        return False
    return max(_level_share(left, right, height), _level_share(right, left, height)) >= TABLE_ROWS


def _is_filled(items: list[_Item], height: float) -> bool:
    """Tell the lines of a narrow column, close and filled to its edge, from cells, each as long as what it says."""
    steps = [below.middle - above.middle for above, below in pairwise(items)]
    if median([step for step in steps if step > LEVEL * height] or [0.0]) > CLOSE_LINES * height:
        return False
    widths = sorted(item.width for item in items)
    usual = widths[round(0.9 * (len(widths) - 1))]
    filled = sum(width > FILLED * usual for width in widths)
    return len(widths) >= LEAST_FILLED and usual > NARROW_COLUMN * height and filled >= MOSTLY_FILLED * len(widths)


def _level_share(items: list[_Item], others: list[_Item], height: float) -> float:
    """Return the part of the items that stand on one level with one of the others."""
    middles = [other.middle for other in others]
    level = sum(any(abs(item.middle - middle) < LEVEL * height for middle in middles) for item in items)
    return level / len(items)


def _levels(items: list[_Item], height: float) -> int:
    """Count the rows that items, from top to bottom, stand in."""
    return sum(index == 0 or item.middle - items[index - 1].middle > 0.6 * height for index, item in enumerate(items))


def _rows(items: list[_Item]) -> list[list[_Item]]:
    """Return rows from top to bottom; what overlaps a row's middle line by half its height belongs to it."""
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda item: item.middle):
        if rows and _is_level(rows[-1], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    for row in rows:
        row.sort(key=lambda item: item.left)
    return rows


def _is_level(row: list[_Item], item: _Item) -> bool:
    top, bottom = median(other.top for other in row), median(other.bottom for other in row)
    shared = min(bottom, item.bottom) - max(top, item.top)
    return shared > 0.5 * min(bottom - top, item.height)


def _paragraphs(rows: list[list[_Item]]) -> list[Block]:
    whites = [max(0.0, _top(below) - _bottom(row)) for row, below in pairwise(rows)]
    usual = median(whites) if whites else 0.0
    blocks: list[list[list[_Item]]] = []
    for index, row in enumerate(rows):
        if index and not _begins_paragraph(rows[index - 1], row, whites[index - 1], usual):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return [Block(tuple(tuple(item.index for item in row) for row in block)) for block in blocks]


def _begins_paragraph(above: list[_Item], row: list[_Item], white: float, usual: float) -> bool:
    height = median(item.height for item in row)
    height_above = median(item.height for item in above)
    if max(height, height_above) > HEADING_RATIO * min(height, height_above):
        return True
    if white > PARAGRAPH_GAP * min(height, height_above) or white > 1.6 * usual + 0.15 * height:
        return True
    apart = max(min(item.left for item in row), min(item.left for item in above)) - min(
        max(item.right for item in row), max(item.right for item in above)
    )
    return apart > 0


def _top(items: list[_Item]) -> float:
    return min(item.top for item in items)


def _bottom(items: list[_Item]) -> float:
    return max(item.bottom for item in items)


def _extent(items: list[_Item]) -> float:
    return _bottom(items) - _top(items)
