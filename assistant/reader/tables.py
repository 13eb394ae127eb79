"""Tables: rows of cells that stand below each other, and how they are told, row by row with the header's names."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.core import layout
from assistant.core.documents import Block, BlockKind
from assistant.reader.formats.tables import row_text
from assistant.reader.hyphens import join
from assistant.reader.lines import hull
from assistant.reader.marks import is_contents_line, number_of, split_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.core.layout import Edges
    from assistant.reader.columns import Row
    from assistant.reader.lines import TextLine

LEAST_ROWS = 3
"""Rows of aligned cells that make a table without lines; fewer are a date and a place, or a signature's two."""
_GUTTER = 1.0
"""White between columns, in letter sizes."""
_TIGHT = 1.6
"""Rows closer than so many letter sizes may be the lines of one cell."""
_NUMERIC = re.compile(r"[\W\d]*\d[\W\d]*\w{0,3}")
_HEADER_LETTERS = 60
_MARK = 6
"""Letters of the longest mark before a list's item."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A table's texts, row by row, every row as long as the others. `has_header` tells that the first names columns."""

    rows: tuple[tuple[str, ...], ...]
    has_header: bool


def told(cells: Cells) -> list[Block]:
    """Return the table's block and one for each of its rows: "Name: Anna; Age: 30"; empty cells are left out."""
    header = cells.rows[0] if cells.has_header else ()
    body = cells.rows[1:] if cells.has_header else cells.rows
    table = Block(BlockKind.TABLE, "", rows=len(body), columns=max(map(len, cells.rows), default=0))
    return [table, *(Block(BlockKind.ROW, row_text(row, header)) for row in body)]


class AlignedRows:
    """Rows of cells that follow each other, until they turn out to be a table or not.

    `take` holds a row back while it may be one of a table's; what it returns, and what `finish` returns at the end, are
    rows that are none, or one table's cells.
    """

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def take(self, row: Row) -> list[Row | Cells]:
        """Add the next row below; return what is known now."""
        if self._rows and self._goes_on(row):
            self._rows.append(row)
            return []
        done = self.finish()
        if _are_cells(row):
            self._rows = [row]
            return done
        return [*done, row]

    def finish(self) -> list[Row | Cells]:
        """Return what was held back."""
        rows, self._rows = self._rows, []
        if not rows:
            return []
        tail: list[Row] = []
        while rows and not _are_cells(rows[-1]) and not _hangs(rows[-1], rows[:-1]):
            tail.insert(0, rows.pop())
        table = table_of(rows) if sum(map(_are_cells, rows)) >= LEAST_ROWS else None
        return [table, *tail] if table else [*rows, *tail]

    def _goes_on(self, row: Row) -> bool:
        above = self._rows[-1]
        size = max(line.size for line in above)
        if row[0].top - max(line.bottom for line in above) > 2.5 * size or row[0].middle < above[0].middle:
            return False
        if not _are_cells(row):
            return _hangs(row, self._rows)
        return len(_spans([*self._rows, row])) >= 2


def table_of(rows: Sequence[Row]) -> Cells | None:
    """Return rows of aligned cells as a table, None where no white runs between them from top to bottom."""
    spans = _spans(rows)
    if len(spans) < 2:
        return None
    lefts = [left for left, _ in spans]
    lines: list[list[str]] = []
    firsts: list[Row] = []
    for number, row in enumerate(rows):
        cells = [""] * len(spans)
        for line in row:
            place = max(0, bisect_right(lefts, line.left) - 1)
            cells[place] = join(cells[place], line.text)
        if lines and not cells[0] and _is_tight(rows[number - 1], row) and not _is_next_number(lines[-1], cells):
            lines[-1] = [join(above, cell) for above, cell in zip(lines[-1], cells, strict=True)]
        else:
            lines.append(cells)
            firsts.append(row)
    if len(lines) < 2:
        return None
    table = tuple(map(tuple, lines))
    return Cells(table, is_header(table, is_bold=_stands_out(firsts)))


def is_header(rows: Sequence[Sequence[str]], *, is_bold: bool) -> bool:
    """Tell whether the first row names the columns: it alone is bold, or words over numbers. Nothing else is a name."""
    first, body = rows[0], rows[1:]
    # The corner above the names of the rows is often empty.
    if not body or not all(first[1:]) or any(len(cell) > _HEADER_LETTERS for cell in first):
        return False
    if is_bold:
        return True
    if any(_is_number(cell) for cell in first):
        return False
    columns = list(zip(*body, strict=True))
    return any(all(_is_number(cell) for cell in column if cell) and any(column) for column in columns)


def _is_number(text: str) -> bool:
    return _NUMERIC.fullmatch(text) is not None


def _is_next_number(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell whether a number stands below another one: sums have no number of a row, but are rows of their own."""
    return any(_is_number(cell) and _is_number(upper) for upper, cell in zip(above, cells, strict=True))


def _stands_out(rows: Sequence[Row]) -> bool:
    return all(line.is_bold for line in rows[0]) and not any(all(line.is_bold for line in row) for row in rows[1:])


def _are_cells(row: Row) -> bool:
    """Tell whether a row is one of cells: no line of a table of contents, no code, no item behind its mark."""
    if all(line.is_mono for line in row):
        return False
    if is_contents_line(row[-1].text) or is_contents_line(" ".join(line.text for line in row)):
        return False
    if len(row) == 2 and (number_of(row[0].text + " -") or split_bullet(row[0].text)[0]) and len(row[0].text) < _MARK:
        return False
    return len(row) > 1 and all(right.left - left.right > _GUTTER * left.size for left, right in pairwise(row))


def _hangs(row: Row, above: Sequence[Row]) -> bool:
    """Tell whether a lone line goes on in a cell of the row above, right of the first column."""
    if len(row) != 1 or not above:
        return False
    spans = _spans(above)
    line = row[0]
    fits = any(left - line.size < line.left and line.right < right + line.size for left, right in spans[1:-1])
    fits = fits or (len(spans) > 1 and line.left > spans[-1][0] - line.size)
    return fits and _is_tight(above[-1], row)


def _is_tight(above: Row, row: Row) -> bool:
    pitch = min(line.middle for line in row) - max(line.middle for line in above)
    return pitch < _TIGHT * max(line.size for line in row)


def _spans(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the columns as left and right edges: what overlaps, or nearly touches, is one."""
    spans: list[tuple[float, float]] = []
    for line in sorted((line for row in rows for line in row), key=lambda line: line.left):
        if spans and line.left < spans[-1][1] + 0.5 * line.size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], line.right))
        else:
            spans.append((line.left, line.right))
    return spans


# --- tables with lines --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rules:
    """Straight lines drawn on a page: `across` as (y, left, right), `down` as (x, top, bottom)."""

    across: tuple[tuple[float, float, float], ...] = ()
    down: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the edges of its columns and rows, first and last included."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def edges(self) -> Edges:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def holds(self, line: TextLine) -> bool:
        """Tell whether a line stands in the table."""
        left, top, right, bottom = self.edges
        return left < (line.left + line.right) / 2 < right and top < line.middle < bottom


def grids(rules: Rules) -> list[Grid]:
    """Return the ruled tables: at least two columns and two rows that lines enclose."""
    waiting = [(x, top, x, bottom) for x, top, bottom in rules.down]
    waiting += [(left, y, right, y) for y, left, right in rules.across]
    found = []
    for group in _touching(waiting):
        xs = _distinct([edges[0] for edges in group if edges[0] == edges[2]])
        ys = _distinct([edges[1] for edges in group if edges[1] == edges[3]])
        if len(xs) > 2 and len(ys) > 2:
            found.append(Grid(tuple(xs), tuple(ys)))
    return found


def ruled(grid: Grid, lines: Sequence[TextLine]) -> Cells | None:
    """Return the texts that stand in a grid; None where it holds no table: a frame, a form's empty boxes."""
    rows: list[list[list[TextLine]]] = [[[] for _ in grid.xs[1:]] for _ in grid.ys[1:]]
    for line in lines:
        across = bisect_right(grid.xs, (line.left + min(line.right, line.left + line.size)) / 2) - 1
        down = bisect_right(grid.ys, line.middle) - 1
        rows[min(max(down, 0), len(rows) - 1)][min(max(across, 0), len(grid.xs) - 2)].append(line)
    texts = [tuple(_cell(cell) for cell in row) for row in rows]
    kept = [number for number, row in enumerate(texts) if any(row)]
    used = [place for place in range(len(grid.xs) - 1) if any(texts[number][place] for number in kept)]
    if len(kept) < 2 or len(used) < 2:
        return None
    table = tuple(tuple(texts[number][place] for place in used) for number in kept)
    bold = [[line for cell in rows[number] for line in cell] for number in kept]
    is_bold = _stands_out([tuple(row) for row in bold])
    return Cells(table, is_header(table, is_bold=is_bold))


def _cell(lines: Sequence[TextLine]) -> str:
    by_height = sorted(lines, key=lambda line: line.middle)
    text = ""
    for row in layout.rows([line.edges for line in by_height], range(len(by_height))):
        for index in row:
            text = join(text, by_height[index].text)
    return text


def _touching(boxes: Sequence[Edges], slack: float = 2.0) -> list[list[Edges]]:
    """Return the groups of rules that touch each other."""
    groups: list[tuple[Edges, list[Edges]]] = []
    for box in boxes:
        near = [group for group in groups if any(_touch(box, other, slack) for other in group[1])]
        members = [box, *(other for group in near for other in group[1])]
        groups = [group for group in groups if not any(group is other for other in near)]
        groups.append((hull(members), members))
    return [members for _, members in groups]


def _touch(one: Edges, other: Edges, slack: float) -> bool:
    return (
        one[0] <= other[2] + slack
        and other[0] <= one[2] + slack
        and one[1] <= other[3] + slack
        and other[1] <= one[3] + slack
    )


def _distinct(places: Sequence[float], slack: float = 2.0) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > slack:
            kept.append(place)
    return kept
