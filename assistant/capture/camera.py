"""Cameras by QtMultimedia: which there are, and the frames of one of them. For the main thread of a child process only.

Qt tells only that something failed, in words of its platform's. What failed is told by what can be seen: a camera that
is not listed any more is lost; one that is listed and fails before its first frame is used by somebody else; one that
neither fails nor shows anything is silent. The picture is what the camera sees, never mirrored like a shaving mirror:
text has to stay readable.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QByteArray, QCameraPermission, QEventLoop, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtMultimedia import (
    QCamera,
    QMediaCaptureSession,
    QMediaDevices,
    QtVideo,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoSink,
)

from assistant.core.camera import CameraInfo
from assistant.core.errors import (
    CameraBusy,
    CameraForbidden,
    CameraLost,
    CameraSilent,
    CameraUnknown,
    NoCamera,
)
from assistant.core.frames import Pixels, Viewer

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

log = logging.getLogger(__name__)

DROPPED = 8
"""Frames of a camera that was just opened: black, green or badly exposed."""
DROPPED_SECONDS = 1.0
"""Seconds after which frames are taken all the same: a slow camera takes its time for eight of them."""
START_SECONDS = 12.0
"""Some cameras need many seconds for their first frame."""
SILENT_SECONDS = 5.0
ATTEMPTS = 4
"""Whoever had the camera a moment ago, our own former child too, may still be letting go of it."""
RETRY_SECONDS = 0.4
IDLE = 0.05
DEVICES = Path("/dev")
LARGEST = 1920 * 1080
SLOWEST = 10.0
_PERMISSION_PULSE = 500


def play(path: str, viewer: Viewer) -> None:
    """Show the camera of that name, or the default one, until it is gone. Raises `CameraError`; see `core.frames`."""
    application = _application()
    viewer.alive()
    _ask_permission(application, viewer)
    name, device = find(path, QMediaDevices.videoInputs(), QMediaDevices.defaultVideoInput())
    camera = QCamera(device)
    if (form := best_format(device.videoFormats())) is not None:
        camera.setCameraFormat(form)
    session, sink = QMediaCaptureSession(), QVideoSink()
    session.setCamera(camera)
    session.setVideoSink(sink)
    key = bytes(device.id().data())
    show = Show(camera, sink, viewer, name, lambda: key in [each.id().data() for each in QMediaDevices.videoInputs()])
    devices = QMediaDevices()
    devices.videoInputsChanged.connect(show.look_for_camera)
    show.run()


def tell_cameras(tell: Callable[[tuple[CameraInfo, ...]], None]) -> None:
    """Tell which cameras there are, now and whenever one comes or goes, for ever.

    Raises `CameraForbidden` where there are some, and none that this user may open.
    """
    _application()
    devices = QMediaDevices()
    if not QMediaDevices.videoInputs() and isinstance(why := _why_none(), CameraForbidden):
        raise why

    def told() -> None:
        default = QMediaDevices.defaultVideoInput()
        inputs = QMediaDevices.videoInputs()
        shown = zip(names(inputs), inputs, strict=True)
        tell(tuple(CameraInfo(name, device.id() == default.id()) for name, device in shown))

    devices.videoInputsChanged.connect(told)
    told()
    QEventLoop().exec()


# --- which camera -----------------------------------------------------------------------------------------


class Device(Protocol):
    """What is asked of a `QCameraDevice`."""

    def description(self) -> str:
        """Return what the camera is called; several may be called the same."""
        ...

    def id(self) -> QByteArray:
        """Return by what the system knows it."""
        ...


class Form(Protocol):
    """What is asked of a `QCameraFormat`."""

    def resolution(self) -> QSize:
        """Return its width and height in pixels."""
        ...

    def maxFrameRate(self) -> float:  # noqa: N802 - Qt's name
        """Return its frames a second."""
        ...


AnyDevice = TypeVar("AnyDevice", bound=Device)
AnyForm = TypeVar("AnyForm", bound=Form)


def names(devices: Iterable[Device]) -> list[str]:
    """Return a name for each camera, by which it can be told from the others: "Webcam", "Webcam 2"."""
    found: list[str] = []
    for device in devices:
        plain = " ".join(device.description().split()) or "Camera"
        name, number = plain, 1
        while name in found:
            number += 1
            name = f"{plain} {number}"
        found.append(name)
    return found


def find(wanted: str, devices: Sequence[AnyDevice], default: Device) -> tuple[str, AnyDevice]:
    """Return the camera of that name, and its name (case doesn't matter; a part is enough where only one has it).

    Raises `NoCamera`, `CameraUnknown`, or `CameraForbidden` where there are some that this user may not open.
    """
    if not devices:
        raise _why_none()
    named = list(zip(names(devices), devices, strict=True))
    if not wanted:
        return next((each for each in named if each[1].id() == default.id()), named[0])
    folded = " ".join(wanted.split()).casefold()
    exact = [each for each in named if each[0].casefold() == folded]
    near = [each for each in named if folded in each[0].casefold()]
    if exact or len(near) == 1:
        return (exact or near)[0]
    raise CameraUnknown(camera=wanted, cameras=", ".join(name for name, _ in named))


def best_format(formats: Sequence[AnyForm]) -> AnyForm | None:
    """Return the largest format up to full HD that gives ten frames a second, of these the slowest, if any."""
    fitting = [
        form
        for form in formats
        if form.resolution().width() * form.resolution().height() <= LARGEST and form.maxFrameRate() >= SLOWEST
    ]
    return max(
        fitting,
        key=lambda form: (form.resolution().width() * form.resolution().height(), -form.maxFrameRate()),
        default=None,
    )


def _why_none() -> CameraForbidden | NoCamera:
    """Return why none is listed: Linux hides those that this user may not open."""
    nodes = list(DEVICES.glob("video*")) if sys.platform == "linux" else []
    if not nodes or any(os.access(node, os.R_OK | os.W_OK) for node in nodes):
        return NoCamera()
    try:
        return CameraForbidden(group=nodes[0].group())
    except (KeyError, OSError):  # a group without a name, a node that just went
        return CameraForbidden()


def _application() -> QGuiApplication:
    """Return Qt's application, without a screen: frames are converted by one, windows are somebody else's."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication(["seesay-camera"])


def _ask_permission(application: QGuiApplication, viewer: Viewer) -> None:
    """Ask the system, which asks the user once. Raises `CameraForbidden`."""
    permission = QCameraPermission()
    if application.checkPermission(permission) is Qt.PermissionStatus.Undetermined:
        loop, pulse = QEventLoop(), QTimer()
        pulse.timeout.connect(viewer.alive)
        pulse.start(_PERMISSION_PULSE)
        application.requestPermission(permission, loop, lambda _: loop.quit())
        loop.exec()
    if application.checkPermission(permission) is not Qt.PermissionStatus.Granted:
        raise CameraForbidden


# --- its frames -------------------------------------------------------------------------------------------


class Show(QObject):
    """Shows one camera's newest frames until it fails.

    Control flow: each frame only counts; a timer, wound by the viewer's answer, takes the newest one to look at. What
    ends the show quits its loop, and `run` raises the reason.
    """

    def __init__(
        self,
        camera: QCamera,
        sink: QVideoSink,
        viewer: Viewer,
        name: str,
        is_there: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._camera = camera
        self._sink = sink
        self._viewer = viewer
        self._name = name
        self._is_there = is_there
        self._clock = clock
        self._loop = QEventLoop()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._frames = 0
        self._looked = 0
        self._attempts = 1
        self._is_open = False
        self._started = self._seen = clock()
        self._error: BaseException | None = None
        sink.videoFrameChanged.connect(self._count)
        camera.errorOccurred.connect(self._fail)

    def run(self) -> None:
        """Show frames until the camera fails, and raise why."""
        self._camera.start()
        self._timer.start(0)
        if self._error is None:
            self._loop.exec()
        self._timer.stop()
        self._camera.stop()
        if self._error is not None:
            raise self._error

    def look_for_camera(self) -> None:
        """End the show where the camera was unplugged."""
        if not self._is_there():
            self._end(CameraLost(camera=self._name))

    def _count(self) -> None:
        self._frames += 1

    def _fail(self, error: QCamera.Error) -> None:
        if error == QCamera.Error.NoError or self._error is not None:
            return
        if self._frames or not self._is_there():
            self._end(CameraLost(camera=self._name))
        elif self._attempts < ATTEMPTS:
            self._attempts += 1
            QTimer.singleShot(int(RETRY_SECONDS * 1000), self, self._camera.start)
        else:
            self._end(CameraBusy(camera=self._name))

    def _look(self) -> None:
        try:
            pause = self._look_at_newest()
        except BaseException as error:  # noqa: BLE001 - raised in a slot it would be lost; `run` raises it
            self._end(error)
        else:
            self._timer.start(max(1, int(pause * 1000)))

    def _look_at_newest(self) -> float:
        now = self._clock()
        is_new = self._frames > self._looked
        if is_new and (self._is_open or self._frames > DROPPED or now - self._started > DROPPED_SECONDS):
            self._looked = self._frames
            if not self._is_open:
                self._is_open = True
                self._viewer.opened(self._name)
            with contextlib.suppress(FrameBroken):
                pause = self._viewer.look(QtFrame(self._sink.videoFrame(), now))
                self._seen = now
                return pause
        self._viewer.alive()
        if now - self._seen > (SILENT_SECONDS if self._is_open else START_SECONDS):
            self._end(CameraSilent(camera=self._name) if self._is_there() else CameraLost(camera=self._name))
        return IDLE

    def _end(self, error: BaseException) -> None:
        self._error = self._error or error
        self._timer.stop()
        self._loop.quit()


class FrameBroken(Exception):
    """A frame can't be converted; the next one may."""


class QtFrame:
    """The `Frame` of a camera: converted when it is asked for."""

    def __init__(self, frame: QVideoFrame, at: float) -> None:
        self._frame = frame
        self._at = at

    @property
    def at(self) -> float:
        """Seconds on the monotonic clock."""
        return self._at

    def small(self, edge: int) -> Pixels:
        """Return the frame, upright, with a longer edge of at most `edge` pixels."""
        return self._upright(edge)

    def whole(self) -> Pixels:
        """Return every pixel, upright."""
        return self._upright(0)

    def _upright(self, edge: int) -> Pixels:
        jpeg = self._frame.pixelFormat() == QVideoFrameFormat.PixelFormat.Format_Jpeg
        image = _decoded(self._frame, edge) if jpeg else _converted(self._frame.toImage(), edge)
        turn = _turns().get(self._frame.rotation())
        upright = image if turn is None else image.transpose(turn)
        return Pixels(upright.width, upright.height, upright.tobytes())


def _converted(image: QImage, edge: int) -> Image:
    """Return Qt's picture, of which Qt has turned and mirrored already what the camera's format tells.

    What is shrunken is shrunken first, by averages, so that the noise shrinks with it.
    """
    from PIL import Image as Images

    if edge and max(image.width(), image.height()) > edge:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(edge, edge, keep, smooth)
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    if plain.isNull():
        raise FrameBroken
    size = (plain.width(), plain.height())
    return Images.frombuffer("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)


def _decoded(frame: QVideoFrame, edge: int) -> Image:
    """Return a frame that is a JPEG, decoded at a half, a quarter or an eighth where that is enough."""
    from PIL import Image as Images

    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        raise FrameBroken
    data = bytes(frame.bits(0)[: frame.mappedBytes(0)])
    frame.unmap()
    try:
        image = Images.open(io.BytesIO(data), formats=["JPEG"])
        factor = -(-max(image.size) // edge) if edge else 1
        if factor > 1:
            image.draft("RGB", (image.width // factor, image.height // factor))
        left = -(-max(image.size) // edge) if edge else 1
        return image.convert("RGB") if left <= 1 else image.convert("RGB").reduce(left)
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow's reader of broken pictures raises
        raise FrameBroken from error


def _turns() -> dict[QtVideo.Rotation, Transpose]:
    """Return how Pillow, which turns to the left, does what a frame asks for, which turns to the right."""
    from PIL.Image import Transpose

    return {
        QtVideo.Rotation.Clockwise90: Transpose.ROTATE_270,
        QtVideo.Rotation.Clockwise180: Transpose.ROTATE_180,
        QtVideo.Rotation.Clockwise270: Transpose.ROTATE_90,
    }
