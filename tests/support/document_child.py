"""A document's child that misbehaves as its file's name says; all around the document is the real child.

Run as a program it is that child. `reader` gives a test a host with it, and collects what it posts.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import signal
import sys
import time
from collections.abc import Iterator, Sequence

from assistant.core.documents import Block, BlockKind, DocumentEvent, DocumentInfo, DocumentKind, Page
from assistant.core.errors import DocumentLocked
from assistant.process import limits
from assistant.reader.file import ChildSetup, DocumentChild
from assistant.reader.formats.format import Pixels
from assistant.reader.messages import Open
from support.hosts import importable_tests

DECODER = "assistant.capture.file:decode_frame"
IDENTIFIER = "assistant.vision.embedded.language_id:identify"
PASSWORD = "open sesame"


class Heard:
    """Collects events, on whatever thread they come."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[DocumentEvent] = queue.SimpleQueue()

    def __call__(self, event: DocumentEvent) -> None:
        self._events.put(event)

    def next(self, seconds: float = 30.0) -> DocumentEvent:
        """Return the next event; raise `queue.Empty` where none comes."""
        return self._events.get(timeout=seconds)

    def next_or_none(self, seconds: float = 30.0) -> DocumentEvent | None:
        """Return the next event, None where none comes."""
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return None

    def is_silent(self, seconds: float = 0.3) -> bool:
        """Tell whether nothing comes for so long."""
        return self.next_or_none(seconds) is None


@contextlib.contextmanager
def reader(
    *,
    scripted: bool = False,
    open_seconds: float = 30.0,
    page_seconds: float = 30.0,
    languages: Sequence[str] = (),
) -> Iterator[tuple[DocumentChild, Heard]]:
    """Yield a host and what it posts; with `scripted` its child is this file's. `languages` are the user's."""
    heard = Heard()
    command = (
        [sys.executable, "-P", "-m", "support.document_child"]
        if scripted
        else limits.helper_command("--document-worker")
    )
    ids = itertools.count(1)
    with importable_tests():
        setup = ChildSetup(
            lambda: next(ids), DECODER, command, open_seconds, page_seconds, IDENTIFIER, lambda: tuple(languages)
        )
        child = DocumentChild(setup, heard)
        try:
            yield child, heard
        finally:
            child.close()


class _Scripted:
    """Three pages; on the second it does what it was told."""

    def __init__(self, deed: str) -> None:
        self._deed = deed
        self.info = DocumentInfo("00" if deed != "changes" else f"{os.getpid():x}", deed, DocumentKind.TEXT, 3)

    def page(self, number: int) -> Page:
        if number == 2:
            self._do()
        if number == 2 and self._deed == "lies":
            number = 3
        return Page(number, (Block(BlockKind.PARAGRAPH, f"page {number}"),))

    def figure(self, number: int, figure: int) -> Pixels:
        self._do()
        return Pixels(2, 1, b"\1" * (5 if self._deed == "cheats" else 6))

    def close(self) -> None:
        pass

    def _do(self) -> None:
        match self._deed:
            case "dies" | "locked" | "changes":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hangs":
                time.sleep(3600)
            case "raises":
                raise RuntimeError("secret words of the page")
            case "recurses":
                self._do()
            case "eats":
                bytearray(3 << 30)
            case "babbles":
                for number in range(3, 64):
                    with contextlib.suppress(OSError):
                        os.write(number, b"\xff" * 100)


def _opened(message: Open, pasted: bytes) -> _Scripted:
    deed = os.fsdecode(message.paths[0])
    if deed == "dies at once":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed == "hangs at once":
        time.sleep(3600)
    if deed == "eats at once":
        raise MemoryError
    if deed == "raises at once":
        raise RuntimeError("secret words of the document")
    if deed == "locked" and message.password != PASSWORD:
        raise DocumentLocked(name=deed, is_wrong="yes" if message.password else "")
    return _Scripted(deed)


if __name__ == "__main__":
    from assistant.reader import worker

    worker.opened = _opened
    sys.exit(worker.main())
