"""What a tagged PDF says of its figures: the alternative texts of its structure tree."""

from __future__ import annotations

import ctypes
from collections import deque
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pypdfium2 import PdfPage

    from assistant.reader.formats.pdf_objects import Handle

MAX_ELEMENTS = 20_000
"""A page has hundreds; a tree that leads back into itself ends here."""
_MAX_TEXT = 4000
_FIGURES = ("Figure", "Formula")


def alternatives(page: PdfPage) -> dict[int, str]:
    """Return the alternative texts of a page's figures, by the number of their marked content."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    try:
        return {mark: text for element, text in _figures(tree) for mark in _marks(element)}
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _figures(tree: Handle) -> Iterator[tuple[Handle, str]]:
    count = min(pdfium.FPDF_StructTree_CountChildren(tree), MAX_ELEMENTS)
    waiting = deque(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(count))
    seen = 0
    while waiting and seen < MAX_ELEMENTS:
        element = waiting.popleft()
        seen += 1
        if not element:
            continue
        if _text(pdfium.FPDF_StructElement_GetType, element) in _FIGURES:
            text = _text(pdfium.FPDF_StructElement_GetAltText, element)
            text = text or _text(pdfium.FPDF_StructElement_GetActualText, element)
            if text := " ".join(text.split()):
                yield element, text
        children = min(pdfium.FPDF_StructElement_CountChildren(element), MAX_ELEMENTS - seen)
        waiting.extend(pdfium.FPDF_StructElement_GetChildAtIndex(element, index) for index in range(children))


def _marks(element: Handle) -> Iterator[int]:
    count = min(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element), MAX_ELEMENTS)
    for index in range(count):
        mark = int(pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index))
        if mark >= 0:
            yield mark


def _text(get: Callable[[Handle, Handle, int], int], element: Handle) -> str:
    size = get(element, None, 0)
    if not 2 < size <= 4 * _MAX_TEXT:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(element, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
