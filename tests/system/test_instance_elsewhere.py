"""What Windows and macOS do differently for the single instance, against faked system calls: *not yet run there*."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.system import channel, messages
from assistant.system.channel import PipeChannel, pipe_name
from assistant.system.endpoint import PipeEndpoint
from assistant.system.instance_lock import InstanceLock


@pytest.fixture
def pipe() -> Iterator[tuple[PipeChannel, PipeChannel]]:
    # The same class as a Windows pipe's connection has, over a socket pair.
    left, right = (PipeChannel(cast("Any", end)) for end in Pipe())
    yield left, right
    left.close()
    right.close()


def test_a_frame_through_a_pipe(pipe: tuple[PipeChannel, PipeChannel]) -> None:
    here, there = pipe
    here.send(messages.encode(messages.REQUEST, b"words"), 1.0)
    assert there.receive(lambda _kind: 5, time.monotonic() + 5) == (messages.REQUEST, b"words")


@pytest.mark.parametrize("frame", [b"", b"Q", messages.encode(b"Q", b"x" * 6), messages.encode(b"Q", b"abc")[:-1]])
def test_what_is_no_frame_is_refused(pipe: tuple[PipeChannel, PipeChannel], frame: bytes) -> None:
    here, there = pipe
    here.send(frame, 1.0)
    with pytest.raises(messages.BadMessageError):
        there.receive(lambda _kind: 5, time.monotonic() + 5)


def test_a_pipe_that_says_nothing_is_not_waited_for(pipe: tuple[PipeChannel, PipeChannel]) -> None:
    with pytest.raises(TimeoutError):
        pipe[0].receive(lambda _kind: 5, time.monotonic() + 0.01)


def test_a_pipe_whose_other_end_is_gone_ends(pipe: tuple[PipeChannel, PipeChannel]) -> None:
    here, there = pipe
    here.shut()
    assert there.receive(lambda _kind: 5, time.monotonic() + 5) is None


def test_a_pipe_has_a_name_of_its_own_for_each_path() -> None:
    assert pipe_name("a") != pipe_name("b")
    assert pipe_name("a").startswith("\\\\.\\pipe\\seesay-")


def test_a_pipe_endpoint_accepts_until_it_is_closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from multiprocessing import connection

    address = str(tmp_path / "pipe")
    listener, client = connection.Listener, connection.Client
    monkeypatch.setattr(connection, "Listener", lambda _name, _family: listener(address, "AF_UNIX"))
    monkeypatch.setattr(connection, "Client", lambda _name, _family: client(address, "AF_UNIX"))
    endpoint = PipeEndpoint("whatever")
    ours = connection.Client("whatever", "AF_PIPE")
    accepted = endpoint.accept()
    assert isinstance(accepted, PipeChannel)
    ours.send_bytes(messages.encode(messages.REQUEST, b"x"))
    assert accepted.receive(lambda _kind: 5, time.monotonic() + 5) == (messages.REQUEST, b"x")
    accepted.close()
    ours.close()
    endpoint.close()
    assert endpoint.accept() is None


def test_a_pipe_that_can_not_be_accepted_is_no_busy_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    from multiprocessing import connection

    endpoint: PipeEndpoint
    waits: list[float] = []

    def fail() -> None:
        raise OSError("all pipe instances are busy")

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            endpoint._closed.set()

    listener = SimpleNamespace(accept=fail, close=lambda: waits.append(0))
    monkeypatch.setattr(connection, "Listener", lambda _name, _family: listener)
    endpoint = PipeEndpoint("whatever")
    monkeypatch.setattr(endpoint._closed, "wait", wait)
    assert endpoint.accept() is None
    assert waits == [0.1] * 3 + [0]


def test_the_lock_on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    locked: list[tuple[int, int]] = []

    def locking(handle: int, mode: int, count: int) -> None:
        if locked:
            raise OSError(36, "deadlock avoided")
        locked.append((os.lseek(handle, 0, os.SEEK_CUR), count))

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(sys, "platform", "win32")
    path = tmp_path / "lock"
    first, second = InstanceLock(path), InstanceLock(path)
    assert first.acquire()
    assert not second.acquire()
    ((offset, count),) = locked
    assert count == 1
    assert path.read_text() == f"{os.getpid()}\n"
    assert offset > path.stat().st_size, "the locked byte would keep others from reading the number"
    first.release()


def test_the_peers_user_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []

    class Socket:
        def getsockopt(self, *arguments: int) -> bytes:
            asked.append(arguments)
            return struct.pack("2I", 0, 501) + b"\0" * 68

    monkeypatch.setattr(sys, "platform", "darwin")
    assert channel._peer_uid(cast("Any", Socket())) == 501
    assert asked == [(0, 1, 128)]
