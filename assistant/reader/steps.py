"""How one gets from a place to another: steps and searches, as ways that ask for one page after another.

A way yields the number of the page that it needs, gets that page as it is at the moment, and returns a place, None
where there is none. It asks for the same page again where it needs more of it than there is yet.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import TypeVar

from assistant.core.documents import ContentsEntry, Page, Position, Unit
from assistant.reader.book import Teller

Way = Generator[int, Page, Position | None]
T = TypeVar("T", int, Position)


def step(teller: Teller, contents: Sequence[ContentsEntry], place: Position, unit: Unit, by: int, pages: int) -> Way:
    """Go that many units on, back where negative."""
    if unit is Unit.HEADING:
        return (yield from heading(teller, contents, place, by, pages))
    left = abs(by)
    while left and place.page <= pages:
        found = yield from (_later if by > 0 else _earlier)(teller, place, unit, pages)
        if found is None:
            return None
        place, left = found, left - 1
    return place


def heading(teller: Teller, contents: Sequence[ContentsEntry], place: Position, by: int, pages: int) -> Way:
    """Go that many headings on, back where negative: those of a page, else to the next page that the contents name.

    A table of contents may know the pages only, not where on them a heading stands.
    """
    for _ in range(abs(by)):
        page = yield place.page
        found = _beside(_headings(teller, page, contents), place, by)
        if found is None:
            numbers = sorted({entry.page for entry in contents})
            number = _beside(numbers, place.page, by)
            if number is None:
                found = yield from (_later if by > 0 else _earlier)(teller, place, Unit.HEADING, pages)
            else:
                page = yield number
                found = _headings(teller, page, contents)[0 if by > 0 else -1]
        if found is None:
            return None
        place = found
    return place


def entry(teller: Teller, wanted: ContentsEntry) -> Way:
    """Go to an entry of the contents: where only its page is known, to the heading there that has its words."""
    place = Position(wanted.page, wanted.block)
    if wanted.block:
        return place
    page = yield wanted.page
    words = _folded(wanted.text)
    for start in teller.starts(page, Unit.HEADING):
        text = _folded(page.blocks[start.block].text)
        # Either may have a number that the other has not.
        if words and text and (words in text or text in words):
            return start
    return place


def _headings(teller: Teller, page: Page, contents: Sequence[ContentsEntry]) -> list[Position]:
    """Return where headings stand on a page; its beginning where the contents know no more of it than that."""
    named = [Position(each.page, each.block) for each in contents if each.page == page.number]
    found = {*teller.starts(page, Unit.HEADING), *(place for place in named if place.block)}
    return sorted(found) or [Position(page.number)] * bool(named)


def _beside(ordered: Sequence[T], here: T, by: int) -> T | None:
    """Return what comes next after `here`, or before it where `by` is negative."""
    if by > 0:
        return next((each for each in ordered if each > here), None)
    return next((each for each in reversed(ordered) if each < here), None)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


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
