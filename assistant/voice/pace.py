"""Tells how long a screen reader probably takes for a text, because it doesn't tell when it has ended.

A wrong guess loses nothing: what comes too early waits in the screen reader's own queue, what comes late is a pause.
"""

from __future__ import annotations

import threading

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceStyle
from assistant.core.languages import LANGUAGES, is_known, match
from assistant.core.ports import PostVoice

LETTERS_A_SECOND = 22.0
"""What a practised listener has set: some 260 words a minute."""
SIGNS_A_SECOND = 7.0
"""The same in scripts without spaces, where a sign is a syllable."""
PAUSE = 0.15
"""Seconds between sentences."""
_FASTEST = 2.5


def seconds_of(utterance: Utterance, style: VoiceStyle) -> float:
    """Return the seconds that an utterance takes; the rate, -100 … 100, tells how fast the screen reader is set."""
    is_spaced = LANGUAGES[match(utterance.language)].is_spaced if is_known(utterance.language) else True
    usual = LETTERS_A_SECOND if is_spaced else SIGNS_A_SECOND
    faster: float = _FASTEST ** (max(-100, min(100, style.rate)) / 100)
    return PAUSE + len(utterance.text) / (usual * faster)


class Pace:
    """Posts the beginning and the probable end of one utterance at a time; any thread."""

    def __init__(self, post: PostVoice) -> None:
        self._post = post
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._identity: int | None = None

    def begin(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Tell that it has begun, and after its time that it has ended."""
        with self._lock:
            self._identity = utterance.id
            self._post(Spoken(utterance.id, SpeechState.STARTED))
            self._timer = timer = threading.Timer(seconds_of(utterance, style), self._over, (utterance.id,))
            timer.daemon = True
            timer.start()

    def leave(self) -> bool:
        """Tell that the current one was cut off; return whether there was one."""
        with self._lock:
            identity, timer = self._identity, self._timer
            self._identity = self._timer = None
            if timer is not None:
                timer.cancel()
            if identity is not None:
                self._post(Spoken(identity, SpeechState.CANCELLED))
        return identity is not None

    def _over(self, identity: int) -> None:
        with self._lock:
            if self._identity != identity:
                return
            self._identity = self._timer = None
            self._post(Spoken(identity, SpeechState.FINISHED))
