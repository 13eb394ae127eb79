"""One picture of a camera: the same child as for watching, which waits for one good frame and is then ended.

Where a camera is narrated already nobody else can open it, SeeSay neither: the picture is what is seen there just now.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from dataclasses import replace

from assistant.core.camera import Advice, Advised, FrameTaken, PostWatch, WatchEnded, Watcher, WatchEvent, WatchMode
from assistant.core.domain import Picture, Source
from assistant.core.errors import CameraCovered, CameraError, CameraSilent, InternalError, SeeSayError
from assistant.core.ports import GrabLeft
from assistant.narration.watcher import CameraChild

PATIENCE = 50.0
"""Seconds for all of it: the system may first ask the user whether SeeSay may use cameras."""
_PULSE = 0.05
"""Seconds until a picture that nobody wants any more is given up."""


class CameraSnapshots:
    """Takes pictures of a camera, one at a time; blocks, so it belongs on a worker thread.

    `device` tells the camera's name where the source names none; `make` makes the watcher.
    """

    def __init__(
        self,
        device: Callable[[], str] = lambda: "",
        make: Callable[[PostWatch], Watcher] = CameraChild,
        patience: float = PATIENCE,
    ) -> None:
        self._device = device
        self._make = make
        self._patience = patience
        self._narrating: CameraChild | None = None

    def lent_by(self, narrating: CameraChild) -> CameraChild:
        """Take pictures of that one's camera as long as it has one; return it."""
        self._narrating = narrating
        return narrating

    def take(self, source: Source, is_left: Callable[[], bool] = lambda: False) -> Picture:
        """Return a picture with what would have made it better.

        Raises `CameraError`; `CameraCovered` where there is nothing to describe, `GrabLeft` once `is_left`.
        """
        chosen = replace(source, path=source.path or self._device())
        picture = self._peek(chosen, is_left) or self._take(chosen, is_left)
        if Advice.COVERED in picture.advice:
            raise CameraCovered(camera=picture.title)
        return picture

    def _peek(self, source: Source, is_left: Callable[[], bool]) -> Picture | None:
        """Return what is narrated just now; None where it is another camera, or is let go of meanwhile."""
        events: queue.SimpleQueue[WatchEvent] = queue.SimpleQueue()
        if self._narrating is None or not self._narrating.peek(source, events.put):
            return None
        return self._wait(events, source, is_left)

    def _take(self, source: Source, is_left: Callable[[], bool]) -> Picture:
        events: queue.SimpleQueue[WatchEvent] = queue.SimpleQueue()
        watcher = self._make(events.put)
        try:
            watcher.open(source, WatchMode.STILL)
            watcher.ready()
            picture = self._wait(events, source, is_left)
        finally:
            watcher.close()
        if picture is None:
            raise InternalError(detail="EndOfCamera")
        return picture

    def _wait(
        self, events: queue.SimpleQueue[WatchEvent], source: Source, is_left: Callable[[], bool]
    ) -> Picture | None:
        """Return the frame, None where it ended without an error."""
        advice: tuple[Advice, ...] = ()
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            if is_left():
                raise GrabLeft
            try:
                event = events.get(timeout=_PULSE)
            except queue.Empty:
                continue
            match event:
                case Advised(latest):
                    advice = latest
                case FrameTaken(picture):
                    return replace(picture, source=source, advice=advice)
                case WatchEnded(None):
                    return None
                case WatchEnded(SeeSayError() as error):
                    raise error
        silent: CameraError = CameraSilent(camera=source.path)
        raise silent
