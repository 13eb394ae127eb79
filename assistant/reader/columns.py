"""The order in which a page with a text layer is read: columns, and what stands between them over their whole width.

Left to right; a right-to-left page is mirrored before (`lines.mirrored`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.core import layout
from assistant.reader.lines import hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.core.layout import Edges
    from assistant.reader.lines import TextLine

Row = tuple["TextLine", ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A part of the page that is read from top to bottom.

    `parts` are rows of lines that stand side by side, and numbers of the barriers between them.
    """

    left: float
    right: float
    usual_left: float
    """Where most lines begin."""
    parts: tuple[Row | int, ...]


def in_order(lines: Sequence[TextLine], barriers: Sequence[Edges] = ()) -> list[Column]:
    """Return the columns of a page in reading order. Barriers are figures and tables: no line is split, none lost."""
    boxes = [line.edges for line in lines] + list(barriers)
    return [_column(column, lines, boxes) for column in layout.columns(boxes)]


def _column(rows: list[list[int]], lines: Sequence[TextLine], boxes: Sequence[Edges]) -> Column:
    members = [index for row in rows for index in row]
    walls = sorted((index for index in members if index >= len(lines)), key=lambda index: boxes[index][1])
    written = [index for index in members if index < len(lines)]
    if walls:
        # A tall figure stands on one level with several lines: they are rows of their own.
        rows = layout.rows(boxes, written)
    left, _, right, _ = hull(boxes[index] for index in written or walls)
    parts: list[Row | int] = []
    for row in rows:
        line = tuple(lines[index] for index in row)
        while walls and boxes[walls[0]][1] < line[0].middle:
            parts.append(walls.pop(0) - len(lines))
        parts.append(line)
    parts += [wall - len(lines) for wall in walls]
    return Column(left, right, _usual_left(rows, lines), tuple(parts))


def _usual_left(rows: list[list[int]], lines: Sequence[TextLine]) -> float:
    places = Counter(round(lines[row[0]].left) for row in rows if row[0] < len(lines))
    return places.most_common(1)[0][0] if places else 0.0
