"""What a format is: it opens one document's content, and whoever asks gets page after page of it.

Every format's module has a function `open_document(content, password) -> Opened`. It runs on one thread of the
document's child, within that child's limits of time and memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from assistant.core.documents import DocumentInfo, Line, Page
from assistant.reader.formats.content import Content

MAX_PAGES = 100_000
"""More pages than any book; a document that claims more is `DocumentTooLarge`."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture: `rgb` holds height x width x 3 bytes, rows from the top; 96 x `scale` pixels stand for an inch."""

    width: int
    height: int
    rgb: bytes = field(repr=False)
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page without text that can be trusted; recognition reads it, and confirms `lines` of a doubtful text layer."""

    number: int
    pixels: Pixels
    label: str = ""
    lines: tuple[Line, ...] = ()


class Opened(Protocol):
    """An open document. All of it may raise any `SeeSayError`, and whatever the libraries raise on broken content.

    What `page` and `figure` raise concerns that page only.
    """

    @property
    def info(self) -> DocumentInfo:
        """Return what is known of the whole; `info.id` is `content.id`."""
        ...

    def page(self, number: int) -> Page | PagePicture:
        """Return page `number`, from 1 to `info.pages`."""
        ...

    def figure(self, number: int, figure: int) -> Pixels:
        """Return the pixels of figure `figure` of page `number`, as its block numbers it."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


OpenDocument = Callable[[Content, str], Opened]
"""Opens a content with a password, empty where none was given.

Raises `DocumentLocked` (with `is_wrong="yes"` where the given one was wrong), `DocumentProtected`,
`DocumentUnreadable`, `DocumentTooLarge` or `DocumentEmpty`.
"""
