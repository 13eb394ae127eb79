"""A player among fakes: documents of words, an engine that the test lets recognise, and all that is spoken."""

from __future__ import annotations

import itertools
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.documents import (
    Block,
    BlockKind,
    Bookmark,
    DocumentEvent,
    DocumentFailed,
    DocumentInfo,
    DocumentKind,
    DocumentOpened,
    FigureSeen,
    Files,
    Origin,
    Page,
    PageFailed,
    PageRead,
    PageSeen,
    Span,
)
from assistant.core.domain import (
    Done,
    EngineEvent,
    Failed,
    Found,
    Picture,
    Piece,
    Reason,
    Request,
    SpeechState,
    Spoken,
    Task,
    VoiceStyle,
)
from assistant.core.errors import DocumentLocked, DocumentUnreadable, EngineDied, PageUnreadable, SeeSayError
from assistant.core.reader_ports import PlayerState, PostDocument, Progress
from assistant.core.settings import Settings
from assistant.reader.exports import AskPage, ExportJob, SpeakPage
from assistant.reader.exports.exporter import Exporter
from assistant.reader.pages import PageCalls
from assistant.reader.places import Places
from assistant.reader.player import Player
from assistant.reader.player_ports import PlayerPorts, TakeOrigins
from support.stage import SCREEN, FakeSounds, Stage

BROKEN = 9
"""The number of a figure that can't be seen."""
SEEN = "a picture"
"""In place of a page's blocks: it has to be recognised."""

Content = tuple[Block, ...] | SeeSayError | str


def paragraph(text: str, language: str = "") -> Block:
    return Block(BlockKind.PARAGRAPH, text, language=language)


def heading(text: str, level: int = 1) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def letter(*pages: Content, title: str = "Letter", language: str = "en") -> FakeDocument:
    """Return a document of such pages."""
    info = DocumentInfo(f"id of {title}", title, DocumentKind.PDF, len(pages), language=language)
    return FakeDocument(info, list(pages))


@dataclass
class FakeDocument:
    """What a file holds."""

    info: DocumentInfo
    pages: list[Content]
    password: str = ""
    error: SeeSayError | None = None


class FakeFile:
    """A document's child: what it posts waits until the stage lets it through."""

    def __init__(self, stage: BookStage, post: PostDocument) -> None:
        self._stage = stage
        self._post = post
        self._document: FakeDocument | None = None
        self.is_closed = False

    def open(self, origin: Origin, password: str = "") -> None:
        name = Path(origin.paths[0]).name if isinstance(origin, Files) else origin.title
        self._stage.asked.append(f"open {name}")
        document = self._document = self._stage.documents.get(name)
        if document is None:
            self._tell(DocumentFailed(DocumentUnreadable(name=name)))
        elif document.error is not None:
            self._tell(DocumentFailed(document.error))
        elif password != document.password:
            self._tell(DocumentFailed(DocumentLocked(name=name, is_wrong="yes" if password else "")))
        else:
            self._tell(DocumentOpened(document.info))

    def page(self, number: int) -> None:
        assert self._document is not None
        self._stage.asked.append(f"page {number}")
        content = self._document.pages[number - 1]
        if isinstance(content, SeeSayError):
            self._tell(PageFailed(number, content))
        elif isinstance(content, str):
            self._tell(PageSeen(number, Picture(number, SCREEN, 2, 1, b"\0" * 6)))
        else:
            self._tell(PageRead(Page(number, content)))

    def figure(self, number: int, figure: int) -> None:
        self._stage.asked.append(f"figure {number}.{figure}")
        picture = Picture(100 * number + figure, SCREEN, 2, 1, b"\0" * 6)
        failed = PageFailed(number, PageUnreadable(page=str(number)))
        self._tell(FigureSeen(number, figure, picture) if figure < BROKEN else failed)

    def die(self, error: SeeSayError) -> None:
        """Be gone for good."""
        self._tell(DocumentFailed(error))

    def close(self) -> None:
        self.is_closed = True

    def _tell(self, event: DocumentEvent) -> None:
        self._stage.pending.append(lambda: None if self.is_closed else self._post(event))


@dataclass
class FakeBackground:
    """Keeps what it is asked; the test answers for it, first come first."""

    works: dict[int, Callable[[EngineEvent], None]] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def answer(self, request: Request, picture: Picture, take: Callable[[EngineEvent], None]) -> int:
        number = next(self._ids)
        self.works[number] = take
        self.pictures.append(picture.id)
        return number

    def drop(self, number: int) -> None:
        self.works.pop(number, None)

    def reads(self, text: str) -> None:
        number = min(self.works)
        self.works[number](Piece(number, text))

    def interrupted(self) -> None:
        number = min(self.works)
        self.works[number](Done(number, Reason.CANCELLED))

    def ends(self) -> None:
        number = min(self.works)
        self.works.pop(number)(Done(number, Reason.FINISHED))

    def fails(self) -> None:
        number = min(self.works)
        self.works.pop(number)(Failed(number, EngineDied()))


class FakeRecognised:
    """A paragraph for everything between two newlines."""

    def __init__(self, seen: PageSeen, earlier: Sequence[Page]) -> None:
        self._number = seen.number
        self._text = ""

    def take(self, event: Piece | Found) -> None:
        if isinstance(event, Piece):
            self._text += event.text

    def page(self, *, is_whole: bool) -> Page:
        blocks = tuple(paragraph(part) for part in self._text.split("\n") if part)
        return Page(self._number, blocks, is_recognised=True, is_whole=is_whole)


@dataclass
class FakeView:
    """A book window that shows itself as lines."""

    lines: list[str] = field(default_factory=list)
    replies: list[Callable[[str | None], None]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    states: list[PlayerState] = field(default_factory=list)
    marks: Sequence[Bookmark] = ()

    def opened(self, info: DocumentInfo, bookmarks: Sequence[Bookmark]) -> None:
        self.lines.append(f"opened {info.title}")
        self.marks = bookmarks

    def failed(self, error: SeeSayError) -> None:
        self.lines.append(f"failed {error.code}")

    def show_page(self, page: Page) -> None:
        self.pages.append(page)

    def highlight(self, span: Span) -> None:
        self.spans.append(span)

    def state(self, state: PlayerState) -> None:
        self.states.append(state)

    def bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        self.marks = bookmarks

    def exported(self, progress: Progress) -> None:
        self.lines.append(f"exported {progress.done} of {progress.total}")

    def ask_password(self, title: str, is_wrong: bool, reply: Callable[[str | None], None]) -> None:
        self.lines.append(f"password of {title}{', the last one was wrong' if is_wrong else ''}")
        self.replies.append(reply)


class BookStage(Stage):
    """A session and a player that speak with one voice. Documents are known by their file's name."""

    def __init__(
        self,
        *documents: FakeDocument,
        settings: Settings | None = None,
        places: Callable[[], Path | None] | None = None,
    ) -> None:
        super().__init__(settings=settings)
        self.documents = {document.info.title: document for document in documents}
        self.pending: deque[Callable[[], None]] = deque()
        self.asked: list[str] = []
        self.files: list[FakeFile] = []
        self.background = FakeBackground()
        self.has_model = False
        self.described: list[Callable[[EngineEvent], None]] = []
        self.left = 0
        self.clipping: Origin | SeeSayError | None = None
        self.places = Places(places or (lambda: None))
        self.sounds = FakeSounds(self.transcript)
        self.player = Player(self._ports())
        self.session.when_stopped(self.player.stopped)
        self.view = FakeView()

    def _ports(self) -> PlayerPorts:
        return PlayerPorts(
            speech=self.speech,
            wording=self.wording,
            settings=lambda: self.settings,
            read_languages=lambda: ("en", "de"),
            sounds=self.sounds,
            timer=self.clock,
            now=self.clock.now,
            stop=self.session.stop,
            report=self.session.report,
            open_file=self._open_file,
            pages=PageCalls(self.background, lambda picture: Request(0, picture.id, Task.READ), FakeRecognised),
            places=self.places,
            find=lambda paths, take: self.pending.append(lambda: take([Files((path,)) for path in paths])),
            clipboard=self._clipboard,
            export=self._export,
            style=VoiceStyle,
            describer=lambda: self._describe if self.has_model else None,
        )

    def _open_file(self, post: PostDocument) -> FakeFile:
        self.files.append(FakeFile(self, post))
        return self.files[-1]

    def _clipboard(self, take: TakeOrigins) -> None:
        clipping = self.clipping
        assert clipping is not None
        self.pending.append(lambda: take(clipping if isinstance(clipping, SeeSayError) else [clipping]))

    def _export(self, job: ExportJob, ask: AskPage, speak: SpeakPage, tell: Callable[[Progress], None]) -> Exporter:
        """Return an export whose child never answers: exports have tests of their own."""
        command = [sys.executable, "-c", "input()"]
        return Exporter(job, ask, speak, self.wording, self.pending.append, tell, command=command)

    def _describe(self, picture: Picture, take: Callable[[EngineEvent], None]) -> Callable[[], None]:
        self.described.append(take)

        def leave() -> None:
            self.left += 1

        return leave

    def settle(self) -> None:
        """Let everything through that waits."""
        while self.pending:
            self.pending.popleft()()

    def opens(self, *names: str) -> None:
        """Open documents and wait until the first one is open and its pages are read."""
        self.player.open(names)
        self.settle()

    def hears(self, count: int = 1, seconds: float = 1.0) -> None:
        """Listen to that many utterances, one after another."""
        for _ in range(count):
            utterance = self.voice.speaking
            assert utterance is not None, f"nothing is being spoken after {self.said[-1:]}"
            self.begins()
            self.clock.pass_seconds(seconds)
            if self.voice.speaking is utterance:
                self.voice.speaking = None
                self.session.voiced(Spoken(utterance.id, SpeechState.FINISHED))
            self.settle()

    def begins(self) -> None:
        """Let the voice begin with the current utterance."""
        utterance = self.voice.speaking
        assert utterance is not None, "nothing is being spoken"
        self.session.voiced(Spoken(utterance.id, SpeechState.STARTED))
        self.settle()

    def hears_all(self) -> None:
        """Listen until nothing is said any more."""
        while self.voice.speaking is not None:
            self.hears()

    @property
    def said(self) -> list[str]:
        """What was handed to the voice, in order."""
        return [line.partition(": ")[2] for line in self.transcript if line.startswith("say ")]

    @property
    def now(self) -> str:
        """What is being spoken."""
        return self.voice.speaking.text if self.voice.speaking is not None else ""

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing is being spoken."""
        return self.voice.speaking is None
