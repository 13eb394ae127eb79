"""A document's child: whatever becomes of a page or of the child, one event for each call, and the others go on."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import psutil
import pytest

from assistant.core.documents import (
    BlockKind,
    DocumentEvent,
    DocumentFailed,
    DocumentKind,
    DocumentOpened,
    FigureSeen,
    Files,
    PageFailed,
    PageRead,
    PageSeen,
    Pasted,
    Sheets,
)
from assistant.core.domain import Picture, Source, SourceKind
from assistant.core.errors import (
    DocumentEmpty,
    DocumentLocked,
    DocumentReaderDied,
    DocumentStalled,
    DocumentTooLarge,
    DocumentUnknown,
    DocumentUnreadable,
    FileUnreadable,
    PageMissing,
    PageUnreadable,
    SeeSayError,
)
from assistant.reader.file import DocumentChild
from support.document_child import PASSWORD, Heard, reader
from support.document_files import epub, picture, zipped
from support.processes import wait_until


def children() -> list[int]:
    """Return the numbers of the children that live."""
    return [child.pid for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]


def opened(child: DocumentChild, heard: Heard, deed: str, password: str = "") -> None:
    """Open the scripted document."""
    child.open(Files((deed,)), password)
    event = heard.next()
    assert isinstance(event, DocumentOpened), event
    assert event.info.pages == 3


def text(event: DocumentEvent) -> str:
    """Return the text of a page that was read."""
    assert isinstance(event, PageRead), event
    return event.page.blocks[0].text


def failed(event: DocumentEvent) -> SeeSayError:
    """Return why a document can't be opened."""
    assert isinstance(event, DocumentFailed), event
    return event.error


@pytest.mark.parametrize("deed", ["dies", "hangs", "raises", "recurses", "eats", "babbles", "lies"])
def test_a_page_that_fails_is_told_and_the_others_go_on(deed: str) -> None:
    with reader(scripted=True, page_seconds=1.5) as (child, heard):
        opened(child, heard, deed)
        for number in (1, 2, 3, 1):
            child.page(number)
        assert text(heard.next()) == "page 1"
        assert heard.next() == PageFailed(2, PageUnreadable(page="2"))
        assert text(heard.next()) == "page 3"
        assert text(heard.next()) == "page 1"


def test_the_password_is_asked_for_and_kept_for_the_next_child() -> None:
    with reader(scripted=True) as (child, heard):
        child.open(Files(("locked",)))
        assert failed(heard.next()) == DocumentLocked(name="locked", is_wrong="")
        child.open(Files(("locked",)), "guess")
        assert failed(heard.next()) == DocumentLocked(name="locked", is_wrong="yes")
        opened(child, heard, "locked", PASSWORD)
        child.page(2)
        assert heard.next() == PageFailed(2, PageUnreadable(page="2"))
        child.page(3)
        assert text(heard.next()) == "page 3"


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        ("dies at once", DocumentReaderDied),
        ("hangs at once", DocumentStalled),
        ("eats at once", DocumentTooLarge),
        ("raises at once", DocumentUnreadable),
    ],
)
def test_a_document_that_can_not_be_opened_is_told_once(deed: str, error: type[SeeSayError]) -> None:
    with reader(scripted=True, open_seconds=2 if error is DocumentStalled else 30) as (child, heard):
        child.open(Files((deed,)))
        assert failed(heard.next()) == error(name=deed)
        child.page(1)
        assert heard.is_silent()


def test_a_file_that_was_changed_meanwhile_is_given_up() -> None:
    with reader(scripted=True) as (child, heard):
        opened(child, heard, "changes")
        child.page(2)
        child.page(3)
        assert heard.next() == PageFailed(2, PageUnreadable(page="2"))
        assert failed(heard.next()) == DocumentReaderDied(name="changes")


def test_a_figure_that_kills_and_one_with_too_few_pixels() -> None:
    for deed in ("dies", "cheats"):
        with reader(scripted=True, page_seconds=5) as (child, heard):
            opened(child, heard, deed)
            child.figure(1, 0)
            child.page(3)
            assert heard.next() == PageFailed(1, PageUnreadable(page="1"))
            assert text(heard.next()) == "page 3"


def test_a_child_that_is_killed_while_nothing_is_asked_is_started_again() -> None:
    with reader(scripted=True) as (child, heard):
        opened(child, heard, "well")
        (before,) = children()
        os.kill(before, 9)
        wait_until(lambda: before not in children(), what="the child's death")
        child.page(1)
        event = heard.next()
        if isinstance(event, PageFailed):  # asked at the very moment of its death
            child.page(1)
            event = heard.next()
        assert text(event) == "page 1"


def test_a_child_outlives_the_thread_that_asked_for_it() -> None:
    """On Linux a child may be told to end with the thread that started it."""
    with reader(scripted=True) as (child, heard):
        thread = threading.Thread(target=opened, args=(child, heard, "well"))
        thread.start()
        thread.join()
        before = children()
        for number in (1, 2):
            child.page(number)
            assert text(heard.next()) == f"page {number}"
        assert children() == before


@pytest.mark.parametrize("state", ["opening", "reading", "idle"])
def test_closing_ends_the_child_and_nothing_is_told_afterwards(state: str) -> None:
    with reader(scripted=True) as (child, heard):
        if state == "opening":
            child.open(Files(("hangs at once",)))
        else:
            opened(child, heard, "hangs")
            if state == "reading":
                child.page(2)
        started = time.monotonic()
        child.close()
        assert time.monotonic() - started < 0.4, "closing waits"
        assert heard.is_silent()
        child.page(1)
        child.figure(1, 0)
        child.open(Files(("well",)))
        assert heard.is_silent()
    wait_until(lambda: not children(), what="the child's end")


def test_pages_that_are_not_there() -> None:
    with reader() as (child, heard):
        child.open(Pasted("Note", "Hello."))
        assert isinstance(heard.next(), DocumentOpened)
        for number in (0, -1, 2, 10**9):
            child.page(number)
            assert heard.next() == PageFailed(number, PageMissing(page=str(number), pages="1"))
        child.figure(1, 0)
        assert isinstance(heard.next(), PageFailed)
        child.figure(1, -1)
        assert isinstance(heard.next(), PageFailed)


def test_pasted_text_in_the_real_child() -> None:
    with reader() as (child, heard):
        child.open(Pasted("Clip \ud800", "Grüße \ud800.\n\nNext."))
        event = heard.next()
        assert isinstance(event, DocumentOpened)
        assert (event.info.title, event.info.kind, event.info.pages) == ("Clip ?", DocumentKind.TEXT, 1)
        child.page(1)
        event = heard.next()
        assert isinstance(event, PageRead)
        assert [block.text for block in event.page.blocks] == ["Grüße ?.", "Next."]


def test_nothing_pasted_is_empty() -> None:
    with reader() as (child, heard):
        child.open(Pasted("Clip", ""))
        assert failed(heard.next()) == DocumentEmpty(name="Clip")


def test_a_book_with_pictures_in_the_real_child(tmp_path: Path) -> None:
    body = '<h1>One</h1><p>Text</p><img src="box.png" alt="A box"/>'
    (tmp_path / "renamed.pdf").write_bytes(epub({"one.xhtml": body}, others={"OPS/box.png": picture(4, 3)}))
    with reader() as (child, heard):
        child.open(Files((str(tmp_path / "renamed.pdf"),)))
        event = heard.next()
        assert isinstance(event, DocumentOpened)
        assert (event.info.kind, event.info.title, len(event.info.contents)) == (DocumentKind.EPUB, "A Book", 1)
        child.page(1)
        child.figure(1, 0)
        event = heard.next()
        assert isinstance(event, PageRead)
        assert [block.kind for block in event.page.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.FIGURE]
        event = heard.next()
        assert isinstance(event, FigureSeen)
        assert (event.picture.width, event.picture.height, event.picture.rgb) == (4, 3, b"\xff\0\0" * 12)


def test_a_folder_of_pictures_in_the_real_child(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(picture(8, 6))
    with reader() as (child, heard):
        child.open(Files(tuple(str(tmp_path / name) for name in ("a", "b"))))
        event = heard.next()
        assert isinstance(event, DocumentOpened)
        assert (event.info.title, event.info.pages) == (tmp_path.name, 2)
        child.page(2)
        event = heard.next()
        assert isinstance(event, PageSeen)
        assert (event.number, event.picture.width, event.picture.title) == (2, 8, "a")


def test_a_folder_of_more_pictures_than_files_may_be_open(tmp_path: Path) -> None:
    made = [picture(2, 1 + height) for height in range(7)]
    for number in range(1500):
        (tmp_path / f"{number}.png").write_bytes(made[number % 7])
    (tmp_path / "700.png").unlink()
    with reader() as (child, heard):
        child.open(Files(tuple(str(tmp_path / f"{number}.png") for number in range(1500))))
        event = heard.next()
        assert isinstance(event, DocumentOpened)
        assert event.info.pages == 1500
        for number in (1, 701, 1500):
            child.page(number)
        assert isinstance(heard.next(), PageSeen)
        assert heard.next() == PageFailed(701, FileUnreadable(name="700.png", why="missing"))
        event = heard.next()
        assert isinstance(event, PageSeen)
        assert event.picture.height == 1 + 1499 % 7


def test_sheets_need_no_child() -> None:
    sheet = Picture(7, Source(SourceKind.CLIPBOARD), 2, 1, b"\0" * 6)
    with reader() as (child, heard):
        child.open(Sheets("Camera", (sheet, sheet)))
        event = heard.next(0)
        assert isinstance(event, DocumentOpened)
        assert (event.info.title, event.info.pages, event.info.kind) == ("Camera", 2, DocumentKind.PICTURES)
        child.page(2)
        assert heard.next(0) == PageSeen(2, sheet)
        child.page(3)
        assert heard.next(0) == PageFailed(3, PageMissing(page="3", pages="2"))
        assert not children()


def test_no_sheets_are_empty() -> None:
    with reader() as (child, heard):
        child.open(Sheets("Camera", ()))
        assert failed(heard.next(0)) == DocumentEmpty(name="Camera")


@pytest.mark.parametrize(
    ("origin", "error"),
    [
        (Files(()), FileUnreadable(name="", why="missing")),
        (Files(("",)), FileUnreadable(name="", why="missing")),
        (Files(("/nowhere/letter.pdf",)), FileUnreadable(name="letter.pdf", why="missing")),
        (Files(("/",)), FileUnreadable(name="/", why="directory")),
        (Files(("/dev/zero",)), FileUnreadable(name="zero", why="special")),
    ],
)
def test_what_can_not_be_opened_is_told(origin: Files, error: SeeSayError) -> None:
    with reader() as (child, heard):
        child.open(origin)
        assert failed(heard.next()) == error


def test_a_pipe_that_nobody_writes_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with reader() as (child, heard):
        child.open(Files((str(tmp_path / "pipe.pdf"),)))
        assert failed(heard.next()) == FileUnreadable(name="pipe.pdf", why="special")


def test_a_name_of_odd_bytes_reaches_the_child(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9\n$(ls).txt"
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"Hello.")
    with reader() as (child, heard):
        child.open(Files((os.fsdecode(path),)))
        assert isinstance(heard.next(), DocumentOpened)


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    for name in ("doc.html", "doc.xhtml"):
        (tmp_path / name).write_text(
            f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY s SYSTEM "file://{secret}">'
            f'<!ENTITY % p SYSTEM "{secret}">%p;]>'
            f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xi="http://www.w3.org/2001/XInclude"><body>a&s;b'
            f'<xi:include href="file://{secret}" parse="text"/><iframe src="secret.txt">c</iframe></body></html>'
        )
        with reader() as (child, heard):
            child.open(Files((str(tmp_path / name),)))
            assert isinstance(heard.next(), DocumentOpened)
            child.page(1)
            event = heard.next()
            assert isinstance(event, PageRead)
            assert "SECRET" not in str(event)


def test_a_nested_zip_is_not_unfolded(tmp_path: Path) -> None:
    bomb = zipped({"0": b"\0" * (1 << 20)})
    for _ in range(5):
        bomb = zipped({f"{number}.zip": bomb for number in range(10)})
    (tmp_path / "bomb.zip").write_bytes(bomb)
    with reader() as (child, heard):
        child.open(Files((str(tmp_path / "bomb.zip"),)))
        assert failed(heard.next()) == DocumentUnknown(name="bomb.zip")
