"""One warm engine for who waits and for who doesn't: pages read ahead, frames of a camera.

It shares time, not knowledge: it looks into no picture and keeps no answer. All of it is on the owner's thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from assistant.core.domain import Done, EngineEvent, EngineState, Failed, Picture, Reason, Request
from assistant.core.ports import Engine, PostEngine, Timer
from assistant.core.routes import Routes

REST = 0.5
"""Seconds between the end of a request in the foreground and what goes on behind it.

Requests come close together: a stop and the next key, the questions of one answer. A step of an engine can't be left
in its middle, so work that begins between two of them makes the user wait.
"""


@dataclass(slots=True)
class _Work:
    """What is to be done; `run` is the engine's number for it while it is done, 0 while it waits."""

    number: int
    request: Request
    picture: Picture = field(repr=False)
    take: PostEngine = field(repr=False)
    run: int = 0


class SharedEngine:
    """The `Background` of an engine, and by `foreground` an `Engine` for whoever waits.

    One thing is with the engine at a time. A request in the foreground goes straight through, after the work that is
    under way was cancelled; that work is the first to go on, from its beginning, once the foreground has rested. The
    engine posts into `heard`, on the owner's thread, and `heard` passes everything on to the routes.
    """

    def __init__(self, engine: Engine, routes: Routes, timer: Timer) -> None:
        self._engine = engine
        self._routes = routes
        self._timer = timer
        self._waiting: deque[_Work] = deque()
        self._current: _Work | None = None
        self._asked: int | None = None
        self._unrest: Callable[[], None] | None = None
        self.foreground: Engine = _Foreground(engine, self._before, self._after)

    @property
    def is_busy(self) -> bool:
        """Tell whether work is under way or waits."""
        return self._current is not None or bool(self._waiting)

    def answer(self, request: Request, picture: Picture, take: PostEngine) -> int:
        """Begin when the engine is free; return the work's number, which replaces the request's id."""
        number = self._routes.open(_nobody)
        self._waiting.append(_Work(number, request, picture, take))
        self._go_on()
        return number

    def drop(self, number: int) -> None:
        """Leave it; nothing of it is told afterwards."""
        self._routes.close(number)
        self._waiting = deque(work for work in self._waiting if work.number != number)
        current = self._current
        if current is not None and current.number == number:
            self._leave(current)
            self._go_on()

    def heard(self, event: EngineEvent) -> None:
        """Take an event of the engine and pass it on."""
        self._routes.heard(event)
        if isinstance(event, Done | Failed):
            self._after(event.request_id)

    # --- the foreground -------------------------------------------------------------------------

    def _before(self, request_id: int) -> None:
        self._asked = request_id
        self._rest(None)
        work = self._current
        if work is not None:
            self._leave(work)
            self._waiting.appendleft(work)
            work.take(Done(work.number, Reason.CANCELLED))

    def _after(self, request_id: int) -> None:
        if request_id == self._asked:
            self._asked = None
            self._rest(REST)

    def _rest(self, seconds: float | None) -> None:
        if self._unrest is not None:
            self._unrest()
        self._unrest = None if seconds is None else self._timer.after(seconds, self._rested)

    def _rested(self) -> None:
        self._unrest = None
        self._go_on()

    # --- the work -------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self._asked is not None or self._unrest is not None or self._current is not None or not self._waiting:
            return
        work = self._current = self._waiting.popleft()
        work.run = self._routes.open(lambda event: self._take(work, event))
        self._engine.answer(replace(work.request, id=work.run), work.picture)

    def _take(self, work: _Work, event: EngineEvent) -> None:
        if isinstance(event, EngineState) or event.request_id != work.run:
            return
        told = replace(event, request_id=work.number)
        if isinstance(event, Done | Failed):
            self._routes.close(work.run)
            self._routes.close(work.number)
            self._current = None
        work.take(told)
        self._go_on()

    def _leave(self, work: _Work) -> None:
        self._current = None
        self._routes.close(work.run)
        self._engine.cancel(work.run)
        work.run = 0


class _Foreground:
    """The engine for whoever waits. `before` and `after` are told a request's id as it begins, and as it is left."""

    def __init__(self, engine: Engine, before: Callable[[int], None], after: Callable[[int], None]) -> None:
        self.name = engine.name
        self._engine = engine
        self._before = before
        self._after = after

    def start(self) -> None:
        """Start the child where none runs."""
        self._engine.start()

    def answer(self, request: Request, picture: Picture) -> None:
        """Begin, whatever else is under way."""
        self._before(request.id)
        self._engine.answer(request, picture)

    def cancel(self, request_id: int) -> None:
        """Leave a request."""
        self._engine.cancel(request_id)
        self._after(request_id)

    def close(self) -> None:
        """End the child."""
        self._engine.close()


def _nobody(event: EngineEvent) -> None:
    """Take nothing: a number that only stands for a work hears nothing itself."""
