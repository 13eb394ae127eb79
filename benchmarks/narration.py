"""The camera narrated: how long after an event it is told, what is missed or false, what a static scene costs.

Beside it, in the same run, the naive way: describe a frame every three seconds, whatever happens. The film is the one
of `make demo-camera`, whose events are known, then one of its frames with a camera's grain on it, for as long.

    python benchmarks/narration.py [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
import numpy as np
import psutil

from assistant.app.narrate_once import Wanted, narrate
from assistant.core.camera import WatchEvent, WatchOpened
from assistant.core.domain import Detail, Done, Found, Picture, Region, Request, Source, SourceKind, Task
from assistant.narration.announcer import Telling
from assistant.narration.hold import Hold
from assistant.narration.looks import Looks, Take
from assistant.system import paths
from assistant.vision.embedded.engine import create

FILM = paths.resources() / "samples" / "room.mkv"
EVENTS = (("came", 5.8), ("text", 11.8), ("gone", 18.8))
"""What happens in the film, and when it has come to rest (tools/sample_film.py)."""
EVERY = 3.0
SETTLING = 6.0
"""Seconds that the description of the first view takes at most; a static scene is measured after it."""


@dataclass
class Run:
    """One narrated film: the tellings by seconds of the film, the passes, processor seconds per second.

    `passes` are when they ended, in seconds of the film, and how many seconds they took.
    """

    told: list[tuple[float, Telling]] = field(default_factory=list)
    passes: list[tuple[float, float]] = field(default_factory=list)
    opened: float = 0.0
    child_share: float = 0.0
    host_share: float = 0.0

    @property
    def events(self) -> list[tuple[float, Telling]]:
        """What was told of events."""
        return [(at, telling) for at, telling in self.told if telling.kind not in ("view", "description", "ended")]

    def pass_before(self, second: float) -> float:
        """Return how long the pass took that saw what was told then."""
        return next((seconds for ended, seconds in reversed(self.passes) if ended <= second), 0.0)


def narrated(film: Path) -> Run:
    """Narrate a film in silence, with a stopwatch at the camera's and the engine's door."""
    run = Run()
    look, take_event = Looks.look, Hold._take

    def timed_look(self: Looks, picture: Picture, take: Take, task: Task = Task.DESCRIBE, question: str = "") -> None:
        began = time.monotonic()

        def taken(regions: tuple[Region, ...]) -> None:
            now = time.monotonic()
            run.passes.append((now - run.opened, now - began))
            take(regions)

        look(self, picture, taken, task, question)

    def timed_take(self: Hold, number: int, event: WatchEvent) -> None:
        if isinstance(event, WatchOpened):
            run.opened = time.monotonic()
            threading.Thread(target=_weigh, args=(run,), daemon=True).start()
        take_event(self, number, event)

    Looks.look, Hold._take = timed_look, timed_take  # type: ignore[method-assign]  # a stopwatch
    try:
        narrate(
            Wanted(video=str(film), is_quiet=True),
            lambda telling, _: run.told.append((time.monotonic() - run.opened, telling)),
        )
    finally:
        Looks.look, Hold._take = look, take_event  # type: ignore[method-assign]  # a stopwatch
    return run


def apart(film: Path) -> Run:
    """Narrate in a process of its own: Qt's loop is made once in each."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(narrated, film).result()


def _weigh(run: Run) -> None:
    """Measure the processor time of the camera's child and of this process, once the first view is told."""
    time.sleep(SETTLING)
    own = psutil.Process()
    camera = [child for child in own.children() if "--camera-worker" in child.cmdline()]
    before, began = [_seconds(process) for process in (own, *camera)], time.monotonic()
    while time.monotonic() - began < 12.0:
        time.sleep(0.5)
        try:
            after = [_seconds(process) for process in (own, *camera)]
        except psutil.Error:
            break
        passed = time.monotonic() - began
        run.host_share = (after[0] - before[0]) / passed
        run.child_share = sum(b - a for a, b in zip(before[1:], after[1:], strict=True)) / passed


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def naive(film: Path) -> tuple[list[float | None], int, list[float]]:
    """Describe a frame every three seconds; return the events' delays, how many sentences are said, the passes."""
    engine = create({"threads": "2"})
    seen: list[tuple[float, set[str]]] = []
    passes, sentences = [], 0
    for second, picture in _frames(film, EVERY):
        request = Request(picture.id, picture.id, Task.DESCRIBE, detail=Detail.BRIEF)
        began = time.monotonic()
        events = list(engine.answer(request, picture))
        passes.append(time.monotonic() - began)
        sentences += sum(getattr(event, "text", "").count("\n") for event in events if not isinstance(event, Done))
        regions = [event.region for event in events if isinstance(event, Found)]
        seen.append((second + passes[-1], {region.text.lower() for region in regions if region.text}))
    wanted = (("person", True), ("exit", True), ("person", False))
    delays: list[float | None] = []
    for (_, at), (name, is_there) in zip(EVENTS, wanted, strict=True):
        told = next((when for when, names in seen if when > at and (name in names) is is_there), None)
        delays.append(None if told is None else told - at)
    return delays, sentences, passes


def _frames(film: Path, every: float) -> list[tuple[float, Picture]]:
    found: list[tuple[float, Picture]] = []
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            at = float(frame.time or 0.0)
            if at >= len(found) * every:
                pixels = frame.to_ndarray(format="rgb24")
                height, width = pixels.shape[:2]
                picture = Picture(len(found) + 1, Source(SourceKind.CAMERA), width, height, pixels.tobytes())
                found.append((at, picture))
    return found


def static(path: Path, seconds: float = 22.0, rate: int = 15) -> None:
    """Write a film of one frame with grain."""
    _, picture = _frames(FILM, 9.0)[1]
    still = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3).astype(np.float32)
    grain = np.random.default_rng(1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        stream.time_base = Fraction(1, rate)
        for _ in range(int(seconds * rate)):
            noisy = np.clip(still + grain.normal(0, 5, still.shape), 0, 255).astype(np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(noisy, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        still = Path(folder) / "still.mkv"
        static(still)
        run, silent = apart(FILM), apart(still)
        delays, sentences, passes = naive(FILM)
        _, still_sentences, _ = naive(still)
    told = [next((at for at, telling in run.events if telling.kind == kind), None) for kind, _ in EVENTS]
    ours = [None if at is None else at - event for at, (_, event) in zip(told, EVENTS, strict=True)]
    a_pass = median(seconds for _, seconds in run.passes)
    print(f"one pass of the engine: {a_pass:.2f} s (median of {len(run.passes)})\n")
    print("| event | told after | its pass took | besides (goal: 0.5 s) | every 3 s: told after |")
    print("|---|---|---|---|---|")
    for (kind, _), at, own, other in zip(EVENTS, told, ours, delays, strict=True):
        its = 0.0 if at is None else run.pass_before(at)
        besides = "" if own is None else f"{own - its:.2f} s"
        print(f"| {kind} | {_shown(own)} | {its:.2f} s | {besides} | {_shown(other)} |")
    print(f"\nfalse: {len(run.events) - sum(at is not None for at in told)}; sentences every 3 s: {sentences}")
    print(f"a static scene: {len(silent.events)} sentences after the first view, every 3 s: {still_sentences};")
    print(f"child {100 * silent.child_share:.1f} %, host {100 * silent.host_share:.1f} % of one core;")
    print(f"passes {len(silent.passes)}, every 3 s: {100 * median(passes) / EVERY:.0f} % of the time in the engine")
    if options.json is not None:
        figures = {"pass": a_pass, "delays": ours, "naive": delays, "child": silent.child_share}
        options.json.write_text(json.dumps(figures))


def _shown(delay: float | None) -> str:
    return "missed" if delay is None else f"{delay:.2f} s"


if __name__ == "__main__":
    main()
