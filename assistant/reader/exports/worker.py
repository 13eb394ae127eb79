"""The child that writes an export: takes page after page into the part file, then makes the file of it."""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from assistant.core.errors import ExportFailed, ExportUnknown, SeeSayError
from assistant.process.frames import ProtocolError
from assistant.process.link import Link
from assistant.process.wire import bounded_params, mended
from assistant.reader.exports import messages as m
from assistant.reader.exports.part import Part, draft_of, failure

_log = logging.getLogger("assistant.reader.exports.worker")

_SYNC = 64 << 20
"""Bytes of the file that may wait to reach the disk: a slow one takes minutes for all of a book at once."""
_MEMORY = 4 << 30
"""Bytes of addresses: the largest picture that is believed, twice, and the libraries."""


class Keeper(Protocol):
    """A format: what is kept of a page, and the file that all of them make."""

    def page(self, page: m.PageMessage, rgb: bytes, /) -> bytes:
        """Return what is kept of a page."""
        ...

    def finish(self, contents: Callable[[], Iterator[tuple[int, bytes]]], file: BinaryIO) -> None:
        """Write the file; `contents` may be called more than once."""
        ...


class _Export:
    """One export: begun, page by page, finished."""

    def __init__(self, begin: m.Begin, send: Callable[[m.FromExport], None]) -> None:
        self._target = _target(begin)
        self._send = send
        if self._target.exists():
            if not self._target.is_file():
                # A rename would put a file in the place of a device, and none can take a folder's.
                raise ExportFailed(name=self._target.name, why="folder")
            if any(_is_same(self._target, path) for path in begin.paths):
                # What is made of a document is less than it.
                raise ExportFailed(name=self._target.name, why="forbidden")
        self._keeper = _keeper(begin, self._beat)
        self._part = Part(self._target, begin.how.encode())
        wanted = range(begin.first, begin.last + 1)
        send(m.Begun([number for number in self._part.done if number in wanted]))

    def add(self, page: m.PageMessage, rgb: bytes) -> None:
        """Keep a page. Raises OSError and `SeeSayError`."""
        self._part.add(page.number, self._keeper.page(page, rgb), is_provisional=page.is_failed)
        self._send(m.Kept(page.number))

    def finish(self) -> None:
        """Make the file, and give it its name when it is whole. Raises OSError and `SeeSayError`."""
        draft = draft_of(self._target)
        try:
            with _Draft(draft, self._beat) as file, file.reporting():
                self._keeper.finish(self._part.contents, cast(BinaryIO, file))
            draft.replace(self._target)
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise
        self._part.remove()
        self._send(m.Saved())

    def close(self) -> None:
        """Let go of the part file, which stays."""
        self._part.close()

    def _beat(self) -> None:
        self._send(m.Working())


class _Draft(io.FileIO):
    """The file before it has its name, readable by its owner."""

    def __init__(self, path: Path, beat: Callable[[], None]) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        super().__init__(os.open(path, flags, 0o600), "r+")
        self._error: OSError | None = None
        self._beat = beat
        self._unsure = 0

    def write(self, data: object) -> int:
        """Write all of it. Raises OSError."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # whatever has bytes, as in FileIO's own
        length = len(view)
        try:
            while view:
                view = view[super().write(view) or 0 :]
            self._unsure += length
            if self._unsure > _SYNC:
                os.fsync(self.fileno())
                self._unsure = 0
                self._beat()
        except OSError as error:
            self._error = error
            raise
        return length

    @contextlib.contextmanager
    def reporting(self) -> Iterator[None]:
        """Have it on the disk at the end. Raises the OSError of any write.

        A library in C drops what a write raises, or puts an error of its own in its place: a full disk would pass for
        success.
        """
        try:
            yield
        except Exception as error:
            raise self._error or error from error
        if self._error is not None:
            raise self._error
        os.fsync(self.fileno())


def _keeper(begin: m.Begin, beat: Callable[[], None]) -> Keeper:
    suffix = _target(begin).suffix.lower()
    match suffix:
        case ".txt":
            from assistant.reader.exports.text import TextKeeper

            return cast(Keeper, TextKeeper(begin))
        case ".pdf":
            from assistant.reader.exports.pdf import PdfKeeper

            return cast(Keeper, PdfKeeper(begin, beat))
        case ".wav" | ".opus" | ".mp3":
            from assistant.reader.exports.sound import SoundKeeper

            module, _, function = begin.samples.partition(":")
            return cast(Keeper, SoundKeeper(begin, suffix, getattr(importlib.import_module(module), function)(), beat))
    raise ExportUnknown(name=_target(begin).name)


def _target(begin: m.Begin) -> Path:
    # Where the name is a link the file behind it is meant; the part lies beside that.
    return Path(os.path.realpath(os.fsdecode(begin.target)))


def _is_same(target: Path, path: bytes) -> bool:
    try:
        return target.samefile(os.fsdecode(path))
    except OSError:
        return False


def serve(link: Link[m.ToExport, m.FromExport]) -> None:
    """Obey until the host closes or is gone. Raises `ProtocolError`."""
    messages = link.messages()
    begin, _ = next(messages, (m.Close(), b""))
    if not isinstance(begin, m.Begin):
        return
    target = _target(begin)
    failed: SeeSayError
    try:
        _obey(_Export(begin, link.send), messages)
        return
    except SeeSayError as error:
        failed = error
    except OSError as error:
        _log.warning("%s", type(error).__name__)
        failed = failure(target, error)
    except ProtocolError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a broken file ends as one sentence
        _log.warning("%s", type(error).__name__)
        failed = ExportFailed(name=target.name, why="broken")
    link.send(_failure(failed, target))
    # An end before the host has heard why would be taken for a death.
    while not isinstance(next(messages, (m.Close(), b""))[0], m.Close):
        pass


def _obey(export: _Export, messages: Iterator[tuple[m.ToExport, bytes]]) -> None:
    with contextlib.closing(export):
        for message, pixels in messages:
            match message:
                case m.Finish():
                    export.finish()
                case m.SpokenPage() | m.WrittenPage() | m.SeenPage():
                    export.add(message, pixels)
                case _:
                    return


def _failure(error: SeeSayError, target: Path) -> m.Failure:
    return m.Failure(error.code, {"name": mended(target.name), **bounded_params(error)})


def main() -> int:
    """Serve the host until it is gone; return the exit status."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    link: Link[m.ToExport, m.FromExport] = Link(
        m.decode_to_export, m.encode, max_frame=m.MAX_FRAME, pixel_bytes=m.pixel_bytes, memory_bytes=_MEMORY
    )
    try:
        serve(link)
    except ProtocolError as error:
        _log.warning("%s", error)
        return 2
    return 0
