"""What every `DocumentFile` does: the child of the application, and the fake that the player's tests read from."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from assistant.core.documents import (
    DocumentEvent,
    DocumentFailed,
    DocumentOpened,
    FigureSeen,
    Files,
    PageFailed,
    PageRead,
)
from assistant.core.errors import DocumentLocked, DocumentUnreadable, PageUnreadable
from assistant.core.reader_ports import DocumentFile
from support.document_child import PASSWORD, reader
from support.reading_stage import BookStage, FakeDocument, FakeFile, letter, paragraph


@dataclass
class Reading:
    """A file, how its next event comes, and whether none comes."""

    file: DocumentFile
    next: Callable[[], DocumentEvent | None]
    is_silent: Callable[[], bool]


def _documents() -> list[FakeDocument]:
    pages = [[paragraph("page 1")], PageUnreadable(page="2"), [paragraph("page 3")]]
    made = []
    for title in ("raises", "locked", "raises at once"):
        document = letter(*pages, title=title)  # type: ignore[arg-type]  # pages of either kind
        document.password = PASSWORD if title == "locked" else ""
        document.error = DocumentUnreadable(name=title) if title == "raises at once" else None
        made.append(document)
    return made


@pytest.fixture(params=["child", "fake"])
def reading(request: pytest.FixtureRequest) -> Iterator[Reading]:
    if request.param == "child":
        with reader(scripted=True) as (child, heard):
            yield Reading(child, heard.next_or_none, lambda: heard.is_silent(0.3))
        return
    events: deque[DocumentEvent] = deque()
    stage = BookStage(*_documents())
    file = FakeFile(stage, events.append)

    def following() -> DocumentEvent | None:
        stage.settle()
        return events.popleft() if events else None

    yield Reading(file, following, lambda: following() is None)


def test_calls_are_answered_in_order_and_a_page_that_fails_harms_no_other(reading: Reading) -> None:
    reading.file.open(Files(("raises",)))
    opened = reading.next()
    assert isinstance(opened, DocumentOpened)
    assert opened.info.pages == 3
    for number in (1, 2, 3):
        reading.file.page(number)
    first, second, third = (reading.next() for _ in range(3))
    assert isinstance(first, PageRead)
    assert first.page.blocks[0].text == "page 1"
    assert second == PageFailed(2, PageUnreadable(page="2"))
    assert isinstance(third, PageRead)
    assert third.page.number == 3


def test_a_locked_document_is_opened_again_with_its_password(reading: Reading) -> None:
    reading.file.open(Files(("locked",)))
    assert is_locked(reading.next(), is_wrong=False)
    reading.file.open(Files(("locked",)), "guess")
    assert is_locked(reading.next(), is_wrong=True)
    reading.file.open(Files(("locked",)), PASSWORD)
    assert isinstance(reading.next(), DocumentOpened)


def is_locked(event: DocumentEvent | None, *, is_wrong: bool) -> bool:
    """Tell whether a document asks for its password."""
    if not isinstance(event, DocumentFailed) or not isinstance(event.error, DocumentLocked):
        return False
    return (event.error.params.get("is_wrong") == "yes") is is_wrong


def test_a_figure_is_seen(reading: Reading) -> None:
    reading.file.open(Files(("raises",)))
    reading.next()
    reading.file.page(1)
    reading.next()
    reading.file.figure(1, 0)
    seen = reading.next()
    assert isinstance(seen, FigureSeen | PageFailed)
    assert seen.number == 1


def test_a_document_that_can_not_be_opened_is_told_once(reading: Reading) -> None:
    reading.file.open(Files(("raises at once",)))
    assert reading.next() == DocumentFailed(DocumentUnreadable(name="raises at once"))
    assert reading.is_silent()


def test_nothing_is_told_after_closing(reading: Reading) -> None:
    reading.file.open(Files(("raises",)))
    reading.next()
    reading.file.page(1)
    reading.file.close()
    assert reading.is_silent()
