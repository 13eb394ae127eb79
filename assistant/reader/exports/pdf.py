"""A scan as a searchable PDF: its pages as they are, and what was recognised on them as text that isn't seen.

A PDF file keeps its pages, its contents and its lock. Pictures become pages: a JPEG goes in as it is, byte by byte,
other pictures pixel by pixel. This runs in a child process, because it opens files that may be hostile.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
import pikepdf
from pikepdf import Dictionary, Name, Pdf

from assistant.core.errors import PageUnreadable
from assistant.reader.exports.glyphless import Glyphless
from assistant.reader.exports.layer import FONT, Sheet, content
from assistant.reader.exports.messages import Begin, Layer, SeenPage
from assistant.reader.exports.pictures import picture_pages, sheet_page

_CREATOR = "SeeSay"
_INVISIBLE = 3
"""The text rendering mode of what isn't painted, ISO 32000-1, table 106."""
_SHOWING = ("Tj", "TJ", "'", '"')


class _Seen(msgspec.Struct, frozen=True):
    """A page as it lies in the part file; `rgb` is a compressed picture that is in no file."""

    width: int
    height: int
    lines: list[Layer]
    rgb: bytes = b""


_pages: msgspec.msgpack.Decoder[_Seen] = msgspec.msgpack.Decoder(_Seen)


class PdfKeeper:
    """Keeps what was recognised, and lays it under the pages at the end."""

    def __init__(self, begin: Begin, beat: Callable[[], None]) -> None:
        self._begin = begin
        self._beat = beat

    def page(self, page: SeenPage, rgb: bytes) -> bytes:
        """Return what is kept of a page."""
        return msgspec.msgpack.encode(_Seen(page.width, page.height, page.lines, zlib.compress(rgb) if rgb else b""))

    def finish(self, contents: Callable[[], Iterator[tuple[int, bytes]]], file: BinaryIO) -> None:
        """Write the file. Raises OSError, and `PageUnreadable` where a picture is gone."""
        with self._document(contents) as pdf:
            glyphless, font = Glyphless(), pdf.make_indirect(Dictionary())
            for page, (_, told) in zip(pdf.pages, contents(), strict=True):
                seen = _pages.decode(told)
                if seen.lines and seen.width and seen.height:
                    # What can't be taken apart stays as it is.
                    with contextlib.suppress(pikepdf.PdfError, ValueError, IndexError):
                        _drop_hidden_text(pdf, page)
                    text = content(seen.lines, _sheet(page, seen.width, seen.height), glyphless)
                    page.add_resource(font, Name.Font, Name(FONT))
                    page.contents_add(pdf.make_stream(text), prepend=True)
                self._beat()
            glyphless.embed(pdf, font)
            self._describe(pdf)
            pdf.save(
                file,
                encryption=pdf.is_encrypted,
                deterministic_id=not pdf.is_encrypted,
                progress=lambda _: self._beat(),
            )

    def _document(self, contents: Callable[[], Iterator[tuple[int, bytes]]]) -> Pdf:
        begin = self._begin
        if begin.is_pdf:
            pdf = pikepdf.open(os.fsdecode(begin.paths[0]), password=begin.password)
            for number in range(len(pdf.pages), 0, -1):
                if not begin.first <= number <= begin.last:
                    del pdf.pages[number - 1]
            return pdf
        pdf = Pdf.new()
        wanted = range(begin.first, begin.last + 1)
        if begin.paths:
            for number, add in enumerate(picture_pages([Path(os.fsdecode(path)) for path in begin.paths]), start=1):
                if number in wanted:
                    add(pdf)
                self._beat()
        else:
            for _, told in contents():
                seen = _pages.decode(told)
                sheet_page(pdf, seen.width, seen.height, seen.rgb)
        if len(pdf.pages) != len(wanted):
            raise PageUnreadable(page=str(begin.first + len(pdf.pages)))
        return pdf

    def _describe(self, pdf: Pdf) -> None:
        if self._begin.is_pdf:
            return
        told = {Name.Title: self._begin.title, Name.Author: self._begin.author, Name.Creator: _CREATOR}
        for name, value in told.items():
            if value:
                pdf.docinfo[name] = value
        if self._begin.language:
            pdf.Root.Lang = self._begin.language


def _sheet(page: pikepdf.Page, width: int, height: int) -> Sheet:
    """Return the way from the picture of a page to its space: turned, cut and scaled as it is shown."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    wide, high = right - left, top - bottom
    match page.rotation % 360:
        case 90:
            return Sheet((0, high / width, wide / height, 0, left, bottom))
        case 180:
            return Sheet((-wide / width, 0, 0, high / height, right, bottom))
        case 270:
            return Sheet((0, -high / width, -wide / height, 0, right, top))
        case _:
            return Sheet((wide / width, 0, 0, -high / height, left, top))


def _drop_hidden_text(pdf: Pdf, page: pikepdf.Page) -> None:
    """Take out an earlier layer of invisible text: what was recognised now stands in its place."""
    hidden, before = False, list[bool]()
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    has_dropped = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "q":
            before.append(hidden)
        elif operator == "Q" and before:
            hidden = before.pop()
        elif operator == "Tr":
            hidden = int(instruction.operands[0]) == _INVISIBLE
        if hidden and operator in _SHOWING:
            has_dropped = True
        else:
            kept.append(instruction)
    if has_dropped:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
