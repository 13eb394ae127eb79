"""A voice that can't fall silent unnoticed: watches the one that speaks and puts the next in its place.

It makes no sound and knows no back-end by name; the table in `backends` does.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.core.domain import (
    SpeechState,
    Spoken,
    Utterance,
    VoiceEvent,
    VoiceFailed,
    VoiceInfo,
    VoiceReplaced,
    VoiceStyle,
)
from assistant.core.errors import NoVoice, SeeSayError, VoiceError, VoiceSilent, VoiceUnavailable
from assistant.core.ports import PostVoice, Voice

log = logging.getLogger(__name__)

RETRY_AFTER = 10.0
"""Seconds after the last voice failed before the first is tried again: a headset may have come back."""

After = Callable[[float, Callable[[], None]], Callable[[], None]]
"""Calls back once after some seconds, on any thread; what it returns takes that back."""


class Candidate(Protocol):
    """A back-end that can be tried; `patience` is the seconds it may take until its first sound."""

    @property
    def name(self) -> str:
        """How the user is told of it."""
        ...

    @property
    def patience(self) -> float:
        """Seconds until its first sound, at the worst."""
        ...

    def make(self, post: PostVoice) -> Voice:
        """Return the voice, or raise a `VoiceError`."""
        ...


def call_after(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
    """Call from a thread of its own."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
    return timer.cancel


class WatchedVoice:
    """Speaks through the first of its candidates that really does.

    Control flow: `say` hands the utterance to the current voice and sets a deadline: first for STARTED, then, far
    off, for the end. A failure or a missed deadline closes that voice. One that had spoken before gets a second try
    with the same utterance (its server may have been restarted, its device unplugged); otherwise the next candidate
    speaks the utterance from its beginning, and once it is heard, `VoiceReplaced` is posted. When all have failed,
    the utterance gets `VoiceFailed(NoVoice)`, and after `RETRY_AFTER` the table is gone through anew. Events of a
    voice that was given up are dropped by its number, so they can't be taken for the new voice's. All state is under
    one lock; the calls made under it return at once.
    """

    def __init__(self, candidates: Sequence[Candidate], post: PostVoice, *, after: After = call_after) -> None:
        """Make the first voice that can be made. A missing voice is told with the first utterance."""
        self._candidates = tuple(candidates)
        self._post = post
        self._after = after
        self._lock = threading.RLock()
        self._voice: Voice | None = None
        self._index = -1
        self._life = 0
        self._has_spoken = False
        self._fallen: tuple[str, SeeSayError] | None = None
        self._gave_up_at: float | None = None
        self._current: tuple[Utterance, VoiceStyle] | None = None
        self._disarm: Callable[[], None] = lambda: None
        self._is_open = True
        self._closing: list[threading.Thread] = []
        with self._lock:
            self._advance()

    @property
    def name(self) -> str:
        """The name of the voice that speaks now; empty where there is none."""
        return self._candidates[self._index].name if self._voice is not None else ""

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak."""
        with self._lock:
            self._disarm()
            if self._voice is None and not self._revive():
                self._post(VoiceFailed(utterance.id, NoVoice()))
                return
            self._current = (utterance, style)
            self._speak()

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Make ready what follows."""
        with self._lock:
            if self._voice is not None:
                self._voice.prepare(utterance, style)

    def stop(self) -> None:
        """Be silent."""
        with self._lock:
            self._disarm()
            self._current = None
            if self._voice is not None:
                self._voice.stop()

    def voices(self) -> Sequence[VoiceInfo]:
        """List what the current voice can choose from; may block."""
        voice = self._voice
        return voice.voices() if voice is not None else ()

    def close(self) -> None:
        """Silence, then close what is open."""
        with self._lock:
            self._is_open = False
            self._disarm()
            self._current = None
            voice, self._voice = self._voice, None
            self._life += 1
        if voice is not None:
            voice.close()
        for thread in self._closing:
            thread.join(2)

    # --- under the lock -------------------------------------------------------------------------

    def _speak(self) -> None:
        assert self._current is not None
        assert self._voice is not None
        utterance, style = self._current
        patience = self._candidates[self._index].patience + len(utterance.text) / 1000
        self._arm(patience, VoiceSilent(voice=self.name))
        self._voice.say(utterance, style)

    def _arm(self, seconds: float, error: VoiceError) -> None:
        self._disarm()
        life, current = self._life, self._current

        def expire() -> None:
            with self._lock:
                if life == self._life and current is self._current and current is not None:
                    log.warning("%s missed its deadline of %.1f s", self.name, seconds)
                    self._replace(error)

        self._disarm = self._after(seconds, expire)

    def _take(self, life: int, event: VoiceEvent) -> None:
        with self._lock:
            if life != self._life or not self._is_open or isinstance(event, VoiceReplaced):
                return
            utterance = self._current[0] if self._current is not None else None
            is_current = utterance is not None and utterance.id == event.utterance_id
            if isinstance(event, VoiceFailed):
                if is_current:
                    self._replace(event.error)
                return
            if is_current and utterance is not None:
                self._follow(event, utterance)
            self._post(event)

    def _follow(self, event: Spoken, utterance: Utterance) -> None:
        if event.state is SpeechState.STARTED:
            self._has_spoken = True
            if self._fallen is not None:
                old, error = self._fallen
                self._fallen = None
                self._post(VoiceReplaced(old, self.name, error))
            stalled = VoiceUnavailable(voice=self.name, detail="stalled")
            self._arm(_longest(utterance.text), stalled)
            return
        self._disarm()
        self._current = None

    def _replace(self, error: SeeSayError) -> None:
        self._disarm()
        old = self.name
        log.warning("%s failed: %s", old, error.code)
        may_return = self._has_spoken and not isinstance(error, VoiceSilent)
        self._retire()
        if may_return:
            self._index -= 1
        if not self._advance():
            self._give_up()
            return
        if self.name != old:
            self._fallen = self._fallen or (old, error)
        self._speak()

    def _give_up(self) -> None:
        current, self._current = self._current, None
        self._fallen = None
        self._gave_up_at = time.monotonic()
        if current is not None:
            self._post(VoiceFailed(current[0].id, NoVoice()))

    def _advance(self) -> bool:
        """Make the next voice of the table that can be made."""
        self._has_spoken = False
        while self._index + 1 < len(self._candidates):
            self._index += 1
            self._life += 1
            candidate = self._candidates[self._index]
            try:
                self._voice = candidate.make(functools.partial(self._take, self._life))
            except VoiceError as error:
                log.info("%s: %s", candidate.name, error.code)
                continue
            return True
        self._gave_up_at = time.monotonic()
        return False

    def _revive(self) -> bool:
        if not self._is_open:
            return False
        if self._gave_up_at is not None and time.monotonic() - self._gave_up_at < RETRY_AFTER:
            return False
        self._index = -1
        return self._advance()

    def _retire(self) -> None:
        voice, self._voice = self._voice, None
        self._life += 1
        if voice is None:
            return
        # A voice that hangs may take seconds to close; the next one doesn't wait for it.
        thread = threading.Thread(target=voice.close, name="retire", daemon=True)
        thread.start()
        self._closing = [*(old for old in self._closing if old.is_alive()), thread]


def _longest(text: str) -> float:
    """Return how many seconds a text may take: an emoji's or a long number's name at the slowest rate, with a pause."""
    return 30.0 + 1.5 * len(text)
