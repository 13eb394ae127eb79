"""The small window that asks for the words of *ask* and *find*.

It takes the focus because the user asked for it, and is gone before its answer is used, so that the focus is back where
it was. It knows nothing of pictures.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.core.domain import Task
from assistant.core.wording import M, Wording
from assistant.ui.widgets import present


class QuestionWindow(QDialog):
    """Asks once at a time: `ask` opens, Enter replies with the words, Escape and `leave` with None."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._reply: Callable[[str | None], None] | None = None
        self._label = QLabel()
        self._words = QLineEdit()
        self._words.setMaxLength(500)
        self._label.setBuddy(self._words)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(wording.say(M.BUTTON_CANCEL))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._label)
        layout.addWidget(self._words)
        layout.addWidget(buttons)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.finished.connect(self._finished)

    def ask(self, task: Task, reply: Callable[[str | None], None]) -> None:
        """Open for the task's words; an earlier question that is still open is answered with None."""
        self.leave()
        is_find = task is Task.FIND
        self.setWindowTitle(self._wording.say(M.FIND_TITLE if is_find else M.ASK_TITLE))
        self._label.setText(self._wording.say(M.FIND_LABEL if is_find else M.ASK_LABEL))
        self._words.setAccessibleName(self._label.text().replace("&", ""))
        self._words.setAccessibleDescription(self._wording.say(M.FIND_HINT if is_find else M.ASK_HINT))
        self._ok.setText(self._wording.say(M.BUTTON_FIND if is_find else M.BUTTON_ASK))
        self._words.clear()
        self._reply = reply
        present(self)
        self._words.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def leave(self) -> None:
        """Close, as Escape does."""
        if self._reply is not None:
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 # Qt's name
        """Leave, as Escape does."""
        self.leave()
        event.accept()

    def _finished(self, result: int) -> None:
        reply, self._reply = self._reply, None
        if reply is not None:
            reply(self._words.text() if result == QDialog.DialogCode.Accepted.value else None)
