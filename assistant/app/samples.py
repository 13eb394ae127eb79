"""The samples of speech, for a child that keeps a document as sound; it is handed this by name."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.domain import VoiceStyle
from assistant.voice.espeak_library import library, voice_for


class Samples:
    """Speech as 16 bit mono samples, `rate` of them a second."""

    def __init__(self) -> None:
        """Load the library. Raises `VoiceUnavailable`."""
        self.rate = library().sample_rate

    def make(self, text: str, language: str, style: VoiceStyle, take: Callable[[bytes], bool]) -> None:
        """Hand the samples of a cleaned text to `take` as they are made. Raises a `VoiceError`."""
        library().synthesize(text, voice_for(language, style.voice), style, take)


def create() -> Samples:
    """Return what makes the samples."""
    return Samples()
