"""Pictures that are in memory already, as a document: nothing is parsed, so it needs no child."""

from __future__ import annotations

import hashlib

from assistant.core.documents import DocumentInfo, DocumentKind, PageFailed, PageSeen, Sheets
from assistant.core.errors import PageMissing

_HASHED = 1 << 18


def info_of(sheets: Sheets) -> DocumentInfo:
    """Return what is known of pictures; `id` is a hash of slices of their pixels, so it costs a millisecond."""
    digest = hashlib.sha256()
    for picture in sheets.pictures:
        digest.update(f"{picture.width}x{picture.height};".encode())
        step = max(len(picture.rgb) // _HASHED, 1)
        # A stride that is no multiple of a pixel meets all three colours.
        digest.update(memoryview(picture.rgb)[:: step | 1].tobytes() if step > 1 else picture.rgb)
    return DocumentInfo(digest.hexdigest(), sheets.title, DocumentKind.PICTURES, len(sheets.pictures))


def sheet(sheets: Sheets, number: int) -> PageSeen | PageFailed:
    """Return a page; there is one for each picture."""
    if not 1 <= number <= len(sheets.pictures):
        return PageFailed(number, PageMissing(page=str(number), pages=str(len(sheets.pictures))))
    return PageSeen(number, sheets.pictures[number - 1])
