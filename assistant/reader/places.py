"""Where each document was left, and its bookmarks: kept for its content, so that a renamed file is found again.

What a document says is never written, only places in it, the user's own notes, and the path of the one that was read
last. A thread writes, so that nobody waits for a disk; the file is replaced as a whole, so that it is never half there.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from assistant.core.documents import Bookmark, Position

log = logging.getLogger(__name__)

MOST = 500
"""Documents that are remembered; the one that was not opened for longest is forgotten first."""
MOST_BOOKMARKS = 1000
EVERY = 1.0
"""Seconds between two writings while places change."""
_LARGEST = 32 * 2**20
_CLOSING = 5.0


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one document."""

    position: Position = msgspec.field(default_factory=Position)
    bookmarks: tuple[Bookmark, ...] = ()


class _File(msgspec.Struct, omit_defaults=True):
    """The file as a whole; the documents in the order in which they were opened, the last one last."""

    documents: dict[str, Kept] = msgspec.field(default_factory=dict)
    last: tuple[str, ...] = ()


class Places:
    """Remembers places; its methods return at once, and are called on the owner's thread.

    `find_file` is asked once, when something is first wanted; None: nothing can be kept.
    """

    def __init__(self, find_file: Callable[[], Path | None]) -> None:
        self._find_file = find_file
        self._found: _File | None = None
        self._path: Path | None = None
        self._lock = threading.Condition()
        self._text: bytes | None = None
        self._is_closed = False
        self._thread: threading.Thread | None = None

    @property
    def last(self) -> tuple[str, ...]:
        """The paths of the document that was opened last."""
        return self._file.last

    def of(self, document: str) -> Kept:
        """Return what is kept of a document."""
        return self._file.documents.get(document, Kept())

    def opened(self, document: str, paths: tuple[str, ...]) -> None:
        """Take note that a document was opened; `paths` is empty where it can't be opened again: `last` stays then."""
        file = self._file
        file.documents[document] = file.documents.pop(document, Kept())
        file.last = paths or file.last
        for oldest in [*file.documents][: max(len(file.documents) - MOST, 0)]:
            del file.documents[oldest]
        self._write()

    def lose_last(self) -> None:
        """Forget which one was opened last: it can't be opened any more."""
        self._file.last = ()
        self._write()

    def put(self, document: str, position: Position) -> None:
        """Remember where a document is read."""
        kept = self.of(document)
        if kept.position != position:
            self._file.documents[document] = Kept(position, kept.bookmarks)
            self._write()

    def mark(self, document: str, bookmarks: tuple[Bookmark, ...]) -> None:
        """Remember a document's bookmarks."""
        self._file.documents[document] = Kept(self.of(document).position, bookmarks[:MOST_BOOKMARKS])
        self._write()

    def close(self) -> None:
        """Write what is not written yet and end the thread; blocks for as long as that takes, five seconds at most."""
        with self._lock:
            self._is_closed = True
            self._lock.notify()
            thread = self._thread
        if thread is not None:
            thread.join(_CLOSING)

    @property
    def _file(self) -> _File:
        if self._found is None:
            self._path = self._find_file()
            self._found = _load(self._path) if self._path is not None else _File()
        return self._found

    def _write(self) -> None:
        if self._path is None:
            return
        text = msgspec.json.encode(self._file)
        with self._lock:
            if self._is_closed:
                return
            self._text = text
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_writing, args=(self._path,), name="places")
                self._thread.daemon = True
                self._thread.start()
            self._lock.notify()

    def _keep_writing(self, path: Path) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._text is not None or self._is_closed)
                text, self._text = self._text, None
            if text is None:
                return
            _replace(path, text)
            with self._lock:
                self._lock.wait_for(lambda: self._is_closed, EVERY)


def _load(path: Path) -> _File:
    """Return what the file holds; one that makes no sense is put aside, because its bookmarks may be dear."""
    try:
        if path.stat().st_size > _LARGEST:
            raise msgspec.DecodeError("too large")
        return msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        return _File()
    except (OSError, msgspec.DecodeError) as error:
        log.warning("the places can't be read: %s", type(error).__name__)
    try:
        path.replace(path.with_suffix(".broken"))
    except OSError as error:
        log.warning("they can't be put aside: %s", type(error).__name__)
    return _File()


def _replace(path: Path, text: bytes) -> None:
    """Write a file for its owner's eyes only, whole or not at all, and safe from a power cut."""
    beside = path.with_name(f"{path.name}.new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        log.warning("the places can't be kept: %s", type(error).__name__)
        return
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
