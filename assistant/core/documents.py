"""What a document is to whoever listens to it: pages of blocks, places in them, and what a child tells of a file.

Text is content: it lives in memory only. Nothing here knows a format, a voice or a window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.core.box import Box
from assistant.core.domain import Picture
from assistant.core.errors import SeeSayError


class DocumentKind(StrEnum):
    """What a document is made of."""

    PDF = "pdf"
    EPUB = "epub"
    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    PICTURES = "pictures"


class BlockKind(StrEnum):
    """What a block is. TABLE stands before its ROWs, which are told with the header's names in them."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    FIGURE = "figure"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    QUOTE = "quote"
    CODE = "code"


class Unit(StrEnum):
    """How far a step goes."""

    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or its like, in reading order, hyphenation joined, white space folded.

    `level` is a heading's (1 the highest) or a list item's depth. `rows` and `columns` count a TABLE, its header left
    out. `figure` numbers a FIGURE within its page from 0, -1 where its pixels can't be had; its text is what the
    document itself says of it (an alternative text), often nothing. `language` is a code where the document tells it.
    """

    kind: BlockKind
    text: str
    level: int = 0
    rows: int = 0
    columns: int = 0
    figure: int = -1
    language: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page with a text layer or of a recognised one; `box` is in the page picture's pixels."""

    text: str
    box: Box
    is_heading: bool = False
    confidence: float = 1.0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1; `label` is what the document calls it where that differs ("iv").

    While it is recognised it grows: earlier blocks stay as they are, the last one may get longer, more may follow.
    `lines` are there for a recognised page only; their boxes lie in a picture of `width` x `height` pixels, which shows
    the whole page as a reader sees it.
    """

    number: int
    blocks: tuple[Block, ...]
    label: str = ""
    is_recognised: bool = False
    is_whole: bool = True
    lines: tuple[Line, ...] = ()
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents; `block` is the heading's place on its page."""

    text: str
    level: int
    page: int
    block: int = 0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known as soon as a document is open. `id` is a hash of its content, so a renamed file is the same.

    A format without pages is cut at paragraphs into pages of about 1,800 characters. `language` is a code, empty where
    the document tells none.
    """

    id: str
    title: str
    kind: DocumentKind
    pages: int
    contents: tuple[ContentsEntry, ...] = ()
    language: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place: `offset` counts the characters of the block's text before it."""

    page: int = 1
    block: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one block's text, from `start` on, `length` characters."""

    start: Position
    length: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that the user wants to find again, in their own words."""

    position: Position
    note: str = ""


# --- what is opened -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Files:
    """One document on disk: a file, or several pictures (a folder's, say) as one book, in this order."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pasted:
    """Text that came from the clipboard."""

    title: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pictures that are in memory already, a page each: from the clipboard, from the camera."""

    title: str
    pictures: tuple[Picture, ...]


Origin = Files | Pasted | Sheets


# --- what a document's child tells ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocumentOpened:
    """The document is open."""

    info: DocumentInfo


@dataclass(frozen=True, slots=True)
class DocumentFailed:
    """It can't be opened, or its child is gone. `DocumentLocked` asks for a password."""

    error: SeeSayError


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page with text of its own."""

    page: Page


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page without (trustworthy) text of its own, as a picture with 96 x `scale` pixels per inch.

    `lines` are those of a text layer that is doubtful, in the picture's pixels: what recognition confirms is taken from
    there.
    """

    number: int
    picture: Picture
    label: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFailed:
    """This page can't be read; the others go on."""

    number: int
    error: SeeSayError


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """A figure's pixels."""

    number: int
    figure: int
    picture: Picture


DocumentEvent = DocumentOpened | DocumentFailed | PageRead | PageSeen | PageFailed | FigureSeen
