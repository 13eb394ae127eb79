"""Keeps one sentence queued behind the one that is spoken, so that no gap is heard between them.

It doesn't know where sentences come from, nor what becomes of reading when it is silenced.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.domain import SpeechState, Spoken, VoiceFailed
from assistant.core.speech import SpeechQueue
from assistant.reader.book import Saying

DEPTH = 2
"""Sentences with the speech queue: one is spoken, one is made ready."""
USUAL_SPEED = 15.0
"""Characters a second, as long as nothing was measured."""
_LEAST_CHARACTERS = 20
"""Shorter sentences tell nothing of the speed."""
_WEIGHT = 0.2
"""Of the newest sentence in the measured speed: it follows a change of the rate within some sentences."""


@dataclass(frozen=True, slots=True)
class SpeakerCalls:
    """What the speaker calls.

    `more` returns what comes next, in a hurry where nothing is spoken, None where there is nothing now; `started` is
    told what is heard; `emptied` that all was said; `broken` that the voice left something unsaid on its own.
    """

    more: Callable[[bool], Saying | None]
    started: Callable[[Saying], None]
    emptied: Callable[[], None]
    broken: Callable[[], None]


class _Entry:
    """A saying that was handed to the queue; compared by identity, because the same may be said twice."""

    def __init__(self, saying: Saying) -> None:
        self.saying = saying


class Speaker:
    """Speaks what `more` returns until it returns nothing. `now` is a clock in seconds."""

    def __init__(self, speech: SpeechQueue, now: Callable[[], float], calls: SpeakerCalls) -> None:
        self._speech = speech
        self._now = now
        self._calls = calls
        self._said: deque[_Entry] = deque()
        self._is_filling = False
        self._began = 0.0
        self.speed = USUAL_SPEED

    @property
    def is_speaking(self) -> bool:
        """Tell whether anything of this is spoken or queued."""
        return bool(self._said)

    def go_on(self) -> None:
        """Queue what there is to say."""
        if self._is_filling:
            return
        self._is_filling = True
        try:
            while len(self._said) < DEPTH:
                saying = self._calls.more(not self._said)
                if saying is None:
                    return
                self._say(saying)
        finally:
            self._is_filling = False

    def forget(self) -> None:
        """Let what is queued be nobody's any more; who calls this stops the speech."""
        self._said.clear()

    def _say(self, saying: Saying) -> None:
        entry = _Entry(saying)
        self._said.append(entry)
        utterance = self._speech.say(saying.text, saying.language, told=lambda event: self._told(entry, event))
        if utterance is None and entry in self._said:
            self._said.remove(entry)  # nothing in it makes a sound

    def _told(self, entry: _Entry, event: Spoken | VoiceFailed) -> None:
        if entry not in self._said:
            return
        if isinstance(event, VoiceFailed) or event.state is SpeechState.CANCELLED:
            self._said.clear()
            self._calls.broken()
        elif event.state is SpeechState.STARTED:
            self._began = self._now()
            self._calls.started(entry.saying)
            self.go_on()
        else:
            self._said.remove(entry)
            self._measure(entry.saying)
            if self._said:
                return  # it follows at once; what follows that is found while it is spoken
            self.go_on()
            if not self._said:
                self._calls.emptied()

    def _measure(self, saying: Saying) -> None:
        seconds = self._now() - self._began
        if saying.length >= _LEAST_CHARACTERS and seconds > 0:
            self.speed += _WEIGHT * (saying.length / seconds - self.speed)
