"""How fast a document is kept, and how large it becomes; a searchable PDF beside `ocrmypdf` on the same scan.

    python benchmarks/exports.py [--pages 12] [--scans 4] [--jobs 2]

Sound and text are made of pages of English prose, by the child that the application uses; the file put together at the
end is included. The searchable PDF is what `seesay document SCAN --save OUT.pdf` does, from its start to its end;
`ocrmypdf` gets the same file in the same run, where it is installed. Processor seconds are those of all processes: on a
busy machine they tell more than the clock. Tables in Markdown.
"""

from __future__ import annotations

import argparse
import io
import os
import queue
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from assistant.core.documents import Block, BlockKind, DocumentInfo, DocumentKind, Files, Page
from assistant.core.reader_ports import Progress
from assistant.core.wording import Wording
from assistant.reader.exports import ExportJob, Passage, TakePage
from assistant.reader.exports.exporter import Exporter

_SENTENCES = (
    "The old house stood at the end of a narrow road that few people ever took.",
    "In the evening the windows shone yellow, and one could hear a piano.",
    "Nobody in the village knew who played, and nobody had ever asked.",
    "When the snow came, the road was closed for weeks.",
    "Then the music was all that one knew of the house.",
)
_PAGE = 30
"""Sentences of a page: some 1,800 characters."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--scans", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(f"Load average at the begin: {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as folder:
        print(sounds(Path(folder), options.pages))
        print()
        print(searchable(Path(folder), options.scans, options.jobs))


def sounds(folder: Path, count: int) -> str:
    """Return the table of formats made from text."""
    info = DocumentInfo("0" * 64, "A house", DocumentKind.EPUB, count, language="en")
    pages = [
        Page(number, (Block(BlockKind.HEADING, f"Chapter {number}", level=1), *_paragraphs(number)))
        for number in range(1, count + 1)
    ]
    rows = [
        f"| format, {count} pages | seconds | processor seconds | minutes of speech a minute | bytes a minute |",
        "|---|---|---|---|---|",
    ]
    minutes = 0.0
    for suffix in (".wav", ".mp3", ".opus", ".txt"):
        path = folder / f"house{suffix}"
        seconds, processor = _measured(partial(_export, ExportJob(path, info, Files(())), pages))
        size = path.stat().st_size
        if suffix == ".wav":
            minutes = size / 2 / 22_050 / 60
        spoken = "" if suffix == ".txt" else f"{minutes / (seconds / 60):.0f}"
        each = "" if suffix == ".txt" else f"{size / minutes:,.0f}"
        rows.append(f"| {suffix} | {seconds:.1f} | {processor:.1f} | {spoken} | {each} |")
    return "\n".join(rows)


def searchable(folder: Path, count: int, jobs: int) -> str:
    """Return the table of searchable PDFs made from one scan."""
    scan = folder / "scan.pdf"
    _scan(scan, count)
    ways: dict[str, Callable[[Path], list[str]]] = {
        "seesay document --save": lambda out: [_command("seesay"), "document", str(scan), "--save", str(out)],
    }
    if shutil.which("ocrmypdf"):
        ways["ocrmypdf"] = lambda out: ["ocrmypdf", "--quiet", "--jobs", str(jobs), str(scan), str(out)]
    rows = [
        f"| {count} scans, {scan.stat().st_size:,} bytes | seconds | processor seconds | pages a minute | bytes |",
        "|---|---|---|---|---|",
    ]
    for name, command in ways.items():
        out = folder / f"{name.split()[0]}.pdf"
        run = partial(subprocess.run, command(out), check=True, stdout=subprocess.DEVNULL)
        seconds, processor = _measured(run)
        rows.append(
            f"| {name} | {seconds:.1f} | {processor:.1f} | {60 * count / seconds:.1f} | {out.stat().st_size:,} |"
        )
    if len(ways) == 1:
        rows.append("\n`ocrmypdf` is not installed here.")
    return "\n".join(rows)


def _measured(do: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds by the clock, and those of the processes that it started."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    do()
    seconds = time.perf_counter() - began
    deadline = time.perf_counter() + 10
    while psutil.Process().children() and time.perf_counter() < deadline:
        time.sleep(0.05)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _paragraphs(number: int) -> list[Block]:
    told = [_SENTENCES[(number + index) % len(_SENTENCES)] for index in range(_PAGE)]
    return [Block(BlockKind.PARAGRAPH, " ".join(told[start : start + 6])) for start in range(0, _PAGE, 6)]


def _export(job: ExportJob, pages: list[Page]) -> None:
    calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    told: list[Progress] = []

    def ask(number: int, take: TakePage) -> None:
        calls.put(lambda: take(pages[number - 1]))

    exporter = Exporter(job, ask, _spoken, Wording(), calls.put, told.append)
    exporter.start()
    while not told[-1].is_over:
        calls.get()()
    if told[-1].error is not None:
        raise told[-1].error


def _spoken(page: Page) -> list[Passage]:
    return [
        Passage(f"{sentence.rstrip('.')}.", "en", block.level, is_last=index == block.text.count(". "))
        for block in page.blocks
        for index, sentence in enumerate(block.text.split(". "))
    ]


def _scan(path: Path, count: int) -> None:
    canvas = Canvas(str(path), pagesize=(595, 842))
    font = ImageFont.load_default(30)
    for number in range(count):
        image = Image.new("L", (1654, 2339), 250)
        draw = ImageDraw.Draw(image)
        for line in range(34):
            draw.text((160, 160 + 58 * line), _SENTENCES[(number + line) % len(_SENTENCES)], font=font, fill=25)
        data = io.BytesIO()
        image.save(data, "JPEG", quality=75)
        picture = path.with_name(f"page-{number}.jpg")
        picture.write_bytes(data.getvalue())
        canvas.drawImage(str(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()


def _command(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else name


if __name__ == "__main__":
    main()
