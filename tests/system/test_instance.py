"""The socket of the running instance: what reaches the handler, what comes back, who is told when a side leaves."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from queue import SimpleQueue

import pytest

from assistant.system import messages
from assistant.system.client import connect
from assistant.system.instance import Call, InstanceServer
from support.instances import TIMEOUT, House
from support.processes import wait_until


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


def test_nobody_at_home(folder: Path) -> None:
    assert connect(folder / "instance.sock") is None


def test_the_way_to_the_instance_loads_little() -> None:
    code = "import sys, assistant.system.client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    heavy = {"PySide6", "dataclasses", "typing", "logging", "pathlib", "assistant.core.domain", "msgspec", "numpy"}
    assert heavy.isdisjoint(done.stdout.split())
