"""Drives one export on the owner's thread: asks for pages, hands them to the child that writes, tells how far it is."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from assistant.core.cleaning import clean
from assistant.core.documents import DocumentKind, Files, Page, Sheets
from assistant.core.errors import ExportFailed, ExportNeedsPages, ExportUnknown, PageMissing, SeeSayError
from assistant.core.reader_ports import Progress
from assistant.core.wording import Wording
from assistant.core.wording.exports import ExportMessages
from assistant.process.frames import ProtocolError
from assistant.process.helper import Helper, Loss
from assistant.process.limits import helper_command
from assistant.reader.exports import AskPage, ExportJob, SpeakPage
from assistant.reader.exports import messages as m
from assistant.reader.exports.text import page_text, page_title

Post = Callable[[Callable[[], None]], None]

FORMATS = (".wav", ".opus", ".mp3", ".txt", ".pdf")
SAMPLES = "assistant.app.samples:create"
"""What makes the samples of speech, in the child."""

_AHEAD = 2
_DEADLINE = 120.0
"""Seconds that the child may be silent over a page, or over the file."""
_WITH_PAGES = (DocumentKind.PDF, DocumentKind.PICTURES)


class Exporter:
    """One export from its start to its end.

    All of it is on the owner's thread; `post` brings the child's messages there. `tell` gets a `Progress` at the
    start, after every page, and one with `is_over` at the end: saved, failed with its error, or cancelled, where `done`
    is less than `total` without one. What was left is taken up by the next export of the same document, in the same
    manner, to the same path.

    Control flow: `start` sends `Begin`; the child answers which pages it has. The others are asked for, `_AHEAD` at a
    time, and wait in `_ready` for their turn: the child has one at a time and answers each. After the last, `Finish`.
    """

    def __init__(
        self,
        job: ExportJob,
        ask: AskPage,
        speak: SpeakPage,
        wording: Wording,
        post: Post,
        tell: Callable[[Progress], None],
        *,
        command: Sequence[str] | None = None,
        samples: str = SAMPLES,
    ) -> None:
        """Prepare; raises `ExportUnknown`, `ExportNeedsPages` and `PageMissing` for what can never be."""
        self._job = _checked(job)
        self._ask = ask
        self._speak = speak
        self._wording = wording
        self._post = post
        self._tell = tell
        self._samples = samples
        self._last = job.last or job.info.pages
        self._total = self._last - job.first + 1
        self._done = 0
        self._wanted: deque[int] = deque()
        self._asked = 0
        self._failed: list[int] = []
        self._ready: deque[tuple[m.PageMessage, bytes | None]] = deque()
        self._is_child_busy = True
        self._is_over = False
        self._helper: Helper[m.ToExport, m.FromExport] = Helper(
            "export", command or helper_command("--export-worker"), m.wire(), self._hear, self._lost
        )

    def start(self) -> None:
        """Begin, or go on where an earlier export to the same path was left."""
        self._report()
        self._send(self._begin())

    def cancel(self) -> None:
        """Leave it; what is done is kept beside the target until the next time. Harmless when it is over."""
        if not self._is_over:
            # When all pages are kept the file still has to be made.
            self._done = min(self._done, self._total - 1)
            self._end(None)

    # --- the child's messages, on its threads -----------------------------------------------------------

    def _hear(self, message: m.FromExport, _pixels: bytes) -> bool:
        if isinstance(message, m.Working):
            return False
        self._post(lambda: self._take(message))
        return True

    def _lost(self, _loss: Loss) -> None:
        self._post(lambda: self._end(ExportFailed(name=self._job.path.name, why="broken")))

    # --- the owner's thread -----------------------------------------------------------------------------

    def _take(self, message: m.FromExport) -> None:
        if self._is_over:
            return
        match message:
            case m.Begun(done):
                there = set(done)
                pages = range(self._job.first, self._last + 1)
                self._wanted = deque(number for number in pages if number not in there)
                self._done = self._total - len(self._wanted)
                self._report()
            case m.Kept():
                self._done += 1
                self._report()
            case m.Saved():
                self._end(None)
                return
            case m.Failure(code, params):
                self._end(SeeSayError.from_code(code, params))
                return
        self._is_child_busy = False
        self._go_on()

    def _go_on(self) -> None:
        while self._wanted and self._asked < _AHEAD and not self._is_over:
            number = self._wanted.popleft()
            self._asked += 1
            self._ask(number, partial(self._got, number))
        if self._is_child_busy or self._is_over:
            return
        if self._ready:
            message, pixels = self._ready.popleft()
            self._asked -= 1
            self._send(message, pixels)
            self._go_on()
        elif not self._wanted and not self._asked:
            self._send(m.Finish())

    def _got(self, number: int, page: Page | SeeSayError) -> None:
        if self._is_over:
            return
        if isinstance(page, SeeSayError):
            self._failed.append(number)
        try:
            self._ready.append(self._message(number, page))
        except SeeSayError as error:
            self._end(error)
            return
        self._go_on()

    def _send(self, message: m.ToExport, pixels: bytes | None = None) -> None:
        self._is_child_busy = True
        try:
            self._helper.send(message, pixels, deadline=_DEADLINE)
        except ProtocolError:
            self._end(ExportFailed(name=self._job.path.name, why="broken"))

    def _end(self, error: SeeSayError | None) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._helper.close()
        self._ready.clear()
        self._report(error)

    def _report(self, error: SeeSayError | None = None) -> None:
        failed = tuple(sorted(self._failed))
        self._tell(Progress(self._done, self._total, self._is_over, error, str(self._job.path), failed))

    # --- what goes to the child -------------------------------------------------------------------------

    def _begin(self) -> m.Begin:
        job, info = self._job, self._job.info
        language = info.language or job.language
        suffix = job.path.suffix.lower()
        is_sound = suffix not in (".txt", ".pdf")
        files = job.origin.paths if isinstance(job.origin, Files) else ()
        manner = (suffix, info.id, job.first, self._last, *((job.style, language) if is_sound else ()))
        return m.Begin(
            target=_absolute(job.path),
            how=hashlib.sha256(repr(manner).encode()).hexdigest(),
            first=job.first,
            last=self._last,
            title=info.title,
            author=info.author,
            language=language,
            contents=[(entry.text, entry.level, entry.page) for entry in info.contents] if is_sound else [],
            samples=self._samples if is_sound else "",
            rate=job.style.rate,
            pitch=job.style.pitch,
            volume=job.style.volume,
            voice=job.style.voice,
            paths=[_absolute(name) for name in files],
            is_pdf=info.kind is DocumentKind.PDF,
            password=job.password if suffix == ".pdf" else "",
        )

    def _message(self, number: int, page: Page | SeeSayError) -> tuple[m.PageMessage, bytes | None]:
        match self._job.path.suffix.lower():
            case ".txt":
                return self._written(number, page), None
            case ".pdf":
                return self._seen(number, page)
        return self._spoken(number, page), None

    def _spoken(self, number: int, page: Page | SeeSayError) -> m.SpokenPage:
        if isinstance(page, SeeSayError):
            title = self._wording.full(ExportMessages.PAGE, page=number)
            told = clean(self._wording.error(page).message)
            return m.SpokenPage(number, title, [(told, self._wording.language, 0, True)], is_failed=True)
        passages = [(said.text, said.language, said.heading, said.is_last) for said in self._speak(page)]
        return m.SpokenPage(number, page_title(page, self._wording), passages)

    def _written(self, number: int, page: Page | SeeSayError) -> m.WrittenPage:
        if isinstance(page, SeeSayError):
            title = self._wording.full(ExportMessages.PAGE, page=number)
            return m.WrittenPage(number, f"[{title}]\n\n[{self._wording.error(page).message}]\n", is_failed=True)
        return m.WrittenPage(number, page_text(page, self._wording))

    def _seen(self, number: int, page: Page | SeeSayError) -> tuple[m.SeenPage, bytes | None]:
        origin = self._job.origin
        sheet = origin.pictures[number - 1] if isinstance(origin, Sheets) else None
        width, height = (sheet.width, sheet.height) if sheet else (0, 0)
        lines: list[m.Layer] = []
        if isinstance(page, Page) and page.is_recognised:
            width, height = page.width or width, page.height or height
            lines = [(line.text, (line.box.x, line.box.y, line.box.width, line.box.height)) for line in page.lines]
        if sheet and (width, height) != (sheet.width, sheet.height):
            raise ExportFailed(name=self._job.path.name, why="broken")
        is_failed = isinstance(page, SeeSayError)
        seen = m.SeenPage(number, width, height, lines, has_rgb=sheet is not None, is_failed=is_failed)
        return seen, sheet.rgb if sheet else None


def _checked(job: ExportJob) -> ExportJob:
    suffix = job.path.suffix.lower()
    if suffix not in FORMATS:
        raise ExportUnknown(name=job.path.name)
    if suffix == ".pdf" and job.info.kind not in _WITH_PAGES:
        raise ExportNeedsPages(name=job.path.name)
    for number in (job.first, job.last or job.info.pages):
        if not job.first <= number <= job.info.pages:
            raise PageMissing(page=str(number), pages=str(job.info.pages))
    return job


def _absolute(path: Path | str) -> bytes:
    return os.fsencode(Path(path).absolute())
