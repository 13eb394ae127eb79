"""Engines before, or in place of, a model's child: one fails, one tells first, one spares it starts in vain.

What they `post` has to arrive later, not within the call: an ensemble is not through with its question before.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.domain import EngineEvent, EngineLost, Failed, Picture, Request
from assistant.core.errors import EngineStartFailed, ModelCannot, ModelError, SeeSayError
from assistant.core.ports import Engine, PostEngine

SPARED_SECONDS = 300.0
"""Seconds for which a model that could not be loaded is not tried again: memory may be free by then."""


class Failing:
    """An engine in place of a model that can't be had: it ends every request with the reason."""

    def __init__(self, name: str, error: SeeSayError, post: PostEngine) -> None:
        self.name = name
        self._error = error
        self._post = post

    def start(self) -> None:
        """Do nothing: there is nothing to load."""

    def answer(self, request: Request, picture: Picture) -> None:
        """Say why there is no answer."""
        self._post(Failed(request.id, self._error))

    def cancel(self, request_id: int) -> None:
        """Do nothing: nothing is under way."""

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


class Before:
    """An engine that passes everything on to another."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.name
        self._engine = engine

    def start(self) -> None:
        """Start the child; nothing is sent."""
        self._engine.start()

    def answer(self, request: Request, picture: Picture) -> None:
        """Begin."""
        self._engine.answer(request, picture)

    def cancel(self, request_id: int) -> None:
        """Leave a request."""
        self._engine.cancel(request_id)

    def close(self) -> None:
        """End the child."""
        self._engine.close()


class Telling(Before):
    """A server's engine that tells, once in a run, whose server it is, before the first picture leaves.

    `tell` returns whether it was told: somebody who wants quiet isn't told anything.
    """

    def __init__(self, engine: Engine, host: str, tell: Callable[[str], bool]) -> None:
        super().__init__(engine)
        self._host = host
        self._tell = tell
        self._is_told = False

    def answer(self, request: Request, picture: Picture) -> None:
        """Tell, then begin."""
        self._is_told = self._is_told or self._tell(self._host)
        super().answer(request, picture)


class Refusals:
    """Notes why a model's child could not be loaded, of what it posts on its way to `post`; from any thread."""

    def __init__(self, post: PostEngine, now: Callable[[], float]) -> None:
        self._post = post
        self._now = now
        self._last: tuple[float, SeeSayError] | None = None

    @property
    def error(self) -> SeeSayError | None:
        """Why it could not be loaded a while ago, None where it may be tried."""
        last = self._last
        return last[1] if last is not None and self._now() - last[0] < SPARED_SECONDS else None

    def heard(self, event: EngineEvent) -> None:
        """Note it, and pass it on."""
        if isinstance(event, Failed | EngineLost):
            error = event.error
            if isinstance(error, ModelError | EngineStartFailed) and not isinstance(error, ModelCannot):
                self._last = self._now(), error
        self._post(event)


class Sparing(Before):
    """A model's engine that is not started again for a while once it could not be loaded.

    Each attempt would keep the user waiting and the computer busy. Who asks for the model by its name goes past it.
    """

    def __init__(self, engine: Engine, refusals: Refusals, post: PostEngine) -> None:
        super().__init__(engine)
        self._refusals = refusals
        self._post = post

    def start(self) -> None:
        """Start the child, unless that was in vain a while ago."""
        if self._refusals.error is None:
            super().start()

    def answer(self, request: Request, picture: Picture) -> None:
        """Begin, or end at once with the reason that was found before."""
        error = self._refusals.error
        if error is None:
            super().answer(request, picture)
        else:
            self._post(Failed(request.id, error))
