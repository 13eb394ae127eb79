"""Lines in reading order become blocks: headings, paragraphs, items, notes and the rest, as the lines come.

A line is judged when the next one is known, so that a page that is still recognised can be told while it grows: blocks
that were given stay, only the last one gets longer. Right-to-left lines come mirrored.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.core.documents import Block, BlockKind
from assistant.core.languages import LANGUAGES, match, script_of
from assistant.reader import marks
from assistant.reader.hyphens import is_parted, join, softened, without_tail
from assistant.reader.standing import Ground, Setting, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.reader.lines import TextLine

_HEADING_LETTERS = 160
_HEADING_LINES = 3
_ALONE_LETTERS = 80
_CAPTION_LINES = 4
_LEVELS = ((1.9, 1), (1.45, 2), (1.2, 3))
_LEAST_LEVEL = 4
_TELLING = 60
"""Letters of a block in a language that isn't the page's usual one: a recogniser judges line by line."""
_INDENT = 0.8
_DEEP = 1.6
_DEEPER = 2.5
_NOTES_FROM = 0.5
"""Footnotes stand in the lower part of the page."""


@dataclass(slots=True)
class _Open:
    """The block that may get longer. `hang` is where its second line began; `letters` counts those of each language."""

    kind: BlockKind
    text: str
    level: int
    first: TextLine
    last: TextLine
    hang: float | None = None
    lines: int = 1
    letters: Counter[str] = field(default_factory=Counter)


class Assembler:
    """Takes lines, figures and tables in reading order; `blocks` are what they make.

    `letters` count how much of the pages before is in which language.
    """

    def __init__(self, setting: Setting | None = None, letters: Mapping[str, int] | None = None) -> None:
        self._letters = Counter(letters)
        self._ground = Ground(setting or Setting())
        self._done: list[Block] = []
        self._open: _Open | None = None
        self._waiting: TextLine | None = None
        self._floating: list[Block] = []
        self._caption: TextLine | None = None
        self._lefts: list[float] = []

    @property
    def setting(self) -> Setting:
        """What is known of the page."""
        return self._ground.setting

    @setting.setter
    def setting(self, setting: Setting) -> None:
        self._ground.setting = setting

    def begin_column(self, left: float, right: float, usual_left: float) -> None:
        """Tell the edges of the column that the next lines stand in, and where most begin; else they are learned."""
        self._settle(None)
        self._ground.begin_column(left, right, usual_left)

    def take(self, line: TextLine) -> None:
        """Add the next line."""
        if line.text.strip():
            self._settle(line)
            self._waiting = line

    def put(self, blocks: Sequence[Block]) -> None:
        """Add a table or a figure: it comes behind the paragraph that it interrupts."""
        self._settle(None)
        opened = self._open
        if opened and self._ground.has_columns and opened.lines < _CAPTION_LINES and marks.is_caption(opened.text):
            opened.kind = BlockKind.CAPTION
        self._floating += [replace(block, language=self._language(block.text, Counter())) for block in blocks]
        self._caption = None
        if not self._is_interrupted():
            self._close()

    def blocks(self, *, is_whole: bool) -> tuple[Block, ...]:
        """Return the blocks; while more may come, without the last line and half words, which aren't sure yet."""
        if is_whole:
            self._settle(None)
            self._close()
            return tuple(self._done)
        if self._open is None:
            return tuple(self._done)
        grown = self._block(self._open, without_tail(self._open.text))
        return (*self._done, grown) if grown.text else tuple(self._done)

    # --- one line ---------------------------------------------------------------------------------------

    def _settle(self, following: TextLine | None) -> None:
        line, self._waiting = self._waiting, None
        if line is None or self._is_captions(line):
            return
        opened = self._open
        step = self._ground.step(opened.last if opened else None, line, following)
        kind, text, level = self._judge(line, following, step)
        self._letters += _letters(line)
        floats = kind is BlockKind.FOOTNOTE or (kind is BlockKind.CAPTION and bool(self._floating))
        if floats and self._is_interrupted():
            self._floating.append(Block(kind, text, language=self._language(text, _letters(line))))
            self._caption = line
        elif opened is not None and self._goes_on(opened, line, step, kind):
            self._add(opened, line, text if kind is opened.kind else line.text)
        else:
            self._close()
            self._open = _Open(kind, text, level, line, line, letters=_letters(line))

    def _is_captions(self, line: TextLine) -> bool:
        """Tell whether a line goes on with the caption or note that interrupts a paragraph; then it is added."""
        caption = self._caption
        if caption is None:
            return False
        is_near = 0 < line.middle - caption.middle < 2 * caption.size and not _differ(caption, line)
        if self._floating[-1].kind is BlockKind.FOOTNOTE:
            is_near = is_near and not marks.is_note(line.text)
        opened = self._open
        if not is_near or (opened is not None and not _differ(opened.last, line) and marks.is_ended(caption.text)):
            self._caption = None
            return False
        block = self._floating[-1]
        self._floating[-1] = replace(block, text=join(block.text, line.text, self.setting.known))
        self._caption = line
        return True

    def _is_interrupted(self) -> bool:
        """Tell whether a paragraph is open that goes on somewhere."""
        opened = self._open
        return opened is not None and opened.kind is BlockKind.PARAGRAPH and not marks.is_ended(opened.text)

    def _add(self, block: _Open, line: TextLine, text: str) -> None:
        if block.kind is BlockKind.CODE:
            block.text = f"{block.text}\n{line.text}"
        else:
            block.text = join(block.text, text, self.setting.known)
        if block.hang is None:
            block.hang = line.left
        block.last = line
        block.letters += _letters(line)
        block.lines += 1

    def _close(self) -> None:
        """End the open block; what interrupted it follows."""
        if self._open is not None:
            block = self._block(self._open, self._open.text)
            if block.text:
                self._done.append(block)
            self._open = None
        self._done += self._floating
        self._floating = []
        self._caption = None

    def _block(self, opened: _Open, text: str) -> Block:
        text = softened(text)
        if opened.kind is not BlockKind.CODE:
            text = " ".join(text.split())
        return Block(opened.kind, text, level=opened.level, language=self._language(text, opened.letters))

    def _language(self, text: str, own: Counter[str]) -> str:
        """Return what most of a block is in; where that is little, what most of the pages so far is in."""
        usual = max(self._letters, key=lambda code: self._letters[code], default="")
        told = max(own, key=lambda code: own[code], default="")
        if told and (own[told] >= _TELLING or not usual):
            return told
        script = script_of(text)
        fits = usual and text and script in (None, LANGUAGES[match(usual)].script)
        return usual if fits else told

    # --- what it is -------------------------------------------------------------------------------------

    def _judge(self, line: TextLine, following: TextLine | None, step: Step) -> tuple[BlockKind, str, int]:
        text = marks.without_leaders(line.text)
        if marks.is_contents_line(line.text) or self._is_among_contents(line, following):
            return BlockKind.ITEM, text, self._depth(line)
        if level := self._heading_level(line, following, step):
            return BlockKind.HEADING, text, level
        if line.is_mono and not self._ends_full(step):
            return BlockKind.CODE, line.text, 0
        if marks.is_caption(text) and (self._ground.is_smaller(line) or self._is_beside_figure()):
            return BlockKind.CAPTION, text, 0
        if self._is_note(line, step):
            return BlockKind.FOOTNOTE, text, 0
        bullet, rest = marks.split_bullet(text)
        if bullet and self._may_begin_item(step, bullet):
            return BlockKind.ITEM, rest, self._depth(line)
        if marks.number_of(text) and self._may_begin_item(step, ""):
            return BlockKind.ITEM, text, self._depth(line)
        return (BlockKind.QUOTE if self._is_quote(line, following) else BlockKind.PARAGRAPH), text, 0

    def _heading_level(self, line: TextLine, following: TextLine | None, step: Step) -> int:
        """Return a heading's level, 0 for any other line."""
        text = line.text.strip()
        if line.is_mono or sum(map(str.isalpha, text)) < 2 or len(text) > _HEADING_LETTERS:
            return 0
        ratio = self._ground.ratio(line, following)
        level = marks.section_depth(text) or next((level for least, level in _LEVELS if ratio > least), _LEAST_LEVEL)
        if self._ground.is_larger(line, following):
            return level
        if step is not Step.BELOW and len(text) < _ALONE_LETTERS and not marks.is_ended(text):
            if marks.is_chapter(text):
                return 1
            if self._is_title(line, following):
                return level
        return level if self._is_bold_heading(line, following, step) else 0

    def _is_title(self, line: TextLine, following: TextLine | None) -> bool:
        """Tell whether a short line apart from all others has a section's number, or about a heading's size."""
        if following is None or not self._ground.has_white_below(line, following):
            return False
        return marks.section_depth(line.text) > 1 or self._ground.is_about_larger(line, following)

    def _is_bold_heading(self, line: TextLine, following: TextLine | None, step: Step) -> bool:
        """Tell whether a bold line stands out: not where all is bold, nor as the first words of what goes on."""
        if not line.is_bold or self._ground.is_smaller(line) or line.text.rstrip()[-1] in ".,;:":
            return False
        opened = self._open
        if opened is None or not opened.last.is_bold:
            return True
        goes_on = opened.kind is not BlockKind.HEADING and step is Step.BELOW
        return not goes_on and not (following is not None and following.is_bold)

    def _is_among_contents(self, line: TextLine, following: TextLine | None) -> bool:
        """Tell whether a line with a number at its end belongs to a table of contents whose dots it does without."""
        if not line.text[-1:].isdigit():
            return False
        near = (self._open.last if self._open else None, following)
        return any(other is not None and marks.is_contents_line(other.text) for other in near)

    def _ends_full(self, step: Step) -> bool:
        """Tell whether a paragraph's line above went to the edge: whatever comes belongs to it."""
        opened = self._open
        return (
            opened is not None
            and opened.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
            and step is Step.BELOW
            and not marks.is_ended(opened.text)
            and not opened.last.is_mono
            and not self._ground.ends_short(opened.last)
        )

    def _is_beside_figure(self) -> bool:
        if self._floating:
            return True
        return self._open is None and bool(self._done) and self._done[-1].kind in (BlockKind.ROW, BlockKind.FIGURE)

    def _is_note(self, line: TextLine, step: Step) -> bool:
        if not self._ground.is_smaller(line) or line.top < _NOTES_FROM * self.setting.height:
            return False
        opened = self._open
        follows = opened and (opened.kind is BlockKind.FOOTNOTE or not self._ground.is_smaller(opened.last))
        return marks.is_note(line.text) and (step is not Step.BELOW or bool(follows))

    def _may_begin_item(self, step: Step, bullet: str) -> bool:
        """Tell whether an item can begin here: not within a paragraph that a number or a dash happens to break."""
        opened = self._open
        if opened is None or step in (Step.FIRST, Step.APART) or opened.kind is not BlockKind.PARAGRAPH:
            return True
        if bullet and bullet not in "-–—*":
            return True
        return marks.is_ended(opened.text) or (step is Step.BELOW and self._ground.ends_short(opened.last))

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
        """Tell whether lines stand in from both edges of their column; the last one tells it by the one before."""
        if following is None:
            opened = self._open
            return bool(opened and opened.kind is BlockKind.QUOTE and abs(opened.last.left - line.left) < line.size)
        return self._ground.stands_in(line, following)

    # --- whether it goes on -----------------------------------------------------------------------------

    def _goes_on(self, opened: _Open, line: TextLine, step: Step, kind: BlockKind) -> bool:
        """Tell whether a line belongs to the open block."""
        if line.alone or opened.last.alone or marks.is_contents_line(opened.last.text):
            return False
        if opened.kind is BlockKind.HEADING or kind is BlockKind.HEADING:
            return self._heading_goes_on(opened, line, step, kind)
        if opened.kind is BlockKind.CODE or kind is BlockKind.CODE:
            return kind is opened.kind and step is Step.BELOW
        if kind in (BlockKind.ITEM, BlockKind.FOOTNOTE, BlockKind.CAPTION) or step is Step.FIRST:
            return False
        if _differ(opened.last, line):
            return False
        if step is Step.ELSEWHERE or (step is Step.APART and self._floating):
            return self._goes_on_elsewhere(opened, line)
        if step is Step.APART:
            return is_parted(opened.text) and marks.goes_on(line.text)
        if opened.kind in (BlockKind.ITEM, BlockKind.FOOTNOTE, BlockKind.CAPTION):
            return self._hangs(opened, line)
        return self._is_same_paragraph(opened, line, kind)

    @staticmethod
    def _heading_goes_on(opened: _Open, line: TextLine, step: Step, kind: BlockKind) -> bool:
        return (
            opened.kind is BlockKind.HEADING
            and kind is BlockKind.HEADING
            and step is Step.BELOW
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
        is_over = marks.is_ended(opened.text) and self._ground.ends_short(opened.last)
        if is_over and line.left > opened.first.left + _DEEPER * line.size:
            # An item within this one, whose mark is drawn and no letter.
            return False
        if line.left > opened.first.left + 0.3 * line.size or marks.goes_on(line.text):
            return True
        left = opened.first.left if self._ground.left is None else self._ground.left
        stood_in = opened.first.left - left > _INDENT * line.size
        if stood_in and line.left < opened.first.left - 0.5 * line.size:
            return False
        return not is_over

    def _is_same_paragraph(self, opened: _Open, line: TextLine, kind: BlockKind) -> bool:
        if marks.goes_on(line.text) and not self._is_indented(opened, line):
            return True
        if self._is_indented(opened, line):
            return False
        if self._ground.ends_short(opened.last):
            return not marks.is_ended(opened.text) and not _begins_in_capitals(line.text)
        return kind is opened.kind or abs(opened.last.left - line.left) < line.size

    def _is_indented(self, opened: _Open, line: TextLine) -> bool:
        """Tell whether a line stands in as a paragraph's first one does, or out again behind a block that stood in."""
        shift = line.left - opened.last.left
        if opened.lines == 1 and shift < 0:
            # The line above was the first one: it may have stood in.
            return shift < -3 * line.size
        return shift > _INDENT * line.size or shift < -_DEEP * line.size


def _letters(line: TextLine) -> Counter[str]:
    return Counter({line.language: len(line.text)} if line.language else {})


def _differ(one: TextLine, other: TextLine) -> bool:
    """Tell whether two lines are of different type: one block has one size, and isn't bold in part by whole lines."""
    if one.is_exact and other.is_exact:
        if abs(one.size - other.size) > 0.08 * max(one.size, other.size):
            return True
        return one.is_bold != other.is_bold and min(len(one.text), len(other.text)) > 40
    return max(one.size, other.size) > 1.5 * min(one.size, other.size)


def _begins_in_capitals(text: str) -> bool:
    return text[:1].isupper() or not text[:1].isalpha()
