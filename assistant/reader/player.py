"""The `Book` of the application: opens documents one after another, reads them aloud, and keeps what the user marks.

How one document is read is `Reading`'s. Everything is on the owner's thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from assistant.core.documents import (
    Bookmark,
    ContentsEntry,
    DocumentInfo,
    Files,
    Origin,
    Page,
    Position,
    Sheets,
    Span,
    Unit,
)
from assistant.core.domain import Earcon, Picture, Priority
from assistant.core.errors import DocumentEmpty, DocumentLocked, NoDocument, SeeSayError
from assistant.core.reader_ports import BookView, PlayerState, Progress
from assistant.core.wording.reading import ReadingMessages as R
from assistant.reader.document import Document, DocumentCalls
from assistant.reader.exports import ExportJob
from assistant.reader.exports.exporter import Exporter
from assistant.reader.exports.spoken import passages
from assistant.reader.player_ports import PlayerPorts, ReadingCalls
from assistant.reader.reading import Reading
from assistant.reader.waiting import Waiting
from assistant.reader.whereabouts import whereabouts


class Player:
    """One document at a time, others wait in a queue. `listen` is told of every change of the state.

    Control flow: `open` finds documents → `_open` → `Document` tells `_opened` → `Reading` reads → `_ended` opens the
    next one. Nothing is ever silent: what opens says its title, what can't be opened says why, and the end is told.
    """

    def __init__(self, ports: PlayerPorts, listen: Callable[[PlayerState], None] = lambda state: None) -> None:
        self._ports = ports
        self._wording = ports.wording
        self._listen = listen
        calls = ReadingCalls(self._ended, self._tell_state, self._show, self._highlight)
        self._reading = Reading(ports, calls)
        self._opening = Waiting(ports.timer, ports.sounds, ports.speech, self._awaited)
        self._queue: deque[Origin] = deque()
        self._document: Document | None = None
        self._title = ""
        self._finding = 0
        self._is_finding = False
        self._is_asking = False
        self._exporter: Exporter | None = None
        self._view: BookView | None = None
        self._told_state = PlayerState.EMPTY

    @property
    def ports(self) -> PlayerPorts:
        """What surrounds it."""
        return self._ports

    @property
    def document(self) -> Document | None:
        """What is open or opened."""
        return self._document

    @property
    def state(self) -> PlayerState:
        """What is done now."""
        if self._is_finding or (self._document is not None and self._document.info is None):
            return PlayerState.OPENING
        return PlayerState.EMPTY if self._document is None else self._reading.state

    def watch(self, view: BookView | None) -> None:
        """Tell that view everything from now on, at once where the things are."""
        self._view = view
        if view is None:
            return
        document, reading = self._document, self._reading
        if document is not None and document.info is not None:
            view.opened(document.info, document.bookmarks)
            if reading.shown is not None:
                view.show_page(reading.shown)
            if reading.marked is not None and reading.marked.length:
                view.highlight(reading.marked.span)
        view.state(self.state)

    # --- opening --------------------------------------------------------------------------------

    def open(self, paths: Sequence[str]) -> None:
        """Open files and read them aloud one after another."""
        title = Path(next(iter(paths), "")).name
        finding, nothing = self._begin(title), DocumentEmpty(name=title)
        self._ports.find(paths, lambda found: self._found(finding, found or nothing))

    def open_clipboard(self) -> None:
        """Read the text or the picture of the clipboard as a document."""
        finding = self._begin(self._wording.say(R.CLIPBOARD))
        self._ports.clipboard(lambda found: self._found(finding, found))

    def open_sheets(self, title: str, pictures: Sequence[Picture]) -> None:
        """Read pictures that are in memory as a document, a page each."""
        self._found(self._begin(title), [Sheets(title, tuple(pictures))])

    def resume(self) -> None:
        """Open what was read last, paused at its place."""
        if self.state is PlayerState.EMPTY and (paths := self._ports.places.last):
            self._reading.plays = False
            self._open(Files(paths))

    def close(self) -> None:
        """Let go of everything; the place is kept."""
        self._let_go()
        self._tell_state()

    def _let_go(self) -> None:
        self._finding += 1
        self._is_finding = False
        self._queue.clear()
        self._leave()

    def _begin(self, title: str) -> int:
        """Leave everything for what is opened now; return its number."""
        self._reading.hush()
        self._let_go()
        self._title = title
        self._reading.plays = self._is_finding = True
        self._ports.sounds.play(Earcon.START)
        self._tell_state()
        return self._finding

    def _found(self, finding: int, found: Sequence[Origin] | SeeSayError) -> None:
        if finding != self._finding:
            return
        self._is_finding = False
        if isinstance(found, SeeSayError):
            self._fail(found)
        else:
            self._queue.extend(found)
            self._open_next()

    def _open_next(self) -> None:
        if self._queue:
            self._open(self._queue.popleft())
        self._tell_state()

    def _open(self, origin: Origin) -> None:
        self._leave()
        ports = self._ports
        calls = DocumentCalls(
            open_file=ports.open_file,
            places=ports.places,
            pages=ports.pages,
            ask_password=self._ask_password,
            opened=self._opened,
            failed=self._fail,
            changed=self._reading.changed,
            figure=self._reading.figures.take,
        )
        # What it is called as long as it has not told its title.
        self._title = Path(origin.paths[0]).name if isinstance(origin, Files) else origin.title
        self._document = Document(origin, calls)
        self._tell_state()

    def _opened(self) -> None:
        document = self._document
        if document is None or document.info is None:
            return
        info = document.info
        if self._view is not None:
            self._view.opened(info, document.bookmarks)
        self._say(self._wording.count(R.OPENED, info.pages, title=info.title))
        if document.place > Position():
            self._say(self._wording.say(R.GOES_ON, page=document.place.page))
        self._reading.begin(document, info)
        self._tell_state()

    def _ask_password(self, error: DocumentLocked, reply: Callable[[str | None], None]) -> None:
        if self._view is None:
            self._fail(error)
            return
        self._is_asking = True
        self._tell_state()
        self._ports.report(error)
        is_wrong = error.params.get("is_wrong") == "yes"
        self._view.ask_password(
            error.params.get("name", ""), is_wrong, lambda password: self._answered(reply, password)
        )

    def _answered(self, reply: Callable[[str | None], None], password: str | None) -> None:
        self._is_asking = False
        reply(password)
        self._tell_state()

    def _fail(self, error: SeeSayError) -> None:
        """Tell why a document is not, or no longer, open, and go on with the next one."""
        origin = self._document.origin if self._document is not None else None
        if isinstance(origin, Files) and origin.paths == self._ports.places.last:
            # It would be opened, and fail, with every opening of the window.
            self._ports.places.lose_last()
        self._leave()
        self._ports.report(error)
        if self._view is not None:
            self._view.failed(error)
        self._open_next()

    def _leave(self) -> None:
        """Let go of the document and of what is made of it, not of what waits behind it."""
        # Its pages come no more: an export that waited for them would wait for ever.
        self.cancel_export()
        self._is_asking = False
        self._reading.leave()
        document, self._document = self._document, None
        if document is not None:
            document.close()

    def _ended(self, info: DocumentInfo) -> None:
        if self._queue:
            self._reading.plays = True
            self._open_next()
        else:
            self._say(self._wording.say(R.END, title=info.title))

    # --- playing --------------------------------------------------------------------------------

    def play_pause(self) -> None:
        """Speak on, or be silent at this place."""
        if self._reading.plays:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Speak on from this place; harmless while that is so."""
        if self.state is PlayerState.EMPTY:
            self._ports.report(NoDocument())
        elif not self._reading.plays:
            self._reading.play()

    def pause(self) -> None:
        """Be silent at this place, or open without speaking; leaves a search, too, and what is said of a step."""
        self._reading.pause()

    def stopped(self) -> None:
        """Be paused, because somebody has silenced everything."""
        self._reading.stopped()

    def give_way(self, say: Callable[[], None]) -> None:
        """Let a window say something in place of what is spoken; reading goes on behind it."""
        self._reading.give_way(say)

    def step(self, unit: Unit, by: int) -> None:
        """Go that many units on and speak from there; while paused, that unit only."""
        if self._is_open():
            self._reading.step(unit, by)

    def go_to_page(self, number: int) -> None:
        """Go to a page."""
        if self._is_open():
            self._reading.go_to_page(number)

    def go_to(self, position: Position) -> None:
        """Go to a place."""
        if self._is_open():
            self._reading.go_to(position)

    def go_to_entry(self, entry: ContentsEntry) -> None:
        """Go to an entry of the table of contents."""
        if self._is_open():
            self._reading.go_to_entry(entry)

    def search(self, words: str, by: int = 1) -> None:
        """Go to the next place with these words, or the former one."""
        if self._is_open():
            self._reading.search(words, by)

    # --- asking ---------------------------------------------------------------------------------

    def where(self) -> None:
        """Say page, per cent and minutes left."""
        document = self._document
        if self._is_open() and document is not None and document.info is not None:
            self._say(whereabouts(self._wording, document, document.info, self._reading.speed), Priority.NOW)

    def spell(self) -> None:
        """Spell the word at the place."""
        document = self._document
        if not self._is_open() or document is None:
            return
        page = document.pages.get(document.place.page)
        word = self._reading.teller.word(page, document.place) if page is not None else None
        self._say(self._wording.say(R.NO_WORD) if word is None else self._wording.spell(word.text), Priority.NOW)

    # --- keeping --------------------------------------------------------------------------------

    def add_bookmark(self, note: str) -> None:
        """Keep this place."""
        document = self._document
        if self._is_open() and document is not None:
            kept = Bookmark(document.place, note.strip())
            self._mark(document, tuple(sorted({*document.bookmarks, kept}, key=lambda each: each.position)))
            self._say(self._wording.say(R.MARKED, page=document.place.page), Priority.NOW)

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Forget a bookmark."""
        document = self._document
        if document is not None and bookmark in document.bookmarks:
            self._mark(document, tuple(each for each in document.bookmarks if each != bookmark))
            self._say(self._wording.say(R.UNMARKED), Priority.NOW)

    def _mark(self, document: Document, bookmarks: tuple[Bookmark, ...]) -> None:
        document.mark(bookmarks)
        if self._view is not None:
            self._view.bookmarks(bookmarks)

    def export(self, path: Path, first: int = 1, last: int = 0) -> None:
        """Save pages in the format that the path's ending names; an earlier export is left."""
        document = self._document
        if not self._is_open() or document is None or document.info is None:
            return
        self.cancel_export()
        job = ExportJob(
            path, document.info, document.origin, first, last, self._ports.style(), password=document.password
        )
        speak = partial(passages, self._reading.teller)
        try:
            self._exporter = self._ports.export(job, document.pages.fetch, speak, self._exported)
        except SeeSayError as error:
            self._ports.report(error)
            return
        self._exporter.start()

    def cancel_export(self) -> None:
        """Leave the export."""
        exporter, self._exporter = self._exporter, None
        if exporter is not None:
            exporter.cancel()

    def _exported(self, progress: Progress) -> None:
        if progress.is_over:
            self._exporter = None
            if self._document is not None and self._document.info is not None:
                self._document.pages.leave()
        if self._view is not None:
            self._view.exported(progress)

    # --- telling --------------------------------------------------------------------------------

    def _is_open(self) -> bool:
        """Tell whether there is a document; where there is none, or none yet, say so."""
        if self.state is PlayerState.EMPTY:
            self._ports.report(NoDocument())
        elif self.state is PlayerState.OPENING:
            self._say(self._awaited()[0], Priority.NOW)
        return self._document is not None and self._document.info is not None

    def _show(self, page: Page) -> None:
        if self._view is not None:
            self._view.show_page(page)

    def _highlight(self, span: Span) -> None:
        if self._view is not None:
            self._view.highlight(span)

    def _tell_state(self) -> None:
        state = self.state
        if state is PlayerState.OPENING and not self._is_asking:
            self._opening.begin()
        else:
            self._opening.end()
        if state is not self._told_state:
            self._told_state = state
            self._listen(state)
            if self._view is not None:
                self._view.state(state)

    def _awaited(self) -> tuple[str, str]:
        return self._wording.say(R.OPENING, title=self._title), self._wording.language

    def _say(self, text: str, priority: Priority = Priority.NORMAL) -> None:
        self._ports.speech.say(text, self._wording.language, priority=priority)
