"""A frame as a few hundred colours: enough to tell whether a part of it is still what it was.

It is evidence beside the engine: a thing that the detector lost where nothing changed is still there. Plain Python,
some milliseconds a frame: it runs in the process that never loads numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from assistant.core.domain import Box, Picture

COLUMNS, ROWS = 48, 36
_RUN = 8
_LINES = (0.25, 0.5, 0.75)
_LEAST = 24
_SHARE = 0.15
_DARKEST = 12
"""Below this a cell says nothing about how much brighter it became."""
_FLAT = 14

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sketch:
    """`cells` are `ROWS` times `COLUMNS` colours, 0 … 255, rows from the top; `level` is the median brightness."""

    width: int
    height: int
    cells: tuple[Colour, ...]
    level: float

    @property
    def is_blank(self) -> bool:
        """Tell whether it is one surface: a cap, a hand, the dark."""
        return all(
            max(cell[channel] for cell in self.cells) - min(cell[channel] for cell in self.cells) < _FLAT
            for channel in range(3)
        )


def sketch_of(picture: Picture) -> Sketch:
    """Return a picture's sketch."""
    rgb, width, height = picture.rgb, picture.width, picture.height
    run = max(1, min(_RUN, width // COLUMNS))
    starts = [min(width - run, (2 * column + 1) * width // (2 * COLUMNS)) * 3 for column in range(COLUMNS)]
    cells: list[Colour] = []
    for row in range(ROWS):
        lines = [min(height - 1, int((row + part) * height / ROWS)) * width * 3 for part in _LINES]
        for start in starts:
            red = green = blue = 0
            for line in lines:
                part = rgb[line + start : line + start + 3 * run]
                red += sum(part[0::3])
                green += sum(part[1::3])
                blue += sum(part[2::3])
            count = len(lines) * run
            cells.append((red // count, green // count, blue // count))
    return Sketch(width, height, tuple(cells), median(sum(cell) / 3 for cell in cells))


def changed(old: Sketch, new: Sketch, box: Box | None = None) -> float:
    """Return the share of a part (a box in the new picture's pixels; none: all of it) that shows something else, 0 … 1.

    Brightness as a whole doesn't count, nor does a shift by one cell: a camera in a hand.
    """
    gain = _gain(old, new)
    rows, columns = _span(new, box)
    differing = sum(_differs(old, new, row, column, gain) for row in rows for column in columns)
    return differing / (len(rows) * len(columns))


def _gain(old: Sketch, new: Sketch) -> float:
    ratios = [
        sum(after) / sum(before)
        for before, after in zip(old.cells, new.cells, strict=True)
        if sum(before) >= 3 * _DARKEST and sum(after) >= 3 * _DARKEST
    ]
    return min(max(median(ratios), 0.25), 4.0) if ratios else 1.0


def _span(sketch: Sketch, box: Box | None) -> tuple[range, range]:
    if box is None:
        return range(ROWS), range(COLUMNS)
    # The rim of a box shows what is behind the thing.
    inset_x, inset_y = box.width // 10, box.height // 10
    left, right = (box.x + inset_x) * COLUMNS // sketch.width, (box.right - inset_x) * COLUMNS // sketch.width
    top, bottom = (box.y + inset_y) * ROWS // sketch.height, (box.bottom - inset_y) * ROWS // sketch.height
    left, top = min(max(left, 0), COLUMNS - 1), min(max(top, 0), ROWS - 1)
    return range(top, min(max(bottom, top + 1), ROWS)), range(left, min(max(right, left + 1), COLUMNS))


def _differs(old: Sketch, new: Sketch, row: int, column: int, gain: float) -> bool:
    after = new.cells[row * COLUMNS + column]
    for above in range(max(row - 1, 0), min(row + 2, ROWS)):
        for beside in range(max(column - 1, 0), min(column + 2, COLUMNS)):
            before = old.cells[above * COLUMNS + beside]
            if all(
                abs(after[channel] - min(before[channel] * gain, 255.0)) <= _LEAST + _SHARE * after[channel]
                for channel in range(3)
            ):
                return False
    return True
