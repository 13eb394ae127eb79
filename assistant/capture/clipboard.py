"""The clipboard by Qt, for every platform but X11.

Qt gives the clipboard to the GUI thread only, and that thread waits while another program hands its data over: on X11
for many seconds where that program hangs, which is why X11 has a way of its own. As little as possible is done there:
the picture is taken over as pixels, a copied file as its path only, which the worker reads. Wayland shows the clipboard
only to the program that has the keyboard: to Qt an empty one, which must not be taken for one that is empty.
"""

from __future__ import annotations

import queue

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtGui import QGuiApplication, QImage

from assistant.capture.shot import Clipping
from assistant.core.errors import (
    ClipboardHidden,
    InternalError,
    NoClipboardPicture,
    NoScreen,
    SeeSayError,
    SourceStalled,
)
from assistant.system.desktop import detect

PATIENCE = 3.0


def read_clipboard(*, is_text_wanted: bool = False) -> Clipping:
    """Return what the clipboard holds, text only where it is wanted. Call it on the GUI thread.

    Raises `NoScreen` without a QGuiApplication, `ClipboardHidden` on Wayland while another program has the keyboard,
    `NoClipboardPicture` where there is neither a picture nor a file.
    """
    if not isinstance(QGuiApplication.instance(), QGuiApplication):
        raise NoScreen
    if QGuiApplication.platformName().startswith("wayland") and QGuiApplication.focusWindow() is None:
        raise ClipboardHidden(desktop=detect().name or "Wayland")
    data = QGuiApplication.clipboard().mimeData()
    if data is None:
        raise NoClipboardPicture
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
    # Desktops put a copied file's icon beside its path: the file is what was meant.
    if files:
        return Clipping(path=files[0])
    if is_text_wanted and data.hasText() and data.text().strip():
        return Clipping(text=data.text())
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        raise NoClipboardPicture
    return _pixels(image)


def _pixels(image: QImage) -> Clipping:
    """Copy an image without the padding at the end of its rows."""
    mode, form = ("RGB", QImage.Format.Format_RGB888)
    if image.hasAlphaChannel():
        mode, form = ("RGBA", QImage.Format.Format_RGBA8888)
    plain = image.convertToFormat(form)
    width, height, stride, used = plain.width(), plain.height(), plain.bytesPerLine(), plain.width() * len(mode)
    data = memoryview(plain.constBits())
    rows = [data] if stride == used else [data[row * stride : row * stride + used] for row in range(height)]
    return Clipping(mode=mode, width=width, height=height, pixels=b"".join(rows))


class ClipboardReader(QObject):
    """Lets a worker thread read the clipboard. Make it on the GUI thread, whose event loop must run.

    `read` sends a question to the GUI thread and waits for its answer there; on the GUI thread itself it reads at once.
    """

    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def read(self, *, is_text_wanted: bool = False) -> Clipping:
        """Return what the clipboard holds. Raises as `read_clipboard`, or `SourceStalled` after three seconds."""
        if QThread.currentThread() is self.thread():
            return read_clipboard(is_text_wanted=is_text_wanted)
        answer: queue.SimpleQueue[Clipping | SeeSayError] = queue.SimpleQueue()
        self.asked.emit((answer, is_text_wanted))
        try:
            result = answer.get(timeout=PATIENCE)
        except queue.Empty:
            raise SourceStalled(source="clipboard") from None
        if isinstance(result, SeeSayError):
            raise result
        return result

    def _answer(self, question: tuple[queue.SimpleQueue[Clipping | SeeSayError], bool]) -> None:
        answer, is_text_wanted = question
        try:
            answer.put(read_clipboard(is_text_wanted=is_text_wanted))
        except SeeSayError as error:
            answer.put(error)
        except Exception as error:  # noqa: BLE001 - a slot must not raise; the worker raises it
            answer.put(InternalError(detail=type(error).__name__))
