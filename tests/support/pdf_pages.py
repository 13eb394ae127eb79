"""PDF files of which every word is known: columns, tables, notes, furniture, as printers set them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assistant.core.documents import Block, Page
from assistant.reader.formats.content import Content
from assistant.reader.formats.pdf import PdfFile, open_document

WIDTH, HEIGHT = 595.0, 842.0
SIZE, PITCH = 10.0, 12.0

_SENTENCES = (
    "The harbour wakes before the town does, and the first boats leave while the lamps are still burning.",
    "Nobody remembers who built the lighthouse, although every family claims a grandfather among the masons.",
    "In winter the road across the marsh disappears under water for weeks, so letters arrive by ferry.",
    "A printer opened a workshop behind the market and taught three apprentices to set type by hand.",
    "Their almanac predicted frost, tides and weddings with surprising accuracy, and sold out every year.",
    "When the railway finally came, the stationmaster planted chestnut trees along the platform.",
    "Visitors complained about the fog but returned every summer with larger trunks and more children.",
    "The schoolteacher collected the names of winds, and found that the fishermen knew twenty-seven.",
    "Electricity reached the upper streets first, because the mayor lived there and disliked candles.",
    "On market days the bridge was closed to carriages and belonged to the sellers of eels and onions.",
)


def prose(sentences: int = 4, start: int = 0) -> str:
    """Return a paragraph; another `start`, another text."""
    return " ".join(_SENTENCES[(start + number) % len(_SENTENCES)] for number in range(sentences))


def book(draw: Callable[[Canvas], object], size: tuple[float, float] = (WIDTH, HEIGHT), **options: object) -> bytes:
    """Return the bytes of a PDF that `draw` draws; the last page is ended for it."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, **options)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def broken(text: str, width: float, font: str = "Helvetica", size: float = SIZE, *, hyphens: bool = False) -> list[str]:
    """Return the lines that a text fills; with `hyphens` long words are parted where they reach the edge."""
    lines: list[str] = []
    line = ""
    words = text.split()
    while words:
        word = words.pop(0)
        wanted = f"{line} {word}" if line else word
        if pdfmetrics.stringWidth(wanted, font, size) <= width:
            line = wanted
            continue
        if hyphens and len(word) > 7 and word.isalpha():
            head = next(
                (
                    word[:end]
                    for end in range(len(word) - 3, 2, -1)
                    if pdfmetrics.stringWidth(f"{line} {word[:end]}-", font, size) <= width
                ),
                "",
            )
            if head:
                lines.append(f"{line} {head}-")
                line = word[len(head) :]
                continue
        lines.append(line)
        line = word
    return [*lines, line] if line else lines


def set_text(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    width: float,
    *,
    font: str = "Helvetica",
    size: float = SIZE,
    hyphens: bool = False,
    indent: float = 0.0,
) -> float:
    """Set a paragraph from `y` downwards; return where the next line would stand."""
    canvas.setFont(font, size)
    for number, line in enumerate(broken(text, width - indent, font, size, hyphens=hyphens)):
        canvas.drawString(x + (indent if number == 0 else 0), y, line)
        y -= size * PITCH / SIZE
    return y


def set_paragraphs(canvas: Canvas, texts: Sequence[str], x: float, y: float, width: float, **options: object) -> float:
    """Set paragraphs with half a line of white between them."""
    for text in texts:
        y = set_text(canvas, text, x, y, width, **options) - PITCH / 2  # type: ignore[arg-type] # as set_text takes them
    return y


def register_font(name: str, path: str) -> str:
    """Make a TrueType font known; return its name."""
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, path))
    return name


def find_font(pattern: str) -> Path | None:
    """Return an installed font's file."""
    return next(iter(sorted(Path("/usr/share/fonts").rglob(pattern))), None)


# --- read back ----------------------------------------------------------------------------------------------


def opened(data: bytes, password: str = "", name: str = "book.pdf") -> PdfFile:
    """Open a PDF's bytes as the document's child does."""
    return open_document(Content(io.BytesIO(data), len(data), name), password)


def read_page(data: bytes, number: int = 1) -> Page:
    """Return a page, which must have a text layer that is believed."""
    document = opened(data)
    page = document.page(number)
    document.close()
    assert isinstance(page, Page), "the text layer wasn't believed"
    return page


def texts(blocks: Sequence[Block]) -> list[str]:
    """Return what blocks say."""
    return [block.text for block in blocks if block.text]


def kinds(blocks: Sequence[Block]) -> list[str]:
    """Return what blocks are, "heading 2" with its level."""
    return [f"{block.kind} {block.level}" if block.level else str(block.kind) for block in blocks]


def error_rate(told: Sequence[str], truth: Sequence[str]) -> float:
    """Return the character error rate of a whole text, white space folded."""
    wanted = " ".join(" ".join(truth).split())
    return Levenshtein.distance(" ".join(" ".join(told).split()), wanted) / max(len(wanted), 1)


def words_in(texts: Sequence[str]) -> Iterator[str]:
    """Yield the words of texts, small letters."""
    for text in texts:
        yield from re.findall(r"\w+", text.lower())
