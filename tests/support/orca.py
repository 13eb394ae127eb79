"""Orca, the screen reader, on a virtual desktop: what it says, from its log."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from support.desktop import VirtualDesktop
from support.processes import wait_until
from support.seesay import RunningSeeSay

PATIENCE = 40.0
"""Seconds: a busy machine takes its time, and nobody waits where nothing is wrong."""
_SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'")
_KEY_ECHO = re.compile(r"^(tab|escape|space|f\d+|(left|right) (control|alt|shift)|page (up|down)|[a-z]|return) $")
# Orca keeps the last 8 kB of its log to itself, and a key that would make it write more also makes it take a window's
# first field for told: it is made to write line by line.
_BY_LINES = """\
import builtins, runpy, sys
program, log = sys.argv[1:3]
plain = builtins.open
builtins.open = lambda file, *more, **named: plain(file, *more, **({"buffering": 1} if file == log else {}), **named)
sys.argv = [program, "--replace", "--debug", f"--debug-file={log}", "-e", "speech"]
runpy.run_path(program, run_name="__main__")
"""


class Orca:
    """A running screen reader, heard through its log."""

    def __init__(self, desktop: VirtualDesktop, log: Path) -> None:
        self._desktop = desktop
        self._log = log
        self._read = 0

    def await_saying(self, start: str | tuple[str, ...]) -> list[str]:
        """Return all that was said, echoes of keys left out, once something began with `start`, or one of them."""
        said: list[str] = []
        seen = self._read

        def is_said() -> bool:
            nonlocal seen
            said[:], seen = self._said()
            return any(text.startswith(start) for text in said)

        try:
            wait_until(is_said, seconds=PATIENCE, what=f"Orca to say {start!r}")
        except TimeoutError as error:
            raise AssertionError(f"Orca was to say {start!r} and said {said}") from error
        self._read = seen
        return said

    def said_since(self) -> list[str]:
        """Return what was said since something was last waited for, echoes of keys left out."""
        said, self._read = self._said()
        return said

    def walk(self, names: list[str]) -> list[str]:
        """Press Tab once for each name; return what Orca said first after each press."""
        return [self.press("Tab", start) for start in names]

    def press(self, key: str, start: str) -> str:
        """Press a key; return what Orca said that begins with `start`."""
        self._desktop.key(key)
        return next(text for text in self.await_saying(start) if text.startswith(start))

    def _said(self) -> tuple[list[str], int]:
        """Return what was said since, and how far the log was read for it: it grows meanwhile."""
        text = self._text()
        whole = text.rfind("\n") + 1
        found = _SPOKEN.findall(text[self._read : whole])
        return [spoken for spoken in found if not _KEY_ECHO.match(spoken)], max(self._read, whole)

    def _text(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""


@contextlib.contextmanager
def running_orca(desktop: VirtualDesktop) -> Iterator[Orca]:
    """Yield Orca once it speaks."""
    program = shutil.which("orca")
    assert program is not None, "orca isn't installed"
    log = desktop.root / "orca.log"
    command = ["/usr/bin/python3", "-c", _BY_LINES, program, str(log)]
    with (desktop.root / "orca.out").open("wb") as output, desktop.popen(command, stdout=output, stderr=output):
        orca = Orca(desktop, log)
        orca.await_saying("Screen reader on")
        yield orca


def golden(said: list[str], names: list[str], role: str = "") -> None:
    """Compare by names, the role where it is the same for all."""
    assert [text.startswith(name) for text, name in zip(said, names, strict=True)] == [True] * len(names), said
    assert [text for text in said if role not in text] == []


def leave(app: RunningSeeSay, title: str) -> None:
    """Press Escape until that window is gone."""
    app.desktop.key("Escape")
    wait_until(lambda: title not in [window.title for window in app.desktop.windows()], what=f"{title} to close")
