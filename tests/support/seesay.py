"""The installed application as a user has it: started in a virtual desktop, asked through keys and commands."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from support.desktop import VirtualDesktop
from support.processes import wait_until
from support.sound import Recording

SEESAY = str(Path(sys.executable).with_name("seesay"))
PRACTICE = "SeeSay practice page"
PRACTICE_TEXT = "The morning is cold and clear. Rain comes from the west in the afternoon. Take an umbrella"


EARCON = 0.4
"""Seconds: no earcon is that long, each spoken sentence is."""


def wait_for_speech(recording: Recording, *, since: float = 0.0, seconds: float = 30.0) -> float:
    """Return when speech began, once half a second of it was heard; earcons don't count."""
    found: list[float] = []

    def is_heard() -> bool:
        found[:] = [begin for begin, end in recording.sounds(since=since) if end - begin > EARCON]
        return bool(found)

    wait_until(is_heard, seconds=seconds, what="speech")
    return found[0]


class RunningSeeSay:
    """A tray application that is up: its keys bound, its engine warm. `log` is what it wrote to standard error."""

    def __init__(
        self, desktop: VirtualDesktop, env: dict[str, str], process: subprocess.Popen[bytes], log: Path
    ) -> None:
        self.desktop = desktop
        self.env = env
        self.process = process
        self._log = log

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def tray(self) -> psutil.Process:
        return psutil.Process(self.process.pid)

    def engine(self) -> psutil.Process:
        """Return the engine's child process."""
        workers = [child for child in self.tray.children() if "assistant.process.worker" in " ".join(child.cmdline())]
        assert len(workers) == 1, f"one engine expected: {[child.cmdline() for child in self.tray.children()]}"
        return workers[0]

    def command(self, *words: str, check: bool = True, timeout: float = 60.0) -> subprocess.CompletedProcess[str]:
        """Run a seesay command in the same session."""
        return self.desktop.run([SEESAY, *words], env=self.env, check=check, timeout=timeout)

    def ask(self, *words: str, timeout: float = 60.0) -> dict[str, Any]:
        """Run a command with --json and return its object."""
        answer: dict[str, Any] = json.loads(self.command(*words, "--json", timeout=timeout).stdout)
        return answer

    def open_practice_page(self) -> None:
        """Open the practice page the way a user does: main window, then its button."""
        self.command()
        self.desktop.wait_for_window("SeeSay")
        self.desktop.key("alt+p")
        self.desktop.wait_for_window(PRACTICE)
        wait_until(lambda: self.desktop.active_window_title() == PRACTICE, what="the practice page in front")
        time.sleep(0.3)  # the display server has no event for "painted"


@contextmanager
def running(
    desktop: VirtualDesktop, *, settings: str = "", greets: bool = False, under: Sequence[str] = (), **more: str
) -> Iterator[RunningSeeSay]:
    """Start SeeSay with a home of its own; `settings` is its settings file, `under` a program that watches it."""
    env = {**desktop.renewed_env(), "SEESAY_LOG": "INFO", **more}
    folder = Path(env["XDG_CONFIG_HOME"]) / "seesay"
    folder.mkdir(parents=True, mode=0o700)
    done = "" if greets else "[ui]\nfirst_start_done = true\n"
    (folder / "settings.toml").write_text(f"version = 1\n{settings}\n{done}", encoding="utf-8")
    log = Path(env["HOME"]) / "seesay.log"
    with log.open("wb") as errors, desktop.popen([*under, SEESAY], env=env, stderr=errors) as process:
        app = RunningSeeSay(desktop, env, process, log)
        wait_until(
            lambda: "engine ready" in app.log or process.poll() is not None,
            seconds=60.0,
            what="SeeSay's engine to be warm",
        )
        assert process.poll() is None, f"SeeSay ended at its start:\n{app.log}"
        yield app
