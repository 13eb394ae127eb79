"""The talk with the question window while a request waits for its words, and the last picture, for a follow-up.

It has the model suggest questions where the user wants some; nothing of a suggestion is part of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.core.answers import Answer, Sentence
from assistant.core.cleaning import is_speakable, plain
from assistant.core.domain import (
    Done,
    Earcon,
    EngineEvent,
    EngineState,
    Failed,
    Look,
    Picture,
    Piece,
    Question,
    Task,
)
from assistant.core.planner import Planner
from assistant.core.ports import Engine, Sounds, Timer, Windows
from assistant.core.wording import Wording
from assistant.core.wording.question_window import QuestionMessages as Q

WANTED = 3
WORKING_EVERY = 2.0
"""Seconds between the sounds that say that questions are still looked for."""
_LONGEST = 200
_MOST = 4000
_NUMBER = re.compile(r"^\s*(?:\d+\s*[.):]|[-*\u2022])\s*")
_STATEMENT = re.compile(r"[.!\u3002\u0964\uff01]\s*$")
"""The end of a sentence that is no question, such as that the model has none."""

Asked = Callable[[Question, Picture], None]


@dataclass(frozen=True, slots=True)
class AskingCalls:
    """What the talk calls; `new_id` gives a request's id, for suggestions are requests of their own."""

    windows: Windows
    planner: Planner
    sounds: Sounds
    timer: Timer
    new_id: Callable[[], int]


@dataclass(slots=True)
class _Suggesting:
    """Suggestions on their way."""

    request_id: int
    engine: Engine
    language: str
    text: str = ""
    disarm: Callable[[], None] = lambda: None


class Asking:
    """One window at a time: `open` ends in `asked` or `left`, unless `leave` comes first.

    `kept` is the last picture.
    """

    def __init__(self, calls: AskingCalls, wording: Wording) -> None:
        self._calls = calls
        self._wording = wording
        self.kept: Picture | None = None
        self._open: object | None = None
        self._suggesting: _Suggesting | None = None

    def picture_of(self, answer: Answer) -> Picture | None:
        """Return the picture that an answer is about, as long as it is kept."""
        return self.kept if self.kept is not None and self.kept.id == answer.picture_id else None

    def open(self, look: Look, engine: Engine, picture: Picture, asked: Asked, left: Callable[[], None]) -> None:
        """Ask for the words of a look at a picture."""
        this = self._open = object()
        earlier = self.kept if self.kept is not picture else None

        def reply(question: Question | None) -> None:
            if self._open is not this:
                return
            chosen = earlier if question is not None and question.is_follow_up and earlier is not None else picture
            if question is not None and question.task is Task.QUESTION:
                self._suggest(look, engine, question, chosen)
                return
            self._end()
            if question is None or not question.words.strip():
                left()
            else:
                asked(question, chosen)

        self._calls.windows.ask(look.task, reply, has_last=earlier is not None)

    def leave(self) -> None:
        """Close the window; nobody is called."""
        if self._open is not None:
            self._end()
            self._calls.windows.leave_question()

    def take(self, event: EngineEvent) -> bool:
        """Take what an engine says of suggestions; False where it says it of something else."""
        this = self._suggesting
        if isinstance(event, EngineState) or this is None or event.request_id != this.request_id:
            return False
        match event:
            case Piece():
                this.text = (this.text + event.text)[:_MOST]
            case Done():
                found = tuple(Sentence(question, this.language) for question in suggestions(this.text))
                self._show(found, self._wording.say(Q.NO_SUGGESTION))
            case Failed():
                self._show((), self._wording.error(event.error).spoken)
        return True

    def _suggest(self, look: Look, engine: Engine, question: Question, picture: Picture) -> None:
        self._stop()
        wanted = Look(
            Task.QUESTION, look.source, question.words, question.language or look.language, look.read_language
        )
        request = self._calls.planner.request(self._calls.new_id(), picture.id, wanted)
        this = self._suggesting = _Suggesting(request.id, engine, request.language)
        self._arm(this)
        engine.answer(request, picture)

    def _show(self, questions: tuple[Sentence, ...], told: str) -> None:
        if self._suggesting is not None:
            self._suggesting.disarm()
        self._suggesting = None
        self._calls.windows.suggest(questions, "" if questions else told)

    def _arm(self, this: _Suggesting) -> None:
        this.disarm = self._calls.timer.after(WORKING_EVERY, lambda: self._sound(this))

    def _sound(self, this: _Suggesting) -> None:
        if self._suggesting is this:
            self._calls.sounds.play(Earcon.WORKING)
            self._arm(this)

    def _end(self) -> None:
        self._open = None
        self._stop()

    def _stop(self) -> None:
        this, self._suggesting = self._suggesting, None
        if this is not None:
            this.disarm()
            this.engine.cancel(this.request_id)


def suggestions(text: str) -> Iterator[str]:
    """Yield the first questions of a model's answer, a line each, cleaned; what is no question is left out."""
    told: set[str] = set()
    for line in plain(text).splitlines():
        question = " ".join(_NUMBER.sub("", line).split())
        if not is_speakable(question) or len(question) > _LONGEST or _STATEMENT.search(question):
            continue
        if question.casefold() not in told and len(told) < WANTED:
            told.add(question.casefold())
            yield question
