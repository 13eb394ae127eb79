"""The hotkeys under every layout of a real X server: groups, locks and keys that switch between them."""

from __future__ import annotations

import threading
from queue import SimpleQueue

import pytest
from Xlib import X

from assistant.core.domain import Command
from assistant.hotkeys.bindings import Bindings
from assistant.hotkeys.x11 import X11Hotkeys
from support.x11_hands import (
    ALT,
    CONTROL,
    KEYS,
    PHYSICAL_A,
    PHYSICAL_D,
    PHYSICAL_Q,
    SHIFT,
    TIMEOUT,
    Hands,
    TypingProgram,
    lock_group,
    taken,
)

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    "layout", ["us", "de", "ru", "gr", "il", "us,ru", "ru,us", "us(dvorak),us"], ids=lambda layout: layout
)
def test_the_letters_of_every_layout(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command], layout: str
) -> None:
    hands.layout("-layout", "us" if "dvorak" in layout else layout)
    if "dvorak" in layout:
        hands.layout("-layout", "us,us", "-variant", "dvorak,")
    assert hotkeys.bind(KEYS) == []
    keycode = 43 if "dvorak" in layout else PHYSICAL_D
    hands.physical(keycode, CONTROL, ALT, SHIFT)
    assert taken(posted, 1) == [Command.DESCRIBE_SCREEN]
    assert program.typed() == []


def test_a_letter_that_lies_elsewhere_is_followed(
    hands: Hands, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hands.layout("-layout", "fr")
    assert hotkeys.bind({Command.ASK: "Ctrl+Alt+Shift+A", Command.STOP: "Ctrl+Alt+Shift+Q"}) == []
    hands.physical(PHYSICAL_Q, CONTROL, ALT, SHIFT)
    hands.physical(PHYSICAL_A, CONTROL, ALT, SHIFT)
    assert taken(posted, 2) == [Command.ASK, Command.STOP]


def test_the_second_group_is_the_same_keyboard(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hands.layout("-layout", "us,ru")
    assert hotkeys.bind(KEYS) == []
    # The server forgets the group when another keyboard speaks up: let that be over.
    hands.physical(PHYSICAL_Q)
    lock_group(1)
    hands.physical(PHYSICAL_D, CONTROL, ALT, SHIFT)
    hands.physical(PHYSICAL_Q)
    assert taken(posted, 1) == [Command.DESCRIBE_SCREEN]
    presses = [event for event in program.events() if event.type == X.KeyPress]
    assert PHYSICAL_D not in [event.detail for event in presses]
    assert presses[-1].detail == PHYSICAL_Q
    assert lock_group(0) == 1, "the second group was not on: this tests nothing"


@pytest.mark.parametrize("locks", [["Caps_Lock"], ["Num_Lock"], ["Caps_Lock", "Num_Lock"]], ids="+".join)
def test_a_lock_that_is_on_changes_nothing(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command], locks: list[str]
) -> None:
    hotkeys.bind(KEYS)
    hands.keys(*locks)
    try:
        hands.physical(PHYSICAL_D, CONTROL, ALT, SHIFT)
        assert taken(posted, 1) == [Command.DESCRIBE_SCREEN]
        program.events()
        hands.physical(PHYSICAL_Q)
        (press,) = [event for event in program.events() if event.type == X.KeyPress]
        assert press.detail == PHYSICAL_Q
        assert press.state & (X.LockMask | X.Mod2Mask), "no lock was on: this tests nothing"
    finally:
        hands.keys(*locks)


@pytest.mark.parametrize("switch", ["grp:alt_shift_toggle", "grp:ctrl_shift_toggle", "grp:ctrl_alt_toggle"])
def test_keys_work_where_their_modifiers_switch_the_layout(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command], switch: str
) -> None:
    hands.layout("-layout", "us,ru", "-option", switch)
    assert hotkeys.bind({Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D", Command.KEYS: "F8"}) == []
    orders = [(CONTROL, ALT, SHIFT), (SHIFT, CONTROL, ALT), (CONTROL, SHIFT, ALT), (ALT, SHIFT, CONTROL)]
    for order in orders:
        hands.physical(PHYSICAL_D, *order)
        assert taken(posted, 1) == [Command.DESCRIBE_SCREEN], f"with the modifiers pressed as {order}"
    assert program.typed() == []
    for pair in ((CONTROL, ALT), (CONTROL, SHIFT), (ALT, SHIFT)):
        hands.physical(PHYSICAL_D, *pair)
    hands.physical(PHYSICAL_D)
    hands.keys("F8")
    assert taken(posted, 1) == [Command.KEYS]
    assert program.typed() == [PHYSICAL_D] * 4, "a key of the program's own was held back"


def test_the_keys_follow_a_change_of_the_layout(
    hands: Hands,
    program: TypingProgram,
    hotkeys: X11Hotkeys,
    posted: SimpleQueue[Command],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    has_moved = threading.Event()
    relayout = Bindings.relayout

    def report(self: Bindings[Command]) -> None:
        relayout(self)
        if {keycode for keycode, _mask in self._held} == {PHYSICAL_Q, 74}:
            has_moved.set()

    monkeypatch.setattr(Bindings, "relayout", report)
    hotkeys.bind({Command.ASK: "Ctrl+Alt+Shift+A", Command.KEYS: "F8"})
    hands.layout("-layout", "fr")
    assert has_moved.wait(TIMEOUT), "the key was not taken at its new place"
    hands.physical(PHYSICAL_A, CONTROL, ALT, SHIFT)
    hands.physical(PHYSICAL_Q, CONTROL, ALT, SHIFT)
    assert taken(posted, 1) == [Command.ASK]
    assert program.typed() == [PHYSICAL_A]
