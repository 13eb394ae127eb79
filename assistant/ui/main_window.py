"""The plain main window: every command as a button, for desktops without a tray and for whoever likes lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from assistant.core.domain import Command
from assistant.core.wording import M, Wording
from assistant.ui.widgets import button, close_by_escape, present

LOOKS = (
    Command.DESCRIBE_SCREEN,
    Command.DESCRIBE_WINDOW,
    Command.READ_SCREEN,
    Command.ASK,
    Command.FIND,
)
OTHERS = (Command.REPEAT, Command.SPELL, Command.OPEN, Command.STOP, Command.KEYS, Command.FASTER, Command.SLOWER)
UNCOVER_MS = 300
"""Milliseconds until the desktop has painted what lay under this window."""


class MainWindow(QWidget):
    """A column of buttons. A button that looks at the screen hides the window first, so that it doesn't see itself."""

    def __init__(
        self,
        wording: Wording,
        do: Callable[[Command], None],
        key_of: Callable[[Command], str],
        more: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__()
        self._do = do
        self.setWindowTitle(wording.say(M.MAIN_TITLE))
        layout = QVBoxLayout(self)
        welcome = QLabel(wording.say(M.MAIN_INTRO))
        welcome.setWordWrap(True)
        layout.addWidget(welcome)
        for command in (*LOOKS, *OTHERS):
            text = wording.command(command)
            layout.addWidget(button(text, partial(self._press, command), key_of(command)))
        for text, open_it in more.items():
            layout.addWidget(button(text, open_it))
        layout.addWidget(button(wording.command(Command.QUIT), lambda: do(Command.QUIT)))
        foot = QLabel(wording.say(M.MAIN_CLOSE_HINT, key=key_of(Command.STOP)))
        foot.setWordWrap(True)
        layout.addWidget(foot)
        close_by_escape(self)

    def show_in_front(self) -> None:
        """Open, or come to the front."""
        present(self)

    def _press(self, command: Command) -> None:
        if command in LOOKS:
            self.hide()
            QTimer.singleShot(UNCOVER_MS, lambda: self._do(command))
        else:
            self._do(command)
