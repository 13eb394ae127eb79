"""Has the figure that reading comes to described, in sentences, while it is announced.

It doesn't know who describes pictures; where nobody does, nothing is told beside what the document says itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.documents import FigureSeen, PageFailed
from assistant.core.domain import Done, EngineEvent, Failed, Picture, Piece
from assistant.core.ports import Timer
from assistant.core.sentences import SentenceSplitter

PATIENCE = 90.0
"""Seconds after which reading goes on without a description."""

Take = Callable[[EngineEvent], None]
Leave = Callable[[], None]
Describe = Callable[[Picture, Take], Leave]
"""Begin to describe a picture; what is returned leaves it."""


@dataclass(frozen=True, slots=True)
class FigureCalls:
    """How a figure's pixels are asked for, and who hears that there is more to say."""

    look_at: Callable[[int, int], None]
    changed: Callable[[], None]


class Figures:
    """One figure at a time. `language` is that of descriptions whose language nobody tells."""

    def __init__(self, timer: Timer, calls: FigureCalls, language: str) -> None:
        self._timer = timer
        self._calls = calls
        self._language = language
        self._figure: tuple[int, int] | None = None
        self._describe: Describe | None = None
        self._sentences: deque[tuple[str, str]] = deque()
        self._splitter: SentenceSplitter | None = None
        self._leave: Leave = lambda: None
        self._disarm: Leave = lambda: None
        self.is_telling = False
        """Whether more sentences may come."""

    def begin(self, page: int, figure: int, describe: Describe) -> None:
        """Have a figure described; leaves the former one."""
        self.leave()
        self._figure, self._describe = (page, figure), describe
        self.is_telling = True
        self._disarm = self._timer.after(PATIENCE, self._end)
        self._calls.look_at(page, figure)

    def take(self, event: FigureSeen | PageFailed) -> None:
        """Take a figure's pixels, or that a figure of that page can't be seen."""
        if isinstance(event, PageFailed):
            if self._figure is not None and self._figure[0] == event.number:
                self._end()
            return
        seen = (event.number, event.figure)
        if self._figure == seen and self.is_telling and self._describe is not None:
            self._leave = self._describe(event.picture, lambda told: self._take(seen, told))

    @property
    def has_sentence(self) -> bool:
        """Tell whether a sentence is there."""
        return bool(self._sentences)

    def sentence(self) -> tuple[str, str] | None:
        """Return the next sentence and its language, None where there is none at the moment."""
        return self._sentences.popleft() if self._sentences else None

    def leave(self) -> None:
        """Describe nothing any more."""
        self._figure = None
        self._sentences.clear()
        self._stop()

    def _take(self, figure: tuple[int, int], event: EngineEvent) -> None:
        if figure != self._figure or not self.is_telling:
            return
        if isinstance(event, Piece):
            language = event.language or self._language
            if self._splitter is None or self._splitter.language != language:
                self._flush()
                self._splitter = SentenceSplitter(language, first_clause=False)
            self._sentences.extend((text, language) for text in self._splitter.feed(event.text))
            self._calls.changed()
        elif isinstance(event, Done | Failed):
            self._end()

    def _flush(self) -> None:
        splitter, self._splitter = self._splitter, None
        if splitter is not None:
            self._sentences.extend((text, splitter.language) for text in splitter.flush())

    def _end(self) -> None:
        self._flush()
        self._stop()
        self._calls.changed()

    def _stop(self) -> None:
        self.is_telling = False
        self._splitter = None
        leave, self._leave = self._leave, lambda: None
        disarm, self._disarm = self._disarm, lambda: None
        disarm()
        leave()
