"""Who asked what of which engine: every event of the engines is handed to whoever waits for it.

An engine serves the session and any number of ensembles, and an id is never used twice on it. So the questions inside
an answer are numbered here, far above the session's own requests.
"""

from __future__ import annotations

import itertools
from weakref import WeakMethod

from assistant.core.domain import EngineEvent, EngineState
from assistant.core.ports import PostEngine

FIRST = 1 << 40
"""The first number of a question inside an answer; sessions count their requests from 1."""


class Routes:
    """One for all engines of a house, on the owner's thread: all engines post into `heard`.

    `deliver` gets what belongs to no question inside an answer: requests that went to an engine directly, and what
    the engines tell of themselves.
    """

    def __init__(self, deliver: PostEngine) -> None:
        self._deliver = deliver
        self._ids = itertools.count(FIRST)
        self._takers: dict[int, PostEngine] = {}
        self._listeners: list[WeakMethod[PostEngine]] = []

    @property
    def waiting(self) -> int:
        """How many questions inside answers are open."""
        return len(self._takers)

    def open(self, take: PostEngine) -> int:
        """Return a fresh number; `take` gets its events until it is closed."""
        number = next(self._ids)
        self._takers[number] = take
        return number

    def close(self, number: int) -> None:
        """Let no event of that number through any more."""
        self._takers.pop(number, None)

    def listen(self, take: PostEngine) -> None:
        """Let `take`, a method, have every `EngineState` as well, as long as its object lives."""
        self._listeners = [listener for listener in self._listeners if listener() is not None]
        self._listeners.append(WeakMethod(take))

    def heard(self, event: EngineEvent) -> None:
        """Take an event of any engine."""
        if isinstance(event, EngineState):
            for take in [listener() for listener in self._listeners]:
                if take is not None:
                    take(event)
            self._deliver(event)
        elif event.request_id < FIRST:
            self._deliver(event)
        elif (taker := self._takers.get(event.request_id)) is not None:
            taker(event)
