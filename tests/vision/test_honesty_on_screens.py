"""Honesty on real screens: programs on a virtual desktop, on which no object may be named, hedged or not."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.core.domain import Detail, Part, RegionKind, SourceKind, Task
from support.embedded import Said, ask_engine, picture
from support.photographs import photograph
from support.processes import wait_until
from support.screens_app import TITLES

if TYPE_CHECKING:
    from PIL import Image

    from support.desktop import VirtualDesktop

APP = Path(sys.modules["support.screens_app"].__file__ or "")
ROOT = Path(__file__).resolve().parents[2]


def shot_of(desktop: VirtualDesktop, command: list[str], title: str) -> Image.Image:
    """Return the screen once a program's window is drawn and changes no more."""
    empty = np.asarray(desktop.screenshot())
    env = {**desktop.env, "PYTHONPATH": str(ROOT)}
    with desktop.popen(command, env=env):
        desktop.wait_for_window(title)
        last = [empty]

        def is_drawn() -> bool:
            before, last[0] = last[0], np.asarray(desktop.screenshot())
            return bool((last[0] != empty).any()) and bool((last[0] == before).all())

        wait_until(is_drawn, seconds=20, what=f"a drawn window {title!r}")
        return desktop.screenshot()


def assert_nothing_is_named(said: Said) -> None:
    assert "not told to read" not in said.text, said.text
    assert said.of(RegionKind.OBJECT) == []
    assert "ossibly" not in said.text
    assert "looks like" not in said.text
    assert "picture shows" not in said.text


def assert_no_model_is_asked(image: Image.Image) -> None:
    """A large model is asked about pictures alone; a screen without one has none, also as a screenshot in a file."""
    for source in (SourceKind.SCREEN, SourceKind.FILE):
        said = ask_engine(Task.DESCRIBE, picture(image, source), part=Part.STRUCTURE)
        assert said.of(RegionKind.PICTURE) == [], source


@pytest.mark.real
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("editor", "Nothing stands in it."),
        ("code", "the values that travel"),
        ("dark code", "the values that travel"),
        ("text", "Heading: Finding."),
        ("icons", "Item 7"),
        ("wallpaper", "An empty desktop: no window and no text was found."),
    ],
)
def test_nothing_is_named_on_a_screen(desktop: VirtualDesktop, kind: str, said: str) -> None:
    shot = shot_of(desktop, [sys.executable, str(APP), kind], TITLES[kind])
    assert_no_model_is_asked(shot)
    shown = picture(shot)
    answer = ask_engine(Task.DESCRIBE, shown, detail=Detail.FULL)
    assert_nothing_is_named(answer)
    assert said.lower() in answer.text.lower()
    if kind != "wallpaper":
        assert answer.text.startswith(f"Window: {TITLES[kind]}."), "the title comes first"


@pytest.mark.real
def test_nothing_is_named_on_the_bare_desktop(desktop: VirtualDesktop) -> None:
    shot = desktop.screenshot()
    assert_no_model_is_asked(shot)
    assert_nothing_is_named(ask_engine(Task.DESCRIBE, picture(shot), detail=Detail.FULL))


@pytest.mark.real
def test_nothing_is_named_in_a_terminal(desktop: VirtualDesktop) -> None:
    if not shutil.which("xterm"):
        pytest.skip("needs xterm: run installers/linux/prerequisites.sh --with-tests")
    command = ["xterm", "-T", "Terminal", "-geometry", "100x30", "-e", "ls -l /usr/lib; exec cat"]
    shot = shot_of(desktop, command, "Terminal")
    assert_no_model_is_asked(shot)
    said = ask_engine(Task.DESCRIBE, picture(shot), detail=Detail.FULL)
    assert_nothing_is_named(said)
    assert said.text.startswith("Window: Terminal.\n")
    assert "root root" in said.text


@pytest.mark.real
def test_a_photograph_in_a_real_window_is_named_and_the_window_told(desktop: VirtualDesktop) -> None:
    command = [sys.executable, str(APP), "form", str(photograph("skimage/data/chelsea.png"))]
    said = ask_engine(Task.DESCRIBE, picture(shot_of(desktop, command, TITLES["form"])))
    assert said.text.startswith("Window: Customer details.\n")
    assert "a cat" in said.text.splitlines()[-1]
    assert [region.text for region in said.of(RegionKind.OBJECT)] == ["cat"]
    assert "Name" in "".join(region.text for region in said.of(RegionKind.FIELD))
    assert [region.text for region in said.of(RegionKind.BUTTON)] == ["Save"]


def test_nothing_is_named_in_a_black_frame() -> None:
    assert_nothing_is_named(ask_engine(Task.DESCRIBE, picture(np.zeros((1080, 1920, 3), np.uint8))))
