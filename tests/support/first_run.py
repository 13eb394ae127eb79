"""A new user's first run: SeeSay in a home where nothing is, gone through by keys, by ear, and with a clock in hand."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from support.desktop import VirtualDesktop
from support.ear import hear, word_recall
from support.processes import wait_until
from support.seesay import SEESAY, wait_for_speech
from support.sound import Recording, Samples

TITLE = "Welcome to SeeSay"
QUIET = 2.0
"""Seconds without a sound after which a step was told: no pause inside one is as long."""
MARGIN = 0.3


@dataclass(frozen=True)
class Told:
    """What came of some keys: seconds since the start when they were pressed, when sound began, when it was over."""

    name: str
    keys: tuple[str, ...]
    pressed: float
    began: float
    ended: float
    samples: Samples
    rate: int
    expected: str

    @cached_property
    def heard(self) -> str:
        """What an independent recogniser understood; it takes seconds, so it is asked when the user has gone on."""
        return hear(self.samples, self.rate)

    @property
    def recall(self) -> float | None:
        """The share of the expected words that was heard; None where none were named."""
        return word_recall(self.heard, self.expected) if self.expected else None


class FirstRun:
    """One user. `began` is when SeeSay was started; everything of the recording stays."""

    def __init__(self, desktop: VirtualDesktop, env: dict[str, str], recording: Recording, began: float) -> None:
        self.desktop = desktop
        self.env = env
        self.began = began
        self._recording = recording
        self._heard_until = 0.0

    @property
    def settings(self) -> dict[str, Any]:
        """What the settings file holds; nothing where there is none yet."""
        try:
            return tomllib.loads((Path(self.env["XDG_CONFIG_HOME"]) / "seesay" / "settings.toml").read_text("utf-8"))
        except FileNotFoundError:
            return {}

    def is_at(self, step: str) -> bool:
        """Tell whether the welcome keeps that step."""
        return bool(self.settings.get("ui", {}).get("welcome_step", "none") == step)

    def await_step(self, step: str) -> None:
        """Return once the welcome has come to a step."""
        wait_until(lambda: self.is_at(step), what=f"the step {step}")

    def await_window(self, title: str) -> None:
        """Return once a window is in front."""
        wait_until(lambda: self.desktop.active_window_title() == title, what=f"{title} in front")

    def do(self, name: str, *keys: str, expected: str = "", seconds: float | None = None) -> Told:
        """Press keys and listen until it is silent, or for some seconds of speech; return what was told."""
        pressed = time.monotonic()
        for key in keys:
            self.desktop.key(key)
        began = wait_for_speech(self._recording, since=pressed if keys else self._heard_until, seconds=90.0)
        if seconds is None:
            ended = self._recording.wait_for_silence(lasting=QUIET, seconds=120.0)
        else:
            ended = began + seconds
            wait_until(lambda: time.monotonic() > ended, seconds=seconds + 10.0, what="some seconds of speech")
        self._heard_until = ended + MARGIN
        rate, start = self._recording.rate, self._recording.started_at
        first, last = (max(0, int((at - start) * rate)) for at in (began - MARGIN, ended + MARGIN))
        samples = self._recording.samples[first:last]
        times = pressed - self.began, began - self.began, ended - self.began
        return Told(name, keys, *times, samples, rate, expected)


@contextmanager
def launched(desktop: VirtualDesktop, env: dict[str, str], *words: str) -> Iterator[Any]:
    """Start SeeSay in that home, as a user does; give its process."""
    log = Path(env["HOME"]) / "seesay.log"
    with log.open("ab") as errors, desktop.popen([SEESAY, *words], env=env, stderr=errors) as process:
        yield process


@contextmanager
def first_run(desktop: VirtualDesktop, command: Sequence[str] = (SEESAY,), **more: str) -> Iterator[FirstRun]:
    """Start SeeSay where nothing is configured, and listen from before that on."""
    env = {**desktop.renewed_env(), **more}
    with desktop.record() as recording:
        began = time.monotonic()
        with desktop.popen(command, env=env):
            yield FirstRun(desktop, env, recording, began)
