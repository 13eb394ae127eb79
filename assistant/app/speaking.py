"""Which voice speaks and which sounds are played; the voices' own room knows how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.core.domain import VoiceEvent
from assistant.core.ports import Voice
from assistant.core.settings import Settings


def speaking_voice(
    settings: Settings, post: Callable[[VoiceEvent], None], *, wav: Path | None = None, is_quiet: bool = False
) -> Voice:
    """Return the voice that the settings and the options ask for. Raises a `VoiceError` where none can be had."""
    if is_quiet:
        from assistant.voice.null import NullVoice

        return NullVoice(post)
    if wav is not None:
        from assistant.voice.wav import WavVoice

        return WavVoice(post, wav)
    from assistant.voice.espeak import EspeakVoice

    return EspeakVoice(post)


def is_screen_reader_running() -> bool:
    return False


class _No:
    def play(self, e):
        pass

    def stop(self):
        pass


def earcons(settings=None):
    return _No()


def no_earcons():
    return _No()
