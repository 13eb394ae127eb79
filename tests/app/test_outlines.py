"""What is outlined, for how long, and that no picture is taken of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from assistant.app.outlines import SHOWN_FOR, UNCOVER, Outlines, UncoveredCapture
from assistant.core.answers import Answer, AnswerDraft
from assistant.core.box import Box
from assistant.core.domain import Detail, Reason, Region, RegionKind, Source, SourceKind, Task
from assistant.core.settings import Settings
from assistant.ui import overlay

SCREEN, FILE = Source(SourceKind.SCREEN), Source(SourceKind.FILE, path="a.png")


@dataclass
class Room:
    """A clock that stands still, what waits for it, and what is drawn."""

    time: float = 100.0
    waiting: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    drawn: list[Sequence[Box]] = field(default_factory=list)
    is_shown: bool = False
    is_wanted: bool = True

    def settings(self) -> Settings:
        return Settings({"ui.outlines": self.is_wanted})

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        entry = (self.time + seconds, call)
        self.waiting.append(entry)
        return lambda: self.waiting.remove(entry) if entry in self.waiting else None

    def let_pass(self, seconds: float) -> None:
        self.time += seconds
        due = [entry for entry in self.waiting if entry[0] <= self.time]
        for entry in due:
            self.waiting.remove(entry)
            entry[1]()

    def show(self, boxes: Sequence[Box]) -> None:
        self.drawn.append(boxes)
        self.is_shown = True

    def hide(self) -> None:
        self.is_shown = False


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    made = Room()
    monkeypatch.setattr(overlay, "Overlay", lambda: made)
    return made


@pytest.fixture
def outlines(room: Room) -> Outlines:
    return Outlines(room.settings, room, lambda: room.time)


def found(*boxes: Box, task: Task = Task.FIND, source: Source = SCREEN) -> Answer:
    draft = AnswerDraft(1, task, source, "en", Detail.NORMAL, 0.0, reason=Reason.FINISHED)
    draft.regions = [Region(RegionKind.BUTTON, "Save", box, 1.0) for box in boxes]
    return draft.freeze(1.0)


BOX = Box(200, 100, 80, 40)


def test_what_a_search_found_is_outlined_where_it_lies_on_the_desktop(room: Room, outlines: Outlines) -> None:
    outlines.ended(replace(found(BOX), origin=(-1000, 50), scale=2.0))
    assert room.drawn == [[Box(-900, 100, 40, 20)]]


@pytest.mark.parametrize(
    "answer",
    [
        found(),
        found(BOX, task=Task.DESCRIBE),
        found(BOX, source=FILE),
        replace(found(BOX), reason=Reason.CANCELLED),
    ],
    ids=["nothing found", "no search", "no screen", "stopped"],
)
def test_nothing_else_is_outlined(answer: Answer, room: Room, outlines: Outlines) -> None:
    outlines.ended(answer)
    assert room.drawn == []


def test_who_wants_no_outlines_gets_none(room: Room, outlines: Outlines) -> None:
    room.is_wanted = False
    outlines.ended(found(BOX))
    assert room.drawn == []


def test_outlines_go_by_themselves(room: Room, outlines: Outlines) -> None:
    shown = []
    for seconds in (SHOWN_FOR - 1, SHOWN_FOR - 1, 1.0):
        if seconds > 1:  # the second search begins its own time
            outlines.ended(found(BOX))
        room.let_pass(seconds)
        shown.append(room.is_shown)
    assert shown == [True, True, False]
    assert room.waiting == []


def test_a_picture_waits_until_the_desktop_has_painted_what_lay_under_them(room: Room, outlines: Outlines) -> None:
    assert outlines.uncover() == 0
    outlines.ended(found(BOX))
    assert outlines.uncover() == pytest.approx(UNCOVER)
    assert not room.is_shown
    room.let_pass(UNCOVER / 2)
    assert outlines.uncover() == pytest.approx(UNCOVER / 2)
    room.let_pass(UNCOVER)
    assert outlines.uncover() == 0


class Shelf:
    """A `Capture` that writes down."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def grab(self, request_id: int, source: Source) -> None:
        self.log.append(f"grab {request_id} {source.kind}")

    def leave(self, request_id: int) -> None:
        self.log.append(f"leave {request_id}")

    def close(self) -> None:
        self.log.append("close")


def test_a_grab_of_the_screen_waits_and_another_doesn_t(room: Room) -> None:
    shelf = Shelf()
    capture = UncoveredCapture(shelf, room, lambda: 0.2)
    capture.grab(1, SCREEN)
    capture.grab(2, FILE)
    assert shelf.log == ["grab 2 file"]
    room.let_pass(0.2)
    assert shelf.log == ["grab 2 file", "grab 1 screen"]


def test_a_grab_that_is_left_meanwhile_never_begins(room: Room) -> None:
    shelf = Shelf()
    capture = UncoveredCapture(shelf, room, lambda: 0.2)
    capture.grab(1, SCREEN)
    capture.leave(1)
    capture.grab(2, SCREEN)
    capture.close()
    room.let_pass(1)
    assert shelf.log == []


def test_an_uncovered_screen_is_grabbed_at_once_and_left_by_the_inner(room: Room) -> None:
    shelf = Shelf()
    capture = UncoveredCapture(shelf, room, lambda: 0.0)
    capture.grab(1, SCREEN)
    capture.leave(1)
    assert shelf.log == ["grab 1 screen", "leave 1"]
