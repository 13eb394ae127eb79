"""One request that takes several questions to several engines: asks them one after another, waits, gives up, leaves.

A way through a request is written as a generator that reads from top to bottom. It stands still wherever it waits for
an engine; what the engine posts, or a timer, moves it on. Leaving closes the generator wherever it stands, and that
cancels the engine which is being asked.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace

from assistant.core.domain import (
    Done,
    EngineEvent,
    EngineLost,
    EngineReady,
    Failed,
    Found,
    Picture,
    Piece,
    Reason,
    Region,
    Request,
    Stats,
)
from assistant.core.errors import EngineDied, EngineStalled, InternalError, SeeSayError
from assistant.core.ports import Engine, PostEngine, Timer
from assistant.core.routes import Routes

log = logging.getLogger(__name__)

IDLE = 2.0
"""Seconds without a word of a slow model after which the words so far are passed on."""


@dataclass(frozen=True, slots=True)
class Late:
    """The engine did not begin to answer in time; `was_loading` tells that it was not even ready."""

    was_loading: bool


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing came for a moment."""


Happening = EngineEvent | Late | Idle
Ending = Done | Failed | Late
Way = Generator[None, Happening, None]
Asking = Generator[None, Happening, Ending]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to wait: for an engine that still loads, its first word, and all of its answer; None: for ever."""

    loading: float | None = None
    first: float | None = None
    whole: float | None = None


FOREVER = Limits()


class Errand:
    """Holds one way and moves it on. Nothing of it is posted after `leave`."""

    def __init__(self, request: Request, picture: Picture, routes: Routes, timer: Timer, post: PostEngine) -> None:
        self.request = request
        self.picture = picture
        self._routes = routes
        self._timer = timer
        self._post = post
        self._way: Way | None = None
        self._waiting: deque[Happening] = deque()
        self._is_running = False
        self._is_left = False
        self._armed: dict[str, Callable[[], None]] = {}
        self._lost: dict[str, SeeSayError] = {}

    # --- from outside -------------------------------------------------------------------------------

    def begin(self, way: Way) -> None:
        """Go as far as it goes."""
        self._way = way
        self._move(None)

    def take(self, happening: Happening) -> None:
        """Let a happening move the way on; one that comes while it moves waits its turn."""
        if isinstance(happening, EngineLost) and not isinstance(happening.error, EngineDied | EngineStalled):
            # It was started for this request and can't be: it would fail in the same way once more.
            self._lost[happening.engine] = happening.error
        self._waiting.append(happening)
        while self._waiting and not self._is_running and not self._is_left:
            self._move(self._waiting.popleft())

    def leave(self) -> None:
        """End where it stands: the engine that is being asked is cancelled now."""
        self._is_left = True
        if not self._is_running:
            self._close()

    def _move(self, happening: Happening | None) -> None:
        if self._way is None:
            return
        self._is_running = True
        try:
            if happening is None:
                next(self._way)
            else:
                self._way.send(happening)
        except StopIteration:
            self._way = None
        except Exception as error:
            log.error("a way through a request failed: %s", type(error).__name__)
            log.debug("where", exc_info=True)
            self._way = None
            self.fail(InternalError(detail=type(error).__name__))
        finally:
            self._is_running = False
        if self._is_left:
            self._close()

    def _close(self) -> None:
        way, self._way = self._way, None
        self._waiting.clear()
        if way is not None:
            way.close()

    # --- for the way ----------------------------------------------------------------------------------

    def say(self, piece: Piece) -> None:
        """Pass a piece on as one of this request."""
        self._send(replace(piece, request_id=self.request.id))

    def show(self, region: Region) -> None:
        """Pass a region on."""
        self._send(Found(self.request.id, region))

    def done(self, reason: Reason, stats: Stats) -> None:
        """Tell that the answer is complete."""
        self._send(Done(self.request.id, reason, stats))

    def fail(self, error: SeeSayError) -> None:
        """Tell that the answer ends here."""
        self._send(Failed(self.request.id, error))

    def ask(
        self,
        engine: Engine,
        request: Request,
        take: Callable[[Piece | Found | Idle], bool],
        limits: Limits = FOREVER,
        *,
        is_ready: bool = True,
    ) -> Asking:
        """Ask an engine and return how it ended; `take` gets what it says, and returns False once it has had enough."""
        if self._is_left:
            # Left by what was just said: nothing more is asked, and it ends here.
            yield
        number = self._routes.open(self.take)
        ending: Ending | None = None
        try:
            if engine.name in self._lost:
                ending = Failed(number, self._lost.pop(engine.name))
                return ending
            self._arm("whole", limits.whole, Late(was_loading=False))
            self._arm("first", limits.first if is_ready else limits.loading, Late(was_loading=not is_ready))
            engine.answer(replace(request, id=number), self.picture)
            ending = yield from self._listen(number, engine.name, take, limits)
            return ending
        finally:
            self._disarm(*self._armed)
            self._routes.close(number)
            if not isinstance(ending, Done | Failed) or ending.request_id != number:
                engine.cancel(number)

    def _listen(self, number: int, name: str, take: Callable[[Piece | Found | Idle], bool], limits: Limits) -> Asking:
        """Wait for the end of an answer; the end of one that is longer than wanted is of no engine's making."""
        while True:
            happening = yield
            if getattr(happening, "request_id", number) != number:
                continue
            match happening:
                case Done() | Failed() | Late():
                    return happening
                case EngineReady(ready) if ready == name and "first" in self._armed:
                    self._arm("first", limits.first, Late(was_loading=False))
                case Piece() | Found() | Idle():
                    self._disarm("first")
                    if not take(happening):
                        return Done(0, Reason.LENGTH)
                    self._arm("idle", IDLE if isinstance(happening, Piece) else None, Idle())

    def _send(self, event: EngineEvent) -> None:
        if not self._is_left:
            self._post(event)

    def _arm(self, name: str, seconds: float | None, happening: Happening) -> None:
        self._disarm(name)
        if seconds is not None:
            self._armed[name] = self._timer.after(seconds, lambda: self._fire(name, happening))

    def _fire(self, name: str, happening: Happening) -> None:
        self._armed.pop(name, None)
        self.take(happening)

    def _disarm(self, *names: str) -> None:
        for name in names:
            cancel = self._armed.pop(name, None)
            if cancel is not None:
                cancel()
