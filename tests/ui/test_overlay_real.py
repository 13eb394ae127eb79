"""Outlines on a real screen: where they lie, at each scale and on each monitor, and that they are in nobody's way."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.desktop import VirtualDesktop

pytestmark = pytest.mark.real

PROGRAM = Path(__file__).parents[1] / "support" / "outliner.py"
YELLOW = (255, 255, 0)


class Outliner:
    """The program, spoken to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout
        assert self.read() == "ready"

    def read(self) -> str:
        return self._out.readline().strip()

    def do(self, line: str) -> None:
        self._in.write(f"{line}\n")
        self._in.flush()
        assert self.read() == "done"


@contextlib.contextmanager
def outliner(desktop: VirtualDesktop, *words: str, scale: int = 1) -> Iterator[Outliner]:
    env = {**desktop.env, "QT_SCALE_FACTOR": str(scale), "PYTHONPATH": str(PROGRAM.parents[2])}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with desktop.popen([sys.executable, str(PROGRAM), *words], env=env, text=True, **pipes) as process:
        yield Outliner(process)


def band(desktop: VirtualDesktop) -> tuple[int, int, int, int] | None:
    """Return the box around everything that has the bright band's colour."""
    pixels = np.asarray(desktop.screenshot())
    rows, columns = np.nonzero((pixels == YELLOW).all(axis=2))
    if not len(rows):
        return None
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("scale", [1, 2])
def test_an_outline_lies_around_the_thing_and_leaves_it_free(scale: int, desktop: VirtualDesktop) -> None:
    before = desktop.screenshot().crop((200, 200, 320, 260))
    with outliner(desktop, scale=scale) as program:
        program.do("200,200,120,60")
        shown = band(desktop)
        width = 10 * scale
        assert shown == pytest.approx((200 - width, 200 - width, 320 + width, 260 + width), abs=2)
        assert desktop.screenshot().crop((200, 200, 320, 260)).tobytes() == before.tobytes(), "it covers what is found"
        program.do("hide")
        assert band(desktop) is None


def test_several_are_numbered(desktop: VirtualDesktop) -> None:
    with outliner(desktop) as program:
        program.do("300,300,100,50")
        alone = np.count_nonzero((np.asarray(desktop.screenshot()) == YELLOW).all(axis=2))
        program.do("300,300,100,50 600,300,100,50")
        both = np.count_nonzero((np.asarray(desktop.screenshot()) == YELLOW).all(axis=2))
        assert both > 2 * alone + 40, "no number is drawn"


def test_an_outline_takes_neither_the_focus_nor_a_click(desktop: VirtualDesktop) -> None:
    with outliner(desktop, "button") as program:
        desktop.wait_for_window("The button below")
        program.do("150,150,100,60")
        assert desktop.active_window_title() == "The button below"
        for x, y in ((145, 180), (200, 180)):  # the band, and what it frames
            desktop.click(x, y)
            assert program.read() == "clicked"
        desktop.key("space")
        assert program.read() == "clicked"


def test_an_outline_on_another_monitor_lies_there(desktop: VirtualDesktop) -> None:
    screen = desktop.screenshot()
    half = screen.width // 2
    first, second = f"{half}/300x{screen.height}/200+0+0", f"{half}/300x{screen.height}/200+{half}+0"
    desktop.run(["xrandr", "--setmonitor", "left", first, "screen"], check=True)
    desktop.run(["xrandr", "--setmonitor", "right", second, "none"], check=True)
    try:
        with outliner(desktop) as program:
            program.do(f"{half + 100},200,120,60")
            assert band(desktop) == pytest.approx((half + 90, 190, half + 230, 270), abs=2)
    finally:
        for name in ("left", "right"):
            desktop.run(["xrandr", "--delmonitor", name], check=True)
