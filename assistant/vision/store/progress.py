"""How far something is: whole percents, never more often than anybody can hear."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_EVERY = 1.0
"""Seconds after which something is told again, even within the same percent: whoever watches knows that it lives."""


class State(StrEnum):
    """What is being done."""

    ASKING = "asking"
    FETCHING = "fetching"
    COPYING = "copying"
    CHECKING = "checking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a model is: `done` of `total` bytes."""

    model: str
    state: State
    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percents, 0 … 100; 100 only at the end."""
        return min(100, 100 * self.done // self.total) if self.total > 0 else 0


OnProgress = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Tell nobody."""


class Meter:
    """Counts bytes of one model and tells each new percent, state and second."""

    def __init__(self, model: str, total: int, on_progress: OnProgress) -> None:
        self._model = model
        self._total = total
        self._on_progress = on_progress
        self._state = State.ASKING
        self._done = 0
        self._told: tuple[State, int] | None = None
        self._when = 0.0

    def begin(self, state: State, total: int | None = None) -> None:
        """Another kind of work begins; what was done stays counted unless there is a new total."""
        self._state = state
        if total is not None:
            self._total, self._done = total, 0
        self._tell()

    def add(self, count: int) -> None:
        """So many bytes more; negative where some have to be done again."""
        self._done = max(0, self._done + count)
        self._tell()

    def finish(self) -> None:
        """Everything is done."""
        self._state, self._done = State.DONE, self._total
        self._tell()

    def _tell(self) -> None:
        progress = Progress(self._model, self._state, self._done, self._total)
        now = time.monotonic()
        mark = (progress.state, progress.percent)
        if mark != self._told or now - self._when >= _EVERY:
            self._told, self._when = mark, now
            self._on_progress(progress)
