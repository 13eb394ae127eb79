"""The plain main window: every command as a button, for desktops without a tray and for whoever likes lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from assistant.core.domain import Command
from assistant.core.wording import M, Wording
from assistant.ui.widgets import FocusLoan, button, close_by_escape, label, scrolled

LOOKS = (
    Command.DESCRIBE_SCREEN,
    Command.DESCRIBE_WINDOW,
    Command.READ_SCREEN,
    Command.ASK,
    Command.FIND,
)
ROOMS = (Command.CAMERA, Command.BOOK)
"""They open a window of their own in the place of this one."""
OTHERS = (Command.REPEAT, Command.SPELL, Command.OPEN, Command.STOP, Command.KEYS, Command.FASTER, Command.SLOWER)
UNCOVER_MS = 300
"""Milliseconds until the desktop has painted what lay under this window."""
_WIDTH = 480


class MainWindow(QWidget):
    """A column of buttons, each with its key beside it.

    A button that looks at the screen hides the window first, so that it doesn't see itself.
    """

    def __init__(
        self,
        wording: Wording,
        do: Callable[[Command], None],
        key_of: Callable[[Command], str],
        more: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__()
        self._wording = wording
        self._do = do
        self._key_of = key_of
        self._loan = FocusLoan(self)
        self.setWindowTitle(wording.say(M.MAIN_TITLE))
        scrolled(self, self._content(more), _WIDTH)
        close_by_escape(self)

    def show_in_front(self) -> None:
        """Open, or come to the front."""
        self._loan.present()

    def _content(self, more: Mapping[str, Callable[[], object]]) -> QWidget:
        content = QWidget()
        content.setAccessibleName(self._wording.say(M.MAIN_ACTIONS))
        grid = QGridLayout(content)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(self._wording.say(M.MAIN_INTRO)), 0, 0, 1, 2)
        for command in (*LOOKS, *ROOMS, *OTHERS):
            self._add_command(grid, command)
        for text, open_it in more.items():
            grid.addWidget(button(text, partial(self._open_other, open_it)), grid.rowCount(), 0)
        self._add_command(grid, Command.QUIT)
        stop = self._key_of(Command.STOP)
        hint = label(self._wording.say(M.MAIN_CLOSE_HINT, key=stop))
        grid.addWidget(hint, grid.rowCount(), 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        return content

    def _add_command(self, grid: QGridLayout, command: Command) -> None:
        row, key = grid.rowCount(), self._key_of(command)
        spoken = self._wording.key(key) if key else ""
        grid.addWidget(button(self._wording.command(command), partial(self._press, command), spoken), row, 0)
        beside = label(key)
        beside.setWordWrap(False)
        grid.addWidget(beside, row, 1)

    def _open_other(self, open_it: Callable[[], object]) -> None:
        self.hide()
        open_it()

    def _press(self, command: Command) -> None:
        if command in LOOKS:
            self.hide()
            QTimer.singleShot(UNCOVER_MS, lambda: self._do(command))
            return
        if command in ROOMS:
            self.hide()
        self._do(command)
