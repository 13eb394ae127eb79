"""A page that was held before the camera becomes a document when the user wants that, and is forgotten otherwise."""

from __future__ import annotations

import pytest

from assistant.app.held_page import HeldPage, PageCalls
from assistant.app.house import FORGET_AFTER
from assistant.core.documents import Sheets
from assistant.core.domain import Picture, Priority, Source, SourceKind
from assistant.core.wording import Wording
from support.reading_stage import BookStage, letter, paragraph
from support.stage import FakeClock


def page(number: int) -> Picture:
    return Picture(number, Source(SourceKind.CAMERA), 2, 1, bytes([number] * 6))


class Desk:
    """What was done with the page, in order."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.done: list[str] = []
        calls = PageCalls(
            pause=lambda: self.done.append("pause"),
            open=lambda title, picture: self.done.append(f"open {title} {picture.id}"),
            show=lambda: self.done.append("show"),
            announce=lambda text, priority: self.done.append(f"say {text} {priority}"),
        )
        self.page = HeldPage(self.clock, Wording(), calls)


@pytest.fixture
def desk() -> Desk:
    return Desk()


NOTHING = f"say No page was read from the camera lately. Hold one up first. {Priority.NOW}"


def test_the_last_page_is_opened_once(desk: Desk) -> None:
    desk.page.held(page(1))
    desk.page.held(page(2))
    desk.page.keep()
    assert desk.done == ["pause", "open Page from the camera 2", "show"]
    desk.page.keep()
    assert desk.done[-1] == NOTHING


def test_without_a_page_it_is_told(desk: Desk) -> None:
    desk.page.keep()
    assert desk.done == [NOTHING]


def test_a_page_is_forgotten_and_each_one_has_its_time(desk: Desk) -> None:
    desk.page.held(page(1))
    desk.clock.pass_seconds(FORGET_AFTER - 1)
    desk.page.held(page(2))
    desk.clock.pass_seconds(FORGET_AFTER - 1)
    desk.page.keep()
    assert "open Page from the camera 2" in desk.done
    desk.page.held(page(3))
    desk.clock.pass_seconds(FORGET_AFTER + 1)
    desk.page.keep()
    assert desk.done[-1] == NOTHING


def test_pictures_in_memory_are_read_as_a_document() -> None:
    stage = BookStage(letter((paragraph("Dear customer."),), title="Page from the camera"))
    stage.player.open_sheets("Page from the camera", [page(1)])
    stage.settle()
    stage.hears_all()
    assert stage.said[:2] == ["Page from the camera, one page.", "Dear customer."]
    document = stage.player.document
    assert document is not None
    assert document.origin == Sheets("Page from the camera", (page(1),))
