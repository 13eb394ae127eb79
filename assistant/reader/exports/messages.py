"""The messages between an export and its child.

Unlike a document's child this one reads what came through the house already; yet it opens pictures and PDF files for
a searchable PDF, so what it says is bounded as well.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from assistant.process.child import Wire
from assistant.process.packing import Code, Params, packed, unpacked

MAX_FRAME = 1 << 25
MAX_REPLY = 1 << 20

Speech = tuple[str, str, int, bool]
"""A passage: text, language, heading, is_last."""
Layer = tuple[str, tuple[int, int, int, int]]
"""A line of a page's picture: text, then left, top, width, height."""


# --- to the child ---------------------------------------------------------------------------------------


class Begin(msgspec.Struct, frozen=True, tag="begin", forbid_unknown_fields=True):
    """Open the part file beside `target`; answered by `Begun`. `samples` is "module:function" of the voice.

    `how` is all that must be alike for a part to be gone on with. `paths` are the document's files. Names are the
    system's bytes, which needn't be text.
    """

    target: bytes
    how: str
    first: int
    last: int
    title: str
    author: str
    language: str
    contents: list[tuple[str, int, int]] = []
    samples: str = ""
    rate: int = 0
    pitch: int = 0
    volume: int = 100
    voice: str = ""
    paths: list[bytes] = []
    is_pdf: bool = False
    password: str = ""


class SpokenPage(msgspec.Struct, frozen=True, tag="spoken", forbid_unknown_fields=True):
    """A page as sound; answered by `Kept`, as every page is. `is_failed`: what is there tells that it can't be read."""

    number: int
    title: str
    passages: list[Speech]
    is_failed: bool = False


class WrittenPage(msgspec.Struct, frozen=True, tag="written", forbid_unknown_fields=True):
    """A page as text."""

    number: int
    text: str
    is_failed: bool = False


class SeenPage(msgspec.Struct, frozen=True, tag="seen", forbid_unknown_fields=True):
    """A page with what was recognised on its picture, in pixels of that picture; the picture's follow where `has_rgb`.

    Without lines the page stays as it is.
    """

    number: int
    width: int
    height: int
    lines: list[Layer]
    has_rgb: bool = False
    is_failed: bool = False


class Finish(msgspec.Struct, frozen=True, tag="finish", forbid_unknown_fields=True):
    """Make the file of what was kept; answered by `Saved`."""


class Close(msgspec.Struct, frozen=True, tag="close", forbid_unknown_fields=True):
    """End; what was kept stays."""


PageMessage = SpokenPage | WrittenPage | SeenPage
ToExport = Begin | SpokenPage | WrittenPage | SeenPage | Finish | Close


# --- from the child -------------------------------------------------------------------------------------


class Begun(msgspec.Struct, frozen=True, tag="begun", forbid_unknown_fields=True):
    """The part file is open; these pages are in it already."""

    done: Annotated[list[Annotated[int, Meta(ge=1, le=1 << 30)]], Meta(max_length=200_000)]


class Kept(msgspec.Struct, frozen=True, tag="kept", forbid_unknown_fields=True):
    """A page is in the part file."""

    number: int


class Working(msgspec.Struct, frozen=True, tag="working", forbid_unknown_fields=True):
    """It goes on."""


class Saved(msgspec.Struct, frozen=True, tag="saved", forbid_unknown_fields=True):
    """The file is there under its name, the part file is gone."""


class Failure(msgspec.Struct, frozen=True, tag="failure", forbid_unknown_fields=True):
    """It can't go on: an error's code and parameters."""

    code: Code
    params: Params


FromExport = Begun | Kept | Working | Saved | Failure

_to_export: msgspec.msgpack.Decoder[ToExport] = msgspec.msgpack.Decoder(ToExport)
_from_export: msgspec.msgpack.Decoder[FromExport] = msgspec.msgpack.Decoder(FromExport)


def encode(message: ToExport | FromExport) -> bytes:
    """Return the bytes of a message. Raises `ProtocolError` for one that can't be sent."""
    return packed(message, MAX_FRAME)


def decode_to_export(data: bytes) -> ToExport:
    """Return the host's message. Raises `ProtocolError` for anything else."""
    return unpacked(_to_export, data)


def decode_from_export(data: bytes) -> FromExport:
    """Return the child's message. Raises `ProtocolError` for anything else."""
    return unpacked(_from_export, data)


def pixel_bytes(message: ToExport) -> int:
    """Return how long the raw frame behind a message to the child is."""
    return message.width * message.height * 3 if isinstance(message, SeenPage) and message.has_rgb else 0


def wire() -> Wire[ToExport, FromExport]:
    """Return the host's end of the messages."""
    return Wire(encode=encode, decode=decode_from_export, close=Close(), max_frame=MAX_REPLY)
