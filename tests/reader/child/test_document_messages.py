"""What a child may send: values come through whole, anything over a bound breaks the protocol."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.box import Box
from assistant.core.documents import Block, BlockKind, ContentsEntry, DocumentInfo, DocumentKind, Line, Page
from assistant.core.errors import DocumentLocked, InternalError, NotAPicture
from assistant.process.frames import ProtocolError
from assistant.reader import messages, wire
from assistant.reader.formats.format import PagePicture, Pixels
from assistant.reader.messages import (
    Open,
    OpenedMessage,
    PageMessage,
    SeenMessage,
    decode_from_document,
    decode_to_document,
    encode,
    pasted_bytes,
    pixel_bytes,
)

INFO = DocumentInfo("00ff", "Title", DocumentKind.EPUB, 9, (ContentsEntry("One", 1, 2, 3),), "de", "Ann")


def through(message: messages.FromDocument) -> messages.FromDocument:
    """Return a message after its way through the pipe."""
    return decode_from_document(encode(message))


def test_an_info_comes_through_whole() -> None:
    message = through(wire.opened(INFO))
    assert isinstance(message, OpenedMessage)
    assert wire.to_info(message) == INFO


def test_a_page_comes_through_whole() -> None:
    blocks = (
        Block(BlockKind.HEADING, "Title", 2),
        Block(BlockKind.TABLE, "", rows=3, columns=2),
        Block(BlockKind.FIGURE, "A box", figure=0, language="de"),
    )
    message = through(wire.read(Page(4, blocks, "iv")))
    assert isinstance(message, PageMessage)
    assert wire.to_page(message) == Page(4, blocks, "iv")


def test_a_seen_page_comes_through_with_its_lines() -> None:
    lines = (Line("text", Box(1, 2, 3, 4), True, 0.5, "en"),)
    message = through(wire.seen(PagePicture(4, Pixels(20, 10, b"", 3.125), "iv", lines)))
    assert isinstance(message, SeenMessage)
    assert (message.number, message.label, message.scale, pixel_bytes(message)) == (4, "iv", 3.125, 600)
    assert wire.to_lines(message) == lines


def test_errors_come_through_by_their_codes() -> None:
    error = DocumentLocked(name="a" * 2000, is_wrong="yes")
    told = wire.to_error(through(wire.open_failed(error)))  # type: ignore[arg-type]  # as it went in
    assert isinstance(told, DocumentLocked)
    assert told.params["is_wrong"] == "yes"
    assert wire.to_error(through(wire.page_failed(3, NotAPicture(name="x")))) == NotAPicture(name="x")  # type: ignore[arg-type]  # as above
    assert isinstance(wire.to_error(messages.PageFailedMessage(1, "no_such_code", {})), InternalError)


def test_an_honest_child_never_breaks_the_protocol() -> None:
    entries = tuple(ContentsEntry("x" * 10_000, -5, page, 10**9) for page in range(-1, 9000))
    info = DocumentInfo("00", "\ud800" * 10_000, DocumentKind.PDF, 8000, entries, "not a code!", "a" * 10_000)
    assert isinstance(through(wire.opened(info)), OpenedMessage)
    wild = Block(BlockKind.ROW, "x" * 100_000, 10**6, -1, 10**12, -7, "x" * 100)
    assert isinstance(through(wire.read(Page(1, (wild,) * 300, "l" * 1000))), PageMessage)
    line = Line("x" * 9000, Box(-(10**9), 10**9, -3, 10**9), confidence=math.nan, language="?")
    assert isinstance(through(wire.seen(PagePicture(1, Pixels(1, 1, b"", math.inf), "", (line,) * 5))), SeenMessage)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": "../../etc"},
        {"id": "0" * 129},
        {"title": "x" * 501},
        {"kind": "exe"},
        {"pages": 0},
        {"pages": 100_001},
        {"pages": 1},
        {"contents": [["One", 1, 0, 0]]},
        {"contents": [["One", 1, 1, -1]]},
        {"contents": [["One", 1, 1, 0]] * 5001},
        {"language": "de\n"},
        {"more": 1},
    ],
)
def test_an_info_over_a_bound_is_not_believed(change: dict[str, object]) -> None:
    good = msgspec.msgpack.decode(encode(wire.opened(INFO)))
    assert isinstance(decode_from_document(msgspec.msgpack.encode(good)), OpenedMessage)
    with pytest.raises(ProtocolError):
        decode_from_document(msgspec.msgpack.encode(good | change))


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"width": 0},
        {"width": 1 << 21},
        {"width": 100_000, "height": 100_000},
        {"scale": 0},
        {"scale": math.nan},
        {"lines": [["x", [0, 0, -1, 0], False, 1, ""]]},
        {"lines": [["x", [0, 0, 1, 1], False, 2, ""]]},
        {"label": 7},
    ],
)
def test_a_seen_page_over_a_bound_is_not_believed(change: dict[str, object]) -> None:
    good = msgspec.msgpack.decode(encode(wire.seen(PagePicture(1, Pixels(2, 2, b"", 1.0)))))
    with pytest.raises(ProtocolError):
        decode_from_document(msgspec.msgpack.encode(good | change))


@given(st.binary(max_size=200))
def test_noise_is_no_message(data: bytes) -> None:
    for decode in (decode_from_document, decode_to_document):
        with pytest.raises(ProtocolError):
            decode(data)


def test_pasted_text_is_announced_by_its_length() -> None:
    message = decode_to_document(encode(Open([], 12, "Clip")))
    assert pasted_bytes(message) == 12
    with pytest.raises(ProtocolError):
        decode_to_document(encode(Open([], messages.MAX_PASTED + 1)))


def test_a_password_is_in_no_log_and_no_argument() -> None:
    assert "secret" not in repr(Open([b"a"], password="secret"))
