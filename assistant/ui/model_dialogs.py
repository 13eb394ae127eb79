"""Two small windows about one model: whether it is really to be deleted, and where its files are to come from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.core.models import ModelInfo
from assistant.core.wording import Wording
from assistant.core.wording.model_windows import ModelWindowMessages as W
from assistant.ui.model_text import size
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import FocusLoan, button, fit, label

_WIDTH = 480


class RemoveWindow(QDialog):
    """Asks once; Escape keeps. The focus begins on the button that changes nothing."""

    def __init__(self, wording: Wording, model: ModelInfo, remove: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(wording.say(W.REMOVE_TITLE))
        self._text = label(wording.say(W.REMOVE_ASK, model=model.name, size=size(wording, model.size)))
        row = QHBoxLayout()
        keep = button(wording.say(W.KEEP), self.reject, self._text.text())
        row.addWidget(keep)
        row.addWidget(button(wording.say(W.REMOVE_YES), self.accept))
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addLayout(row)
        self._loan = FocusLoan(self)
        self.accepted.connect(remove)
        keep.setDefault(True)
        keep.setFocus()

    def present(self) -> None:
        """Open, with the focus."""
        fit(self, QSize(_WIDTH, self.heightForWidth(_WIDTH)))
        self._loan.present()


class ImportWindow(QDialog):
    """Asks for a folder: typed, pasted or chosen. `take` gets it."""

    def __init__(self, wording: Wording, model: ModelInfo, take: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._wording = wording
        self._take = take
        self.setWindowTitle(wording.say(W.IMPORT_TITLE))
        intro = label(wording.say(W.IMPORT_INTRO, model=model.name))
        name, self._field = QLabel(wording.say(W.IMPORT_FOLDER)), QLineEdit()
        name.setBuddy(self._field)
        self._field.setAccessibleName(without_mnemonic(name.text()).rstrip(":"))
        self._field.setAccessibleDescription(intro.text())
        self._field.textChanged.connect(self._typed)
        self._start = button(wording.say(W.IMPORT_START), self.accept)
        row = QHBoxLayout()
        row.addWidget(button(wording.say(W.IMPORT_BROWSE), self._browse))
        row.addWidget(self._start)
        row.addWidget(button(wording.say(W.CANCEL), self.reject))
        layout = QVBoxLayout(self)
        for widget in (intro, name, self._field):
            layout.addWidget(widget)
        layout.addLayout(row)
        self._loan = FocusLoan(self)
        self.accepted.connect(self._accepted)
        self._start.setDefault(True)
        self._typed("")
        self._field.setFocus()

    def present(self) -> None:
        """Open, with the focus."""
        fit(self, QSize(_WIDTH, self.heightForWidth(_WIDTH)))
        self._loan.present()

    def _typed(self, text: str) -> None:
        self._start.setEnabled(bool(text.strip()))

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.windowTitle(), self._field.text())
        if folder:
            self._field.setText(folder)
            self._field.setFocus()

    def _accepted(self) -> None:
        self._take(self._field.text().strip())
