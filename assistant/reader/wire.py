"""Between the values of documents and their messages.

What is over a bound is cut, so that an honest child never breaks the protocol.
"""

from __future__ import annotations

import math
import re

from assistant.core.box import Box
from assistant.core.documents import Block, ContentsEntry, DocumentInfo, Line, Page
from assistant.core.errors import SeeSayError
from assistant.process.protocol import LANGUAGE
from assistant.process.wire import bounded_params, mended
from assistant.reader import messages
from assistant.reader.formats.format import PagePicture, Pixels
from assistant.reader.messages import (
    BlockMessage,
    EntryMessage,
    FigureMessage,
    LineMessage,
    OpenedMessage,
    OpenFailedMessage,
    PageFailedMessage,
    PageMessage,
    SeenMessage,
)

_EDGE = 1 << 20


# --- from the child -------------------------------------------------------------------------------------


def opened(info: DocumentInfo) -> OpenedMessage:
    """Return the message of an open document."""
    entries = [
        EntryMessage(_cut(entry.text, messages.MAX_NAME), _level(entry.level), entry.page, max(entry.block, 0))
        for entry in info.contents[: messages.MAX_ENTRIES]
        if 1 <= entry.page <= info.pages and entry.block <= messages.MAX_BLOCKS
    ]
    return OpenedMessage(
        info.id,
        _cut(info.title, messages.MAX_NAME),
        info.kind,
        info.pages,
        entries,
        _language(info.language),
        _cut(info.author, messages.MAX_NAME),
    )


def open_failed(error: SeeSayError) -> OpenFailedMessage:
    """Return the message of a document that can't be opened."""
    return OpenFailedMessage(error.code, bounded_params(error))


def page_failed(number: int, error: SeeSayError) -> PageFailedMessage:
    """Return the message of a page that can't be read."""
    return PageFailedMessage(number, error.code, bounded_params(error))


def read(page: Page) -> PageMessage:
    """Return the message of a page with text."""
    blocks = [_block(block) for block in page.blocks[: messages.MAX_BLOCKS]]
    return PageMessage(page.number, _cut(page.label, messages.MAX_NAME), blocks)


def seen(page: PagePicture) -> SeenMessage:
    """Return the message that announces a page's pixels."""
    pixels = page.pixels
    lines = [_line(line) for line in page.lines[: messages.MAX_LINES]]
    label = _cut(page.label, messages.MAX_NAME)
    return SeenMessage(page.number, label, pixels.width, pixels.height, _scale(pixels.scale), lines)


def looked(number: int, figure: int, pixels: Pixels) -> FigureMessage:
    """Return the message that announces a figure's pixels."""
    return FigureMessage(number, figure, pixels.width, pixels.height, _scale(pixels.scale))


def _block(block: Block) -> BlockMessage:
    return BlockMessage(
        block.kind,
        _cut(block.text, messages.MAX_TEXT),
        _level(block.level),
        min(max(block.rows, 0), messages.MAX_TABLE),
        min(max(block.columns, 0), messages.MAX_TABLE),
        min(max(block.figure, -1), messages.MAX_BLOCKS),
        _language(block.language),
    )


def _line(line: Line) -> LineMessage:
    box = (_edge(line.box.x), _edge(line.box.y), max(_edge(line.box.width), 0), max(_edge(line.box.height), 0))
    confidence = 0.0 if math.isnan(line.confidence) else min(max(float(line.confidence), 0.0), 1.0)
    text = _cut(line.text, messages.MAX_LINE)
    return LineMessage(text, box, line.is_heading, confidence, _language(line.language))


def _edge(value: int) -> int:
    return min(max(int(value), -_EDGE), _EDGE)


def _cut(text: str, most: int) -> str:
    return mended(text)[:most]


def _level(level: int) -> int:
    return min(max(level, 0), 100)


def _language(code: str) -> str:
    return code if len(code) <= 64 and re.search(LANGUAGE, code) else ""


def _scale(scale: float) -> float:
    return min(max(float(scale), 0.001), 1000.0) if math.isfinite(scale) else 1.0


# --- on the host's side ---------------------------------------------------------------------------------


def to_info(message: OpenedMessage) -> DocumentInfo:
    """Return what an open document told."""
    entries = tuple(ContentsEntry(entry.text, entry.level, entry.page, entry.block) for entry in message.contents)
    return DocumentInfo(
        message.id, message.title, message.kind, message.pages, entries, message.language, message.author
    )


def to_page(message: PageMessage) -> Page:
    """Return a page with text."""
    blocks = (
        Block(block.kind, block.text, block.level, block.rows, block.columns, block.figure, block.language)
        for block in message.blocks
    )
    return Page(message.number, tuple(blocks), message.label)


def to_lines(message: SeenMessage) -> tuple[Line, ...]:
    """Return the lines of a doubtful text layer."""
    return tuple(
        Line(line.text, Box(*line.box), line.is_heading, line.confidence, line.language) for line in message.lines
    )


def to_error(message: OpenFailedMessage | PageFailedMessage) -> SeeSayError:
    """Return why something can't be read."""
    return SeeSayError.from_code(message.code, message.params)
