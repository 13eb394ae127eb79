"""The socket of the running instance against those who can't disturb it: noise, the deaf, the many, other users."""

from __future__ import annotations

import os
import stat
import struct
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.system import instance, messages
from assistant.system.client import connect
from assistant.system.instance import InstanceServer
from support.instances import TIMEOUT, House, frame, is_ended, request
from support.processes import wait_until


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
