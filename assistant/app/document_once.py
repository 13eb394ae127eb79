"""`seesay document` without help: one document read or kept by this process, then the lights go out.

It is the reader of the application with another end: what is spoken is handed to whoever prints it. No display is
needed, and no sound device for a file or in silence.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from assistant.app.documents import DocumentParts
from assistant.app.house import Furniture, House, build, load_wording, open_store, style_of, system_language
from assistant.app.once import LAST_SOUND_MS, Interruptible, NoWindows
from assistant.app.speaking import earcons, no_earcons
from assistant.app.unbroken_voice import UnbrokenVoice
from assistant.app.unheard import NoTimer, PageAtOnce
from assistant.core.answers import Sentence, Timings
from assistant.core.chosen_languages import read_languages
from assistant.core.documents import DocumentInfo, Origin, Page, Position
from assistant.core.domain import VoiceEvent
from assistant.core.errors import (
    DocumentLocked,
    InternalError,
    PageMissing,
    PageUnreadable,
    SeeSayError,
    TimedOut,
    UsageError,
    VoiceError,
)
from assistant.core.ports import Voice
from assistant.core.reader_ports import PlayerState, Progress
from assistant.core.report import Audio
from assistant.core.settings import Settings
from assistant.reader.book import Saying
from assistant.reader.document import Document, DocumentCalls
from assistant.reader.exports import ExportJob
from assistant.reader.exports.exporter import Exporter
from assistant.reader.exports.spoken import passages
from assistant.reader.places import Places
from assistant.reader.player_ports import PlayerPorts, ReadingCalls
from assistant.reader.reading import Reading
from assistant.system.logs import set_up
from assistant.ui.bridge import Bridge


@dataclass(frozen=True, slots=True)
class DocumentWish:
    """What is wanted of a document. `last` 0: to its end; `language` is that of one that tells none.

    `save` keeps it, else it is read: aloud, into `wav`, or in silence. `timeout` is in seconds. Several documents are
    read one after another, unless `is_single` says that there may be but one. `has_models`: figures are described where
    a model is there and the settings ask for it.
    """

    paths: tuple[str, ...]
    first: int = 1
    last: int = 0
    save: Path | None = None
    wav: Path | None = None
    is_quiet: bool = False
    language: str = ""
    read_language: str = ""
    timeout: float | None = None
    is_single: bool = False
    has_models: bool = True


@dataclass(frozen=True, slots=True)
class DocumentCaller:
    """Who waits: each sentence as it is said, every progress of what is kept, and who knows the password.

    `ask_password` blocks; it returns None where nobody knows one, and may raise KeyboardInterrupt.
    """

    sentence: Callable[[Sentence, int], None]
    progress: Callable[[Progress], None]
    ask_password: Callable[[DocumentLocked], str | None]


@dataclass(slots=True)
class DocumentEnded:
    """What came of it; `error` is a voice's, which doesn't keep the words from being told."""

    info: DocumentInfo | None = None
    pages: dict[int, Page] = field(default_factory=dict)
    failed: dict[int, SeeSayError] = field(default_factory=dict)
    audio: Audio | None = None
    timings: Timings = field(default_factory=Timings)
    error: SeeSayError | None = None


def run_document(wish: DocumentWish, caller: DocumentCaller) -> DocumentEnded:
    """Read a document, or keep it. Raises a `SeeSayError`, what the caller raises, and KeyboardInterrupt."""
    set_up()
    application = QCoreApplication(["seesay"])
    run: _Run
    bridge = Bridge(lambda error: run.fail(error))
    run = _Run(application, bridge, wish, caller)
    with Interruptible(application) as interrupted:
        run.go()
    if interrupted:
        raise KeyboardInterrupt
    return run.ended()


class _Run:
    """Opening → open → reading, or keeping → over. Everything is on Qt's thread."""

    def __init__(
        self, application: QCoreApplication, bridge: Bridge, wish: DocumentWish, caller: DocumentCaller
    ) -> None:
        self._application = application
        self._bridge = bridge
        self._wish = wish
        self._caller = caller
        self._began = time.monotonic()
        self._ended = DocumentEnded()
        self._failure: BaseException | None = None
        self._is_over = False
        self._store = open_store()
        self._wording = load_wording(self._store.settings)
        self._is_silent = wish.is_quiet or wish.save is not None
        self._sounds = no_earcons() if self._is_silent or wish.wav else earcons(lambda: self._store.settings)
        self._voice: UnbrokenVoice | None = None
        self._document: Document | None = None
        self._exporter: Exporter | None = None
        self._queue: deque[Origin] = deque()
        self._told: Saying | None = None

    def go(self) -> None:
        """Do it; return when it is over."""
        furniture = Furniture(NoWindows(), self._make_voice, self._sounds)
        house = build(self._bridge, self._store, self._wording, furniture)
        house.stack.callback(self._sounds.close)
        try:
            with house.stack:
                house.stack.callback(self._close)
                self._parts = DocumentParts(self._bridge, house, self._wish.read_language)
                self._reading = self._make_reading(house)
                self._bridge.post(lambda: self._parts.find(self._wish.paths, self._found))
                if self._wish.timeout is not None:
                    self._bridge.after(self._wish.timeout, self._time_out)
                self._application.exec()
        except VoiceError as error:  # the file could not be completed
            self._ended.error = error
        if self._voice is not None:
            self._ended.error = self._ended.error or self._voice.error
            self._ended.audio = self._audio(self._voice)

    def ended(self) -> DocumentEnded:
        """Return what came of it, or raise why nothing did."""
        if self._failure is not None:
            raise self._failure
        if not self._is_over:
            raise InternalError(detail="no end")
        return self._ended

    def fail(self, error: BaseException) -> None:
        """End here, because of this."""
        if not self._is_over and self._failure is None:
            self._failure = error
            self._application.quit()

    # --- the parts --------------------------------------------------------------------------------------

    @property
    def _settings(self) -> Settings:
        return self._store.settings

    def _languages(self) -> Sequence[str]:
        named = tuple(code for code in self._wish.read_language.split(",") if code)
        return named or read_languages(self._settings, system_language())

    def _make_voice(self, post: Callable[[VoiceEvent], None]) -> Voice:
        self._voice = UnbrokenVoice(self._settings, post, wav=self._wish.wav, is_quiet=self._is_silent)
        return self._voice

    def _make_reading(self, house: House) -> Reading:
        wish, parts, is_heard = self._wish, self._parts, not self._is_silent and self._wish.wav is None
        # Nobody waits for the first words of a page where nothing is heard: its sentences are told whole.
        self._pages = parts.pages if is_heard else replace(parts.pages, recognised=partial(PageAtOnce, parts.pages))
        ports = PlayerPorts(
            speech=house.speech,
            wording=self._wording,
            settings=lambda: self._settings,
            read_languages=self._languages,
            sounds=self._sounds,
            # What is said while a page doesn't come has no place in a file.
            timer=self._bridge if is_heard else NoTimer(),
            now=time.monotonic,
            stop=house.session.stop,
            report=self.fail,
            open_file=parts.open_file,
            pages=self._pages,
            places=Places(lambda: None),
            find=parts.find,
            clipboard=lambda take: take(()),
            describer=lambda: parts.describer() if wish.has_models else None,
            export=lambda job, ask, speak, tell: parts.export(self._wording, job, ask, speak, tell),
            style=lambda: style_of(self._settings),
        )
        calls = ReadingCalls(
            # Later: reading still goes on about its own end.
            ended=lambda info: self._bridge.post(self._open_next),
            changed=self._changed,
            show=self._show,
            highlight=lambda span: None,
        )
        return Reading(ports, calls)

    # --- opening ----------------------------------------------------------------------------------------

    def _found(self, found: Sequence[Origin] | SeeSayError) -> None:
        if isinstance(found, SeeSayError):
            self.fail(found)
        elif len(found) > 1 and self._wish.is_single:
            self.fail(UsageError(detail=f"{len(found)} documents"))
        else:
            self._queue.extend(found)
            self._open_next()

    def _open_next(self) -> None:
        """Open the next document; where there is none, it is over."""
        self._told = None
        self._reading.leave()
        if self._document is not None:
            self._document.close()
            self._document = None
        if not self._queue:
            self._finish()
        else:
            calls = DocumentCalls(
                open_file=self._parts.open_file,
                places=Places(lambda: None),
                pages=self._pages,
                ask_password=self._ask_password,
                opened=self._opened,
                failed=self.fail,
                changed=self._reading.changed,
                figure=self._reading.figures.take,
            )
            self._document = Document(self._queue.popleft(), calls)

    def _ask_password(self, error: DocumentLocked, reply: Callable[[str | None], None]) -> None:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            password = self._caller.ask_password(error)
        except BaseException as left:  # noqa: BLE001 - whatever ends the question ends the command
            self.fail(left)
            return
        finally:
            signal.signal(signal.SIGINT, before)
        if password is None:
            self.fail(error)
        else:
            reply(password)

    def _opened(self) -> None:
        document, wish = self._document, self._wish
        if document is None or document.info is None:
            return
        info = self._ended.info = document.info
        for number in (wish.first, wish.last or info.pages):
            if not wish.first <= number <= info.pages:
                self.fail(PageMissing(page=str(number), pages=str(info.pages)))
                return
        self._mark("capture")
        told = replace(info, language=info.language or wish.language)
        if wish.save is not None:
            self._keep(document, told, wish.save)
        else:
            document.place = Position(wish.first)
            self._reading.begin(document, replace(told, pages=wish.last or info.pages))
            self._reading.play()

    # --- reading ----------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self._is_over or self._document is None or self._failure is not None:
            return
        saying = self._reading.marked
        if saying is not None and saying is not self._told:
            self._told = saying
            self._tell(saying)
        if self._reading.state is PlayerState.PAUSED and self._told is not None:
            # Nobody pauses a command: page after page can't be read.
            number = self._told.at.page
            self.fail(self._document.pages.error(number) or PageUnreadable(page=str(number)))

    def _tell(self, saying: Saying) -> None:
        self._mark("first_text")
        if self._voice is not None and self._voice.is_heard:
            self._mark("first_audio")
        number = saying.at.page
        if self._document is not None and (error := self._document.pages.error(number)) is not None:
            self._ended.failed[number] = error
        try:
            self._caller.sentence(Sentence(saying.text.strip(), saying.language), number)
        except OSError as error:
            self.fail(error)

    def _show(self, page: Page) -> None:
        # Of a page only what was found out about it is kept, not its text: a book has thousands.
        self._ended.pages[page.number] = replace(page, blocks=(), lines=())

    # --- keeping ----------------------------------------------------------------------------------------

    def _keep(self, document: Document, info: DocumentInfo, path: Path) -> None:
        wish = self._wish
        self._reading.begin(document, info)
        job = ExportJob(
            path,
            info,
            document.origin,
            wish.first,
            wish.last,
            style=style_of(self._settings),
            language=self._wording.language,
            password=document.password,
        )
        try:
            exporter = self._parts.export(
                self._wording,
                job,
                document.pages.fetch,
                lambda page: passages(self._reading.teller, page),
                self._kept,
            )
        except SeeSayError as error:
            self.fail(error)
            return
        self._exporter = exporter
        exporter.start()

    def _kept(self, progress: Progress) -> None:
        if progress.error is not None:
            self.fail(progress.error)
            return
        self._caller.progress(progress)
        if progress.is_over:
            self._finish()

    # --- the end ----------------------------------------------------------------------------------------

    def _finish(self) -> None:
        if self._is_over:
            return
        self._mark("total")
        self._is_over = True
        is_heard = self._voice is not None and self._voice.is_heard and self._wish.wav is None
        QTimer.singleShot(LAST_SOUND_MS if is_heard else 0, self._application.quit)

    def _time_out(self) -> None:
        self.fail(TimedOut(seconds=f"{self._wish.timeout:g}"))

    def _close(self) -> None:
        if self._exporter is not None:
            self._exporter.cancel()
        self._reading.leave()
        if self._document is not None:
            self._document.close()

    def _mark(self, name: str) -> None:
        if getattr(self._ended.timings, name) is None:
            moment = round((time.monotonic() - self._began) * 1000, 1)
            self._ended.timings = replace(self._ended.timings, **{name: moment})

    def _audio(self, voice: UnbrokenVoice) -> Audio | None:
        if not voice.is_heard or self._ended.timings.first_audio is None:
            return None
        seconds = getattr(voice.inner, "seconds", None)
        file = None if self._wish.wav is None else str(self._wish.wav)
        return Audio(file, voice.name, None if seconds is None else round(seconds, 2))
