"""Exports driven as the application drives them, and what is in the files that they make."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.core.cleaning import clean
from assistant.core.documents import Block, BlockKind, DocumentInfo, DocumentKind, Files, Page
from assistant.core.errors import SeeSayError
from assistant.core.reader_ports import Progress
from assistant.core.wording import Wording
from assistant.reader.exports import ExportJob, Passage, TakePage
from assistant.reader.exports.exporter import Exporter

PATIENCE = 60.0


def heading(text: str, level: int = 1) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def paragraph(text: str, language: str = "") -> Block:
    return Block(BlockKind.PARAGRAPH, text, language=language)


def book(pages: Sequence[Sequence[Block]], kind: DocumentKind = DocumentKind.EPUB) -> tuple[DocumentInfo, list[Page]]:
    info = DocumentInfo("0" * 64, "On bees", kind, len(pages), language="en", author="A. Keeper")
    return info, [Page(number, tuple(blocks)) for number, blocks in enumerate(pages, start=1)]


def spoken(page: Page) -> list[Passage]:
    return [
        Passage(clean(block.text), block.language or "en", block.level if block.kind is BlockKind.HEADING else 0)
        for block in page.blocks
    ]


class Owner:
    """The owner's thread: an export, and the queue that brings its child's messages."""

    def __init__(
        self, job: ExportJob, pages: Sequence[Page | SeeSayError], command: Sequence[str] | None = None
    ) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._pages = pages
        self.asked: list[int] = []
        self.progress: list[Progress] = []
        self.exporter = Exporter(
            job, self._ask, spoken, Wording(), self._calls.put, self.progress.append, command=command
        )

    def run(self) -> Progress:
        """Begin, and return the end."""
        self.exporter.start()
        return self.await_that(lambda: self.progress[-1].is_over)

    def await_that(self, is_so: Callable[[], bool]) -> Progress:
        """Do what is posted until it is so; return how far the export is then."""
        while not is_so():
            self._calls.get(timeout=PATIENCE)()
        return self.progress[-1]

    def _ask(self, number: int, take: TakePage) -> None:
        self.asked.append(number)
        self._calls.put(lambda: take(self._pages[number - 1]))


def export(path: Path, made: tuple[DocumentInfo, Sequence[Page | SeeSayError]], **job: Any) -> Owner:
    """Export to the end; what came of it is the last progress."""
    info, pages = made
    owner = Owner(ExportJob(path, info, job.pop("origin", Files(())), **job), pages)
    owner.run()
    return owner


def sound_of(path: Path) -> dict[str, Any]:
    """Decode a file in a process of its own, as any player would; return what it holds."""
    result = subprocess.run(
        [sys.executable, "-c", _DECODE, str(path)], check=True, capture_output=True, text=True, timeout=PATIENCE
    )
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def samples_of(path: Path, rate: int = 16_000) -> bytes:
    """Decode a file into 16 bit mono samples."""
    command = [sys.executable, "-c", _SAMPLES, str(path), str(rate)]
    return subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE).stdout


_DECODE = """
import av, json, sys
with av.open(sys.argv[1]) as file:
    stream = file.streams.audio[0]
    samples = sum(frame.samples for frame in file.decode(audio=0))
    print(json.dumps({
        "codec": stream.codec_context.name, "rate": stream.rate, "channels": stream.channels,
        "seconds": samples / stream.rate, "metadata": {**file.metadata, **stream.metadata},
        "chapters": [(chapter["metadata"].get("title"), float(chapter["start"] * chapter["time_base"]))
                     for chapter in file.chapters()],
    }))
"""

_SAMPLES = """
import av, sys
with av.open(sys.argv[1]) as file:
    change = av.AudioResampler("s16", "mono", int(sys.argv[2]))
    for frame in file.decode(audio=0):
        for changed in change.resample(frame):
            sys.stdout.buffer.write(bytes(changed.planes[0])[: changed.samples * 2])
"""
