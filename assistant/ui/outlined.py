"""How an outline is drawn, on the screen and in a picture: dark, bright, dark, so that it stands out on every ground.

No colour has to be known for it, and what it surrounds stays free.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QRegion

BAND = 4
"""Logical pixels of each of the three bands."""
GAP = 2
"""Logical pixels between a thing and its outline."""
MARGIN = 3 * BAND + GAP
"""Logical pixels between a thing and the outer edge of its outline."""
LABEL = QSize(44, 34)
_DARK, _BRIGHT = QColor("#000000"), QColor("#ffff00")


def shape(frame: QRect) -> QRegion:
    """Return what the outline around a frame covers."""
    outer = QRegion(frame.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
    return outer.subtracted(QRegion(frame.adjusted(-GAP, -GAP, GAP, GAP)))


def draw(painter: QPainter, frame: QRect) -> None:
    """Draw the outline around a frame; the frame itself is left alone."""
    painter.save()
    painter.setClipRegion(shape(frame))
    for width, colour in ((MARGIN, _DARK), (2 * BAND + GAP, _BRIGHT), (BAND + GAP, _DARK)):
        painter.fillRect(frame.adjusted(-width, -width, width, width), colour)
    painter.restore()


def label_at(frame: QRect, within: QSize) -> QRect:
    """Return where a frame's number stands: above its left corner, inside of what is drawn on."""
    left = max(0, min(frame.left() - MARGIN, within.width() - LABEL.width()))
    top = frame.top() - MARGIN - LABEL.height()
    return QRect(left, top if top >= 0 else frame.bottom() + MARGIN, LABEL.width(), LABEL.height())


def draw_label(painter: QPainter, place: QRect, number: int) -> None:
    """Draw a number."""
    font = QFont(painter.font())
    font.setPixelSize(LABEL.height() - 10)
    font.setBold(True)
    painter.setFont(font)
    painter.fillRect(place, _DARK)
    painter.setPen(_BRIGHT)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))
