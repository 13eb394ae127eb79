"""The hotkeys on a real X server: a second process presses through XTEST, a focused window writes down what it gets."""

from __future__ import annotations

import threading
from queue import SimpleQueue

import pytest
from Xlib import X

from assistant.core.domain import Command
from assistant.core.errors import HotkeyUnknown
from assistant.hotkeys.bindings import Bindings
from assistant.hotkeys.grabs import Keyboard
from assistant.hotkeys.x11 import X11Hotkeys
from support.x11_hands import KEYS, PHYSICAL_Q, TIMEOUT, Hands, TypingProgram, place, taken

pytestmark = pytest.mark.real


def test_each_kind_of_key_posts_its_command_and_reaches_no_program(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    assert hotkeys.bind(KEYS) == []
    hands.keys("ctrl+alt+shift+d", "ctrl+alt+shift+Up", "F8", "super+space", "ctrl+1", "ctrl+alt+shift+s")
    wanted = [Command.DESCRIBE_SCREEN, Command.FASTER, Command.KEYS, Command.SHOW, Command.SPELL, Command.STOP]
    assert taken(posted, 6) == wanted
    hands.physical(PHYSICAL_Q)
    assert program.typed() == [PHYSICAL_Q]


def test_the_focus_stays_where_it_is(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hotkeys.bind(KEYS)
    hands.keys("ctrl+alt+shift+d")
    assert taken(posted, 1) == [Command.DESCRIBE_SCREEN]
    assert program.has_focus()
    moves = [event.mode for event in program.events() if event.type in (X.FocusIn, X.FocusOut)]
    assert set(moves) <= {X.NotifyGrab, X.NotifyUngrab, X.NotifyWhileGrabbed}, "toolkits take this for a lost focus"


def test_two_hundred_presses_are_two_hundred_commands(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hotkeys.bind(KEYS)
    hands.desktop.run(["xdotool", "key", "--delay", "0", *["ctrl+alt+shift+d", "F8"] * 100])
    assert taken(posted, 200) == [Command.DESCRIBE_SCREEN, Command.KEYS] * 100
    hands.keys("ctrl+alt+shift+s")
    assert taken(posted, 1) == [Command.STOP]
    assert program.typed() == []


def test_a_held_key_is_one_command(
    hands: Hands,
    program: TypingProgram,
    hotkeys: X11Hotkeys,
    posted: SimpleQueue[Command],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repeats = threading.Semaphore(0)
    press = Bindings.press

    def count(self: Bindings[Command], keycode: int, state: int, time: int) -> None:
        press(self, keycode, state, time)
        repeats.release()

    monkeypatch.setattr(Bindings, "press", count)
    hands.desktop.run(["xset", "r", "rate", "150", "50"])
    hotkeys.bind(KEYS)
    hands.desktop.run(["xdotool", "keydown", "F8"])
    for number in range(10):
        assert repeats.acquire(timeout=TIMEOUT), f"only {number} repeats came"
    hands.desktop.run(["xdotool", "keyup", "F8"])
    hands.keys("ctrl+alt+shift+s")
    assert taken(posted, 2) == [Command.KEYS, Command.STOP]
    assert posted.empty()
    assert program.typed() == []


def test_binding_again_replaces_everything(
    hands: Hands, other: Keyboard, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hotkeys.bind(KEYS)
    assert hotkeys.bind({Command.STOP: "F9"}) == []
    assert other.is_free(place(other, "Ctrl+Alt+Shift+D"))
    hands.keys("F9")
    assert taken(posted, 1) == [Command.STOP]


def test_what_is_no_key_is_told_and_the_rest_works(
    hands: Hands, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    errors = hotkeys.bind({Command.ASK: "Ctrl+Nonsense", Command.FIND: "F", Command.STOP: "F9"})
    assert errors == [HotkeyUnknown(key="Ctrl+Nonsense"), HotkeyUnknown(key="F")]
    hands.keys("F9")
    assert taken(posted, 1) == [Command.STOP]
