"""Plain text: paragraphs out of lines that were wrapped at a width, lists, underlined headings, form feeds as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.core.documents import BlockKind, DocumentKind
from assistant.reader.formats.content import Content
from assistant.reader.formats.encodings import to_text
from assistant.reader.formats.flow import About, Flow
from assistant.reader.formats.format import Opened
from assistant.reader.formats.gathering import Draft, Gathering

MAX_BYTES = 64 << 20
_BULLET = re.compile(r"\s*(?:[-*+•◦▪‣·]|(?:\d{1,3}|[a-zA-Z])[.)])\s+(?=\S)")
_DROPPED = re.compile(r"\s*[-*+•◦▪‣·]\s+")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,}|\*{3,})\s*")
_LEVELS = {"=": 1, "*": 1, "-": 2, "~": 3}
# What a mail quotes: "> ", one for each who quoted it, with or without spaces.
_QUOTED = re.compile(r"\s?(?:>\s?)+")
_WIDEST = 120
_NARROWEST = 30
_LOOK_AT = 5000
# A wrapped line may fall short of the width by this share of it: the next word was long, or the edge is ragged.
_RAGGED = 0.15


def open_document(content: Content, password: str = "") -> Opened:
    """Open a text file; raise a `DocumentError`."""
    gathering = Gathering(content.name)
    pages = to_text(content.data(MAX_BYTES)).split("\f")
    width = wrapping_width([line for page in pages for line in page.splitlines()[:_LOOK_AT]][:_LOOK_AT])
    for index, page in enumerate(pages):
        if index:
            gathering.break_page()
        for draft in paragraphs(page.splitlines(), width):
            gathering.add(draft)
    return Flow(content, DocumentKind.TEXT, gathering, About(), release=content.close)


def wrapping_width(lines: Sequence[str]) -> int:
    """Return the characters at which lines were wrapped, 0 where every line is a paragraph."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths:
        return 0
    width = lengths[int((len(lengths) - 1) * 0.95)]
    return width if _NARROWEST <= width <= _WIDEST else 0


def paragraphs(lines: Sequence[str], width: int) -> Iterator[Draft]:
    """Yield the blocks of lines; what a mail quotes is told without its signs, each depth for itself."""
    for depth, group in groupby(lines, key=_quoted_depth):
        if depth:
            inner = [line[match.end() :] if (match := _QUOTED.match(line)) else line for line in group]
            for draft in _paragraphs(inner, width):
                yield replace(draft, kind=BlockKind.QUOTE) if draft.kind is BlockKind.PARAGRAPH else draft
        else:
            yield from _paragraphs(list(group), width)


def _quoted_depth(line: str) -> int:
    match = _QUOTED.match(line)
    return match[0].count(">") if match else 0


def _paragraphs(lines: Sequence[str], width: int) -> Iterator[Draft]:
    """Yield the blocks of lines; blank lines, indents, bullets and lines that end early part them."""
    open_lines: list[str] = []
    kind = BlockKind.PARAGRAPH
    for line in lines:
        underline = _UNDERLINE.fullmatch(line)
        if underline and len(open_lines) == 1 and kind is BlockKind.PARAGRAPH:
            yield Draft(BlockKind.HEADING, open_lines[0], level=_LEVELS[underline.group(1)[0]])
            open_lines = []
            continue
        is_item = _BULLET.match(line) is not None
        if open_lines and (underline or is_item or not _goes_on(open_lines, line, width)):
            yield _block(kind, open_lines)
            open_lines = []
        if line.strip() and not underline:
            kind = kind if open_lines else BlockKind.ITEM if is_item else BlockKind.PARAGRAPH
            open_lines.append(line)
    if open_lines:
        yield _block(kind, open_lines)


def _goes_on(before: Sequence[str], line: str, width: int) -> bool:
    """Tell whether a line goes on with the sentence before: its first word had no room there any more."""
    last = before[-1]
    if not line.strip() or not width:
        return False
    bullet = _BULLET.match(before[0])
    if bullet and len(line) - len(line.lstrip()) == bullet.end():
        # It stands below the item's own text.
        return True
    deeper = len(line) - len(line.lstrip()) - (len(last) - len(last.lstrip()))
    if deeper > 1 and len(before) > 1:
        return False
    first_word = line.split(maxsplit=1)[0]
    return len(last.rstrip()) + 1 + len(first_word) > width * (1 - _RAGGED)


def _block(kind: BlockKind, lines: Sequence[str]) -> Draft:
    text = ""
    for line in lines:
        is_joined = text.endswith("-") and text[-2:-1].isalpha() and line.lstrip()[:1].islower()
        text += line.strip() if is_joined or not text else " " + line.strip()
    if kind is BlockKind.ITEM:
        return Draft(kind, _DROPPED.sub("", text, count=1), level=1)
    return Draft(kind, text)
