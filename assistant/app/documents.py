"""What documents are read with, for the application and the command line alike: children, pages, exports."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from functools import partial

from assistant.app.house import House, system_language
from assistant.core.chosen_languages import read_languages
from assistant.core.documents import Origin, Page, PageSeen
from assistant.core.domain import EngineEvent, Look, Picture, Request, Source, SourceKind, Task
from assistant.core.errors import SeeSayError
from assistant.core.ports import Engine
from assistant.core.reader_ports import DocumentFile, PostDocument, Progress
from assistant.core.wording import Wording
from assistant.reader.exports import AskPage, ExportJob, SpeakPage
from assistant.reader.exports.exporter import Exporter
from assistant.reader.figures import Describe
from assistant.reader.file import ChildSetup, DocumentChild
from assistant.reader.opening import book_of
from assistant.reader.pages import PageCalls, Recognised
from assistant.ui.bridge import Bridge

DECODER = "assistant.capture.file:decode_frame"
"""What decodes pictures, in a document's child."""
IDENTIFIER = "assistant.vision.embedded.language_id:identify"
"""What names the language of text, in a document's child."""

TakeOrigins = Callable[[Sequence[Origin] | SeeSayError], None]

_ids = itertools.count(1 << 40)


class DocumentParts:
    """What a document is read with: its file, its pages, its exports; on the owner's thread.

    `read_language` are the languages of the text where a command named some.
    """

    def __init__(self, bridge: Bridge, house: House, read_language: str = "") -> None:
        self._bridge = bridge
        self._house = house
        self._read_language = read_language or None
        # Pictures of pages count apart from those of the screen, so that an engine takes none for another.
        self._setup = ChildSetup(_ids.__next__, DECODER, identifier=IDENTIFIER, languages=self._languages)
        self.pages = PageCalls(house.background, self._request, _recognised)

    def _languages(self) -> Sequence[str]:
        if self._read_language is not None:
            return tuple(code for code in self._read_language.split(",") if code)
        return read_languages(self._house.store.settings, system_language())

    def open_file(self, post: PostDocument) -> DocumentFile:
        """Return a document's file; what it tells is posted on the owner's thread."""
        return DocumentChild(self._setup, self._bridge.poster(post))

    def find(self, paths: Sequence[str], take: TakeOrigins) -> None:
        """Make documents of paths; the disk is waited for on a thread of its own."""
        post = self._bridge.poster(take)
        threading.Thread(target=lambda: post(book_of(paths)), name="documents", daemon=True).start()

    def export(
        self,
        wording: Wording,
        job: ExportJob,
        ask: AskPage,
        speak: SpeakPage,
        tell: Callable[[Progress], None],
    ) -> Exporter:
        """Return an export, to be started. Raises an `ExportError`, and `PageMissing`."""
        return Exporter(job, ask, speak, wording, self._bridge.post, tell)

    def describer(self) -> Describe | None:
        """Return what describes figures: the preferred model; the built-in engine would name too little."""
        engine = self._house.models.preferred()
        return None if engine is None else partial(self._describe, engine)

    def _describe(self, engine: Engine, picture: Picture, take: Callable[[EngineEvent], None]) -> Callable[[], None]:
        routes = self._house.routes
        number = routes.open(take)

        def leave() -> None:
            routes.close(number)
            engine.cancel(number)

        engine.answer(self._house.planner.request(number, picture.id, Look(Task.DESCRIBE, picture.source)), picture)
        return leave

    def _request(self, picture: Picture) -> Request:
        look = Look(Task.READ, Source(SourceKind.FILE), read_language=self._read_language)
        return self._house.planner.request(0, picture.id, look)


def _recognised(seen: PageSeen, earlier: Sequence[Page]) -> Recognised:
    # Only scans need it, and the application starts without one.
    from assistant.reader.recognised import RecognisedPage

    return RecognisedPage(seen, earlier)
