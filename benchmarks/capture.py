"""How long taking a picture of the screen takes, step by step, beside mss alone on the same screen.

    installers/linux/virtual-screen.sh python benchmarks/capture.py [--runs 60]

Needs an X display, on which it shows a window of stripes for a moment. Every step runs once per round, in turn, so
that a busy machine slows them alike; medians and ratios are printed as a Markdown table.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import mss
from PIL import Image
from Xlib.display import Display

from assistant.capture import x11
from assistant.capture.checks import blank_colour
from assistant.capture.grabber import DesktopGrabber
from assistant.capture.screen import MssScreen
from assistant.core.domain import Source, SourceKind
from assistant.core.errors import PictureBlank
from assistant.system.session_lock import SessionLock

SCREEN = Source(SourceKind.SCREEN, monitor="all")
STRIPE = 7


@contextmanager
def stripes() -> Iterator[None]:
    """Cover the screen with grey stripes, under no window manager's control."""
    display = Display()
    root = display.screen().root
    size = root.get_geometry()
    window = root.create_window(0, 0, size.width, size.height, 0, 24, override_redirect=True)
    window.map()
    for number, left in enumerate(range(0, size.width, STRIPE)):
        pen = window.create_gc(foreground=number * 0x030201 & 0xFFFFFF)
        window.fill_rectangle(pen, left, 0, STRIPE, size.height)
        pen.free()
    display.sync()
    try:
        yield
    finally:
        display.close()


def mss_alone() -> Callable[[], object]:
    """Return the floor: mss on a kept connection, and its bytes as RGB."""
    connection = mss.MSS()
    whole = connection.monitors[0]

    def grab() -> bytes:
        taken = connection.grab(whole)
        return Image.frombuffer("RGB", taken.size, taken.raw, "raw", "BGRX", 0, 1).tobytes()

    return grab


def steps() -> dict[str, Callable[[], object]]:
    """Return what is compared; the first is the floor."""
    grabber = DesktopGrabber(itertools.count(1).__next__)
    lock, screen = SessionLock(), MssScreen()
    whole = screen.monitors()[0]
    image = screen.grab(whole).image
    black, nearly = Image.new("RGB", image.size), Image.new("RGB", image.size)
    nearly.paste((255, 255, 255), (400, 400, 424, 436))
    return {
        "mss to RGB bytes": mss_alone(),
        "the whole grab": lambda: grabber.grab(SCREEN),
        "is it locked": lock.is_locked,
        "monitors and pointer": lambda: (x11.monitors(), x11.pointer()),
        "is it blank: a full screen": lambda: blank_colour(image, SourceKind.SCREEN),
        "is it blank: black": lambda: blank_colour(black, SourceKind.SCREEN),
        "is it blank: black with a pointer": lambda: blank_colour(nearly, SourceKind.SCREEN),
    }


def measured(runs: int) -> dict[str, list[float]]:
    """Return milliseconds per step and run; the first grab, which opens every connection, apart."""
    start = time.perf_counter()
    DesktopGrabber(itertools.count(1).__next__).grab(SCREEN)
    times: dict[str, list[float]] = {"(first grab of the process)": [(time.perf_counter() - start) * 1000]}
    compared = steps()
    for _, (name, step) in itertools.product(range(runs), compared.items()):
        start = time.perf_counter()
        step()
        times.setdefault(name, []).append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    runs = parser.parse_args().runs
    with stripes():
        try:
            times = measured(runs)
        except PictureBlank:
            raise SystemExit("the stripes are not on the screen") from None
    floor = statistics.median(times["mss to RGB bytes"])
    print("| step | median ms | worst ms | ratio to mss alone |", "|---|---|---|---|", sep="\n")
    for name, each in times.items():
        median = statistics.median(each)
        print(f"| {name} | {median:.1f} | {max(each):.1f} | {median / floor:.2f} |")


if __name__ == "__main__":
    main()
