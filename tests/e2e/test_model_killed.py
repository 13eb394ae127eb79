"""The model's child is killed at any moment: while it starts, loads, looks or speaks. Each time it is told, once."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from assistant.core.domain import Detail, Done, Failed, Picture, Reason, Request, Task
from assistant.core.errors import EngineDied
from support.tiny.drawings import drawing, paint
from support.tiny_model import TinyEngine, as_picture, tiny_engine

pytestmark = pytest.mark.model

SHOWN = drawing(2_200_000, words=0.0)
_IDS = iter(range(500_000, 600_000))


@pytest.fixture
def engine(tiny_folder: Path) -> Iterator[TinyEngine]:
    assert tiny_folder.is_dir()
    with tiny_engine({"training": "pt"}) as made:
        yield made


@pytest.fixture
def picture() -> Picture:
    return as_picture(paint(SHOWN, 320))


@pytest.mark.timeout(300)
def test_killed_three_times_at_random(engine: TinyEngine, picture: Picture) -> None:
    kill_and_ask(engine, picture, times=3, seed=1)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_killed_a_hundred_times_at_random(engine: TinyEngine, picture: Picture) -> None:
    kill_and_ask(engine, picture, times=100, seed=2)


def kill_and_ask(engine: TinyEngine, picture: Picture, *, times: int, seed: int) -> None:
    """Kill the child at random moments, from its start to the last word; every fifth time an answer must be whole."""
    chance = random.Random(seed)
    began = time.monotonic()
    right = engine.ask(Task.DESCRIBE, picture, detail=Detail.FULL).text
    first = time.monotonic() - began
    for turn in range(times):
        end = killed_after(engine, picture, chance.uniform(0, 1.2 * first))
        if isinstance(end, Failed):
            assert isinstance(end.error, EngineDied), f"turn {turn}: {end.error}"
        else:
            assert end.reason is Reason.FINISHED
        if turn % 5 == 4:
            answer = engine.ask(Task.DESCRIBE, picture, detail=Detail.FULL)
            assert isinstance(answer.end, Done), f"turn {turn}: {answer.end}"
            assert answer.text == right


def killed_after(engine: TinyEngine, picture: Picture, moment: float) -> Done | Failed:
    """Ask, kill the child after a moment, and return the one end of the answer."""
    request = Request(next(_IDS), picture.id, Task.DESCRIBE, detail=Detail.FULL)
    engine.bench.host.answer(request, picture)
    time.sleep(moment)
    child = engine.bench.host._child
    if child is not None:
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(child.process.pid).kill()
    end = engine.await_end(request.id)
    time.sleep(0.1)
    ends = [event for event in engine.bench.recorder.of(request.id) if isinstance(event, Done | Failed)]
    assert ends == [end]
    return end
