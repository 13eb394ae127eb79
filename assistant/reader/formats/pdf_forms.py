"""What somebody wrote into a PDF: the entries of its form, and text typed upon its pages. Neither is in a text layer.

Nothing that a form would do is done: no script, no action, no calculation.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from assistant.reader.lines import TextLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pypdfium2 import PdfDocument, PdfPage

    from assistant.reader.formats.pdf_objects import Handle
    from assistant.reader.formats.pdf_text import Geometry

MAX_ENTRIES = 2000
_LONGEST = 20_000
"""Bytes of the longest entry that is read."""
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_WRITTEN = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_TICKED = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_TICK = "[x]"
"""Every voice says it; most are silent at a tick."""
_PASSWORD = 1 << 13
"""Bit 14 of a text field's flags: what is written isn't shown (ISO 32000-1, table 228)."""
_SIZE = 10.0
_LEADING = 1.2
_NEAR = 4.0
"""A box stands so many letter sizes before its label."""


def prepare(document: PdfDocument) -> None:
    """Make the form's entries known, before a page is looked at."""
    with suppress(pypdfium2.PdfiumError):
        document.init_forms()


def entries(document: PdfDocument, page: PdfPage, geometry: Geometry, size: float) -> Iterator[TextLine]:
    """Yield what is written into a page, as lines of a usual letter's size; ticked boxes are "[x]"."""
    form = document.formenv.raw if document.formenv else None
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MAX_ENTRIES)):
        handle = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not handle:
            continue
        try:
            if not pdfium.FPDFAnnot_GetFlags(handle) & _HIDDEN:
                yield from _lines(_text(form, handle), handle, geometry, size or _SIZE)
        finally:
            pdfium.FPDFPage_CloseAnnot(handle)


def with_entries(lines: Sequence[TextLine], written: Iterable[TextLine]) -> list[TextLine]:
    """Return a page's lines with what is written beside them: an entry behind its label, a tick before its own."""
    result = list(lines)
    for entry in written:
        label = _label(result, entry)
        if label is None:
            result.append(entry)
            continue
        parts = (entry.text, label.text) if entry.text == _TICK else (label.text, entry.text)
        result[result.index(label)] = replace(label, text=" ".join(parts))
    return result


def _label(lines: Sequence[TextLine], entry: TextLine) -> TextLine | None:
    """Return the line on an entry's level that names it, None where that isn't sure."""
    level = [line for line in lines if line.top < (entry.top + entry.bottom) / 2 < line.bottom]
    if entry.text == _TICK:
        near = [line for line in level if 0 < line.left - entry.left < _NEAR * line.size]
        return min(near, key=lambda line: line.left, default=None)
    before = [line for line in level if line.right < entry.left + 1]
    label = max(before, key=lambda line: line.right, default=None)
    return label if label is not None and label.text.rstrip().endswith((":", "：")) else None


def _text(form: Handle, handle: Handle) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(handle)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(handle, b"Contents", buffer, size))
    if kind != pdfium.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = pdfium.FPDFAnnot_GetFormFieldType(form, handle)
    if field in _TICKED:
        return _TICK if pdfium.FPDFAnnot_IsChecked(form, handle) else ""
    if field not in _WRITTEN or pdfium.FPDFAnnot_GetFormFieldFlags(form, handle) & _PASSWORD:
        return ""
    return _string(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, handle, buffer, size))


def _string(read: Callable[[Any, int], int]) -> str:
    size = read(None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    read(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _lines(text: str, handle: Handle, geometry: Geometry, size: float) -> Iterator[TextLine]:
    texts = [line for line in text.splitlines() if line.strip()]
    rectangle = pdfium.FS_RECTF()
    if not texts or not pdfium.FPDFAnnot_GetRect(handle, ctypes.byref(rectangle)):
        return
    left, top, right, bottom = geometry.edges(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    if len(texts) == 1 and bottom - top < 2 * _LEADING * size:
        top = (top + bottom - size) / 2
    for number, line in enumerate(texts):
        upper = top + number * _LEADING * size
        yield TextLine(line, left, upper, right, upper + size, size, is_exact=True)
