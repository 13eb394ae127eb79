"""The host of an engine's child: what it posts, whatever the child does."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from assistant.core.domain import (
    Box,
    Done,
    EngineEvent,
    EngineLost,
    EngineReady,
    Failed,
    Found,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Stats,
    Task,
)
from assistant.core.errors import (
    EngineDied,
    EngineStalled,
    EngineStartFailed,
    InternalError,
    LanguagePackMissing,
    ModelNeeded,
    PictureTooLarge,
)
from assistant.process import host as host_module
from assistant.process import protocol, wire
from support.hosts import Bench, bench, large_picture, small_picture
from support.processes import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake engine kills itself by signals")


@pytest.fixture
def engine() -> Iterator[Bench]:
    with bench() as made:
        yield made


def _is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid)


# --- an honest engine -----------------------------------------------------------------------------------


def test_an_answer_comes_in_order_and_whole(engine: Bench) -> None:
    engine.answer("say one\nfind two\nsay three\ndone")
    assert engine.last() == [
        Piece(1, "one", 0.5, "en"),
        Found(1, Region(RegionKind.LINE, "two", Box(1, 2, 3, 4), 0.25, ((0, 0), (5, 6)))),
        Piece(1, "three", 0.5, "en"),
        Done(1, Reason.FINISHED, Stats("fake", "script", 1.5, 2.5)),
    ]


def test_start_is_told_once_and_the_child_is_used_again(engine: Bench) -> None:
    engine.host.start()
    engine.recorder.await_ready()
    engine.host.start()
    pid = engine.pid()
    for _ in range(3):
        assert isinstance(engine.answer("say x\ndone"), Done)
    assert engine.pid() == pid
    assert engine.recorder.events.count(EngineReady("engine")) == 1


def test_a_large_picture_arrives_pixel_by_pixel(engine: Bench) -> None:
    picture = large_picture()
    assert isinstance(engine.answer("picture\ndone", picture), Done)
    assert engine.recorder.text(1) == f"1920x1080 {zlib.crc32(picture.rgb)} "


def test_the_host_keeps_no_picture(engine: Bench) -> None:
    picture = large_picture(500, 500)
    before = sys.getrefcount(picture.rgb)
    engine.answer("picture\ndone", picture)

    def is_released() -> bool:
        gc.collect()
        return sys.getrefcount(picture.rgb) == before

    wait_until(is_released, what="the pixels are released")


def test_a_long_text_arrives_whole(engine: Bench) -> None:
    engine.answer("long 300000\ndone")
    assert engine.recorder.text(1) == "ä" * 300_000


def test_an_engines_own_error_keeps_its_type(engine: Bench) -> None:
    assert engine.answer("say x\nfail") == Failed(1, ModelNeeded())
    assert engine.answer("tell") == Failed(2, ModelNeeded())


def test_forget_reaches_the_engine(engine: Bench) -> None:
    engine.answer("done")
    engine.host.forget()
    engine.answer("forgotten\ndone")
    assert engine.recorder.text(2) == "1"


def test_forget_and_cancel_start_nothing() -> None:
    with bench() as engine:
        engine.host.forget()
        engine.host.cancel(5)
        engine.answer("done")
        assert engine.recorder.events == [EngineReady("engine"), *engine.recorder.of(1)]


def test_a_picture_that_cannot_be_sent_fails_its_request_only(engine: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.answer("done")
    with monkeypatch.context() as patch:
        patch.setattr(protocol, "MAX_PIXEL_BYTES", 10)
        end = engine.answer("done")
    assert isinstance(end, Failed)
    assert isinstance(end.error, PictureTooLarge)
    assert isinstance(engine.answer("done"), Done)


# --- an engine with defects -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("say x\nraise", "KeyError"),
        ("exit", "SystemExit"),
        ("say x", "TypeError"),
        ("other x\ndone", "TypeError"),
    ],
)
def test_a_defect_ends_the_request_and_not_the_child(engine: Bench, question: str, detail: str) -> None:
    engine.host.start()
    engine.recorder.await_ready()
    pid = engine.pid()
    assert engine.answer(question) == Failed(1, InternalError(detail=detail))
    assert isinstance(engine.answer("done"), Done)
    assert engine.pid() == pid


def test_nothing_of_an_exception_reaches_the_log(engine: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        engine.answer("raise")
        engine.host.close()
    assert "KeyError" in caplog.text
    assert "text-of-the-screen" not in caplog.text


def test_what_a_library_prints_does_not_break_the_protocol(engine: Bench) -> None:
    end = engine.answer("print hello\nsay x\ncomplain\ninput\nsay y\ndone")
    assert isinstance(end, Done)
    assert engine.recorder.text(1) == "xy"


def test_what_a_child_logs_is_bounded(engine: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        engine.answer("complain\ncomplain\ncomplain\ndone")
        engine.host.close()
    lines = [record for record in caplog.records if record.name == "assistant.process.child"]
    assert len(lines) < 2100
    assert max(len(record.getMessage()) for record in lines) < 500


# --- a child that dies ------------------------------------------------------------------------------

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


# --- a child that hangs -----------------------------------------------------------------------------


@pytest.mark.parametrize("habit", ["hang", "sleep"])
def test_silence_past_the_deadline_is_a_stall_and_the_next_works(habit: str) -> None:
    with bench(silence_deadline=0.4) as engine:
        assert engine.answer(f"say x\n{habit}") == Failed(1, EngineStalled())
        assert isinstance(engine.answer("done"), Done)


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


# --- a request that is left -------------------------------------------------------------------------


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
        assert _is_gone(pid)
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


def test_cancel_from_inside_a_post_and_of_unknown_ids() -> None:
    with bench() as engine:
        posted: list[EngineEvent] = []
        is_over = threading.Event()

        def post(event: EngineEvent) -> None:
            posted.append(event)
            if isinstance(event, Piece):
                host.cancel(event.request_id)
                host.cancel(99)
                host.answer(Request(2, 1, Task.ASK, "done"), small_picture())
            if isinstance(event, Done):
                is_over.set()

        host = host_module.EngineHost(
            "inner", engine.host._start_message.service, {}, post, start_deadline=20, silence_deadline=20
        )
        try:
            host.answer(Request(1, 1, Task.ASK, "say x\nsay y\ndone"), small_picture())
            assert is_over.wait(20)
        finally:
            host.close()
        assert [event for event in posted if not isinstance(event, EngineReady)] == [
            Piece(1, "x", 0.5, "en"),
            Done(2, Reason.FINISHED, Stats("fake", "script", 1.5, 2.5)),
        ]


@pytest.mark.logs("the receiver of engine events raised ZeroDivisionError")
def test_a_receiver_that_raises_does_not_end_the_engine() -> None:
    with bench() as engine:
        seen = threading.Event()

        def post(event: EngineEvent) -> None:
            if isinstance(event, Done):
                seen.set()
            raise ZeroDivisionError

        service = engine.host._start_message.service
        host = host_module.EngineHost("inner", service, {}, post, start_deadline=20, silence_deadline=20)
        try:
            host.answer(Request(1, 1, Task.ASK, "say x\ndone"), small_picture())
            assert seen.wait(20)
        finally:
            host.close()


def test_closing_from_inside_a_post_does_not_wait_for_itself() -> None:
    with bench() as engine:
        closed = threading.Event()

        def post(event: EngineEvent) -> None:
            host.close()
            closed.set()

        service = engine.host._start_message.service
        host = host_module.EngineHost("inner", service, {}, post, start_deadline=20, silence_deadline=20)
        host.start()
        assert closed.wait(20)
        host.close()


@pytest.mark.logs("ZeroDivisionError in the host")
def test_a_defect_of_the_host_fails_the_request_and_the_next_works(
    engine: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def divide(_: object) -> EngineEvent:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(wire, "to_event", divide)
        assert engine.answer("say x\ndone") == Failed(1, InternalError(detail="ZeroDivisionError"))
    assert isinstance(engine.answer("done"), Done)


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


# --- a child that can't start -----------------------------------------------------------------------


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


# --- a child that isn't believed --------------------------------------------------------------------

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


# --- the end ----------------------------------------------------------------------------------------


def test_closing_while_warm_is_soft(engine: Bench) -> None:
    engine.host.start()
    engine.recorder.await_ready()
    child = engine.host._child
    assert child is not None
    engine.host.close()
    assert child.process.returncode == 0
    assert _is_gone(child.process.pid)


@pytest.mark.parametrize("habit", ["wait", "sleep", "hang", "flood 60000"])
def test_closing_in_an_answer_ends_the_child(engine: Bench, habit: str) -> None:
    engine.ask(f"say x\n{habit}")
    engine.recorder.await_event(lambda event: isinstance(event, Piece))
    pid = engine.pid()
    engine.host.close()
    assert _is_gone(pid)


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
        wait_until(lambda: _is_gone(pid), what="the idle child leaves")
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
