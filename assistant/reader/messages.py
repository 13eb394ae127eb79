"""The messages between a document's host and its child, and the bounds on them.

The child is not trusted: it parses hostile files. What it sends is decoded into types of its own with a bound on every
length and number, and only then becomes a value of the house. Pixels, and text that was pasted, travel as one raw frame
behind the message that announces them.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from assistant.core.documents import BlockKind, DocumentKind
from assistant.process.frames import ProtocolError
from assistant.process.packing import Code, Params, packed, unpacked
from assistant.process.protocol import LANGUAGE

MAX_FRAME = 32 << 20
MAX_PASTED = 64 << 20
MAX_PIXELS = 64_000_000
MAX_PAGES = 100_000
MAX_PATHS = 10_000
MAX_BLOCKS = 20_000
MAX_LINES = 20_000
MAX_ENTRIES = 5000
MAX_TEXT = 1 << 16
MAX_LINE = 4000
MAX_NAME = 500
MAX_LANGUAGES = 100
MAX_PASSWORD = 1000
MAX_ORIGIN = 255
MAX_TABLE = 1 << 24

_EDGE = 1 << 20
_Page = Annotated[int, Meta(ge=1, le=MAX_PAGES)]
_Figure = Annotated[int, Meta(ge=0, le=MAX_BLOCKS)]
_Count = Annotated[int, Meta(ge=0, le=MAX_TABLE)]
_Level = Annotated[int, Meta(ge=0, le=100)]
_Edge = Annotated[int, Meta(ge=1, le=_EDGE)]
_Place = Annotated[int, Meta(ge=-_EDGE, le=_EDGE)]
_Length = Annotated[int, Meta(ge=0, le=_EDGE)]
_Scale = Annotated[float, Meta(gt=0, le=1000)]
_Share = Annotated[float, Meta(ge=0, le=1)]
_Name = Annotated[str, Meta(max_length=MAX_NAME)]
_Language = Annotated[str, Meta(max_length=64, pattern=LANGUAGE)]
_Id = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[0-9a-f]*\Z")]
_Path = Annotated[bytes, Meta(min_length=1, max_length=1 << 16)]


# --- to the child ---------------------------------------------------------------------------------------


class Open(msgspec.Struct, frozen=True, tag="open", forbid_unknown_fields=True):
    """Open a document: `paths` in the system's coding, or `pasted` bytes of UTF-8 that follow; again for a password.

    `decoder` is "module:function": what turns a picture's stream, a name and a frame's number into an RGB image.
    `identifier` is "module:function", too: an `Identify`, which names the language of text. `languages` are the user's.
    """

    paths: Annotated[list[_Path], Meta(max_length=MAX_PATHS)]
    pasted: Annotated[int, Meta(ge=0, le=MAX_PASTED)] = 0
    title: _Name = ""
    password: Annotated[str, Meta(max_length=MAX_PASSWORD)] = ""
    decoder: _Name = ""
    identifier: _Name = ""
    languages: Annotated[list[_Language], Meta(max_length=MAX_LANGUAGES)] = []

    def __repr__(self) -> str:
        """Tell neither password nor names: what is printed may end in a log."""
        return f"Open({len(self.paths)} files, {self.pasted} bytes)"


class ReadPage(msgspec.Struct, frozen=True, tag="page", forbid_unknown_fields=True):
    """Read a page."""

    number: _Page


class LookAt(msgspec.Struct, frozen=True, tag="figure", forbid_unknown_fields=True):
    """Look at a figure of a page."""

    number: _Page
    figure: _Figure


class Close(msgspec.Struct, frozen=True, tag="close", forbid_unknown_fields=True):
    """End."""


ToDocument = Open | ReadPage | LookAt | Close


# --- from the child -------------------------------------------------------------------------------------


class EntryMessage(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A `ContentsEntry`."""

    text: _Name
    level: _Level
    page: _Page
    block: Annotated[int, Meta(ge=0, le=MAX_BLOCKS)]


class OpenedMessage(msgspec.Struct, frozen=True, tag="opened", forbid_unknown_fields=True):
    """A `DocumentInfo`."""

    id: _Id
    title: _Name
    kind: DocumentKind
    pages: _Page
    contents: Annotated[list[EntryMessage], Meta(max_length=MAX_ENTRIES)]
    language: _Language
    author: _Name


class OpenFailedMessage(msgspec.Struct, frozen=True, tag="open_failed", forbid_unknown_fields=True):
    """It can't be opened: the error's code and parameters, nothing that could run."""

    code: Code
    params: Params


class BlockMessage(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A `Block`."""

    kind: BlockKind
    text: Annotated[str, Meta(max_length=MAX_TEXT)]
    level: _Level
    rows: _Count
    columns: _Count
    figure: Annotated[int, Meta(ge=-1, le=MAX_BLOCKS)]
    language: _Language


class LineMessage(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A `Line`; `box` is left, top, width, height."""

    text: Annotated[str, Meta(max_length=MAX_LINE)]
    box: tuple[_Place, _Place, _Length, _Length]
    is_heading: bool
    confidence: _Share
    language: _Language


class PageMessage(msgspec.Struct, frozen=True, tag="read", forbid_unknown_fields=True):
    """A `Page` with text of its own."""

    number: _Page
    label: _Name
    blocks: Annotated[list[BlockMessage], Meta(max_length=MAX_BLOCKS)]


class SeenMessage(msgspec.Struct, frozen=True, tag="seen", forbid_unknown_fields=True):
    """A page as a picture; its pixels follow."""

    number: _Page
    label: _Name
    width: _Edge
    height: _Edge
    scale: _Scale
    lines: Annotated[list[LineMessage], Meta(max_length=MAX_LINES)]


class FigureMessage(msgspec.Struct, frozen=True, tag="looked", forbid_unknown_fields=True):
    """A figure's picture; its pixels follow."""

    number: _Page
    figure: _Figure
    width: _Edge
    height: _Edge
    scale: _Scale


class PageFailedMessage(msgspec.Struct, frozen=True, tag="failed", forbid_unknown_fields=True):
    """A page, or a figure of it, can't be read."""

    number: _Page
    code: Code
    params: Params


FromDocument = OpenedMessage | OpenFailedMessage | PageMessage | SeenMessage | FigureMessage | PageFailedMessage

_to_document: msgspec.msgpack.Decoder[ToDocument] = msgspec.msgpack.Decoder(ToDocument)
_from_document: msgspec.msgpack.Decoder[FromDocument] = msgspec.msgpack.Decoder(FromDocument)


def encode(message: ToDocument | FromDocument) -> bytes:
    """Return the bytes of a message; raise `ProtocolError` where it can't be sent."""
    return packed(message, MAX_FRAME)


def decode_to_document(data: bytes) -> ToDocument:
    """Return the host's message; raise `ProtocolError` for anything else."""
    return unpacked(_to_document, data)


def decode_from_document(data: bytes) -> FromDocument:
    """Return the child's message within its bounds; raise `ProtocolError` for anything else."""
    message = unpacked(_from_document, data)
    if isinstance(message, SeenMessage | FigureMessage) and message.width * message.height > MAX_PIXELS:
        raise ProtocolError("a picture with too many pixels")
    if isinstance(message, OpenedMessage) and any(entry.page > message.pages for entry in message.contents):
        raise ProtocolError("contents beyond the last page")
    return message


def pasted_bytes(message: ToDocument) -> int:
    """Return the length of the raw frame that follows a message to the child."""
    return message.pasted if isinstance(message, Open) else 0


def pixel_bytes(message: FromDocument) -> int:
    """Return the length of the raw frame that follows a message of the child."""
    return message.width * message.height * 3 if isinstance(message, SeenMessage | FigureMessage) else 0
