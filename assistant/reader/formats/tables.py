"""A table as it is told: that it is there and how large, then row by row, every value with its column's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.core.documents import BlockKind
from assistant.reader.formats.gathering import Draft, folded


def table_drafts(
    rows: Sequence[Sequence[str]], header: Sequence[str] = (), caption: str = "", language: str = ""
) -> Iterator[Draft]:
    """Yield a table's blocks; one with a single column is no table, its cells are paragraphs.

    `rows` are those below the header, `header` names the columns, "" where one has no name.
    """
    rows = [row for row in ([folded(cell) for cell in row] for row in rows) if any(row)]
    names = [folded(name) for name in header]
    columns = max([len(names), *(len(row) for row in rows)])
    if columns <= 1 and not any(names):
        yield from (Draft(BlockKind.PARAGRAPH, row[0], language=language) for row in rows)
        return
    if not rows and not any(names):
        return
    if not rows:
        rows, names = [names], []
    yield Draft(BlockKind.TABLE, caption, rows=len(rows), columns=columns, language=language)
    for row in rows:
        yield Draft(BlockKind.ROW, row_text(row, names), language=language)


def row_text(row: Sequence[str], names: Sequence[str] = ()) -> str:
    """Return "Name: value; Name: value"; empty cells are left out, nameless values stand alone."""
    told = []
    for index, value in enumerate(row):
        name = names[index] if index < len(names) else ""
        if value:
            told.append(f"{name.rstrip(' :')}: {value}" if name else value)
    return "; ".join(told)
