"""Where one is in a document, in words: page, per cent, and how long the rest takes."""

from __future__ import annotations

from assistant.core.documents import DocumentInfo
from assistant.core.wording import Wording
from assistant.core.wording.reading import ReadingMessages as R
from assistant.reader.book import characters, name_of
from assistant.reader.document import Document

USUAL_PAGE = 1800
"""Characters of a page that nobody has seen yet."""


def whereabouts(wording: Wording, document: Document, info: DocumentInfo, speed: float) -> str:
    """Return where an open document is read; `speed` is in characters a second."""
    place, pages = document.place, info.pages
    page = document.pages.get(place.page)
    length = characters(page) if page is not None and page.is_whole else USUAL_PAGE
    before = characters(page, place) if page is not None else 0
    read = place.page - 1 + min(before / length if length else 0.0, 1.0)
    named = place.page if page is None else name_of(page)
    told = wording.say(R.WHERE, page=named, pages=pages, percent=round(100 * read / pages))
    minutes = round((pages - read) * document.pages.usual_length(USUAL_PAGE) / speed / 60)
    return f"{told} {_left(wording, minutes)}"


def _left(wording: Wording, minutes: int) -> str:
    if minutes < 1:
        return wording.say(R.LITTLE_LEFT)
    if minutes < 60:
        return wording.count(R.MINUTES_LEFT, minutes)
    return wording.count(R.HOURS_LEFT, minutes // 60, minutes=minutes % 60)
