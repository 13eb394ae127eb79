"""The host of an engine's child when a request is left: nothing of it is posted any more."""

from __future__ import annotations

import os

import pytest

from assistant.core.domain import Done, EngineReady, Failed, Piece
from support.hosts import Bench, bench, is_gone, large_picture
from support.processes import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake engine kills itself by signals")


def test_nothing_of_a_cancelled_request_is_posted(engine: Bench) -> None:
    left = engine.ask("say x\nflood 10")
    engine.recorder.await_event(lambda event: isinstance(event, Piece))
    engine.host.cancel(left)
    heard = len(engine.recorder.of(left))
    assert isinstance(engine.answer("say y\ndone"), Done)
    assert len(engine.recorder.of(left)) == heard


@pytest.mark.parametrize("question", ["wait\nsay late\ndone", "flood 1000"])
def test_a_child_that_hears_a_cancel_lives_on(engine: Bench, question: str) -> None:
    engine.host.start()
    engine.recorder.await_ready()
    pid = engine.pid()
    engine.host.cancel(engine.ask(question))
    assert isinstance(engine.answer("done"), Done)
    assert engine.pid() == pid


@pytest.mark.parametrize("habit", ["hang", "sleep"])
def test_a_child_that_does_not_hear_a_cancel_is_replaced(habit: str) -> None:
    with bench(cancel_deadline=0.3) as engine:
        engine.host.start()
        engine.recorder.await_ready()
        pid = engine.pid()
        left = engine.ask(f"say x\n{habit}")
        engine.recorder.await_event(lambda event: isinstance(event, Piece))
        engine.host.cancel(left)
        # Asked at once: it waits for the fresh child and is not lost with the old one.
        assert isinstance(engine.answer("say y\ndone"), Done)
        assert engine.pid() != pid
        assert is_gone(pid)
        assert engine.recorder.of(left) == [Piece(left, "x", 0.5, "en")]


def test_a_new_answer_leaves_the_one_before(engine: Bench) -> None:
    first = engine.ask("say x\nwait\nsay late\ndone")
    engine.recorder.await_event(lambda event: isinstance(event, Piece))
    assert isinstance(engine.answer("say y\ndone"), Done)
    assert engine.recorder.of(first) == [Piece(first, "x", 0.5, "en")]


def test_of_many_answers_at_once_the_last_is_given(engine: Bench) -> None:
    picture = large_picture(800, 600)
    asked = [engine.ask(f"say {number}\ndone", picture) for number in range(30)]
    assert isinstance(engine.recorder.await_end(asked[-1]), Done)
    assert engine.recorder.text(asked[-1]) == "29"
    ended = [event.request_id for event in engine.recorder.events if isinstance(event, Done | Failed)]
    assert ended == sorted(set(ended))


def test_leaving_a_request_does_not_end_a_child_that_loads(caplog: pytest.LogCaptureFixture) -> None:
    with bench(options={"start": "deaf"}, cancel_deadline=0.05) as engine:
        left = engine.ask("say x\ndone")
        wait_until(lambda: engine.host._running == left, what="the request is with the child")
        engine.host.cancel(left)
        assert isinstance(engine.answer("say y\ndone"), Done)
        assert engine.recorder.events.count(EngineReady("engine")) == 1
    assert "engine_stalled" not in caplog.text


def test_a_request_left_before_the_child_is_warm_is_never_answered(engine: Bench) -> None:
    engine.host.cancel(engine.ask("say x\ndone"))
    engine.host.start()
    engine.recorder.await_ready()
    engine.answer("done")
    assert engine.recorder.of(1) == []
