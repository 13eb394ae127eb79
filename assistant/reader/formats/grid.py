"""A table while its cells come in: spans are laid out, header rows told apart, then it is told row by row."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.reader.formats.gathering import Draft, folded
from assistant.reader.formats.signs import Role, Sign
from assistant.reader.formats.tables import table_drafts

MAX_COLUMNS = 256
MAX_CELLS = 2_000_000
_MAX_REPEATED = 1000
_CELL = Sign(Role.CELL)


class Grid:
    """One table. Cells of a row that spans go on in the rows below, as a sighted reader sees them."""

    def __init__(self, caption: str = "") -> None:
        self.is_in_header = False
        self._caption = caption
        self._rows: list[list[str]] = []
        self._header_rows = 0
        self._is_header_over = False
        self._cell: list[str] | None = None
        self._sign = _CELL
        self._names: list[bool] = []
        self._below: dict[int, tuple[int, str]] = {}
        self._repeat = 1
        self._cells = 0

    def begin_row(self, repeat: int = 1) -> None:
        """Begin a row, which stands for `repeat` alike."""
        self._end_row()
        self._repeat = min(max(repeat, 1), _MAX_REPEATED)
        self._rows.append([])
        self._names = []

    def begin_cell(self, sign: Sign) -> None:
        """Begin a cell of the row."""
        if not self._rows:
            self.begin_row()
        self._sign = sign
        self._cell = []

    def say(self, text: str) -> None:
        """Take a text of the cell, or the table's caption where no cell is begun."""
        text = folded(text)
        if self._cell is not None:
            self._cell.append(text)
        elif not self._rows:
            self._caption = f"{self._caption} {text}".strip()

    def end_cell(self) -> None:
        """End the cell."""
        text = " ".join(self._cell or [])
        self._cell = None
        row = self._rows[-1]
        self._go_down(row)
        if not self._sign.rows:
            above = self._rows[-2] if len(self._rows) > 1 else []
            text = above[len(row)] if len(row) < len(above) else text
        for index in range(min(max(self._sign.columns, 1), MAX_COLUMNS)):
            if len(row) >= MAX_COLUMNS or self._cells >= MAX_CELLS:
                return
            value = text if index == 0 or self._is_naming() else ""
            if self._sign.rows > 1:
                self._below[len(row)] = (self._sign.rows - 1, value)
            self._cells += 1
            row.append(value)
        self._names.append(self._is_naming())

    def drafts(self, language: str) -> Iterator[Draft]:
        """Yield the table's blocks."""
        self._end_row()
        header = self._rows[: self._header_rows]
        columns = max((len(row) for row in header), default=0)
        names = [_name([row[index] for row in header if index < len(row)]) for index in range(columns)]
        yield from table_drafts(self._rows[self._header_rows :], names, self._caption, language)

    # --- rows -------------------------------------------------------------------------------------------

    def _is_naming(self) -> bool:
        return self._sign.is_header or self.is_in_header

    def _end_row(self) -> None:
        """Lay out what comes down from above at the row's end, and see whether the row was the header's."""
        if not self._rows:
            return
        row = self._rows[-1]
        self._go_down(row)
        if not row:
            self._rows.pop()
            return
        if self._names and all(self._names) and not self._is_header_over:
            self._header_rows += 1
        else:
            self._is_header_over = True
            self._repeat_row(row)
        self._repeat = 1

    def _repeat_row(self, row: list[str]) -> None:
        for _ in range(self._repeat - 1):
            if not any(row) or self._cells + len(row) > MAX_CELLS:
                return
            self._cells += len(row)
            self._rows.append(list(row))

    def _go_down(self, row: list[str]) -> None:
        while len(row) in self._below and len(row) < MAX_COLUMNS:
            column = len(row)
            left, value = self._below.pop(column)
            if left > 1:
                self._below[column] = (left - 1, value)
            row.append(value)


def _name(parts: list[str]) -> str:
    """Return a column's name from its header rows, a name that spans rows once."""
    return ", ".join(dict.fromkeys(part for part in parts if part))
