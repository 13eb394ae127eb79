"""How far saving is: a bar with a name, a button that leaves it, and a word at every tenth, between two sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from assistant.core.domain import Priority
from assistant.core.reader_ports import Progress
from assistant.core.wording import Wording
from assistant.core.wording.book_dialogs import BookSaveMessages as S
from assistant.core.wording.book_menu import BookMenuMessages
from assistant.ui.widgets import button

TENTH = 10
Announce = Callable[[str, Priority], None]


class SavingBar(QWidget):
    """Shown while something is saved. What is told waits for the end of the sentence that is spoken."""

    def __init__(self, wording: Wording, announce: Announce, cancel: Callable[[], None]) -> None:
        super().__init__()
        self._wording = wording
        self._announce = announce
        self._tenth = 0
        self.is_saving = False
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bar.setAccessibleName(wording.say(S.PROGRESS))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._bar, 1)
        row.addWidget(button(wording.say(BookMenuMessages.CANCEL_SAVING), cancel))
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        """Take how far it is."""
        percent = 100 * progress.done // max(1, progress.total)
        name = PurePath(progress.path).name
        if progress.is_over:
            self._end(progress, name)
            return
        if not self.is_saving:
            self.is_saving = True
            self._tenth = percent // TENTH
            self._tell(self._wording.say(S.BEGUN, name=name))
        elif percent // TENTH > self._tenth:
            self._tenth = percent // TENTH
            self._tell(self._wording.say(S.PERCENT, percent=self._tenth * TENTH))
        self._bar.setValue(percent)
        self.show()

    def _end(self, progress: Progress, name: str) -> None:
        self.is_saving = False
        self.hide()
        if progress.error is not None:
            self._tell(self._wording.error(progress.error).spoken)
        else:
            is_whole = progress.done >= progress.total
            self._tell(self._wording.say(S.SAVED if is_whole else S.LEFT, name=name))

    def _tell(self, text: str) -> None:
        self._announce(text, Priority.NEXT)
