"""One instance at a time: the lock that dies with its holder, the socket that a successor takes over."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.system import endpoint
from assistant.system.client import connect
from assistant.system.instance import InstanceLock, InstanceServer
from support.instances import TIMEOUT, House


def test_a_dead_instance_leaves_a_socket_that_is_nobody_and_is_taken_over(folder: Path) -> None:
    path = folder / "instance.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    assert connect(path) is None
    house = House(path)
    try:
        with house.client() as client:
            client.send("ping")
            house.call().finish({})
            assert [kind for kind, _ in client.replies(TIMEOUT)] == ["result"]
    finally:
        house.server.close()
    assert not path.exists()


def test_an_ending_instance_does_not_remove_the_socket_of_its_successor(folder: Path) -> None:
    path = folder / "instance.sock"
    old, new = endpoint.listen(path), endpoint.listen(path)
    old.close()
    assert path.exists()
    assert old.accept() is None
    new.close()
    assert not path.exists()
    assert new.accept() is None


def test_closing_while_a_client_knocks(folder: Path) -> None:
    for _ in range(50):
        server = InstanceServer(folder / "s", lambda call: call.finish({}))
        client = connect(folder / "s")
        server.close()
        assert client
        client.close()
        assert not server._thread.is_alive()


HOLD = (
    "import sys\nfrom assistant.system.instance_lock import InstanceLock\n"
    "lock = InstanceLock(sys.argv[1]); print(lock.acquire(), flush=True); sys.stdin.read()"
)


def holder(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def answer_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def ended(process: subprocess.Popen[str], end: Callable[[], None]) -> None:
    end()
    process.communicate(timeout=TIMEOUT)


def test_one_process_holds_the_lock_until_it_dies(folder: Path) -> None:
    path = folder / "instance.lock"
    first = holder(path)
    assert answer_of(first) == "True"
    lock = InstanceLock(path)
    assert not lock.acquire()
    ended(first, first.kill)
    assert lock.acquire()
    assert path.read_text() == f"{os.getpid()}\n"
    second = holder(path)
    assert answer_of(second) == "False"
    ended(second, second.kill)
    lock.release()
    lock.release()
    assert InstanceLock(path).acquire() is True


def test_of_many_starts_at_once_one_wins(folder: Path) -> None:
    path = folder / "instance.lock"
    starts = [holder(path) for _ in range(6)]
    answers = [answer_of(process) for process in starts]
    for process in starts:
        ended(process, process.kill)
    assert sorted(answers) == ["False"] * 5 + ["True"]


def test_a_child_does_not_inherit_the_lock(folder: Path) -> None:
    path = folder / "instance.lock"
    code = HOLD.replace("sys.stdin.read()", "") + (
        "\nimport subprocess, os\n"
        "child = subprocess.Popen(['sleep', '60'], close_fds=False, stdout=subprocess.DEVNULL)\n"
        "print(child.pid, flush=True); os._exit(9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True, timeout=TIMEOUT, check=False
    )
    was_held, child = done.stdout.split()
    try:
        assert was_held == "True"
        assert InstanceLock(path).acquire()
    finally:
        os.kill(int(child), 9)
