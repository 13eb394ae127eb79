"""The end of an engine's child: closed, idle, or held back by a host that is full."""

from __future__ import annotations

import os
import threading

import psutil
import pytest

from assistant.core.domain import Done, EngineEnded, EngineEvent, EngineLost, Failed, Piece, Request, Task
from assistant.core.errors import EngineStartFailed
from assistant.process import host as host_module
from support.hosts import Bench, bench, is_gone, small_picture
from support.processes import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake engine kills itself by signals")


def test_closing_while_warm_is_soft(engine: Bench) -> None:
    engine.host.start()
    engine.recorder.await_ready()
    child = engine.host._child
    assert child is not None
    engine.host.close()
    assert child.process.returncode == 0
    assert is_gone(child.process.pid)


@pytest.mark.parametrize("habit", ["wait", "sleep", "hang", "flood 60000"])
def test_closing_in_an_answer_ends_the_child(engine: Bench, habit: str) -> None:
    engine.ask(f"say x\n{habit}")
    engine.recorder.await_event(lambda event: isinstance(event, Piece))
    pid = engine.pid()
    engine.host.close()
    assert is_gone(pid)


def test_after_closing_nothing_starts_and_an_answer_fails(engine: Bench) -> None:
    engine.answer("done")
    engine.host.close()
    engine.host.close()
    engine.host.start()
    assert engine.answer("done") == Failed(2, EngineStartFailed(detail="closed"))


def test_a_host_that_was_never_used_closes(engine: Bench) -> None:
    engine.host.close()
    assert engine.recorder.events == []


def test_an_idle_child_leaves_and_comes_back() -> None:
    with bench(idle_seconds=0.2) as engine:
        engine.answer("done")
        pid = engine.pid()
        assert engine.recorder.await_event(lambda event: isinstance(event, EngineEnded)) == EngineEnded("engine")
        wait_until(lambda: is_gone(pid), what="the idle child leaves")
        assert isinstance(engine.answer("done"), Done)
        assert not [event for event in engine.recorder.events if isinstance(event, EngineLost)]


def test_a_busy_child_is_not_idle() -> None:
    with bench(idle_seconds=0.05) as engine:
        assert isinstance(engine.answer("sleep 0.3\ndone"), Done)


def test_a_flood_waits_in_the_child_and_not_in_the_host() -> None:
    with bench() as engine:
        is_held, release = threading.Event(), threading.Event()

        def post(event: EngineEvent) -> None:
            if isinstance(event, Piece):
                is_held.set()
                release.wait(20)

        service = engine.host._start_message.service
        host = host_module.EngineHost("inner", service, {}, post, start_deadline=20, silence_deadline=20)
        try:
            host.answer(Request(1, 1, Task.ASK, "flood 10"), small_picture())
            assert is_held.wait(20)
            child = host._child
            assert child is not None
            # The child has written far more by the time that its pipe is full and it sleeps.
            wait_until(lambda: host._inbox.qsize() >= 250, what="the backlog fills")
            wait_until(lambda: psutil.Process(child.process.pid).status() == "sleeping", what="the child waits")
            assert host._inbox.qsize() <= 257
        finally:
            release.set()
            host.close()
