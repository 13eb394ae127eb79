"""How fast and how true the text of PDF pages is told, beside pdfium's plain text of the same pages in the same run.

    python benchmarks/structure.py [--rounds 5] [--pages 20]

Pages are set here, so every word is known; where Debian's developers-reference is installed, the speed on a real book
is measured too. Both sides take turns within each round, every page opened anew; medians and ratios are printed as a
Markdown table. The error is the character error rate against what a listener should hear: one column after the other,
hyphenation joined, without headers and page numbers, tables row by row.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pypdfium2
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from assistant.core.documents import Page
from support.pdf_pages import WIDTH, book, broken, error_rate, opened, prose, set_paragraphs, texts

BOOK = Path("/usr/share/developers-reference/developers-reference.pdf")


@dataclass(frozen=True)
class Sample:
    """A file, and what each of its pages should be told as; nothing where nobody knows."""

    name: str
    data: bytes
    truth: list[list[str]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=20)
    options = parser.parse_args()
    samples = [
        columns("one column", options.pages, 1),
        columns("two columns", options.pages, 2),
        columns("three columns", options.pages, 3),
        row_by_row(options.pages),
        tables(options.pages),
    ]
    if BOOK.exists():
        samples.append(Sample("developers-reference", BOOK.read_bytes(), []))
    print("| pages | SeeSay, ms a page | pdfium's text, ms a page | ratio | SeeSay, error | pdfium's text, error |")
    print("|---|---|---|---|---|---|")
    for sample in samples:
        print(row(sample, options.rounds, options.pages))


def row(sample: Sample, rounds: int, pages: int) -> str:
    """Measure one file; return its line of the table."""
    own: list[float] = []
    plain: list[float] = []
    for _ in range(rounds):
        own.append(timed(lambda: told(sample.data, pages)))
        plain.append(timed(lambda: plain_texts(sample.data, pages)))
    ratio = statistics.median(one / other for one, other in zip(own, plain, strict=True))
    times = [1000 * statistics.median(values) / pages for values in (own, plain)]
    errors = "| – | – |"
    if sample.truth:
        rates = [
            statistics.median(error_rate(page, truth) for page, truth in zip(side, sample.truth, strict=True))
            for side in (told(sample.data, pages), plain_texts(sample.data, pages))
        ]
        errors = f"| {rates[0]:.2%} | {rates[1]:.2%} |"
    return f"| {sample.name} | {times[0]:.1f} | {times[1]:.1f} | {ratio:.1f} {errors}"


def timed(work: object) -> float:
    """Return the seconds that a call takes."""
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def told(data: bytes, pages: int) -> list[list[str]]:
    """Return the pages as SeeSay tells them."""
    document = opened(data)
    read = [document.page(number) for number in range(1, pages + 1)]
    document.close()
    return [texts(page.blocks) if isinstance(page, Page) else [] for page in read]


def plain_texts(data: bytes, pages: int) -> list[list[str]]:
    """Return the pages as pdfium gives their text."""
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    found = []
    for number in range(pages):
        page = document[number]
        textpage = page.get_textpage()
        found.append([textpage.get_text_range()])
        textpage.close()
        page.close()
    document.close()
    return found


# --- pages --------------------------------------------------------------------------------------------------


def columns(name: str, pages: int, count: int) -> Sample:
    """Set pages of columns of hyphenated prose under a header, over a page number."""
    truth: list[list[str]] = []
    width = (WIDTH - 120 - (count - 1) * 20) / count

    def draw(canvas: Canvas) -> None:
        for number in range(1, pages + 1):
            furnish(canvas, number)
            paragraphs = [[prose(4, number + 3 * place + 7 * part) for part in range(3)] for place in range(count)]
            for place, column in enumerate(paragraphs):
                set_paragraphs(canvas, column, 60 + place * (width + 20), 770, width, hyphens=True)
            truth.append([text for column in paragraphs for text in column])
            canvas.showPage()

    return Sample(name, book(draw), truth)


def row_by_row(pages: int) -> Sample:
    """Set pages of two columns that the file holds row by row, as some writers do."""
    truth: list[list[str]] = []

    def draw(canvas: Canvas) -> None:
        for number in range(1, pages + 1):
            furnish(canvas, number)
            truth.append([prose(8, number), prose(8, number + 5)])
            canvas.setFont("Helvetica", 10)
            rows = zip_longest(*(broken(text, 225) for text in truth[-1]), fillvalue="")
            for place, (left, right) in enumerate(rows):
                canvas.drawString(60, 770 - 12 * place, left)
                canvas.drawString(310, 770 - 12 * place, right)
            canvas.showPage()

    return Sample("two columns, row by row in the file", book(draw), truth)


def tables(pages: int) -> Sample:
    """Set pages with a ruled table between two paragraphs."""
    truth: list[list[str]] = []

    def draw(canvas: Canvas) -> None:
        for number in range(1, pages + 1):
            furnish(canvas, number)
            cells = [["Name", "Age", "Town"], *[[f"Anna {place}", str(30 + place), "Lund"] for place in range(8)]]
            set_paragraphs(canvas, [prose(4, number)], 60, 770, 470)
            table = Table(cells, colWidths=[120, 80, 120], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
            table.wrapOn(canvas, 400, 400)
            table.drawOn(canvas, 60, 500)
            set_paragraphs(canvas, [prose(4, number + 4)], 60, 470, 470)
            rows = [f"Name: {name}; Age: {age}; Town: {town}" for name, age, town in cells[1:]]
            truth.append([prose(4, number), *rows, prose(4, number + 4)])
            canvas.showPage()

    return Sample("a table between paragraphs", book(draw), truth)


def furnish(canvas: Canvas, number: int) -> None:
    """Set a running title and a page number."""
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, 812, "The Harbour Almanac")
    canvas.drawCentredString(WIDTH / 2, 30, str(number))


if __name__ == "__main__":
    main()
