"""Two engines that answer as one: the embedded one tells what is certain, the model what the pictures show.

`Ensemble` is an engine for the session. It begins and leaves errands; `ways` knows how each task goes. It lives on the
owner's thread and owns neither a thread nor the engines: who made them closes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.desk import Desk, Parts, Patience
from assistant.core.domain import Detail, Done, EngineEvent, EngineReady, EngineState, Failed, Picture, Request
from assistant.core.errand import Errand
from assistant.core.names import Names
from assistant.core.ports import Engine, PostEngine, Timer
from assistant.core.routes import Routes
from assistant.core.trouble import Trouble
from assistant.core.ways import way_of
from assistant.core.wording import Wording

__all__ = ["Ensemble", "Outside", "Patience"]


@dataclass(frozen=True, slots=True)
class Outside:
    """What an ensemble needs besides its engines.

    `post` takes its events to the session, on the owner's thread. `now` is a monotonic clock in seconds. `wording`
    returns the sentences of an answer: in that language, brief or not.
    """

    post: PostEngine
    timer: Timer
    now: Callable[[], float]
    wording: Callable[[str, bool], Wording]


class Ensemble:
    """One request at a time; a new one leaves the former behind.

    Both engines post into `routes.heard`, on the owner's thread. `is_named` tells that the user asked for this model by
    name: then it answers all but descriptions itself, and its errors are not papered over.
    """

    def __init__(
        self,
        name: str,
        embedded: Engine,
        model: Engine,
        routes: Routes,
        outside: Outside,
        *,
        patience: Patience | None = None,
        is_named: bool = False,
    ) -> None:
        self.name = name
        self._routes = routes
        self._outside = outside
        self._trouble = Trouble(is_told_always=is_named)
        self._parts = Parts(embedded, model, self._trouble, patience or Patience(), is_named=is_named)
        self._is_ready = False
        self._names: dict[tuple[str, str], Names] = {}
        self._errand: Errand | None = None
        routes.listen(self.heard)

    def start(self) -> None:
        """Start both engines where they don't run."""
        self._parts.embedded.start()
        self._parts.model.start()

    def answer(self, request: Request, picture: Picture) -> None:
        """Begin; posts this request's events, the last one `Done` or `Failed`."""
        self._leave()
        outside = self._outside
        errand = Errand(request, picture, self._routes, outside.timer, self._post)
        self._errand = errand
        wording = outside.wording(request.language, request.detail is Detail.BRIEF)
        desk = Desk(errand, self._parts, wording, outside.now, is_ready=lambda: self._is_ready)
        errand.begin(way_of(desk, lambda language: self._names_in(language, wording)))

    def cancel(self, request_id: int) -> None:
        """Leave a request: nothing of it is posted afterwards, and the engine that is asked is cancelled."""
        if self._errand is not None and self._errand.request.id == request_id:
            self._leave()

    def close(self) -> None:
        """Leave what is under way. The engines are closed by who made them."""
        self._leave()

    def heard(self, event: EngineEvent) -> None:
        """Take what an engine tells of itself; the routes bring it."""
        if not isinstance(event, EngineState):
            return
        if event.engine == self._parts.model.name:
            self._is_ready = isinstance(event, EngineReady)
            if self._is_ready:
                self._trouble.is_over("loading")
        if self._errand is not None:
            self._errand.take(event)

    def _names_in(self, language: str, wording: Wording) -> Names:
        key = language, wording.language
        if key not in self._names:
            self._names[key] = Names(language, wording)
        return self._names[key]

    def _post(self, event: EngineEvent) -> None:
        if isinstance(event, Done | Failed):
            self._errand = None
        self._outside.post(event)

    def _leave(self) -> None:
        errand, self._errand = self._errand, None
        if errand is not None:
            errand.leave()
