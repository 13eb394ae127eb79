"""The thread that acts: it waits for the screen to look the same, and does nothing that was left or has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import ClassVar

import pytest

from assistant.app.hands import HandsWorker
from assistant.core.acts import Act, Acted, Errand, Imprint, NotActed, Target
from assistant.core.domain import Box, Picture, Region, RegionKind, Source, SourceKind
from assistant.core.errors import (
    KeysHeld,
    PointerForbidden,
    PointerHeld,
    RegionOffScreen,
    ScreenLocked,
    SeeSayError,
    TargetChanged,
)
from assistant.core.imprints import imprint_of
from assistant.system.desktop import Desktop, SessionKind

BOX = Box(10, 10, 20, 10)
X11 = Desktop(SessionKind.X11, "Openbox")


class FakePointer:
    name: ClassVar[str] = "fake"
    install_hint: ClassVar[str] = ""

    def __init__(self, kind: SessionKind = SessionKind.X11) -> None:
        self.kind = kind
        self.done: list[str] = []
        self.held = 0
        self.error: SeeSayError | None = None

    def is_compatible(self, session: SessionKind) -> bool:
        return session is self.kind

    def is_installed(self) -> bool:
        return True

    def prepare(self) -> None:
        self.done.append("prepared")

    def keys_held(self) -> bool:
        self.held -= 1
        return self.held >= 0

    def move(self, point: tuple[int, int]) -> None:
        if self.error is not None:
            raise self.error
        self.done.append(f"moved {point}")

    def click(self, point: tuple[int, int]) -> None:
        self.done.append(f"clicked {point}")

    def close(self) -> None:
        self.done.append("closed")


class FakePrograms:
    def __init__(self) -> None:
        self.done: list[str] = []

    def focus(self, handle: str) -> None:
        self.done.append(f"focused {handle}")

    def press(self, handle: str) -> None:
        self.done.append(f"pressed {handle}")

    def close(self) -> None:
        self.done.append("closed")


def picture(level: int = 0, width: int = 60, height: int = 40, bar: int = 14) -> Picture:
    """Return a grey picture with a dark bar in it."""
    pixels = bytearray([level or 200]) * (3 * width * height)
    for row in range(bar, bar + 2):
        pixels[3 * row * width : 3 * (row + 1) * width] = bytes(3 * width)
    return Picture(1, Source(SourceKind.SCREEN), width, height, bytes(pixels))


def cut(whole: Picture, box: Box) -> Picture:
    rows = [
        whole.rgb[3 * (y * whole.width + box.x) : 3 * (y * whole.width + box.right)] for y in range(box.y, box.bottom)
    ]
    return Picture(2, Source(SourceKind.REGION, box=box), box.width, box.height, b"".join(rows))


def imprint() -> Imprint:
    made = imprint_of(picture(), Region(RegionKind.BUTTON, "Save", BOX, 1.0))
    assert made is not None
    return made


TARGET = Target("Save", (20, 15), imprint(), "atspi::1.2:/a")


class Stage:
    def __init__(self) -> None:
        self.pointer, self.programs = FakePointer(), FakePrograms()
        self.posted: SimpleQueue[Acted | NotActed] = SimpleQueue()
        self.shows: Callable[[], Picture] = picture
        self.looked = threading.Event()

    def glance(self, box: Box) -> Picture:
        self.looked.set()
        return cut(self.shows(), box)

    def outcome(self) -> Acted | NotActed:
        return self.posted.get(timeout=10)


@contextmanager
def working(stage: Stage, desktop: Desktop = X11, patience: float = 5.0) -> Iterator[HandsWorker]:
    worker = HandsWorker(
        stage.glance,
        stage.posted.put,
        backends=(FakePointer(SessionKind.WAYLAND), stage.pointer),
        programs=stage.programs,
        desktop=lambda: desktop,
        patience=patience,
    )
    try:
        yield worker
    finally:
        worker.close()


def test_each_act_is_done_by_who_can() -> None:
    stage = Stage()
    with working(stage) as worker:
        for number, act in enumerate(Act, 1):
            worker.act(Errand(number, act, TARGET))
            assert stage.outcome() == Acted(number)
    assert stage.pointer.done == ["prepared", "moved (20, 15)", "prepared", "clicked (20, 15)", "closed"]
    assert stage.programs.done == ["focused atspi::1.2:/a", "pressed atspi::1.2:/a", "closed"]


def test_a_window_that_still_closes_is_waited_for() -> None:
    stage = Stage()
    shown = iter([picture(90, bar=30)] * 3)
    stage.shows = lambda: next(shown, picture())
    with working(stage) as worker:
        worker.act(Errand(1, Act.CLICK, TARGET))
        assert stage.outcome() == Acted(1)


def test_a_place_that_stays_changed_is_left_alone() -> None:
    stage = Stage()
    stage.shows = lambda: picture(bar=17)
    with working(stage, patience=0.1) as worker:
        worker.act(Errand(1, Act.PRESS, TARGET))
        assert stage.outcome() == NotActed(1, TargetChanged())
    assert stage.programs.done == ["closed"]


def off_screen() -> Picture:
    raise RegionOffScreen


def locked() -> Picture:
    raise ScreenLocked


def test_a_monitor_that_has_gone_is_a_change_and_a_locked_screen_is_told_at_once() -> None:
    stage = Stage()
    with working(stage, patience=0.1) as worker:
        stage.shows = off_screen
        worker.act(Errand(1, Act.MOVE, TARGET))
        assert stage.outcome() == NotActed(1, TargetChanged())
        stage.shows = locked
        worker.act(Errand(2, Act.MOVE, TARGET))
        assert stage.outcome() == NotActed(2, ScreenLocked())


def test_a_click_waits_until_the_keys_are_let_go_of_and_moving_does_not() -> None:
    stage = Stage()
    stage.pointer.held = 3
    with working(stage) as worker:
        worker.act(Errand(1, Act.CLICK, TARGET))
        assert stage.outcome() == Acted(1)
        assert stage.pointer.held < 0
        stage.pointer.held = 10**9
        worker.act(Errand(2, Act.MOVE, TARGET))
        assert stage.outcome() == Acted(2)


def test_keys_that_are_never_let_go_of_are_told() -> None:
    stage = Stage()
    stage.pointer.held = 10**9
    with working(stage, patience=0.1) as worker:
        worker.act(Errand(1, Act.CLICK, TARGET))
        assert stage.outcome() == NotActed(1, KeysHeld())


def test_what_is_left_is_not_done_and_not_told() -> None:
    stage = Stage()
    stage.shows = lambda: picture(bar=17)
    with working(stage) as worker:
        worker.act(Errand(1, Act.CLICK, TARGET))
        assert stage.looked.wait(10)
        worker.leave(1)
        stage.shows = picture
        worker.act(Errand(2, Act.MOVE, TARGET))
        assert stage.outcome() == Acted(2)
    assert stage.posted.empty()
    assert "clicked (20, 15)" not in stage.pointer.done


def test_a_desktop_without_a_way_says_so_and_programs_still_act() -> None:
    stage = Stage()
    with working(stage, Desktop(SessionKind.MACOS, "macOS")) as worker:
        worker.act(Errand(1, Act.MOVE, TARGET))
        assert stage.outcome() == NotActed(1, PointerForbidden(desktop="macOS"))
        worker.act(Errand(2, Act.FOCUS, TARGET))
        assert stage.outcome() == Acted(2)


def test_an_error_of_the_hands_is_told_and_a_defect_named() -> None:
    stage = Stage()
    with working(stage) as worker:
        stage.pointer.error = PointerHeld()
        worker.act(Errand(1, Act.MOVE, TARGET))
        assert stage.outcome() == NotActed(1, PointerHeld())


@pytest.mark.logs("an act failed")
def test_a_defect_ends_no_thread() -> None:
    stage = Stage()
    with working(stage) as worker:
        stage.shows = lambda: None  # type: ignore[assignment, return-value]  # the defect
        worker.act(Errand(1, Act.MOVE, TARGET))
        outcome = stage.outcome()
        assert isinstance(outcome, NotActed)
        assert outcome.error.code == "internal"
        stage.shows = picture
        worker.act(Errand(2, Act.MOVE, TARGET))
        assert stage.outcome() == Acted(2)
