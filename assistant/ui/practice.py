"""The practice page: a window with known things on it, to try the keys on.

What it shows is fixed and true, so that a new user, the demo and the tests can tell whether an answer is right.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from assistant.core.wording import M, PracticeMessages, Wording
from assistant.ui.widgets import FocusLoan, button, close_by_escape, fit, label

HEADING_SCALE = 2.0
TEXT_SCALE = 1.2


class PracticePage(QMainWindow):
    """A menu bar, a heading, a paragraph, a field and three buttons; a button says its own name when it is pressed."""

    def __init__(self, wording: Wording, say: Callable[[str], None]) -> None:
        super().__init__()
        self._wording = wording
        self._say = say
        self._closed: Callable[[], None] = lambda: None
        self._field = QLineEdit()
        self.setWindowTitle(wording.say(PracticeMessages.TITLE))
        self._loan = FocusLoan(self)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(40, 30, 40, 30)
        layout.setSpacing(24)
        layout.addWidget(self._label(wording.say(PracticeMessages.HEADING), HEADING_SCALE, is_bold=True))
        layout.addWidget(self._label(wording.say(PracticeMessages.TEXT), TEXT_SCALE))
        layout.addLayout(self._field_row())
        layout.addLayout(self._buttons())
        layout.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self.setCentralWidget(area)
        self._field.setFocus()
        self._add_menus()
        close_by_escape(self)
        fit(self, QSize(900, 640))

    def show_in_front(self, closed: Callable[[], None] | None = None) -> None:
        """Open, or come to the front; `closed`, else whoever has opened it before, is called once when it goes."""
        if closed is not None:
            self._closed = closed
        self._loan.present()

    def forget(self) -> None:
        """Tell nobody any more that it goes."""
        self._closed = lambda: None

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Tell whoever has opened it."""
        super().hideEvent(event)
        if not event.spontaneous():
            closed, self._closed = self._closed, lambda: None
            closed()

    def _add_menus(self) -> None:
        file = self.menuBar().addMenu(self._wording.say(PracticeMessages.MENU_FILE))
        file.addAction(self._wording.say(M.ANSWER_CLOSE), self.close)
        for message in (PracticeMessages.MENU_EDIT, PracticeMessages.MENU_HELP):
            title = self._wording.say(message)
            menu = self.menuBar().addMenu(title)
            menu.addAction(title, partial(self._say, title))

    def _label(self, text: str, scale: float, *, is_bold: bool = False) -> QLabel:
        made = label(text)
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        font = QFont(made.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setBold(is_bold)
        made.setFont(font)
        return made

    def _field_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        name = QLabel(self._wording.say(PracticeMessages.FIELD))
        self._field.setAccessibleName(name.text())
        name.setBuddy(self._field)
        row.addWidget(name)
        row.addWidget(self._field)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for message in (PracticeMessages.BUTTON_SAVE, PracticeMessages.BUTTON_PRINT):
            text = self._wording.say(message)
            row.addWidget(button(text, partial(self._say, text)))
        row.addWidget(button(self._wording.say(PracticeMessages.BUTTON_CLOSE), self.close))
        row.addStretch()
        return row
