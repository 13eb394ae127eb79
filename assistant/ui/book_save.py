"""The window that asks where and as what a document is saved, and which pages of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant.core.wording import M, Message, Wording
from assistant.core.wording.book_dialogs import FORMATS
from assistant.core.wording.book_dialogs import BookDialogMessages as D
from assistant.core.wording.book_dialogs import BookSaveMessages as S
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import FocusLoan, button, fit, label

_WIDTH = 460
_ENDINGS = tuple(FORMATS)
_UNSAFE = '<>:"/\\|?*'

Save = Callable[[Path, int, int], None]


class SaveWindow(QDialog):
    """`save` gets the file and the first and last page. A file that is there is replaced after a second press only."""

    def __init__(self, wording: Wording, say: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._wording = wording
        self._say = say
        self._save: Save = lambda path, first, last: None
        self._warned_of = Path()
        self.setWindowTitle(wording.say(S.TITLE))
        self._format, self._file, self._first, self._last = QComboBox(), QLineEdit(), QSpinBox(), QSpinBox()
        self._warning = label()
        for ending, message in FORMATS.items():
            self._format.addItem(wording.say(message), ending)
        self._format.currentIndexChanged.connect(lambda number: self._take_ending())
        self._file.textEdited.connect(lambda text: self._show_ending())
        self._lay_out()
        self._loan = FocusLoan(self)

    def ask(self, save: Save, title: str, pages: int) -> None:
        """Open for a document of that title and number of pages."""
        self._save = save
        name = "".join(" " if sign in _UNSAFE or not sign.isprintable() else sign for sign in title)
        self._file.setText(str(Path(_documents()) / f"{' '.join(name.split())[:80] or 'document'}{_ENDINGS[0]}"))
        self._format.setCurrentIndex(0)
        for field in (self._first, self._last):
            field.setRange(1, max(1, pages))
        self._first.setValue(1)
        self._last.setValue(max(1, pages))
        self._warned_of = Path()
        self._warning.hide()
        fit(self, QSize(_WIDTH, self.sizeHint().height()))
        self._format.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        fields: tuple[tuple[Message, QWidget], ...] = (
            (S.FORMAT, self._format),
            (S.FILE, self._file),
            (S.FIRST, self._first),
            (S.LAST, self._last),
        )
        for message, field in fields:
            name = QLabel(self._wording.say(message))
            name.setBuddy(field)
            field.setAccessibleName(without_mnemonic(name.text()).rstrip(":"))
            form.addRow(name, field)
        ok = button(self._wording.say(D.OK_SAVE), self._accept)
        ok.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(button(self._wording.say(S.BROWSE), self._browse))
        row.addWidget(ok)
        row.addWidget(button(self._wording.say(M.BUTTON_CANCEL), self.reject))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._warning)
        layout.addLayout(row)

    def _take_ending(self) -> None:
        """Give the file the ending that was chosen."""
        path = Path(self._file.text())
        ending = str(self._format.currentData())
        if path.suffix.lower() in FORMATS:
            self._file.setText(str(path.with_suffix(ending)))
        elif path.name:
            self._file.setText(f"{path}{ending}")

    def _show_ending(self) -> None:
        """Choose what the ending that was typed is."""
        ending = Path(self._file.text()).suffix.lower()
        if ending in FORMATS:
            self._format.blockSignals(True)
            self._format.setCurrentIndex(_ENDINGS.index(ending))
            self._format.blockSignals(False)

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.windowTitle(), self._file.text())
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # This window asks before it replaces a file.
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._chosen)
        chooser.open()

    def _chosen(self, file: str) -> None:
        self._file.setText(file)
        if Path(file).suffix.lower() in FORMATS:
            self._show_ending()
        else:
            self._take_ending()
        self._file.setFocus()

    def _accept(self) -> None:
        path = self._path()
        if not path.name:
            self._file.setFocus()
            return
        # Not Path.exists, which raises where a name is too long; whoever writes tells what is wrong with it.
        if os.path.exists(path) and path != self._warned_of:  # noqa: PTH110
            self._warned_of = path
            self._warning.setText(self._wording.say(S.EXISTS, name=path.name))
            self._warning.show()
            self._say(self._warning.text())
            return
        first, last = sorted((self._first.value(), self._last.value()))
        self.accept()
        self._save(path, first, last)

    def _path(self) -> Path:
        text = self._file.text().strip()
        path = Path(_documents(), os.path.expanduser(text)) if text else Path()  # noqa: PTH111  # raises without a home
        if path.name and path.suffix.lower() not in FORMATS:
            path = path.with_name(path.name + str(self._format.currentData()))
        return path


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
