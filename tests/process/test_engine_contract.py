"""The contract of `Engine`, the same for every service: the scripted one and the embedded engine that users get."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.core.domain import (
    Done,
    EngineEvent,
    EngineReady,
    Failed,
    Found,
    Picture,
    Piece,
    Reason,
    Source,
    SourceKind,
    Task,
)
from assistant.core.errors import EngineDied
from support.fake_engine import SERVICE
from support.hosts import Bench, bench, small_picture

EMBEDDED = "assistant.vision.embedded.engine:create"


@dataclass(frozen=True)
class _Subject:
    """An engine under the contract; `begin` asks for something with at least one piece and returns its id."""

    bench: Bench
    begin: Callable[[int], int]


def _page(picture_id: int) -> Picture:
    image = Image.new("RGB", (640, 400), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(20)
    for line in range(10):
        draw.text((20, 20 + 36 * line), f"Line {line}: the harbour is quiet.", fill="black", font=font)
    return Picture(picture_id, Source(SourceKind.SCREEN), 640, 400, image.tobytes())


@pytest.fixture(params=[SERVICE, EMBEDDED], ids=["scripted", "embedded"])
def subject(request: pytest.FixtureRequest) -> Iterator[_Subject]:
    with bench(request.param, start_deadline=60, silence_deadline=60, cancel_deadline=20) as made:

        def begin(picture_id: int) -> int:
            if request.param == SERVICE:
                return made.ask("say one\nsleep 0.02\nfind two\nsay three\nsleep 0.05\ndone", small_picture(picture_id))
            return made.ask("", _page(picture_id), task=Task.READ)

        yield _Subject(made, begin)


def _is_text(event: EngineEvent) -> bool:
    return isinstance(event, Piece)


def test_an_answer_has_pieces_and_one_end(subject: _Subject) -> None:
    recorder = subject.bench.recorder
    asked = subject.begin(1)
    end = recorder.await_end(asked)
    assert isinstance(end, Done)
    assert end.reason is Reason.FINISHED
    assert end.stats.engine
    events = recorder.of(asked)
    assert recorder.events == [EngineReady("engine"), *events]
    assert events[-1] == end
    assert all(isinstance(event, Piece | Found) for event in events[:-1])
    assert recorder.text(asked)


def test_the_same_child_answers_again(subject: _Subject) -> None:
    recorder = subject.bench.recorder
    recorder.await_end(subject.begin(1))
    pid = subject.bench.pid()
    again = subject.begin(2)
    assert isinstance(recorder.await_end(again), Done)
    assert recorder.text(again)
    assert subject.bench.pid() == pid


def test_a_left_request_is_silent_and_the_child_lives_on(subject: _Subject) -> None:
    recorder = subject.bench.recorder
    left = subject.begin(1)
    recorder.await_event(_is_text)
    pid = subject.bench.pid()
    subject.bench.host.cancel(left)
    heard = recorder.of(left)
    asked = subject.begin(2)
    assert isinstance(recorder.await_end(asked), Done)
    assert recorder.of(left) == heard
    assert subject.bench.pid() == pid


def test_a_death_in_an_answer_is_one_failure_and_the_next_works(subject: _Subject) -> None:
    recorder = subject.bench.recorder
    asked = subject.begin(1)
    recorder.await_event(_is_text)
    with contextlib.suppress(ProcessLookupError):
        os.kill(subject.bench.pid(), signal.SIGKILL)
    assert recorder.await_end(asked) == Failed(asked, EngineDied())
    assert isinstance(recorder.await_end(subject.begin(2)), Done)
    assert len([event for event in recorder.of(asked) if isinstance(event, Done | Failed)]) == 1


def test_it_forgets_and_answers_all_the_same(subject: _Subject) -> None:
    recorder = subject.bench.recorder
    recorder.await_end(subject.begin(1))
    text = recorder.text(1)
    subject.bench.host.forget()
    again = subject.begin(1)
    assert isinstance(recorder.await_end(again), Done)
    assert recorder.text(again) == text
