"""An `EngineHost` with a recorder of what it posts, for tests; knows nothing of pytest."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from assistant.core.domain import (
    Done,
    EngineEvent,
    EngineLost,
    EngineReady,
    Failed,
    Picture,
    Piece,
    Request,
    Source,
    SourceKind,
    Task,
)
from assistant.process.host import EngineHost
from support.fake_engine import SERVICE

TESTS = Path(__file__).parent.parent


class Recorder:
    """Takes what a host posts; every wait ends in `queue.Empty` instead of hanging."""

    def __init__(self) -> None:
        self.events: list[EngineEvent] = []
        self._queue: queue.SimpleQueue[EngineEvent] = queue.SimpleQueue()

    def post(self, event: EngineEvent) -> None:
        """Be the host's `post`."""
        self.events.append(event)
        self._queue.put(event)

    def await_event(self, is_wanted: Callable[[EngineEvent], bool], seconds: float = 20.0) -> EngineEvent:
        """Return the next event that is wanted; the ones before it are passed over."""
        while not is_wanted(event := self._queue.get(timeout=seconds)):
            pass
        return event

    def await_ready(self) -> None:
        """Return once the engine is warm."""
        self.await_event(lambda event: isinstance(event, EngineReady))

    def await_lost(self) -> EngineLost:
        """Return the next loss."""
        event = self.await_event(lambda event: isinstance(event, EngineLost))
        assert isinstance(event, EngineLost)
        return event

    def await_end(self, request_id: int, seconds: float = 20.0) -> Done | Failed:
        """Return the last event of a request; `seconds` may pass between two events."""

        def is_end(event: EngineEvent) -> bool:
            return isinstance(event, Done | Failed) and event.request_id == request_id

        event = self.await_event(is_end, seconds)
        assert isinstance(event, Done | Failed)
        return event

    def of(self, request_id: int) -> list[EngineEvent]:
        """Return all that was posted of a request."""
        return [event for event in self.events if getattr(event, "request_id", None) == request_id]

    def text(self, request_id: int) -> str:
        """Return the text of a request's pieces."""
        return "".join(event.text for event in self.of(request_id) if isinstance(event, Piece))


class Bench:
    """A host and its recorder; `ask` numbers the requests."""

    def __init__(self, host: EngineHost, recorder: Recorder) -> None:
        self.host = host
        self.recorder = recorder
        self._next = 0

    def ask(self, question: str, picture: Picture | None = None, *, task: Task = Task.ASK) -> int:
        """Begin a request and return its id."""
        self._next += 1
        shown = picture or small_picture()
        self.host.answer(Request(self._next, shown.id, task, question), shown)
        return self._next

    def answer(self, question: str, picture: Picture | None = None) -> Done | Failed:
        """Ask and return the end."""
        return self.recorder.await_end(self.ask(question, picture))

    def last(self) -> list[EngineEvent]:
        """Return what was posted of the last request."""
        return self.recorder.of(self._next)

    def pid(self) -> int:
        """Return the child's process id."""
        child = self.host._child
        assert child is not None
        return child.process.pid


@contextmanager
def bench(
    service: str = SERVICE,
    options: Mapping[str, str] | None = None,
    command: Sequence[str] | None = None,
    **deadlines: Any,
) -> Iterator[Bench]:
    """Yield a host for a service, with generous deadlines, closed at the end."""
    recorder = Recorder()
    wanted = {"start_deadline": 20.0, "silence_deadline": 20.0, **deadlines}
    with importable_tests():
        host = EngineHost("engine", service, options or {}, recorder.post, command=command, **wanted)
        try:
            yield Bench(host, recorder)
        finally:
            host.close()


@contextmanager
def importable_tests() -> Iterator[None]:
    """Let child processes import the helpers of the tests."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(TESTS) if before is None else f"{TESTS}{os.pathsep}{before}"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended and was reaped."""
    return not psutil.pid_exists(pid)


def small_picture(picture_id: int = 1) -> Picture:
    """Return a picture of 4 x 2 pixels."""
    return Picture(picture_id, Source(SourceKind.SCREEN), 4, 2, bytes(range(24)))


def large_picture(width: int = 1920, height: int = 1080, picture_id: int = 2) -> Picture:
    """Return a picture that no pipe takes in one go."""
    return Picture(picture_id, Source(SourceKind.SCREEN), width, height, os.urandom(width) * height * 3)
