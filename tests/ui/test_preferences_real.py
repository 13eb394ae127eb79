"""The settings on a real desktop by real keys: a rate that is heard, a key that works, one that somebody else has."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from Xlib import XK, X, display

from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

pytestmark = pytest.mark.real

TITLE, FIND = "Preferences", "Find on the screen"
FREE, TAKEN = "ctrl+alt+shift+F7", "ctrl+alt+shift+F9"


def open_preferences(app: RunningSeeSay) -> None:
    app.command()
    app.desktop.wait_for_window("SeeSay")
    wait_until(lambda: app.desktop.active_window_title() == "SeeSay", what="the main window in front")
    app.desktop.key("alt+r")
    app.desktop.wait_for_window(TITLE)
    await_in_front(app, TITLE)


def await_in_front(app: RunningSeeSay, title: str) -> None:
    wait_until(lambda: app.desktop.active_window_title() == title, what=f"{title} in front")


def search(app: RunningSeeSay, words: str) -> None:
    """Search a setting and go to it."""
    app.desktop.key("ctrl+f")
    app.desktop.type(words)
    app.desktop.key("Return")


def open_key_window(app: RunningSeeSay) -> None:
    search(app, FIND)
    app.desktop.key("space")
    await_in_front(app, f"Key: {FIND}")


def settings_of(app: RunningSeeSay) -> str:
    path = Path(app.env["XDG_CONFIG_HOME"]) / "seesay" / "settings.toml"
    return path.read_text(encoding="utf-8")


def grab(desktop: VirtualDesktop, key: str) -> Any:
    """Be another program that holds Ctrl+Alt+Shift and this key."""
    other = display.Display(desktop.display)
    keycode = other.keysym_to_keycode(XK.string_to_keysym(key))
    mask = X.ControlMask | X.Mod1Mask | X.ShiftMask
    other.screen().root.grab_key(keycode, mask, False, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    return other


Ear = Callable[..., str]


def heard_after(app: RunningSeeSay, ear: Ear, *keys: str) -> str:
    """Press keys; return what was said from then on, in place of what was spoken before."""
    with app.desktop.record() as recording:
        app.desktop.key(*keys)
        recording.wait_for_sound(since=time.monotonic())
        recording.wait_for_silence(lasting=0.7)
        return ear(recording.samples, recording.rate)


def test_a_rate_is_heard_and_keys_are_pressed_refused_and_used(desktop: VirtualDesktop, ear: Ear) -> None:
    with running(desktop) as app:
        open_preferences(app)
        search(app, "how fast")
        quick = heard_after(app, ear, "Up")
        # Two words are little for the recogniser; the number is what was pressed for.
        assert max(word_recall(quick, "5"), word_recall(quick, "five")) == 1.0, quick
        wait_until(lambda: "\nrate = 5\n" in settings_of(app), what="the rate to be kept")

        other = grab(desktop, "F9")
        open_key_window(app)
        told = heard_after(app, ear, "ctrl+alt+shift+d")
        assert word_recall(told, "key already. Describe the screen. another one") >= PASS, told
        told = heard_after(app, ear, TAKEN)
        assert word_recall(told, "belongs to another program") >= PASS, told
        await_in_front(app, f"Key: {FIND}")
        assert '\nfind = "' not in settings_of(app)
        desktop.key(FREE)
        await_in_front(app, TITLE)
        wait_until(lambda: '\nfind = "Ctrl+Alt+Shift+F7"\n' in settings_of(app), what="the key to be kept")
        other.close()

        open_practice(app)
        desktop.key(FREE)
        desktop.wait_for_window("Find on the picture")


def open_practice(app: RunningSeeSay) -> None:
    """Have something on the screen that can be looked at."""
    app.desktop.key("Escape")
    app.open_practice_page()
