"""What the desktop knows of the active window, learned while its picture is taken.

The table of back-ends, and the bound on what they cost: a thread of its own reads, whoever takes the picture waits for
it for half a second at most, and a program that hangs costs that once: until its thread comes back nobody is asked.
Nothing here is an error: without a tree the pixels tell everything, as they always did.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from assistant.capture.atspi import AtspiTree
from assistant.capture.ax import AxTree
from assistant.capture.shot import ActiveWindow, Backend, Shot
from assistant.capture.tree_nodes import Frame, RawPart, frame_of, nodes_of, shared
from assistant.capture.uia import UiaTree
from assistant.core.domain import Box
from assistant.core.nodes import Node
from assistant.system.desktop import Desktop, SessionKind, detect

log = logging.getLogger(__name__)

BUDGET = 0.5
"""Seconds that a window's tree may take, from before the picture is taken."""
_GRACE = 0.02


class TreeBackend(Backend, Protocol):
    """Reads the tree of the active window from the thread that calls, one window at a time.

    `is_in_desktop_units`: its boxes are the desktop's, as the window's own; else the window's shows what they are.
    `switch` is the command that makes programs tell, "" where there is none.
    """

    is_in_desktop_units: ClassVar[bool]
    switch: ClassVar[str]

    def is_on(self) -> bool:
        """Tell whether the desktop lets programs tell; waits for two seconds at most. May raise anything."""
        ...

    def read(self, window: ActiveWindow, until: float) -> list[RawPart]:
        """Return the window and its parts that are shown, in document order; what is known at `until` is all.

        `until` is a moment of `time.monotonic`. May raise anything: the other program answers what it likes.
        """
        ...


# No order of preference: each system has one.
TREES: tuple[TreeBackend, ...] = (AtspiTree(), UiaTree(), AxTree())


def backend_of(kind: SessionKind, backends: Sequence[TreeBackend] = TREES) -> TreeBackend | None:
    """Return who reads trees in that kind of session."""
    return next((each for each in backends if each.is_compatible(kind) and each.is_installed()), None)


class Trees:
    """Reads trees beside whoever takes pictures. Begin before the picture is taken, collect afterwards."""

    def __init__(
        self,
        backends: Sequence[TreeBackend] = TREES,
        desktop: Callable[[], Desktop] = detect,
        budget: float = BUDGET,
    ) -> None:
        self._backends = backends
        self._desktop = desktop
        self._budget = budget
        self._thread: threading.Thread | None = None

    def begin(self, window: ActiveWindow) -> Reading:
        """Begin to read a window's tree."""
        backend = backend_of(self._desktop().kind, self._backends)
        is_stuck = self._thread is not None and self._thread.is_alive()
        reading = Reading(window, None if is_stuck else backend, time.monotonic() + self._budget)
        if not reading.ended.is_set():
            self._thread = threading.Thread(target=reading.run, name="tree", daemon=True)
            self._thread.start()
        return reading


class Reading:
    """One window's tree while it is read; ended from the start where there is nobody to read it."""

    def __init__(self, window: ActiveWindow, backend: TreeBackend | None, until: float) -> None:
        self._window = window
        self._backend = backend
        self._until = until
        self._parts: list[RawPart] = []
        self.ended = threading.Event()
        if backend is None:
            self.ended.set()

    def run(self) -> None:
        """Read; in a thread of its own."""
        if self._backend is not None:
            try:
                self._parts = self._backend.read(self._window, self._until)
            except Exception as error:  # noqa: BLE001 - a broken bus or an odd program must not cost the picture
                log.debug("the %s tree can't be read: %s", self._backend.name, type(error).__name__)
        self.ended.set()

    def nodes(self, shot: Shot) -> tuple[Node, ...]:
        """Return what the picture shows of the window as nodes; waits until the budget is spent, at most."""
        if not self.ended.wait(max(self._until - time.monotonic(), 0.0) + _GRACE) or not self._parts:
            return ()
        frame = self._frame(shot)
        if frame is None:
            log.debug("the tree's window has another shape than the desktop's")
            return ()
        above = [_pixels(box, shot) for box in self._window.above]
        # What a program tells of places outside its window isn't seen there, whatever it says.
        view = shared(_pixels(self._window.box, shot), Box(0, 0, shot.image.width, shot.image.height))
        return nodes_of(self._parts, frame, view, above)

    def _frame(self, shot: Shot) -> Frame | None:
        if self._backend is not None and self._backend.is_in_desktop_units:
            return Frame(shot.origin, shot.scale, (0.0, 0.0))
        outers = [self._window.inner or self._window.box, self._window.box]
        return frame_of(self._parts[0].box, outers, shot.origin, shot.scale)


def _pixels(box: Box, shot: Shot) -> Box:
    left, top = (box.x - shot.origin[0]) * shot.scale, (box.y - shot.origin[1]) * shot.scale
    return Box(round(left), round(top), round(box.width * shot.scale), round(box.height * shot.scale))
