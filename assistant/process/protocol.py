"""The messages between a host and its child, and the bounds on them.

The host is trusted, the child is not: it parses hostile pictures. So what comes from the child is decoded into types
of its own with a bound on every length and number, and only then becomes an event of the house. Pixels are no part of
a message: they travel as one raw frame behind the `Answer` that announces them.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from assistant.core.domain import Reason, RegionKind, Request, Source
from assistant.core.nodes import Node
from assistant.process.packing import MAX_CODE, Code, Params, packed, unpacked

MAX_FRAME = 1 << 20
MAX_PIXEL_BYTES = 1 << 30
MAX_TEXT = 1 << 16
MAX_TITLE = 1000
MAX_QUESTION = 20_000
MAX_CORNERS = 2000
MAX_NODES = 800
MAX_NODE_TEXT = 5000
MAX_NODES_TEXT = 80_000
MAX_HANDLE = 200
LANGUAGE = r"^[A-Za-z0-9_-]*\Z"

_COORDINATE = 1 << 24

_Id = Annotated[int, Meta(ge=0, le=(1 << 62))]
_Text = Annotated[str, Meta(max_length=MAX_TEXT)]
_Name = Annotated[str, Meta(max_length=200)]
_Language = Annotated[str, Meta(max_length=MAX_CODE, pattern=LANGUAGE)]
_Confidence = Annotated[float, Meta(ge=0, le=1)]
_Milliseconds = Annotated[float, Meta(ge=0, le=1e9)]
_Coordinate = Annotated[int, Meta(ge=-_COORDINATE, le=_COORDINATE)]
_Length = Annotated[int, Meta(ge=0, le=_COORDINATE)]
_Corners = Annotated[list[tuple[_Coordinate, _Coordinate]], Meta(max_length=MAX_CORNERS)]


# --- to the child ---------------------------------------------------------------------------------------


class Start(msgspec.Struct, frozen=True, tag="start", forbid_unknown_fields=True):
    """Load a service: `service` is "module:function", called with `options`; `memory_bytes` bounds the child."""

    service: str
    options: dict[str, str] = {}
    memory_bytes: int | None = None


class PictureHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture without its pixels."""

    id: int
    source: Source
    width: Annotated[int, Meta(ge=1, le=_COORDINATE)]
    height: Annotated[int, Meta(ge=1, le=_COORDINATE)]
    taken_at: float
    origin: tuple[int, int]
    scale: float
    title: str
    nodes: Annotated[tuple[Node, ...], Meta(max_length=MAX_NODES)] = ()

    @property
    def pixel_bytes(self) -> int:
        """The length of the raw frame that follows."""
        return self.width * self.height * 3


class Answer(msgspec.Struct, frozen=True, tag="answer", forbid_unknown_fields=True):
    """Answer a request; the picture's pixels follow as one raw frame."""

    request: Request
    picture: PictureHeader


class Cancel(msgspec.Struct, frozen=True, tag="cancel", forbid_unknown_fields=True):
    """Leave a request; acknowledged by its `Done` CANCELLED, unless it has ended already."""

    request_id: int


class Forget(msgspec.Struct, frozen=True, tag="forget", forbid_unknown_fields=True):
    """Drop whatever is kept of earlier pictures."""


class Close(msgspec.Struct, frozen=True, tag="close", forbid_unknown_fields=True):
    """End."""


ToChild = Start | Answer | Cancel | Forget | Close


# --- from the child -------------------------------------------------------------------------------------


class ReadyMessage(msgspec.Struct, frozen=True, tag="ready", forbid_unknown_fields=True):
    """The service is loaded and warm."""


class StartFailedMessage(msgspec.Struct, frozen=True, tag="start_failed", forbid_unknown_fields=True):
    """The service can't be loaded; the child ends."""

    code: Code
    params: Params


class PieceMessage(msgspec.Struct, frozen=True, tag="piece", forbid_unknown_fields=True):
    """A `Piece`."""

    request_id: _Id
    text: _Text
    confidence: _Confidence
    language: _Language
    is_notice: bool = False


class FoundMessage(msgspec.Struct, frozen=True, tag="found", forbid_unknown_fields=True):
    """A `Found`; `box` is left, top, width, height."""

    request_id: _Id
    kind: RegionKind
    text: _Text
    box: tuple[_Coordinate, _Coordinate, _Length, _Length]
    confidence: _Confidence
    outline: _Corners | None
    handle: Annotated[str, Meta(max_length=MAX_HANDLE)] = ""


class DoneMessage(msgspec.Struct, frozen=True, tag="done", forbid_unknown_fields=True):
    """A `Done` with its `Stats`."""

    request_id: _Id
    reason: Reason
    engine: _Name
    model: _Name
    first_text_ms: _Milliseconds | None
    total_ms: _Milliseconds


class FailedMessage(msgspec.Struct, frozen=True, tag="failed", forbid_unknown_fields=True):
    """A `Failed`: the error's code and parameters, nothing that could run."""

    request_id: _Id
    code: Code
    params: Params


class WorkingMessage(msgspec.Struct, frozen=True, tag="working", forbid_unknown_fields=True):
    """It goes on, with nothing to tell yet."""

    request_id: _Id


FromChild = (
    ReadyMessage | StartFailedMessage | WorkingMessage | PieceMessage | FoundMessage | DoneMessage | FailedMessage
)
AnswerMessage = PieceMessage | FoundMessage | DoneMessage | FailedMessage

_to_child: msgspec.msgpack.Decoder[ToChild] = msgspec.msgpack.Decoder(ToChild)
_from_child: msgspec.msgpack.Decoder[FromChild] = msgspec.msgpack.Decoder(FromChild)


def encode(message: ToChild | FromChild) -> bytes:
    """Return the bytes of a message; raise `ProtocolError` where it can't be sent."""
    return packed(message, MAX_FRAME)


def decode_to_child(data: bytes) -> ToChild:
    """Return the host's message; raise `ProtocolError` for anything else."""
    return unpacked(_to_child, data)


def decode_from_child(data: bytes) -> FromChild:
    """Return the child's message within its bounds; raise `ProtocolError` for anything else."""
    return unpacked(_from_child, data)
