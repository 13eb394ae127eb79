"""A page that is recognised: what the engine finds on its picture, as lines and as blocks, while it grows."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from assistant.core.documents import Line, Page
from assistant.core.domain import Found, Piece, RegionKind
from assistant.reader.assembling import Assembler
from assistant.reader.furniture import Mark, are_level, is_foot_number, is_furniture, marks_of
from assistant.reader.garbage import Doubted
from assistant.reader.hyphens import words_of
from assistant.reader.lines import TextLine, is_rtl_text, joined, mirrored
from assistant.reader.standing import Setting
from assistant.reader.tables import AlignedRows, Cells, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.core.documents import PageSeen
    from assistant.core.domain import Region
    from assistant.reader.columns import Row

_TEXT = (RegionKind.LINE, RegionKind.HEADING)
_LEVEL = 0.5
_LETTERS = 0.75
"""A line's box is about a third higher than a font's size: what both call the size of letters agrees then."""


class RecognisedPage:
    """Makes a page of what an engine reads on its picture, in reading order.

    `earlier` are recognised pages before it: what they have at the same height in their margins is furniture, and their
    letters tell what large is. Blocks that `page` returned stay; only the last one gets longer.
    """

    def __init__(self, seen: PageSeen, earlier: Sequence[Page] = ()) -> None:
        self._seen = seen
        self._width, self._height = seen.picture.width, seen.picture.height
        self._lines: list[Line] = []
        self._language = ""
        self._row: list[TextLine] = []
        self._foot: TextLine | None = None
        self._placed: list[TextLine] = []
        self._rows = AlignedRows()
        self._doubted = Doubted(seen.lines)
        self._around = [_marks(page) for page in earlier if page.lines]
        self._is_rtl: bool | None = None
        self._is_finished = False
        self._sizes = sorted(size for page in earlier for line in page.lines if (size := _size(line, page.height)))
        size = self._sizes[len(self._sizes) // 2] * self._height if self._sizes else 0.0
        known = words_of(line.text for page in earlier for line in page.lines)
        letters = Counter[str]()
        for line in (line for page in earlier for line in page.lines if line.language):
            letters[line.language] += len(line.text)
        self._assembler = Assembler(Setting(size, self._height, known), letters)

    def take(self, event: Piece | Found) -> None:
        """Add what the engine told: a piece tells the language of the region that comes with it."""
        if isinstance(event, Piece):
            self._language = event.language or self._language
        elif event.region.kind in _TEXT and event.region.text.strip():
            self._add(event.region)

    def page(self, *, is_whole: bool) -> Page:
        """Return the page as far as it is known."""
        if is_whole and not self._is_finished:
            self._finish()
        return Page(
            self._seen.number,
            self._assembler.blocks(is_whole=is_whole),
            label=self._seen.label,
            is_recognised=True,
            is_whole=is_whole,
            lines=tuple(self._lines),
            width=self._width,
            height=self._height,
        )

    # --- rows -------------------------------------------------------------------------------------------

    def _add(self, region: Region) -> None:
        line = Line(region.text, region.box, region.kind is RegionKind.HEADING, region.confidence, self._language)
        text = self._doubted.better(line)
        if text != line.text:
            line = Line(text, line.box, line.is_heading, 1.0, line.language)
        self._lines.append(line)
        seen = _text_line(line, _height(region))
        if self._is_rtl is None and any(map(str.isalpha, line.text)):
            self._is_rtl = is_rtl_text([line.text])
        if self._is_furniture(seen):
            return
        if self._is_rtl:
            seen = mirrored(seen, self._width)
        if self._row and not _is_beside(self._row[-1], seen):
            self._end_row()
        self._row.append(seen)
        if not self._assembler.setting.size:
            self._learn_size()

    def _is_furniture(self, line: TextLine) -> bool:
        """Tell whether a line is no part of the text; a number at the foot takes along what stands beside it."""
        if self._foot is not None and are_level(self._foot, line):
            return True
        before, self._placed = self._placed, [*self._placed, line]
        if not is_furniture(line, self._height, self._around, before):
            return False
        if is_foot_number(line, self._height):
            self._foot = line
            if self._row and are_level(self._row[-1], line):
                self._row = []
        return True

    def _end_row(self) -> None:
        row, self._row = tuple(self._row), []
        if row:
            self._tell(self._rows.take(row))

    def _tell(self, found: Sequence[Row | Cells]) -> None:
        for part in found:
            if isinstance(part, Cells):
                self._assembler.put(told(part))
            else:
                self._assembler.take(joined(part))

    def _finish(self) -> None:
        self._is_finished = True
        self._end_row()
        self._tell(self._rows.finish())
        for line in self._doubted.rest():
            self._lines.append(line)
            self._assembler.take(_text_line(line, line.box.height))

    def _learn_size(self) -> None:
        """Take the median height of a few lines for the usual one, as long as no earlier page told it."""
        if len(self._lines) >= 4:
            heights = sorted(line.box.height for line in self._lines)
            setting = self._assembler.setting
            self._assembler.setting = Setting(_LETTERS * heights[len(heights) // 2], self._height, setting.known)


def _text_line(line: Line, height: float) -> TextLine:
    box = line.box
    return TextLine(line.text, box.x, box.y, box.right, box.bottom, _LETTERS * height, language=line.language)


def _height(region: Region) -> float:
    """Return how high the line is across its writing, also where it is slanted."""
    if region.outline is None or len(region.outline) != 4:
        return region.box.height
    (x1, y1), _, _, (x2, y2) = region.outline
    return max(1.0, math.hypot(x2 - x1, y2 - y1))


def _is_beside(last: TextLine, line: TextLine) -> bool:
    shared = min(last.bottom, line.bottom) - max(last.top, line.top)
    return line.left >= last.right - line.size and shared > _LEVEL * min(last.bottom - last.top, line.bottom - line.top)


def _size(line: Line, height: int) -> float:
    return _LETTERS * line.box.height / height if height else 0.0


def _marks(page: Page) -> tuple[Mark, ...]:
    return marks_of((_text_line(line, line.box.height) for line in page.lines), page.height)
