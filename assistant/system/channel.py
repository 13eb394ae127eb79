"""A two-way stream of frames between two processes of one user, and who is at its other end.

POSIX: a Unix socket. Windows: a named pipe through `multiprocessing.connection` (*not yet run*). Deadlines are
monotonic seconds; a frame that isn't whole by then raises TimeoutError. Light on purpose: see `messages`.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import time

from assistant.system.messages import HEADER, MAX_PIXELS, BadMessageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Pipe(Protocol):
        """What is used of a connection of `multiprocessing`, whatever it is on this system."""

        def send_bytes(self, buf: bytes) -> None:
            """Send a whole message."""

        def fileno(self) -> int:
            """Return its handle."""

        def poll(self, timeout: float | None) -> bool:
            """Wait for a message."""

        def recv_bytes(self, maxlength: int | None) -> bytes:
            """Return the next message."""

        def close(self) -> None:
            """Give the handle back."""


_LONGEST = HEADER.size + 3 * MAX_PIXELS
_FOREVER = 1_000_000.0
_CREDENTIALS = struct.Struct("3i")
_MACOS_LOCAL_PEERCRED, _XUCRED = 1, struct.Struct("2I")


class SocketChannel:
    """Frames over a connected Unix socket. One thread may read while another writes."""

    def __init__(self, connection: socket.socket) -> None:
        self._read = connection
        # A second handle: reader and writer have a timeout each. Neither is ever None, which would make both block.
        self._write = connection.dup()

    def send(self, frame: bytes, patience: float) -> None:
        """Send a whole frame; raises TimeoutError once nothing was taken for so many seconds."""
        view = memoryview(frame)
        self._write.settimeout(patience)
        while view:
            view = view[self._write.send(view[: 1 << 16]) :]

    def receive(self, limit_for: Callable[[bytes], int], deadline: float | None) -> tuple[bytes, bytes] | None:
        """Return kind and payload of the next frame; None at the end of the stream.

        `limit_for` a kind gives the longest payload that is taken, -1 for a kind that isn't expected.
        """
        header = self._exactly(HEADER.size, deadline, may_end=True)
        if header is None:
            return None
        kind, length = HEADER.unpack(header)
        if length > limit_for(kind):
            raise BadMessageError("length")
        payload = self._exactly(length, deadline, may_end=False)
        return None if payload is None else (kind, bytes(payload))

    def _exactly(self, count: int, deadline: float | None, *, may_end: bool) -> bytearray | None:
        buffer = bytearray(count)
        view, got = memoryview(buffer), 0
        while got < count:
            self._read.settimeout(_left(deadline))
            step = self._read.recv_into(view[got:])
            if not step and (got or not may_end):
                raise ConnectionResetError("half a frame")
            if not step:
                return None
            got += step
        return buffer

    def is_own(self) -> bool:
        """Tell whether the process at the other end belongs to this user."""
        return _peer_uid(self._read) == os.getuid()

    def shut(self) -> None:
        """End the stream both ways and wake whoever waits on it; what was sent still arrives."""
        try:
            self._read.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def close(self) -> None:
        """Give the handles back; call it once no thread uses them."""
        self._write.close()
        self._read.close()


class PipeChannel:
    """Frames as messages of a Windows named pipe, whose default rights let only this user write."""

    def __init__(self, connection: Pipe) -> None:
        self._connection = connection

    def send(self, frame: bytes, patience: float) -> None:
        """Send a whole frame; the pipe has no patience of its own."""
        self._connection.send_bytes(frame)

    def receive(self, limit_for: Callable[[bytes], int], deadline: float | None) -> tuple[bytes, bytes] | None:
        """Return kind and payload of the next frame; None at the end of the stream."""
        if not self._connection.poll(_left(deadline)):
            raise TimeoutError
        try:
            frame = self._connection.recv_bytes(_LONGEST)
        except EOFError:
            return None
        if len(frame) < HEADER.size:
            raise BadMessageError("frame")
        kind, length = HEADER.unpack_from(frame)
        if length != len(frame) - HEADER.size or length > limit_for(kind):
            raise BadMessageError("length")
        return kind, frame[HEADER.size :]

    def is_own(self) -> bool:
        """Tell whether the pipe itself belongs to this user; its rights keep others away from its other end."""
        if sys.platform == "win32":
            from assistant.system.pipe_owner import is_mine

            return is_mine(self._connection.fileno())
        else:  # noqa: RET505 - only so does mypy see that one of the two is for another system
            return True

    def shut(self) -> None:
        """End the stream."""
        self._connection.close()

    def close(self) -> None:
        """Give the handle back."""
        self._connection.close()


Channel = SocketChannel | PipeChannel


def pipe_name(path: str) -> str:
    """Return the named pipe that stands for a socket's path on Windows."""
    from hashlib import sha256

    return rf"\\.\pipe\seesay-{sha256(path.encode()).hexdigest()[:32]}"


def _left(deadline: float | None) -> float:
    if deadline is None:
        return _FOREVER
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _peer_uid(connection: socket.socket) -> int:
    if sys.platform == "darwin":
        answer = connection.getsockopt(0, _MACOS_LOCAL_PEERCRED, 128)
        return int(_XUCRED.unpack_from(answer)[1])
    answer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(answer)[1])
