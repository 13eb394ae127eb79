"""Pictures as pages: a file each, every picture of a TIFF its own. Recognition reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.core.documents import DocumentInfo, DocumentKind
from assistant.core.errors import DocumentTooLarge, DocumentUnreadable, NotAPicture
from assistant.reader.formats.content import Content, fingerprint
from assistant.reader.formats.format import MAX_PAGES, Opened, PagePicture, Pixels
from assistant.reader.formats.pixels import decoded

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def open_document(content: Content, password: str = "") -> Opened:
    """Open a picture file; raise a `DocumentError`."""
    return open_pictures([content])


def open_pictures(contents: Sequence[Content]) -> Opened:
    """Open several picture files as one book, in this order; raise a `DocumentError`."""
    return _Pictures(contents)


@dataclass(frozen=True, slots=True)
class _Sheet:
    content: Content
    frame: int = 0


class _Pictures:
    def __init__(self, contents: Sequence[Content]) -> None:
        self._sheets = [sheet for content in contents for sheet in _sheets(content)]
        self._are_several = len(contents) > 1
        first = contents[0]
        if len(self._sheets) > MAX_PAGES:
            raise DocumentTooLarge(name=first.name)
        folder = Path(first.path).parent.name if first.path else ""
        title = first.title if len(contents) == 1 else folder or first.title
        self.info = DocumentInfo(fingerprint(contents), title, DocumentKind.PICTURES, len(self._sheets))
        if len(self._sheets) == 1:
            # A lone picture that can't be decoded is a document that can't be opened; in a book it is one bad page.
            self._check()

    def page(self, number: int) -> PagePicture:
        """Return a picture."""
        sheet = self._sheets[number - 1]
        try:
            return PagePicture(number, decoded(sheet.content, sheet.content.stream, sheet.frame))
        finally:
            if self._are_several:
                sheet.content.rest()

    def figure(self, number: int, figure: int) -> Pixels:
        """Raise `NotAPicture`: the page is the picture."""
        raise NotAPicture(name=self._sheets[number - 1].content.name)

    def close(self) -> None:
        """Close the files."""
        for content in {id(sheet.content): sheet.content for sheet in self._sheets}.values():
            content.close()

    def _check(self) -> None:
        try:
            self.page(1)
        except NotAPicture as error:
            raise DocumentUnreadable(name=self._sheets[0].content.name) from error


def _sheets(content: Content) -> Iterator[_Sheet]:
    """Yield the pages of one file; one that is broken or can't be opened is one page, which fails."""
    frames = 1
    # What goes wrong here goes wrong again, and is told, where the page is wanted.
    with suppress(Exception):
        if content.head(4) in _TIFF:
            frames = min(_frames(content), MAX_PAGES + 1)
    content.rest()
    for frame in range(frames):
        yield _Sheet(content, frame)


def _frames(content: Content) -> int:
    from PIL import Image

    content.stream.seek(0)
    with Image.open(content.stream, formats=["TIFF"]) as image:
        return int(getattr(image, "n_frames", 1))
