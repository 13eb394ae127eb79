"""The picture of an answer, for who sees a little: what was found is outlined, what the cursor is at is magnified.

It takes no focus and says nothing: everything in it stands in the text beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.core.box import Box
from assistant.core.domain import Picture
from assistant.ui import outlined

_LEAST = QSize(120, 90)
_USUAL = QSize(480, 270)


class AnswerPicture(QWidget):
    """Shows a picture as large as it fits, times `magnification`, around what is looked at; hidden without one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST)
        self._image: QImage | None = None
        self._boxes: tuple[Box, ...] = ()
        self._looked_at: Box | None = None
        self._magnification = 1.0
        self.hide()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Want a good part of a small screen, and no more."""
        return _USUAL

    def show_picture(self, picture: Picture | None, boxes: Sequence[Box]) -> None:
        """Show a picture with these parts outlined, in its pixels; None takes the earlier one away, and its memory."""
        self._image = None if picture is None else _image_of(picture)
        self._boxes, self._looked_at = tuple(boxes), None
        self.setVisible(self._image is not None)
        self.update()

    def look_at(self, box: Box | None) -> None:
        """Outline one part, and keep it in view where the picture is magnified."""
        if box != self._looked_at:
            self._looked_at = box
            self.update()

    def magnify(self, times: float) -> None:
        """Show it that many times as large as it fits, at least once."""
        self._magnification = max(1.0, times)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the part of the picture that is in view, then the outlines."""
        del event
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._placed(Box(0, 0, self._image.width(), self._image.height())), self._image)
        shown = self._boxes if self._looked_at is None or self._boxes else (self._looked_at,)
        for number, box in enumerate(shown, start=1):
            frame = self._placed(box)
            outlined.draw(painter, frame)
            if len(shown) > 1:
                outlined.draw_label(painter, outlined.label_at(frame, self.size()), number)
        painter.end()

    def _placed(self, box: Box) -> QRect:
        """Return where a part of the picture is drawn."""
        assert self._image is not None
        width, height = self._image.width(), self._image.height()
        scale = min(self.width() / width, self.height() / height) * self._magnification
        middle = self._looked_at or (self._boxes[0] if self._boxes else Box(0, 0, width, height))
        left = _start(self.width(), width * scale, (middle.x + middle.width / 2) * scale)
        top = _start(self.height(), height * scale, (middle.y + middle.height / 2) * scale)
        corner = QPoint(round(left + box.x * scale), round(top + box.y * scale))
        return QRect(corner, QSize(max(1, round(box.width * scale)), max(1, round(box.height * scale))))


def _start(room: float, length: float, middle: float) -> float:
    """Return where something begins that has its middle in the room's; what is longer than the room fills it."""
    if length <= room:
        return (room - length) / 2
    return min(0.0, max(room - length, room / 2 - middle))


def _image_of(picture: Picture) -> QImage:
    image = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    # Qt does not keep the bytes alive.
    return image.copy()
