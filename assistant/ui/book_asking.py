"""What the book window asks before it does something: a page, words, a note, an entry, a voice, files.

Nobody can type and listen at once, so the reading pauses while something is asked. It goes on afterwards where it
was left, or where the user went.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDir, QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from assistant.core.cleaning import plain
from assistant.core.documents import Bookmark, DocumentInfo
from assistant.core.domain import Priority, VoiceInfo
from assistant.core.reader_ports import Book, ReadingStyle
from assistant.core.wording import Message, Wording
from assistant.core.wording.book_dialogs import BookDialogMessages as D
from assistant.ui.book_dialogs import AskWindow, ListWindow
from assistant.ui.book_save import SaveWindow
from assistant.ui.widgets import FocusLoan

Asked = TypeVar("Asked", bound=QDialog)


@dataclass(frozen=True, slots=True)
class BookCalls:
    """What the book window calls.

    `say` stops what is spoken, `announce` comes between; `introduce` has a window told that the user opened. While
    `hold_control` is true nobody else takes Control alone for the wish to stop: here it begins many keys.
    """

    book: Book
    style: ReadingStyle
    say: Callable[[str, str], None]
    announce: Callable[[str, Priority], None]
    introduce: Callable[[QWidget, str], None]
    is_screen_reader_running: Callable[[], bool]
    stop: Callable[[], None]
    hold_control: Callable[[bool], None]
    faster: Callable[[], None]
    slower: Callable[[], None]


class BookAsking(QObject):
    """One small window at a time; the next one closes it. `is_reading` tells whether it reads aloud now."""

    def __init__(self, wording: Wording, calls: BookCalls, window: QWidget, is_reading: Callable[[], bool]) -> None:
        super().__init__(window)
        self._wording = wording
        self._calls = calls
        self._window = window
        self._is_reading = is_reading
        self._was_reading = False
        self._dialog: QDialog | None = None
        self._bookmark_list: ListWindow | None = None
        self._words = ""
        self._folder = QDir.homePath()
        self.info: DocumentInfo | None = None
        self.bookmarks: tuple[Bookmark, ...] = ()

    def close(self) -> None:
        """Leave what is asked; the reading stays as it is."""
        self._was_reading = False
        if self._dialog is not None:
            self._dialog.reject()

    # --- places -----------------------------------------------------------------------------------------

    def page(self) -> None:
        """Ask for a page's number."""
        pages = self.info.pages if self.info else 1
        dialog = self._hold(AskWindow(self._wording, D.PAGE_TITLE, D.OK_GO, self._window))
        dialog.field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        dialog.ask(self._go_to_page, self._wording.say(D.PAGE_LABEL, pages=pages))

    def search(self) -> None:
        """Ask for words to look for."""
        dialog = self._hold(AskWindow(self._wording, D.SEARCH_TITLE, D.OK_SEARCH, self._window))
        hint = self._wording.say(D.SEARCH_HINT)
        dialog.ask(self._search, self._wording.say(D.SEARCH_LABEL), hint, self._words)

    def search_again(self, by: int) -> None:
        """Go to the next, or former, place with the words that were looked for."""
        if self._words:
            self._calls.book.search(self._words, by)
        else:
            self.search()

    def contents(self) -> None:
        """Show the table of contents."""
        entries = self.info.contents if self.info else ()
        if not entries:
            self._tell(D.NO_CONTENTS)
            return
        dialog = self._hold(ListWindow(self._wording, D.CONTENTS_TITLE, D.CONTENTS_LABEL, self._window))
        lines = [
            self._wording.say(
                D.CONTENTS_LINE_BELOW if each.level > 1 else D.CONTENTS_LINE,
                text=_line(each.text),
                level=each.level,
                page=each.page,
            )
            for each in entries
        ]
        dialog.choose(lines, lambda row: self._go(lambda: self._calls.book.go_to_entry(entries[row])))

    # --- bookmarks --------------------------------------------------------------------------------------

    def note(self) -> None:
        """Ask for a bookmark's note, and keep the bookmark."""
        dialog = self._hold(AskWindow(self._wording, D.NOTE_TITLE, D.OK_KEEP, self._window))
        dialog.may_be_empty = True
        dialog.ask(self._keep, self._wording.say(D.NOTE_LABEL))

    def bookmark_list(self) -> None:
        """Show the bookmarks."""
        if not self.bookmarks:
            self._tell(D.NO_BOOKMARKS)
            return
        made = ListWindow(self._wording, D.BOOKMARKS_TITLE, D.BOOKMARKS_LABEL, self._window, can_delete=True)
        dialog = self._bookmark_list = self._hold(made)
        dialog.when_deleted(lambda row: self._calls.book.remove_bookmark(self.bookmarks[row]))
        dialog.choose(
            self._bookmark_lines(),
            lambda row: self._go(lambda: self._calls.book.go_to(self.bookmarks[row].position)),
        )

    def renew_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Take the bookmarks as they are now."""
        is_less = len(bookmarks) < len(self.bookmarks)
        self.bookmarks = tuple(bookmarks)
        dialog = self._bookmark_list
        if dialog is None or not is_less:
            return
        self._tell(D.DELETED)
        if bookmarks:
            dialog.set_lines(self._bookmark_lines(), dialog.list.currentRow())
        else:
            dialog.reject()

    # --- how it sounds ------------------------------------------------------------------------------------

    def voice(self) -> None:
        """Show the voices, as soon as it is known which there are."""
        dialog = self._hold(ListWindow(self._wording, D.VOICE_TITLE, D.VOICE_LABEL, self._window))
        dialog.choose([self._wording.say(D.VOICES_SOUGHT)], lambda row: self._resume())
        self._calls.style.list_voices(partial(self._show_voices, dialog))

    def _show_voices(self, dialog: ListWindow, voices: Sequence[VoiceInfo]) -> None:
        if self._dialog is not dialog:
            return
        names = ["", *(voice.name for voice in voices)]
        lines = [self._wording.say(D.VOICE_USUAL), *(self._voice_line(voice) for voice in voices)]
        chosen = self._calls.style.voice
        row = names.index(chosen) if chosen in names else 0
        dialog.renew(lines, lambda row: self._choose_voice(names[row]), row)

    def _voice_line(self, voice: VoiceInfo) -> str:
        languages = self._wording.join(self._wording.language_name(code) for code in voice.languages)
        return self._wording.say(D.VOICE_LINE, name=voice.name, languages=languages)

    def _choose_voice(self, name: str) -> None:
        self._calls.style.choose_voice(name)
        self._resume()

    # --- files --------------------------------------------------------------------------------------------

    def files(self) -> None:
        """Ask for files to read."""
        chooser = QFileDialog(self._window, self._wording.say(D.OPEN_TITLE), self._folder)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open(chooser)

    def folder(self) -> None:
        """Ask for a folder of pictures to read as one book."""
        chooser = QFileDialog(self._window, self._wording.say(D.OPEN_FOLDER_TITLE), self._folder)
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        self._open(chooser)

    def save(self) -> None:
        """Ask where and as what the document is saved."""
        info = self.info
        dialog = self._hold(SaveWindow(self._wording, self._say, self._window))
        dialog.ask(self._save, info.title if info else "", info.pages if info else 1)

    def password(self, title: str, is_wrong: bool, reply: Callable[[str | None], None]) -> None:
        """Ask for a document's password; replies once, None where the user left."""
        dialog = self._hold(AskWindow(self._wording, D.PASSWORD_TITLE, D.OK_OPEN, self._window))
        dialog.field.setEchoMode(QLineEdit.EchoMode.Password)
        dialog.finished.connect(lambda result: reply(dialog.field.text() if result else None))
        hint = self._wording.say(D.PASSWORD_WRONG) if is_wrong else ""
        dialog.ask(lambda words: self._resume(), self._wording.say(D.PASSWORD_LABEL, title=_line(title)), hint)

    def _open(self, chooser: QFileDialog) -> None:
        chooser.filesSelected.connect(self._take_files)
        FocusLoan(self._hold(chooser))
        chooser.open()

    def _take_files(self, files: list[str]) -> None:
        self._folder = str(Path(files[0]).parent) if files else self._folder
        self._was_reading = False
        self._calls.book.open(files)

    def _save(self, path: Path, first: int, last: int) -> None:
        self._go(lambda: self._calls.book.export(path, first, last))

    # --- the reading meanwhile ----------------------------------------------------------------------------

    def _hold(self, dialog: Asked) -> Asked:
        """Pause the reading as long as the window is open."""
        before, self._dialog, self._bookmark_list = self._dialog, dialog, None
        was_held, self._was_reading = self._was_reading, False
        if before is not None:
            before.reject()
        self._was_reading = was_held or self._is_reading()
        self._calls.book.pause()
        dialog.finished.connect(lambda result: self._finished(dialog, result))
        self._calls.introduce(dialog, dialog.windowTitle())
        return dialog

    def _finished(self, dialog: QDialog, result: int) -> None:
        if self._dialog is dialog:
            self._dialog = self._bookmark_list = None
        dialog.deleteLater()
        if not result:
            self._resume()

    def _go(self, do: Callable[[], None]) -> None:
        # First the reading, then the place: from there it goes on, where alone one sentence would be said.
        self._resume()
        do()

    def _resume(self) -> None:
        was_reading, self._was_reading = self._was_reading, False
        if was_reading:
            self._calls.book.play_pause()

    def _go_to_page(self, words: str) -> None:
        digits = unicodedata.normalize("NFKC", words)
        number = int(digits) if digits.isdecimal() else 0
        self._go(lambda: self._calls.book.go_to_page(number))

    def _search(self, words: str) -> None:
        self._words = words
        self._go(lambda: self._calls.book.search(words))

    def _keep(self, words: str) -> None:
        self._go(lambda: self._calls.book.add_bookmark(words))

    def _bookmark_lines(self) -> list[str]:
        return [
            self._wording.say(
                D.BOOKMARK_LINE if each.note else D.BOOKMARK_LINE_BARE, page=each.position.page, note=_line(each.note)
            )
            for each in self.bookmarks
        ]

    def _tell(self, message: Message) -> None:
        self._calls.announce(self._wording.say(message), Priority.NOW)

    def _say(self, text: str) -> None:
        self._calls.say(text, self._wording.language)


def _line(text: str) -> str:
    """Return content as one harmless line: nothing of it may pass as a sign of the window."""
    return " ".join(plain(text).split())
