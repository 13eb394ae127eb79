"""Questions, searches and reading with two engines: the embedded one where it knows, else the model.

What the embedded engine did not find is not told as not found before the model has looked as well.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace

from assistant.core.desk import Desk
from assistant.core.domain import Done, Failed, Found, Piece, Region, Request, Task
from assistant.core.errand import FOREVER, Ending, Happening, Idle, Late, Limits, Way
from assistant.core.errors import EngineStalled, ModelCannot, ModelNeeded
from assistant.core.folding import fold
from assistant.core.honesty import MODEL_BOX, MODEL_SENTENCE, Naming, naming_of
from assistant.core.placing import Placed, sentences_of_places
from assistant.core.telling import Stream, Told
from assistant.core.wording import M

Held = list[Piece]
Looked = Generator[None, Happening, tuple[bool, Ending]]


class Answering:
    """One answer to one question."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_unsure = False
        self._refusals: Held = []

    # --- the ways -------------------------------------------------------------------------------------

    def embedded(self) -> Way:
        """Let the embedded engine answer alone."""
        ending = yield from self._desk.ask_embedded(self._desk.request, self._desk.pass_on)
        self._end(ending)

    def question(self, *, may_be_missed: bool) -> Way:
        """Ask the embedded engine; where it does not understand, the model.

        `may_be_missed` is for questions after a thing: then the model is asked as well where nothing was found.
        """
        held, is_found, ending = yield from self._hold(is_held=may_be_missed)
        if isinstance(ending, Failed) and isinstance(ending.error, ModelNeeded):
            yield from self.model()
        elif is_found or not isinstance(ending, Done):
            self._end(ending)
        else:
            yield from self._model_or(held, self._answer)

    def find(self) -> Way:
        """Look with the embedded engine, and where it finds nothing with the model."""
        held, is_found, ending = yield from self._hold(is_held=True)
        if is_found or not isinstance(ending, Done):
            self._end(ending)
        else:
            yield from self._model_or(held, self._look)

    def look(self) -> Way:
        """Let the model find, or draw the outline of, a thing; its errors are told."""
        request = self._desk.request
        held, is_found, ending = yield from self._search(request, FOREVER)
        if request.task is Task.OUTLINE and isinstance(ending, Failed) and isinstance(ending.error, ModelCannot):
            self._desk.say(M.NO_OUTLINE)
            held, is_found, ending = yield from self._search(replace(request, task=Task.FIND), FOREVER)
        if isinstance(ending, Done) and not is_found:
            self._replay(held)
            if not held:
                self._desk.say(M.FOUND_NONE, what=request.question.strip())
        self._end(ending)

    def model(self) -> Way:
        """Let the model answer in words; its errors are told."""
        is_told, ending = yield from self._answer(FOREVER)
        if isinstance(ending, Done) and not is_told:
            self._replay(self._refusals)
            if self._is_unsure:
                self._desk.say(M.MODEL_UNSURE)
        self._end(ending)

    # --- steps ----------------------------------------------------------------------------------------

    def _hold(self, *, is_held: bool) -> Generator[None, Happening, tuple[Held, bool, Ending]]:
        """Ask the embedded engine; what it says before it shows a place is held back where that is wanted."""
        held: Held = []
        is_found = not is_held

        def take(event: Piece | Found) -> None:
            nonlocal is_found
            is_found = is_found or isinstance(event, Found)
            if is_found:
                self._desk.pass_on(event)
            elif isinstance(event, Piece):
                held.append(event)

        ending = yield from self._desk.ask_embedded(self._desk.request, take)
        return held, is_found, ending

    def _model_or(self, held: Held, ask: Callable[[Limits], Looked]) -> Way:
        """Ask the model; say what was held back where it finds nothing more or does not answer."""
        is_told, ending = yield from ask(self._desk.limits)
        if not isinstance(ending, Done):
            self._desk.tell_trouble(ending)
        if not is_told:
            self._replay(held)
        self._desk.done()

    def _look(self, limits: Limits) -> Looked:
        """Let the model find; return whether it did."""
        _, is_found, ending = yield from self._search(self._desk.request, limits)
        return is_found, ending

    def _search(self, request: Request, limits: Limits) -> Generator[None, Happening, tuple[Held, bool, Ending]]:
        """Let the model find and tell what it found, in its engine's words or else in ours; return what it said."""
        held: Held = []
        found: list[Region] = []

        def take(event: Piece | Found | Idle) -> bool:
            if isinstance(event, Found) and naming_of(event.region.confidence, MODEL_BOX) is not Naming.UNSAID:
                found.append(event.region)
            elif isinstance(event, Piece):
                held.append(event)
            return len(held) <= _MOST_PIECES

        ending = yield from self._desk.ask_model(request, take, limits)
        is_found = bool(found) and isinstance(ending, Done)
        if is_found:
            for region in found:
                self._desk.show(region)
            self._replay(held)
            if not held:
                self._tell_places(found)
        return held, is_found, ending

    def _replay(self, held: Held) -> None:
        for piece in held:
            self._desk.pass_on(piece)

    def _answer(self, limits: Limits) -> Looked:
        """Let the model answer in words; return whether anything was told."""
        words = _Words(self._desk)

        def take(event: Piece | Found | Idle) -> bool:
            if isinstance(event, Found):
                self._desk.show(event.region)
                return True
            return words.take(event)

        ending = yield from self._desk.ask_model(self._desk.request, take, limits)
        if isinstance(ending, Done):
            words.tell()
        self._is_unsure, self._refusals = words.is_unsure, words.refusals
        return words.has_told, ending

    def _tell_places(self, found: list[Region]) -> None:
        """Say where things are, thing by thing, and what of the things that were asked for was not found."""
        desk, things = self._desk, _things(self._desk.request)
        for thing in things:
            own = [region for region in found if len(things) == 1 or fold(region.text) == fold(thing)]
            if not own:
                desk.say(M.FOUND_NONE, what=thing)
                continue
            placed = [Placed(thing, each.box, naming_of(each.confidence, MODEL_BOX), each.confidence) for each in own]
            picture = desk.picture
            for sentence, confidence in sentences_of_places(placed, picture.width, picture.height, desk.wording):
                desk.say_text(sentence, confidence)

    def _end(self, ending: Ending) -> None:
        match ending:
            case Failed(error=error):
                self._desk.fail(error)
            case Late():
                self._desk.fail(EngineStalled())
            case _:
                self._desk.done()


class _Words:
    """A model's words that answer a question: judged by their own probability where they claim something.

    `refusals` are its engine's own sentences that say that there is no answer: somebody else may have one.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stream = Stream(desk.request.language, first_clause=not desk.has_told)
        self.is_unsure = False
        self.refusals: Held = []
        self.has_told = False

    def take(self, event: Piece | Idle) -> bool:
        """Tell what is complete; what the model's engine says of itself is passed on as it is."""
        if isinstance(event, Piece) and event.is_notice:
            self._take_own(event)
        elif isinstance(event, Piece):
            self._tell(self._stream.feed(event))
        else:
            self._tell(self._stream.idle())
        return not self._stream.is_full

    def _take_own(self, piece: Piece) -> None:
        # It may have begun anew, in a smaller form.
        self._stream.begin_again()
        if piece.text.strip() in (self._desk.wording.say(M.NOTHING_SAID), self._desk.wording.say(M.UNANSWERABLE)):
            self.refusals.append(piece)
        else:
            self._desk.pass_on(piece)

    def tell(self) -> None:
        """Tell what is left."""
        self._tell(self._stream.flush())

    def _tell(self, sentences: list[Told]) -> None:
        for told in sentences:
            is_claim = self._desk.request.task in _CLAIMS
            naming = naming_of(told.confidence, MODEL_SENTENCE) if is_claim else Naming.NAMED
            if naming is Naming.UNSAID:
                self.is_unsure = True
                self._desk.leave_out()
                continue
            self.has_told = True
            self._desk.tell(told, naming)


_MOST_PIECES = 200
"""More is no answer to where a thing is."""
_CLAIMS = frozenset({Task.ASK, Task.PROMPT})
"""What is read aloud (READ) or suggested (QUESTION) claims nothing."""


def _things(request: Request) -> list[str]:
    return [thing.strip() for thing in request.question.split(";") if thing.strip()]
