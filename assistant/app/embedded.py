"""The built-in engine: its child as the settings want it, and another one once they have changed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.core.domain import Done, EngineEvent, Failed, Picture, Request
from assistant.core.ports import PostEngine
from assistant.core.settings import Settings
from assistant.process.host import EngineHost

MakeHost = Callable[[Settings, PostEngine, Callable[[], None]], EngineHost]


class EmbeddedEngine:
    """An `Engine` whose child can be replaced; on the owner's thread, where `heard` passes its events on.

    Control flow: `settle` asks for another child; it comes when nobody waits for an answer, at the latest behind the
    last event of the one that is under way. The old child has ended before the new one takes its memory.
    """

    def __init__(self, settings: Callable[[], Settings], make: MakeHost, post: PostEngine) -> None:
        self._settings = settings
        self._make = make
        self._post = post
        self._asked: set[int] = set()
        self._is_old = False
        self._host = make(settings(), post, lambda: None)

    @property
    def name(self) -> str:
        """The engine's name."""
        return self._host.name

    def start(self) -> None:
        """Start the child where none runs."""
        self._host.start()

    def answer(self, request: Request, picture: Picture) -> None:
        """Begin."""
        self._asked.add(request.id)
        self._host.answer(request, picture)

    def cancel(self, request_id: int) -> None:
        """Leave a request."""
        self._host.cancel(request_id)
        self._over(request_id)

    def forget(self) -> None:
        """Let the child drop what it keeps."""
        self._host.forget()

    def close(self) -> None:
        """End the child; blocks."""
        self._host.close()

    def heard(self, event: EngineEvent) -> None:
        """Note the end of an answer."""
        if isinstance(event, Done | Failed):
            self._over(event.request_id)

    def settle(self) -> None:
        """Take up what the settings say of the child."""
        self._is_old = True
        self._renew()

    def _over(self, request_id: int) -> None:
        self._asked.discard(request_id)
        self._renew()

    def _renew(self) -> None:
        if not self._is_old or self._asked:
            return
        self._is_old = False
        ending = threading.Thread(target=self._host.close, name="close-embedded", daemon=True)
        ending.start()
        self._host = self._make(self._settings(), self._post, ending.join)
        self._host.start()
