"""The child that holds a document: opens it, then answers page after page, and ends with the host or with `Close`.

The main thread only reads messages, so that the end is noticed during a long page; one work thread parses. A page that
fails is told as failed and the others go on. Memory is bounded before the first byte is read.
"""

from __future__ import annotations

import faulthandler
import importlib
import logging
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import cast

from assistant.core.documents import DocumentKind, Page
from assistant.core.errors import DocumentTooLarge, DocumentUnreadable, PageMissing, PageUnreadable, SeeSayError
from assistant.process.frames import ProtocolError
from assistant.process.link import Link
from assistant.reader import opening, wire
from assistant.reader.block_languages import BlockLanguages, Identify
from assistant.reader.formats.content import Content, DecodePicture, shown_name
from assistant.reader.formats.format import OpenDocument, Opened
from assistant.reader.messages import (
    MAX_FRAME,
    Close,
    FromDocument,
    LookAt,
    Open,
    ReadPage,
    ToDocument,
    decode_to_document,
    encode,
    pasted_bytes,
)

# Not __name__: it is "__main__" in the child.
_log = logging.getLogger("assistant.reader.worker")

MEMORY = 1536 << 20
"""Bytes of address space, libraries included; a document that wants more is broken or hostile."""

_FORMATS = "assistant.reader.formats."


def main() -> int:
    """Serve the host until it is gone; never returns to the caller's clean-up."""
    # The identifier of languages computes too little to share; threads would cost memory, which is bounded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    link: Link[ToDocument, FromDocument] = Link(
        decode_to_document, encode, max_frame=MAX_FRAME, pixel_bytes=pasted_bytes, memory_bytes=MEMORY
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    # Names functions and lines of a native crash, no values.
    faulthandler.enable(2)
    desk = Desk(link)
    threading.Thread(target=desk.work, name="work", daemon=True).start()
    try:
        for message, pasted in link.messages():
            if isinstance(message, Close):
                break
            desk.put(message, pasted)
    except ProtocolError as error:
        _log.warning("%s", error)
        os._exit(2)
    os._exit(0)


class Desk:
    """Does on its work thread what the host asks, one thing after another; every message gets one answer."""

    def __init__(self, link: Link[ToDocument, FromDocument]) -> None:
        self._link = link
        self._tasks: queue.SimpleQueue[tuple[ToDocument, bytes]] = queue.SimpleQueue()
        self._opened: Opened | None = None
        self._pages = 0
        self._languages: BlockLanguages | None = None

    def put(self, message: ToDocument, pasted: bytes) -> None:
        """Have a message answered."""
        self._tasks.put((message, pasted))

    def work(self) -> None:
        """Answer for ever."""
        while True:
            message, pasted = self._tasks.get()
            match message:
                case Open():
                    self._open(message, pasted)
                case ReadPage(number):
                    self._attempt(number, partial(self._read, number))
                case LookAt(number, figure):
                    self._attempt(number, partial(self._look, number, figure))
            del message, pasted

    # --- the work thread --------------------------------------------------------------------------------

    def _open(self, message: Open, pasted: bytes) -> None:
        if self._opened is not None:
            with suppress(Exception):
                self._opened.close()
        self._opened = None
        name = message.title or (shown_name(os.fsdecode(message.paths[0])) if message.paths else "")
        try:
            self._opened = opened(message, pasted)
            info = self._opened.info
            self._pages = info.pages
            self._languages = _languages(message, info.language)
            self._link.send(wire.opened(info))
        except SeeSayError as error:
            self._link.send(wire.open_failed(error))
        except MemoryError:
            self._link.send(wire.open_failed(DocumentTooLarge(name=name)))
        except Exception as error:  # noqa: BLE001 - a parser of hostile bytes may raise anything
            _note(error)
            self._link.send(wire.open_failed(DocumentUnreadable(name=name)))

    def _attempt(self, number: int, answer: Callable[[], None]) -> None:
        try:
            if self._opened is None or number > self._pages:
                raise PageMissing(page=str(number), pages=str(self._pages))
            answer()
        except SeeSayError as error:
            self._link.send(wire.page_failed(number, error))
        except Exception as error:  # noqa: BLE001 - a parser of hostile bytes may raise anything
            _note(error)
            self._link.send(wire.page_failed(number, PageUnreadable(page=str(number))))

    def _read(self, number: int) -> None:
        assert self._opened is not None, "asked of an open document"
        page = self._opened.page(number)
        if isinstance(page, Page):
            self._link.send(wire.read(self._with_languages(page)))
        else:
            self._link.send(wire.seen(page), page.pixels.rgb)

    def _with_languages(self, page: Page) -> Page:
        if self._languages is None:
            return page
        try:
            return self._languages.tell(page)
        except (ImportError, MemoryError) as error:
            # The text is there all the same, and is spoken in the user's language then.
            _note(error)
            self._languages = None
            return page

    def _look(self, number: int, figure: int) -> None:
        assert self._opened is not None, "asked of an open document"
        pixels = self._opened.figure(number, figure)
        self._link.send(wire.looked(number, figure, pixels), pixels.rgb)


def opened(message: Open, pasted: bytes) -> Opened:
    """Open what a message names; raise a `SeeSayError`, or what a library raises on broken bytes."""
    decode = cast(DecodePicture, _named(message.decoder)) if message.decoder else None
    if not message.paths:
        return _format(DocumentKind.TEXT)(Content.from_bytes(pasted, message.title), "")
    contents = [Content.at(os.fsdecode(path)) for path in message.paths]
    for content in contents:
        content.decode_picture = decode
    if len(contents) > 1:
        from assistant.reader.formats.pictures import open_pictures

        return open_pictures(contents)
    return _format(opening.kind_of(contents[0]))(contents[0], message.password)


def _languages(message: Open, declared: str) -> BlockLanguages | None:
    if not message.identifier:
        return None
    return BlockLanguages(cast(Identify, _named(message.identifier)), message.languages, declared)


def _format(kind: DocumentKind) -> OpenDocument:
    return cast(OpenDocument, _named(f"{_FORMATS}{kind.value}:open_document"))


def _named(name: str) -> object:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _note(error: Exception) -> None:
    """Log where it happened, without the content that the error's words may quote."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    _log.warning("%s in %s", type(error).__name__, places)
