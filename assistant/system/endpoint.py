"""Where an instance listens: an owner-only Unix socket, or a named pipe on Windows (*not yet run*).

Accepts; serves nobody. Only the holder of the `InstanceLock` opens one, so whatever lies at the path is stale.
"""

from __future__ import annotations

import logging
import os
import selectors
import socket
import stat
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from assistant.system.channel import Channel, PipeChannel, SocketChannel, pipe_name

logger = logging.getLogger(__name__)

_BACKLOG = 64
_BREATHER_SECONDS = 0.1


class Endpoint(Protocol):
    """Where clients knock."""

    def accept(self) -> Channel | None:
        """Wait for a client of this user; None once closed."""
        ...

    def close(self) -> None:
        """Stop listening and wake whoever accepts."""
        ...


def listen(path: str | os.PathLike[str]) -> Endpoint:
    """Listen at this path. Raises OSError where that fails, PermissionError for a folder that others can enter."""
    return PipeEndpoint(os.fspath(path)) if sys.platform == "win32" else SocketEndpoint(Path(path))


class SocketEndpoint:
    """A Unix socket: mode 0600 in a folder of mode 0700, and each peer's user is checked."""

    def __init__(self, path: Path) -> None:
        _make_private(path.parent)
        self._path = path
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._inode = _bind_atomically(self._listener, path)
        except OSError:
            self._listener.close()
            raise
        self._listener.setblocking(False)
        self._wakes, self._waker = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wakes, selectors.EVENT_READ)
        self._is_closed = False

    def accept(self) -> Channel | None:
        """Wait for a client of this user; None once closed."""
        while True:
            self._selector.select()
            if self._is_closed:
                self._release()
                return None
            channel = self._accepted()
            if channel:
                return channel

    def _accepted(self) -> Channel | None:
        try:
            connection, _address = self._listener.accept()
        except BlockingIOError:
            return None
        except OSError as error:
            # Out of file handles, most likely: the next round would fail as fast, so breathe first.
            logger.warning("can't accept a command: %s", type(error).__name__)
            self._selector.unregister(self._listener)
            self._selector.select(_BREATHER_SECONDS)
            self._selector.register(self._listener, selectors.EVENT_READ)
            return None
        channel = SocketChannel(connection)
        if channel.is_own():
            return channel
        logger.warning("a process of another user was turned away")
        channel.close()
        return None

    def close(self) -> None:
        """Stop listening and wake whoever accepts; the path is removed if it is still ours."""
        if self._is_closed:
            return
        self._is_closed = True
        with suppress(OSError):
            if self._path.lstat().st_ino == self._inode:
                self._path.unlink()
        # A client that knocked just now may have woken it already.
        with suppress(OSError):
            self._waker.send(b"\0")

    def _release(self) -> None:
        self._selector.close()
        for handle in (self._listener, self._wakes, self._waker):
            handle.close()


class PipeEndpoint:
    """A named pipe with Windows' default rights."""

    def __init__(self, path: str) -> None:
        from multiprocessing.connection import Listener

        self._name = pipe_name(path)
        self._listener = Listener(self._name, "AF_PIPE")
        self._closed = threading.Event()

    def accept(self) -> Channel | None:
        """Wait for a client; None once closed."""
        while not self._closed.is_set():
            try:
                channel = PipeChannel(self._listener.accept())
            except (OSError, EOFError) as error:
                # The next round might fail as fast, so breathe first.
                logger.warning("can't accept a command: %s", type(error).__name__)
                self._closed.wait(_BREATHER_SECONDS)
                continue
            if not self._closed.is_set():
                return channel
            channel.close()
        self._listener.close()
        return None

    def close(self) -> None:
        """Knock at the own door: nothing else wakes a pipe that waits."""
        from multiprocessing.connection import Client

        self._closed.set()
        with suppress(OSError):
            Client(self._name, "AF_PIPE").close()


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    if status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o077:
        raise PermissionError(f"{folder} is open to other users")


def _bind_atomically(listener: socket.socket, path: Path) -> int:
    """Listen under another name and move it there: at no moment is there a socket that nobody answers."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    listener.bind(str(fresh))
    fresh.chmod(0o600)
    listener.listen(_BACKLOG)
    inode = fresh.stat().st_ino
    fresh.replace(path)
    return inode
