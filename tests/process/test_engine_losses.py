"""The host of an engine's child that dies, hangs or never starts: one event, and the next answer works."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest

from assistant.core.domain import Done, EngineEnded, EngineLost, EngineReady, EngineState, Failed, Piece
from assistant.core.errors import EngineDied, EngineStalled, EngineStartFailed, LanguagePackMissing
from assistant.process import host as host_module
from support.hosts import Bench, bench, large_picture
from support.processes import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake engine kills itself by signals")


# --- a child that dies ---------------------------------------------------------------------------------------

DEATHS = ["abort", "kill", "leave", "segfault"]


@pytest.mark.parametrize("death", DEATHS)
def test_a_death_in_an_answer_is_one_failure_and_the_next_works(engine: Bench, death: str) -> None:
    assert engine.answer(f"say x\n{death}") == Failed(1, EngineDied())
    assert engine.last() == [Piece(1, "x", 0.5, "en"), Failed(1, EngineDied())]
    assert isinstance(engine.answer("say y\ndone"), Done)
    assert not [event for event in engine.recorder.events if isinstance(event, EngineLost)]


def test_after_a_death_the_next_child_starts_by_itself(engine: Bench) -> None:
    engine.answer("abort")
    engine.recorder.await_ready()
    states = [event for event in engine.recorder.events if isinstance(event, EngineState)]
    assert states == [EngineReady("engine"), EngineEnded("engine"), EngineReady("engine")]


def test_a_death_while_idle_is_told_and_mended(engine: Bench) -> None:
    engine.host.start()
    engine.recorder.await_ready()
    os.kill(engine.pid(), signal.SIGKILL)
    assert engine.recorder.await_lost() == EngineLost("engine", EngineDied())
    engine.recorder.await_ready()
    assert isinstance(engine.answer("done"), Done)


def test_a_loop_of_deaths_ends_and_the_next_answer_tries_again(engine: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_BACKOFF", (0.0, 0.0))
    for _ in range(3):
        engine.host.start()
        engine.recorder.await_ready()
        os.kill(engine.pid(), signal.SIGKILL)
        engine.recorder.await_lost()
    wait_until(lambda: engine.host._child is None, what="the last child is reaped")
    assert not engine.host._timers
    assert isinstance(engine.answer("done"), Done)
    os.kill(engine.pid(), signal.SIGKILL)
    engine.recorder.await_ready()


def test_what_a_dead_childs_own_child_holds_is_ended_too(engine: Bench) -> None:
    engine.host.start()
    engine.recorder.await_ready()
    group = engine.pid()
    engine.answer("start\ndone")
    [grandchild] = psutil.Process(group).children()
    engine.answer("abort")
    wait_until(lambda: not grandchild.is_running() or grandchild.status() == "zombie", what="the grandchild ends")


# --- a child that hangs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("habit", ["hang", "sleep"])
def test_silence_past_the_deadline_is_a_stall_and_the_next_works(habit: str) -> None:
    with bench(silence_deadline=0.4) as engine:
        assert engine.answer(f"say x\n{habit}") == Failed(1, EngineStalled())
        assert isinstance(engine.answer("done"), Done)


def test_a_long_computation_that_goes_on_is_no_stall() -> None:
    with bench(silence_deadline=2.0) as engine:
        assert isinstance(engine.answer("say x\ncompute 4\ndone"), Done)


def test_a_slow_start_is_a_stall() -> None:
    with bench(options={"start": "sleep"}, start_deadline=0.5) as engine:
        assert engine.answer("done") == Failed(1, EngineStalled())


def test_a_stopped_child_is_a_stall() -> None:
    with bench(silence_deadline=0.4) as engine:
        engine.host.start()
        engine.recorder.await_ready()
        os.kill(engine.pid(), signal.SIGSTOP)
        # More than a pipe holds, so that the writer waits as well.
        assert engine.answer("done", large_picture()) == Failed(1, EngineStalled())
        assert isinstance(engine.answer("done"), Done)


# --- a request that is left ----------------------------------------------------------------------------------


def test_no_thread_for_a_child_is_a_failed_start(engine: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.host.forget()
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name.endswith("-log"):
            raise RuntimeError
        start(thread)

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        assert engine.answer("done") == Failed(1, EngineStartFailed(detail="RuntimeError"))
    assert isinstance(engine.answer("done"), Done)


# --- a child that can't start --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "error"),
    [
        ("import", EngineStartFailed(detail="onnxruntime")),
        ("refuse", LanguagePackMissing(language="th", pack="tha.traineddata")),
        ("raise", EngineStartFailed(detail="KeyError")),
        ("exit", EngineStartFailed(detail="SystemExit")),
        ("abort", EngineDied()),
    ],
)
def test_a_failed_start_fails_the_request(start: str, error: EngineStartFailed) -> None:
    with bench(options={"start": start}) as engine:
        assert engine.answer("done") == Failed(1, error)


def test_a_failed_start_without_a_request_is_one_loss() -> None:
    with bench(options={"start": "import"}) as engine:
        engine.host.start()
        assert engine.recorder.await_lost() == EngineLost("engine", EngineStartFailed(detail="onnxruntime"))
        assert engine.answer("done") == Failed(1, EngineStartFailed(detail="onnxruntime"))


def test_a_start_that_dies_again_and_again_is_one_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_BACKOFF", (0.0, 0.0))
    with bench(options={"start": "abort"}) as engine:
        engine.host.start()
        engine.recorder.await_lost()
        wait_until(lambda: len(engine.host._deaths) == 3 and engine.host._child is None, what="it gives up")
        assert engine.recorder.events == [EngineLost("engine", EngineDied())]


def test_a_start_that_takes_long_to_die_is_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_BACKOFF", (0.0, 0.0))
    # Each death is later than "soon" after the former, as those of a large model that runs out of memory.
    monkeypatch.setattr(host_module, "_SOON", 0.0)
    with bench(options={"start": "abort"}) as engine:
        engine.host.start()
        engine.recorder.await_lost()
        host = engine.host
        wait_until(lambda: len(host._deaths) == 3 and not host._child and not host._timers, what="it gives up")
        time.sleep(0.1)
        assert (host._child, host._timers) == (None, {})


def test_a_start_that_dies_once_is_mended_in_the_background(tmp_path: Path) -> None:
    with bench(options={"start": "once", "mark": str(tmp_path / "mark")}) as engine:
        engine.host.start()
        engine.recorder.await_lost()
        engine.recorder.await_ready()
        assert isinstance(engine.answer("done"), Done)


def test_an_unknown_service_names_what_is_missing() -> None:
    with bench("support.no_such_engine:create") as engine:
        assert engine.answer("done") == Failed(1, EngineStartFailed(detail="support.no_such_engine"))
    with bench("support.fake_engine:nothing") as engine:
        assert engine.answer("done") == Failed(1, EngineStartFailed(detail="AttributeError"))


def test_a_command_that_is_not_there_is_a_failed_start() -> None:
    with bench(command=["/no/such/python"]) as engine:
        assert engine.answer("done") == Failed(1, EngineStartFailed(detail="FileNotFoundError"))
        engine.host.start()
        engine.recorder.await_lost()
