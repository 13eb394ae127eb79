"""The part file of an export: what was done of it, page by page, beside the wanted file until that is whole.

It is a journal. A header names the document and the manner; a record is a page's number, its length, its checksum and
its content. Whatever a kill, a full disk or a power cut left behind the last whole record is cut off, so an export goes
on behind the last page that is certainly there. It is readable by its owner alone.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from assistant.core.errors import ExportBusy, ExportFailed
from assistant.system.instance_lock import has_locked

_MAGIC = b"SeeSay export 1\n"
_RECORD = struct.Struct(">III")
_LONGEST = 1 << 30
_PROVISIONAL = 1 << 31
"""Marks the number of a page that could not be read: it is tried again when an export goes on."""
_FAR = 1 << 62
_LEAVING = 2.0
"""Seconds that an export which was just left may take to let go of the part."""

WHY = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOENT: "folder",
    errno.ENOTDIR: "folder",
    errno.EISDIR: "folder",
}


def failure(path: Path, error: OSError) -> ExportFailed:
    """Return what an operating system's error is to the user."""
    return ExportFailed(name=path.name, why=WHY.get(error.errno or 0, "broken"))


def part_of(target: Path) -> Path:
    """Return where the part file of a wanted file lies."""
    return target.with_name(f".{target.name}.seesay")


def draft_of(target: Path) -> Path:
    """Return where the wanted file is written before it gets its name."""
    return target.with_name(f".{target.name}.seesay-new")


class Part:
    """An open part file, locked against a second export to the same path."""

    def __init__(self, target: Path, how: bytes) -> None:
        """Open it, and keep what is in it where it was made in the same manner.

        Raises `ExportBusy`, `ExportFailed` where that place can't be written, and OSError.
        """
        self._path = part_of(target)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(self._path, flags, 0o600)
        self._file = os.fdopen(handle, "r+b", buffering=0)
        self._places: dict[int, tuple[int, int]] = {}
        self._provisional: set[int] = set()
        self._end = 0
        try:
            _check_ours(handle, target)
            _lock(handle, target)
            self._load(_MAGIC + _framed(0, how), target)
        except BaseException:
            self._file.close()
            raise

    @property
    def done(self) -> list[int]:
        """The numbers of the pages that need not be made again, in their order."""
        return sorted(self._places.keys() - self._provisional)

    def add(self, number: int, content: bytes, *, is_provisional: bool = False) -> None:
        """Write a page behind the others; the last of several stands. Raises OSError; then the page isn't in it."""
        record = _framed(number | _PROVISIONAL * is_provisional, content)
        try:
            self._file.seek(self._end)
            view = memoryview(record)
            while view:
                view = view[self._file.write(view) or 0 :]
        except OSError:
            self._file.truncate(self._end)
            raise
        self._put(number, is_provisional, len(content))

    def contents(self) -> Iterator[tuple[int, bytes]]:
        """Yield every page's number and content, in the order of their numbers."""
        for number in sorted(self._places):
            offset, length = self._places[number]
            self._file.seek(offset)
            yield number, self._read(length)

    def close(self) -> None:
        """Leave it where it is."""
        self._file.close()

    def remove(self) -> None:
        """Delete it: the wanted file is whole."""
        if os.name == "posix":
            self._path.unlink(missing_ok=True)
            self._file.close()
        else:
            # An open file can't be deleted there.
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _load(self, header: bytes, target: Path) -> None:
        found = self._read(len(header))
        if found != header:
            if found and not found.startswith(_MAGIC[: len(found)]):
                # Not ours, whatever it is: it isn't for us to overwrite.
                raise ExportFailed(name=target.name, why="forbidden")
            self._file.truncate(0)
            self._file.seek(0)
            self._file.write(header)
        self._end = len(header)
        while (record := self._next()) is not None:
            number, length = record
            self._put(number & ~_PROVISIONAL, bool(number & _PROVISIONAL), length)
        self._file.truncate(self._end)

    def _put(self, number: int, is_provisional: bool, length: int) -> None:
        self._places[number] = (self._end + _RECORD.size, length)
        (self._provisional.add if is_provisional else self._provisional.discard)(number)
        self._end += _RECORD.size + length

    def _next(self) -> tuple[int, int] | None:
        prefix = self._read(_RECORD.size)
        if len(prefix) < _RECORD.size:
            return None
        number, length, checksum = _RECORD.unpack(prefix)
        if length > _LONGEST:
            return None
        content = self._read(length)
        return (number, length) if len(content) == length and zlib.crc32(content) == checksum else None

    def _read(self, length: int) -> bytes:
        data = bytearray()
        while len(data) < length and (piece := self._file.read(length - len(data))):
            data += piece
        return bytes(data)


def _framed(number: int, content: bytes) -> bytes:
    return _RECORD.pack(number, len(content), zlib.crc32(content)) + content


def _lock(handle: int, target: Path) -> None:
    until = time.monotonic() + _LEAVING
    while not has_locked(handle, _FAR):
        if time.monotonic() > until:
            raise ExportBusy(name=target.name)
        time.sleep(0.05)


def _check_ours(handle: int, target: Path) -> None:
    told = os.fstat(handle)
    if not stat.S_ISREG(told.st_mode) or (hasattr(os, "getuid") and told.st_uid != os.getuid()):
        raise ExportFailed(name=target.name, why="forbidden")
    if hasattr(os, "fchmod"):
        os.fchmod(handle, 0o600)
