"""The small windows of the book window: one field, or one list. Escape leaves each and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from assistant.core.wording import M, Message, Wording
from assistant.core.wording.book_dialogs import BookDialogMessages as D
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import FocusLoan, button, fit, label

_WIDTH = 420
_LIST_SIZE = QSize(480, 320)
_LONGEST = 300


class AskWindow(QDialog):
    """Asks for a few words. `take` gets them when Enter is pressed and they are not empty, or may be."""

    def __init__(self, wording: Wording, title: Message, ok: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording = wording
        self._take: Callable[[str], None] = lambda words: None
        self.may_be_empty = False
        self.setWindowTitle(wording.say(title))
        self.name, self.field, self._hint = QLabel(), QLineEdit(), label()
        self.field.setMaxLength(_LONGEST)
        self.name.setBuddy(self.field)
        self._ok = button(wording.say(ok), self._accept)
        self._ok.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self._ok)
        row.addWidget(button(wording.say(M.BUTTON_CANCEL), self.reject))
        layout = QVBoxLayout(self)
        for widget in (self.name, self.field, self._hint):
            layout.addWidget(widget)
        layout.addLayout(row)
        self._loan = FocusLoan(self)

    def ask(self, take: Callable[[str], None], text: str, hint: str = "", words: str = "") -> None:
        """Open with the focus in the field; `text` is its label, `words` stand in it, selected."""
        self._take = take
        self.name.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.field.setAccessibleName(without_mnemonic(text).rstrip(":"))
        self.field.setAccessibleDescription(hint)
        self.field.setText(words)
        self.field.selectAll()
        fit(self, QSize(_WIDTH, self.heightForWidth(_WIDTH)))
        self.field.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def _accept(self) -> None:
        words = self.field.text().strip()
        if words or self.may_be_empty:
            self.accept()
            self._take(words)


class ListWindow(QDialog):
    """A list of which one line is taken by Enter, or deleted where `delete` is given: with Delete, or its button."""

    def __init__(
        self, wording: Wording, title: Message, name: Message, parent: QWidget, *, can_delete: bool = False
    ) -> None:
        super().__init__(parent)
        self._take: Callable[[int], None] = lambda row: None
        self._delete: Callable[[int], None] = lambda row: None
        self.setWindowTitle(wording.say(title))
        above, self.list = QLabel(wording.say(name)), QListWidget()
        above.setBuddy(self.list)
        self.list.setAccessibleName(without_mnemonic(above.text()))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.itemActivated.connect(lambda item: self._accept())
        self._ok = button(wording.say(D.OK_GO if can_delete else D.OK_CHOOSE), self._accept)
        row = QHBoxLayout()
        row.addWidget(self._ok)
        if can_delete:
            self._remove = button(wording.say(D.DELETE), self._delete_chosen)
            self._remove.setShortcut(Qt.Key.Key_Delete)
            row.addWidget(self._remove)
        row.addWidget(button(wording.say(M.BUTTON_CANCEL), self.reject))
        layout = QVBoxLayout(self)
        layout.addWidget(above)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self._loan = FocusLoan(self)

    def choose(self, lines: Sequence[str], take: Callable[[int], None], row: int = 0) -> None:
        """Open with these lines, one of them chosen; `take` gets the number of the one that is taken."""
        self.renew(lines, take, row)
        fit(self, _LIST_SIZE)
        self.list.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def renew(self, lines: Sequence[str], take: Callable[[int], None], row: int = 0) -> None:
        """Show other lines, and have another taken."""
        self._take = take
        self.set_lines(lines, row)

    def set_lines(self, lines: Sequence[str], row: int = 0) -> None:
        """Show other lines."""
        self.list.clear()
        self.list.addItems(list(lines))
        self.list.setCurrentRow(min(row, len(lines) - 1))

    def when_deleted(self, delete: Callable[[int], None]) -> None:
        """Set what deletes a line by its number."""
        self._delete = delete

    def _accept(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.accept()
            self._take(row)

    def _delete_chosen(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self._delete(row)
