"""An engine as the session sees it: a child process behind a thread.

`EngineHost` decides when its child is started, believed, given up and started again. It reads no pixels and speaks no
sentence; whatever goes wrong with the child becomes one typed event.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.core.domain import EngineEnded, EngineLost, EngineReady, Failed, Picture, Request
from assistant.core.errors import EngineDied, EngineStalled, EngineStartFailed, InternalError, SeeSayError
from assistant.core.ports import PostEngine
from assistant.process import protocol, wire
from assistant.process.child import Child, Ended, Wire
from assistant.process.frames import ProtocolError
from assistant.process.limits import worker_command
from assistant.process.posting import Posting
from assistant.process.protocol import (
    AnswerMessage,
    DoneMessage,
    FailedMessage,
    FoundMessage,
    FromChild,
    PieceMessage,
    ReadyMessage,
    StartFailedMessage,
    ToChild,
    WorkingMessage,
)

_log = logging.getLogger(__name__)

_WIRE: Wire[ToChild, FromChild] = Wire(
    protocol.encode, protocol.decode_from_child, protocol.Close(), protocol.MAX_FRAME
)

MAX_ANSWER_CHARACTERS = 5_000_000
MAX_ANSWER_MESSAGES = 200_000

_CANCEL_SECONDS = 1.5
_CLOSE_SECONDS = 1.0
_JOIN_SECONDS = 12.0
# Three deaths in a row, no answer between them, each soon after the former: it would only die again.
_PATIENCE = 3
_SOON = 60.0
_BACKOFF = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Begin:
    request: Request
    picture: Picture


@dataclass(frozen=True, slots=True)
class _Leave:
    request_id: int


@dataclass(frozen=True, slots=True)
class _Heard:
    child: Child[ToChild, FromChild]
    message: FromChild | Ended


class _Order:
    """A command without data."""


_START, _FORGET, _CLOSE = _Order(), _Order(), _Order()


class EngineHost:
    """Owns a child on a thread of its own; its methods return at once, except `close`.

    Control flow: commands of the caller and messages of the child wait in one queue; the thread takes them one by one
    and, between them, whatever timer is due (`start`, `silence`, `cancel`, `idle`, `restart`). One request is with
    the child at a time: the next one waits until the former has ended or its child has been ended.

    `start_deadline` and `silence_deadline` are seconds until the child is warm, and between two signs of life
    over an answer; `idle_seconds` ends an idle child (None: never); `memory_bytes` bounds its address space. `before`
    is called once, on the host's thread, before there is any child, and may block: until memory is free, for instance.
    """

    def __init__(
        self,
        name: str,
        service: str,
        options: Mapping[str, str],
        post: PostEngine,
        *,
        start_deadline: float,
        silence_deadline: float,
        cancel_deadline: float = _CANCEL_SECONDS,
        idle_seconds: float | None = None,
        memory_bytes: int | None = None,
        command: Sequence[str] | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self._start_message = protocol.Start(service, dict(options), memory_bytes)
        self._posting = Posting(post)
        self._seconds = {"start": start_deadline, "silence": silence_deadline, "cancel": cancel_deadline}
        if idle_seconds is not None:
            self._seconds["idle"] = idle_seconds
        self._before = before
        self._command = list(command) if command is not None else worker_command()
        self._inbox: queue.SimpleQueue[_Begin | _Leave | _Heard | _Order] = queue.SimpleQueue()
        self._opening = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        # From here on: the thread's own.
        self._child: Child[ToChild, FromChild] | None = None
        self._is_ready = False
        self._is_lost_told = False
        self._waiting: _Begin | None = None
        self._running: int | None = None
        self._is_leaving = False
        self._messages = 0
        self._characters = 0
        self._deaths: deque[float] = deque(maxlen=_PATIENCE)
        self._timers: dict[str, float] = {}

    # --- any thread -------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the child where none runs; posts `EngineReady` when it is warm."""
        self._put(_START)

    def answer(self, request: Request, picture: Picture) -> None:
        """Begin; posts this request's events, the last one `Done` or `Failed`. A request before it is left."""
        self._posting.want(request.id)
        if not self._put(_Begin(request, picture)):
            self._posting.post_of(request.id, Failed(request.id, EngineStartFailed(detail="closed")))

    def cancel(self, request_id: int) -> None:
        """Leave a request: nothing of it is posted after this returns."""
        if self._posting.leave(request_id):
            self._put(_Leave(request_id))

    def forget(self) -> None:
        """Let the child drop what it keeps of earlier pictures."""
        self._put(_FORGET)

    def close(self) -> None:
        """End the child, softly, then hard, and the thread; blocks, in the worst case for seconds."""
        with self._opening:
            self._is_closed = True
            self._inbox.put(_CLOSE)
            thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        thread.join(_JOIN_SECONDS)
        if thread.is_alive():
            _log.warning("%s does not end", thread.name)

    def _put(self, item: _Begin | _Leave | _Order) -> bool:
        with self._opening:
            if self._is_closed:
                return False
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"engine-{self.name}", daemon=True)
                self._thread.start()
            # Under the lock, so that nothing gets in behind the closing order and is never answered.
            self._inbox.put(item)
        return True

    # --- the thread -------------------------------------------------------------------------------------

    def _run(self) -> None:
        self._before()
        while True:
            item = self._take()
            if item is _CLOSE:
                break
            try:
                if item is not None:
                    self._handle(item)
                self._fire()
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of a defect in here as well
                _log.error("%s: %s in the host", self.name, type(error).__name__)
                self._lose(InternalError(detail=type(error).__name__))
            del item
        self._end_child(_CLOSE_SECONDS)

    def _take(self) -> _Begin | _Leave | _Heard | _Order | None:
        if not self._timers:
            return self._inbox.get()
        try:
            return self._inbox.get(timeout=max(min(self._timers.values()) - time.monotonic(), 0))
        except queue.Empty:
            return None

    def _handle(self, item: _Begin | _Leave | _Heard | _Order) -> None:
        match item:
            case _Begin(request):
                if self._posting.is_wanted(request.id):
                    self._waiting = item
                    self._leave_running()
                    self._dispatch()
            case _Leave(request_id):
                if self._waiting is not None and self._waiting.request.id == request_id:
                    self._waiting = None
                if self._running == request_id:
                    self._leave_running()
            case _Heard(child, message):
                child.handled()
                if child is self._child:
                    self._hear(message)
            case _ if item is _START and self._child is None:
                self._spawn()
            case _ if item is _FORGET and self._child is not None:
                self._child.send(protocol.Forget())

    # --- the child's life -------------------------------------------------------------------------------

    def _spawn(self) -> None:
        self._timers.pop("restart", None)
        try:
            self._child = Child(self.name, self._command, _WIRE, self._listen)
        except (OSError, RuntimeError) as error:
            self._lose(EngineStartFailed(detail=type(error).__name__), is_hopeless=True)
            return
        self._is_ready = False
        self._set("start")
        self._child.send(self._start_message)

    def _listen(self, child: Child[ToChild, FromChild], message: FromChild | Ended, _pixels: bytes) -> None:
        self._inbox.put(_Heard(child, message))

    def _end_child(self, grace: float) -> None:
        child, self._child = self._child, None
        self._is_ready = self._is_leaving = False
        self._timers.clear()
        if child is not None:
            child.end(grace)
            _log.debug("%s: ended with status %s", self.name, child.process.returncode)

    def _lose(self, error: SeeSayError, *, is_hopeless: bool = False) -> None:
        """End a child that died or is not to be believed, tell once, and see to the next one."""
        _log.warning("%s: %s", self.name, error.code)
        self._tell_ended()
        self._end_child(0)
        self._deaths.append(time.monotonic())
        running, self._running = self._running, None
        if running is not None:
            self._posting.post_of(running, Failed(running, error))
        if self._waiting is not None and is_hopeless:
            request_id, self._waiting = self._waiting.request.id, None
            self._posting.post_of(request_id, Failed(request_id, error))
        elif self._waiting is not None:
            # It was never with the child that is gone, so a fresh one gets it.
            self._dispatch()
        else:
            self._restart_later(is_hopeless)
            if running is None:
                self._tell_lost(error)

    def _restart_later(self, is_hopeless: bool) -> None:
        now = time.monotonic()
        # A large model that dies while it loads takes longer from one death to the next.
        soon = max(_SOON, _PATIENCE * self._seconds["start"])
        recent = sum(1 for death in self._deaths if now - death < soon)
        if is_hopeless or recent >= _PATIENCE:
            _log.warning("%s: not started again before it is needed", self.name)
        else:
            self._timers["restart"] = now + _BACKOFF[recent - 1]

    def _tell_ended(self) -> None:
        if self._is_ready:
            self._posting.post(EngineEnded(self.name))

    def _tell_lost(self, error: SeeSayError) -> None:
        # A start that fails again and again is one loss.
        if not self._is_lost_told:
            self._is_lost_told = True
            self._posting.post(EngineLost(self.name, error))

    # --- requests ---------------------------------------------------------------------------------------

    def _dispatch(self) -> None:
        """Give the waiting request to the child, unless the former one is still with it."""
        if self._waiting is None or self._running is not None:
            return
        if self._child is None:
            self._spawn()
        begin, self._waiting = self._waiting, None
        if begin is None or self._child is None:
            return
        request = begin.request
        try:
            self._child.send(wire.to_answer(request, begin.picture), begin.picture.rgb)
        except ProtocolError as error:
            _log.warning("%s: %s", self.name, error)
            self._posting.post_of(request.id, Failed(request.id, InternalError(detail=type(error).__name__)))
        except SeeSayError as error:
            self._posting.post_of(request.id, Failed(request.id, error))
        else:
            self._running, self._messages, self._characters = request.id, 0, 0
            self._is_lost_told = False
            self._timers.pop("idle", None)
            if self._is_ready:
                self._set("silence")

    def _leave_running(self) -> None:
        if self._running is None or self._child is None or self._is_leaving:
            return
        self._is_leaving = True
        self._timers.pop("silence", None)
        self._child.send(protocol.Cancel(self._running))
        # A child that still loads may be deaf for a while; its start has a deadline of its own.
        if self._is_ready:
            self._set("cancel")

    # --- what the child says ----------------------------------------------------------------------------

    def _hear(self, message: FromChild | Ended) -> None:
        match message:
            case Ended():
                self._lose(EngineDied())
            case ReadyMessage() if not self._is_ready:
                self._become_ready()
            case StartFailedMessage(code, params) if not self._is_ready:
                self._lose(SeeSayError.from_code(code, params), is_hopeless=True)
            case ReadyMessage() | StartFailedMessage():
                self._lose(EngineDied())
            case _:
                self._hear_answer(message)

    def _become_ready(self) -> None:
        self._is_ready = True
        self._is_lost_told = False
        self._timers.pop("start", None)
        self._set("idle" if self._running is None else "cancel" if self._is_leaving else "silence")
        self._posting.post(EngineReady(self.name))

    def _hear_answer(self, message: AnswerMessage | WorkingMessage) -> None:
        self._messages += 1
        if isinstance(message, PieceMessage | FoundMessage):
            self._characters += len(message.text)
        if self._messages > MAX_ANSWER_MESSAGES or self._characters > MAX_ANSWER_CHARACTERS:
            _log.warning("%s: more than an answer can be", self.name)
            self._lose(EngineDied())
            return
        if message.request_id != self._running:
            return
        if "silence" in self._timers:
            self._set("silence")
        if isinstance(message, WorkingMessage):
            return
        self._posting.post_of(message.request_id, wire.to_event(message))
        if isinstance(message, DoneMessage | FailedMessage):
            self._end_request()

    def _end_request(self) -> None:
        self._running, self._is_leaving = None, False
        self._deaths.clear()
        self._timers.pop("silence", None)
        self._timers.pop("cancel", None)
        self._dispatch()
        if self._running is None and self._is_ready:
            self._set("idle")

    # --- timers -----------------------------------------------------------------------------------------

    def _set(self, timer: str) -> None:
        if timer in self._seconds:
            self._timers[timer] = time.monotonic() + self._seconds[timer]

    def _fire(self) -> None:
        now = time.monotonic()
        for timer in [name for name, due in self._timers.items() if due <= now]:
            # What one does may have taken back the others.
            if self._timers.pop(timer, None) is not None:
                self._overdue(timer)

    def _overdue(self, timer: str) -> None:
        match timer:
            case "start" | "silence" | "cancel":
                self._lose(EngineStalled())
            case "idle":
                self._tell_ended()
                self._end_child(_CLOSE_SECONDS)
            case "restart":
                self._spawn()
