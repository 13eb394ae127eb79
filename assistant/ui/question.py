"""The small window that asks for the words of *ask* and *find*.

It takes the focus because the user asked for it, and is gone before its answer is used, so that the focus is back where
it was. It knows nothing of pictures.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.core.domain import Task
from assistant.core.wording import M, Wording
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import FocusLoan, fit, label

KEPT = 20
"""Questions that Up brings back; in memory only."""
_WIDTH = 480
_LONGEST = 500


class QuestionWindow(QDialog):
    """Asks once at a time: `ask` opens, Enter replies with the words, Escape and `leave` with None.

    Up and Down walk through what was asked before; `say` gets what they came to.
    """

    def __init__(
        self, wording: Wording, say: Callable[[str], None] = lambda text: None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._say = say
        self._reply: Callable[[str | None], None] | None = None
        self._task = Task.ASK
        self._earlier: dict[Task, deque[str]] = {task: deque(maxlen=KEPT) for task in Task}
        self._back = 0
        self._label = QLabel()
        self._words = QLineEdit()
        self._words.setMaxLength(_LONGEST)
        self._words.installEventFilter(self)
        self._label.setBuddy(self._words)
        self._hint = label()
        self._lay_out()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setModal(False)
        self._loan = FocusLoan(self)
        self.finished.connect(self._finished)

    def ask(self, task: Task, reply: Callable[[str | None], None]) -> None:
        """Open for the task's words; an earlier question that is still open is answered with None."""
        self.leave()
        self._task, self._back = task, 0
        is_find = task is Task.FIND
        self.setWindowTitle(self._wording.say(M.FIND_TITLE if is_find else M.ASK_TITLE))
        self._label.setText(self._wording.say(M.FIND_LABEL if is_find else M.ASK_LABEL))
        self._words.setAccessibleName(without_mnemonic(self._label.text()).rstrip(":"))
        self._hint.setText(self._wording.say(M.FIND_HINT if is_find else M.ASK_HINT))
        self._ok.setText(self._wording.say(M.BUTTON_FIND if is_find else M.BUTTON_ASK))
        self._words.clear()
        self._reply = reply
        fit(self, QSize(_WIDTH, self.heightForWidth(_WIDTH)))
        self._words.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def introduction(self) -> str:
        """Return what a screen reader says of a dialog: its title and its texts."""
        return f"{self.windowTitle()}. {self._hint.text()}"

    def leave(self) -> None:
        """Close, as Escape does."""
        if self._reply is not None:
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Leave, as Escape does."""
        self.leave()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Let Up and Down bring earlier words."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._recall(step)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self._wording.say(M.BUTTON_CANCEL))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._label, self._words, self._hint, buttons):
            layout.addWidget(widget)

    def _recall(self, step: int) -> None:
        earlier = self._earlier[self._task]
        self._back = max(0, min(len(earlier), self._back + step))
        self._words.setText(earlier[-self._back] if self._back else "")
        self._say(self._words.text())

    def _finished(self, result: int) -> None:
        reply, self._reply = self._reply, None
        words = self._words.text() if result == QDialog.DialogCode.Accepted.value else None
        if words and words.strip():
            earlier = self._earlier[self._task]
            if words in earlier:
                earlier.remove(words)
            earlier.append(words)
        if reply is not None:
            reply(words)
