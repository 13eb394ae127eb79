"""A voice that goes with its surroundings: a screen reader that starts after us, a sound device that goes or comes.

It makes no sound itself, and a change is not told: nothing went wrong.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from assistant.core.domain import Utterance, VoiceInfo, VoiceStyle
from assistant.core.ports import Voice

_CLOSE_SECONDS = 2.0


class FollowingVoice:
    """Speaks through the voice that fits what `look` finds; `make` returns the voice for a finding.

    Control flow: `stop`, with which each request begins, and `say` have the surroundings looked at on a thread of their
    own, one at a time, since that may block. The first `say` after a change closes the old voice, on a thread too, and
    makes the new one; a sentence that is being spoken is never cut off by it.
    """

    def __init__(self, look: Callable[[], str], make: Callable[[str], Voice]) -> None:
        self._look = look
        self._make = make
        self._used = self._wanted = look()
        self._voice = make(self._used)
        self._looking: threading.Thread | None = None
        self._closing: list[threading.Thread] = []

    @property
    def name(self) -> str:
        """The name of the voice that speaks now."""
        return self._voice.name

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak, with another voice where the surroundings have changed."""
        if self._wanted != self._used:
            self._change()
        self._voice.say(utterance, style)
        self._look_around()

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Make ready what follows, unless another voice will say it."""
        if self._wanted == self._used:
            self._voice.prepare(utterance, style)

    def stop(self) -> None:
        """Be silent."""
        self._voice.stop()
        self._look_around()

    def voices(self) -> Sequence[VoiceInfo]:
        """List what the current voice can choose from; may block."""
        return self._voice.voices()

    def close(self) -> None:
        """Silence, then close what is open."""
        self._voice.close()
        for thread in [*self._closing, *([self._looking] if self._looking else [])]:
            thread.join(_CLOSE_SECONDS)

    def _look_around(self) -> None:
        if self._looking is None or not self._looking.is_alive():
            self._looking = threading.Thread(target=self._find, name="surroundings", daemon=True)
            self._looking.start()

    def _find(self) -> None:
        self._wanted = self._look()

    def _change(self) -> None:
        old, self._used = self._voice, self._wanted
        self._voice = self._make(self._used)
        thread = threading.Thread(target=old.close, name="retire", daemon=True)
        thread.start()
        self._closing = [*(each for each in self._closing if each.is_alive()), thread]
