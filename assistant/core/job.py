"""The current request of a session: where it is, what came of it so far, and the timers that die with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from assistant.core.answers import AnswerDraft
from assistant.core.domain import Look
from assistant.core.ports import AnswerSink, Engine, Timer
from assistant.core.sentences import SentenceSplitter


class Phase(Enum):
    """Where a request is."""

    GRABBING = "grabbing"
    ASKING = "asking"
    ANSWERING = "answering"
    SPEAKING = "speaking"


@dataclass(slots=True)
class Job:
    """One request on its way."""

    look: Look
    draft: AnswerDraft
    sink: AnswerSink | None
    engine: Engine
    phase: Phase = Phase.GRABBING
    splitter: SentenceSplitter | None = None
    splitter_language: str = ""
    _timers: dict[str, Callable[[], None]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The request's id."""
        return self.draft.request_id

    def arm(self, timer: Timer, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call once after that time, in place of an earlier call of the same name."""
        self.disarm(name)
        self._timers[name] = timer.after(seconds, call)

    def disarm(self, *names: str) -> None:
        """Take calls back: the named ones, or all."""
        for name in names or tuple(self._timers):
            cancel = self._timers.pop(name, None)
            if cancel is not None:
                cancel()
