"""The voice of `--quiet`, which says that it spoke and is silent; and the voice where nothing can sound."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.core.domain import Earcon, SpeechState, Spoken, Utterance, VoiceFailed, VoiceInfo, VoiceStyle
from assistant.core.errors import NoVoice
from assistant.core.ports import PostVoice


class NullVoice:
    """Posts STARTED and FINISHED at once."""

    name = "null"

    def __init__(self, post: PostVoice) -> None:
        self._post = post

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Take it for spoken."""
        self._post(Spoken(utterance.id, SpeechState.STARTED))
        self._post(Spoken(utterance.id, SpeechState.FINISHED))

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Need nothing beforehand."""

    def stop(self) -> None:
        """Stay silent."""

    def voices(self) -> Sequence[VoiceInfo]:
        """List nothing."""
        return ()

    def close(self) -> None:
        """Hold nothing, give nothing back."""


class NoVoiceHere:
    """Speaks nothing and says so, where nothing could be heard."""

    name = ""

    def __init__(self, post: PostVoice) -> None:
        self._post = post

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Fail."""
        self._post(VoiceFailed(utterance.id, NoVoice()))

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Need nothing beforehand."""

    def stop(self) -> None:
        """Stay silent."""

    def voices(self) -> Sequence[VoiceInfo]:
        """List nothing."""
        return ()

    def close(self) -> None:
        """Hold nothing, give nothing back."""


class NullSounds:
    """Plays no earcon."""

    def play(self, earcon: Earcon) -> None:
        """Stay silent."""

    def point(self, pan: float, height: float) -> None:
        """Stay silent."""

    def stop(self) -> None:
        """Stay silent."""

    def close(self) -> None:
        """Hold nothing, give nothing back."""
