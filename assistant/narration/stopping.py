"""What the stop key does to whoever speaks without being asked each time: a pause, and once how to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.core.domain import Earcon
from assistant.core.wording.narration import NarrationMessages as N
from assistant.narration.parts import NarratorParts, Timers

_AFTER = 0.7
"""Seconds of silence after the key before a sentence follows: who wants silence is not talked to at once."""


class Stopping:
    """Hears of every stop of the session. Behind a new request something is said; behind the key nothing is.

    `pause` is called for the key, `say` with how to go on, the first time; later a sound tells that it is paused.
    """

    def __init__(
        self,
        parts: NarratorParts,
        timers: Timers,
        *,
        is_on: Callable[[], bool],
        pause: Callable[[], None],
        say: Callable[[str, str], None],
    ) -> None:
        self._parts = parts
        self._timers = timers
        self._is_on = is_on
        self._pause = pause
        self._say = say
        self._is_own = self._has_told = False
        parts.session.when_stopped(self._stopped)

    @contextmanager
    def own(self) -> Iterator[None]:
        """Take the stops in this context for the narrator's own."""
        self._is_own = True
        try:
            yield
        finally:
            self._is_own = False

    def _stopped(self) -> None:
        if not self._is_own and self._is_on():
            self._timers.arm("stop", 0.0, self._pause_if_silent)

    def _pause_if_silent(self) -> None:
        if not self._is_silent():
            return
        self._pause()
        if self._has_told:
            self._parts.sounds.play(Earcon.DONE)
        else:
            self._timers.arm("how to go on", _AFTER, self._tell)

    def _tell(self) -> None:
        if self._is_silent():
            self._has_told = True
            key, wording = self._parts.key(), self._parts.wording
            told = wording.say(N.STOPPED, key=wording.key(key)) if key else wording.say(N.STOPPED_NO_KEY)
            self._say("paused", told)

    def _is_silent(self) -> bool:
        return not self._parts.session.is_busy and self._parts.speech.is_idle
