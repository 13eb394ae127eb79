"""A document as a text file: UTF-8, its headings and pages recognisable by a line of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from assistant.core.cleaning import plain
from assistant.core.documents import Block, BlockKind, Page
from assistant.core.wording import Wording
from assistant.core.wording.exports import ExportMessages
from assistant.reader.exports.messages import Begin, WrittenPage

_TOGETHER = {BlockKind.ITEM: (BlockKind.ITEM,), BlockKind.TABLE: (BlockKind.ROW,), BlockKind.ROW: (BlockKind.ROW,)}
"""What follows a block without an empty line between them."""


def page_title(page: Page, wording: Wording) -> str:
    """Return what a page is called: the number that the document gives it, else its own."""
    return wording.full(ExportMessages.PAGE, page=page.label or page.number)


def page_text(page: Page, wording: Wording) -> str:
    """Return a page as lines: its title in brackets, headings behind as many # as their level, items behind a dash."""
    lines = [f"[{page_title(page, wording)}]", ""]
    former: BlockKind | None = None
    for block in page.blocks:
        if not (told := _block(block, wording)):
            continue
        if former is not None and block.kind not in _TOGETHER.get(former, ()):
            lines.append("")
        lines.append(told)
        former = block.kind
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block, wording: Wording) -> str:
    text = plain(block.text).strip()
    match block.kind:
        case BlockKind.HEADING if text:
            return f"{'#' * max(1, block.level)} {text}"
        case BlockKind.ITEM if text:
            return f"{'  ' * max(0, block.level - 1)}- {text}"
        case BlockKind.QUOTE if text:
            return "\n".join(f"> {line}" for line in text.splitlines())
        case BlockKind.FIGURE:
            told = ExportMessages.FIGURE if text else ExportMessages.FIGURE_BARE
            return f"[{wording.full(told, text=text)}]"
    return text


class TextKeeper:
    """Keeps pages as they are, and joins them."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def page(self, page: WrittenPage, _rgb: bytes) -> bytes:
        """Return what is kept of a page."""
        return page.text.encode("utf-8", "replace")

    def finish(self, contents: Callable[[], Iterator[tuple[int, bytes]]], file: BinaryIO) -> None:
        """Write the file: title and author, then the pages. Raises OSError."""
        head = "\n".join(filter(None, (self._begin.title, self._begin.author)))
        file.write(head.encode("utf-8", "replace") + b"\n")
        for _, content in contents():
            file.write(b"\n" + content)
