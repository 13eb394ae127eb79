"""Narrating: the first view described, then what changed, one engine pass at a time, always on the newest frame."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assistant.core.answers import Answer, Sentence
from assistant.core.domain import Detail, Look, Picture, Reason, Region, Task
from assistant.core.ports import AnswerSink, Timer
from assistant.core.session import Session
from assistant.core.wording import Wording
from assistant.core.wording.narration import NarrationMessages as N
from assistant.narration.announcer import Offer, Telling
from assistant.narration.comparing import ChangeKind, Comparing
from assistant.narration.looks import CAMERA, Looks
from assistant.narration.sketch import Sketch, sketch_of
from assistant.narration.telling import is_told, sentence_of

DESCRIPTION = "description"
_LOOKS_AGAIN = 2
"""Extra looks in a row that settle what one look left open."""
_RETRY = 0.5


@dataclass(frozen=True, slots=True)
class SceneCalls:
    """What a scene needs of the narrator. `answer` lets the session answer; `tell` shows what the session speaks."""

    session: Session
    answer: Callable[[Look, Picture, AnswerSink], None]
    looks: Looks
    timer: Timer
    wording: Wording
    next_frame: Callable[[], None]
    newest_frame: Callable[[], None]
    detail: Callable[[], Detail]
    reconsider: Callable[[], None]
    tell: Callable[[Telling], None]


class Scene:
    """Frame → (described as a whole, or compared) → something to tell → the next frame.

    What is to be told is asked for by `offer` when the voice is free. The first view, and the one that the user asks
    for, is an answer of the session like every other: it can be stopped, repeated and opened. Another view because the
    camera turned is described in the session's silence, and its sentences wait here for the voice.
    """

    def __init__(self, calls: SceneCalls) -> None:
        self._calls = calls
        self._comparing = Comparing()
        self._sentences: deque[Telling] = deque()
        self._wants_view = True
        self._is_blank_told = False
        self._is_described = True
        self._is_asked = False
        self._is_dark_known = False
        self._looks_again = 0
        self._batch = 0
        self._number = 0
        self._disarm: Callable[[], None] = lambda: None

    @property
    def is_silent(self) -> bool:
        """Tell whether the session speaks nothing of what it answers for this scene."""
        return not self._is_described and not self._is_asked

    def begin(self) -> None:
        """Describe the next frame as a whole, as an answer."""
        self._wants_view = self._is_asked = True
        self._is_blank_told = False
        self._next(is_now=self._comparing.has_begun)

    def go_on(self) -> None:
        """Compare again, after something else was done with the camera."""
        if not self._comparing.has_begun:
            self.begin()
        else:
            self._next()

    def describe_again(self) -> None:
        """Tell the view again although nothing changed."""
        self._wants_view, self._is_asked = True, False
        self._next(is_now=True)

    def knows_dark(self) -> None:
        """Note that the user was told why nothing is seen: that it became dark is no news then."""
        self._is_dark_known = True

    def leave(self) -> None:
        """Forget what is under way and what waits."""
        self._disarm()
        self._number += 1
        self._calls.looks.leave()
        self._sentences.clear()
        self._is_described = True

    def frame(self, picture: Picture) -> None:
        """Take the newest frame."""
        sketch = sketch_of(picture)
        if sketch.is_blank:
            self._blank(sketch)
        elif self._wants_view or not self._comparing.has_begun:
            self._view(picture, sketch)
        else:
            self._calls.looks.look(picture, lambda regions: self._compare(regions, sketch, picture))

    def offer(self) -> Offer | None:
        """Return what to tell now, the most important first."""
        if self._sentences:
            return Offer(self._sentences[0], self._sentence_heard, self._batch)
        if self._comparing.has_begun and not self._wants_view:
            return self._change()
        return None

    # --- a view as a whole ----------------------------------------------------------------------------

    def _blank(self, sketch: Sketch) -> None:
        """Never describe one surface; the dark is told by comparing, a first frame that is blank by itself."""
        if self._comparing.has_begun and not (self._wants_view and self._is_asked):
            self._comparing.look((), sketch)
        elif not self._is_blank_told:
            self._is_blank_told = True
            wording = self._calls.wording
            self._sentences.append(Telling("blank", wording.say(N.BLANK), wording.language))
        self._calls.reconsider()
        self._next()

    def _view(self, picture: Picture, sketch: Sketch) -> None:
        if self._calls.session.is_busy:
            # Somebody waits for an answer, or hears it: the view of later is the better one.
            self._disarm = self._calls.timer.after(_RETRY, lambda: self._next(is_now=True))
            return
        self._wants_view = False
        self._describe(picture, is_quiet=not self._is_asked)
        self._calls.looks.look(picture, lambda regions: self._begun(regions, sketch))

    def _describe(self, picture: Picture, *, is_quiet: bool) -> None:
        self._sentences.clear()
        self._batch += 1
        self._number += 1
        self._is_described, self._is_asked = False, not is_quiet
        look = Look(Task.DESCRIBE, CAMERA, detail=self._calls.detail(), is_quiet=is_quiet)
        self._calls.answer(look, picture, _Sink(self, self._number, is_quiet=is_quiet))

    def _begun(self, regions: tuple[Region, ...], sketch: Sketch) -> None:
        self._comparing.begin(regions, sketch)
        # For programs: what is there as a whole; the description tells it to people.
        self._calls.tell(Telling("view", "", self._calls.wording.language, regions))
        self._calls.reconsider()
        self._next()

    def sentence(self, number: int, sentence: Sentence, *, is_quiet: bool) -> None:
        """Take a sentence of a description from the session."""
        if number != self._number:
            return
        telling = Telling(DESCRIPTION, sentence.text, sentence.language)
        if is_quiet:
            self._sentences.append(telling)
            self._calls.reconsider()
        else:
            self._calls.tell(telling)

    def described(self, number: int, answer: Answer) -> None:
        """Take the end of a description: one that was cut off before anything was known is made again."""
        if number != self._number:
            return
        self._is_described, self._is_asked = True, False
        if answer.reason is Reason.CANCELLED and not answer.sentences:
            self._wants_view = True
            self._disarm = self._calls.timer.after(_RETRY, lambda: self._next(is_now=True))
        self._calls.reconsider()

    def _sentence_heard(self) -> None:
        if self._sentences:
            self._sentences.popleft()

    # --- what changed -----------------------------------------------------------------------------------

    def _compare(self, regions: tuple[Region, ...], sketch: Sketch, picture: Picture) -> None:
        comparing = self._comparing
        comparing.look(regions, sketch)
        self._batch += 1
        if any(change.kind is ChangeKind.SCENE for change in comparing.pending()):
            if self._calls.session.is_busy:
                self._wants_view, self._is_asked = True, False
            else:
                comparing.begin(regions, sketch)
                self._describe(picture, is_quiet=True)
        self._calls.reconsider()
        is_open = comparing.wants_look and self._looks_again < _LOOKS_AGAIN
        self._looks_again = self._looks_again + 1 if is_open else 0
        self._next(is_now=is_open or self._wants_view)

    def _change(self) -> Offer | None:
        detail, wording = self._calls.detail(), self._calls.wording
        for change in self._comparing.pending():
            is_known = change.kind is ChangeKind.DARK and self._is_dark_known
            self._is_dark_known = self._is_dark_known and change.kind is not ChangeKind.LIGHT
            text = sentence_of(change, wording, detail) if is_told(change, detail) and not is_known else ""
            if text:
                telling = Telling(change.kind, text, wording.language, change.regions)
                return Offer(telling, partial(self._comparing.commit, change), self._batch)
            if change.kind is not ChangeKind.SCENE:
                self._comparing.commit(change)
        return None

    def _next(self, *, is_now: bool = False) -> None:
        if is_now:
            self._calls.newest_frame()
        else:
            self._calls.next_frame()


@dataclass(frozen=True, slots=True)
class _Sink:
    """Carries a description from the session to its scene."""

    scene: Scene
    number: int
    is_quiet: bool

    def sentence(self, sentence: Sentence) -> None:
        """Take the next sentence."""
        self.scene.sentence(self.number, sentence, is_quiet=self.is_quiet)

    def ended(self, answer: Answer) -> None:
        """Take the whole answer."""
        self.scene.described(self.number, answer)
