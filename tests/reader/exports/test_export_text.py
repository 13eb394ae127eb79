"""A document as a text file: pages, headings and items can be told apart, in every script."""

from __future__ import annotations

from pathlib import Path

from assistant.core.documents import Block, BlockKind
from assistant.core.errors import PageUnreadable
from support.exports import book, export, heading, paragraph

WRITTEN = """\
On bees
A. Keeper

[Page 1]

# The hive

Bees live together in a hive.

- the queen
  - her court
- the drones

[Figure: A queen]

[Figure]

[Page 2]

[Page 2 can't be read.]

[Page iii]

## الفصل الثالث

النحل يعيش معا في خلية.

> So it is said.

Table with 2 rows
Month: May. Honey: 3 pounds.
Month: June. Honey: 5 pounds.
"""


def test_a_text_file_shows_the_structure(tmp_path: Path) -> None:
    info, pages = book(
        [
            [
                heading("The hive"),
                paragraph("Bees live together in a hive."),
                Block(BlockKind.ITEM, "the queen", level=1),
                Block(BlockKind.ITEM, "her court", level=2),
                Block(BlockKind.ITEM, "the drones", level=1),
                Block(BlockKind.FIGURE, "A queen", figure=0),
                Block(BlockKind.FIGURE, ""),
            ],
            [],
            [
                heading("الفصل الثالث", 2),
                paragraph("النحل يعيش معا في خلية."),
                Block(BlockKind.QUOTE, "So it is said."),
                Block(BlockKind.TABLE, "Table with 2 rows", rows=2, columns=2),
                Block(BlockKind.ROW, "Month: May. Honey: 3 pounds."),
                Block(BlockKind.ROW, "Month: June. Honey: 5 pounds."),
            ],
        ]
    )
    third = type(pages[2])(3, pages[2].blocks, label="iii")
    path = tmp_path / "bees.txt"
    end = export(path, (info, [pages[0], PageUnreadable(page="2"), third])).progress[-1]
    assert end.error is None
    assert path.read_text("utf-8") == WRITTEN


def test_what_acts_on_a_terminal_does_not_reach_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bees.txt"
    export(path, book([[paragraph("red \x1b[31m alert \u202eevil")]]))
    assert "\x1b" not in path.read_text("utf-8")
    assert "\u202e" not in path.read_text("utf-8")
