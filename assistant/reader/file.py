"""A document as its host sees it: opened and read in a child that may die or hang without harm.

A page on which the child dies or stalls is a page that can't be read: another child is started, the document opened
again with the password that is kept in memory, and the other pages go on.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.core.documents import (
    DocumentEvent,
    DocumentFailed,
    DocumentInfo,
    DocumentOpened,
    FigureSeen,
    Files,
    Origin,
    PageFailed,
    PageRead,
    PageSeen,
    Pasted,
    Sheets,
)
from assistant.core.domain import Picture, Source, SourceKind
from assistant.core.errors import (
    DocumentEmpty,
    DocumentLocked,
    DocumentReaderDied,
    DocumentStalled,
    DocumentTooLarge,
    FileUnreadable,
    PageMissing,
    PageUnreadable,
    SeeSayError,
)
from assistant.core.reader_ports import PostDocument
from assistant.process import limits
from assistant.process.child import Wire
from assistant.process.helper import Helper, Loss
from assistant.process.wire import mended
from assistant.reader import wire
from assistant.reader.formats.content import shown_name
from assistant.reader.messages import (
    MAX_BLOCKS,
    MAX_FRAME,
    MAX_LANGUAGES,
    MAX_NAME,
    MAX_PAGES,
    MAX_PASSWORD,
    MAX_PASTED,
    MAX_PATHS,
    Close,
    FigureMessage,
    FromDocument,
    LookAt,
    Open,
    OpenedMessage,
    OpenFailedMessage,
    PageFailedMessage,
    PageMessage,
    ReadPage,
    SeenMessage,
    ToDocument,
    decode_from_document,
    encode,
    pixel_bytes,
)
from assistant.reader.sheets import info_of, sheet

_log = logging.getLogger(__name__)

_WIRE: Wire[ToDocument, FromDocument] = Wire(encode, decode_from_document, Close(), MAX_FRAME, pixel_bytes)


@dataclass(frozen=True, slots=True)
class ChildSetup:
    """How children are started and what they are given.

    `next_id` gives every picture its number. `decoder` is "module:function", by which the child decodes pictures: it
    takes a stream, a name for its errors and the number of a frame, and returns an RGB image. `identifier` is
    "module:function", too, an `Identify`, by which it names languages; `languages` are the user's, likeliest first.
    """

    next_id: Callable[[], int]
    decoder: str
    command: Sequence[str] = field(default_factory=lambda: limits.helper_command("--document-worker"))
    open_seconds: float = 20.0
    page_seconds: float = 20.0
    identifier: str = ""
    languages: Callable[[], Sequence[str]] = tuple


class DocumentChild:
    """A `DocumentFile` whose child starts when a file or a text is opened; pictures in memory need none.

    Control flow: what is asked waits in a queue, and the child has one thing to do at a time, so it is known what
    killed it. `_lock` guards the state; from outside the helper's own threads the helper is only called without it.
    """

    def __init__(self, setup: ChildSetup, post: PostDocument) -> None:
        self._setup = setup
        self._post = post
        self._lock = threading.RLock()
        self._helper: Helper[ToDocument, FromDocument] | None = None
        self._opening: Open | None = None
        self._pasted: bytes | None = None
        self._name = ""
        self._info: DocumentInfo | None = None
        self._sheets: Sheets | None = None
        self._waiting: deque[ReadPage | LookAt] = deque()
        self._current: ToDocument | None = None
        self._is_over = False

    # --- the port ---------------------------------------------------------------------------------------

    def open(self, origin: Origin, password: str = "") -> None:
        """Open; see `DocumentFile`."""
        if isinstance(origin, Sheets):
            self._open_sheets(origin)
            return
        try:
            message = self._message(origin, password)
        except SeeSayError as error:
            self._fail(error)
            return
        with self._lock:
            if self._is_over:
                return
            self._opening = self._current = message
            helper = self._helper = self._helper or self._started()
        self._send(helper, message)

    def page(self, number: int) -> None:
        """Read a page; see `DocumentFile`."""
        if self._sheets is not None:
            self._tell(sheet(self._sheets, number))
        elif 1 <= number <= MAX_PAGES:
            self._ask(ReadPage(number))
        else:
            self._tell(self._missing(number))

    def figure(self, number: int, figure: int) -> None:
        """Look at a figure; see `DocumentFile`."""
        if self._sheets is None and 1 <= number <= MAX_PAGES and 0 <= figure <= MAX_BLOCKS:
            self._ask(LookAt(number, figure))
        else:
            self._tell(PageFailed(number, PageUnreadable(page=str(number))))

    def close(self) -> None:
        """End the child without waiting; see `DocumentFile`."""
        with self._lock:
            self._is_over = True
            helper, self._helper = self._helper, None
            self._sheets = self._pasted = self._opening = None
            self._waiting.clear()
        if helper is not None:
            helper.close()

    # --- opening ----------------------------------------------------------------------------------------

    def _open_sheets(self, sheets: Sheets) -> None:
        if not sheets.pictures:
            self._fail(DocumentEmpty(name=sheets.title))
            return
        self._sheets = sheets
        self._info = info_of(sheets)
        self._tell(DocumentOpened(self._info))

    def _message(self, origin: Files | Pasted, password: str) -> Open:
        """Return the message that opens an origin; raise a `SeeSayError` where it is none that a child could take."""
        if isinstance(origin, Pasted):
            self._name = mended(origin.title)[:MAX_NAME]
            self._pasted = mended(origin.text).encode()
            if not self._pasted:
                raise DocumentEmpty(name=self._name)
            if len(self._pasted) > MAX_PASTED:
                raise DocumentTooLarge(name=self._name)
            return self._open_message([], len(self._pasted), self._name)
        self._name = shown_name(origin.paths[0]) if origin.paths else ""
        if not origin.paths or not all(origin.paths):
            raise FileUnreadable(name=self._name, why="missing")
        if len(origin.paths) > MAX_PATHS:
            raise DocumentTooLarge(name=self._name)
        paths = [os.fsencode(path) for path in origin.paths]
        return self._open_message(paths, password=mended(password)[:MAX_PASSWORD])

    def _open_message(self, paths: list[bytes], pasted: int = 0, title: str = "", password: str = "") -> Open:
        setup = self._setup
        languages = [*setup.languages()][:MAX_LANGUAGES]
        return Open(paths, pasted, title, password, setup.decoder, setup.identifier, languages)

    def _started(self) -> Helper[ToDocument, FromDocument]:
        helper: Helper[ToDocument, FromDocument] = Helper(
            "document",
            self._setup.command,
            _WIRE,
            lambda message, pixels: self._hear(helper, message, pixels),
            lambda loss: self._lost(helper, loss),
        )
        return helper

    # --- asking -----------------------------------------------------------------------------------------

    def _ask(self, message: ReadPage | LookAt) -> None:
        with self._lock:
            if self._is_over:
                return
            self._waiting.append(message)
        self._go_on()

    def _go_on(self) -> None:
        """Give the child the next thing to do, where it has nothing; open again first where it is gone."""
        with self._lock:
            if self._is_over or self._info is None or self._current is not None or not self._waiting:
                return
            if self._helper is None:
                self._helper = self._started()
                self._current = self._opening
            else:
                self._current = self._waiting.popleft()
            helper, message = self._helper, self._current
        if message is not None:
            self._send(helper, message)

    def _send(self, helper: Helper[ToDocument, FromDocument], message: ToDocument) -> None:
        is_opening = isinstance(message, Open)
        deadline = self._setup.open_seconds if is_opening else self._setup.page_seconds
        helper.send(message, self._pasted if is_opening else None, deadline=deadline)

    # --- the helper's threads ---------------------------------------------------------------------------

    def _hear(self, helper: Helper[ToDocument, FromDocument], message: FromDocument, pixels: bytes) -> bool:
        with self._lock:
            if self._is_over or helper is not self._helper:
                return True
            asked, self._current = self._current, None
            if not _is_answer(message, asked):
                _log.warning("document: a %s that nobody asked for", type(message).__name__)
                self._current = asked
                helper.close()
                self._lost(helper, Loss.DIED)
                return True
            self._answered(message, pixels)
        self._go_on()
        # The deadline of what was asked meanwhile goes on.
        return self._current is None

    def _answered(self, message: FromDocument, pixels: bytes) -> None:
        match message:
            case OpenedMessage():
                self._opened(wire.to_info(message))
            case OpenFailedMessage():
                self._refused(wire.to_error(message))
            case PageMessage():
                self._tell(PageRead(wire.to_page(message)))
            case SeenMessage(number, label):
                picture = self._picture(message, pixels)
                self._tell(PageSeen(number, picture, label, wire.to_lines(message)))
            case FigureMessage(number, figure):
                self._tell(FigureSeen(number, figure, self._picture(message, pixels)))
            case PageFailedMessage(number):
                self._tell(PageFailed(number, wire.to_error(message)))

    def _opened(self, info: DocumentInfo) -> None:
        if self._info is None:
            self._info = info
            self._tell(DocumentOpened(info))
        elif info.id != self._info.id:
            # The file was changed meanwhile: its pages aren't those that the reader knows.
            self._fail(DocumentReaderDied(name=self._name))

    def _refused(self, error: SeeSayError) -> None:
        if isinstance(error, DocumentLocked) and self._info is None:
            self._tell(DocumentFailed(error))
        else:
            self._fail(error)

    def _lost(self, helper: Helper[ToDocument, FromDocument], loss: Loss) -> None:
        with self._lock:
            if self._is_over or helper is not self._helper:
                return
            self._helper = None
            asked, self._current = self._current, None
            if isinstance(asked, Open):
                is_slow = loss is Loss.STALLED
                self._fail(DocumentStalled(name=self._name) if is_slow else DocumentReaderDied(name=self._name))
            elif isinstance(asked, ReadPage | LookAt):
                self._tell(PageFailed(asked.number, PageUnreadable(page=str(asked.number))))
        self._go_on()

    # --- events -----------------------------------------------------------------------------------------

    def _tell(self, event: DocumentEvent) -> None:
        with self._lock:
            if not self._is_over:
                self._post(event)

    def _fail(self, error: SeeSayError) -> None:
        """End it with this error."""
        self._tell(DocumentFailed(error))
        self.close()

    def _missing(self, number: int) -> PageFailed:
        pages = self._info.pages if self._info else 0
        return PageFailed(number, PageMissing(page=str(number), pages=str(pages)))

    def _picture(self, message: SeenMessage | FigureMessage, pixels: bytes) -> Picture:
        return Picture(
            id=self._setup.next_id(),
            source=Source(SourceKind.FILE),
            width=message.width,
            height=message.height,
            rgb=pixels,
            scale=message.scale,
            title=self._name,
        )


def _is_answer(message: FromDocument, asked: ToDocument | None) -> bool:
    """Tell whether a message answers what was asked."""
    match asked:
        case Open():
            return isinstance(message, OpenedMessage | OpenFailedMessage)
        case ReadPage(number):
            return isinstance(message, PageMessage | SeenMessage | PageFailedMessage) and message.number == number
        case LookAt(number, figure):
            if isinstance(message, FigureMessage):
                return (message.number, message.figure) == (number, figure)
            return isinstance(message, PageFailedMessage) and message.number == number
    return False
