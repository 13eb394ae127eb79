"""The pages of a book as text that can be walked: what is spoken is marked and kept in view, the cursor stays put.

It knows nothing of speech. Who walks the text may be elsewhere than the voice, so nothing here moves the cursor, and
nothing that comes by itself is told to a screen reader: it would read the new page over the voice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit

from assistant.core.documents import Block, BlockKind, Page, Position, Span
from assistant.core.wording import Wording
from assistant.core.wording.book_window import PREFIXES
from assistant.core.wording.book_window import BookWindowMessages as W
from assistant.ui.book_forms import block_format, char_format, characters, harmless, is_longer, units
from assistant.ui.reviewer import make_readable

KEPT = 3
"""Pages that follow each other and stay shown, so that a page that turns takes nothing from under the cursor."""
SMALLEST, LARGEST = 50, 500
"""Per cent of the usual size."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A block as it is shown: its line begins at `begin`, its text at `start`, both in Qt's units."""

    page: int
    number: int
    block: Block
    begin: int
    start: int


class BookText(QTextEdit):
    """Shows a page and the two before it, the blocks of each with what they are in words.

    `focused` is told when the focus comes and goes, `control_tapped` when Control was pressed and no other key with it.
    """

    def __init__(self, wording: Wording, focused: Callable[[bool], None], control_tapped: Callable[[], None]) -> None:
        super().__init__()
        self._wording = wording
        self._focused = focused
        self._control_tapped = control_tapped
        self._is_tap = False
        self._pages: list[tuple[int, int]] = []
        self._shown: list[_Shown] = []
        self._spoken: Span | None = None
        self._usual = self.font().pointSizeF()
        make_readable(self)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setUndoRedoEnabled(False)
        self.setAccessibleName(wording.say(W.TEXT))
        self.setAccessibleDescription(wording.say(W.TEXT_HELP))

    # --- pages ------------------------------------------------------------------------------------------

    def show_page(self, page: Page) -> None:
        """Show a page, the next state of the shown one, or the one that follows it."""
        own = self.textCursor()
        anchor, position = own.anchor(), own.position()
        with self._unheard():
            if self._pages and page.number == self._pages[-1][0]:
                self._renew(page)
            elif self._pages and page.number == self._pages[-1][0] + 1:
                self._add(page)
                gone = self._drop_first()
                anchor, position = max(0, anchor - gone), max(0, position - gone)
            else:
                self._empty()
                self._add(page)
                anchor = position = 0
            self._put_cursor(anchor, position)
        self._mark()

    def empty(self) -> None:
        """Show nothing, the cursor at the beginning."""
        with self._unheard():
            self._empty()
        self._mark()

    def show_notice(self, text: str) -> None:
        """Show a text that is no page."""
        with self._unheard():
            self._empty()
            self._end().insertText(text, QTextCharFormat())
            self._put_cursor(0, 0)
        self._mark()

    def _empty(self) -> None:
        self._pages.clear()
        self._shown.clear()
        self._spoken = None
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        everything.removeSelectedText()
        everything.setBlockFormat(QTextBlockFormat())
        self.verticalScrollBar().setValue(0)

    def _add(self, page: Page) -> None:
        end = self._end()
        mark = self._wording.say(W.PAGE_MARK, page=page.label or page.number)
        self._begin_line(end, QTextBlockFormat(), is_first=not self._pages)
        self._pages.append((page.number, end.position()))
        end.insertText(harmless(mark), char_format(is_small=True))
        for number, block in enumerate(page.blocks):
            self._add_block(page.number, number, block)

    def _renew(self, page: Page) -> None:
        """Change the last page where it changed: a page that is recognised grows at its end."""
        before = [each for each in self._shown if each.page == page.number]
        same = 0
        while same < min(len(before), len(page.blocks)) and before[same].block == page.blocks[same]:
            same += 1
        if same < len(before):
            last = before[same]
            new = page.blocks[same] if same < len(page.blocks) else None
            if new is not None and same == len(before) - 1 and is_longer(new, last.block):
                self._end().insertText(harmless(new.text[len(last.block.text) :]), char_format(new))
                self._shown[-1] = replace(last, block=new)
                same += 1
            else:
                self._cut(last)
        for number, block in enumerate(page.blocks[same:], same):
            self._add_block(page.number, number, block)

    def _cut(self, first: _Shown) -> None:
        """Take away this block and all that follow it."""
        rest = QTextCursor(self.document())
        rest.setPosition(first.begin - 1)
        rest.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        rest.removeSelectedText()
        del self._shown[self._shown.index(first) :]

    def _add_block(self, page: int, number: int, block: Block) -> None:
        end = self._end()
        self._begin_line(end, block_format(block), is_first=False)
        begin = end.position()
        if prefix := self._prefix(block):
            end.insertText(f"{prefix} ", char_format(is_small=block.kind is BlockKind.HEADING))
        start = end.position()
        end.insertText(harmless(block.text), char_format(block))
        self._shown.append(_Shown(page, number, block, begin, start))

    def _prefix(self, block: Block) -> str:
        if block.kind not in PREFIXES:
            return ""
        message = PREFIXES[block.kind]
        return self._wording.say(message, level=block.level or 1, columns=block.columns, rows=block.rows)

    @staticmethod
    def _begin_line(end: QTextCursor, line: QTextBlockFormat, *, is_first: bool) -> None:
        if is_first:
            end.setBlockFormat(line)
        else:
            end.insertBlock(line, QTextCharFormat())

    def _put_cursor(self, anchor: int, position: int) -> None:
        """Put the cursor where it was: at the very end, what is added would push it along."""
        own, last = self.textCursor(), self.document().characterCount() - 1
        anchor, position = min(anchor, last), min(position, last)
        if (own.anchor(), own.position()) != (anchor, position):
            own.setPosition(anchor)
            own.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(own)

    def _drop_first(self) -> int:
        """Take the first page away where there are too many; return how long it was, in Qt's units."""
        if len(self._pages) <= KEPT:
            return 0
        cut = self._pages[1][1]
        first = QTextCursor(self.document())
        first.setPosition(cut, QTextCursor.MoveMode.KeepAnchor)
        scrolled = self.cursorRect(first).top() - self.cursorRect(QTextCursor(self.document())).top()
        first.removeSelectedText()
        first.setBlockFormat(QTextBlockFormat())
        gone = self._pages.pop(0)[0]
        self._pages = [(number, begin - cut) for number, begin in self._pages]
        kept = [each for each in self._shown if each.page != gone]
        self._shown = [replace(each, begin=each.begin - cut, start=each.start - cut) for each in kept]
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - scrolled)
        return cut

    def _end(self) -> QTextCursor:
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        return end

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        """Change the text without an event: after a key with Control, Orca reads whatever is inserted."""
        document = self.document()
        was_blocked = document.blockSignals(True)
        try:
            yield
        finally:
            document.blockSignals(was_blocked)
            self.viewport().update()

    # --- the spoken place ---------------------------------------------------------------------------------

    def highlight(self, span: Span) -> None:
        """Mark what is spoken, by more than a colour, and keep it in view; the cursor and the focus stay."""
        self._spoken = span
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep what is spoken in view."""
        super().resizeEvent(event)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Take up the desktop's other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._mark()

    def _mark(self) -> None:
        selected = self._spoken_text()
        if selected is None:
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(self.palette().highlight())
        form.setForeground(self.palette().highlightedText())
        form.setFontUnderline(True)
        mark.format, mark.cursor = form, selected
        self.setExtraSelections([mark])
        self._follow()

    def _follow(self) -> None:
        selected = self._spoken_text()
        if selected is None:
            return
        begin, end = QTextCursor(self.document()), QTextCursor(self.document())
        begin.setPosition(selected.selectionStart())
        end.setPosition(selected.selectionEnd())
        top, bottom = self.cursorRect(begin).top(), self.cursorRect(end).bottom()
        height, bar = self.viewport().height(), self.verticalScrollBar()
        if top < 0 or bottom > height:
            room = max(0, min(height // 4, height - (bottom - top)))
            bar.setValue(bar.value() + top - room)

    def _spoken_text(self) -> QTextCursor | None:
        span = self._spoken
        at = self._place_of(span.start) if span is not None else None
        if span is None or at is None:
            return None
        shown, begin = at
        until = shown.block.text[span.start.offset : span.start.offset + span.length]
        found = QTextCursor(self.document())
        found.setPosition(begin)
        found.setPosition(begin + units(until), QTextCursor.MoveMode.KeepAnchor)
        return found

    def _place_of(self, position: Position) -> tuple[_Shown, int] | None:
        for each in self._shown:
            if (each.page, each.number) == (position.page, position.block):
                return each, each.start + units(each.block.text[: position.offset])
        return None

    # --- the cursor ---------------------------------------------------------------------------------------

    def to_spoken(self) -> bool:
        """Move the cursor to the sentence that is marked; tell whether there is one."""
        spoken = self._spoken_text()
        if spoken is None:
            return False
        cursor = self.textCursor()
        cursor.setPosition(spoken.selectionStart())
        self.setTextCursor(cursor)
        return True

    def position(self) -> Position | None:
        """Return the place under the cursor; None where no page is shown."""
        at = self.textCursor().position()
        here = [each for each in self._shown if each.begin <= at]
        if not here:
            return Position(self._shown[0].page) if self._shown else None
        last = here[-1]
        return Position(last.page, last.number, characters(last.block.text, at - last.start))

    def language(self, line: int) -> str:
        """Return the language that the document tells of a line of the text, empty where it tells none."""
        begin = self.document().findBlockByNumber(line).position()
        return next((each.block.language for each in self._shown if each.begin == begin), "")

    # --- size ---------------------------------------------------------------------------------------------

    def set_size(self, percent: int) -> None:
        """Show the text in this size, in per cent of the usual one."""
        font = QFont(self.font())
        font.setPointSizeF(self._usual * percent / 100)
        self.setFont(font)
        self._follow()

    # --- keys ---------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Leave every key that the window has a use for to the window: Space, Control V."""
        if isinstance(event, QKeyEvent):
            is_control = event.key() == Qt.Key.Key_Control
            if event.type() == QEvent.Type.ShortcutOverride:
                # Beside a screen reader each key comes a second time, late, in another order and without its time.
                if event.timestamp():
                    self._is_tap = is_control
                event.ignore()
                return False
            if event.type() == QEvent.Type.KeyRelease and is_control and self._is_tap:
                self._is_tap = False
                self._control_tapped()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Tell that the focus is here."""
        super().focusInEvent(event)
        self._focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Tell that the focus has gone."""
        super().focusOutEvent(event)
        self._is_tap = False
        self._focused(False)
