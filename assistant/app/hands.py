"""Does errands on a thread of its own: waits until the screen shows what it showed, then acts, or says why not.

The answer's window, which may cover the place, is still closing when an errand comes, and the keys that asked for it
are still down: both get a moment.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

from assistant.core.acts import BY_POINTER, Act, Acted, Errand, NotActed
from assistant.core.box import Box
from assistant.core.domain import Picture
from assistant.core.errors import (
    ActError,
    InternalError,
    KeysHeld,
    RegionOffScreen,
    SeeSayError,
    TargetChanged,
)
from assistant.core.imprints import is_same
from assistant.system.desktop import Desktop, detect
from assistant.system.hands import ControlBackend, PointerBackend, chosen, controls, pointers

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds for windows to close and for keys to be let go of."""
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.3
"""Seconds between looks, each time twice as long: some desktops flash, or click, at every picture."""
CLOSING = 2.0


class HandsWorker:
    """The `Hands` port of this desktop. `glance` takes a picture of a part of the screen; `post` gets the outcome."""

    def __init__(
        self,
        glance: Callable[[Box], Picture],
        post: Callable[[Acted | NotActed], None],
        *,
        backends: tuple[PointerBackend, ...] | None = None,
        programs: ControlBackend | None = None,
        desktop: Callable[[], Desktop] = detect,
        patience: float = PATIENCE,
    ) -> None:
        self._glance = glance
        self._post = post
        self._backends = pointers() if backends is None else backends
        self._programs = controls() if programs is None else programs
        self._desktop = desktop
        self._patience = patience
        self._errands: SimpleQueue[Errand | None] = SimpleQueue()
        self._wanted = 0
        self._is_left = threading.Event()
        self._thread: threading.Thread | None = None

    def act(self, errand: Errand) -> None:
        """Begin; posts one `Acted` or `NotActed`."""
        self._wanted = errand.id
        self._is_left.clear()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="hands", daemon=True)
            self._thread.start()
        self._errands.put(errand)

    def leave(self, errand_id: int) -> None:
        """Do that no more where it has not been done."""
        if self._wanted == errand_id:
            self._wanted = 0
            self._is_left.set()

    def close(self) -> None:
        """End the thread."""
        self.leave(self._wanted)
        if self._thread is not None:
            self._errands.put(None)
            self._thread.join(CLOSING)

    def _run(self) -> None:
        while (errand := self._errands.get()) is not None:
            try:
                if self._do(errand):
                    self._post(Acted(errand.id))
            except SeeSayError as error:
                self._tell(errand, error)
            except Exception as error:
                log.error("an act failed: %s", type(error).__name__)
                log.debug("where", exc_info=True)
                self._tell(errand, InternalError(detail=type(error).__name__))
        for backend in self._backends:
            backend.close()
        self._programs.close()

    def _tell(self, errand: Errand, error: SeeSayError) -> None:
        if self._wanted == errand.id:
            self._post(NotActed(errand.id, error))

    def _do(self, errand: Errand) -> bool:
        """Act, and return True; return False where the errand was left before."""
        pointer = chosen(self._backends, self._desktop()) if errand.act in BY_POINTER else None
        if pointer is not None:
            pointer.prepare()
        until, pause = time.monotonic() + self._patience, FIRST_PAUSE
        while self._wanted == errand.id:
            obstacle = self._obstacle(errand, pointer)
            if self._wanted != errand.id:
                break
            if obstacle is None:
                self._perform(errand, pointer)
                return True
            if time.monotonic() > until:
                raise obstacle
            self._is_left.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return False

    def _obstacle(self, errand: Errand, pointer: PointerBackend | None) -> ActError | None:
        """Return what stands in the way at the moment. Raises what no waiting helps against."""
        if errand.act is Act.CLICK and pointer is not None and pointer.keys_held():
            return KeysHeld()
        imprint = errand.target.imprint
        try:
            picture = self._glance(imprint.box)
        except RegionOffScreen:
            return TargetChanged()
        return None if is_same(imprint, picture) else TargetChanged()

    def _perform(self, errand: Errand, pointer: PointerBackend | None) -> None:
        target = errand.target
        match errand.act:
            case Act.FOCUS:
                self._programs.focus(target.handle)
            case Act.PRESS:
                self._programs.press(target.handle)
            case _:
                assert pointer is not None
                do = pointer.click if errand.act is Act.CLICK else pointer.move
                do(target.point)
