"""Stands in for prismatoid in the child of `ScreenReaderVoice`; what it is told goes, a line each, to $PRISM_LOG.

$PRISM_RUNS names the screen readers that run, $PRISM_CAN what they can: "output", "speak", "braille". A text that
contains "fail" is refused, "hang" takes a minute, "crash" ends the process.
"""

from __future__ import annotations

import os
import time
import weakref
from enum import IntEnum
from pathlib import Path
from types import SimpleNamespace

BackendId = IntEnum("BackendId", "NVDA JAWS ORCA VOICE_OVER UIA SAPI")


class PrismError(Exception):
    pass


class PrismSpeakError(PrismError, IOError):
    pass


def note(line: str) -> None:
    with Path(os.environ["PRISM_LOG"]).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


class Backend:
    def __init__(self, identity: BackendId, maker: weakref.ref[Context]) -> None:
        self.maker = maker
        self.name = identity.name.title()
        can = os.environ.get("PRISM_CAN", "output speak").split()
        self.features = SimpleNamespace(
            is_supported_at_runtime=identity.name in os.environ.get("PRISM_RUNS", "").split(),
            **{f"supports_{what}": what in can for what in ("output", "speak", "braille")},
        )

    def _take(self, how: str, text: str, interrupt: bool) -> None:
        # A context that nobody keeps shuts the library down behind its backends.
        if "crash" in text or self.maker() is None:
            os._exit(3)
        if "hang" in text:
            time.sleep(60)
        if "fail" in text:
            raise PrismSpeakError
        note(f"{how}{' at once' if interrupt else ''}: {text}")

    def output(self, text: str, interrupt: bool = False) -> None:
        self._take("output", text, interrupt)

    def speak(self, text: str, interrupt: bool = False) -> None:
        self._take("speak", text, interrupt)

    def braille(self, text: str) -> None:
        self._take("braille", text, interrupt=False)

    def stop(self) -> None:
        note("stop")


class Context:
    def create(self, identity: BackendId) -> Backend:
        if identity.name == "JAWS":
            raise ValueError("Invalid or unsupported backend")
        return Backend(identity, weakref.ref(self))
