"""The window in which the list of ready questions is changed: a field with a line for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.wording import M, Wording
from assistant.core.wording.question_window import QuestionMessages as Q
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import FocusLoan, button, fit, label

_SIZE = QSize(480, 320)


class PresetsWindow(QDialog):
    """`save` gets the questions, empty lines left out. Escape changes nothing."""

    def __init__(
        self, wording: Wording, questions: Sequence[str], save: Callable[[Sequence[str]], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._save = save
        self.setWindowTitle(wording.say(Q.EDIT_TITLE))
        name, self._text = QLabel(wording.say(Q.EDIT_LABEL)), QPlainTextEdit("\n".join(questions))
        name.setBuddy(self._text)
        self._hint = label(wording.say(Q.EDIT_HINT))
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(without_mnemonic(name.text()).rstrip(":"))
        self._text.setAccessibleDescription(self._hint.text())
        row = QHBoxLayout()
        row.addWidget(button(wording.say(Q.SAVE), self.accept))
        row.addWidget(button(wording.say(M.BUTTON_CANCEL), self.reject))
        layout = QVBoxLayout(self)
        layout.addWidget(name)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._hint)
        layout.addLayout(row)
        self._loan = FocusLoan(self)
        self.accepted.connect(self._accepted)
        self._text.setFocus()

    def present(self) -> None:
        """Open, with the focus."""
        fit(self, _SIZE)
        self._loan.present()

    def introduction(self) -> str:
        """Return what a screen reader says of a dialog: its title and its text."""
        return f"{self.windowTitle()}. {self._hint.text()}"

    def _accepted(self) -> None:
        lines = (" ".join(line.split()) for line in self._text.toPlainText().splitlines())
        self._save([line for line in lines if line])
