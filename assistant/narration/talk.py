"""Everything that a narrator says: what was asked for at once, all else when the voice is free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from assistant.core.answers import Answer, Sentence
from assistant.core.camera import Advice
from assistant.core.camera_ports import CameraView
from assistant.core.domain import Picture
from assistant.core.wording import Message
from assistant.core.wording.narration import AWAY, FACING
from assistant.narration.announcer import Announcer, Offer, Telling
from assistant.narration.hints import Hints
from assistant.narration.parts import NarratorParts, Timers, options_of

_HINT_LOOK = 1.0


class Talk:
    """`choose` returns what is to tell besides notices and hints; `is_silent` whether the session's answer is unspoken.

    `given` hears of a hint. `view` is the window that shows what is told.
    """

    def __init__(
        self,
        parts: NarratorParts,
        timers: Timers,
        *,
        choose: Callable[[], Offer | None],
        is_silent: Callable[[], bool],
        is_facing: Callable[[], bool],
        given: Callable[[Advice], None],
    ) -> None:
        self._parts = parts
        self._timers = timers
        self._choose_other = choose
        self._given = given
        self._notices: list[Telling] = []
        self._hints = Hints(parts.now, lambda: FACING if is_facing() else AWAY)
        self._has_hints = self._is_for_page = False
        self.view: CameraView | None = None
        self._announcer = Announcer(
            parts.speech,
            parts.timer,
            parts.now,
            choose=self._choose,
            is_free=lambda: not parts.session.is_busy or is_silent(),
            least=lambda: options_of(parts.store.settings).least,
            told=self.tell,
        )

    @property
    def is_waiting(self) -> bool:
        """Tell whether something is being said, or will be as soon as it can."""
        return self._announcer.is_waiting

    def begin(self, *, has_hints: bool, is_for_page: bool = False) -> None:
        """Tell from now on, with hints where they are wanted, from none given."""
        self._has_hints, self._is_for_page = has_hints, is_for_page
        self._hints.clear()
        self._announcer.begin()
        self._timers.disarm("hints")
        if is_for_page:
            self._look_for_hints()

    def end(self) -> None:
        """Tell nothing more; what the voice was given is said to its end."""
        self.drop()
        self._timers.disarm("hints")
        self._announcer.end()

    def drop(self) -> None:
        """Forget the notices that wait."""
        self._notices.clear()

    def reconsider(self) -> None:
        """Say what is to be said, now or as soon as the voice is free."""
        self._announcer.reconsider()

    def advised(self, advice: tuple[Advice, ...], well: Message) -> None:
        """Take what is wrong with the picture; `well` tells somebody who was helped that nothing is any more."""
        if self._is_for_page and not advice and self._hints.are_given:
            self.notice("hint", well)
        self._hints.advised(advice)
        self.reconsider()

    def judged(self, picture: Picture) -> Picture:
        """Return a picture with what is wrong with it: where no hints are given, its answer begins with that."""
        return replace(picture, advice=self._hints.advice)

    def notice(self, kind: str, message: Message) -> None:
        """Tell that as soon as the voice is free."""
        wording = self._parts.wording
        self._notices.append(Telling(kind, wording.say(message), wording.language))

    def say(self, kind: str, text: str) -> None:
        """Say what was asked for, behind what is being said."""
        language = self._parts.wording.language
        if self._parts.speech.say(text, language) is not None:
            self.tell(Telling(kind, text, language))

    def tell(self, telling: Telling) -> None:
        """Show what is said."""
        if telling.kind == "dark":
            self._hints.given(Advice.DARK)
        self._parts.heard(telling)
        if self.view is not None and telling.text:
            self.view.told(Sentence(telling.text, telling.language))

    def sink(self, kind: str) -> Shown:
        """Return what shows the sentences of an answer that the session speaks."""
        return Shown(lambda sentence: self.tell(Telling(kind, sentence.text, sentence.language)))

    def _choose(self) -> Offer | None:
        if self._notices:
            return Offer(self._notices[0], self._notice_heard)
        hint = self._hints.next(for_page=self._is_for_page) if self._has_hints else None
        if hint is None:
            return self._choose_other()
        wording = self._parts.wording
        telling = Telling("hint", wording.say(hint[1]), wording.language)
        return Offer(telling, partial(self._hint_heard, hint[0]))

    def _notice_heard(self) -> None:
        if self._notices:
            self._notices.pop(0)

    def _hint_heard(self, advice: Advice) -> None:
        self._hints.given(advice)
        self._given(advice)

    def _look_for_hints(self) -> None:
        """Give the same hint again to somebody who holds a page wrongly for long."""
        self._announcer.reconsider()
        self._timers.arm("hints", _HINT_LOOK, self._look_for_hints)


class Shown:
    """An `AnswerSink` that shows sentences."""

    def __init__(self, tell: Callable[[Sentence], None]) -> None:
        self.sentence = tell

    def ended(self, answer: Answer) -> None:
        """Nothing is left to show."""
