"""An engine service whose every answer is scripted by the request's question; it runs inside a worker.

A question is a list of steps, one a line: "say words", "find words", "done", or one of the bad habits below. `create`
reads the option "start" in the same way, so that loading can go wrong as well. What the steps "forgotten" and
"picture" say lets a test look into the child.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping

from assistant.core.domain import (
    Box,
    Done,
    EngineEvent,
    Failed,
    Found,
    LanguagePackMissing,
    ModelNeeded,
    Picture,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Stats,
)

SERVICE = "support.fake_engine:create"


def create(options: Mapping[str, str]) -> FakeEngine:
    """Load, as the option "start" says."""
    step = options.get("start", "")
    if step == "refuse":
        raise LanguagePackMissing(language="th", pack="tha.traineddata")
    if step == "import":
        raise ModuleNotFoundError("No module named 'onnxruntime'", name="onnxruntime")
    if step == "once" and not os.path.exists(options["mark"]):  # noqa: PTH110 - a light child
        with open(options["mark"], "w"):  # noqa: PTH123 - a light child
            os.abort()
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
            yield from self._step(request, picture, is_cancelled, step, words)

    def _step(
        self, request: Request, picture: Picture, is_cancelled: Callable[[], bool], step: str, words: str
    ) -> Iterator[EngineEvent]:
        match step:
            case "say":
                yield Piece(request.id, words, 0.5, "en")
            case "find":
                yield Found(request.id, Region(RegionKind.LINE, words, Box(1, 2, 3, 4), 0.25, ((0, 0), (5, 6))))
            case "done":
                yield Done(request.id, Reason.FINISHED, Stats("fake", "script", 1.5, 2.5))
            case "picture":
                yield Piece(request.id, f"{picture.width}x{picture.height} {zlib.crc32(picture.rgb)} {picture.title}")
            case "forgotten":
                yield Piece(request.id, str(self._forgotten))
            case "wait":
                # A long computation that looks at the flag between its layers.
                while not is_cancelled():
                    time.sleep(0.002)
            case "flood":
                while True:
                    yield Piece(request.id, words or "x" * 1000)
            case "long":
                yield Piece(request.id, "ä" * int(words))
            case "fail":
                raise ModelNeeded()
            case "tell":
                yield Failed(request.id, ModelNeeded())
            case "raise":
                raise KeyError("a secret on the screen")
            case "other":
                yield Piece(request.id + 1, "of another request")
            case _:
                _misbehave(step, words)


def _misbehave(step: str, words: str = "") -> None:
    match step:
        case "abort":
            os.abort()
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            sys.exit(3)
        case "leave":
            os._exit(0)
        case "segfault":
            ctypes.string_at(0)
        case "hang":
            # Holds on to the interpreter's lock, as native code that never returns does.
            ctypes.PyDLL(None).sleep(1000)
        case "print":
            print(words * 1000)
            os.write(1, b"from native code\n" * 1000)
            sys.stdout.flush()
        case "input":
            assert not sys.stdin.read()
        case "complain":
            os.write(2, b"e" * 1_000_000 + b"\n" * 5000)
        case "eat":
            bytearray(1 << 31)
        case "":
            pass
        case _:
            raise AssertionError(step)
