"""The tray icon and its menu: every command by name, with its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from assistant.core.domain import Command
from assistant.core.wording import M, Wording
from assistant.system.notifications import show_by
from assistant.ui.main_window import LOOKS, OTHERS, ROOMS, UNCOVER_MS


class Tray:
    """An icon where the desktop shows one. A click opens the main window."""

    def __init__(
        self,
        wording: Wording,
        icon: Path,
        do: Callable[[Command], None],
        key_of: Callable[[Command], str],
        more: Callable[[], Mapping[str, Callable[[], object]]],
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._wording = wording
        self._do = do
        self._key_of = key_of
        self._more = more
        self._later = later
        self._icon = QSystemTrayIcon(QIcon(str(icon)))
        self._menu = QMenu(wording.say(M.APP_NAME))
        self.reword()
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.show()
        show_by(self._icon.showMessage)

    def reword(self) -> None:
        """Write the entries in the language that the wording has by now, with the keys that there are by now."""
        self._icon.setToolTip(self._wording.say(M.TRAY_TIP))
        self._menu.clear()
        for command in (*LOOKS, *ROOMS, *OTHERS):
            key = self._key_of(command)
            text = self._wording.command(command)
            action = self._menu.addAction(f"{text}\t{key}" if key else text)
            action.triggered.connect(lambda _checked=False, command=command: self._chosen(command))
        self._menu.addSeparator()
        for text, open_it in self._more().items():
            self._menu.addAction(text).triggered.connect(lambda _checked=False, open_it=open_it: open_it())
        for command in (Command.SHOW, Command.QUIT):
            action = self._menu.addAction(self._wording.command(command))
            action.triggered.connect(lambda _checked=False, command=command: self._do(command))

    @staticmethod
    def is_available() -> bool:
        """Tell whether this desktop shows tray icons at the moment."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def close(self) -> None:
        """Take the icon away."""
        show_by(None)
        self._icon.hide()

    def _chosen(self, command: Command) -> None:
        if command in LOOKS:
            # The menu is still painted over the screen for a moment.
            self._later(UNCOVER_MS / 1000, lambda: self._do(command))
        else:
            self._do(command)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._do(Command.SHOW)
