"""Where the monitors lie, by Qt: the one who knows on every Wayland desktop.

Qt tells it on the GUI thread only, so it is kept there and read anywhere. Without windows (a command) nobody knows.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen

from assistant.core.domain import Box


class QtMonitors(QObject):
    """Keeps the monitors as they are now. Make it on the GUI thread, whose event loop must run."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._boxes: tuple[Box, ...] = ()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._added)
            application.screenRemoved.connect(self._look)
            application.primaryScreenChanged.connect(self._look)
            for screen in application.screens():
                self._added(screen)

    def boxes(self) -> tuple[Box, ...]:
        """Return the monitors in desktop units, the primary one first; none without a screen. From any thread."""
        return self._boxes

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._look)
        self._look()

    def _look(self, *_: object) -> None:
        primary = QGuiApplication.primaryScreen()
        screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
        places = [screen.geometry() for screen in screens]
        self._boxes = tuple(Box(at.x(), at.y(), at.width(), at.height()) for at in places)
