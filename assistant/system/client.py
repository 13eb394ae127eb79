"""The command line's end: hands a request to the running instance and follows what it answers.

Loads neither Qt nor the core: the whole process is to be done within 50 ms. It prints nothing and never waits without
an end that the caller chose.
"""

from __future__ import annotations

import os
import socket
import sys
import time

from assistant.system.channel import Channel, PipeChannel, SocketChannel, pipe_name
from assistant.system.messages import (
    ERROR,
    EVENT,
    MAX_REPLY,
    PICTURE,
    REQUEST,
    RESULT,
    BadMessageError,
    Body,
    Option,
    decode_json,
    encode,
    encode_json,
    request_body,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_CONNECT_SECONDS = 0.5
_SEND_SECONDS = 5.0
_NAMES = {EVENT: "event", RESULT: "result", ERROR: "error"}


class Client:
    """One request to the instance; closing it before the last reply cancels the request over there."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def send(
        self,
        verb: str,
        options: dict[str, Option] | None = None,
        picture: tuple[int, int, bytes] | None = None,
    ) -> None:
        """Hand the request over; `picture` is width, height and RGB rows.

        Raises BadMessageError for what the protocol has no word for, OSError when the instance goes away.
        """
        size = picture[:2] if picture else None
        frame = encode_json(REQUEST, request_body(verb, options or {}, size))
        self._channel.send(frame, _SEND_SECONDS)
        if picture:
            self._channel.send(encode(PICTURE, picture[2]), _SEND_SECONDS)

    def replies(self, timeout: float | None = None) -> Iterator[tuple[str, Body]]:
        """Yield ("event", body) as they come, then one ("result", body) or ("error", body).

        Raises TimeoutError when that takes more seconds in all, ConnectionResetError when the instance dies first.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        kind = ""
        while kind in ("", "event"):
            frame = self._channel.receive(lambda kind: MAX_REPLY if kind in _NAMES else -1, deadline)
            if frame is None:
                raise ConnectionResetError("the instance ended")
            kind = _NAMES[frame[0]]
            yield kind, decode_json(frame[1])

    def close(self) -> None:
        """Hang up."""
        self._channel.shut()
        self._channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(path: str | os.PathLike[str]) -> Client | None:
    """Return a client of the instance that listens at this path; None where none does."""
    try:
        channel = _connect_pipe(os.fspath(path)) if sys.platform == "win32" else _connect(os.fspath(path))
    except OSError:
        return None
    if channel.is_own():
        return Client(channel)
    channel.close()
    return None


def _connect(path: str) -> Channel:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_CONNECT_SECONDS)
        connection.connect(path)
        return SocketChannel(connection)
    except OSError:
        connection.close()
        raise


def _connect_pipe(path: str) -> Channel:
    from multiprocessing.connection import Client as PipeClient

    return PipeChannel(PipeClient(pipe_name(path), "AF_PIPE"))


__all__ = ["BadMessageError", "Client", "connect"]
