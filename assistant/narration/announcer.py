"""Says one sentence at a time, where nobody else speaks; what to say is decided at the moment when it can be said.

So nothing piles up: what is no longer true when the voice is free is never said, and what wasn't heard, because a key
silenced it, is still there to be told. It does not know what a change is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.domain import Region, SpeechState, Spoken, VoiceFailed
from assistant.core.ports import Timer
from assistant.core.speech import SpeechQueue

POLL = 0.1
"""Seconds between looks whether the voice is free, while something is to be said."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence that is told, what kind of event it is about, and the regions it is about."""

    kind: str
    text: str
    language: str
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to tell. `heard` is called when its first sound is played.

    Between offers of different batches lies the least interval; those of one batch follow each other. 0: no interval.
    """

    telling: Telling
    heard: Callable[[], None] = lambda: None
    batch: int = 0


class Announcer:
    """Flow: `reconsider` whenever something may be to tell → the voice is free → `choose` → said → again.

    `choose` returns the most important thing to tell now, None where there is nothing. `is_free` tells whether nobody
    waits for an answer; `told` hears of every telling as it is said.
    """

    def __init__(
        self,
        speech: SpeechQueue,
        timer: Timer,
        now: Callable[[], float],
        *,
        choose: Callable[[], Offer | None],
        is_free: Callable[[], bool],
        least: Callable[[], float],
        told: Callable[[Telling], None],
    ) -> None:
        self._speech = speech
        self._timer = timer
        self._now = now
        self._choose = choose
        self._is_free = is_free
        self._least = least
        self._told = told
        self._disarm: Callable[[], None] | None = None
        self._is_saying = False
        self._batch = 0
        self._last = float("-inf")
        self._is_off = True

    @property
    def is_saying(self) -> bool:
        """Tell whether a sentence of this one is being spoken."""
        return self._is_saying

    @property
    def is_waiting(self) -> bool:
        """Tell whether something is being said, or will be as soon as it can."""
        return self._is_saying or self._disarm is not None

    def begin(self) -> None:
        """Tell what there is from now on."""
        self._is_off = False

    def end(self) -> None:
        """Tell nothing more; what is being spoken is somebody else's to silence."""
        self._is_off = True
        self._is_saying = False
        self._rest()

    def reconsider(self) -> None:
        """Say what is to be said, now or as soon as the voice is free."""
        if self._is_off or self._is_saying:
            return
        self._rest()
        offer = self._choose()
        if offer is None:
            return
        wait = self._wait(offer)
        if wait > 0:
            self._disarm = self._timer.after(wait, self._again)
            return
        self._say(offer)

    def _wait(self, offer: Offer) -> float:
        """Return in how many seconds it may be said, as far as one knows; 0 for now."""
        if not self._is_free() or not self._speech.is_idle:
            return POLL
        if not offer.batch or offer.batch == self._batch:
            return 0.0
        return max(self._last + self._least() - self._now(), 0.0)

    def _say(self, offer: Offer) -> None:
        telling = offer.telling
        self._is_saying = True
        is_heard = False

        def hear(event: Spoken | VoiceFailed) -> None:
            nonlocal is_heard
            # What can't be spoken is as good as heard: it would be tried for ever.
            state = SpeechState.FINISHED if isinstance(event, VoiceFailed) else event.state
            if not is_heard and state is not SpeechState.CANCELLED:
                is_heard = True
                offer.heard()
            if state is not SpeechState.STARTED:
                # Whoever silenced it is about to speak, or wants silence: that is known a moment later.
                self._over(POLL if state is SpeechState.CANCELLED else 0.0)

        if self._speech.say(telling.text, telling.language, told=hear) is None:
            offer.heard()
            self._over(0.0)
            return
        self._batch, self._last = offer.batch or self._batch, self._now()
        self._told(telling)

    def _over(self, wait: float) -> None:
        if not self._is_off:
            self._is_saying = False
            self._rest()
            self._disarm = self._timer.after(wait, self._again)

    def _again(self) -> None:
        self._disarm = None
        self.reconsider()

    def _rest(self) -> None:
        disarm, self._disarm = self._disarm, None
        if disarm is not None:
            disarm()
