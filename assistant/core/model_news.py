"""What is said while models are looked after in the background: every tenth of the way, and the end, once.

Nothing of it is said over an answer: it waits until nobody asks or listens, and then only the latest is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.errors import SeeSayError
from assistant.core.models import ModelAction, ModelEvent, ModelJob, ModelJobEnded, ModelProgressed
from assistant.core.ports import Timer
from assistant.core.wording import Wording
from assistant.core.wording.model_windows import ENDINGS, HINTS, ModelNewsMessages

TENTH = 10
"""Percent from one announcement to the next."""
RETRY = 0.5
"""Seconds until it is looked again whether an answer is over."""


@dataclass(frozen=True, slots=True)
class NewsCalls:
    """What the news call: to say a sentence, to find out whether an answer is under way, to be woken."""

    announce: Callable[[str], None]
    is_busy: Callable[[], bool]
    timer: Timer


class ModelNews:
    """Takes the events of a `ModelManager` on the owner's thread and says them."""

    def __init__(self, wording: Wording, calls: NewsCalls) -> None:
        self._wording = wording
        self._calls = calls
        self._job: ModelJob | None = None
        self._tenth = 0
        self._progress = ""
        self._endings: list[str] = []
        self._disarm: Callable[[], None] | None = None

    def take(self, event: ModelEvent) -> None:
        """Take an event; what of it is worth a word is said now or when the answer is over."""
        match event:
            case ModelProgressed():
                self._take_progress(event)
            case ModelJobEnded():
                self._take_end(event)
        self._tell()

    def close(self) -> None:
        """Say nothing any more."""
        self._progress = ""
        self._endings.clear()
        self._tell()

    def _take_progress(self, event: ModelProgressed) -> None:
        tenth = event.percent // TENTH
        if event.job != self._job:
            # What had arrived before is no news, but that it begins is.
            self._job, self._tenth = event.job, tenth
            if event.job.action is ModelAction.INSTALL:
                self._progress = self._wording.say(ModelNewsMessages.STARTED, model=event.job.model)
        elif tenth > self._tenth and event.percent < 100:
            self._tenth = tenth
            self._progress = self._wording.say(ModelNewsMessages.PERCENT, model=event.job.model, percent=tenth * TENTH)

    def _take_end(self, event: ModelJobEnded) -> None:
        if event.job == self._job:
            self._job, self._progress = None, ""
        self._endings.append(self.ending(event))

    def ending(self, event: ModelJobEnded) -> str:
        """Return how a job ended, as a sentence."""
        if event.error is not None:
            return self._failure(event.error, event.told, event.hint)
        message = ModelNewsMessages.PAUSED if event.is_paused else ENDINGS[event.job.action]
        return self._wording.say(message, model=event.job.model)

    def _failure(self, error: SeeSayError, told: str, hint: str) -> str:
        if error.code in HINTS:
            # The hints of the command line name commands; here there are buttons.
            hint = self._wording.say(HINTS[error.code])
            told = told or self._wording.error(error).message
        return f"{told} {hint}".strip() or self._wording.error(error).spoken

    def _tell(self) -> None:
        if self._disarm is not None:
            self._disarm()
            self._disarm = None
        if not self._progress and not self._endings:
            return
        if self._calls.is_busy():
            self._disarm = self._calls.timer.after(RETRY, self._retry)
            return
        said = [*self._endings, *([self._progress] if self._progress else [])]
        self._endings, self._progress = [], ""
        for sentence in said:
            self._calls.announce(sentence)

    def _retry(self) -> None:
        self._disarm = None
        self._tell()
