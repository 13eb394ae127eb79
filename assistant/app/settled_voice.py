"""The voice that the settings ask for, made anew when they ask for another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from assistant.core.domain import Utterance, VoiceInfo, VoiceStyle
from assistant.core.ports import Voice

_CLOSE_SECONDS = 2.0


class SettledVoice:
    """Speaks through what `make` returned last. All of it but `voices` is called on the owner's thread."""

    def __init__(self, make: Callable[[], Voice]) -> None:
        self._make = make
        self.voice = make()
        self._closing: list[threading.Thread] = []

    @property
    def name(self) -> str:
        """The name of the voice that speaks now."""
        return self.voice.name

    @property
    def seconds(self) -> float | None:
        """How much was written, by a voice that writes."""
        seconds: float | None = getattr(self.voice, "seconds", None)
        return seconds

    def renew(self) -> None:
        """Take another voice; what is spoken was stopped before. Raises a `VoiceError` and keeps the old one."""
        old, self.voice = self.voice, self._make()
        # Beside: a voice whose server hangs takes seconds to close, and its owner's thread has keys to hear.
        thread = threading.Thread(target=old.close, name="retire", daemon=True)
        thread.start()
        self._closing = [*(each for each in self._closing if each.is_alive()), thread]

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak."""
        self.voice.say(utterance, style)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Make ready what follows."""
        self.voice.prepare(utterance, style)

    def stop(self) -> None:
        """Be silent."""
        self.voice.stop()

    def voices(self) -> Sequence[VoiceInfo]:
        """List what the voice can choose from; may block."""
        return self.voice.voices()

    def close(self) -> None:
        """Silence, then close what is open."""
        self.voice.close()
        for thread in self._closing:
            thread.join(_CLOSE_SECONDS)
