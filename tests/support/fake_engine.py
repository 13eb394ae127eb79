"""An engine service whose every answer is scripted by the request's question; it runs inside a worker.

A question is a list of steps, one a line: "say words", "find words", "done", or one of the bad habits below. `create`
reads the option "start" in the same way, so that loading can go wrong as well. What the steps "forgotten" and
"picture" say lets a test look into the child.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from assistant.core.domain import (
    Box,
    Done,
    EngineEvent,
    Failed,
    Found,
    Picture,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Stats,
)
from assistant.core.errors import LanguagePackMissing, ModelNeeded

SERVICE = "support.fake_engine:create"


def create(options: Mapping[str, str]) -> FakeEngine:
    """Load, as the option "start" says."""
    step = options.get("start", "")
    if step == "refuse":
        raise LanguagePackMissing(language="th", pack="tha.traineddata")
    if step == "import":
        raise ModuleNotFoundError("No module named 'onnxruntime'", name="onnxruntime")
    if step == "once":
        mark = Path(options["mark"])
        step = "" if mark.exists() else "abort"
        mark.touch()
    if step == "deaf":
        # Native code that holds the interpreter's lock for a second, as a large library does when it loads.
        ctypes.PyDLL(None).usleep(900_000)
        step = ""
    _misbehave(step)
    return FakeEngine()


class FakeEngine:
    """Answers by script."""

    def __init__(self) -> None:
        self._forgotten = 0

    def forget(self) -> None:
        """Count how often it was told to forget."""
        self._forgotten += 1

    def answer(self, request: Request, picture: Picture, is_cancelled: Callable[[], bool]) -> Iterator[EngineEvent]:
        """Yield what the question's lines say."""
        for line in request.question.splitlines():
            step, _, words = line.partition(" ")
            if step in _EVENTS:
                yield _EVENTS[step](request.id, words)
            elif step == "picture":
                yield Piece(request.id, f"{picture.width}x{picture.height} {zlib.crc32(picture.rgb)} {picture.title}")
            elif step == "forgotten":
                yield Piece(request.id, str(self._forgotten))
            elif step == "flood":
                while True:
                    yield Piece(request.id, "x" * int(words))
            elif step == "wait":
                _compute_until(is_cancelled)
            elif step == "compute":
                until = time.monotonic() + float(words)
                _compute_until(lambda: is_cancelled() or time.monotonic() > until)  # noqa: B023 - called at once
            else:
                _misbehave(step, words)


def _compute_until(is_cancelled: Callable[[], bool]) -> None:
    """A long computation that looks at the flag between its layers."""
    while not is_cancelled():
        time.sleep(0.002)


_EVENTS: dict[str, Callable[[int, str], EngineEvent]] = {
    "say": lambda request, words: Piece(request, words, 0.5, "en"),
    "long": lambda request, words: Piece(request, "ä" * int(words)),
    "other": lambda request, words: Piece(request + 1, words),
    "find": lambda request, words: Found(
        request, Region(RegionKind.LINE, words, Box(1, 2, 3, 4), 0.25, ((0, 0), (5, 6)))
    ),
    "done": lambda request, _: Done(request, Reason.FINISHED, Stats("fake", "script", 1.5, 2.5)),
    "tell": lambda request, _: Failed(request, ModelNeeded()),
}


def _misbehave(step: str, words: str = "") -> None:
    if step:
        _HABITS[step](words)


def _raise(error: Exception) -> None:
    raise error


def _print(words: str) -> None:
    print(words * 100)
    sys.stdout.flush()
    os.write(1, b"from native code\n" * 100)


def _read_input(_: str) -> None:
    if sys.stdin.read() or os.read(0, 1):
        raise ValueError


_HABITS: dict[str, Callable[[str], object]] = {
    "fail": lambda _: _raise(ModelNeeded()),
    "raise": lambda _: _raise(KeyError("-".join(("text", "of", "the", "screen")))),
    "abort": lambda _: os.abort(),
    "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda _: sys.exit(3),
    "leave": lambda _: os._exit(0),
    "segfault": lambda _: ctypes.string_at(0),
    # Holds on to the interpreter's lock, as native code that never returns does.
    "hang": lambda _: ctypes.PyDLL(None).sleep(1000),
    "sleep": lambda words: time.sleep(float(words or 1000)),
    "print": _print,
    "input": _read_input,
    "complain": lambda _: os.write(2, b"e" * 300_000 + b"\n" * 5000),
    "eat": lambda words: bytearray(int(words)),
    "start": lambda _: subprocess.Popen(["sleep", "1000"]),
}
