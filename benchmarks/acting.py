"""From a key in the answer's window to the pointer on the word, on the installed application, beside other ways there.

    python benchmarks/acting.py [--rounds 15]

Nothing is faked: SeeSay runs in a virtual desktop in which a window of look-alike buttons is shown; Enter is pressed
by XTEST from this process, and this process asks the X server where the pointer is until it is there. In turn within
each round: the same act without a window (what SeeSay's hands alone take, the comparing of the place included), XTEST
alone, and `xdotool mousemove`, a program that is started. Medians and ratios to xdotool as a Markdown table.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import time
from collections.abc import Callable
from queue import SimpleQueue

from _hands import Hands
from Xlib.display import Display

from assistant.app.hands import HandsWorker
from assistant.capture.grabber import DesktopGrabber
from assistant.core.acts import Act, Acted, Errand, NotActed, Target
from assistant.core.domain import Box, Region, RegionKind, Source, SourceKind
from assistant.core.imprints import imprint_of
from assistant.system.hands_x11 import X11Pointer
from support.desktop import VirtualDesktop
from support.look_alikes import look_alikes
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

ANSWER = "Answer: the screen"
AWAY = (1700, 900)
LONGEST = 10.0
SETTLED = 0.5
"""Seconds until a window that is active has the keyboard, too; nobody tells when."""
KEY, WORKER, XTEST, XDOTOOL = "Enter in the answer", "the hands alone", "XTEST alone", "xdotool mousemove"


class Watch:
    """The pointer, asked for over a connection of its own."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)

    def seconds(self, begin: Callable[[], float], box: Box) -> float:
        """Do something that returns when it began; return the seconds until the pointer is in a box."""
        began = begin()
        while time.monotonic() < began + LONGEST:
            where = self._display.screen().root.query_pointer()
            if box.x <= where.root_x < box.right and box.y <= where.root_y < box.bottom:
                return time.monotonic() - began
        raise SystemExit("the pointer never came")

    def close(self) -> None:
        """Leave the display."""
        self._display.close()


def begun(act: Callable[[], object]) -> Callable[[], float]:
    """Return an act that returns when it began."""

    def begin() -> float:
        began = time.monotonic()
        act()
        return began

    return begin


def target(app: RunningSeeSay) -> Target:
    """Return the Save button as SeeSay finds it."""
    found = app.ask("find", "Save", "--quiet")["regions"][0]
    region = Region(RegionKind.BUTTON, "Save", Box(*found["box"]), 1.0)
    imprint = imprint_of(DesktopGrabber(lambda: 1).grab(Source(SourceKind.SCREEN)), region)
    assert imprint is not None
    x, y = region.box.centre
    return Target("Save", (int(x), int(y)), imprint)


def measured(app: RunningSeeSay, rounds: int) -> dict[str, list[float]]:
    """Return milliseconds per way and round; the first round, which warms up, is left out."""
    desktop, times = app.desktop, dict[str, list[float]]()
    wanted = target(app)
    box, point = wanted.imprint.box, wanted.point
    posted: SimpleQueue[Acted | NotActed] = SimpleQueue()
    keys, watch, bare = Hands(desktop.display), Watch(desktop.display), X11Pointer()
    worker = HandsWorker(DesktopGrabber(lambda: 1).glance, posted.put)
    numbers = itertools.count(1)

    def away() -> None:
        bare.move(AWAY)

    def errand() -> None:
        worker.act(Errand(next(numbers), Act.MOVE, wanted))
        assert isinstance(posted.get(timeout=LONGEST), Acted)

    others = {
        WORKER: errand,
        XTEST: lambda: bare.move(point),
        XDOTOOL: lambda: desktop.run(["xdotool", "mousemove", *map(str, point)]),
    }
    for number in range(rounds + 1):
        away()
        app.command("open")
        wait_until(lambda: desktop.active_window_title() == ANSWER, what="the answer")
        time.sleep(SETTLED)
        # "3 places: the Save button": before the word "Save".
        for _ in range(4):
            keys.press("Control_L Right")
        seconds = {KEY: watch.seconds(lambda: keys.press("Return"), box)}
        for name, act in others.items():
            away()
            seconds[name] = watch.seconds(begun(act), box)
        if number:
            for name, each in seconds.items():
                times.setdefault(name, []).append(each * 1000)
    worker.close()
    bare.close()
    watch.close()
    keys.close()
    return times


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with VirtualDesktop() as desktop, running(desktop) as app, look_alikes(desktop, "Letter"):
        os.environ.update(desktop.env)
        times = measured(app, rounds)
    floor = statistics.median(times[XDOTOOL])
    print("| way | median ms | worst ms | ratio to xdotool |", "|---|---|---|---|", sep="\n")
    for name, each in times.items():
        median = statistics.median(each)
        print(f"| {name} | {median:.1f} | {max(each):.1f} | {median / floor:.2f} |")


if __name__ == "__main__":
    main()
