"""Lines in reading order become blocks: headings, paragraphs, items, notes and the rest, as the lines come.

A line is judged when the next one is known, so that a page that is still recognised can be told while it grows: blocks
that were given stay, only the last one gets longer. Right-to-left lines come mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from assistant.core.documents import Block, BlockKind
from assistant.reader import marks
from assistant.reader.hyphens import is_parted, join, softened, without_tail

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.reader.lines import TextLine

_HEADING_LETTERS = 160
_HEADING_LINES = 3
_EXACT_LARGER = 1.12
_SEEN_LARGER = 1.28
"""A measured height varies with the letters; a font's size doesn't."""
_SMALLER = 0.92
_SEEN_SMALLER = 0.8
_LEVELS = ((1.9, 1), (1.45, 2), (1.2, 3))
_INDENT = 0.8
_DEEP = 1.6
_SHORT = 0.86
"""A line that ends before this part of its column's width may be a paragraph's last one."""
_WIDE_PITCH = 1.35
"""Lines further apart than so many times the usual pitch begin a paragraph."""
_PITCH = 1.25
"""The usual pitch in letter sizes, as long as no two lines tell."""
_WIDEST_PITCH = 2.5
_PITCHES = 40
_NOTES_FROM = 0.5
"""Footnotes stand in the lower part of the page."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the page around the lines; zeroes where nothing is.

    `size` is the usual letter size, `height` the page's. `known` are words as they are written within lines.
    """

    size: float = 0.0
    height: float = 0.0
    known: Collection[str] = ()


class _Step(Enum):
    """Where a line stands to the one before it."""

    FIRST = "first"
    BELOW = "below"
    APART = "apart"
    """Below, with more white than lines of one paragraph have."""
    ELSEWHERE = "elsewhere"
    """In another column."""


@dataclass(slots=True)
class _Open:
    """The block that may get longer. `left` is where its first line began, `hang` where its second one did."""

    kind: BlockKind
    text: str
    level: int
    first: TextLine
    last: TextLine
    hang: float | None = None
    lines: int = 1


class Assembler:
    """Takes lines, figures and tables in reading order; `blocks` are what they make."""

    def __init__(self, setting: Setting | None = None) -> None:
        self.setting = setting or Setting()
        self._done: list[Block] = []
        self._open: _Open | None = None
        self._waiting: TextLine | None = None
        self._floating: list[Block] = []
        self._edges: tuple[float, float] | None = None
        self._given: tuple[float, float] | None = None
        self._pitches: list[float] = []
        self._lefts: list[float] = []

    def begin_column(self, left: float, right: float) -> None:
        """Tell the edges of the column that the next lines stand in; without it they are learned."""
        self._settle(None)
        self._given = self._edges = (left, right)

    def take(self, line: TextLine) -> None:
        """Add the next line."""
        if line.text.strip():
            self._settle(line)
            self._waiting = line

    def put(self, blocks: Sequence[Block]) -> None:
        """Add a table or a figure: it comes behind the paragraph that it interrupts."""
        self._settle(None)
        self._floating += blocks
        if self._open is None or marks.is_ended(self._open.text) or self._open.kind is not BlockKind.PARAGRAPH:
            self._close()

    def blocks(self, *, is_whole: bool) -> tuple[Block, ...]:
        """Return the blocks; while more may come, without the last line and half words, which aren't sure yet."""
        if is_whole:
            self._settle(None)
            self._close()
            return tuple(self._done)
        if self._open is None:
            return tuple(self._done)
        grown = _block(self._open, without_tail(self._open.text))
        return (*self._done, grown) if grown.text else tuple(self._done)

    # --- one line ---------------------------------------------------------------------------------------

    def _settle(self, following: TextLine | None) -> None:
        line, self._waiting = self._waiting, None
        if line is None:
            return
        step = self._step(line, following)
        self._learn(line, following, step)
        kind, text, level = self._judge(line, following, step)
        if self._open is not None and self._goes_on(self._open, line, step, kind, level):
            self._add(self._open, line, text if kind is self._open.kind else line.text)
            return
        self._close(before=line if kind is BlockKind.CAPTION else None)
        self._open = _Open(kind, text, level, line, line)
        if kind is BlockKind.CAPTION and self._floating:
            self._close()

    def _add(self, block: _Open, line: TextLine, text: str) -> None:
        if block.kind is BlockKind.CODE:
            block.text = f"{block.text}\n{line.text}"
        else:
            block.text = join(block.text, text, self.setting.known)
        if block.hang is None:
            block.hang = line.left
        block.last = line
        block.lines += 1

    def _close(self, before: TextLine | None = None) -> None:
        """End the open block; what floated around it follows, or precedes the caption that comes."""
        if self._open is not None:
            block = _block(self._open, self._open.text)
            if block.text:
                self._done.append(block)
            self._open = None
        self._done += self._floating
        self._floating = []

    # --- where it stands --------------------------------------------------------------------------------

    def _step(self, line: TextLine, following: TextLine | None) -> _Step:
        if self._open is None and not self._done:
            return _Step.FIRST
        above = self._last
        if above is None:
            return _Step.FIRST
        if line.middle <= above.middle or line.left >= above.right or line.right <= above.left:
            return _Step.ELSEWHERE
        pitch = line.bottom - above.bottom
        if abs(above.size - line.size) < 0.15 * line.size and pitch < _WIDEST_PITCH * line.size:
            self._pitches = [*self._pitches[1 - _PITCHES :], pitch / line.size]
        return _Step.APART if pitch > _WIDE_PITCH * self._usual_pitch(line, following) * line.size else _Step.BELOW

    def _usual_pitch(self, line: TextLine, following: TextLine | None) -> float:
        """Return the distance of two lines of a paragraph in letter sizes; white between paragraphs is more."""
        pitches = sorted(self._pitches)
        if following is not None and 0 < (pitch := following.bottom - line.bottom) < _WIDEST_PITCH * line.size:
            pitches = sorted([*pitches, pitch / line.size])
        return max(1.0, pitches[len(pitches) // 4]) if len(pitches) > 1 else _PITCH

    @property
    def _last(self) -> TextLine | None:
        return self._open.last if self._open else None

    @property
    def _size(self) -> float:
        return self.setting.size

    def _learn(self, line: TextLine, following: TextLine | None, step: _Step) -> None:
        """Keep the edges of the column, where nobody told them."""
        if self._given is not None:
            return
        known = self._edges if step in (_Step.BELOW, _Step.APART) else None
        left, right = known or (line.left, line.right)
        left, right = min(left, line.left), max(right, line.right)
        if following is not None and following.middle > line.middle and following.left < right:
            left, right = min(left, following.left), max(right, following.right)
        self._edges = left, right

    # --- what it is -------------------------------------------------------------------------------------

    def _judge(self, line: TextLine, following: TextLine | None, step: _Step) -> tuple[BlockKind, str, int]:
        text = marks.without_leaders(line.text)
        if marks.is_contents_line(line.text) or self._is_among_contents(line, following):
            return BlockKind.ITEM, text, self._depth(line)
        if level := self._heading_level(line, following, step):
            return BlockKind.HEADING, text, level
        if line.is_mono and not self._ends_full(step):
            return BlockKind.CODE, line.text, 0
        if marks.is_caption(text) and (self._floating or self._is_smaller(line) or self._is_table_or_figure()):
            return BlockKind.CAPTION, text, 0
        if self._is_note(line, step):
            return BlockKind.FOOTNOTE, text, 0
        bullet, rest = marks.split_bullet(text)
        if bullet and (rest or following is not None) and self._may_begin_item(step, bullet):
            return BlockKind.ITEM, rest, self._depth(line)
        if marks.number_of(text) and self._may_begin_item(step, ""):
            return BlockKind.ITEM, text, self._depth(line)
        return (BlockKind.QUOTE if self._is_quote(line, following) else BlockKind.PARAGRAPH), text, 0

    def _heading_level(self, line: TextLine, following: TextLine | None, step: _Step) -> int:
        """Return a heading's level, 0 for any other line."""
        text = line.text.strip()
        opened = self._open
        letters = sum(map(str.isalpha, text))
        if line.is_mono or letters < 2 or len(text) > _HEADING_LETTERS or marks.is_contents_line(text):
            return 0
        size = self._size or (following.size if following else 0.0)
        larger = _EXACT_LARGER if line.is_exact else _SEEN_LARGER
        depth = marks.section_depth(text)
        if size and line.size > larger * size:
            return depth or next((level for ratio, level in _LEVELS if line.size > ratio * size), 4)
        if marks.is_chapter(text) and step is not _Step.BELOW and len(text) < 80 and not marks.is_ended(text):
            return 1
        # Where all is bold, or a bold line goes on in the next one, nothing stands out.
        if not line.is_bold or (size and line.size < _SMALLER * size) or text[-1] in ".,;:":
            return 0
        if opened is not None and opened.kind is not BlockKind.HEADING and step is _Step.BELOW and opened.last.is_bold:
            return 0
        if following is not None and following.is_bold and opened is not None and opened.last.is_bold:
            return 0
        return depth or 4

    def _is_among_contents(self, line: TextLine, following: TextLine | None) -> bool:
        """Tell whether a line with a number at its end belongs to a table of contents whose dots it does without."""
        if not line.text[-1:].isdigit():
            return False
        near = (self._open.last if self._open else None, following)
        return any(other is not None and marks.is_contents_line(other.text) for other in near)

    def _ends_full(self, step: _Step) -> bool:
        """Tell whether a paragraph's line above went to the edge: whatever comes belongs to it."""
        opened = self._open
        return (
            opened is not None
            and opened.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
            and step is _Step.BELOW
            and not marks.is_ended(opened.text)
            and not opened.last.is_mono
            and not self._ends_short(opened.last)
        )

    def _is_smaller(self, line: TextLine) -> bool:
        return 0 < line.size < (_SMALLER if line.is_exact else _SEEN_SMALLER) * self._size

    def _is_table_or_figure(self) -> bool:
        return bool(self._open is None and self._done and self._done[-1].kind in (BlockKind.ROW, BlockKind.FIGURE))

    def _is_note(self, line: TextLine, step: _Step) -> bool:
        if not self._is_smaller(line) or line.top < _NOTES_FROM * self.setting.height:
            return False
        return marks.is_note(line.text) and (step is not _Step.BELOW or self._follows_note())

    def _follows_note(self) -> bool:
        return self._open is not None and (
            self._open.kind is BlockKind.FOOTNOTE or not self._is_smaller(self._open.last)
        )

    def _may_begin_item(self, step: _Step, bullet: str) -> bool:
        """Tell whether an item can begin here: not within a paragraph that a number or a dash happens to break."""
        opened = self._open
        if opened is None or step in (_Step.FIRST, _Step.APART) or opened.kind is not BlockKind.PARAGRAPH:
            return True
        if bullet and bullet not in "-–—*":
            return True
        return marks.is_ended(opened.text) or (step is _Step.BELOW and self._ends_short(opened.last))

    def _depth(self, line: TextLine) -> int:
        """Return how deep an item stands: further in than the item before, as far, or less."""
        step = 0.9 * max(line.size, 1.0)
        before = self._open.kind if self._open else self._done[-1].kind if self._done else None
        if before is not BlockKind.ITEM:
            self._lefts = []
        while self._lefts and line.left < self._lefts[-1] - step:
            self._lefts.pop()
        if not self._lefts or line.left > self._lefts[-1] + step:
            self._lefts.append(line.left)
        return len(self._lefts)

    def _is_quote(self, line: TextLine, following: TextLine | None) -> bool:
        """Tell whether lines stand in from both edges of a wider column."""
        if self._given is None or following is None:
            opened = self._open
            return bool(opened and opened.kind is BlockKind.QUOTE and abs(opened.last.left - line.left) < line.size)
        left, right = self._given
        deep = _DEEP * line.size
        return (
            all(
                part.left - left > deep and right - part.right > deep and part.left - left < 0.25 * (right - left)
                for part in (line, following)
            )
            and abs(line.left - following.left) < 0.5 * line.size
            and line.width > 0.5 * (right - left)
        )

    # --- whether it goes on -----------------------------------------------------------------------------

    def _goes_on(self, opened: _Open, line: TextLine, step: _Step, kind: BlockKind, level: int) -> bool:
        """Tell whether a line belongs to the open block."""
        if line.alone or opened.last.alone or marks.is_contents_line(opened.last.text):
            return False
        if opened.kind is BlockKind.HEADING or kind is BlockKind.HEADING:
            return self._heading_goes_on(opened, line, step, kind, level)
        if opened.kind is BlockKind.CODE or kind is BlockKind.CODE:
            return kind is opened.kind and step is _Step.BELOW
        if kind in (BlockKind.ITEM, BlockKind.FOOTNOTE, BlockKind.CAPTION) or step is _Step.FIRST:
            return False
        if _differ(opened.last, line):
            return False
        if step is _Step.ELSEWHERE:
            return self._goes_on_elsewhere(opened, line)
        if step is _Step.APART:
            return is_parted(opened.text) and marks.goes_on(line.text)
        if opened.kind in (BlockKind.ITEM, BlockKind.FOOTNOTE, BlockKind.CAPTION):
            return self._hangs(opened, line)
        return self._is_same_paragraph(opened, line, kind)

    def _heading_goes_on(self, opened: _Open, line: TextLine, step: _Step, kind: BlockKind, level: int) -> bool:
        return (
            opened.kind is BlockKind.HEADING
            and kind is BlockKind.HEADING
            and step is _Step.BELOW
            and opened.lines < _HEADING_LINES
            and not _differ(opened.last, line)
            and not marks.section_depth(line.text)
            and not marks.is_chapter(line.text)
        )

    def _goes_on_elsewhere(self, opened: _Open, line: TextLine) -> bool:
        if is_parted(opened.text) or marks.goes_on(line.text):
            return True
        return not marks.is_ended(opened.text) and opened.lines > 1 and opened.kind is BlockKind.PARAGRAPH

    def _hangs(self, opened: _Open, line: TextLine) -> bool:
        """Tell whether a line goes on with an item or a note: under its text, not back where its column begins."""
        if opened.hang is not None:
            return abs(line.left - opened.hang) < line.size or marks.goes_on(line.text)
        if line.left > opened.first.left + 0.3 * line.size or marks.goes_on(line.text):
            return True
        left = self._edges[0] if self._edges else opened.first.left
        stood_in = opened.first.left - left > _INDENT * line.size
        if stood_in and line.left < opened.first.left - 0.5 * line.size:
            return False
        return not (marks.is_ended(opened.text) and self._ends_short(opened.last))

    def _is_same_paragraph(self, opened: _Open, line: TextLine, kind: BlockKind) -> bool:
        if marks.goes_on(line.text) and not self._is_indented(opened, line):
            return True
        if self._is_indented(opened, line):
            return False
        if self._ends_short(opened.last):
            return not marks.is_ended(opened.text) and not _begins_in_capitals(line.text)
        return kind is opened.kind or abs(opened.last.left - line.left) < line.size

    def _is_indented(self, opened: _Open, line: TextLine) -> bool:
        """Tell whether a line stands in as a paragraph's first one does, or out again behind a block that stood in."""
        shift = line.left - opened.last.left
        if opened.lines == 1 and shift < 0:
            # The line above was the first one: it may have stood in.
            return shift < -3 * line.size
        return shift > _INDENT * line.size or shift < -_DEEP * line.size

    def _ends_short(self, line: TextLine) -> bool:
        if self._edges is None:
            return False
        left, right = self._edges
        return line.right < left + _SHORT * (right - left)


def _block(opened: _Open, text: str) -> Block:
    text = softened(text)
    if opened.kind is not BlockKind.CODE:
        text = " ".join(text.split())
    return Block(opened.kind, text, level=opened.level)


def _differ(one: TextLine, other: TextLine) -> bool:
    """Tell whether two lines are of different type: one block has one size, and isn't bold in part by whole lines."""
    if one.is_exact and other.is_exact:
        if abs(one.size - other.size) > 0.08 * max(one.size, other.size):
            return True
        return one.is_bold != other.is_bold and min(len(one.text), len(other.text)) > 40
    return max(one.size, other.size) > 1.5 * min(one.size, other.size)


def _begins_in_capitals(text: str) -> bool:
    return text[:1].isupper() or not text[:1].isalpha()
