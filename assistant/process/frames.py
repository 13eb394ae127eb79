"""Frames on a pipe: four bytes of length, big-endian, then that many bytes.

It knows nothing of what a frame holds. Lengths are checked before anything is read, so a peer that lies about a length
costs no memory.
"""

from __future__ import annotations

import struct
from typing import Protocol

_LENGTH = struct.Struct(">I")


class ProtocolError(ValueError):
    """The other side broke the protocol; the message says how, never with its data."""


class FrameCut(ProtocolError):
    """The other side's end came in the middle of a frame."""


class Readable(Protocol):
    """A buffered binary stream to read from: a short answer means end-of-file."""

    def read(self, size: int, /) -> bytes | None:
        """Return `size` bytes, fewer at the end."""
        ...


class Writable(Protocol):
    """A binary stream to write to; it may take only a part."""

    def write(self, data: memoryview, /) -> int | None:
        """Write some bytes and return how many."""
        ...


def read_frame(stream: Readable, bound: int) -> bytes | None:
    """Return the next frame, None at the end; raise `ProtocolError` for one over `bound` bytes, `FrameCut`."""
    prefix = stream.read(_LENGTH.size) or b""
    if not prefix:
        return None
    if len(prefix) < _LENGTH.size:
        raise FrameCut("a length cut short")
    (length,) = _LENGTH.unpack(prefix)
    if length > bound:
        raise ProtocolError(f"a frame of {length} bytes, more than {bound}")
    return read_exactly(stream, length)


def read_exactly(stream: Readable, length: int) -> bytes:
    """Return `length` bytes; raise `FrameCut` where the stream ends before."""
    data = (stream.read(length) or b"") if length else b""
    if len(data) < length:
        raise FrameCut("a frame cut short")
    return data


def write_frame(stream: Writable, data: bytes | memoryview) -> None:
    """Write one frame; raise `OSError` where the reader is gone."""
    # A small frame goes out in one call, so that its reader wakes once; pixels are not copied for that.
    if len(data) <= 65536:
        _write_all(stream, _LENGTH.pack(len(data)) + bytes(data))
    else:
        _write_all(stream, _LENGTH.pack(len(data)))
        _write_all(stream, data)


def _write_all(stream: Writable, data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) or 0 :]
