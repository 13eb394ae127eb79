"""The host of an engine's child: what it posts of an honest engine and of one with defects, whoever receives it."""

from __future__ import annotations

import gc
import os
import sys
import threading
import zlib

import pytest

from assistant.core.domain import (
    Box,
    Done,
    EngineEvent,
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
from assistant.core.errors import InternalError, ModelNeeded, PictureTooLarge
from assistant.process import host as host_module
from assistant.process import protocol, wire
from support.hosts import Bench, bench, large_picture, small_picture
from support.processes import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake engine kills itself by signals")


# --- an honest engine ----------------------------------------------------------------------------------------


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


# --- an engine with defects ----------------------------------------------------------------------------------


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


# --- a request that is left ----------------------------------------------------------------------------------


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
