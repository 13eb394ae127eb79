"""The whole program on a real Wayland desktop: its keys from the real portal, its pictures through it, its windows.

There is no sound there, so an answer shows itself in a window, as it does for any user without sound.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from support.fixtures import start_wayland
from support.processes import end_processes, tree, wait_until
from support.seesay import SEESAY
from support.wayland import WaylandDesktop

pytestmark = pytest.mark.real
WORDS = "The weather is cold and clear"


def ask(wayland: WaylandDesktop, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SEESAY, *words], env=wayland.env, capture_output=True, text=True, timeout=100, stdin=subprocess.DEVNULL
    )


@contextmanager
def started(wayland: WaylandDesktop) -> Iterator[None]:
    """Run the tray application with a terminal in front that says something."""
    ask(wayland, "settings", "set", "ui.first_start_done", "true")
    wayland.start("foot", ["foot", "--title", "Weather", "sh", "-c", f"echo {WORDS}; sleep 600"])
    wayland.await_window("Weather")
    with (wayland.root / "logs" / "seesay.log").open("wb") as log:
        process = subprocess.Popen([SEESAY], env=wayland.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield
        finally:
            end_processes(tree(process.pid))
            process.wait()


def leave(wayland: WaylandDesktop, for_window: str) -> None:
    """Press Escape until that window is in front: each wtype is a new keyboard, whose key may outrun its layout."""

    def has_left() -> bool:
        wayland.run(["wtype", "-k", "Escape"])
        return for_window in wayland.focused()

    wait_until(has_left, seconds=20, what=f"{for_window} in front again")


def test_keys_pictures_and_windows_through_the_portals() -> None:
    with start_wayland() as wayland, started(wayland):
        bound = wayland.back_end.await_call("BindShortcuts")["shortcuts"]
        assert bound["read_screen"] == {
            "description": "Read the screen",
            "preferred_trigger": "CTRL+ALT+SHIFT+r",
        }
        wayland.back_end.order(press="read_screen")
        wayland.await_window("Answer")
        leave(wayland, "Weather")
        window = json.loads(ask(wayland, "read", "window", "--quiet", "--json").stdout)
        assert WORDS in " ".join(window["text"].split())
        wayland.back_end.order(change={"stop": "Press <Super>F4"})
        wait_until(lambda: "Super+F4: Stop" in ask(wayland, "keys").stdout, what="the keys as the desktop gave them")
        assert "Sway decides on these keys" in ask(wayland, "keys").stdout


def test_without_portals_each_no_says_what_to_do() -> None:
    with start_wayland("640x480", with_portals=False) as wayland:
        refused = ask(wayland, "read", "--quiet")
        assert refused.returncode == 3
        assert "xdg-desktop-portal-wlr" in refused.stderr
        assert "bindsym Ctrl+Mod1+Shift+d exec seesay describe" in ask(wayland, "keys").stdout
        # Qt shows an empty clipboard to a program in the background, and GNOME lets nobody else look.
        wayland.env["XDG_CURRENT_DESKTOP"] = "GNOME"
        hidden = ask(wayland, "describe", "clipboard", "--quiet")
        assert hidden.returncode == 3
        assert "GNOME shows the clipboard only to the window in front." in hidden.stderr
