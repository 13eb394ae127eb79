"""Outlines on the screen around what was found: seen by who sees a little, untouchable, and gone before any picture.

Where there are several, each has a number at its corner. The windows that carry them are cut to what is drawn: nothing
covers what is found, no compositor is needed, and what is pressed there reaches the program below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QRegion, QScreen
from PySide6.QtWidgets import QWidget

from assistant.core.box import Box
from assistant.ui import outlined

_PLACELESS = frozenset({"wayland", "wayland-egl"})
"""Where a window can't say where it is, nothing is outlined."""
_FLAGS = (
    Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowTransparentForInput
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.BypassWindowManagerHint
    | Qt.WindowType.ToolTip
)


class Overlay:
    """Draws outlines on all screens; one set at a time."""

    def __init__(self) -> None:
        self._sheets: list[_Sheet] = []

    @property
    def is_shown(self) -> bool:
        """Tell whether anything is drawn."""
        return bool(self._sheets)

    def show(self, boxes: Sequence[Box]) -> None:
        """Outline these parts of the desktop, in its units, in the place of what is outlined now."""
        self.hide()
        if QGuiApplication.platformName() in _PLACELESS:
            return
        for screen in QGuiApplication.screens():
            numbered = [
                (number, placed)
                for number, box in enumerate(boxes, start=1)
                if (placed := on_screen(box, screen)).intersects(screen.geometry())
            ]
            if numbered:
                self._sheets.append(_Sheet(screen, numbered, has_numbers=len(boxes) > 1))

    def hide(self) -> None:
        """Take all of them away."""
        sheets, self._sheets = self._sheets, []
        for sheet in sheets:
            sheet.hide()
            sheet.deleteLater()


class _Sheet(QWidget):
    """The outlines of one screen."""

    def __init__(self, screen: QScreen, numbered: Iterable[tuple[int, QRect]], *, has_numbers: bool) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setScreen(screen)
        place = screen.geometry()
        self.setGeometry(place)
        self._frames = [(number, rectangle.translated(-place.topLeft())) for number, rectangle in numbered]
        labels = [(number, outlined.label_at(frame, place.size())) for number, frame in self._frames]
        self._labels = labels if has_numbers else []
        self.setMask(self._shape())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the outlines, then the numbers."""
        del event
        painter = QPainter(self)
        for _, frame in self._frames:
            outlined.draw(painter, frame)
        for number, place in self._labels:
            outlined.draw_label(painter, place, number)
        painter.end()

    def _shape(self) -> QRegion:
        covered = QRegion()
        for _, frame in self._frames:
            covered = covered.united(outlined.shape(frame))
        for _, place in self._labels:
            covered = covered.united(QRegion(place))
        return covered


def on_screen(box: Box, screen: QScreen) -> QRect:
    """Return a part of the desktop, in its units, in the logical units of a screen.

    Qt leaves the place of a screen as the desktop has it, and divides what lies on it by the screen's scale; on macOS
    the desktop's own units are logical.
    """
    place = screen.geometry().topLeft()
    scale = 1.0 if QGuiApplication.platformName() == "cocoa" else screen.devicePixelRatio()
    left, top = round((box.x - place.x()) / scale), round((box.y - place.y()) / scale)
    return QRect(QPoint(left, top) + place, QSize(round(box.width / scale), round(box.height / scale)))
