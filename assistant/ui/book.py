"""The window that reads documents: the page as text, and a menu with every key. A `Book` does the work.

It takes the focus because the user asked for it. What is spoken is marked on the page; neither the focus nor the text
cursor follows, for whoever walks the page with a screen reader may be elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QMainWindow, QWidget

from assistant.core.cleaning import plain
from assistant.core.documents import Bookmark, DocumentInfo, Page, Span, Unit
from assistant.core.domain import Priority
from assistant.core.errors import SeeSayError
from assistant.core.reader_ports import PlayerState, Progress
from assistant.core.wording import Message, Wording
from assistant.core.wording.book_menu import BookMenuMessages as B
from assistant.core.wording.book_window import STATES
from assistant.core.wording.book_window import BookWindowMessages as W
from assistant.ui.book_asking import BookAsking, BookCalls
from assistant.ui.book_saving import SavingBar
from assistant.ui.book_text import LARGEST, SMALLEST, BookText
from assistant.ui.menus import Entry, add_menus
from assistant.ui.reviewer import ReviewCalls, Reviewer
from assistant.ui.widgets import FocusLoan, button, fit, readable

_SIZE = QSize(760, 560)
_PITCH_STEP = 10
_LARGER = 1.25
_READING = frozenset({PlayerState.PLAYING, PlayerState.WAITING, PlayerState.OPENING})


class BookWindow(QMainWindow):
    """The `BookView` on a desktop. Escape pauses, and closes the window where it is silent already."""

    def __init__(self, wording: Wording, calls: BookCalls) -> None:
        super().__init__()
        self._wording = wording
        self._calls = calls
        self._state = PlayerState.EMPTY
        self._info: DocumentInfo | None = None
        self._page: Page | None = None
        self._text = BookText(wording, calls.hold_control, calls.stop)
        self._status = readable()
        self._saving = SavingBar(wording, calls.announce, calls.book.cancel_export)
        self._asking = BookAsking(wording, calls, self, self.is_reading)
        self._reviewer = Reviewer(self._text, wording, ReviewCalls(calls.say, self._language_of, calls.book.pause))
        self._play = button("", calls.book.play_pause, wording.key("Space"))
        self._lay_out()
        self._actions = add_menus(self, wording, self._menus())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self._escape)
        QShortcut(QKeySequence(Qt.Key.Key_F10), self, self._open_menu)
        self.setAcceptDrops(True)
        self._text.set_size(calls.style.text_size)
        self._show_state()
        self._text.show_notice(wording.say(W.NOTHING_OPEN))
        self._loan = FocusLoan(self)
        fit(self, _SIZE)
        calls.book.watch(self)
        calls.book.resume()

    def show_in_front(self) -> None:
        """Open, or come to the front, the focus on the page."""
        self._reviewer.is_speaking = not self._calls.is_screen_reader_running()
        if not self.isVisible():
            self._text.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def introduction(self) -> str:
        """Return what is said when the window opens; nothing over a document that is read aloud."""
        if self.is_reading():
            return ""
        told = self._status.text() if self._info else self._wording.say(W.NOTHING_OPEN)
        return f"{self.windowTitle()}. {told}"

    def is_reading(self) -> bool:
        """Tell whether it reads aloud, or will as soon as it can."""
        return self._state in _READING

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Pause where it is, which keeps the place; what is being saved goes on, and says so."""
        self._asking.close()
        if self.isVisible():
            self._calls.book.pause()
            if self._saving.is_saving:
                self._calls.announce(self._wording.say(W.CLOSED_SAVING), Priority.NOW)
        event.accept()

    # --- what the book tells ----------------------------------------------------------------------------

    def opened(self, info: DocumentInfo, bookmarks: Sequence[Bookmark]) -> None:
        """Show another document."""
        self._info = self._asking.info = info
        self._page = None
        self._asking.renew_bookmarks(bookmarks)
        self._text.empty()
        title = " ".join(plain(info.title).split())
        self.setWindowTitle(self._wording.say(W.TITLE, title=title))
        self._show_state()

    def failed(self, error: SeeSayError) -> None:
        """Show why a document can't be opened; where another one is open, that one stays."""
        if self._info is None:
            self._text.show_notice(self._wording.error(error).spoken)

    def show_page(self, page: Page) -> None:
        """Show a page, or its next state while it grows."""
        self._page = page
        self._text.show_page(page)
        self._show_state()

    def highlight(self, span: Span) -> None:
        """Mark what is spoken and keep it in view."""
        self._text.highlight(span)

    def state(self, state: PlayerState) -> None:
        """Show what the player does now."""
        self._state = state
        if state is PlayerState.EMPTY:
            self._info = self._asking.info = self._page = None
        self._show_state()

    def bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Take the bookmarks as they are now."""
        self._asking.renew_bookmarks(bookmarks)

    def exported(self, progress: Progress) -> None:
        """Show how far an export is, and tell it."""
        self._saving.show_progress(progress)

    def ask_password(self, title: str, is_wrong: bool, reply: Callable[[str | None], None]) -> None:
        """Ask for a document's password."""
        self._asking.password(title, is_wrong, reply)

    # --- how it looks -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.addWidget(self._text, 0, 0, 1, 2)
        grid.setRowStretch(0, 1)
        grid.addWidget(self._play, 1, 0)
        grid.addWidget(button(self._wording.say(B.OPEN), self._asking.files, self._wording.key("Ctrl+O")), 1, 1)
        grid.addWidget(self._status, 2, 0, 1, 2)
        grid.addWidget(self._saving, 3, 0, 1, 2)
        self.setCentralWidget(content)

    def _show_state(self) -> None:
        if self._info is None:
            self.setWindowTitle(self._wording.say(W.OPEN_WINDOW))
        state = self._wording.say(STATES[self._state])
        told = self._wording.say(W.STATUS_ONLY, state=state)
        if self._info is not None and self._page is not None:
            page = self._page.label or self._page.number
            told = self._wording.say(W.STATUS, state=state, page=page, pages=self._info.pages)
        if self._status.text() != told:
            self._status.setText(told)
        play = self._wording.say(B.PAUSE if self.is_reading() else B.PLAY)
        if self._play.text() != play:
            self._play.setText(play)
            self._actions[B.PLAY].setText(play)

    def _menus(self) -> dict[Message, Sequence[Entry]]:
        """Return every entry; its keys are written here and nowhere else."""
        return {
            B.MENU_DOCUMENT: self._document_menu(),
            B.MENU_LISTEN: self._listen_menu(),
            B.MENU_GO: self._go_menu(),
            B.MENU_VIEW: (
                Entry(B.LARGER, ("Ctrl++", "Ctrl+="), lambda: self._resize_text(_LARGER)),
                Entry(B.SMALLER, ("Ctrl+-",), lambda: self._resize_text(1 / _LARGER)),
                Entry(B.NORMAL_SIZE, ("Ctrl+0",), lambda: self._show_size(100)),
            ),
        }

    def _document_menu(self) -> Sequence[Entry]:
        asking, book = self._asking, self._calls.book
        return (
            Entry(B.OPEN, ("Ctrl+O",), asking.files),
            Entry(B.OPEN_FOLDER, ("Ctrl+Shift+O",), asking.folder),
            Entry(B.OPEN_CLIPBOARD, ("Ctrl+V",), book.open_clipboard),
            Entry(B.SAVE, ("Ctrl+S",), asking.save),
            Entry(B.CANCEL_SAVING, (), book.cancel_export),
            Entry(B.CLOSE, ("Ctrl+W",), self.close),
        )

    def _listen_menu(self) -> Sequence[Entry]:
        calls, book = self._calls, self._calls.book
        return (
            Entry(B.PLAY, ("Space",), book.play_pause, self._text),
            Entry(B.FROM_CURSOR, ("Return", "Enter"), self._read_from_cursor, self._text),
            Entry(B.TO_SPOKEN, ("Ctrl+Return",), self._text.to_spoken),
            Entry(B.WHERE, ("Ctrl+I",), book.where),
            Entry(B.SPELL, ("Ctrl+L",), book.spell),
            Entry(B.FASTER, ("F8",), calls.faster),
            Entry(B.SLOWER, ("F7",), calls.slower),
            Entry(B.HIGHER, ("Shift+F8",), lambda: calls.style.change_pitch(_PITCH_STEP)),
            Entry(B.LOWER, ("Shift+F7",), lambda: calls.style.change_pitch(-_PITCH_STEP)),
            Entry(B.VOICE, ("F9",), self._asking.voice),
        )

    def _go_menu(self) -> Sequence[Entry]:
        asking, step = self._asking, self._calls.book.step
        # The arrow points to where the text goes on.
        on, back = ("Left", "Right") if self.isRightToLeft() else ("Right", "Left")
        return (
            Entry(B.NEXT_WORD, (f"Alt+Shift+{on}",), lambda: step(Unit.WORD, 1)),
            Entry(B.LAST_WORD, (f"Alt+Shift+{back}",), lambda: step(Unit.WORD, -1)),
            Entry(B.NEXT_SENTENCE, (f"Alt+{on}",), lambda: step(Unit.SENTENCE, 1)),
            Entry(B.LAST_SENTENCE, (f"Alt+{back}",), lambda: step(Unit.SENTENCE, -1)),
            Entry(B.NEXT_PARAGRAPH, ("Alt+Down",), lambda: step(Unit.PARAGRAPH, 1)),
            Entry(B.LAST_PARAGRAPH, ("Alt+Up",), lambda: step(Unit.PARAGRAPH, -1)),
            Entry(B.NEXT_HEADING, ("Alt+PgDown",), lambda: step(Unit.HEADING, 1)),
            Entry(B.LAST_HEADING, ("Alt+PgUp",), lambda: step(Unit.HEADING, -1)),
            Entry(B.NEXT_PAGE, ("Ctrl+PgDown",), lambda: step(Unit.PAGE, 1)),
            Entry(B.LAST_PAGE, ("Ctrl+PgUp",), lambda: step(Unit.PAGE, -1)),
            Entry(B.GO_TO_PAGE, ("Ctrl+G",), asking.page),
            Entry(B.CONTENTS, ("F6",), asking.contents),
            Entry(B.SEARCH, ("Ctrl+F",), asking.search),
            Entry(B.SEARCH_NEXT, ("F3",), lambda: asking.search_again(1)),
            Entry(B.SEARCH_LAST, ("Shift+F3",), lambda: asking.search_again(-1)),
            Entry(B.ADD_BOOKMARK, ("Ctrl+B",), asking.note),
            Entry(B.BOOKMARKS, ("Ctrl+Shift+B",), asking.bookmark_list),
        )

    # --- what is done -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Take files."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Read the files that were dropped."""
        if files := _files(event):
            event.acceptProposedAction()
            self._calls.book.open(files)

    def _open_menu(self) -> None:
        bar = self.menuBar()
        bar.setActiveAction(bar.actions()[0])

    def _escape(self) -> None:
        if self.is_reading():
            self._calls.book.pause()
        else:
            self.close()

    def _read_from_cursor(self) -> None:
        position = self._text.position()
        if position is None:
            self._calls.book.play_pause()
            return
        if not self.is_reading():
            self._calls.book.play_pause()
        self._calls.book.go_to(position)

    def settle(self, names: frozenset[str]) -> None:
        """Take up changed settings."""
        if "reading.text_size" in names:
            self._text.set_size(self._calls.style.text_size)

    def _resize_text(self, factor: float) -> None:
        size = round(self._calls.style.text_size * factor / 5) * 5
        self._show_size(max(SMALLEST, min(LARGEST, size)))

    def _show_size(self, percent: int) -> None:
        style = self._calls.style
        if percent == style.text_size and percent in (SMALLEST, LARGEST):
            told = self._wording.say(W.SIZE_LARGEST if percent == LARGEST else W.SIZE_SMALLEST)
        else:
            told = self._wording.say(W.SIZE_IS, percent=percent)
        style.set_text_size(percent)
        self._text.set_size(percent)
        self._calls.announce(told, Priority.NOW)

    def _language_of(self, line: int) -> str:
        told = self._text.language(line) or (self._info.language if self._info else "")
        return told or self._wording.language


def _files(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
