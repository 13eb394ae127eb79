"""Somebody types while the hotkeys are pressed: every character arrives, every press is a command, no focus moves."""

from __future__ import annotations

from queue import SimpleQueue

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from assistant.core.domain import Command
from assistant.hotkeys.x11 import X11Hotkeys
from support.x11_hands import ALT, CONTROL, KEYS, PHYSICAL_A, PHYSICAL_D, PHYSICAL_Q, SHIFT, Hands, TypingProgram, taken

pytestmark = pytest.mark.real
LAYOUTS = ("us", "de", "ru", "us,ru", "ru,de")
# The key's own letter among them.
TYPED = (PHYSICAL_A, PHYSICAL_D, PHYSICAL_Q)


def type_and_press(times: int) -> None:
    """Type three letters and press the key, by XTEST on one connection: nobody is waited for in between."""
    hands = Display()
    for _ in range(times):
        for keycode in TYPED:
            xtest.fake_input(hands, X.KeyPress, keycode)
            xtest.fake_input(hands, X.KeyRelease, keycode)
        combination = (CONTROL, ALT, SHIFT, PHYSICAL_D)
        for keycode in combination:
            xtest.fake_input(hands, X.KeyPress, keycode)
        for keycode in reversed(combination):
            xtest.fake_input(hands, X.KeyRelease, keycode)
        hands.sync()
    hands.close()


@pytest.mark.parametrize("times", [200, pytest.param(1000, marks=pytest.mark.long)])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_many_presses_take_nothing_from_who_types(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command], layout: str, times: int
) -> None:
    hands.layout("-layout", layout)
    assert hotkeys.bind(KEYS) == []
    type_and_press(times)
    assert taken(posted, times) == [Command.DESCRIBE_SCREEN] * times
    assert posted.empty()
    events = program.events()
    typed = [event.detail for event in events if event.type == X.KeyPress and event.detail in TYPED]
    assert typed == [*TYPED] * times
    moves = {event.mode for event in events if event.type in (X.FocusIn, X.FocusOut)}
    assert moves <= {X.NotifyGrab, X.NotifyUngrab, X.NotifyWhileGrabbed}
    assert program.has_focus()


def test_scroll_lock_changes_nothing(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    # As keyboards with its own modifier have it; without one, nothing of it is in a key's state.
    hands.desktop.run(["xmodmap", "-e", "add mod3 = Scroll_Lock"])
    assert hotkeys.bind(KEYS) == []
    hands.keys("Scroll_Lock")
    try:
        hands.physical(PHYSICAL_D, CONTROL, ALT, SHIFT)
        assert taken(posted, 1) == [Command.DESCRIBE_SCREEN]
        program.events()
        hands.physical(PHYSICAL_Q)
        (press,) = [event for event in program.events() if event.type == X.KeyPress]
        assert press.state & X.Mod3Mask, "Scroll Lock was not on: this tests nothing"
    finally:
        hands.keys("Scroll_Lock")


def test_the_layout_is_switched_again_and_again_while_keys_are_pressed(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    assert hotkeys.bind(KEYS) == []
    for layout in ("ru", "de", "us,ru", "fr", "us"):
        hands.layout("-layout", layout)
        hands.physical(PHYSICAL_D, CONTROL, ALT, SHIFT)
        assert taken(posted, 1) == [Command.DESCRIBE_SCREEN], f"lost with the layout {layout}"
    assert program.typed() == []
