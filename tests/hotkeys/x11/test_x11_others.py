"""The hotkeys beside other programs of a real X server: taken keys, keys given back, a server that goes away."""

from __future__ import annotations

import os
from queue import SimpleQueue

import pytest
from Xlib import X, display
from Xlib.error import ConnectionClosedError
from Xlib.ext import xinput

from assistant.core.domain import Command
from assistant.core.errors import HotkeysUnsupported, HotkeyTaken
from assistant.hotkeys.backends import choose
from assistant.hotkeys.bindings import Bindings
from assistant.hotkeys.grabs import Keyboard
from assistant.hotkeys.x11 import X11Hotkeys
from support.fixtures import start_desktop
from support.processes import wait_until
from support.x11_hands import KEYS, Hands, place, taken

pytestmark = pytest.mark.real


def test_a_key_of_another_program_is_told_with_a_free_one_that_works(
    hands: Hands, other: Keyboard, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    assert other.grab(place(other, "Ctrl+Alt+Shift+D"))
    (error,) = hotkeys.bind(KEYS)
    assert isinstance(error, HotkeyTaken)
    assert error.params["key"] == "Ctrl+Alt+Shift+D"
    free = error.params["free"]
    assert hotkeys.bind({**KEYS, Command.DESCRIBE_SCREEN: free}) == []
    hands.keys(free.lower().replace("pageup", "Prior"), "F8")
    assert taken(posted, 2) == [Command.DESCRIBE_SCREEN, Command.KEYS]


def test_an_offer_was_tried_out(other: Keyboard, hotkeys: X11Hotkeys) -> None:
    for text in ("Ctrl+Alt+Shift+D", "Ctrl+Alt+Super+D"):
        assert other.grab(place(other, text))
    assert hotkeys.bind({Command.STOP: "Ctrl+Alt+Shift+D"}) == [
        HotkeyTaken(key="Ctrl+Alt+Shift+D", free="Ctrl+Shift+Super+D")
    ]
    assert other.is_free(place(other, "Ctrl+Shift+Super+D")), "the key that was tried out was not given back"


def test_a_key_taken_only_while_numlock_is_on_is_taken(other: Keyboard, hotkeys: X11Hotkeys) -> None:
    keycode, mask = place(other, "Ctrl+Alt+Shift+D")
    connection = display.Display()
    connection.screen().root.grab_key(keycode, mask | X.Mod2Mask, False, X.GrabModeAsync, X.GrabModeAsync)
    connection.sync()
    (error,) = hotkeys.bind({Command.STOP: "Ctrl+Alt+Shift+D"})
    assert isinstance(error, HotkeyTaken)
    connection.close()
    wait_until(lambda: other.is_free((keycode, mask)), what="nothing of the failed try to be left")


def test_a_key_taken_through_the_input_extension_is_taken(other: Keyboard, hotkeys: X11Hotkeys) -> None:
    keycode, mask = place(other, "Ctrl+Alt+Shift+D")
    desktop = display.Display()
    desktop.xinput_query_version()
    reply = desktop.screen().root.xinput_grab_keycode(
        xinput.AllMasterDevices,
        X.CurrentTime,
        keycode,
        xinput.GrabModeAsync,
        xinput.GrabModeAsync,
        False,
        xinput.KeyPressMask,
        [mask],
    )
    assert not reply.modifiers
    errors = hotkeys.bind({Command.STOP: "Ctrl+Alt+Shift+D"})
    desktop.close()
    assert errors == [HotkeyTaken(key="Ctrl+Alt+Shift+D", free="Ctrl+Alt+Super+D")]


def test_closing_gives_every_key_back(hands: Hands, other: Keyboard, posted: SimpleQueue[Command]) -> None:
    hotkeys = X11Hotkeys(posted.put)
    hotkeys.bind(KEYS)
    assert not other.is_free(place(other, "F8"))
    hotkeys.close()
    hotkeys.close()
    for text in KEYS.values():
        wait_until(lambda text=text: other.is_free(place(other, text)), what=f"{text} to be free")  # type: ignore[misc]  # a bound default
    hands.keys("F8")
    assert hotkeys.bind(KEYS) == [HotkeysUnsupported(desktop="X11")]
    assert posted.empty()


def test_a_display_that_goes_away_ends_the_thread_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    posted: SimpleQueue[Command] = SimpleQueue()
    with start_desktop(with_window_manager=False, with_sound=False, width=640, height=480) as dying:
        monkeypatch.setenv("DISPLAY", dying.display)
        hotkeys = X11Hotkeys(posted.put)
        assert hotkeys.bind({Command.STOP: "F8"}) == []
    wait_until(lambda: not hotkeys._thread.is_alive(), what="the thread to end with its display")
    assert hotkeys.bind({Command.STOP: "F8"}) == [HotkeysUnsupported(desktop="X11")]
    hotkeys.listen_for_control(True)
    hotkeys.close()
    assert posted.empty()


def test_a_display_that_goes_away_while_it_is_asked_is_told_at_once(
    hotkeys: X11Hotkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(_self: Bindings[Command], _keys: object) -> None:
        raise ConnectionClosedError("server")

    monkeypatch.setattr(Bindings, "replace", vanish)
    assert hotkeys.bind({Command.STOP: "F8"}) == [HotkeysUnsupported(desktop="X11")]
    wait_until(lambda: not hotkeys._thread.is_alive(), what="the thread to end")


def test_no_display_at_all() -> None:
    os.environ.pop("DISPLAY", None)
    hotkeys = X11Hotkeys(lambda _command: None)
    assert hotkeys.bind({Command.STOP: "F8"}) == [HotkeysUnsupported(desktop="")]
    hotkeys.close()


def test_x11_is_chosen_on_x11_and_not_on_wayland(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose().name == "x11"
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert choose().name == "none"
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert choose().name == "none"
    monkeypatch.delenv("XDG_SESSION_TYPE")
    monkeypatch.setenv("DISPLAY", ":987")
    assert choose().name == "none"
