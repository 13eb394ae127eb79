"""Documents aloud: how soon the first words come, how long it is silent between sentences, what it costs.

    python benchmarks/reading.py [--pages 500] [--scan-pages 500] [--speed-pages 20] [--rounds 9] [--sentences 120]

Nothing is faked but the voice, where only what comes before it is measured: the documents' child, the engine's child
and the sound are real, in a virtual desktop. The engine alone, from a page's picture to its first line, is asked in the
same round as the reader. `ocrmypdf --sidecar` reads the same scan in the same run, where that program is installed. A
figure over its goal makes the exit status 1.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from main_job import Figure, high, spread
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from support.desktop import VirtualDesktop
from support.pdf_pages import HEIGHT, WIDTH, book, broken, prose

ROOM = Path(__file__).with_name("_reading_room.py")
SCANS = 10
"""Different pictures of pages; a longer scan has them again and again."""
DPI = 150
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
Measure = Callable[[str, Path, int], dict[str, list[float]]]


def text_pdf(path: Path, pages: int) -> Path:
    """Write a PDF with a text layer."""

    def draw(canvas: Canvas) -> None:
        for number in range(pages):
            for line, words in enumerate(_lines(number)):
                canvas.drawString(60, HEIGHT - 80 - 14 * line, words)
            canvas.showPage()

    path.write_bytes(book(draw))
    return path


def scan_pdf(path: Path, pages: int) -> Path:
    """Write a PDF whose pages are pictures of text."""
    pictures = [ImageReader(io.BytesIO(_scanned(number))) for number in range(min(SCANS, pages))]

    def draw(canvas: Canvas) -> None:
        for number in range(pages):
            canvas.drawImage(pictures[number % SCANS], 0, 0, WIDTH, HEIGHT)
            canvas.showPage()

    path.write_bytes(book(draw))
    return path


def _lines(number: int) -> list[str]:
    text = f"This is page {number + 1} of the almanac. {prose(10, number)} {prose(10, number + 3)}"
    return broken(text, WIDTH - 120)


def _scanned(number: int) -> bytes:
    image = Image.new("L", (round(WIDTH * DPI / 72), round(HEIGHT * DPI / 72)), 250)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, 18)
    for line, words in enumerate(_lines(number)):
        pen.text((120, 160 + 28 * line), words, fill=20, font=font)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def firsts(measure: Measure, documents: dict[str, Path], rounds: int) -> list[Figure]:
    """Return how soon each document is heard."""
    figures = []
    for name, path in documents.items():
        found = measure("first", path, rounds)
        title, words = found["title"], found["words"]
        figures.append(Figure(f"open → first sample, {name}", statistics.median(title), "s", 0.5, spread(title)))
        if name == "scan":
            ratios = [mine / alone for mine, alone in zip(words, found["engine"], strict=True)]
            engine = f"engine alone {statistics.median(found['engine']):.3g} s"
            figures.append(Figure("open → first words of the page, scan", statistics.median(words), "s", None, engine))
            figures.append(
                Figure("  beside detection and first line", statistics.median(ratios), "×", 1.2, spread(ratios))
            )
        else:
            # The title is spoken meanwhile, for a second and more: most of this is finding out the page's language.
            figures.append(
                Figure(f"open → first words of the page, {name}", statistics.median(words), "s", 1.0, spread(words))
            )
    return figures


def silences(measure: Measure, path: Path, sentences: int) -> list[Figure]:
    """Return how long it is silent between sentences and between pages."""
    found = measure("gaps", path, sentences)
    return [
        Figure(f"gap between {name}, p95", 1000 * high(values, 0.95), "ms", 50, spread([1000 * gap for gap in values]))
        for name, values in found.items()
        if values
    ]


def sizes(measure: Measure, name: str, path: Path, pages: int) -> list[Figure]:
    """Return what the reader holds in memory at page 10 and at the last one."""
    found = measure("memory", path, pages)
    return [
        Figure(
            f"memory of the {part} at page {pages} / page 10, {name}",
            values[1] / values[0],
            "×",
            1.1,
            " → ".join(f"{value:.0f}" for value in values) + " MiB",
        )
        for part, values in found.items()
    ]


def speeds(measure: Measure, path: Path, pages: int) -> list[Figure]:
    """Return how many pages a minute are recognised, beside ocrmypdf."""
    mine = measure("speed", path, pages)["pages a minute"][0]
    figures = [Figure("pages recognised a minute", mine, "", None, f"{pages} pages")]
    if shutil.which("ocrmypdf"):
        began = time.monotonic()
        command = ["ocrmypdf", "--sidecar", str(path.with_suffix(".txt")), "--output-type", "pdf", "-q"]
        subprocess.run([*command, str(path), str(path.with_suffix(".ocr.pdf"))], check=True)
        theirs = pages / (time.monotonic() - began) * 60
        figures.append(
            Figure("  ocrmypdf --sidecar, pages a minute", theirs, "", None, f"SeeSay {mine / theirs:.2f} ×")
        )
    return figures


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--scan-pages", type=int, default=500)
    parser.add_argument("--speed-pages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--sentences", type=int, default=120)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, VirtualDesktop() as desktop:
        place = Path(folder)
        letter = place / "letter.txt"
        letter.write_text(prose(10), encoding="utf-8")
        documents = {
            "letter": letter,
            "PDF with text": text_pdf(place / "text.pdf", options.pages),
            "scan": scan_pdf(place / "scan.pdf", options.scan_pages),
        }

        def measure(what: str, path: Path, number: int) -> dict[str, list[float]]:
            done = desktop.run(
                [sys.executable, str(ROOM), what, str(path), str(number)], env=desktop.renewed_env(), timeout=3600
            )
            found: dict[str, list[float]] = json.loads(done.stdout)
            return found

        figures = firsts(measure, documents, options.rounds)
        figures += silences(measure, documents["PDF with text"], options.sentences)
        for name in ("PDF with text", "scan"):
            pages = options.pages if name == "PDF with text" else options.scan_pages
            figures += sizes(measure, name, documents[name], pages)
        figures += speeds(measure, scan_pdf(place / "short.pdf", options.speed_pages), options.speed_pages)
    print("| what | median | spread | goal | met |\n|---|---|---|---|---|")
    for figure in figures:
        print(figure.row())
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
