"""A large model's service whose answers are told by its options; it runs inside a worker.

"says" is the answer to every task in words, one bit at a time, each at the probability "sure". "finds" is what FIND
finds: "name x y width height", one a line. "habit" is what it does in the middle of its words: die, or hang.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping

from assistant.core.domain import (
    Box,
    Done,
    EngineEvent,
    Found,
    Picture,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Stats,
    Task,
)

SERVICE = "support.fake_model:create"


class FakeModel:
    """Answers what it was told to."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    def answer(self, request: Request, picture: Picture, is_cancelled: Callable[[], bool]) -> Iterator[EngineEvent]:
        """Yield the words, or the boxes, then the end."""
        if request.task is Task.FIND:
            for line in self._options.get("finds", "").splitlines():
                name, *numbers = line.split()
                box = Box(*map(int, numbers))
                yield Found(request.id, Region(RegionKind.OBJECT, name, box, 0.9))
        else:
            yield from self._words(request, is_cancelled)
        yield Done(request.id, Reason.FINISHED, Stats("paligemma", "fake", 1.0, 2.0))

    def _words(self, request: Request, is_cancelled: Callable[[], bool]) -> Iterator[EngineEvent]:
        words = self._options.get("says", "").split()
        for number, word in enumerate(words):
            if number == len(words) // 2:
                self._misbehave(is_cancelled)
            yield Piece(request.id, f" {word}" if number else word, float(self._options.get("sure", "0.9")))

    def _misbehave(self, is_cancelled: Callable[[], bool]) -> None:
        habit = self._options.get("habit", "")
        if habit == "die":
            os.abort()
        while habit == "hang" and not is_cancelled():
            time.sleep(0.002)


def create(options: Mapping[str, str]) -> FakeModel:
    """Be ready at once."""
    return FakeModel(options)
