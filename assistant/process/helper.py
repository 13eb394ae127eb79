"""A child process for one owner: started with the first message, told what to do, and given up when it dies or hangs.

For children that serve one thing and then go, a document or a camera. Engines, which are started again and wait warm,
have a host of their own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Generic

from assistant.process.child import Child, Ended, From, To, Wire

_log = logging.getLogger(__name__)

_GRACE = 0.5


class Loss(Enum):
    """Why a helper is gone."""

    NOT_STARTED = "not started"
    DIED = "died"
    STALLED = "stalled"


class Helper(Generic[To, From]):
    """Owns one child. Its methods return at once and may be called on any thread.

    `hear` gets each message with its pixels and returns whether that was what somebody waited for: until then every
    message prolongs the deadline. `lost` is called at most once, when the child died, stalled or can't be started.
    Both are called on threads of the helper's own, one at a time, and never again once `close` has returned.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        wire: Wire[To, From],
        hear: Callable[[From, bytes], bool],
        lost: Callable[[Loss], None],
    ) -> None:
        self._name = name
        self._command = list(command)
        self._wire = wire
        self._hear = hear
        self._lost = lost
        self._lock = threading.RLock()
        self._child: Child[To, From] | None = None
        self._is_over = False
        self._seconds = 0.0
        self._watch: threading.Timer | None = None

    def send(self, message: To, pixels: bytes | None = None, *, deadline: float | None = None) -> None:
        """Tell the child something; where `deadline` is set it must answer, or say something, every so many seconds.

        Raises `ProtocolError` for a message that can't be sent. A helper that is lost or closed takes it to nobody.
        """
        with self._lock:
            if self._is_over:
                return
            if self._child is None:
                try:
                    self._child = Child(self._name, self._command, self._wire, self._listen)
                except (OSError, RuntimeError) as error:
                    _log.warning("%s can't be started: %s", self._name, type(error).__name__)
                    threading.Thread(target=self._lose, args=(None, Loss.NOT_STARTED), daemon=True).start()
                    return
            self._child.send(message, pixels)
            if deadline is not None:
                self._seconds = deadline
                self._wind()

    def close(self) -> None:
        """Ask the child to end, and end it where it doesn't, without waiting; nothing is told afterwards."""
        with self._lock:
            self._end(_GRACE)

    # --- the child's thread -----------------------------------------------------------------------------

    def _listen(self, child: Child[To, From], message: From | Ended, pixels: bytes) -> None:
        if isinstance(message, Ended):
            self._lose(child, Loss.DIED)
            return
        child.handled()
        with self._lock:
            if self._is_over or child is not self._child:
                return
            if self._hear(message, pixels):
                self._unwind()
            elif self._watch is not None:
                self._wind()

    def _stall(self, watch: threading.Timer) -> None:
        with self._lock:
            if self._watch is watch:
                self._lose(self._child, Loss.STALLED)

    def _lose(self, child: Child[To, From] | None, loss: Loss) -> None:
        with self._lock:
            if self._is_over or child is not self._child:
                return
            _log.warning("%s: %s", self._name, loss.value)
            self._end(0)
            self._lost(loss)

    # --- with the lock ----------------------------------------------------------------------------------

    def _end(self, grace: float) -> None:
        self._is_over = True
        self._unwind()
        child, self._child = self._child, None
        if child is not None:
            # On a thread of its own: this may be the child's reader, which is waited for.
            threading.Thread(target=child.end, args=(grace,), name=f"{self._name}-end", daemon=True).start()

    def _wind(self) -> None:
        self._unwind()
        watch = threading.Timer(self._seconds, lambda: self._stall(watch))
        watch.daemon = True
        watch.start()
        self._watch = watch

    def _unwind(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
