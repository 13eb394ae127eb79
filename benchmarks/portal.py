"""What Wayland's portals cost beside X11's own ways: a picture of the screen, and a key until its command is posted.

    python benchmarks/portal.py [--runs 40]

Starts a virtual X desktop and a headless sway with the real portals of its own, both 1280 by 720, each with a terminal
in front; the shortcuts' back-end is the tests'. Both ways run in turn, so that a busy machine slows them alike.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from _hands import DESCRIBE, Hands

from assistant.capture.grabber import DesktopGrabber
from assistant.core.domain import Command, Source, SourceKind
from assistant.hotkeys.backends import choose, open_hotkeys
from support.desktop import VirtualDesktop
from support.wayland import WaylandDesktop

KEYS = {Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D"}
_OF_A_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "SWAYSOCK", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_TYPE")


@contextmanager
def inside(env: Mapping[str, str]) -> Iterator[None]:
    """Place this process in a desktop."""
    for name in _OF_A_DESKTOP:
        os.environ.pop(name, None)
    os.environ.update({name: env[name] for name in (*_OF_A_DESKTOP, "XDG_RUNTIME_DIR") if name in env})
    yield


def picture() -> float:
    """Return the seconds that a picture of the whole screen takes."""
    began = time.monotonic()
    DesktopGrabber(lambda: 1).grab(Source(SourceKind.SCREEN, monitor="all"))
    return time.monotonic() - began


def key(press: Callable[[], float], posted: SimpleQueue[float]) -> float:
    """Return the seconds from a press, which tells when it was, to its command."""
    began = press()
    return posted.get(timeout=10) - began


def press_behind(wayland: WaylandDesktop) -> float:
    """Let the desktop's back-end say that the key was pressed; return when."""
    began = time.monotonic()
    wayland.back_end.order(press="describe_screen")
    return began


def table(name: str, x11: list[float], portal: list[float]) -> str:
    """Return a row: medians in milliseconds, and their ratio."""
    first, second = statistics.median(x11) * 1000, statistics.median(portal) * 1000
    return f"| {name} | {first:.1f} | {second:.1f} | {second / first:.1f} |"


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    posted: SimpleQueue[float] = SimpleQueue()
    with (
        VirtualDesktop(1280, 720, with_sound=False) as desktop,
        WaylandDesktop("1280x720") as wayland,
        desktop.popen(["xterm", "-T", "Seen"]),
    ):
        desktop.wait_for_window("Seen")
        wayland.start("foot", ["foot", "--title", "Seen"])
        wayland.await_window("Seen")
        bound = []
        for env, name in ((desktop.env, "x11"), (wayland.env, "portal")):
            with inside(env):
                assert choose().name == name
                hotkeys = open_hotkeys(lambda _command: posted.put(time.monotonic()))
                assert not hotkeys.bind(KEYS)
                bound.append(hotkeys)
        hands = Hands(desktop.display)
        pictures: tuple[list[float], list[float]] = ([], [])
        keys: tuple[list[float], list[float]] = ([], [])
        for _ in range(runs):
            for place, env in enumerate((desktop.env, wayland.env)):
                with inside(env):
                    pictures[place].append(picture())
            keys[0].append(key(lambda: hands.press(DESCRIBE), posted))
            keys[1].append(key(lambda: press_behind(wayland), posted))
        for hotkeys in bound:
            hotkeys.close()
    print("| | X11, ms | portal, ms | times |\n|---|---|---|---|")
    print(table("picture of 1280 × 720", *pictures))
    print(table("key to command", *keys))


if __name__ == "__main__":
    main()
