"""Reads one document: what is spoken next, and what a step, a stop or a page that doesn't come means.

Sentences and places are the teller's, pages the document's, and the speech queue speaks. Opening and choosing documents
is the player's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from assistant.core.documents import BlockKind, ContentsEntry, DocumentInfo, Page, Position, Unit
from assistant.core.errors import PageMissing
from assistant.core.reader_ports import PlayerState
from assistant.core.wording import Message
from assistant.core.wording.reading import ReadingMessages as R
from assistant.reader import steps
from assistant.reader.book import Cursor, Saying, Teller, name_of
from assistant.reader.document import Document
from assistant.reader.figures import FigureCalls, Figures
from assistant.reader.player_ports import PlayerPorts, ReadingCalls
from assistant.reader.seeking import Seeker
from assistant.reader.speaker import Speaker, SpeakerCalls
from assistant.reader.waiting import Waiting

MOST_FAILING = 3
"""Pages in a row that can't be read, after which reading is paused."""

IsEnough = Callable[[Saying], bool]


class Reading:
    """Speaks from the cursor on while it `plays`, or while paused one sample: the unit that was stepped to.

    Control flow: `_go_on` lets the speaker ask `_more` for sentences, which takes them from the cursor until a page is
    missing. What is heard moves the document's place. A step or a search is a way that the seeker goes; where it
    lands, reading goes on. Any stop leaves it paused at the sentence that was being spoken.
    """

    def __init__(self, ports: PlayerPorts, calls: ReadingCalls) -> None:
        self._ports = ports
        self._calls = calls
        self._wording = ports.wording
        self._open: tuple[Document, DocumentInfo] | None = None
        self._teller = Teller(ports.wording, ports.settings, ports.read_languages)
        speaking = SpeakerCalls(self._more, self._started, self._emptied, self.stopped)
        self._speaker = Speaker(ports.speech, ports.now, speaking)
        self._seeker = Seeker()
        self._waiting = Waiting(ports.timer, ports.sounds, ports.speech, self._awaited)
        self.figures = Figures(ports.timer, FigureCalls(self._look_at, self._go_on), ports.wording.language)
        self._figure: Position | None = None
        self._cursor = Cursor()
        self._sample: IsEnough | None = None
        self._match: tuple[Position, Position] | None = None
        self._failing = 0
        self._is_hushing = False
        self._is_searching = False
        self._is_ended = False
        self.plays = False
        self.marked: Saying | None = None
        self.shown: Page | None = None

    @property
    def teller(self) -> Teller:
        """What makes sentences of the document's pages."""
        return self._teller

    @property
    def speed(self) -> float:
        """Characters that are spoken in a second, as measured."""
        return self._speaker.speed

    @property
    def state(self) -> PlayerState:
        """What is done with the open document."""
        if self._seeker.is_seeking or ((self.plays or self._sample) and not self._speaker.is_speaking):
            return PlayerState.WAITING
        if self.plays:
            return PlayerState.PLAYING
        return PlayerState.ENDED if self._is_ended else PlayerState.PAUSED

    def begin(self, document: Document, info: DocumentInfo) -> None:
        """Read this document, from its place."""
        self._open = document, info
        self._teller = Teller(self._wording, self._ports.settings, self._ports.read_languages, info.language)
        self._cursor = Cursor(document.place)
        document.pages.focus(document.place.page)
        self._go_on()

    def leave(self) -> None:
        """Let go of the document; what is spoken of it falls silent."""
        if self._speaker.is_speaking:
            self.hush()
        self._seeker.leave()
        self._leave_figure()
        self._waiting.end()
        self._open = self._sample = self._match = self.marked = self.shown = None
        self._is_searching = self._is_ended = False
        self._failing = 0

    # --- playing --------------------------------------------------------------------------------

    def play(self) -> None:
        """Speak on from the place."""
        self.hush()
        self.plays = True
        if self._open is not None:
            document, _ = self._open
            self._is_ended, self._sample = False, None
            self._leave_figure()
            self._cursor = Cursor(document.place)
        self._go_on()

    def pause(self) -> None:
        """Be silent at the place."""
        if self._speaker.is_speaking:
            self.hush()
        self.stopped()

    def stopped(self) -> None:
        """Be paused, because somebody has silenced everything."""
        if self._is_hushing:
            return
        self._speaker.forget()
        self._seeker.leave()
        self._leave_figure()
        self._sample = None
        self.plays = self._is_searching = False
        self._tell()

    def hush(self) -> None:
        """Silence everything, without being paused by that."""
        self._speaker.forget()
        self._is_hushing = True
        self._ports.stop()
        self._is_hushing = False

    def give_way(self, say: Callable[[], None]) -> None:
        """Let somebody say something in place of what is spoken, then go on at that sentence."""
        self._speaker.forget()
        say()
        if self._open is not None and self.plays and not self._seeker.is_seeking:
            self._cursor = Cursor(self._open[0].place)
        self._go_on()

    def changed(self, number: int) -> None:
        """Take note that a page has come, or grown."""
        self._seeker.changed(number)
        if self._open is not None:
            document, _ = self._open
            if number == (self.shown.number if self.shown is not None else document.place.page):
                self._show(document, number)
            self._go_on()

    def _go_on(self) -> None:
        self._speaker.go_on()
        if not self._speaker.is_speaking:
            self._emptied()
        self._tell()

    def _more(self, is_hurried: bool) -> Saying | None:
        """Return what comes at the cursor, None where nothing does, or not yet."""
        if self._open is None or self._seeker.is_seeking or not (self.plays or self._sample):
            return None
        document, info = self._open
        while (number := self._cursor.position.page) <= info.pages:
            document.pages.focus(number)
            page = document.pages.get(number)
            if page is None:
                return None
            if self._figure is not None and self._is_figure_due(page):
                told = self.figures.sentence()
                return None if told is None else Saying(*told, self._figure, 0, self._cursor)
            saying = self._of_page(document, page, is_hurried=is_hurried)
            if saying is not None:
                self._cursor = saying.after
                if self._sample is not None and self._sample(saying):
                    self._sample = None
                return saying
            if not page.is_whole:
                return None
            self._cursor = Cursor(Position(number + 1))
        return None

    def _of_page(self, document: Document, page: Page, *, is_hurried: bool) -> Saying | None:
        error = document.pages.error(page.number)
        if error is None or page.blocks:
            saying = self._teller.next(page, self._cursor, is_hurried=is_hurried)
            if saying is not None:
                self._failing = 0
                self._begin_figure(page, saying.at)
                return saying
        if error is None or not page.is_whole:
            return None
        self._failing += 1
        if self._failing > MOST_FAILING and self.plays:
            # One sentence for each of 500 pages would help nobody.
            self.plays, self._failing = False, 0
            return self._teller.of_page(page.number, self._wording.say(R.PAGES_FAIL))
        return self._teller.of_page(page.number, self._wording.error(error).message)

    def _begin_figure(self, page: Page, at: Position) -> None:
        """Have a figure described that is announced now; the description follows what the document says of it."""
        here = Position(at.page, at.block)
        if at.block >= len(page.blocks) or here == self._figure or not self.plays:
            return
        block = page.blocks[at.block]
        if block.kind is not BlockKind.FIGURE or block.figure < 0:
            return
        describe = self._ports.describer() if self._ports.settings().text("reading.figures") == "describe" else None
        if describe is not None:
            self._figure = here
            self.figures.begin(page.number, block.figure, describe)

    def _is_figure_due(self, page: Page) -> bool:
        """Tell whether a description comes next: what the document says of the figure was said."""
        if self._figure is None:
            return False
        following = self._teller.next(page, self._cursor)
        if following is not None and following.at.block == self._figure.block:
            return False
        if self.figures.is_telling or self.figures.has_sentence:
            return True
        self._figure = None
        return False

    def _look_at(self, page: int, figure: int) -> None:
        if self._open is not None:
            self._open[0].look_at(page, figure)

    def _leave_figure(self) -> None:
        self._figure = None
        self.figures.leave()

    def _started(self, saying: Saying) -> None:
        if self._open is None:
            return
        document, _ = self._open
        if self.plays:
            document.move(saying.at)
        self.marked = saying
        self._show(document, saying.at.page)
        if saying.length:
            self._calls.highlight(saying.span)
        self._tell()

    def _emptied(self) -> None:
        if self._open is None or not self.plays or self._seeker.is_seeking:
            self._tell()
            return
        document, info = self._open
        if self._cursor.position.page > info.pages:
            document.move(Position())
            self.plays, self._is_ended = False, True
            self._calls.ended(info)
        self._tell()

    # --- going somewhere --------------------------------------------------------------------------

    def step(self, unit: Unit, by: int) -> None:
        """Go that many units on."""
        if self._open is None or not by:
            return
        document, info = self._open
        if unit is Unit.PAGE:
            self.go_to_page(document.place.page + by)
        else:
            way = steps.step(self._teller, info.contents, document.place, unit, by, info.pages)
            self._seek(way, partial(self._landed, unit, by), is_search=unit is Unit.HEADING)

    def go_to_page(self, number: int) -> None:
        """Go to a page."""
        if self._open is None:
            return
        document, info = self._open
        self.hush()
        if not 1 <= number <= info.pages:
            error = PageMissing(page=str(number), pages=str(info.pages))
            self.give_way(lambda: self._ports.report(error))
            return
        self._say_page(number)
        self._arrive(document, Position(number))

    def go_to(self, position: Position) -> None:
        """Go to a place."""
        if self._open is not None:
            document, info = self._open
            self.hush()
            is_within = 1 <= position.page <= info.pages
            self._arrive(document, position if is_within else Position(min(max(position.page, 1), info.pages)))

    def go_to_entry(self, entry: ContentsEntry) -> None:
        """Go to an entry of the table of contents."""
        if self._open is not None:
            self._seek(steps.entry(self._teller, entry), partial(self._landed, Unit.HEADING, 1), is_search=False)

    def search(self, words: str, by: int) -> None:
        """Go to the next, or former, place with these words."""
        if self._open is None or not words.strip():
            return
        document, info = self._open
        match = self._match if self._match is not None and self._match[0] == document.place else None
        origin = match[1] if match is not None else document.place
        way = steps.search(words, origin, by, info.pages, is_here=match is None)
        self._seek(way, partial(self._found, words.strip(), by), is_search=True)

    def _seek(self, way: steps.Way, landed: Callable[[Position | None], None], *, is_search: bool) -> None:
        if self._open is not None:
            self.hush()
            self._sample, self._is_searching = None, is_search
            self._seeker.begin(way, self._open[0].pages, landed)
            self._tell()

    def _found(self, words: str, by: int, found: Position | None) -> None:
        if self._open is None:
            return
        document, _ = self._open
        if found is None:
            self._stay(R.NOT_AFTER if by > 0 else R.NOT_BEFORE, words=words)
            return
        page = document.pages.get(found.page)
        start = self._teller.sentence_of(page, found) if page is not None else found
        if start.page != document.place.page:
            self._say_page(start.page)
        self._match = start, found
        self._arrive(document, start)

    def _landed(self, unit: Unit, by: int, found: Position | None) -> None:
        if self._open is None:
            return
        document, info = self._open
        if found is not None:
            self._arrive(document, found, unit)
        elif unit is Unit.HEADING:
            self._stay(R.NO_LATER_HEADING if by > 0 else R.NO_EARLIER_HEADING)
        else:
            self._stay(R.END if by > 0 else R.BEGINNING, title=info.title)

    def _stay(self, why: Message, **params: object) -> None:
        """Say why nothing is there, and go on as before."""
        self.give_way(lambda: self._say(self._wording.say(why, **params)))

    def _arrive(self, document: Document, place: Position, unit: Unit = Unit.SENTENCE) -> None:
        """Read from a place on; while paused, say the unit that is there."""
        self._seeker.leave()
        self._leave_figure()
        self._is_ended = self._is_searching = False
        document.move(place)
        self._cursor = Cursor(place)
        page = document.pages.get(place.page)
        word = self._teller.word(page, place) if unit is Unit.WORD and page is not None else None
        if self.plays:
            self._sample = None
        elif word is not None:
            self._sample = None
            self._started(word)
            self._ports.speech.say(word.text, word.language)
        else:
            self._sample = _is_paragraph if unit is Unit.PARAGRAPH else _is_content
        self._go_on()

    # --- telling ----------------------------------------------------------------------------------

    def _tell(self) -> None:
        if self._open is not None and self.state is PlayerState.WAITING:
            self._waiting.begin()
        else:
            self._waiting.end()
        self._calls.changed()

    def _show(self, document: Document, number: int) -> None:
        page = document.pages.get(number)
        if page is not None and page is not self.shown:
            self.shown = page
            self._calls.show(page)

    def _awaited(self) -> tuple[str, str]:
        number = self._seeker.page or self._cursor.position.page
        usual = R.FIGURE_COMES if self.figures.is_telling and not self._seeker.page else R.PAGE_COMES
        return self._wording.say(R.SEARCHING if self._is_searching else usual, page=number), self._wording.language

    def _say_page(self, number: int) -> None:
        page = self._open[0].pages.get(number) if self._open is not None else None
        self._say(self._wording.say(R.PAGE, page=number if page is None else name_of(page)))

    def _say(self, text: str) -> None:
        self._ports.speech.say(text, self._wording.language)


def _is_paragraph(saying: Saying) -> bool:
    """Tell whether a saying ends its block."""
    after, at = saying.after.position, saying.at
    return (after.page, after.block) != (at.page, at.block)


def _is_content(saying: Saying) -> bool:
    """Tell whether a saying ends the sample of a sentence: SeeSay's own words go before it."""
    return saying.length > 0 or _is_paragraph(saying)
