"""The voice of a command that prints what it says: where it fails, the words are printed all the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.app.speaking import speaking_voice
from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceEvent, VoiceFailed, VoiceInfo, VoiceStyle
from assistant.core.errors import SeeSayError, VoiceError
from assistant.core.ports import PostVoice, Voice
from assistant.core.settings import Settings


class UnbrokenVoice:
    """A `Voice` that goes on in silence after its first failure, and takes what it could not say for spoken."""

    def __init__(self, settings: Settings, post: PostVoice, *, wav: Path | None, is_quiet: bool) -> None:
        self._settings = settings
        self._post = post
        self._is_quiet = is_quiet
        self.error: SeeSayError | None = None
        try:
            self.inner: Voice = speaking_voice(settings, self._heard, wav=wav, is_quiet=is_quiet)
        except VoiceError as error:
            self.error = error
            self.inner = self._mute()
        self._speaking = self.inner

    @property
    def name(self) -> str:
        """The name of the voice that was asked for."""
        return self.inner.name

    @property
    def is_heard(self) -> bool:
        """Tell whether what is said can be heard, now or in a file."""
        return not self._is_quiet and self.error is None

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak."""
        self._speaking.say(utterance, style)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Make the next one ready."""
        self._speaking.prepare(utterance, style)

    def stop(self) -> None:
        """Be silent."""
        self._speaking.stop()

    def voices(self) -> Sequence[VoiceInfo]:
        """List what can be chosen."""
        return self.inner.voices()

    def close(self) -> None:
        """Give everything back. Raises `VoiceUnavailable` where a file can't be completed."""
        self.inner.close()

    def _heard(self, event: VoiceEvent) -> None:
        if not isinstance(event, VoiceFailed):
            self._post(event)
            return
        self.error = self.error or event.error
        self._speaking = self._mute()
        self._post(Spoken(event.utterance_id, SpeechState.STARTED))
        self._post(Spoken(event.utterance_id, SpeechState.FINISHED))

    def _mute(self) -> Voice:
        return speaking_voice(self._settings, self._post, is_quiet=True)
