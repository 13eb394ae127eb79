"""The child's side: load one service, answer one request at a time, end when the host is gone.

The main thread only reads messages, so that a cancel, an end or the host's death is noticed during a long computation.
One work thread loads the service and runs it. The real standard streams are moved away first: what a library prints
goes to standard error, where the host logs it.
"""

from __future__ import annotations

import faulthandler
import importlib
import io
import logging
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field

from assistant.core.domain import Done, EngineEvent, Failed, Picture, Reason, Request
from assistant.core.errors import EngineStartFailed, InternalError, SeeSayError
from assistant.core.ports import Answerer
from assistant.process import limits, protocol, wire
from assistant.process.frames import ProtocolError, read_frame, write_frame
from assistant.process.protocol import (
    Answer,
    Cancel,
    Close,
    Forget,
    FromChild,
    ReadyMessage,
    Start,
    StartFailedMessage,
    WorkingMessage,
)

# Not __name__: it is "__main__" in the child.
_log = logging.getLogger("assistant.process.worker")

_SIGN_SECONDS = 1.0
"""How often at most a computation that has nothing to tell yet gives a sign of life."""


@dataclass(eq=False, slots=True)
class _Job:
    """One request and its own cancel flag; `picture` is taken out of it once, by the work thread."""

    request: Request
    picture: Picture | None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def take(self) -> Picture | None:
        """Return the picture, and keep it no longer."""
        picture, self.picture = self.picture, None
        return picture


class Worker:
    """Reads messages on the calling thread until the end; a second thread works.

    A new answer cancels the one before it. Every request that was begun or waits is ended by one message of its own.
    """

    def __init__(self, source: io.BufferedReader, sink: io.FileIO) -> None:
        self._source = source
        self._sink = sink
        self._writing = threading.Lock()
        self._state = threading.Lock()
        self._tasks: queue.SimpleQueue[_Job | Forget] = queue.SimpleQueue()
        self._current: _Job | None = None

    def run(self) -> None:
        """Obey messages; return when the host closes or is gone."""
        while True:
            data = read_frame(self._source, protocol.MAX_FRAME)
            if data is None:
                return
            match protocol.decode_to_child(data):
                case Start() as start:
                    limits.step_back(start.memory_bytes)
                    threading.Thread(target=self._work, args=(start,), name="work", daemon=True).start()
                case Answer() as answer:
                    self._begin(self._read_job(answer))
                case Cancel(request_id):
                    self._cancel(request_id)
                case Forget() as forget:
                    self._tasks.put(forget)
                case Close():
                    return

    # --- the main thread --------------------------------------------------------------------------------

    def _read_job(self, answer: Answer) -> _Job:
        length = answer.picture.pixel_bytes
        rgb = read_frame(self._source, min(length, protocol.MAX_PIXEL_BYTES)) or b""
        if len(rgb) != length:
            raise ProtocolError("pixels that don't fit their size")
        return _Job(answer.request, wire.to_picture(answer.picture, rgb))

    def _begin(self, job: _Job) -> None:
        former, self._current = self._current, job
        if former is not None:
            self._leave(former)
        self._tasks.put(job)

    def _cancel(self, request_id: int) -> None:
        if self._current is not None and self._current.request.id == request_id:
            self._leave(self._current)

    def _leave(self, job: _Job) -> None:
        with self._state:
            was_waiting = job.take() is not None
            job.cancelled.set()
        if was_waiting:
            self._send_event(Done(job.request.id, Reason.CANCELLED))

    # --- the work thread --------------------------------------------------------------------------------

    def _work(self, start: Start) -> None:
        service = self._load(start)
        self._send(ReadyMessage())
        while True:
            task = self._tasks.get()
            if isinstance(task, Forget):
                _forget(service)
                continue
            self._answer(service, task)

    def _load(self, start: Start) -> Answerer:
        try:
            module, _, function = start.service.partition(":")
            create: Callable[[dict[str, str]], Answerer] = getattr(importlib.import_module(module), function)
            return create(dict(start.options))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the host must hear of it before the end
            reason = error if isinstance(error, SeeSayError) else EngineStartFailed(detail=_missing_part(error))
            _report(error)
            self._send(StartFailedMessage(reason.code, wire.bounded_params(reason)))
            os._exit(1)

    def _answer(self, service: Answerer, job: _Job) -> None:
        request = job.request
        with self._state:
            picture = job.take()
        if picture is None:
            return
        try:
            with closing(_events(service, request, picture, self._asking(job))) as events:
                # The generator alone holds the pixels from here on.
                del picture
                for event in events:
                    self._send_event(event)
        except SeeSayError as error:
            self._send(wire.failed(request.id, error))
        except BaseException as error:  # noqa: BLE001 - a defect, even an exit, ends the request and not the thread
            _report(error)
            self._send(wire.failed(request.id, InternalError(detail=type(error).__name__)))

    def _asking(self, job: _Job) -> Callable[[], bool]:
        """Return what a service asks between its steps: whether it is to end; asking is its sign of life.

        On a slow or busy machine it may be long until there is something to tell, and the host would give it up.
        """
        signed = time.monotonic()

        def is_cancelled() -> bool:
            nonlocal signed
            if job.cancelled.is_set():
                return True
            if time.monotonic() - signed > _SIGN_SECONDS:
                self._send(WorkingMessage(job.request.id))
                signed = time.monotonic()
            return False

        return is_cancelled

    def _send_event(self, event: EngineEvent) -> None:
        for message in wire.to_messages(event):
            self._send(message)

    def _send(self, message: FromChild) -> None:
        data = protocol.encode(message)
        try:
            with self._writing:
                write_frame(self._sink, data)
        except OSError:
            os._exit(1)


def _events(
    service: Answerer, request: Request, picture: Picture, is_cancelled: Callable[[], bool]
) -> Generator[EngineEvent, None, None]:
    """Yield a request's events, the last one `Done` or `Failed`; raise `TypeError` for a broken contract."""
    answer = service.answer(request, picture, is_cancelled)
    try:
        for event in answer:
            if is_cancelled():
                break
            if getattr(event, "request_id", None) != request.id:
                raise TypeError(type(event).__name__)
            yield event
            if isinstance(event, Done | Failed):
                return
    finally:
        if isinstance(answer, Generator):
            answer.close()
    if not is_cancelled():
        raise TypeError("the answer has no end")
    yield Done(request.id, Reason.CANCELLED)


def _forget(service: Answerer) -> None:
    forget = getattr(service, "forget", None)
    if forget is None:
        return
    try:
        forget()
    except Exception as error:  # noqa: BLE001 - a service's defect ends no child
        _report(error)


def _missing_part(error: BaseException) -> str:
    """Return the missing module's name, else the exception's type; never its words, which may quote data."""
    return (error.name if isinstance(error, ImportError) else None) or type(error).__name__


def _report(error: BaseException) -> None:
    """Log where it happened; the exception's words are left out, they may quote the screen."""
    _log.warning("%s at\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def take_streams() -> tuple[io.BufferedReader, io.FileIO]:
    """Return the pipes to the host; from now on standard output is standard error, standard input is empty."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return io.BufferedReader(io.FileIO(source, "rb"), 1 << 16), io.FileIO(sink, "wb")


def main() -> int:
    """Be a worker until the host is gone; never returns to the caller's clean-up."""
    source, sink = take_streams()
    if sys.stderr is None:
        # A Windows program without a console has the descriptor, but no stream on it.
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    # Names functions and lines of a native crash, no values.
    faulthandler.enable(2)
    try:
        Worker(source, sink).run()
    except ProtocolError as error:
        _log.warning("%s", error)
        os._exit(2)
    # The work thread may be deep in native code; nothing here is worth waiting for it.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
