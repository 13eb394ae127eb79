"""What the child process itself costs: start, round trip, a picture's way, a cancel, an end. Medians.

    python benchmarks/process.py

The service does nothing, so that only the machinery is measured. It says nothing about an engine.
"""

from __future__ import annotations

import os
import queue
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from assistant.core.domain import (
    Done,
    EngineEvent,
    EngineReady,
    Picture,
    Piece,
    Reason,
    Request,
    Source,
    SourceKind,
    Task,
)
from assistant.process.host import EngineHost

ROUNDS = 200
STARTS = 9
PIECES = 1000
SIZES = {"4 x 2": (4, 2), "1920 x 1080": (1920, 1080), "3840 x 2160": (3840, 2160)}


class Echo:
    """Answers at once; the question is the number of pieces."""

    def answer(self, request: Request, picture: Picture, is_cancelled: Callable[[], bool]) -> Iterator[EngineEvent]:
        """Yield pieces and the end; QUESTION ends when it is cancelled."""
        for number in range(int(request.question)):
            yield Piece(request.id, f"piece {number} ")
        while request.task is Task.QUESTION and not is_cancelled():
            time.sleep(0.001)
        yield Done(request.id, Reason.FINISHED)


def create(options: Mapping[str, str]) -> Echo:
    return Echo()


class Bench:
    """A host whose events are awaited."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[EngineEvent] = queue.SimpleQueue()
        self._ids = 0
        self.host = EngineHost("echo", "process:create", {}, self._events.put, start_deadline=60, silence_deadline=60)

    def await_event(self, kind: type[EngineEvent]) -> None:
        """Return with the next event of a kind."""
        while not isinstance(self._events.get(timeout=60), kind):
            pass

    def ask(self, picture: Picture, pieces: int = 0, task: Task = Task.READ) -> int:
        """Begin a request and return its id."""
        self._ids += 1
        self.host.answer(Request(self._ids, picture.id, task, str(pieces)), picture)
        return self._ids


def _milliseconds(action: Callable[[], object], rounds: int) -> tuple[float, float]:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def _row(what: str, figures: tuple[float, float], rounds: int) -> None:
    print(f"| {what} | {figures[0]:.2f} | {figures[1]:.2f} | {rounds} |")


def _picture(width: int, height: int) -> Picture:
    return Picture(1, Source(SourceKind.SCREEN), width, height, os.urandom(width) * height * 3)


def _measure_starts() -> None:
    ends: list[float] = []

    def start() -> None:
        bench = Bench()
        bench.host.start()
        bench.await_event(EngineReady)
        began = time.perf_counter()
        bench.host.close()
        ends.append((time.perf_counter() - began) * 1000)

    # What is left of the whole when the end is taken off is the start.
    median, late = _milliseconds(start, STARTS)
    end = statistics.median(ends)
    _row("start until ready", (median - end, late - end), STARTS)
    _row("close", (end, statistics.quantiles(ends, n=20)[-1]), STARTS)


def _measure_answers(bench: Bench) -> None:
    def answer(picture: Picture, pieces: int = 0) -> None:
        bench.ask(picture, pieces)
        bench.await_event(Done)

    for name, size in SIZES.items():
        picture = _picture(*size)
        rounds = ROUNDS if size[0] < 1000 else ROUNDS // 4
        _row(f"round trip, picture of {name}", _milliseconds(partial(answer, picture), rounds), rounds)
    small = _picture(4, 2)
    _row(f"{PIECES} pieces of text", _milliseconds(partial(answer, small, PIECES), 20), 20)

    picture = _picture(1920, 1080)
    _row("caller's own time for `answer`, 1920 x 1080", _measure_caller(bench, picture), 50)

    def change_of_mind() -> None:
        left = bench.ask(small, 1, Task.QUESTION)
        bench.await_event(Piece)
        bench.host.cancel(left)
        answer(small)

    _row("cancel, then the next answer", _milliseconds(change_of_mind, 50), 50)


def _measure_caller(bench: Bench, picture: Picture) -> tuple[float, float]:
    times = []
    for _ in range(50):
        began = time.perf_counter()
        bench.ask(picture)
        times.append((time.perf_counter() - began) * 1000)
        bench.await_event(Done)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    print("| what | median ms | p95 ms | rounds |\n|---|---:|---:|---:|")
    _measure_starts()
    bench = Bench()
    bench.host.start()
    bench.await_event(EngineReady)
    try:
        _measure_answers(bench)
    finally:
        bench.host.close()


if __name__ == "__main__":
    main()
