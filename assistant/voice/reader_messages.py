"""What a screen reader's child and its host tell each other; bounded, and worth nothing to anybody else."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from assistant.process.child import Wire
from assistant.process.packing import packed, unpacked

MAX_FRAME = 1 << 18
MAX_TEXT = 20_000

_Id = Annotated[int, Meta(ge=0, le=(1 << 62))]
_Text = Annotated[str, Meta(max_length=MAX_TEXT)]
_Name = Annotated[str, Meta(max_length=100)]
_Names = Annotated[list[_Name], Meta(max_length=40)]


class OpenMessage(msgspec.Struct, frozen=True, tag="open", forbid_unknown_fields=True):
    """Find the first of these screen readers that runs, by their names in prismatoid's `BackendId`."""

    readers: _Names


class SayMessage(msgspec.Struct, frozen=True, tag="say", forbid_unknown_fields=True):
    """Hand a text to the screen reader, behind what it says already; answered by `TakenMessage` or `RefusedMessage`."""

    id: _Id
    text: _Text


class StopMessage(msgspec.Struct, frozen=True, tag="stop", forbid_unknown_fields=True):
    """Silence the screen reader."""


class CloseMessage(msgspec.Struct, frozen=True, tag="close", forbid_unknown_fields=True):
    """End."""


ToReader = OpenMessage | SayMessage | StopMessage | CloseMessage


class OpenedMessage(msgspec.Struct, frozen=True, tag="opened", forbid_unknown_fields=True):
    """The screen reader that was found; empty where none of them runs. Braille: it shows there what it is given."""

    name: _Name
    has_braille: bool


class TakenMessage(msgspec.Struct, frozen=True, tag="taken", forbid_unknown_fields=True):
    """The screen reader has the text."""

    id: _Id


class RefusedMessage(msgspec.Struct, frozen=True, tag="refused", forbid_unknown_fields=True):
    """The screen reader could not be given the text; `why` is the kind of the failure, no text of anybody's."""

    id: _Id
    why: _Name


FromReader = OpenedMessage | TakenMessage | RefusedMessage

_to_reader: msgspec.msgpack.Decoder[ToReader] = msgspec.msgpack.Decoder(ToReader)
_from_reader: msgspec.msgpack.Decoder[FromReader] = msgspec.msgpack.Decoder(FromReader)


def encode(message: ToReader | FromReader) -> bytes:
    """Return the bytes of a message; raise `ProtocolError` where it can't be sent."""
    return packed(message, MAX_FRAME)


def decode_to_reader(data: bytes) -> ToReader:
    """Return the host's message; raise `ProtocolError` for anything else."""
    return unpacked(_to_reader, data)


def decode_from_reader(data: bytes) -> FromReader:
    """Return the child's message within its bounds; raise `ProtocolError` for anything else."""
    return unpacked(_from_reader, data)


WIRE: Wire[ToReader, FromReader] = Wire(encode, decode_from_reader, CloseMessage(), MAX_FRAME)
