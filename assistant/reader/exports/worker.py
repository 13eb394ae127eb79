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
from assistant.reader.exports import messages as m
from assistant.reader.exports.part import Part, draft_of, failure

_log = logging.getLogger("assistant.reader.exports.worker")

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
        self._target = Path(begin.target)
        self._send = send
        if self._target.exists() and not self._target.is_file():
            # A rename would put a file in the place of a device, and none can take a folder's.
            raise ExportFailed(name=self._target.name, why="folder")
        self._keeper = _keeper(begin, lambda: send(m.Working()))
        self._part = Part(self._target, begin.how.encode())
        wanted = range(begin.first, begin.last + 1)
        send(m.Begun([number for number in self._part.done if number in wanted]))

    @property
    def target(self) -> Path:
        """The wanted file."""
        return self._target

    def add(self, page: m.PageMessage, rgb: bytes) -> None:
        """Keep a page. Raises OSError and `SeeSayError`."""
        self._part.add(page.number, self._keeper.page(page, rgb), is_provisional=page.is_failed)
        self._send(m.Kept(page.number))

    def finish(self) -> None:
        """Make the file, and give it its name when it is whole. Raises OSError and `SeeSayError`."""
        draft = draft_of(self._target)
        try:
            with _Draft(draft) as file, file.reporting():
                self._keeper.finish(self._part.contents, cast(BinaryIO, file))
            draft.replace(self._target)
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise
        self._part.remove()
        self._send(m.Saved())


class _Draft(io.FileIO):
    """The file before it has its name, readable by its owner."""

    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        super().__init__(os.open(path, flags, 0o600), "r+")
        self._error: OSError | None = None

    def write(self, data: object) -> int:
        """Write all of it. Raises OSError."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # whatever has bytes, as in FileIO's own
        length = len(view)
        try:
            while view:
                view = view[super().write(view) or 0 :]
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
    suffix = Path(begin.target).suffix.lower()
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
    raise ExportUnknown(name=Path(begin.target).name)


def serve(link: Link[m.ToExport, m.FromExport]) -> None:
    """Obey until the host closes or is gone, or the export failed. Raises `ProtocolError`."""
    export: _Export | None = None
    target = Path()
    try:
        for message, pixels in link.messages():
            match message:
                case m.Begin():
                    target = Path(message.target)
                    export = _Export(message, link.send)
                case m.Finish() if export is not None:
                    export.finish()
                case m.SpokenPage() | m.WrittenPage() | m.SeenPage() if export is not None:
                    export.add(message, pixels)
                case _:
                    return
    except SeeSayError as error:
        link.send(m.Failure(error.code, {"name": target.name, **error.params}))
    except OSError as error:
        _log.warning("%s", type(error).__name__)
        link.send(_failure(failure(target, error)))
    except ProtocolError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a broken file ends as one sentence
        _log.warning("%s", type(error).__name__)
        link.send(_failure(ExportFailed(name=target.name, why="broken")))


def _failure(error: ExportFailed) -> m.Failure:
    return m.Failure(error.code, error.params)


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
