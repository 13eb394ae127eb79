"""The running instance's end of the socket: takes requests of command lines and answers them.

It checks, bounds and carries; what a request means is the handler's business. No client can hold up the instance or
another client: each has threads of its own, and what it doesn't read is buffered up to a bound, then it is dropped.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue

from assistant.system.channel import Channel
from assistant.system.endpoint import listen
from assistant.system.instance_lock import InstanceLock
from assistant.system.messages import (
    ERROR,
    EVENT,
    MAX_REQUEST,
    PICTURE,
    REQUEST,
    RESULT,
    BadMessageError,
    Body,
    Option,
    encode_json,
    parse_request,
)

__all__ = ["Call", "InstanceLock", "InstanceServer", "Message", "RawPicture"]

logger = logging.getLogger(__name__)

_REQUEST_SECONDS = 5.0
_PICTURE_SECONDS = 30.0
_PATIENCE_SECONDS = 30.0
_CLOSE_SECONDS = 1.0
_MAX_CLIENTS = 32
_MAX_UNREAD = 8 * 1024 * 1024
_BYTES_PER_PIXEL = 3


@dataclass(frozen=True, slots=True)
class Message:
    """What a command line asks: one of `messages.VERBS` and its options, checked by name and type."""

    verb: str
    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class RawPicture:
    """Pixels that the command line resolved: height x width x 3 bytes RGB, rows from the top."""

    width: int
    height: int
    rgb: bytes


class Call:
    """One request and the way back to who asked; every method may be called from any thread and returns at once.

    Control flow: events, then exactly one `finish` or `fail`. If the client leaves before that, the callback of
    `on_gone` runs once, on a thread of the server's, and whatever is sent afterwards is dropped.
    """

    def __init__(self, message: Message, picture: RawPicture | None, channel: Channel) -> None:
        self.message = message
        self.picture = picture
        self._channel = channel
        self._lock = threading.Lock()
        self._unsent: SimpleQueue[bytes | None] = SimpleQueue()
        self._unsent_bytes = 0
        self._is_over = False
        self._is_gone = False
        self._when_gone: Callable[[], None] | None = None

    def send(self, event: Body) -> None:
        """Send an event."""
        self._put(encode_json(EVENT, event), is_last=False)

    def finish(self, result: Body) -> None:
        """Send the result, the last message."""
        self._put(encode_json(RESULT, result), is_last=True)

    def fail(self, code: str, params: Mapping[str, str] | None = None) -> None:
        """Send an error, the last message; code and params as in `SeeSayError`."""
        self._put(encode_json(ERROR, {"code": code, "params": dict(params or {})}), is_last=True)

    def on_gone(self, callback: Callable[[], None]) -> None:
        """Call back once if the client leaves before the last message; at once if it already has."""
        with self._lock:
            self._when_gone = callback
            is_late = self._is_gone
        if is_late:
            self._tell_gone()

    def _put(self, frame: bytes, *, is_last: bool) -> None:
        with self._lock:
            if self._is_over:
                return
            self._is_over = is_last
            self._unsent_bytes += len(frame)
            is_unread = self._unsent_bytes > _MAX_UNREAD and not is_last
            self._unsent.put(frame)
            if is_last:
                self._unsent.put(None)
        if is_unread:
            logger.warning("a command line doesn't read its answer and is dropped")
            self._channel.shut()

    def _write(self) -> None:
        """Carry what is to be sent until the last message or the client's end; runs on the writer's thread."""
        try:
            while (frame := self._unsent.get()) is not None:
                self._channel.send(frame, _PATIENCE_SECONDS)
                with self._lock:
                    self._unsent_bytes -= len(frame)
        except OSError as error:
            logger.debug("a command line left: %s", type(error).__name__)
        self._channel.shut()

    def _wait_gone(self) -> None:
        """Wait for the client to leave, or for the writer to have said the last word."""
        # It has no more to say: end of stream, an error or another frame all mean that it is over.
        with suppress(OSError, BadMessageError):
            self._channel.receive(lambda _kind: -1, None)
        with self._lock:
            self._is_gone = not self._is_over
            self._is_over = True
        self._unsent.put(None)
        self._channel.shut()
        if self._is_gone:
            self._tell_gone()

    def _tell_gone(self) -> None:
        with self._lock:
            callback, self._when_gone = self._when_gone, None
        if callback:
            callback()


class InstanceServer:
    """Listens at `path`; `handle` gets each valid request on a thread of that client and must return at once.

    Make one only while holding the `InstanceLock`. Raises OSError where the path can't be listened at.
    """

    def __init__(self, path: str | os.PathLike[str], handle: Callable[[Call], None]) -> None:
        self._handle = handle
        self._lock = threading.Lock()
        self._clients: dict[Channel, threading.Thread] = {}
        self._endpoint = listen(path)
        self._thread = threading.Thread(target=self._accept, name="instance", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and hang up on every client; their `on_gone` runs."""
        self._endpoint.close()
        self._thread.join(_CLOSE_SECONDS)
        with self._lock:
            clients = dict(self._clients)
        for channel in clients:
            channel.shut()
        until = time.monotonic() + _CLOSE_SECONDS
        for thread in clients.values():
            if thread is not threading.current_thread():
                thread.join(max(until - time.monotonic(), 0))

    def _accept(self) -> None:
        while channel := self._endpoint.accept():
            thread = threading.Thread(target=self._serve, args=(channel,), name="instance-client", daemon=True)
            with self._lock:
                has_room = len(self._clients) < _MAX_CLIENTS
                if has_room:
                    self._clients[channel] = thread
            if has_room:
                thread.start()
            else:
                logger.warning("too many command lines at once")
                channel.close()

    def _serve(self, channel: Channel) -> None:
        try:
            self._answer(channel)
        except (OSError, BadMessageError) as error:
            logger.info("a command line was dropped: %s", error if isinstance(error, BadMessageError) else "broken")
        finally:
            channel.shut()
            with self._lock:
                self._clients.pop(channel, None)
            channel.close()

    def _answer(self, channel: Channel) -> None:
        call = _receive(channel)
        if call is None:
            return
        writer = threading.Thread(target=call._write, name="instance-writer", daemon=True)
        writer.start()
        try:
            self._handle(call)
        except Exception as error:  # a defect in one request must not end the socket
            logger.error("a request could not be handled: %s", type(error).__name__)
            logger.debug("where", exc_info=True)
            call.fail("internal", {"detail": type(error).__name__})
        call._wait_gone()
        writer.join()


def _receive(channel: Channel) -> Call | None:
    """Read one request; None when the client only knocked. Raises what says that it is no client of ours."""
    frame = channel.receive(lambda kind: MAX_REQUEST if kind == REQUEST else -1, time.monotonic() + _REQUEST_SECONDS)
    if frame is None:
        return None
    try:
        verb, options, size = parse_request(frame[1])
    except BadMessageError as error:
        refusal = encode_json(ERROR, {"code": "usage", "params": {"detail": str(error)}})
        channel.send(refusal, _REQUEST_SECONDS)
        raise
    picture = _receive_picture(channel, *size) if size else None
    return Call(Message(verb, options), picture, channel)


def _receive_picture(channel: Channel, width: int, height: int) -> RawPicture:
    count = width * height * _BYTES_PER_PIXEL
    frame = channel.receive(lambda kind: count if kind == PICTURE else -1, time.monotonic() + _PICTURE_SECONDS)
    if frame is None or len(frame[1]) != count:
        raise BadMessageError("picture")
    return RawPicture(width, height, frame[1])
