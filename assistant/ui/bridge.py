"""The one door into the owner's thread: whatever any thread posts is done here, in order.

It knows Qt's event loop and nothing of what is posted, so that the tray application and a one-shot command, which
has no windows, run the same way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal, Slot

log = logging.getLogger(__name__)
T = TypeVar("T")


class Bridge(QObject):
    """Runs posted calls on the thread that made it.

    `post` emits a signal whose queued connection ends in a slot of this object: it may be called from any thread, also
    after `close`, when it does nothing.
    """

    _posted = Signal(object)

    def __init__(self, on_error: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._on_error = on_error
        self._is_open = True
        self._calls: dict[int, Callable[[], None]] = {}
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Do `call` soon on the owner's thread."""
        if self._is_open:
            self._posted.emit(call)

    def poster(self, take: Callable[[T], None]) -> Callable[[T], None]:
        """Return a function for any thread that makes `take` receive its argument on the owner's thread."""
        return lambda value: self.post(lambda: take(value))

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Do `call` once after that time; the returned function takes it back."""
        # The object's own timers: QTimers made and deleted by the hundred corrupt PySide's memory.
        number = self.startTimer(round(seconds * 1000), Qt.TimerType.PreciseTimer)
        waiting = self._calls[number] = partial(call)

        def cancel() -> None:
            # A number is given again once its timer has fired.
            if self._calls.get(number) is waiting:
                del self._calls[number]
                self.killTimer(number)

        return cancel

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802  # Qt's name
        """Do what was to be done after a time."""
        self.killTimer(event.timerId())
        call = self._calls.pop(event.timerId(), None)
        if call is not None:
            self._run(call)

    def close(self) -> None:
        """Let nothing in any more, and forget what waits."""
        self._is_open = False
        for number in self._calls:
            self.killTimer(number)
        self._calls.clear()

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if not self._is_open:
            return
        try:
            call()
        except Exception as error:
            log.error("a posted call failed: %s", type(error).__name__)
            log.debug("where", exc_info=True)
            self._on_error(error)
