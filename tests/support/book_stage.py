"""The book window with a fake book, and a small document to show in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from assistant.core.documents import (
    Block,
    BlockKind,
    ContentsEntry,
    DocumentInfo,
    DocumentKind,
    Page,
    Position,
    Span,
)
from assistant.core.reader_ports import BookView, PlayerState
from assistant.ui.book_text import BookText
from support.own_windows import Stage

CONTENTS = (ContentsEntry("Morning", 1, 1), ContentsEntry("Rain", 2, 2), ContentsEntry("Evening", 1, 3))
INFO = DocumentInfo("id", "The weather", DocumentKind.PDF, 12, contents=CONTENTS, language="en")
BLOCKS = (
    Block(BlockKind.HEADING, "Morning", level=1),
    Block(BlockKind.PARAGRAPH, "The morning is cold. It is clear."),
    Block(BlockKind.ITEM, "an umbrella", level=1),
    Block(BlockKind.TABLE, "", rows=2, columns=3),
    Block(BlockKind.ROW, "Town: Bonn, Rain: much"),
)


def page(number: int, *texts: str, label: str = "") -> Page:
    """Return a page of paragraphs."""
    return Page(number, tuple(Block(BlockKind.PARAGRAPH, text) for text in texts), label=label)


FIRST = Page(1, BLOCKS)


class Reading:
    """The open book window, and what stands behind it."""

    def __init__(self, made: Stage, *, is_open: bool = True) -> None:
        self.made = made
        self.window: QWidget = made.opened(made.windows.show_book)
        self.text = self.window.findChildren(BookText)[0]
        if is_open:
            self.view.opened(INFO, ())
            self.view.show_page(FIRST)
            self.view.state(PlayerState.PAUSED)
        self.forget()

    @property
    def view(self) -> BookView:
        """What the book tells."""
        assert self.made.book.view is not None, "nobody watches the book"
        return self.made.book.view

    @property
    def calls(self) -> list[str]:
        """What the book was asked for."""
        return self.made.book.calls

    @property
    def said(self) -> list[str]:
        """What the window said or announced, in order of each."""
        return [text for text, _ in (*self.made.said, *self.made.announced)]

    def forget(self) -> None:
        """Let everything happen that is due, and forget what was called and said."""
        QApplication.processEvents()
        for each in (self.made.said, self.made.announced, self.made.book.calls, self.made.style.calls, self.made.done):
            each.clear()

    def press(self, keys: str, at: QWidget | None = None) -> None:
        """Press a combination, in the page's text where nothing else is named."""
        pressed = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs lack it
        target = at or self.text
        if target.window().windowType() is not Qt.WindowType.Popup:
            # Without a window manager nobody gives the focus back.
            target.activateWindow()
            target.setFocus()
            QApplication.processEvents()
        QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())
        QApplication.processEvents()

    def type(self, words: str, then: str = "Return") -> None:
        """Type into the dialog that is open, then press a key."""
        field = self.dialog.focusWidget()
        assert field is not None, "nothing has the focus"
        QTest.keyClicks(field, words)
        self.press(then, field)

    @property
    def dialogs(self) -> Sequence[QDialog]:
        """The dialogs that are open."""
        return [each for each in self.window.findChildren(QDialog) if each.isVisible()]

    @property
    def dialog(self) -> QDialog:
        """The one dialog that is open."""
        QApplication.processEvents()
        (found,) = self.dialogs
        return found

    def speak(self, block: int, offset: int = 0, length: int = 7, number: int = 1) -> None:
        """Let a part of a page be spoken."""
        self.view.highlight(Span(Position(number, block, offset), length))

    def marked(self) -> str:
        """Return the text that is marked as spoken; the user's own selection would look alike."""
        assert not self.text.textCursor().hasSelection(), "something is selected that nobody selected"
        return "".join(each.cursor.selectedText() for each in self.text.extraSelections())

    def is_marked_in_view(self) -> bool:
        """Tell whether the beginning of what is marked can be seen."""
        (mark,) = self.text.extraSelections()
        cursor = self.text.textCursor()
        cursor.setPosition(mark.cursor.selectionStart())
        rect = self.text.cursorRect(cursor)
        return rect.top() >= 0 and rect.bottom() <= self.text.viewport().height()


def lines_of(text: BookText) -> list[str]:
    """Return the lines that are shown."""
    return text.toPlainText().splitlines()
