"""An ensemble of the real embedded engine and a scripted model, each in its child, heard as a user would hear it."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assistant.core.domain import (
    Done,
    EngineEvent,
    EngineReady,
    Failed,
    Picture,
    Piece,
    Request,
    Source,
    SourceKind,
    Task,
)
from assistant.core.ensemble import Ensemble, Outside
from assistant.core.routes import Routes
from assistant.core.wording import Wording
from assistant.process.host import EngineHost
from support import fake_model
from support.hosts import importable_tests
from support.photographs import photograph, pixels
from support.stage import FakeClock

EMBEDDED = "assistant.vision.embedded.engine:create"


class Room:
    """The owner's thread: everything that is posted is taken here."""

    def __init__(self) -> None:
        self.events: list[EngineEvent] = []
        self.inbox: queue.SimpleQueue[EngineEvent] = queue.SimpleQueue()
        self.routes = Routes(self.events.append)

    def until(self, is_over: Callable[[EngineEvent], bool]) -> None:
        """Take what comes until something was told that ends the wait."""
        deadline = time.monotonic() + 60
        seen = 0
        while True:
            for event in self.events[seen:]:
                seen += 1
                if is_over(event):
                    return
            self.routes.heard(self.inbox.get(timeout=max(deadline - time.monotonic(), 0.001)))

    @property
    def said(self) -> list[str]:
        return [event.text.strip() for event in self.events if isinstance(event, Piece) and event.text.strip()]


@pytest.fixture(scope="module")
def embedded() -> Iterator[tuple[Room, EngineHost]]:
    """One warm embedded engine for all tests of this file, as a house has one for all ensembles."""
    room = Room()
    host = EngineHost("embedded", EMBEDDED, {"threads": "1"}, room.inbox.put, start_deadline=60, silence_deadline=60)
    host.start()
    room.until(lambda event: isinstance(event, EngineReady))
    yield room, host
    host.close()


@contextmanager
def ensemble(embedded: tuple[Room, EngineHost], **options: str) -> Iterator[tuple[Room, Ensemble]]:
    room, host = embedded
    room.events.clear()
    clock = FakeClock()
    outside = Outside(room.events.append, clock, clock.now, lambda language, is_brief: Wording(language))
    with importable_tests():
        model = EngineHost(
            "paligemma", fake_model.SERVICE, options, room.inbox.put, start_deadline=30, silence_deadline=30
        )
        try:
            yield room, Ensemble("auto", host, model, room.routes, outside)
        finally:
            model.close()


def cat(picture_id: int) -> Picture:
    shown = pixels(photograph("skimage/data/chelsea.png"))
    return Picture(picture_id, Source(SourceKind.FILE), shown.shape[1], shown.shape[0], shown.tobytes())


def is_end_of(request_id: int) -> Callable[[EngineEvent], bool]:
    return lambda event: isinstance(event, Done | Failed) and event.request_id == request_id


def test_a_cat_is_named_and_a_dog_is_taken_back(embedded: tuple[Room, EngineHost]) -> None:
    with ensemble(embedded, says="A cat looks up. A dog sleeps.") as (room, both):
        both.answer(Request(1, 11, Task.DESCRIBE), cat(11))
        room.until(is_end_of(1))
    assert room.said == ["A cat looks up.", "Possibly: A dog sleeps.", "Correction: no dog."]
    done = room.events[-1]
    assert isinstance(done, Done)
    assert done.stats.engine == "embedded+paligemma"


def test_a_model_that_dies_leaves_the_picture_to_the_embedded_engine(embedded: tuple[Room, EngineHost]) -> None:
    with ensemble(embedded, says="Nothing of this is ever heard.", habit="die") as (room, both):
        both.answer(Request(2, 12, Task.DESCRIBE), cat(12))
        room.until(is_end_of(2))
    assert room.said[-1] == "The picture shows a cat."
    assert any("stopped working" in said for said in room.said)


def test_stop_reaches_the_child_that_computes(embedded: tuple[Room, EngineHost]) -> None:
    with ensemble(embedded, says="A cat. It looks up there for ever now.", habit="hang") as (room, both):
        both.answer(Request(3, 13, Task.DESCRIBE), cat(13))
        room.until(lambda event: isinstance(event, Piece))
        both.cancel(3)
        told = len(room.said)
        both.answer(Request(4, 13, Task.FIND, "cat"), cat(13))
        room.until(is_end_of(4))
    assert room.said[told:] == ["A cat, all over."]
    assert not any(is_end_of(3)(event) for event in room.events)
