"""What is heard while a page doesn't come: a sound every two seconds, and words now and then."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.domain import Earcon
from assistant.core.ports import Sounds, Timer
from assistant.core.speech import SpeechQueue

SOUND_EVERY = 2.0
WORDS_EVERY = 3
"""Sounds between which something is said: the first words come after four seconds."""


class Waiting:
    """Sounds from `begin` to `end`, both of which may be called again and again; `tell` says what is waited for.

    Where something is heard already, it adds nothing.
    """

    def __init__(self, timer: Timer, sounds: Sounds, speech: SpeechQueue, tell: Callable[[], None]) -> None:
        self._timer = timer
        self._sounds = sounds
        self._speech = speech
        self._tell = tell
        self._disarm: Callable[[], None] | None = None
        self._count = 0

    def begin(self) -> None:
        """Begin to wait, unless that is so already."""
        if self._disarm is None:
            self._count = 0
            self._disarm = self._timer.after(SOUND_EVERY, self._sound)

    def end(self) -> None:
        """Be quiet."""
        disarm, self._disarm = self._disarm, None
        if disarm is not None:
            disarm()

    def _sound(self) -> None:
        self._disarm = self._timer.after(SOUND_EVERY, self._sound)
        if not self._speech.is_idle:
            return
        self._count += 1
        if self._count % WORDS_EVERY == WORDS_EVERY - 1:
            self._tell()
        else:
            self._sounds.play(Earcon.WORKING)
