"""The back-end for desktops without global keys: it says so, and keeps the contract of `Hotkeys`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.core.domain import Command
from assistant.core.errors import HotkeysUnsupported
from assistant.core.ports import Hotkeys
from assistant.hotkeys.backends import BACKENDS, choose, open_hotkeys


@pytest.fixture
def posted() -> list[Command]:
    return []


@pytest.fixture
def hotkeys(posted: list[Command]) -> Hotkeys:
    assert choose().name == "none"
    return open_hotkeys(posted.append)


@pytest.mark.parametrize(
    ("surroundings", "name"),
    [
        ({}, ""),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "Wayland"),
        ({"XDG_SESSION_TYPE": "wayland", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME", "DISPLAY": ":0"}, "GNOME on Wayland"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "sway"}, "Sway on Wayland"),
    ],
)
def test_it_names_the_desktop(
    monkeypatch: pytest.MonkeyPatch, posted: list[Command], surroundings: dict[str, str], name: str
) -> None:
    for variable, value in surroundings.items():
        monkeypatch.setenv(variable, value)
    assert choose().name == "none"
    assert open_hotkeys(posted.append).bind({Command.STOP: "F8"}) == [HotkeysUnsupported(desktop=name)]


def test_nothing_asked_is_nothing_wrong(hotkeys: Hotkeys) -> None:
    assert hotkeys.bind({}) == []


def test_it_is_as_quiet_as_it_is_deaf(hotkeys: Hotkeys, posted: list[Command]) -> None:
    hotkeys.bind({Command.STOP: "F8"})
    hotkeys.listen_for_control(True)
    hotkeys.listen_for_control(False)
    hotkeys.close()
    hotkeys.close()
    assert posted == []


def test_the_last_back_end_of_the_table_always_works() -> None:
    assert BACKENDS[-1].is_compatible()
    assert BACKENDS[-1].is_installed()


def test_no_back_end_loads_xlib_before_there_is_a_display() -> None:
    code = (
        "import sys, assistant.hotkeys.backends as b; b.choose(); print(any(n.startswith('Xlib') for n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"
