"""The messages: what is sent arrives, what is garbage is one typed error, and every length is bounded."""

from __future__ import annotations

import io
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.domain import (
    Box,
    Detail,
    Done,
    EngineEvent,
    EngineReady,
    Failed,
    Found,
    Part,
    Picture,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Source,
    SourceKind,
    Stats,
    Task,
)
from assistant.core.errors import InternalError, PictureTooLarge, SeeSayError, UsageError
from assistant.core.nodes import Node, State
from assistant.core.nodes import Role as NodeRole
from assistant.process import packing, protocol, wire
from assistant.process.frames import ProtocolError, read_frame, write_frame

ids = st.integers(0, 1 << 62)
texts = st.text(max_size=200)
units = st.floats(0, 1)
languages = st.sampled_from(["", "en", "zh-Hans", "pt_BR"])
coordinates = st.integers(-(1 << 24), 1 << 24)
lengths = st.integers(0, 1 << 24)
milliseconds = st.floats(0, 1e9)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True).filter(lambda key: key != "self")
boxes = st.builds(Box, coordinates, coordinates, lengths, lengths)
outlines = st.none() | st.lists(st.tuples(coordinates, coordinates), max_size=20).map(tuple)
codes = st.sampled_from(sorted(SeeSayError.types))
errors = st.builds(SeeSayError.from_code, codes, st.dictionaries(keys, texts, max_size=5))
events = st.one_of(
    st.builds(Piece, ids, st.text(min_size=1, max_size=200), units, languages),
    st.builds(
        Found, ids, st.builds(Region, st.sampled_from(RegionKind), texts, boxes, units, outlines, st.text(max_size=50))
    ),
    st.builds(
        Done, ids, st.sampled_from(Reason), st.builds(Stats, texts, texts, st.none() | milliseconds, milliseconds)
    ),
    st.builds(Failed, ids, errors),
)
requests = st.builds(
    Request,
    id=ids,
    picture_id=ids,
    task=st.sampled_from(Task),
    question=texts,
    language=texts,
    read_languages=st.lists(texts, max_size=5).map(tuple),
    detail=st.sampled_from(Detail),
    part=st.sampled_from(Part),
    boxes=st.lists(boxes, max_size=3).map(tuple),
)
sources = st.builds(Source, st.sampled_from(SourceKind), st.none() | boxes)


@given(events)
def test_what_an_engine_says_arrives(event: EngineEvent) -> None:
    [message] = wire.to_messages(event)
    received = protocol.decode_from_child(protocol.encode(message))
    assert not isinstance(received, protocol.ReadyMessage | protocol.StartFailedMessage | protocol.WorkingMessage)
    assert wire.to_event(received) == event


@given(requests, sources, st.integers(1, 40), st.integers(1, 40), st.text(max_size=50))
def test_a_request_and_its_picture_arrive(
    request: Request, source: Source, width: int, height: int, title: str
) -> None:
    picture = Picture(7, source, width, height, bytes(width * height * 3), 1.5, (-3, 4), 2.0, title)
    received = protocol.decode_to_child(protocol.encode(wire.to_answer(request, picture)))
    assert isinstance(received, protocol.Answer)
    assert received.request == request
    assert received.picture.pixel_bytes == len(picture.rgb)
    assert wire.to_picture(received.picture, picture.rgb) == picture


@pytest.mark.parametrize(
    "message",
    [
        protocol.Start("a.b:c", {"x": "y"}, 1 << 30),
        protocol.Cancel(3),
        protocol.Forget(),
        protocol.Close(),
    ],
)
def test_an_order_arrives(message: protocol.ToChild) -> None:
    assert protocol.decode_to_child(protocol.encode(message)) == message


@pytest.mark.parametrize("message", [protocol.ReadyMessage(), protocol.StartFailedMessage("engine", {"detail": "x"})])
def test_a_state_arrives(message: protocol.FromChild) -> None:
    assert protocol.decode_from_child(protocol.encode(message)) == message


@given(st.binary(max_size=300))
def test_garbage_is_a_typed_error(data: bytes) -> None:
    for decode in (protocol.decode_from_child, protocol.decode_to_child):
        with pytest.raises(ProtocolError):
            decode(data)


def _piece(**changes: object) -> dict[str, object]:
    return {"type": "piece", "request_id": 1, "text": "x", "confidence": 1.0, "language": "en", **changes}


def _found(**changes: object) -> dict[str, object]:
    whole = {"type": "found", "request_id": 1, "kind": "line", "text": "x", "box": [1, 2, 3, 4], "confidence": 1.0}
    return {**whole, "outline": None, **changes}


def _failed(**changes: object) -> dict[str, object]:
    return {"type": "failed", "request_id": 1, "code": "engine", "params": {}, **changes}


@pytest.mark.parametrize(
    "content",
    [
        _piece(request_id=-1),
        _piece(request_id=1 << 63),
        _piece(request_id=True),
        _piece(text="x" * (protocol.MAX_TEXT + 1)),
        _piece(text=b"x"),
        _piece(confidence=1.5),
        _piece(confidence=float("nan")),
        _piece(confidence="1"),
        _piece(language="x" * 65),
        _piece(language="../en"),
        _piece(language="en\n"),
        _piece(more=1),
        _found(box=[1, 2, -3, 4]),
        _found(box=[1, 2, 3]),
        _found(box=[1 << 40, 2, 3, 4]),
        _found(kind="dragon"),
        _found(outline=[[1, 2]] * (protocol.MAX_CORNERS + 1)),
        _found(outline=[[1, 2, 3]]),
        _failed(code="../engine"),
        _failed(code="x" * 65),
        _failed(code="engine\n"),
        _failed(params={"detail\n": "x"}),
        _failed(params={"self": "x"}),
        _failed(params={"a b": "x"}),
        _failed(params={"detail": "x" * (packing.MAX_PARAM + 1)}),
        _failed(params={f"p{number}": "x" for number in range(packing.MAX_PARAMS + 1)}),
        _failed(params={"detail": 1}),
        {"type": "start", "service": "os:system", "options": {}, "memory_bytes": None},
        {"type": "unknown"},
        {},
        [],
        None,
    ],
)
def test_the_child_is_not_believed(content: object) -> None:
    with pytest.raises(ProtocolError):
        protocol.decode_from_child(msgspec.msgpack.encode(content))


def test_the_forms_above_are_right_but_for_their_change() -> None:
    for content in (_piece(), _found(), _failed()):
        protocol.decode_from_child(msgspec.msgpack.encode(content))


def test_garbage_of_any_depth_is_a_typed_error() -> None:
    nested = b"\x91" * 200_000
    deep_field = b"\x82\xa4type\xa5ready\xa1x" + nested
    for data in (nested, deep_field, b"\xdf\xff\xff\xff\xff", b"\x82\xa4type\xa5piece\xa4text\xa1\xff"):
        with pytest.raises(ProtocolError):
            protocol.decode_from_child(data)


def test_every_known_error_survives_the_way() -> None:
    for code, kind in SeeSayError.types.items():
        error = SeeSayError.from_code(code, {"detail": "x"})
        assert type(error) is kind
        message = protocol.decode_from_child(protocol.encode(wire.failed(1, error)))
        assert message == protocol.FailedMessage(1, code, {"detail": "x"})


def test_an_unknown_error_is_an_internal_one() -> None:
    event = wire.to_event(protocol.FailedMessage(1, "brand_new", {}))
    assert event == Failed(1, InternalError(detail="brand_new"))


# --- an honest engine never breaks the protocol -------------------------------------------------------


def test_a_long_piece_is_split_and_joins_again() -> None:
    text = "ä𝄞" * protocol.MAX_TEXT
    messages = list(wire.to_messages(Piece(1, text, 0.5, "de")))
    assert "".join(message.text for message in messages if isinstance(message, protocol.PieceMessage)) == text
    for message in messages:
        assert protocol.decode_from_child(protocol.encode(message)) == message


@pytest.mark.parametrize(
    ("given_value", "sent"),
    [(2.0, 1.0), (-1.0, 0.0), (float("nan"), 0.0), (float("inf"), 1.0)],
)
def test_a_confidence_out_of_range_is_bounded(given_value: float, sent: float) -> None:
    [message] = wire.to_messages(Piece(1, "x", given_value))
    assert isinstance(message, protocol.PieceMessage)
    assert message.confidence == sent


@pytest.mark.parametrize("language", ["x" * 65, "../en", "en\n", "\ud800"])
def test_what_is_no_language_is_unknown(language: str) -> None:
    [message] = wire.to_messages(Piece(1, "x", 1.0, language))
    assert isinstance(message, protocol.PieceMessage)
    assert message.language == ""


def test_what_is_too_long_is_cut() -> None:
    huge = "x" * 2_000_000
    region = Region(RegionKind.LINE, huge, Box(0, 0, 1, 1), 1.0, ((1, 1),) * 100_000)
    events: list[EngineEvent] = [
        Found(1, region),
        Done(1, Reason.FINISHED, Stats(huge, huge, float("inf"), float("nan"))),
        Failed(1, InternalError(**{f"p{number}": huge for number in range(100)})),
    ]
    for event in events:
        for message in wire.to_messages(event):
            assert protocol.decode_from_child(protocol.encode(message)) == message


def test_text_that_is_no_unicode_is_mended() -> None:
    [message] = wire.to_messages(Piece(1, "a\ud800b"))
    assert isinstance(message, protocol.PieceMessage)
    assert message.text == "a?b"


def test_only_answers_can_be_said() -> None:
    with pytest.raises(TypeError):
        list(wire.to_messages(EngineReady("x")))


# --- what goes to the child ---------------------------------------------------------------------------


def test_names_that_are_no_unicode_reach_the_child_and_paths_do_not() -> None:
    source = Source(SourceKind.FILE, path="/home/me/\udcff.png")
    picture = Picture(1, source, 1, 1, b"abc", title="\udcff.png")
    answer = wire.to_answer(Request(1, 1, Task.ASK, "what is \udcff"), picture)
    received = protocol.decode_to_child(protocol.encode(answer))
    assert isinstance(received, protocol.Answer)
    assert received.picture.title == "?.png"
    assert received.request.question == "what is ?"
    assert received.picture.source == Source(SourceKind.FILE)


@pytest.mark.parametrize("rgb", [b"", b"12345", b"1234567"])
def test_pixels_that_do_not_fit_their_size_are_not_sent(rgb: bytes) -> None:
    with pytest.raises(InternalError):
        wire.to_answer(Request(1, 1, Task.READ), Picture(1, Source(SourceKind.SCREEN), 2, 1, rgb))


def test_a_picture_over_the_bound_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_PIXEL_BYTES", 5)
    with pytest.raises(PictureTooLarge):
        wire.to_answer(Request(1, 1, Task.READ), Picture(1, Source(SourceKind.SCREEN), 2, 1, b"123456"))


def test_a_question_over_the_bound_is_not_sent() -> None:
    request = Request(1, 1, Task.ASK, "x" * (protocol.MAX_QUESTION + 1))
    with pytest.raises(UsageError):
        wire.to_answer(request, Picture(1, Source(SourceKind.SCREEN), 1, 1, b"123"))


# --- frames -------------------------------------------------------------------------------------------


class _Pipe(io.BytesIO):
    """Takes at most 1000 bytes a call, as a pipe may."""

    def write(self, data: object, /) -> int:
        return super().write(memoryview(data)[:1000])  # type: ignore[arg-type]  # BytesIO takes any buffer


@pytest.mark.parametrize("length", [0, 1, 999, 1001, 65536, 65537, 500_000])
def test_a_frame_arrives_whole(length: int) -> None:
    pipe = _Pipe()
    data = bytes(index % 251 for index in range(length))
    write_frame(pipe, data)
    write_frame(pipe, b"next")
    pipe.seek(0)
    assert read_frame(pipe, length) == data
    assert read_frame(pipe, 4) == b"next"
    assert read_frame(pipe, 4) is None


@pytest.mark.parametrize("data", [b"\0", b"\0\0\0", struct.pack(">I", 5) + b"1234", struct.pack(">I", 5)])
def test_half_a_frame_is_a_typed_error(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_frame(io.BytesIO(data), 100)


def test_a_length_over_the_bound_is_refused_before_reading() -> None:
    stream = io.BytesIO(struct.pack(">I", 0xFFFFFFFF) + b"x" * 10)
    with pytest.raises(ProtocolError):
        read_frame(stream, 100)
    assert stream.tell() == 4


@pytest.mark.parametrize("is_notice", [True, False])
def test_a_notice_stays_one(is_notice: bool) -> None:
    piece = Piece(1, "The model does not know.\n", 1.0, "en", is_notice)
    [message] = wire.to_messages(piece)
    assert wire.to_event(message) == piece


def test_what_the_desktop_knows_travels_mended_and_bounded() -> None:
    node = Node(NodeRole.BUTTON, "Save\ud800", Box(1, 2, 3, 4), "x" * 100_000, (State.DISABLED,), 2, 3, ":1.7/a")
    source = Source(SourceKind.WINDOW)
    picture = Picture(1, source, 1, 1, b"abc", nodes=(node,) * 5000)
    sent = protocol.encode(wire.to_answer(Request(1, 1, Task.READ), picture))
    message = protocol.decode_to_child(sent)
    assert isinstance(message, protocol.Answer)
    nodes = wire.to_picture(message.picture, b"abc").nodes
    assert len(nodes) == protocol.MAX_NODES
    assert sum(len(each.text) + len(each.name) for each in nodes) <= protocol.MAX_NODES_TEXT
    first = nodes[0]
    assert (first.role, first.name, first.box, first.states) == (node.role, "Save?", node.box, node.states)
    assert (first.level, first.depth, first.handle) == (2, 3, ":1.7/a")
