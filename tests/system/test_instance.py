"""The socket of the running instance: what reaches the handler, what comes back, and who can't disturb it."""

from __future__ import annotations

import os
import socket
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import pytest

from assistant.system import endpoint, instance, messages
from assistant.system.client import Client, connect
from assistant.system.instance import Call, InstanceLock, InstanceServer
from support.processes import wait_until

TIMEOUT = 10.0


class House:
    """A running server whose calls the test takes and answers at its leisure."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.calls: SimpleQueue[Call] = SimpleQueue()
        self.server = InstanceServer(path, self.calls.put)

    def call(self) -> Call:
        return self.calls.get(timeout=TIMEOUT)

    def client(self) -> Client:
        client = connect(self.path)
        assert client is not None, "nobody answers at the socket"
        return client

    def raw(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT)
        connection.connect(str(self.path))
        return connection


@pytest.fixture
def folder() -> Path:
    path = Path(os.environ["XDG_RUNTIME_DIR"]) / "seesay"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    house = House(folder / "instance.sock")
    yield house
    house.server.close()


def is_ended(connection: socket.socket) -> bool:
    """Tell whether the other side hung up, reading away what it still said."""
    try:
        while connection.recv(1 << 16):
            pass
    except ConnectionResetError:
        return True
    return True


def frame(kind: bytes, payload: bytes) -> bytes:
    return messages.encode(kind, payload)


def request(verb: str = "ping", options: dict[str, messages.Option] | None = None) -> bytes:
    return messages.encode_json(messages.REQUEST, messages.request_body(verb, options or {}, None))


def test_a_request_arrives_whole_and_its_answer_comes_back_in_order(house: House) -> None:
    with house.client() as client:
        client.send("ask", {"question": "Wo ist der Knopf? 在哪里", "timeout": 2.5, "quiet": True})
        call = house.call()
        assert call.message.verb == "ask"
        assert call.message.options == {"question": "Wo ist der Knopf? 在哪里", "timeout": 2.5, "quiet": True}
        assert call.picture is None
        call.send({"text": "Unten"})
        call.send({"text": " rechts — 右下"})
        call.finish({"finish": "finished"})
        assert list(client.replies(TIMEOUT)) == [
            ("event", {"text": "Unten"}),
            ("event", {"text": " rechts — 右下"}),
            ("result", {"finish": "finished"}),
        ]


def test_a_picture_travels_byte_for_byte(house: House) -> None:
    rgb = os.urandom(1920 * 1080 * 3)
    with house.client() as client:
        client.send("describe", {"source": "-"}, (1920, 1080, rgb))
        picture = house.call().picture
    assert picture is not None
    assert (picture.width, picture.height) == (1920, 1080)
    assert picture.rgb == rgb


def test_an_error_is_the_last_reply(house: House) -> None:
    with house.client() as client:
        client.send("describe")
        call = house.call()
        call.fail("no_screen", {"desktop": "x"})
        call.send({"text": "too late"})
        call.finish({})
        assert list(client.replies(TIMEOUT)) == [("error", {"code": "no_screen", "params": {"desktop": "x"}})]


@pytest.mark.logs(r"could not be handled: ValueError$")
def test_a_handler_that_breaks_tells_its_client_and_serves_the_next(folder: Path) -> None:
    calls: SimpleQueue[Call] = SimpleQueue()

    def handle(call: Call) -> None:
        if call.message.verb == "stop":
            raise ValueError("a secret of the screen")
        calls.put(call)

    server = InstanceServer(folder / "s", handle)
    try:
        first, second = connect(folder / "s"), connect(folder / "s")
        assert first
        assert second
        with first, second:
            first.send("stop")
            assert list(first.replies(TIMEOUT)) == [("error", {"code": "internal", "params": {"detail": "ValueError"}})]
            second.send("ping")
            calls.get(timeout=TIMEOUT).finish({"ok": True})
            assert list(second.replies(TIMEOUT)) == [("result", {"ok": True})]
    finally:
        server.close()


def test_a_client_that_leaves_is_told_once_and_the_rest_is_dropped(house: House) -> None:
    gone: SimpleQueue[str] = SimpleQueue()
    client = house.client()
    client.send("describe")
    call = house.call()
    call.on_gone(lambda: gone.put("gone"))
    client.close()
    assert gone.get(timeout=TIMEOUT) == "gone"
    call.send({"text": "into the void"})
    call.finish({})
    late: SimpleQueue[str] = SimpleQueue()
    call.on_gone(lambda: late.put("late"))
    assert late.get(timeout=TIMEOUT) == "late"
    assert gone.empty()


def test_a_client_that_got_its_answer_is_not_gone(house: House) -> None:
    gone = threading.Event()
    with house.client() as client:
        client.send("stop")
        call = house.call()
        call.on_gone(gone.set)
        call.finish({})
        assert [kind for kind, _ in client.replies(TIMEOUT)] == ["result"]
    wait_until(lambda: not house.server._clients, what="the client's thread to end")
    assert not gone.is_set()


def test_a_killed_command_line_is_a_client_that_leaves(house: House) -> None:
    code = (
        "import sys\nfrom assistant.system.client import connect\n"
        "client = connect(sys.argv[1]); client.send('describe'); print('sent', flush=True); list(client.replies())"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(house.path)], stdout=subprocess.PIPE) as process:
        gone = threading.Event()
        house.call().on_gone(gone.set)
        assert not gone.is_set()
        process.kill()
        assert gone.wait(TIMEOUT)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="another protocol"),
        pytest.param(os.urandom(4096), id="noise"),
        pytest.param(frame(b"Q", b"{"), id="no JSON"),
        pytest.param(frame(b"Q", b"[1,2]"), id="no object"),
        pytest.param(frame(b"Q", b"[" * 60_000), id="nested without end"),
        pytest.param(frame(b"Q", b"\xff\xfe"), id="no UTF-8"),
        pytest.param(frame(b"E", b"{}"), id="a reply instead of a request"),
        pytest.param(struct.pack("!cI", b"Q", 0xFFFFFFFF), id="a length of four gigabytes"),
        pytest.param(frame(b"Q", b" " * (messages.MAX_REQUEST + 1)), id="too long"),
        pytest.param(request().replace(b'"ping"', b'"quit"'), id="an unknown verb"),
        pytest.param(request().replace(b'"protocol":1', b'"protocol":9'), id="another version"),
        pytest.param(request("ping", {"timeout": 1}).replace(b'"timeout":1', b'"timeout":""'), id="wrong type"),
        pytest.param(request("ping", {"json": True}).replace(b'"json"', b'"exec"'), id="unknown option"),
    ],
)
def test_what_is_no_request_never_reaches_the_handler(house: House, sent: bytes) -> None:
    with house.raw() as connection:
        # The header alone may be refused while the rest is still being sent.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(sent)
        assert is_ended(connection)
    with house.client() as client:
        client.send("ping")
        house.call().finish({})
        assert [kind for kind, _ in client.replies(TIMEOUT)] == ["result"]
    assert house.calls.empty()


@pytest.mark.parametrize("size", [[0, 5], [-1, 5], [5], [1.5, 2], [100_000, 100_000], "5x5", [True, 1]])
def test_an_impossible_picture_is_refused_before_its_bytes(house: House, size: object) -> None:
    body: messages.Body = {"protocol": 1, "verb": "read", "options": {}, "picture": size}
    with house.raw() as connection:
        connection.sendall(messages.encode_json(messages.REQUEST, body))
        reply = connection.recv(4096)
    assert messages.decode_json(reply[5:]) == {"code": "usage", "params": {"detail": "picture"}}
    assert house.calls.empty()


def test_a_picture_of_another_size_than_announced_is_refused(house: House) -> None:
    body: messages.Body = {"protocol": 1, "verb": "read", "options": {}, "picture": [2, 2]}
    with house.raw() as connection:
        connection.sendall(messages.encode_json(messages.REQUEST, body) + frame(messages.PICTURE, b"short"))
        assert is_ended(connection)
    assert house.calls.empty()


def test_half_a_message_is_dropped_and_disturbs_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "_REQUEST_SECONDS", 0.2)
    with house.raw() as slow, house.client() as quick:
        slow.sendall(request()[:7])
        quick.send("ping")
        house.call().finish({})
        assert [kind for kind, _ in quick.replies(TIMEOUT)] == ["result"]
        assert is_ended(slow)
    assert house.calls.empty()


def test_a_client_that_only_knocks_leaves_no_trace(house: House) -> None:
    house.raw().close()
    wait_until(lambda: not house.server._clients, what="the client's thread to end")
    assert house.calls.empty()


def test_a_client_that_never_reads_blocks_nobody_and_is_dropped(house: House) -> None:
    gone = threading.Event()
    with house.raw() as deaf, house.client() as quick:
        deaf.sendall(request("describe"))
        call = house.call()
        call.on_gone(gone.set)
        for _ in range(200):
            call.send({"text": "x" * 100_000})
        quick.send("ping")
        house.call().finish({})
        assert [kind for kind, _ in quick.replies(TIMEOUT)] == ["result"]
        assert gone.wait(TIMEOUT)


def test_a_client_that_never_reads_its_last_message_is_dropped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "_PATIENCE_SECONDS", 0.2)
    with house.raw() as deaf:
        deaf.sendall(request("describe"))
        house.call().finish({"text": "x" * 5_000_000})
        wait_until(lambda: not house.server._clients, what="the client's thread to end")


def test_a_patient_reader_gets_megabytes(house: House) -> None:
    with house.client() as client:
        client.send("read")
        call = house.call()
        for number in range(40):
            call.send({"text": "я" * 50_000, "number": number})
        call.finish({"text": "x" * 3_000_000})
        replies = list(client.replies(TIMEOUT))
    assert [body["number"] for kind, body in replies if kind == "event"] == list(range(40))
    assert replies[-1] == ("result", {"text": "x" * 3_000_000})


def test_more_command_lines_than_there_is_room_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "_MAX_CLIENTS", 2)
    with house.raw(), house.raw():
        wait_until(lambda: len(house.server._clients) == 2, what="both clients to be served")
        with house.raw() as third:
            assert is_ended(third)
    wait_until(lambda: not house.server._clients, what="room again")
    with house.client() as client:
        client.send("ping")
        house.call().finish({})
        assert [kind for kind, _ in client.replies(TIMEOUT)] == ["result"]


def test_a_client_does_not_wait_longer_than_it_wants(house: House) -> None:
    with house.client() as client:
        client.send("describe")
        house.call()
        with pytest.raises(TimeoutError):
            list(client.replies(0.05))


def test_an_instance_that_ends_in_the_middle_is_no_answer(house: House) -> None:
    with house.client() as client:
        client.send("describe")
        gone = threading.Event()
        house.call().on_gone(gone.set)
        house.server.close()
        with pytest.raises(ConnectionResetError):
            list(client.replies(TIMEOUT))
        assert gone.is_set()


def test_what_the_protocol_has_no_word_for_is_refused_at_the_sender(house: House) -> None:
    with house.client() as client, pytest.raises(messages.BadMessageError, match="verb"):
        client.send("format")
    with house.client() as client, pytest.raises(messages.BadMessageError, match="option"):
        client.send("read", {"colour": "red"})


def test_only_its_user_can_open_the_socket(house: House) -> None:
    assert stat.S_IMODE(house.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(house.path.parent.stat().st_mode) == 0o700


def test_a_process_of_another_user_is_turned_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.system.channel._peer_uid", lambda _connection: os.getuid() + 1)
    with house.raw() as stranger:
        with suppress(BrokenPipeError, ConnectionResetError):
            stranger.sendall(request())
        assert is_ended(stranger)
    assert connect(house.path) is None
    assert house.calls.empty()


def test_a_folder_that_others_can_enter_is_refused(folder: Path) -> None:
    folder.chmod(0o755)
    with pytest.raises(PermissionError):
        InstanceServer(folder / "s", lambda call: call.finish({}))


def test_nobody_at_home(folder: Path) -> None:
    assert connect(folder / "instance.sock") is None


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


def test_the_way_to_the_instance_loads_little() -> None:
    code = "import sys, assistant.system.client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    heavy = {"PySide6", "dataclasses", "typing", "logging", "pathlib", "assistant.core.domain", "msgspec", "numpy"}
    assert heavy.isdisjoint(done.stdout.split())
