"""What is said of a page, sentence by sentence, and where its sentences, words and paragraphs begin.

It makes texts and places; it speaks nothing and waits for nothing. A page may still grow while it is read from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.core import languages
from assistant.core.documents import Block, BlockKind, Page, Position, Span, Unit
from assistant.core.folding import LETTER, MARKS
from assistant.core.languages import LANGUAGES, Script
from assistant.core.sentences import SentenceSplitter
from assistant.core.settings import Settings
from assistant.core.wording import Wording
from assistant.core.wording.reading import ReadingMessages

LONGEST = 400
"""Characters of one utterance: sentences of books are long, and a cut in one is heard."""

_WORD = re.compile(rf"{LETTER}+(?:['’\-]{LETTER}+)*")
_SIGN = re.compile(rf"\w[{MARKS}]*")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where reading goes on; `told` counts SeeSay's own sentences before that place which were said already."""

    position: Position = field(default_factory=Position)
    told: int = 0


@dataclass(frozen=True, slots=True)
class Saying:
    """One utterance. `length` characters of the document from `at` on; 0: SeeSay's own words about what is there."""

    text: str
    language: str
    at: Position
    length: int
    after: Cursor

    @property
    def span(self) -> Span:
        """What is marked while it is spoken."""
        return Span(self.at, self.length)


class Teller:
    """Makes sayings of one document's pages.

    `language` is the document's own, empty where it tells none; `read_languages` are the user's, likeliest first.
    """

    def __init__(
        self,
        wording: Wording,
        settings: Callable[[], Settings],
        read_languages: Callable[[], Sequence[str]],
        language: str = "",
    ) -> None:
        self._wording = wording
        self._settings = settings
        self._read_languages = read_languages
        self._language = languages.match(language) if languages.is_known(language) else ""

    # --- what is said -----------------------------------------------------------------------------

    def next(self, page: Page, cursor: Cursor, *, is_hurried: bool = False) -> Saying | None:
        """Return what to say at a cursor on its page; None where nothing more is there, or not yet.

        While a page grows its last sentence may get longer. It waits for its end, but where the reader is in a hurry
        because nothing is spoken, its first clause is taken.
        """
        here = cursor.position
        if page.is_whole and not page.blocks:
            return self.of_page(page.number, self._wording.say(ReadingMessages.PAGE_EMPTY, page=name_of(page)))
        for index, block in self._told_blocks(page, here.block):
            offset, told = (here.offset, cursor.told) if index == here.block else (0, 0)
            own = self._own(page, index) if not offset else []
            at = Position(page.number, index, offset)
            if told < len(own):
                return Saying(own[told], self._wording.language, at, 0, Cursor(at, told + 1))
            is_open = not page.is_whole and index == len(page.blocks) - 1
            language = self.language_of(block)
            start, end = _span(block.text, offset, language, is_open=is_open, is_hurried=is_hurried)
            if end:
                is_over = not is_open and not block.text[end:].strip()
                after = Position(page.number, index + 1) if is_over else Position(page.number, index, end)
                at = Position(page.number, index, start)
                return Saying(block.text[start:end], language, at, end - start, Cursor(after))
            if is_open:
                return None
        return None

    def of_page(self, number: int, text: str) -> Saying:
        """Return a sentence of SeeSay's own that stands for a page."""
        return Saying(text, self._wording.language, Position(number), 0, Cursor(Position(number + 1)))

    def word(self, page: Page, at: Position) -> Saying | None:
        """Return the word at a place, or behind it in its block; None where there is none."""
        if at.block >= len(page.blocks):
            return None
        block = page.blocks[at.block]
        language = self.language_of(block)
        for start, end in _words(block.text, language):
            if end > at.offset:
                place = Position(page.number, at.block, start)
                return Saying(block.text[start:end], language, place, end - start, Cursor(place))
        return None

    def language_of(self, block: Block) -> str:
        """Return the language to speak a block in: its own, what its script tells, the document's, the user's."""
        if languages.is_known(block.language):
            return languages.match(block.language)
        preferred = [code for code in (self._language, *map(languages.match, self._read_languages())) if code]
        by_script = languages.language_for_script(block.text, preferred)
        if by_script is not None:
            return by_script
        latin = (code for code in preferred if LANGUAGES[code].script is Script.LATIN)
        return next(latin, languages.DEFAULT)

    def _own(self, page: Page, index: int) -> list[str]:
        """Return what is said before a block."""
        block, say = page.blocks[index], self._wording.say
        own: list[str] = []
        if self._settings().flag("reading.pages") and next(self._told_blocks(page, 0))[0] == index:
            own.append(say(ReadingMessages.PAGE, page=name_of(page)))
        if block.kind is BlockKind.FIGURE:
            own.append(say(ReadingMessages.FIGURE))
        elif block.kind is BlockKind.FOOTNOTE:
            own.append(say(ReadingMessages.FOOTNOTE))
        elif block.kind is BlockKind.TABLE:
            rows = self._wording.count(ReadingMessages.ROWS, block.rows)
            columns = self._wording.count(ReadingMessages.COLUMNS, block.columns)
            own.append(say(ReadingMessages.TABLE, rows=rows, columns=columns))
        return own

    def _told_blocks(self, page: Page, first: int) -> Iterator[tuple[int, Block]]:
        """Yield the blocks that the settings want told, with their places."""
        settings = self._settings()
        left_out = set()
        if not settings.flag("reading.footnotes"):
            left_out.add(BlockKind.FOOTNOTE)
        if settings.text("reading.figures") == "skip":
            left_out.add(BlockKind.FIGURE)
        for index in range(first, len(page.blocks)):
            if page.blocks[index].kind not in left_out:
                yield index, page.blocks[index]

    # --- where things begin -----------------------------------------------------------------------

    def starts(self, page: Page, unit: Unit) -> list[Position]:
        """Return where the units of a page begin, in reading order."""
        found: list[Position] = []
        for index, block in self._told_blocks(page, 0):
            if unit is Unit.HEADING and block.kind is not BlockKind.HEADING:
                continue
            offsets = [0]
            if unit is Unit.WORD:
                offsets = [start for start, _ in _words(block.text, self.language_of(block))]
            elif unit is Unit.SENTENCE:
                offsets = [start for start, _ in _sentences(block.text, self.language_of(block))] or [0]
            found += [Position(page.number, index, offset) for offset in offsets]
        return found

    def sentence_of(self, page: Page, at: Position) -> Position:
        """Return where the sentence around a place begins."""
        return max((start for start in self.starts(page, Unit.SENTENCE) if start <= at), default=at)


def name_of(page: Page) -> str:
    """Return what a page is called: what the document calls it, else its number."""
    return page.label or str(page.number)


def characters(page: Page, before: Position | None = None) -> int:
    """Return how many characters a page has, or how many stand before a place."""
    if before is None:
        return sum(len(block.text) for block in page.blocks)
    return sum(len(block.text) for block in page.blocks[: before.block]) + before.offset


def _sentences(text: str, language: str) -> list[tuple[int, int]]:
    return SentenceSplitter(language, first_clause=False, longest=LONGEST).spans(text)


def _span(text: str, offset: int, language: str, *, is_open: bool, is_hurried: bool) -> tuple[int, int]:
    """Return the sentence at an offset, from there on; (0, 0) where there is none, or none yet."""
    if is_open:
        splitter = SentenceSplitter(language, first_clause=is_hurried, longest=LONGEST)
        spans = [(start + offset, end + offset) for start, end in splitter.spans(text[offset:], is_all=False)]
    else:
        spans = _sentences(text, language)
    for start, end in spans:
        if end > offset and text[max(start, offset) : end].strip():
            return max(start, offset), end
    return 0, 0


def _words(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield the words; where a script has no spaces, the signs with their marks."""
    pattern = _WORD if LANGUAGES[language].is_spaced else _SIGN
    return (found.span() for found in pattern.finditer(text))
