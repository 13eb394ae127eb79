"""A page in the words that a reader says of it, at one go."""

from __future__ import annotations

from assistant.core.cleaning import clean
from assistant.core.documents import BlockKind, Page, Position
from assistant.reader.book import Cursor, Teller
from assistant.reader.exports import Passage


def passages(teller: Teller, page: Page) -> list[Passage]:
    """Return what is said of a whole page, cleaned for a voice; a heading begins a chapter."""
    cursor, found = Cursor(Position(page.number)), list[Passage]()
    while cursor.position.page == page.number and (saying := teller.next(page, cursor)) is not None:
        cursor = saying.after
        block = page.blocks[saying.at.block] if page.blocks else None
        begins = block is not None and block.kind is BlockKind.HEADING and not saying.at.offset and saying.length > 0
        is_last = (cursor.position.page, cursor.position.block) != (page.number, saying.at.block)
        if text := clean(saying.text):
            found.append(Passage(text, saying.language, max(1, block.level) if begins and block else 0, is_last))
    return found
