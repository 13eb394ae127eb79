"""How one gets from a place to another: steps and searches, as ways that ask for one page after another.

A way yields the number of the page that it needs, gets that page as it is at the moment, and returns a place, None
where there is none. It asks for the same page again where it needs more of it than there is yet.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence

from assistant.core.documents import ContentsEntry, Page, Position, Unit
from assistant.reader.book import Teller

Way = Generator[int, Page, Position | None]


def step(teller: Teller, place: Position, unit: Unit, by: int, pages: int) -> Way:
    """Go that many units on, back where negative."""
    left = abs(by)
    while left and place.page <= pages:
        found = yield from (_later if by > 0 else _earlier)(teller, place, unit, pages)
        if found is None:
            return None
        place, left = found, left - 1
    return place


def heading(contents: Sequence[ContentsEntry], place: Position, by: int) -> Position | None:
    """Return the heading that the table of contents has that many entries after a place, before it where negative."""
    entries = sorted({Position(entry.page, entry.block) for entry in contents})
    if by > 0:
        later = [entry for entry in entries if entry > place]
        return later[by - 1] if by <= len(later) else None
    earlier = [entry for entry in entries if entry < place]
    return earlier[by] if -by <= len(earlier) else None


def search(words: str, place: Position, by: int, pages: int, *, is_here: bool) -> Way:
    """Go to the next such words, the former ones where `by` is negative.

    `is_here` tells that words right at the place count as well. Upper and lower case are alike, and so is white space.
    """
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    number = place.page
    while 1 <= number <= pages:
        page = yield number
        found = _matches(page, pattern)
        if by > 0:
            found = [each for each in found if each > place or (is_here and each == place)]
        else:
            found = [each for each in found if each < place][::-1]
        if found and (by > 0 or page.is_whole):
            return found[0]
        if page.is_whole:
            number += 1 if by > 0 else -1
    return None


def sentence_at(teller: Teller, at: Position) -> Way:
    """Go to the beginning of the sentence around a place."""
    page = yield at.page
    return teller.sentence_of(page, at)


def _later(teller: Teller, place: Position, unit: Unit, pages: int) -> Way:
    number = place.page
    while number <= pages:
        page = yield number
        later = [start for start in teller.starts(page, unit) if start > place]
        if later:
            return later[0]
        if page.is_whole:
            number += 1
    return None


def _earlier(teller: Teller, place: Position, unit: Unit, pages: int) -> Way:
    number = min(place.page, pages)
    while number >= 1:
        page = yield number
        earlier = [start for start in teller.starts(page, unit) if start < place]
        # Only a page that is whole tells which of its sentences is the last.
        if earlier and (page.is_whole or number == place.page):
            return earlier[-1]
        if page.is_whole or number == place.page:
            number -= 1
    return None


def _matches(page: Page, pattern: re.Pattern[str]) -> list[Position]:
    return [
        Position(page.number, index, found.start())
        for index, block in enumerate(page.blocks)
        for found in pattern.finditer(block.text)
    ]
