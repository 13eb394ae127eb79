"""Questions, searches and reading with two engines: the embedded one where it knows, else the model.

What the embedded engine did not find is not told as not found before the model has looked as well.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace

from assistant.core.desk import Desk
from assistant.core.domain import Done, Failed, Found, Piece, Region, RegionKind, Request, Task
from assistant.core.errand import FOREVER, Ending, Happening, Idle, Late, Limits, Way
from assistant.core.errors import EngineStalled, ModelCannot, ModelNeeded
from assistant.core.honesty import MODEL_SENTENCE, Naming, naming_of
from assistant.core.placing import Placed, sentences_of_places
from assistant.core.questions import fold
from assistant.core.telling import Stream, Told
from assistant.core.wording import M

Held = list[Piece]
Looked = Generator[None, Happening, tuple[bool, Ending]]


class Answering:
    """One answer to one question."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_unsure = False

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
        is_told, ending = yield from self._look(FOREVER)
        is_outline = self._desk.request.task is Task.OUTLINE
        if is_outline and isinstance(ending, Failed) and isinstance(ending.error, ModelCannot):
            self._desk.say(M.NO_OUTLINE)
            is_told, ending = yield from self._look(FOREVER, task=Task.FIND)
        if isinstance(ending, Done) and not is_told:
            self._desk.say(M.FOUND_NONE, what=self._desk.request.question.strip())
        self._end(ending)

    def model(self) -> Way:
        """Let the model answer in words; its errors are told."""
        is_told, ending = yield from self._answer(FOREVER)
        if isinstance(ending, Done) and not is_told and self._is_unsure:
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
            for piece in held:
                self._desk.pass_on(piece)
        self._desk.done()

    def _look(self, limits: Limits, task: Task | None = None) -> Looked:
        """Let the model find; return whether anything was told."""
        found: list[Region] = []
        words = _Words(self._desk)

        def take(event: Piece | Found | Idle) -> bool:
            if isinstance(event, Found):
                found.append(event.region)
                return True
            return words.hold(event)

        request = self._desk.request
        ending = yield from self._desk.ask_model(replace(request, task=task or request.task), take, limits)
        if not isinstance(ending, Done):
            return False, ending
        # Places are told in SeeSay's own words; a model that has none to show may still say something.
        return self._tell_places(found) or (not found and words.tell()), ending

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
        self._is_unsure = words.is_unsure
        return words.has_told, ending

    def _tell_places(self, regions: list[Region]) -> bool:
        """Say where things are, thing by thing, and what of the things that were asked for was not found."""
        desk, things = self._desk, _things(self._desk.request)
        sure = [region for region in regions if naming_of(region.confidence) is not Naming.UNSAID]
        for thing in things if sure else ():
            own = [region for region in sure if len(things) == 1 or fold(region.text) == fold(thing)]
            if not own:
                desk.say(M.FOUND_NONE, what=thing)
                continue
            for region in own:
                desk.show(region if region.kind is RegionKind.OBJECT else replace(region, kind=RegionKind.OBJECT))
            placed = [Placed(thing, each.box, naming_of(each.confidence), each.confidence) for each in own]
            picture = desk.picture
            for sentence, confidence in sentences_of_places(placed, picture.width, picture.height, desk.wording):
                desk.say_text(sentence, confidence)
        return bool(sure)

    def _end(self, ending: Ending) -> None:
        match ending:
            case Failed(error=error):
                self._desk.fail(error)
            case Late():
                self._desk.fail(EngineStalled())
            case _:
                self._desk.done()


class _Words:
    """A model's words that answer a question: judged by their own probability where they claim something."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stream = Stream(desk.request.language, first_clause=not desk.has_told)
        self._held: list[Told] = []
        self.is_unsure = False
        self.has_told = False

    def take(self, event: Piece | Idle) -> bool:
        """Tell what is complete."""
        self._tell(self._feed(event))
        return not self._stream.is_full

    def hold(self, event: Piece | Idle) -> bool:
        """Keep what is complete for `tell`."""
        self._held += self._feed(event)
        return not self._stream.is_full

    def tell(self) -> bool:
        """Tell what is left; return whether anything was told."""
        self._tell([*self._held, *self._stream.flush()])
        return self.has_told

    def _feed(self, event: Piece | Idle) -> list[Told]:
        return self._stream.idle() if isinstance(event, Idle) else self._stream.feed(event.text, event.confidence)

    def _tell(self, sentences: list[Told]) -> None:
        for told in sentences:
            is_claim = self._desk.request.task in _CLAIMS
            naming = naming_of(told.confidence, MODEL_SENTENCE) if is_claim else Naming.NAMED
            if naming is Naming.UNSAID:
                self.is_unsure = True
                continue
            self.has_told = True
            self._desk.tell(told, naming)


_CLAIMS = frozenset({Task.ASK, Task.PROMPT, Task.FIND, Task.OUTLINE, Task.DESCRIBE})
"""What is read aloud (READ) or suggested (QUESTION) claims nothing."""


def _things(request: Request) -> list[str]:
    return [thing.strip() for thing in request.question.split(";") if thing.strip()]
