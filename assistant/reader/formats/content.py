"""The bytes of a document: opened once, known by what they are and not by their name.

Never waits for a FIFO or a device, and follows the file that was opened even where another takes its name.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assistant.core.errors import DocumentTooLarge, FileUnreadable, SourceError
from assistant.system import files

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 4 << 30
"""A scan of thousands of pages; a file above it is no document."""

# Up to this size all bytes count, above it slices from everywhere: a scan of a gigabyte opens as fast as a letter.
_HASHED_BYTES = 16 << 20
_SLICES = 64
_LONGEST_NAME = 200


DecodePicture = Callable[[BinaryIO, str, int], "Image"]
"""Turns a stream with a picture, a name for its errors and the number of a frame into an RGB image of Pillow's."""


class Content:
    """A document's bytes: `stream` is seekable, `size` its length, `name` what may be shown and spoken of its name.

    `path` is where it lies, empty for what came through the pipe. `decode_picture` is another room's, given by the
    host; without it there are no pixels of figures. A content made by `at` opens its file when it is first used, which
    raises what `from_path` raises, and again after `rest`: a book of thousands of pictures holds no thousand files.
    """

    decode_picture: DecodePicture | None = None

    def __init__(self, stream: BinaryIO | None, size: int, name: str, path: str = "") -> None:
        self._stream = stream
        self._size = size
        self.name = name
        self.path = path
        self._id = ""

    @classmethod
    def at(cls, path: str) -> Content:
        """Name a file that is opened when it is used."""
        return cls(None, 0, shown_name(path), path)

    @classmethod
    def from_path(cls, path: str) -> Content:
        """Open a file; raise `FileUnreadable` or `DocumentTooLarge`."""
        content = cls.at(path)
        content._open()
        return content

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Content:
        """Hold bytes that are in memory already."""
        return cls(io.BytesIO(data), len(data), name)

    @property
    def stream(self) -> BinaryIO:
        """The bytes as a stream."""
        return self._stream or self._open()

    @property
    def size(self) -> int:
        """The number of bytes."""
        if self._stream is None:
            self._open()
        return self._size

    def _open(self) -> BinaryIO:
        stream = files.open_file(self.path, self.name)
        self._size = os.fstat(stream.fileno()).st_size
        if not 0 < self._size <= MAX_BYTES:
            stream.close()
            if self._size:
                raise DocumentTooLarge(name=self.name)
            raise FileUnreadable(name=self.name, why="empty")
        self._stream = stream
        return stream

    def rest(self) -> None:
        """Let go of a file until it is used again; bytes in memory stay."""
        if self.path:
            self.close()
            self._stream = None

    @property
    def title(self) -> str:
        """What a document without a title of its own is called: its name without the ending."""
        return (Path(self.name).stem if self.path else "") or self.name

    @property
    def id(self) -> str:
        """A hash of the content, in hexadecimal: a renamed file has the same."""
        if not self._id:
            self._id = fingerprint([self])
        return self._id

    def head(self, length: int) -> bytes:
        """Return the first bytes."""
        self.stream.seek(0)
        return self.stream.read(length)

    def data(self, most: int) -> bytes:
        """Return all bytes; raise `DocumentTooLarge` where there are more than `most`."""
        if self.size > most:
            raise DocumentTooLarge(name=self.name)
        return self.head(most)

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()


def fingerprint(contents: Sequence[Content]) -> str:
    """Return the SHA-256 of the contents and their sizes; of large ones that of slices from everywhere in them.

    Of several, one that can't be read counts as nothing.
    """
    digest = hashlib.sha256()
    each = max(_HASHED_BYTES // max(len(contents), 1), 4096)
    for content in contents:
        try:
            digest.update(content.size.to_bytes(8, "big"))
            for start, length in _slices(content.size, each):
                content.stream.seek(start)
                digest.update(content.stream.read(length))
            content.stream.seek(0)
        except (SourceError, OSError):
            if len(contents) == 1:
                raise
        if len(contents) > 1:
            content.rest()
    return digest.hexdigest()


def _slices(size: int, most: int) -> list[tuple[int, int]]:
    if size <= most:
        return [(0, size)]
    length = max(most // _SLICES, 1)
    return [(index * (size - length) // (_SLICES - 1), length) for index in range(_SLICES)]


def shown_name(path: str) -> str:
    """Return a file's name as text that can be spoken and printed; longer names than any are cut."""
    return files.shown_name(path)[:_LONGEST_NAME]
