"""What every watcher keeps to: the child with a camera, and the one that tests show frames to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from assistant.core.camera import FrameTaken, Measured, WatchEnded, Watcher, WatchMode, WatchOpened
from assistant.core.domain import Picture
from assistant.core.errors import CameraBusy, SeeSayError
from support import reel
from support.fake_watcher import FakeWatcher
from support.reel import CAMERA, NAME, Heard, camera


@dataclass
class Bench:
    """A watcher that is not open yet; `look_around` lets the fake one have its next frame, the real one has plenty."""

    watcher: Watcher
    heard: Heard
    look_around: Callable[[], None] = lambda: None


def shown(fake: FakeWatcher, number: int) -> None:
    fake.show(Picture(number, CAMERA, 320, 240, np.ascontiguousarray(reel.room(number)).tobytes(), title=NAME))


@pytest.fixture(params=["fake", "child"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "child":
        with camera("endless", mode=None) as (watcher, heard):
            yield Bench(watcher, heard)
        return
    heard = Heard()
    numbers = iter(range(1, 1000))

    def opened(fake: FakeWatcher) -> None:
        fake.opened(NAME)
        shown(fake, next(numbers))

    fake = FakeWatcher(heard, opened)
    yield Bench(fake, heard, lambda: shown(fake, next(numbers)))


@pytest.fixture(params=["fake", "child"])
def busy(request: pytest.FixtureRequest) -> Iterator[tuple[Bench, SeeSayError]]:
    error = CameraBusy(camera=NAME)
    if request.param == "child":
        with camera("busy", mode=None) as (watcher, heard):
            yield Bench(watcher, heard), error
        return
    heard = Heard()
    yield Bench(FakeWatcher(heard, lambda fake: fake.end(error)), heard), error


def test_it_tells_first_that_it_is_open_then_one_frame_for_each_time_it_was_asked(bench: Bench) -> None:
    bench.watcher.open(CAMERA, WatchMode.FRAMES)
    assert bench.heard.next() == WatchOpened(NAME)
    bench.look_around()
    bench.watcher.measure()
    assert isinstance(bench.heard.next(), Measured), "a frame that nobody asked for"
    bench.watcher.ready()
    first = bench.heard.wait_for(FrameTaken)
    bench.look_around()
    bench.watcher.ready()
    second = bench.heard.wait_for(FrameTaken)
    assert first.picture.source == CAMERA
    assert first.amount == 1
    assert second.picture.id > first.picture.id


def test_asked_for_the_newest_frame_it_gives_it_whatever_it_watches_for(bench: Bench) -> None:
    bench.watcher.open(CAMERA, WatchMode.CHANGES)
    bench.watcher.watch(WatchMode.PAGE)
    bench.watcher.now()
    assert bench.heard.wait_for(FrameTaken).picture.width == 320


def test_after_close_nothing_is_told_and_it_can_be_opened_again(bench: Bench) -> None:
    bench.watcher.open(CAMERA, WatchMode.FRAMES)
    bench.heard.wait_for(WatchOpened)
    bench.watcher.close()
    bench.heard.drain()
    bench.watcher.ready()
    bench.watcher.now()
    assert bench.heard.drain() == []
    bench.watcher.open(CAMERA, WatchMode.FRAMES)
    bench.watcher.ready()
    assert bench.heard.next() == WatchOpened(NAME)
    bench.heard.wait_for(FrameTaken)


def test_what_can_not_be_opened_is_one_ending(busy: tuple[Bench, SeeSayError]) -> None:
    bench, error = busy
    bench.watcher.open(CAMERA, WatchMode.CHANGES)
    assert bench.heard.next() == WatchEnded(error)
    bench.watcher.ready()
    bench.watcher.close()
    assert bench.heard.drain() == []
