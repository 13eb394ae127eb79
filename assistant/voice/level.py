"""Tells whether samples that should speak are silence. It measures loudness, never meaning."""

from __future__ import annotations

from assistant.core.domain import VoiceStyle
from assistant.voice.plain import is_speakable

AUDIBLE = 64
"""The peak of 32,767 below which nobody hears anything: -54 dB."""
_FEW_LETTERS = 20
_MOST_LETTERS_PER_SECOND = 200


class Meter:
    """Listens to one utterance; used by one thread at a time."""

    def __init__(self, text: str, style: VoiceStyle) -> None:
        self._should_sound = style.volume > 0 and is_speakable(text)
        self._is_heard = False

    def hear(self, pcm: bytes) -> None:
        """Take 16 bit samples; costs nothing once a sound was heard."""
        if self._is_heard or not pcm:
            return
        samples = memoryview(pcm).cast("h")
        self._is_heard = max(samples) >= AUDIBLE or min(samples) <= -AUDIBLE

    @property
    def is_mute(self) -> bool:
        """Tell whether the text should have been heard and was not."""
        return self._should_sound and not self._is_heard


def is_too_short(text: str, style: VoiceStyle, seconds: float) -> bool:
    """Tell whether a text can't have been spoken in that time: faster than 200 letters and digits a second."""
    letters = sum(character.isalnum() for character in text)
    return style.volume > 0 and letters >= _FEW_LETTERS and seconds < letters / _MOST_LETTERS_PER_SECOND
