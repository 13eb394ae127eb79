"""Two voices at once: one that is followed, and one beside it that says the same, for a screen reader's braille."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.core.domain import Utterance, VoiceEvent, VoiceInfo, VoiceStyle
from assistant.core.ports import PostVoice, Voice


class BothVoices:
    """Speaks through `main`, whose events count, and hands the same to `beside`, whose failures concern nobody."""

    def __init__(
        self, post: PostVoice, main: Callable[[PostVoice], Voice], beside: Callable[[PostVoice], Voice]
    ) -> None:
        self._main = main(post)
        self._beside = beside(_unheard)

    @property
    def name(self) -> str:
        """The name of the voice whose events count."""
        return self._main.name

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak, both."""
        self._main.say(utterance, style)
        self._beside.say(utterance, style)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Make ready what follows."""
        self._main.prepare(utterance, style)

    def stop(self) -> None:
        """Be silent, both."""
        self._main.stop()
        self._beside.stop()

    def voices(self) -> Sequence[VoiceInfo]:
        """List what can be chosen; may block."""
        return self._main.voices()

    def close(self) -> None:
        """Close both."""
        self._main.close()
        self._beside.close()


def _unheard(event: VoiceEvent) -> None:
    """Nobody waits for what the second voice tells."""
