"""The current request of a session: where it is, what came of it so far, and the timers that die with it.

Also what the session calls on its way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from assistant.core.acting import Acting
from assistant.core.answers import AnswerDraft
from assistant.core.domain import Look, Picture, Question, Task
from assistant.core.planner import Planner
from assistant.core.ports import AnswerSink, Capture, Engine, Sounds, Timer, Windows
from assistant.core.sentences import SentenceSplitter
from assistant.core.wording import Message

_ASKED_IN_WORDS = frozenset({Task.ASK, Task.FIND, Task.OUTLINE, Task.PROMPT})


@dataclass(frozen=True, slots=True)
class Ports:
    """What the session calls. `now` is a monotonic clock in seconds."""

    capture: Capture
    planner: Planner
    sounds: Sounds
    timer: Timer
    windows: Windows
    acting: Acting
    now: Callable[[], float]


class Phase(Enum):
    """Where a request is."""

    GRABBING = "grabbing"
    ASKING = "asking"
    ANSWERING = "answering"
    ACTING = "acting"
    SPEAKING = "speaking"


@dataclass(slots=True)
class Job:
    """One request on its way; `remarks` were said of the picture before the answer."""

    look: Look
    draft: AnswerDraft
    sink: AnswerSink | None
    engine: Engine
    phase: Phase = Phase.GRABBING
    splitter: SentenceSplitter | None = None
    splitter_language: str = ""
    remarks: list[Message] = field(default_factory=list)
    _timers: dict[str, Callable[[], None]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The request's id."""
        return self.draft.request_id

    @property
    def needs_words(self) -> bool:
        """Tell whether the user has yet to say what to ask or to look for."""
        return self.look.task in _ASKED_IN_WORDS and not self.look.question.strip()

    @property
    def is_answered(self) -> bool:
        """Tell whether anything was said besides the remarks on the picture."""
        return len(self.draft.sentences) > len(self.remarks)

    def take(self, question: Question, picture: Picture, now: float) -> None:
        """Take what the user asks, and of which picture."""
        self.look = replace(
            self.look,
            source=picture.source,
            question=question.words.strip(),
            language=question.language or self.look.language,
            act=question.act or self.look.act,
        )
        self.draft.source, self.draft.started = picture.source, now
        self.draft.place(picture)

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
