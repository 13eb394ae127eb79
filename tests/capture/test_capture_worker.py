"""The background worker: one event per request, in order; a hang or a defect harms nobody else."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from assistant.capture import worker as capture_worker
from assistant.capture.worker import CaptureWorker
from assistant.core.domain import Captured, Failed, Picture, Source, SourceKind
from assistant.core.errors import InternalError, NoWindow, SourceStalled
from assistant.core.ports import GrabLeft
from support.processes import wait_until

SCREEN = Source(SourceKind.SCREEN)
WINDOW = Source(SourceKind.WINDOW)
CLIPBOARD = Source(SourceKind.CLIPBOARD)
FILE = Source(SourceKind.FILE, path="x.png")
SOON = dict.fromkeys(SourceKind, 0.05)


class ScriptedGrabber:
    """Returns a picture of files, raises for windows and the clipboard, and hangs on the screen until let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.hanging = threading.Semaphore(0)

    def grab(self, source: Source, is_left: Callable[[], bool] = lambda: False) -> Picture:
        if source.kind is SourceKind.WINDOW:
            raise NoWindow
        if source.kind is SourceKind.CLIPBOARD:
            raise ZeroDivisionError("a defect")
        if source.kind is SourceKind.SCREEN:
            self.hanging.release()
            self.let_go.wait()
        return Picture(1, source, 1, 1, b"abc")


class Posted:
    """Collects what is posted."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[Captured | Failed] = queue.SimpleQueue()

    def __call__(self, event: Captured | Failed) -> None:
        self._events.put(event)

    def take(self) -> Captured | Failed:
        return self._events.get(timeout=10)

    @property
    def is_empty(self) -> bool:
        return self._events.empty()


@pytest.fixture
def grabber() -> Iterator[ScriptedGrabber]:
    scripted = ScriptedGrabber()
    yield scripted
    scripted.let_go.set()


def test_each_request_gets_one_event_in_order(grabber: ScriptedGrabber) -> None:
    posted = Posted()
    worker = CaptureWorker(grabber, posted)
    for request_id, source in enumerate((FILE, WINDOW, FILE), start=1):
        worker.grab(request_id, source)
    events = [posted.take() for _ in range(3)]
    worker.close()
    assert [event.request_id for event in events] == [1, 2, 3]
    assert isinstance(events[0], Captured)
    assert events[1] == Failed(2, NoWindow())
    assert posted.is_empty


def test_nobody_waits_for_a_camera_nor_it_for_anybody(grabber: ScriptedGrabber) -> None:
    posted = Posted()
    worker = CaptureWorker(grabber, posted)
    worker.grab(1, SCREEN)
    grabber.hanging.acquire()
    worker.grab(2, Source(SourceKind.CAMERA))
    assert isinstance(posted.take(), Captured)
    grabber.let_go.set()
    assert posted.take().request_id == 1
    worker.close()


@pytest.mark.logs("grabbing clipboard failed")
def test_a_defect_is_told_as_one_and_the_next_request_works(
    grabber: ScriptedGrabber, caplog: pytest.LogCaptureFixture
) -> None:
    posted = Posted()
    worker = CaptureWorker(grabber, posted)
    worker.grab(1, CLIPBOARD)
    worker.grab(2, FILE)
    assert posted.take() == Failed(1, InternalError(detail="ZeroDivisionError"))
    assert isinstance(posted.take(), Captured)
    worker.close()
    assert "grabbing clipboard failed" in caplog.text


def test_a_hang_costs_one_request_only_and_its_late_picture_is_dropped(grabber: ScriptedGrabber) -> None:
    posted = Posted()
    worker = CaptureWorker(grabber, posted, SOON | {SourceKind.FILE: 10.0})
    worker.grab(1, SCREEN)
    worker.grab(2, FILE)
    assert posted.take() == Failed(1, SourceStalled(source="screen"))
    assert posted.take().request_id == 2
    grabber.let_go.set()
    worker.grab(3, FILE)
    assert posted.take().request_id == 3
    worker.close()
    assert posted.is_empty


class HeldGrabber:
    """Holds a camera until nobody wants its picture any more."""

    def __init__(self) -> None:
        self.held = threading.Semaphore(0)
        self.given_back = threading.Semaphore(0)

    def grab(self, source: Source, is_left: Callable[[], bool] = lambda: False) -> Picture:
        if source.kind is SourceKind.CAMERA and not source.path:
            self.held.release()
            wait_until(is_left, what="being left")
            self.given_back.release()
            raise GrabLeft
        return Picture(1, source, 1, 1, b"abc")


def test_a_camera_that_is_left_is_given_back_at_once_and_its_request_forgotten(
    caplog: pytest.LogCaptureFixture,
) -> None:
    grabber, posted = HeldGrabber(), Posted()
    worker = CaptureWorker(grabber, posted)
    for request_id in (1, 2):
        worker.grab(request_id, Source(SourceKind.CAMERA))
    worker.grab(3, Source(SourceKind.CAMERA, path="another one"))
    assert grabber.held.acquire(timeout=10)
    worker.leave(2)  # waits still, so it is never begun
    worker.leave(1)
    assert grabber.given_back.acquire(timeout=10)
    assert posted.take().request_id == 3
    assert not grabber.held.acquire(blocking=False)
    worker.close()
    assert posted.is_empty
    assert not caplog.records


def test_the_camera_is_given_back_when_all_ends() -> None:
    grabber = HeldGrabber()
    worker = CaptureWorker(grabber, Posted())
    worker.grab(1, Source(SourceKind.CAMERA))
    assert grabber.held.acquire(timeout=10)
    worker.close()
    assert grabber.given_back.acquire(timeout=10)


def test_hanging_threads_are_bounded_and_counted_down_again(grabber: ScriptedGrabber) -> None:
    posted = Posted()
    worker = CaptureWorker(grabber, posted, SOON | {SourceKind.FILE: 10.0})
    for request_id in range(1, capture_worker.MAX_STUCK + 3):
        worker.grab(request_id, SCREEN)
        assert posted.take() == Failed(request_id, SourceStalled(source="screen"))
    runners = [thread for thread in threading.enumerate() if thread.name == "capture-runner"]
    assert len(runners) == capture_worker.MAX_STUCK
    grabber.let_go.set()
    for runner in runners:
        runner.join(10)
    worker.grab(99, FILE)
    assert isinstance(posted.take(), Captured)
    worker.close()


def test_close_waits_for_no_hang_and_nothing_is_posted_after_it(grabber: ScriptedGrabber) -> None:
    posted = Posted()
    worker = CaptureWorker(grabber, posted)
    worker.grab(1, SCREEN)
    worker.grab(2, FILE)
    assert grabber.hanging.acquire(timeout=10)
    closer = threading.Thread(target=worker.close)
    closer.start()
    closer.join(10)
    assert not closer.is_alive()
    supervisors = [thread for thread in threading.enumerate() if thread.name == "capture"]
    for supervisor in supervisors:
        supervisor.join(10)
    assert not any(supervisor.is_alive() for supervisor in supervisors)
    grabber.let_go.set()
    assert posted.is_empty


def test_close_from_its_own_event_and_twice_is_harmless(grabber: ScriptedGrabber) -> None:
    posted = Posted()

    def close_and_post(event: Captured | Failed) -> None:
        worker.close()
        posted(event)

    worker = CaptureWorker(grabber, close_and_post)
    worker.grab(1, FILE)
    assert isinstance(posted.take(), Captured)
    worker.close()
    worker.grab(2, FILE)
    assert posted.is_empty


def test_warming_up_posts_nothing(grabber: ScriptedGrabber) -> None:
    grabber.let_go.set()
    posted = Posted()
    worker = CaptureWorker(grabber, posted)
    worker.warm_up()
    worker.grab(1, FILE)
    assert posted.take().request_id == 1
    worker.close()
    assert posted.is_empty
    assert grabber.hanging.acquire(blocking=False)


@pytest.mark.logs("nobody could be told")
def test_a_listener_that_fails_does_not_end_the_worker(grabber: ScriptedGrabber) -> None:
    posted = Posted()

    def fail_once(event: Captured | Failed) -> None:
        if event.request_id == 1:
            raise RuntimeError("the bridge has gone")
        posted(event)

    worker = CaptureWorker(grabber, fail_once)
    worker.grab(1, FILE)
    worker.grab(2, FILE)
    assert posted.take().request_id == 2
    worker.close()


def test_no_picture_is_kept_once_it_was_told(grabber: ScriptedGrabber) -> None:
    events: list[Captured | Failed] = []
    worker = CaptureWorker(grabber, events.append)
    try:
        worker.grab(1, FILE)
        wait_until(lambda: bool(events), what="the picture")
        wait_until(lambda: sys.getrefcount(events[0]) == 2, what="the worker to let go of the picture")
    finally:
        worker.close()
