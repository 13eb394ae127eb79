"""The icon in the tray: there once the desktop has a place for it, and while the settings want it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.core.ports import Timer

if TYPE_CHECKING:
    from assistant.ui.tray import Tray

PATIENCE = 5.0
"""Seconds that a desktop which just started gets to offer a tray."""
LATER = 10.0
"""Seconds between looks for a tray that a panel may bring after all."""


class TrayIcon:
    """Looks for a tray until there is one. `tell_none` is called once when it takes long."""

    def __init__(
        self, is_wanted: Callable[[], bool], make: Callable[[], Tray], timer: Timer, tell_none: Callable[[], None]
    ) -> None:
        self._is_wanted = is_wanted
        self._make = make
        self._timer = timer
        self._tell_none = tell_none
        self._began = time.monotonic()
        self._has_told = False
        self._tray: Tray | None = None
        self._unwait: Callable[[], None] = lambda: None

    def settle(self) -> None:
        """Show it or take it away, as it is wanted now."""
        self._unwait()
        if not self._is_wanted():
            self.close()
        elif self._tray is None:
            self._show()

    def reword(self) -> None:
        """Write its entries anew."""
        if self._tray is not None:
            self._tray.reword()

    def close(self) -> None:
        """Take it away."""
        self._unwait()
        tray, self._tray = self._tray, None
        if tray is not None:
            tray.close()

    def _show(self) -> None:
        from assistant.ui.tray import Tray

        if Tray.is_available():
            self._tray = self._make()
            return
        is_late = time.monotonic() - self._began > PATIENCE
        if is_late and not self._has_told:
            self._has_told = True
            self._tell_none()
        self._unwait = self._timer.after(LATER if is_late else 1.0, self.settle)
