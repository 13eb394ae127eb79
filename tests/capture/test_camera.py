"""A camera by Qt: which one, its frames, upright, and how its ending is told. Qt's camera itself is a recorded one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QByteArray, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import (
    QCamera,
    QMediaCaptureSession,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoFrameInput,
    QVideoSink,
)

from assistant.capture import camera
from assistant.capture.camera import DROPPED, FrameBroken, Show, best_format, find, names
from assistant.core.errors import (
    CameraBusy,
    CameraForbidden,
    CameraLost,
    CameraSilent,
    CameraUnknown,
    NoCamera,
    SeeSayError,
)
from assistant.core.frames import Frame, Pixels

PixelFormat = QVideoFrameFormat.PixelFormat

# What Qt says once of a machine without a graphics card or PipeWire.
pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.logs("No RHI backend|pipewire")]


@dataclass(frozen=True)
class Device:
    """What is asked of a QCameraDevice."""

    called: str
    key: str = ""

    def description(self) -> str:
        return self.called

    def id(self) -> QByteArray:
        return QByteArray((self.key or self.called).encode())


@dataclass(frozen=True)
class Form:
    """What is asked of a QCameraFormat."""

    width: int
    height: int
    rate: float

    def resolution(self) -> QSize:
        return QSize(self.width, self.height)

    def maxFrameRate(self) -> float:  # noqa: N802 - Qt's name
        return self.rate


INTERNAL, LOGITECH, TWIN = Device("Integrated  Camera"), Device("Logi C920", "a"), Device("Logi C920", "b")
ALL = [INTERNAL, LOGITECH, TWIN]


# --- which camera -----------------------------------------------------------------------------------------


def test_each_camera_has_a_name_of_its_own() -> None:
    assert names([*ALL, Device("")]) == ["Integrated Camera", "Logi C920", "Logi C920 2", "Camera"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", LOGITECH),
        ("Logi C920", LOGITECH),
        ("logi c920 2", TWIN),
        ("integrated", INTERNAL),
        ("Integrated  CAMERA", INTERNAL),
    ],
)
def test_a_camera_is_found_by_its_name_or_by_a_part_that_only_it_has(wanted: str, found: Device) -> None:
    name, device = find(wanted, ALL, LOGITECH)
    assert device is found
    assert name in names(ALL)


@pytest.mark.parametrize("wanted", ["Razer", "logi"])
def test_a_name_that_none_or_several_have_is_told_with_those_that_there_are(wanted: str) -> None:
    with pytest.raises(CameraUnknown) as told:
        find(wanted, ALL, INTERNAL)
    assert told.value == CameraUnknown(camera=wanted, cameras="Integrated Camera, Logi C920, Logi C920 2")


def test_no_camera_is_told_unless_there_are_some_that_may_not_be_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(camera, "DEVICES", tmp_path)
    with pytest.raises(NoCamera):
        find("", [], LOGITECH)
    (tmp_path / "video0").touch()
    with pytest.raises(NoCamera):
        find("", [], LOGITECH)
    monkeypatch.setattr("os.access", lambda node, mode: False)
    with pytest.raises(CameraForbidden) as told:
        find("", [], LOGITECH)
    assert told.value.params == {"group": (tmp_path / "video0").group()}


def test_the_largest_picture_is_taken_that_comes_often_enough_and_not_oftener() -> None:
    best = Form(1920, 1080, 15)
    forms = [Form(640, 480, 30), Form(3840, 2160, 30), Form(1920, 1080, 60), best, Form(1920, 1080, 5)]
    assert best_format(forms) is best
    assert best_format([Form(3840, 2160, 30)]) is None
    assert best_format([]) is None


# --- how it ends ------------------------------------------------------------------------------------------


class RecordedCamera(QObject):
    """A QCamera of which a test says what becomes of it."""

    errorOccurred = Signal(QCamera.Error, str)  # noqa: N815 - Qt's name

    def __init__(self, on_start: Callable[[RecordedCamera], None] = lambda camera: None) -> None:
        super().__init__()
        self._on_start = on_start
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")
        self._on_start(self)

    def stop(self) -> None:
        self.calls.append("stop")

    def fail(self) -> None:
        self.errorOccurred.emit(QCamera.Error.CameraError, "in the words of the platform")


@dataclass
class Looker:
    """A viewer that looks a number of times, then ends the show."""

    looks: int = 3
    then: Callable[[], None] = lambda: None
    opened_as: list[str] = field(default_factory=list)
    seen: list[Pixels] = field(default_factory=list)
    beats: int = 0

    def opened(self, name: str) -> None:
        self.opened_as.append(name)

    def look(self, frame: Frame) -> float:
        self.seen.append(frame.whole())
        if len(self.seen) == self.looks:
            self.then()
        return 0.001

    def alive(self) -> None:
        self.beats += 1


class Clock:
    """Seconds that pass whenever somebody asks."""

    def __init__(self, step: float = 0.0) -> None:
        self._now, self._step = 0.0, step

    def __call__(self) -> float:
        self._now += self._step
        return self._now


class Stream:
    """Frames that come to a sink, as a camera's do; each is one grey level brighter than the former."""

    def __init__(self, sink: QVideoSink, limit: int = 10_000) -> None:
        self._sink = sink
        self._limit = limit
        self.shown = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._next)
        self._timer.start(1)

    def _next(self) -> None:
        if self.shown < self._limit:
            image = QImage(16, 8, QImage.Format.Format_RGB888)
            image.fill(QColor(self.shown % 250, 0, 0))
            self.shown += 1
            self._sink.setVideoFrame(QVideoFrame(image))

    def stop(self) -> None:
        self._timer.stop()


def show(
    recorded: RecordedCamera, looker: Looker, *, is_there: bool = True, limit: int = 10_000, step: float = 0.0
) -> SeeSayError:
    """Run a show to its end and return why it ended."""
    sink = QVideoSink()
    stream = Stream(sink, limit)
    shown = Show(cast("QCamera", recorded), sink, looker, "Webcam", lambda: is_there, Clock(step))
    try:
        with pytest.raises(SeeSayError) as told:
            shown.run()
    finally:
        stream.stop()
    return told.value


def test_the_first_frames_are_dropped_and_the_newest_one_is_looked_at() -> None:
    recorded = RecordedCamera()
    looker = Looker(3, recorded.fail)
    assert show(recorded, looker) == CameraLost(camera="Webcam")
    assert looker.opened_as == ["Webcam"]
    reds = [pixels.rgb[0] for pixels in looker.seen]
    assert reds[0] >= DROPPED
    assert reds == sorted(set(reds)), "a frame was looked at twice"
    assert recorded.calls == ["start", "stop"], "the camera's light stays on"


def test_a_camera_that_fails_before_its_first_frame_is_somebody_elses_after_some_attempts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(camera, "RETRY_SECONDS", 0.001)
    recorded = RecordedCamera(lambda camera: camera.fail())
    assert show(recorded, Looker(), limit=0) == CameraBusy(camera="Webcam")
    assert recorded.calls == ["start"] * camera.ATTEMPTS + ["stop"]


def test_a_camera_that_its_former_owner_just_lets_go_of_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "RETRY_SECONDS", 0.001)
    sink = QVideoSink()
    streams: list[Stream] = []

    def start(recorded: RecordedCamera) -> None:
        if len(recorded.calls) < 3:
            recorded.fail()
        else:
            streams.append(Stream(sink))

    recorded = RecordedCamera(start)
    looker = Looker(1, recorded.fail)
    with pytest.raises(CameraLost):
        Show(cast("QCamera", recorded), sink, looker, "Webcam", lambda: True).run()
    streams[0].stop()
    assert len(looker.seen) == 1


def test_a_camera_that_is_not_listed_any_more_is_lost() -> None:
    assert show(RecordedCamera(lambda camera: camera.fail()), Looker(), is_there=False) == CameraLost(camera="Webcam")


def test_a_camera_that_is_unplugged_is_lost_whether_or_not_it_fails() -> None:
    sink, is_there = QVideoSink(), [True]
    stream = Stream(sink)
    shown: list[Show] = []

    def unplug() -> None:
        is_there[0] = False
        shown[0].look_for_camera()

    shown.append(Show(cast("QCamera", RecordedCamera()), sink, Looker(2, unplug), "Webcam", lambda: is_there[0]))
    with pytest.raises(CameraLost):
        shown[0].run()
    stream.stop()


def test_another_camera_s_coming_or_going_changes_nothing() -> None:
    recorded, sink = RecordedCamera(), QVideoSink()
    shown = Show(cast("QCamera", recorded), sink, Looker(), "Webcam", lambda: True)
    shown.look_for_camera()
    stream = Stream(sink)
    QTimer.singleShot(30, recorded.fail)
    with pytest.raises(CameraLost):
        shown.run()
    stream.stop()


@pytest.mark.parametrize(
    ("limit", "is_there", "error"), [(0, True, CameraSilent), (20, True, CameraSilent), (20, False, CameraLost)]
)
def test_a_camera_without_frames_is_silent_and_whoever_waits_knows_that_nothing_hangs(
    limit: int, is_there: bool, error: type[SeeSayError]
) -> None:
    looker = Looker()
    assert show(RecordedCamera(), looker, limit=limit, is_there=is_there, step=0.7) == error(camera="Webcam")
    assert looker.beats > 5


def test_a_defect_of_the_viewer_ends_the_show_and_is_not_lost() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    sink = QVideoSink()
    stream = Stream(sink)
    with pytest.raises(ZeroDivisionError):
        Show(cast("QCamera", RecordedCamera()), sink, Looker(1, fail), "Webcam", lambda: True).run()
    stream.stop()


def test_a_frame_that_can_not_be_converted_is_left_out_and_a_camera_of_such_frames_is_silent() -> None:
    def fail() -> None:
        raise FrameBroken

    assert show(RecordedCamera(), Looker(1, fail), limit=100, step=0.7) == CameraSilent(camera="Webcam")


def test_frames_come_through_qt_s_own_capture_session() -> None:
    given, session, sink = QVideoFrameInput(), QMediaCaptureSession(), QVideoSink()
    session.setVideoFrameInput(given)
    session.setVideoSink(sink)
    image = QImage(16, 8, QImage.Format.Format_RGB888)
    image.fill(QColor(200, 0, 0))
    timer = QTimer()
    timer.timeout.connect(lambda: given.sendVideoFrame(QVideoFrame(image)))
    timer.start(2)
    recorded = RecordedCamera()
    looker = Looker(2, recorded.fail)
    with pytest.raises(CameraLost):
        Show(cast("QCamera", recorded), sink, looker, "Webcam", lambda: True).run()
    timer.stop()
    assert looker.seen[0].rgb == bytes([200, 0, 0]) * 16 * 8
