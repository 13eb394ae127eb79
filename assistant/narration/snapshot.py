"""One picture of a camera: the same child as for watching, which waits for one good frame and is then ended."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from dataclasses import replace

from assistant.core.camera import Advice, Advised, FrameTaken, PostWatch, WatchEnded, Watcher, WatchEvent, WatchMode
from assistant.core.domain import Picture, Source
from assistant.core.errors import CameraCovered, CameraError, CameraSilent, InternalError
from assistant.narration.watcher import CameraChild

PATIENCE = 50.0
"""Seconds for all of it: the system may first ask the user whether SeeSay may use cameras."""


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

    def take(self, source: Source) -> Picture:
        """Return a picture with what would have made it better.

        Raises `CameraError`; `CameraCovered` where there is nothing to describe.
        """
        chosen = replace(source, path=source.path or self._device())
        events: queue.SimpleQueue[WatchEvent] = queue.SimpleQueue()
        watcher = self._make(events.put)
        try:
            watcher.open(chosen, WatchMode.STILL)
            watcher.ready()
            picture = self._wait(events, chosen)
        finally:
            watcher.close()
        if Advice.COVERED in picture.advice:
            raise CameraCovered(camera=picture.title)
        return picture

    def _wait(self, events: queue.SimpleQueue[WatchEvent], source: Source) -> Picture:
        advice: tuple[Advice, ...] = ()
        until = time.monotonic() + self._patience
        while (left := until - time.monotonic()) > 0:
            try:
                event = events.get(timeout=left)
            except queue.Empty:
                break
            match event:
                case Advised(latest):
                    advice = latest
                case FrameTaken(picture):
                    return replace(picture, source=source, advice=advice)
                case WatchEnded(error):
                    raise error or InternalError(detail="EndOfCamera")
        silent: CameraError = CameraSilent(camera=source.path)
        raise silent
