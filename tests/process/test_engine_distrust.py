"""The host of an engine's child that isn't believed: what breaks the protocol is dead, what is no answer is dropped."""

from __future__ import annotations

import os
import sys

import pytest

from assistant.core.domain import Done, EngineReady, Failed, Piece, Reason, Stats
from assistant.core.errors import EngineDied, EngineStalled
from assistant.process import host as host_module
from support.hosts import Bench, bench, large_picture

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake engine kills itself by signals")
READY = """
import sys, os, struct, msgspec

def send(data):
    os.write(1, struct.pack(">I", len(data)) + data)

def say(message):
    send(msgspec.msgpack.encode(message))

say({"type": "ready"})
"""
STAY = "\nsys.stdin.buffer.read()\n"


@pytest.mark.parametrize(
    "script",
    [
        "os.write(1, b'GET / HTTP/1.1')",
        "os.write(1, b'\\xff\\xff\\xff\\xff' + b'x' * 100_000)",
        "os.write(1, b'\\0\\0'); os.close(1)",
        "os.write(1, b'\\0\\0\\0\\x09half'); os.close(1)",
        "os.close(1)",
        "send(b'')",
        "send(b'\\x91' * 500_000)",
        "say({'type': 'ready'})",
        "say({'type': 'start_failed', 'code': 'engine', 'params': {}})",
        "say({'type': 'piece', 'request_id': 1, 'text': 'x' * 70_000, 'confidence': 1.0, 'language': ''})",
        "say({'type': 'failed', 'request_id': 1, 'code': 'engine', 'params': {'self': 'x'}})",
    ],
)
def test_a_child_that_breaks_the_protocol_is_a_dead_one(script: str) -> None:
    wait = "sys.stdin.buffer.read(100)\n"
    with bench(command=[sys.executable, "-c", READY + wait + script + STAY]) as engine:
        assert engine.answer("done", large_picture(100, 100)) == Failed(1, EngineDied())


def test_events_of_other_requests_are_dropped() -> None:
    piece = "say({'type':'piece','request_id':%d,'text':'x','confidence':1.0,'language':''})\n"
    done = (
        "say({'type':'done','request_id':%d,'reason':'finished','engine':'','model':'','first_text_ms':None,"
        "'total_ms':1.0})\n"
    )
    script = piece % 7 + done % 7 + piece % 0 + piece % 1 + done % 1 + piece % 1 + done % 1
    wait = "sys.stdin.buffer.read(100)\n"
    with bench(command=[sys.executable, "-c", READY + wait + script + STAY]) as engine:
        assert isinstance(engine.answer("done", large_picture(100, 100)), Done)
        engine.host.close()
        assert engine.recorder.events == [
            EngineReady("engine"),
            Piece(1, "x"),
            Done(1, Reason.FINISHED, Stats("", "", None, 1.0)),
        ]


def test_the_end_of_another_request_ends_nothing() -> None:
    end = (
        "say({'type':'done','request_id':7,'reason':'finished','engine':'','model':'','first_text_ms':None,"
        "'total_ms':1.0})"
    )
    script = READY + "sys.stdin.buffer.read(100)\n" + end + STAY
    with bench(command=[sys.executable, "-c", script], silence_deadline=0.4) as engine:
        assert engine.answer("done", large_picture(100, 100)) == Failed(1, EngineStalled())


def test_an_endless_answer_ends(engine: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "MAX_ANSWER_MESSAGES", 500)
    assert engine.answer("flood 10") == Failed(1, EngineDied())
    assert len(engine.last()) == 501
    monkeypatch.setattr(host_module, "MAX_ANSWER_CHARACTERS", 100_000)
    assert engine.answer("flood 60000") == Failed(2, EngineDied())
    assert len(engine.last()) == 2
