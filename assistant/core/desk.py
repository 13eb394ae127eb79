"""What every way of a request shares: its two engines, its words, and the account of who answered and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.core.domain import Done, Failed, Found, Piece, Reason, Region, Request, Stats
from assistant.core.errand import FOREVER, Asking, Errand, Idle, Late, Limits
from assistant.core.errors import SeeSayError
from assistant.core.honesty import Naming
from assistant.core.ports import Engine
from assistant.core.telling import Told
from assistant.core.trouble import Trouble
from assistant.core.wording import M, Message, Wording

_WORST = (Reason.FINISHED, Reason.LENGTH, Reason.REPEATED, Reason.CANCELLED)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that the model gets where somebody else can answer: to load, until its first word, to check itself."""

    loading: float = 15.0
    first_word: float = 30.0
    check: float = 20.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The two engines and what is agreed about them."""

    embedded: Engine
    model: Engine
    trouble: Trouble
    patience: Patience
    is_named: bool = False


class Desk:
    """Where the ways of one request work. `wording` is in the answer's language; `now` is a clock in seconds."""

    def __init__(
        self, errand: Errand, parts: Parts, wording: Wording, now: Callable[[], float], is_ready: Callable[[], bool]
    ) -> None:
        self.request: Request = errand.request
        self.picture = errand.picture
        self.parts = parts
        self.wording = wording
        self._errand = errand
        self._now = now
        self._is_ready = is_ready
        self._began = now()
        self._first: float | None = None
        self._reason = Reason.FINISHED
        self._is_hedge_open = False
        self._is_sentence_open = False
        self._is_line_open = False
        self._engines: list[str] = []
        self._models: list[str] = []

    @property
    def has_told(self) -> bool:
        """Tell whether anything of the answer was said."""
        return self._first is not None

    # --- asking -------------------------------------------------------------------------------------

    def ask_embedded(self, request: Request, take: Callable[[Piece | Found], object]) -> Asking:
        """Ask the embedded engine; `take` gets what it says."""
        ending = yield from self._errand.ask(self.parts.embedded, request, _taking(take))
        self._note(ending)
        return ending

    def ask_model(
        self, request: Request, take: Callable[[Piece | Found | Idle], bool], limits: Limits = FOREVER
    ) -> Asking:
        """Ask the model; `take` returns False once it has had enough."""
        has_spoken = False

        def taken(event: Piece | Found | Idle) -> bool:
            nonlocal has_spoken
            if isinstance(event, Piece):
                self.parts.trouble.is_over()
                has_spoken = True
            return take(event)

        ending = yield from self._errand.ask(self.parts.model, request, taken, limits, is_ready=self._is_ready())
        self._note(ending)
        if has_spoken and not (isinstance(ending, Done) and ending.stats.engine):
            # It did not live to tell its name.
            self._models.append(self.parts.model.name)
        return ending

    @property
    def limits(self) -> Limits:
        """How long the model is waited for where the embedded engine can answer in its place."""
        return Limits(loading=self.parts.patience.loading, first=self.parts.patience.first_word)

    # --- telling ------------------------------------------------------------------------------------

    def pass_on(self, event: Piece | Found) -> None:
        """Pass on what an engine said, as it is."""
        if isinstance(event, Found):
            self._errand.show(event.region)
        else:
            self._say(event)

    def show(self, region: Region) -> None:
        """Pass a region on."""
        self._errand.show(region)

    def say(self, message: Message, confidence: float = 1.0, **params: object) -> None:
        """Say a sentence of SeeSay's own."""
        self.say_text(self.wording.say(message, **params), confidence)

    def say_text(self, text: str, confidence: float = 1.0) -> None:
        """Say a sentence that the wording has made."""
        self._is_hedge_open = self._is_sentence_open = False
        self._say(Piece(0, f"{text[:1].upper()}{text[1:]}\n", confidence, self.wording.language))

    def tell(self, told: Told, naming: Naming = Naming.NAMED) -> None:
        """Say a sentence of the model, hedged where it must be; a hedge holds for all clauses of a sentence."""
        is_covered = self._is_hedge_open
        self._tell(told, naming, is_covered=is_covered)
        self._is_hedge_open = (naming is Naming.HEDGED or is_covered) and told.is_open
        self._is_sentence_open = told.is_open

    def leave_out(self) -> None:
        """Take note that a sentence is not told; where its beginning was, say so."""
        if self._is_sentence_open:
            self.say(M.REST_UNSURE)

    def _tell(self, told: Told, naming: Naming, *, is_covered: bool) -> None:
        if naming is not Naming.HEDGED or is_covered:
            self._say(Piece(0, f"{told.text}\n", told.confidence, told.language))
        elif self.wording.language == (told.language or self.request.language):
            self.say(M.HEDGED, told.confidence, sentence=told.text)
        else:
            # No voice reads a language that isn't its own.
            self.say_text(self.wording.say(M.HEDGED, sentence="").strip(), told.confidence)
            self._say(Piece(0, f"{told.text}\n", told.confidence, told.language or self.request.language))

    def tell_trouble(self, ending: Failed | Late) -> None:
        """Say why the model does not answer, unless the user knows."""
        sentence = self.parts.trouble.sentence(ending, self.wording)
        if sentence:
            self.say_text(sentence)

    def done(self) -> None:
        """End the answer: with the worst reason of its parts, and the names of those who took part."""
        total = (self._now() - self._began) * 1000
        stats = Stats("+".join(self._engines), ", ".join(self._models), self._first, total)
        self._errand.done(self._reason, stats)

    def fail(self, error: SeeSayError) -> None:
        """End the answer with an error."""
        self._errand.fail(error)

    def _say(self, piece: Piece) -> None:
        if self._is_line_open and (piece.is_notice or not piece.request_id):
            # What another engine left unfinished is no beginning of this.
            piece = replace(piece, text=f"\n{piece.text}")
        self._is_line_open = not piece.text.endswith("\n")
        if self._first is None and piece.text.strip():
            self._first = (self._now() - self._began) * 1000
        self._errand.say(piece)

    def _note(self, ending: Done | Failed | Late) -> None:
        if not isinstance(ending, Done):
            return
        self._reason = max(self._reason, ending.reason, key=_WORST.index)
        for names, name in ((self._engines, ending.stats.engine), (self._models, ending.stats.model)):
            if name and name not in names:
                names.append(name)


def _taking(take: Callable[[Piece | Found], object]) -> Callable[[Piece | Found | Idle], bool]:
    def taken(event: Piece | Found | Idle) -> bool:
        if not isinstance(event, Idle):
            take(event)
        return True

    return taken
