"""PDF by pdfium, the browser's own engine: text layers with their structure, pictures of pages that have none.

pdfium serves one thread. Scripts, forms' actions and embedded files are never run or opened.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from contextlib import ExitStack, closing, suppress
from itertools import islice
from math import sqrt
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from assistant.core import languages
from assistant.core.box import Box
from assistant.core.documents import ContentsEntry, DocumentInfo, DocumentKind, Line, Page
from assistant.core.errors import (
    DocumentEmpty,
    DocumentLocked,
    DocumentProtected,
    DocumentTooLarge,
    DocumentUnreadable,
    PageUnreadable,
)
from assistant.reader import garbage
from assistant.reader.formats.format import MAX_PAGES, PagePicture, Pixels
from assistant.reader.formats.gathering import folded
from assistant.reader.formats.pdf_forms import entries, prepare, with_entries
from assistant.reader.formats.pdf_objects import look
from assistant.reader.formats.pdf_page import Sheet, around, blocks_of, folded_title
from assistant.reader.formats.pdf_tags import alternatives
from assistant.reader.formats.pdf_text import TextReader, geometry_of
from assistant.reader.formats.pixels import MAX_PIXELS
from assistant.reader.line_numbers import without_line_numbers
from assistant.reader.lines import body_size
from assistant.system.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfDocument, PdfPage

    from assistant.core.layout import Edges
    from assistant.reader.formats.content import Content
    from assistant.reader.formats.pdf_text import Geometry

DOTS = 150
"""Dots per inch of a page's picture: letters of 8 points are 17 pixels high, enough for recognition."""
MAX_ENTRIES = 5000
_MAX_LEVELS = 9
_MAX_TITLE = 300
_MAX_LABEL = 20
_BESIDE = 2
_KEPT = 8
_REOPEN = 20
"""Pages of a scan are some hundred kilobytes each."""
_SCAN = 0.5
"""A picture over so much of the page is what the page shows; little text beside it is a stamp, or half a layer."""
_FEW_LETTERS = 60
_FILE_NAME = re.compile(
    r"^microsoft (?:word|powerpoint|excel) - |\.(?:docx?|odt|indd|tex|dvi|rtf|pptx?|qxd)$", re.IGNORECASE
)
_NO_TITLE = re.compile(r"\W*(?:untitled|anonymous|unnamed|no title|unspecified)\W*", re.IGNORECASE)
"""What programs write where nobody gave a title."""


def open_document(content: Content, password: str = "") -> PdfFile:
    """Open a PDF; raise a `DocumentError`."""
    return PdfFile(content, password)


def _load(content: Content, password: str) -> PdfDocument:
    content.stream.seek(0)
    try:
        document = pypdfium2.PdfDocument(content.stream, password=password or None)
        prepare(document)
        return document
    except pypdfium2.PdfiumError as error:
        match error.err_code:
            case pdfium.FPDF_ERR_PASSWORD:
                raise DocumentLocked(name=content.name, is_wrong="yes" if password else "") from error
            case pdfium.FPDF_ERR_SECURITY:
                raise DocumentProtected(name=content.name) from error
            case _:
                raise DocumentUnreadable(name=content.name) from error


class PdfFile:
    """An open PDF. It keeps the text of a few pages around the last one, whatever the number of pages.

    pdfium keeps everything of a file that it ever looked at: after some pages the file is opened anew, which takes
    milliseconds, so that a scan of a thousand pages isn't in memory in the end.
    """

    def __init__(self, content: Content, password: str = "") -> None:
        """Raise a `DocumentError`."""
        self._content = content
        self._password = password
        self._document = document = _load(content, password)
        self._looked = 0
        self._sheets: OrderedDict[int, Sheet | None] = OrderedDict()
        pages = len(document)
        if pages < 1:
            raise DocumentEmpty(name=content.name)
        if pages > MAX_PAGES:
            raise DocumentTooLarge(name=content.name)
        contents = tuple(_contents(document, pages))
        self._headings: dict[int, dict[str, int]] = {}
        for entry in contents:
            self._headings.setdefault(entry.page, {})[folded_title(entry.text)] = entry.level
        self.info = DocumentInfo(
            id=content.id,
            title=_title(document, content.title),
            kind=DocumentKind.PDF,
            pages=pages,
            contents=contents,
            language=_language(document),
            author=folded(document.get_metadata_value("Author"))[:_MAX_TITLE],
        )

    def page(self, number: int) -> Page | PagePicture:
        """Return a page; raise `PageUnreadable` where the file is broken there."""
        sheet = self._sheet(number)
        if sheet is None:
            raise PageUnreadable(page=str(number))
        label = self._label(number)
        trust = _trust(sheet)
        if trust is garbage.Trust.GOOD:
            near = range(max(1, number - _BESIDE), min(self.info.pages, number + _BESIDE) + 1)
            neighbours = [other for page in near if page != number and (other := self._sheet(page)) is not None]
            beside = around(sheet, neighbours)
            blocks = blocks_of(sheet, beside, label or str(number), self._headings.get(number, {}))
            return Page(number, blocks, label=label)
        if not sheet.text.letters and sheet.drawn.is_bare:
            return Page(number, (), label=label)
        pixels = self._picture(number, sheet.text.geometry)
        lines = _lines(sheet, pixels) if trust is garbage.Trust.DOUBTFUL else ()
        return PagePicture(number, pixels, label=label, lines=lines)

    def figure(self, number: int, figure: int) -> Pixels:
        """Return what is seen where a figure stands; raise `PageUnreadable` where there is none."""
        sheet = self._sheet(number)
        if sheet is None or not 0 <= figure < len(sheet.drawn.figures):
            raise PageUnreadable(page=str(number))
        return self._picture(number, sheet.text.geometry, sheet.drawn.figures[figure])

    def close(self) -> None:
        """Close the file."""
        self._sheets.clear()
        self._document.close()
        self._content.close()

    # --- pages ------------------------------------------------------------------------------------------

    def _sheet(self, number: int) -> Sheet | None:
        """Return a page as it was read, None for one that can't be."""
        if number in self._sheets:
            self._sheets.move_to_end(number)
            return self._sheets[number]
        try:
            sheet = self._read(number)
        except pypdfium2.PdfiumError:
            sheet = None
        self._sheets[number] = sheet
        while len(self._sheets) > _KEPT:
            self._sheets.popitem(last=False)
        return sheet

    def _read(self, number: int) -> Sheet:
        with ExitStack() as stack:
            page = stack.enter_context(closing(self._page(number)))
            textpage = stack.enter_context(closing(page.get_textpage()))
            reader = TextReader(page, textpage)
            drawn = look(page, reader.geometry, alternatives(page))
            text = reader.read(drawn.rules.down)
            written = entries(self._document, page, reader.geometry, body_size(text.lines))
            text.lines = with_entries(without_line_numbers(text.lines), written)
            return Sheet.of(text, drawn)

    def _page(self, number: int) -> PdfPage:
        self._looked += 1
        if self._looked > _REOPEN:
            self._looked = 0
            self._document.close()
            give_back()
            self._document = _load(self._content, self._password)
        return self._document[number - 1]

    def _label(self, number: int) -> str:
        label = folded(self._document.get_page_label(number - 1))[:_MAX_LABEL]
        return "" if label == str(number) else label

    def _picture(self, number: int, geometry: Geometry, part: Edges | None = None) -> Pixels:
        """Draw a page, or a part of it, as it is seen with its writing level."""
        with closing(self._page(number)) as page:
            width, height = geometry.size
            left, top, right, bottom = part or (0.0, 0.0, width, height)
            area = (right - left) * (bottom - top)
            if area <= 0:
                raise PageUnreadable(page=str(number))
            scale = min(DOTS / 72, sqrt(MAX_PIXELS / area))
            turn = 90 * ((geometry.turns - geometry_of(page).turns) % 4)
            crop = (left, height - bottom, width - right, top)
            bitmap = page.render(scale=scale, rotation=turn, crop=crop, rev_byteorder=True, maybe_alpha=False)
            with closing(bitmap):
                return Pixels(bitmap.width, bitmap.height, _rgb(bitmap), scale * 72 / 96)


def _rgb(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """Return rows of red, green and blue without the padding behind them."""
    image = bitmap.to_pil()
    return bytes(image.tobytes() if image.mode == "RGB" else image.convert("RGB").tobytes())


def _trust(sheet: Sheet) -> garbage.Trust:
    """Tell what a page's text layer is worth, from its letters and from what else is seen."""
    text = sheet.text
    if not text.letters:
        return garbage.Trust.GARBAGE
    trust = garbage.judge([line.text for line in text.lines], unmapped=text.unmapped)
    if trust is garbage.Trust.GOOD and text.letters < _FEW_LETTERS and sheet.drawn.cover > _SCAN:
        return garbage.Trust.DOUBTFUL
    return trust


def _lines(sheet: Sheet, pixels: Pixels) -> tuple[Line, ...]:
    """Return a text layer's lines in the pixels of the page's picture."""
    width, height = sheet.text.geometry.size
    across, down = pixels.width / width, pixels.height / height
    return tuple(
        Line(
            line.text,
            Box(
                round(line.left * across),
                round(line.top * down),
                max(1, round(line.width * across)),
                max(1, round((line.bottom - line.top) * down)),
            ),
        )
        for line in sheet.text.lines
    )


# --- the whole ----------------------------------------------------------------------------------------------


def _contents(document: PdfDocument, pages: int) -> Iterator[ContentsEntry]:
    """Yield the outline's entries; one that leads into itself ends, one that leads nowhere is left out."""
    with suppress(pypdfium2.PdfiumError):
        for bookmark in islice(document.get_toc(max_depth=_MAX_LEVELS), MAX_ENTRIES):
            destination = bookmark.get_dest()
            index = destination.get_index() if destination else None
            title = folded(bookmark.get_title())[:_MAX_TITLE]
            if title and index is not None and 0 <= index < pages:
                yield ContentsEntry(title, bookmark.level + 1, index + 1)


def _title(document: PdfDocument, name: str) -> str:
    """Return the document's own title, unless it is none, or the name of the file that it was made from."""
    title = folded(document.get_metadata_value("Title"))[:_MAX_TITLE]
    return name if not title or _FILE_NAME.search(title) or _NO_TITLE.fullmatch(title) else title


def _language(document: PdfDocument) -> str:
    size = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < size < 200:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    pdfium.FPDFCatalog_GetLanguage(document.raw, buffer, size)
    tag = bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
    return languages.match(tag) if languages.is_known(tag) else ""
