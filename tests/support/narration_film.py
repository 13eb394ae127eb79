"""A film narrated on its own clock: the real sight, engine and narrator; only time and the voice are the test's.

    for second, telling in Showing(film, tmp_path).tellings(): …

A pass of the engine takes `pass_seconds` of the film, a letter of speech `letter_seconds`, whatever they really take.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.core.camera import Advised, FrameTaken, PostWatch, WatchMode, WatchOpened
from assistant.core.domain import (
    Done,
    EngineEvent,
    Failed,
    Found,
    Picture,
    Piece,
    Request,
    Source,
    SourceKind,
    SpeechState,
    Spoken,
)
from assistant.narration.announcer import Telling
from assistant.narration.sight import Sight
from support.embedded import engine
from support.films import Film
from support.films import Frame as Pixels
from support.narration_stage import NarrationStage

RATE = 5.0
_IDS = itertools.count(-1, -1)


class FilmWatcher:
    """The camera's child without its process: each frame is looked at, one that is asked for is handed over."""

    def __init__(self, post: PostWatch) -> None:
        self._post = post
        self._sight: Sight | None = None
        self._is_ready = self._is_now = False

    def open(self, source: Source, mode: WatchMode) -> None:
        self._sight = Sight(mode)
        self._post(WatchOpened("a film"))

    def watch(self, mode: WatchMode) -> None:
        assert self._sight is not None
        self._sight.watch(mode)

    def ready(self) -> None:
        self._is_ready = True

    def now(self) -> None:
        self._is_now = True

    def measure(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self._sight = None

    def show(self, frame: Pixels, seconds: float) -> None:
        """Look at a frame of the film."""
        if self._sight is None:
            return
        seen = self._sight.look(frame, seconds)
        if seen.advice is not None:
            self._post(Advised(seen.advice))
        if self._sight is not None and (self._is_now or (self._is_ready and seen.amount is not None)):
            self._is_ready = self._is_ready and self._is_now
            self._is_now = False
            self._sight.hand_over()
            height, width = frame.shape[:2]
            rgb = np.ascontiguousarray(frame).tobytes()
            self._post(FrameTaken(Picture(next(_IDS), Source(SourceKind.CAMERA), width, height, rgb), seen.amount or 0))


@dataclass
class Passes:
    """The real engine as the `Background` port; what it finds is told a pass later, on the film's clock."""

    after: Callable[[float, Callable[[], None]], Callable[[], None]]
    seconds: float
    count: int = 0

    def __post_init__(self) -> None:
        self._waiting: dict[int, Callable[[], None]] = {}

    def answer(self, request: Request, picture: Picture, take: Callable[[EngineEvent], None]) -> int:
        self.count += 1
        number = self.count
        events = [event for event in engine().answer(request, picture) if isinstance(event, Found | Done | Failed)]

        def tell() -> None:
            del self._waiting[number]
            for event in events:
                take(event)

        self._waiting[number] = self.after(self.seconds, tell)
        return number

    def drop(self, number: int) -> None:
        if (cancel := self._waiting.pop(number, None)) is not None:
            cancel()


class Showing(NarrationStage):
    """A film shown to a narrator."""

    def __init__(
        self,
        film: Film,
        tmp_path: Path,
        *,
        pass_seconds: float = 1.0,
        letter_seconds: float = 0.04,
    ) -> None:
        self._film = film
        self._letter_seconds = letter_seconds
        self._camera: FilmWatcher | None = None
        self._speaking: int = 0
        super().__init__(tmp_path)
        self.passes = Passes(self.clock.after, pass_seconds)
        self.narrator = self.new_narrator(self._open, self.passes)
        self._answered = 0

    def tellings(self, rate: float = RATE) -> Iterator[tuple[float, Telling]]:
        """Yield (second of the film, what was told) as it is told."""
        began = self.clock.now()
        self.narrator.start()
        for second, frame in self._film.frames(rate):
            self.clock.pass_seconds(began + second - self.clock.now())
            if self._camera is not None:
                self._camera.show(frame, second)
            self._answer()
            self._voice()
            while self.heard_tellings:
                yield self.clock.now() - began, self.heard_tellings.pop(0)
        self.narrator.close()

    def _open(self, post: PostWatch) -> FilmWatcher:
        self._camera = FilmWatcher(post)
        return self._camera

    def _answer(self) -> None:
        """Answer the session's requests by the real engine."""
        while self._answered < len(self.engine.requests):
            request, picture = self.engine.requests[self._answered], self.engine.pictures[self._answered]
            self._answered += 1
            for event in engine().answer(request, picture):
                if isinstance(event, Piece | Found | Done):
                    self.session.answered(event)

    def _voice(self) -> None:
        utterance = self.voice.speaking
        if utterance is None or utterance.id == self._speaking:
            return
        self._speaking = utterance.id
        self.session.voiced(Spoken(utterance.id, SpeechState.STARTED))

        def finish() -> None:
            if self.voice.speaking is utterance:
                self.voice.speaking = None
                self.session.voiced(Spoken(utterance.id, SpeechState.FINISHED))

        self.clock.after(self._letter_seconds * len(utterance.text), finish)
