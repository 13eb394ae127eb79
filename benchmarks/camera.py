"""What a camera's child costs: a calm scene as a share of one processor, opening, one picture. Medians of some rounds.

    python benchmarks/camera.py [--seconds 30]

There is no camera: frames of a photograph with a camera's grain go through Qt's own frame and sink, thirty a second, in
the formats that cameras send. What it costs to make them up is measured by a child that looks at the first one only,
and taken off; what a driver costs is not in the figures. The goal: 0.05 of a processor, child and host.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import cast

import cv2
import numpy as np
import psutil
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtMultimedia import QCamera, QVideoFrame, QVideoFrameFormat, QVideoSink

from assistant.capture import camera
from assistant.core.camera import FrameTaken, WatchEvent, WatchMode
from assistant.core.domain import Source, SourceKind
from assistant.core.frames import Frame, Viewer
from assistant.narration.snapshot import CameraSnapshots
from assistant.narration.watcher import CameraChild

ROOT = Path(__file__).parents[1]
BLIND = "blind"
GRAIN = 3.0
FRAMES = 6
ROUNDS = 3
SETTLING = 8.0
"""Seconds until the first view was handed over and the scene counts as calm."""
PLAYERS = ("yuyv_720", "jpeg_720", "jpeg_1080", "nv12_1080")
PixelFormat = QVideoFrameFormat.PixelFormat


# --- in the child -----------------------------------------------------------------------------------------


class NoCamera(QObject):
    """Stands where Qt's camera would; the frames come from elsewhere."""

    errorOccurred = Signal(QCamera.Error, str)  # noqa: N815 - Qt's name

    def start(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


def scenes(width: int, height: int) -> list[NDArray[np.uint8]]:
    sys.path.insert(0, str(ROOT / "tests"))
    from support.films import photo

    scene = cv2.resize(photo("coffee"), (width, height)).astype(np.float32)
    grain = np.random.default_rng(0)
    return [np.clip(scene + grain.normal(0, GRAIN, scene.shape), 0, 255).astype(np.uint8) for _ in range(FRAMES)]


def frame(form: PixelFormat, size: tuple[int, int], data: bytes) -> QVideoFrame:
    made = QVideoFrame(QVideoFrameFormat(QSize(*size), form))
    made.map(QVideoFrame.MapMode.WriteOnly)
    for plane in range(made.planeCount()):
        bits = cast(memoryview, made.bits(plane))
        part, data = data[: len(bits)], data[len(bits) :]
        bits[: len(part)] = part
    made.unmap()
    return made


class Blind:
    """A viewer that looks once."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._has_looked = False

    def opened(self, name: str) -> None:
        """Tell the host."""
        self._viewer.opened(name)

    def alive(self) -> None:
        """Tell the host."""
        self._viewer.alive()

    def look(self, frame: Frame) -> float:
        """Look at the first frame only, and live on."""
        if not self._has_looked:
            self._viewer.look(frame)
        self._has_looked = True
        self._viewer.alive()
        return 1.0


def play(
    path: str, viewer: Viewer, form: PixelFormat, size: tuple[int, int], encode: Callable[[NDArray[np.uint8]], bytes]
) -> None:
    application = camera._application()
    viewer = Blind(viewer) if path == BLIND else viewer
    viewer.alive()
    coded = [encode(scene) for scene in scenes(*size)]
    viewer.alive()
    sink, timer, count = QVideoSink(), QTimer(application), iter(range(10**9))
    # A new frame each time: Qt keeps what it has converted once.
    timer.timeout.connect(lambda: sink.setVideoFrame(frame(form, size, coded[next(count) % FRAMES])))
    timer.start(33)
    camera.Show(cast("QCamera", NoCamera()), sink, viewer, "benchmark", lambda: True).run()


def jpeg(scene: NDArray[np.uint8]) -> bytes:
    return cv2.imencode(".jpg", scene[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


def nv12(scene: NDArray[np.uint8]) -> bytes:
    planes = cv2.cvtColor(scene, cv2.COLOR_RGB2YUV_I420)
    rows = scene.shape[0]
    chroma = planes[rows:].reshape(2, -1)
    return planes[:rows].tobytes() + np.ascontiguousarray(chroma.T).tobytes()


def yuyv_720(path: str, viewer: Viewer) -> None:
    size = (1280, 720)
    play(
        path, viewer, PixelFormat.Format_YUYV, size, lambda scene: cv2.cvtColor(scene, cv2.COLOR_RGB2YUV_YUYV).tobytes()
    )


def jpeg_720(path: str, viewer: Viewer) -> None:
    play(path, viewer, PixelFormat.Format_Jpeg, (1280, 720), jpeg)


def jpeg_1080(path: str, viewer: Viewer) -> None:
    play(path, viewer, PixelFormat.Format_Jpeg, (1920, 1080), jpeg)


def nv12_1080(path: str, viewer: Viewer) -> None:
    play(path, viewer, PixelFormat.Format_NV12, (1920, 1080), nv12)


# --- the host's side --------------------------------------------------------------------------------------


def spent() -> float:
    """Return the processor seconds of this process and its children so far."""
    here = psutil.Process()
    return sum(sum(each.cpu_times()[:2]) for each in (here, *here.children(recursive=True)))


def idle(player: str, seconds: float, path: str = "") -> tuple[float, float, float]:
    """Return opening to first frame in seconds, the share of a processor, the child's resident megabytes."""
    events: queue.SimpleQueue[WatchEvent] = queue.SimpleQueue()
    child = CameraChild(events.put, players={SourceKind.CAMERA: f"camera:{player}"})
    began = time.perf_counter()
    child.open(Source(SourceKind.CAMERA, path=path), WatchMode.CHANGES)
    child.ready()
    while not isinstance(events.get(timeout=60), FrameTaken):
        pass
    opened = time.perf_counter() - began
    time.sleep(SETTLING)
    before, since = spent(), time.perf_counter()
    time.sleep(seconds)
    share = (spent() - before) / (time.perf_counter() - since)
    resident = max(each.memory_info().rss for each in psutil.Process().children()) / 1e6
    child.close()
    return opened, share, resident


def picture(player: str) -> float:
    """Return the seconds that one picture takes."""
    players = {SourceKind.CAMERA: f"camera:{player}"}
    began = time.perf_counter()
    CameraSnapshots(make=lambda post: CameraChild(post, players=players)).take(Source(SourceKind.CAMERA))
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds = parser.parse_args().seconds
    os.environ["PYTHONPATH"] = os.pathsep.join((str(Path(__file__).parent), str(ROOT)))
    print("frames, 30 a second | opening, s | calm scene, share of a processor | child, MB | one picture, s")
    for player in PLAYERS:
        rounds = [idle(player, seconds) for _ in range(ROUNDS)]
        opened, share, resident = (median(each) for each in zip(*rounds, strict=True))
        share -= median(idle(player, seconds, BLIND)[1] for _ in range(ROUNDS))
        taken = median(picture(player) for _ in range(ROUNDS))
        print(f"{player:20} | {opened:.2f} | {share:.3f} | {resident:.0f} | {taken:.2f}", flush=True)


if __name__ == "__main__":
    main()
