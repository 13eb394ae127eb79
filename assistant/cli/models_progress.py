"""How far a download is, on standard output: a sentence every ten percent, or a line for programs each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.cli import print_json
from assistant.core.wording import M
from assistant.vision.store import Progress, State
from assistant.vision.store.files import gigabytes

if TYPE_CHECKING:
    from assistant.core.wording import Wording

_STEP = 10


class Teller:
    """Tells progress: to programs (`is_lines`) everything, to people every ten percent, or nothing (`is_silent`)."""

    def __init__(self, words: Wording, *, is_lines: bool, is_silent: bool) -> None:
        self._words = words
        self._is_lines = is_lines
        self._is_silent = is_silent
        self._state: State | None = None
        self._step = 0

    def __call__(self, progress: Progress) -> None:
        """Take the next of it."""
        if self._is_lines:
            print_json(
                {
                    "model": progress.model,
                    "state": str(progress.state),
                    "done": progress.done,
                    "total": progress.total,
                    "percent": progress.percent,
                }
            )
        elif not self._is_silent:
            self._tell(progress)

    def _tell(self, progress: Progress) -> None:
        if progress.state is not self._state:
            self._state, self._step = progress.state, 0
            if progress.state in (State.COPYING, State.CHECKING):
                message = M.COPYING if progress.state is State.COPYING else M.CHECKING
                print(self._words.full(message, name=progress.model), flush=True)
        step = progress.percent // _STEP
        if step > self._step and progress.state is not State.DONE and progress.percent < 100:
            self._step = step
            done, total = gigabytes(progress.done), gigabytes(progress.total)
            print(self._words.say(M.PERCENT, percent=progress.percent, done=done, total=total), flush=True)
