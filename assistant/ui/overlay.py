"""Outlines on the screen around what was found: seen by who sees a little, untouchable, and gone before any picture.

An outline is a dark, a bright and a dark band, so that it stands out on every ground and needs no colour to be known,
with a number at its corner where there are several. The windows that carry them are cut to the bands: nothing covers
what is found, no compositor is needed, and what is pressed there reaches the program below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPaintEvent, QRegion, QScreen
from PySide6.QtWidgets import QWidget

from assistant.core.box import Box

BAND = 4
"""Logical pixels of each of the three bands."""
MARGIN = 3 * BAND + 2
"""Logical pixels between a thing and the outer edge of its outline."""
_DARK, _BRIGHT = QColor("#000000"), QColor("#ffff00")
_LABEL = QSize(44, 34)
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
        self._labels = (
            [(number, _label_at(frame, place.size())) for number, frame in self._frames] if has_numbers else []
        )
        self.setMask(self._shape())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bands, then the numbers."""
        del event
        painter = QPainter(self)
        for width, colour in ((MARGIN, _DARK), (2 * BAND + 2, _BRIGHT), (BAND + 2, _DARK)):
            for _, frame in self._frames:
                painter.fillRect(frame.adjusted(-width, -width, width, width), colour)
        font = QFont(painter.font())
        font.setPixelSize(_LABEL.height() - 10)
        font.setBold(True)
        painter.setFont(font)
        for number, place in self._labels:
            painter.fillRect(place, _DARK)
            painter.setPen(_BRIGHT)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))
        painter.end()

    def _shape(self) -> QRegion:
        shape = QRegion()
        for _, frame in self._frames:
            outer = QRegion(frame.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
            shape = shape.united(outer.subtracted(QRegion(frame.adjusted(-2, -2, 2, 2))))
        for _, place in self._labels:
            shape = shape.united(QRegion(place))
        return shape


def on_screen(box: Box, screen: QScreen) -> QRect:
    """Return a part of the desktop, in its units, in the logical units of a screen.

    Qt leaves the place of a screen as the desktop has it, and divides what lies on it by the screen's scale; on macOS
    the desktop's own units are logical.
    """
    place = screen.geometry().topLeft()
    scale = 1.0 if QGuiApplication.platformName() == "cocoa" else screen.devicePixelRatio()
    left, top = round((box.x - place.x()) / scale), round((box.y - place.y()) / scale)
    return QRect(QPoint(left, top) + place, QSize(round(box.width / scale), round(box.height / scale)))


def _label_at(frame: QRect, screen: QSize) -> QRect:
    """Return where the number stands: above the left corner, inside the screen."""
    left = max(0, min(frame.left() - MARGIN, screen.width() - _LABEL.width()))
    top = frame.top() - MARGIN - _LABEL.height()
    return QRect(QPoint(left, top if top >= 0 else frame.bottom() + MARGIN), _LABEL)
