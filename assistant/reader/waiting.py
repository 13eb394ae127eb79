"""What is heard while something doesn't come: a sound every two seconds, and words where there are new ones to say."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.domain import Earcon
from assistant.core.ports import Sounds, Timer
from assistant.core.speech import SpeechQueue

SOUND_EVERY = 2.0
WORDS_EVERY = 3
"""Sounds between which something is said: the first words come after four seconds."""


class Waiting:
    """Sounds from `begin` to `end`, both of which may be called again and again.

    `words` returns what is waited for, and its language; the same is said once. Where something is heard
    already, nothing is added.
    """

    def __init__(self, timer: Timer, sounds: Sounds, speech: SpeechQueue, words: Callable[[], tuple[str, str]]) -> None:
        self._timer = timer
        self._sounds = sounds
        self._speech = speech
        self._words = words
        self._said: tuple[str, str] | None = None
        self._disarm: Callable[[], None] | None = None
        self._count = 0

    def begin(self) -> None:
        """Begin to wait, unless that is so already."""
        if self._disarm is None:
            self._count, self._said = 0, None
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
        words = self._words() if self._count % WORDS_EVERY == WORDS_EVERY - 1 else None
        if words is None or words == self._said:
            self._sounds.play(Earcon.WORKING)
        else:
            self._said = words
            self._speech.say(*words)
