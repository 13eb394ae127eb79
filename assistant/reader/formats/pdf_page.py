"""A PDF page with a text layer becomes blocks: furniture out, tables and figures in their places, columns in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.core.documents import Block, BlockKind
from assistant.reader.assembling import Assembler
from assistant.reader.columns import in_order
from assistant.reader.furniture import Mark, marks_of, without_furniture
from assistant.reader.hyphens import words_of
from assistant.reader.lines import TextLine, body_size, is_rtl_text, joined, mirrored
from assistant.reader.standing import Setting
from assistant.reader.tables import AlignedRows, Cells, Rules, grids, ruled, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.core.layout import Edges
    from assistant.reader.columns import Column, Row
    from assistant.reader.formats.pdf_objects import Drawn
    from assistant.reader.formats.pdf_text import PageText

_MARK = re.compile(r"\d{1,3}|[⁰¹²³⁴-⁹]{1,3}")
_RAISED_NUMBER = re.compile(r"(?<=\S) ?([⁰¹²³⁴-⁹]{1,3})")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BACKGROUND = 0.5
"""A picture with more of the page's letters on it than this is what they stand on."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the pages before and behind a page tell of it."""

    marks: Sequence[Sequence[Mark]] = ()
    words: frozenset[str] = frozenset()
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it was read: its text and what else is drawn; with what other pages want to know of it."""

    text: PageText
    drawn: Drawn
    marks: tuple[Mark, ...]
    words: frozenset[str]
    letters: int
    size: float

    @classmethod
    def of(cls, text: PageText, drawn: Drawn) -> Sheet:
        """Return a page with what its neighbours ask."""
        marks = marks_of(text.lines, text.geometry.size[1])
        words = words_of(line.text for line in text.lines)
        return cls(text, drawn, marks, words, sum(len(line.text) for line in text.lines), body_size(text.lines))


def around(sheet: Sheet, neighbours: Sequence[Sheet]) -> Around:
    """Return what the pages around tell; the usual letter size is that of all of them together."""
    lines = [line for page in (sheet, *neighbours) for line in page.text.lines]
    words = sheet.words.union(*(page.words for page in neighbours))
    return Around([page.marks for page in neighbours], words, body_size(lines))


def blocks_of(sheet: Sheet, beside: Around, label: str, headings: Mapping[str, int]) -> tuple[Block, ...]:
    """Return a page's blocks in reading order. `headings` are the outline's entries for this page with their levels.

    A FIGURE is numbered as `sheet.drawn.figures` are.
    """
    width, height = sheet.text.geometry.size
    lines: list[TextLine] = without_furniture(sheet.text.lines, height, beside.marks, label=label)
    rules, figures = sheet.drawn.rules, list(sheet.drawn.figures)
    if is_rtl_text(line.text for line in lines):
        lines = [mirrored(line, width) for line in lines]
        rules = _mirrored_rules(rules, width)
        figures = [(width - right, top, width - left, bottom) for left, top, right, bottom in figures]
    tables, lines = _ruled_tables(rules, lines)
    pictures = [
        (edges, [Block(BlockKind.FIGURE, text, figure=number)])
        for number, (edges, text) in enumerate(zip(figures, sheet.drawn.alternatives, strict=True))
        if text or not _is_background(edges, lines)
    ]
    walls = tables + pictures
    assembler = Assembler(Setting(beside.size, height, beside.words))
    for column in in_order(lines, [edges for edges, _ in walls]):
        _tell(assembler, column, [blocks for _, blocks in walls])
    for line in sheet.text.sideways:
        # A stamp in the margin is no heading, however large it is.
        assembler.take(replace(line, alone=True, is_bold=False, size=min(line.size, beside.size)))
    return _with_notes(_with_outline(assembler.blocks(is_whole=True), headings))


def _tell(assembler: Assembler, column: Column, walls: Sequence[Sequence[Block]]) -> None:
    """Give a column to the assembler, rows of cells as tables."""
    assembler.begin_column(column.left, column.right, column.usual_left)
    rows = AlignedRows()
    for part in column.parts:
        if isinstance(part, int):
            _take(assembler, rows.finish())
            assembler.put(walls[part])
        else:
            _take(assembler, rows.take(part))
    _take(assembler, rows.finish())


def _take(assembler: Assembler, found: Sequence[Row | Cells]) -> None:
    for part in found:
        if isinstance(part, Cells):
            assembler.put(told(part))
        else:
            assembler.take(joined(part))


def _ruled_tables(rules: Rules, lines: list[TextLine]) -> tuple[list[tuple[Edges, list[Block]]], list[TextLine]]:
    """Return the ruled tables where they stand, and the lines outside them."""
    tables: list[tuple[Edges, list[Block]]] = []
    for grid in grids(rules):
        inside = [line for line in lines if grid.holds(line)]
        cells = ruled(grid, inside)
        if cells is not None:
            taken = {id(line) for line in inside}
            lines = [line for line in lines if id(line) not in taken]
            tables.append((grid.edges, told(cells)))
    return tables, lines


def _is_background(edges: Edges, lines: Sequence[TextLine]) -> bool:
    left, top, right, bottom = edges
    letters = sum(len(line.text) for line in lines)
    inside = sum(
        len(line.text) for line in lines if left < (line.left + line.right) / 2 < right and top < line.middle < bottom
    )
    return inside > _BACKGROUND * letters


def _mirrored_rules(rules: Rules, width: float) -> Rules:
    across = tuple((y, width - right, width - left) for y, left, right in rules.across)
    return Rules(across, tuple((width - x, top, bottom) for x, top, bottom in rules.down))


def _with_outline(blocks: tuple[Block, ...], headings: Mapping[str, int]) -> tuple[Block, ...]:
    """Take the outline's word for what is a heading and how high it stands."""
    if not headings:
        return blocks
    return tuple(_as_outlined(block, headings) for block in blocks)


def _with_notes(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Write the raised number of a note that the page has as "[1]", so that it isn't taken for a power."""
    notes = {match[0] for block in blocks if block.kind is BlockKind.FOOTNOTE and (match := _MARK.match(block.text))}
    marks = {number.translate(_RAISED): number.translate(_LOWERED) for number in notes}
    if not marks:
        return blocks

    def written(match: re.Match[str]) -> str:
        return f"[{marks[match[1]]}]" if match[1] in marks else match[0]

    return tuple(
        block if block.kind is BlockKind.FOOTNOTE else replace(block, text=_RAISED_NUMBER.sub(written, block.text))
        for block in blocks
    )


def _as_outlined(block: Block, headings: Mapping[str, int]) -> Block:
    if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM) and len(block.text) < 300:
        level = headings.get(folded_title(block.text))
        if level is not None:
            return replace(block, kind=BlockKind.HEADING, level=level)
    return block


def folded_title(text: str) -> str:
    """Return a heading's words alone: the outline may leave its number out, and its spaces."""
    return "".join(character for character in text.casefold() if character.isalpha())
