"""Made-up cameras: players for the camera's child ("support.reel:NAME"), and a bench for watchers on the host's side.

A frame carries its number in its first pixel, so that a test can tell which one came out.
"""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.core.camera import CameraInfo, WatchEvent, WatchMode
from assistant.core.domain import Picture, Source, SourceKind
from assistant.core.errors import CameraBusy, CameraForbidden, CameraLost
from assistant.core.frames import Pixels, Viewer
from assistant.narration.watcher import CameraChild
from support.hosts import importable_tests

NAME = "Reel"
SWITCHED = 100
CAMERA = Source(SourceKind.CAMERA)
_EVENT = TypeVar("_EVENT", bound=WatchEvent)


class ReelFrame:
    """A frame in memory."""

    def __init__(self, pixels: NDArray[np.uint8], at: float) -> None:
        self._pixels = pixels
        self.at = at

    def small(self, edge: int) -> Pixels:
        step = -(-max(self._pixels.shape[:2]) // edge)
        return _pixels(self._pixels[::step, ::step])

    def whole(self) -> Pixels:
        return _pixels(self._pixels)


def _pixels(array: NDArray[np.uint8]) -> Pixels:
    return Pixels(array.shape[1], array.shape[0], np.ascontiguousarray(array).tobytes())


def room(number: int, level: int = 128, size: tuple[int, int] = (320, 240)) -> NDArray[np.uint8]:
    """Return a picture with edges, of some brightness, that carries its number."""
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width]
    pattern = ((rows // 20 + columns // 20) % 2) * 60 + level - 30
    array = np.repeat(pattern[:, :, None], 3, axis=2).clip(0, 255).astype(np.uint8)
    array[0, 0] = (number // 256 % 256, number % 256, 7)
    return array


def number_of(picture: Picture) -> int:
    """Return the number that a frame carries."""
    return picture.rgb[0] * 256 + picture.rgb[1]


def play(viewer: Viewer, frames: Callable[[int], NDArray[np.uint8] | None], rate: float = 50.0) -> None:
    """Show `frames(number)` at that rate, the newest only, until there is none."""
    viewer.opened(NAME)
    started, wanted = time.monotonic(), 0.0
    while True:
        now = time.monotonic() - started
        frame = frames(int(now * rate))
        if frame is None:
            return
        if now >= wanted:
            wanted = now + viewer.look(ReelFrame(frame, now))
        viewer.alive()
        time.sleep(1 / rate)


# --- players ----------------------------------------------------------------------------------------------


def endless(path: str, viewer: Viewer) -> None:
    """Show numbered frames of one scene for ever."""
    play(viewer, room)


def large(path: str, viewer: Viewer) -> None:
    """Show frames of twelve megapixels for ever."""
    frame = np.full((3000, 4000, 3), 128, np.uint8)
    play(viewer, lambda number: frame)


def short(path: str, viewer: Viewer) -> None:
    """Show a scene that changes at its end."""
    play(viewer, lambda number: None if number >= 40 else room(number, 60 if number < 20 else 180))


def switched(path: str, viewer: Viewer) -> None:
    """Show a scene in which the light goes on with frame `SWITCHED`, and stays on for ever."""
    play(viewer, lambda number: room(number, 60 if number < SWITCHED else 180))


def photographed(path: str, viewer: Viewer) -> None:
    """Show a photograph of a cup of coffee for ever."""
    from support.films import Film, background, noise

    film = Film(background("coffee"), wrongs=(noise(2),))
    play(viewer, lambda number: film.frame(number / 50))


def adjusting(path: str, viewer: Viewer) -> None:
    """Show a scene that gets brighter, frame by frame, until number 40."""
    play(viewer, lambda number: room(number, 40 + 2 * min(number, 40)))


def dark(path: str, viewer: Viewer) -> None:
    """Show what a camera sees with a hand on it: nearly black noise."""
    noise = np.random.default_rng(0)
    play(viewer, lambda number: noise.integers(0, 6, (240, 320, 3), dtype=np.uint8))


def dim(path: str, viewer: Viewer) -> None:
    """Show a photograph in far too little light."""
    from support.films import Film, background, gain, noise

    film = Film(background("coffee"), wrongs=(gain(0.16), noise(2)))
    play(viewer, lambda number: film.frame(number / 50))


def busy(path: str, viewer: Viewer) -> None:
    """Be used by somebody else."""
    raise CameraBusy(camera=path or NAME)


def unplugged(path: str, viewer: Viewer) -> None:
    """Be there for a moment."""
    play(viewer, lambda number: None if number > 10 else room(number))
    raise CameraLost(camera=NAME)


def hanging(path: str, viewer: Viewer) -> None:
    """Open, then hang as native code does: without a word."""
    viewer.opened(NAME)
    time.sleep(600)


def killed(path: str, viewer: Viewer) -> None:
    """Open, then be gone."""
    viewer.opened(NAME)
    os.kill(os.getpid(), signal.SIGKILL)


def broken(path: str, viewer: Viewer) -> None:
    """Have a defect."""
    raise ZeroDivisionError(path)


# --- listers ----------------------------------------------------------------------------------------------


def two_then_one(tell: Callable[[tuple[CameraInfo, ...]], None]) -> None:
    """Tell two cameras, then that one was unplugged."""
    tell((CameraInfo("Built in", is_default=True), CameraInfo("Logi")))
    tell((CameraInfo("Built in", is_default=True),))
    time.sleep(600)


def forbidden(tell: Callable[[tuple[CameraInfo, ...]], None]) -> None:
    """Be allowed nothing."""
    raise CameraForbidden(group="video")


def no_answer(tell: Callable[[tuple[CameraInfo, ...]], None]) -> None:
    """Hang."""
    time.sleep(600)


# --- the host's side --------------------------------------------------------------------------------------


class Heard:
    """Collects what a watcher posts."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[WatchEvent] = queue.SimpleQueue()

    def __call__(self, event: WatchEvent) -> None:
        self._events.put(event)

    def next(self, seconds: float = 20.0) -> WatchEvent:
        """Return the next event."""
        return self._events.get(timeout=seconds)

    def wait_for(self, kind: type[_EVENT], seconds: float = 20.0) -> _EVENT:
        """Return the next event of that kind; those before it are dropped."""
        until = time.monotonic() + seconds
        while True:
            event = self.next(max(0.0, until - time.monotonic()))
            if isinstance(event, kind):
                return event

    def drain(self) -> list[WatchEvent]:
        """Return what has come so far."""
        found = []
        while not self._events.empty():
            found.append(self._events.get())
        return found


@contextmanager
def camera(
    player: str, *, mode: WatchMode | None = WatchMode.FRAMES, stall: float = 15.0
) -> Iterator[tuple[CameraChild, Heard]]:
    """Yield a watcher whose child plays `player` of this module, opened unless `mode` is None; closed at the end."""
    heard = Heard()
    players = MappingProxyType(dict.fromkeys(SourceKind, f"support.reel:{player}"))
    with importable_tests():
        watcher = CameraChild(heard, players=players, stall=stall)
        if mode is not None:
            watcher.open(CAMERA, mode)
        try:
            yield watcher, heard
        finally:
            watcher.close()
