"""One document from its opening to its end: its child, its pages, its place and its bookmarks.

It asks for the password where one is wanted. It speaks nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.documents import (
    Bookmark,
    DocumentEvent,
    DocumentFailed,
    DocumentInfo,
    DocumentOpened,
    FigureSeen,
    Files,
    Origin,
    PageFailed,
    PageRead,
    PageSeen,
    Position,
)
from assistant.core.errors import DocumentLocked, SeeSayError
from assistant.core.reader_ports import DocumentFile, PostDocument
from assistant.reader.pages import PageCalls, Pages
from assistant.reader.places import Places


@dataclass(frozen=True, slots=True)
class DocumentCalls:
    """What a document is opened with, and whom it tells.

    `ask_password` gets whether the last one was wrong, and what takes the answer. `failed` ends the document. `figure`
    gets what was looked at.
    """

    open_file: Callable[[PostDocument], DocumentFile]
    places: Places
    pages: PageCalls
    ask_password: Callable[[DocumentLocked, Callable[[str | None], None]], None]
    opened: Callable[[], None]
    failed: Callable[[SeeSayError], None]
    changed: Callable[[int], None]
    figure: Callable[[FigureSeen | PageFailed], None] = lambda event: None


class Document:
    """A document that is opened, or open once `info` is set."""

    def __init__(self, origin: Origin, calls: DocumentCalls) -> None:
        self.origin = origin
        self.password = ""
        self.info: DocumentInfo | None = None
        self.bookmarks: tuple[Bookmark, ...] = ()
        self.place = Position()
        self._calls = calls
        self._pages: Pages | None = None
        self._file: DocumentFile | None = calls.open_file(self._take)
        self._file.open(origin)

    @property
    def pages(self) -> Pages:
        """The pages; there are some once the document is open."""
        assert self._pages is not None, "it is not open yet"
        return self._pages

    def look_at(self, page: int, figure: int) -> None:
        """Ask for a figure's pixels."""
        if self._file is not None:
            self._file.figure(page, figure)

    def move(self, place: Position) -> None:
        """Read from here; remembered."""
        self.place = place
        if self.info is not None:
            self._calls.places.put(self.info.id, place)

    def mark(self, bookmarks: tuple[Bookmark, ...]) -> None:
        """Have these bookmarks; remembered."""
        self.bookmarks = bookmarks
        if self.info is not None:
            self._calls.places.mark(self.info.id, bookmarks)

    def close(self) -> None:
        """Let go of everything; nothing of it is told any more."""
        if self._pages is not None:
            self._pages.close()
        if self._file is not None:
            self._file.close()
            self._file = None

    # --- its child --------------------------------------------------------------------------------

    def _take(self, event: DocumentEvent) -> None:
        if self._file is None:
            return
        match event:
            case DocumentOpened(info):
                self._opened(info)
            case DocumentFailed(error):
                self._fail(error)
            case FigureSeen():
                self._calls.figure(event)
            case PageFailed(number) if self._pages is not None and self._pages.has_whole(number):
                # The page itself is there already: a figure of it was asked for.
                self._calls.figure(event)
            case PageRead() | PageSeen() | PageFailed() if self._pages is not None:
                self._pages.take(event)

    def _opened(self, info: DocumentInfo) -> None:
        assert self._file is not None, "only a living child tells"
        self.info = info
        places = self._calls.places
        kept = places.of(info.id)
        places.opened(info.id, self.origin.paths if isinstance(self.origin, Files) else ())
        self.place = kept.position if 1 <= kept.position.page <= info.pages else Position()
        self.bookmarks = kept.bookmarks
        self._pages = Pages(self._file, info.pages, self._calls.pages, self._calls.changed)
        self._calls.opened()

    def _fail(self, error: SeeSayError) -> None:
        if isinstance(error, DocumentLocked):
            locked = error
            self._calls.ask_password(locked, lambda password: self._unlock(locked, password))
        else:
            self._calls.failed(error)

    def _unlock(self, error: DocumentLocked, password: str | None) -> None:
        if self._file is None:
            return
        if password is None:
            self._calls.failed(error)
        else:
            self.password = password
            self._file.open(self.origin, password)
