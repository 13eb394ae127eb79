"""From a key to a voice on the installed application: how soon it is heard, how soon it is silent, what it costs.

    python benchmarks/main_job.py [--rounds 5] [--stops 200] [--starts 9] [--only latency stops start command]

Nothing is faked: SeeSay runs in a virtual desktop, keys are pressed through XTEST from this process, what is heard is
recorded from the sound server's null sink, the engine is its real child. The other readers read the same picture, warm,
in a process of the engine's low priority, in turn within each round, so that a busy machine slows all alike; ratios are
of the same round. A figure over its goal makes the exit status 1. Sound is found within ten milliseconds.
"""

from __future__ import annotations

import argparse
import itertools
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from _hands import CONTROL, DESCRIBE, READ, STOP, Hands
from _rivals import RAPID_TUNED, RivalProcess, full_screen
from PIL import Image

from assistant.system.client import connect
from support.desktop import VirtualDesktop
from support.processes import wait_until
from support.seesay import SEESAY, RunningSeeSay, running
from support.sound import Recording

THREADS = 2
HEAVY = re.compile(r"/(numpy|onnxruntime|torch|cv2|tesserocr)/")
WARM, SETTLED = 0.15, 0.3
"""Seconds until a request is with the engine, and of speech before it is stopped."""
QUIET, QUIET_EARLY = 0.4, 1.8
"""Seconds without a sound after a stop; the longer one where the first word, not stopped, would only come now."""
PAUSE = 0.07
"""Seconds of silence that only stand between sentences."""


@dataclass(frozen=True)
class Figure:
    """A row of a table; `goal` is the most that `value` may be, None where it is only told."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    more: str = ""

    @property
    def is_met(self) -> bool:
        """Tell whether the goal, if there is one, is met."""
        return self.goal is None or self.value <= self.goal

    def row(self) -> str:
        """Return it as a line of Markdown."""
        goal = "" if self.goal is None else f"{self.goal:g}"
        met = "" if self.goal is None else "yes" if self.is_met else "**no**"
        return f"| {self.name} | {self.value:.3g} {self.unit} | {self.more} | {goal} | {met} |"


def spread(values: Sequence[float]) -> str:
    """Return how far values lie apart, and how many there are."""
    return f"{min(values):.3g} … {max(values):.3g}, {len(values)} runs"


def high(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values doesn't exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def ask(app: RunningSeeSay, verb: str, **options: str | bool) -> float:
    """Let the instance do a command as the command line does; return the seconds until all of it was told."""
    client = connect(Path(app.env["XDG_RUNTIME_DIR"]) / "seesay" / "socket")
    assert client is not None
    with client:
        began = time.monotonic()
        client.send(verb, dict(options))
        *_, (kind, body) = client.replies(120)
        assert kind == "result", body
        return time.monotonic() - began


def key_to_sound(app: RunningSeeSay, hands: Hands, key: str) -> float:
    """Press a key, wait for the first sound, stop; return the seconds in between."""
    with app.desktop.record() as recording:
        pressed = hands.press(key)
        heard = recording.wait_for_sound(since=pressed, seconds=60)
        ask(app, "stop")
        recording.wait_for_silence(lasting=SETTLED)
    return heard - pressed


def latency(app: RunningSeeSay, hands: Hands, rounds: int) -> list[Figure]:
    """Measure earcon, first words and whole answers on a full screen of text, beside the others."""
    pixels = full_screen()
    seconds: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        seconds.setdefault(name, []).append(value)

    with hands.page(Image.fromarray(pixels)), RivalProcess(pixels, THREADS) as others:
        for number in range(rounds + 1):
            if number == 1:
                seconds.clear()  # the first round warms up
            app.command("settings", "set", "speech.sounds", "true")
            note("earcon", key_to_sound(app, hands, READ))
            app.command("settings", "set", "speech.sounds", "false")
            for name, key in (("read", READ), ("describe", DESCRIBE)):
                note(f"{name}, first", key_to_sound(app, hands, key))
                note(f"{name}, all", ask(app, name, source="screen", quiet=True))
            for name in others.names:
                note(name, others.seconds(name))
    app.command("settings", "set", "speech.sounds", "true")
    return list(_latency_figures(seconds))


def _latency_figures(seconds: dict[str, list[float]]) -> Iterator[Figure]:
    earcons = [1000 * value for value in seconds["earcon"]]
    yield Figure("key → earcon", statistics.median(earcons), "ms", 50, spread(earcons))
    goals = {"read, first": 0.5, "describe, first": 0.5, "read, all": 1.15}
    labels = {"first": "key → first word", "all": "all of it told"}
    tuned = seconds[RAPID_TUNED]
    for name, values in seconds.items():
        if name == "earcon":
            continue
        task, _, part = name.partition(", ")
        label = f"`{task}`: {labels[part]}" if task in ("read", "describe") else name
        told = f"{statistics.median(values):.2f} s ({spread(values)})"
        ratio = statistics.median(value / whole for value, whole in zip(values, tuned, strict=True))
        yield Figure(label, ratio, "of tuned RapidOCR", goals.get(name), told)


def memory(app: RunningSeeSay, when: str) -> Iterator[Figure]:
    """Measure the resident memory of the application and of its engine's child, and look for what is too heavy."""
    yield Figure(f"resident without the children, {when}", app.tray.memory_info().rss / 2**20, "MB", 110)
    status = Path(f"/proc/{app.engine().pid}/status").read_text("utf-8")
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    assert peak
    now = app.engine().memory_info().rss / 2**20
    yield Figure(f"the engine's child, its peak, {when}", int(peak[1]) / 1024, "MB", 600, f"{now:.0f} MB now")
    heavy = {found[1] for entry in app.tray.memory_maps() if (found := HEAVY.search(entry.path))}
    yield Figure(f"libraries of numpy, onnxruntime, torch … in it, {when}", len(heavy), "", 0, ", ".join(sorted(heavy)))


class Stops:
    """Stops in every state and every way; `hurry` is the seconds from the stop to the last sound."""

    def __init__(self, app: RunningSeeSay, hands: Hands) -> None:
        self._app, self._hands = app, hands
        self._states: dict[str, Callable[[Recording, float], None]] = {
            "grabbing": lambda recording, pressed: None,
            "answering": lambda recording, pressed: time.sleep(WARM),
            "speaking": self._until_speaking,
            "between sentences": self._until_pause,
        }
        self._ways: dict[str, Callable[[], float]] = {
            "hotkey": lambda: hands.press(STOP),
            "Control": lambda: hands.press(CONTROL),
            "message": self._message,
            "command": self._command,
        }

    def measure(self, count: int) -> list[Figure]:
        """Return the worst and the p99 of as many stops, all states and ways in turn."""
        took: dict[tuple[str, str], list[float]] = {}
        # Control is only listened for while something is spoken.
        kinds = [
            kind
            for kind in itertools.product(self._states, self._ways)
            if kind[1] != "Control" or kind[0] in ("speaking", "between sentences")
        ]
        for state, way in itertools.islice(itertools.cycle(kinds), count):
            took.setdefault((state, way), []).append(1000 * self._hurry(state, way))
        return list(self._figures(took))

    def _figures(self, took: dict[tuple[str, str], list[float]]) -> Iterator[Figure]:
        at_once = [value for (_, way), values in took.items() if way != "command" for value in values]
        median = f"median {statistics.median(at_once):.0f} ms, {len(at_once)} stops"
        yield Figure("stop → silence, hotkey, Control and message, p99", high(at_once, 0.99), "ms", 50, median)
        for (state, way), values in sorted(took.items()):
            more = f"median {statistics.median(values):.0f} ms, {len(values)} stops"
            more += ", the process included" if way == "command" else ""
            yield Figure(f"… {state}, {way}, the slowest", max(values), "ms", None, more)

    def _hurry(self, state: str, way: str) -> float:
        with self._app.desktop.record() as recording:
            pressed = self._hands.press(READ)
            self._states[state](recording, pressed)
            stopped = self._ways[way]()
            is_early = state in ("grabbing", "answering")
            silent = recording.wait_for_silence(lasting=QUIET_EARLY if is_early else QUIET)
        return max(0.0, silent - stopped)

    def _until_speaking(self, recording: Recording, pressed: float) -> None:
        def is_speaking() -> bool:
            return any(end - begin > SETTLED for begin, end in recording.sounds(since=pressed))

        wait_until(is_speaking, seconds=60, what="speech")

    def _until_pause(self, recording: Recording, pressed: float) -> None:
        self._until_speaking(recording, pressed)

        def is_paused() -> bool:
            return time.monotonic() - recording.sounds()[-1][1] > PAUSE

        wait_until(is_paused, seconds=60, what="a pause")

    def _message(self) -> float:
        began = time.monotonic()
        ask(self._app, "stop")
        return began

    def _command(self) -> float:
        began = time.monotonic()
        self._app.command("stop")
        return began


def start(desktop: VirtualDesktop, runs: int) -> list[Figure]:
    """Measure from the start of the process `seesay` to bound keys and to a warm engine."""
    seconds: dict[str, list[float]] = {"hotkeys": [], "engine": []}
    for number in range(runs + 1):
        began = time.time()
        with running(desktop) as app:
            if number:
                for part, values in seconds.items():
                    values.append(_since(began, app.log, part))
    keys, engine = seconds["hotkeys"], seconds["engine"]
    return [
        Figure("start → hotkeys ready", statistics.median(keys), "s", 0.7, spread(keys)),
        Figure("start → engine warm", statistics.median(engine), "s", None, spread(engine)),
    ]


def _since(began: float, log: str, part: str) -> float:
    """Return the seconds until the log says that a part is ready; its stamps are of the local day."""
    stamp = re.search(rf"^(\d+):(\d+):(\d+\.\d+) .*: {part} ready", log, re.MULTILINE)
    assert stamp, log
    day = time.localtime(began)
    before = 3600 * day.tm_hour + 60 * day.tm_min + day.tm_sec + began % 1
    return (3600 * int(stamp[1]) + 60 * int(stamp[2]) + float(stamp[3]) - before) % 86400


def command(app: RunningSeeSay, runs: int) -> list[Figure]:
    """Measure the command `seesay stop` as a whole process, beside a Python that does nothing."""
    kinds = {"`seesay stop`": [SEESAY, "stop"], "`python -c pass`": [sys.executable, "-c", "pass"]}
    took: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(runs + 1):
        for name, words in kinds.items():
            began = time.monotonic()
            subprocess.run(words, check=True, env=app.env, stdout=subprocess.DEVNULL)
            if number:
                took[name].append(1000 * (time.monotonic() - began))
    return [
        Figure(f"{name}, the whole process", statistics.median(values), "ms", goal, spread(values))
        for (name, values), goal in zip(took.items(), (50, None), strict=True)
    ]


@contextmanager
def at_work(desktop: VirtualDesktop) -> Iterator[tuple[RunningSeeSay, Hands]]:
    """Start SeeSay, and hands in front of it, once its greeting is over."""
    with ExitStack() as stack:
        with desktop.record() as recording:
            app = stack.enter_context(running(desktop, settings="engine.threads = 2"))
            recording.wait_for_sound(seconds=30)
            recording.wait_for_silence(lasting=1.5)
        hands = Hands(desktop.display)
        stack.callback(hands.close)
        yield app, hands


def main() -> int:
    """Measure, print Markdown; 1 where a goal isn't met."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, default in (("rounds", 5), ("stops", 200), ("starts", 9), ("commands", 30)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--only", nargs="+", default=["start", "command", "latency", "stops"])
    options = parser.parse_args()
    figures: list[Figure] = []
    with VirtualDesktop() as desktop:
        if "start" in options.only:
            figures += start(desktop, options.starts)
        with at_work(desktop) as (app, hands):
            figures += memory(app, "started")
            if "command" in options.only:
                figures += command(app, options.commands)
            if "latency" in options.only:
                figures += latency(app, hands, options.rounds)
            if "stops" in options.only:
                with hands.page(Image.fromarray(full_screen())):
                    figures += Stops(app, hands).measure(options.stops)
            figures += memory(app, "after all of this")
    print("| from a key to a voice | median | spread | goal | met |", "|---|---|---|---|---|", sep="\n")
    print(*(figure.row() for figure in figures), sep="\n")
    return int(not all(figure.is_met for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
