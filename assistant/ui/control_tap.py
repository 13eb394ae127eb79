"""A text in which Control begins keys of its own: alone it still stops what is spoken, with another key it doesn't.

Outside of such a text the hotkeys hear Control as soon as it goes down, on a way of their own: that stop may come
behind the key that was pressed with it, and take back what the key has begun.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class ControlTap(QObject):
    """Watches one control. While it has the focus `hold` is told so; `tapped` is called for Control alone."""

    def __init__(self, control: QWidget, hold: Callable[[bool], None], tapped: Callable[[], None]) -> None:
        super().__init__(control)
        self._hold = hold
        self._tapped = tapped
        self._is_tap = False
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Follow the focus and the keys; every event goes on."""
        match event.type():
            case QEvent.Type.FocusIn:
                self._hold(True)
            case QEvent.Type.FocusOut:
                self._is_tap = False
                self._hold(False)
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and event.timestamp():
                # Beside a screen reader each key comes a second time, late, in another order and without its time.
                self._is_tap = event.key() == Qt.Key.Key_Control
            case QEvent.Type.KeyRelease if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Control:
                if self._is_tap:
                    self._is_tap = False
                    self._tapped()
        return super().eventFilter(watched, event)
