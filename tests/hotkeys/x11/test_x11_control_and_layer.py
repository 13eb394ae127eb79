"""The bare Control press and the command layer on a real X server: observed only then, and given back."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from Xlib import X

from assistant.core.domain import Command
from assistant.core.ports import Hotkeys
from assistant.hotkeys import layer
from assistant.hotkeys.backends import open_hotkeys
from assistant.hotkeys.grabs import Keyboard
from assistant.hotkeys.layer import LayerEvent
from assistant.hotkeys.told import Told
from assistant.hotkeys.x11 import X11Hotkeys
from support.x11_hands import ALT, CONTROL, KEYS, PHYSICAL_D, PHYSICAL_Q, SHIFT, TIMEOUT, Hands, TypingProgram, taken

pytestmark = pytest.mark.real


def test_a_bare_control_press_stops_and_still_reaches_the_program(
    hands: Hands, program: TypingProgram, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hotkeys.bind({Command.KEYS: "F8"})
    hotkeys.listen_for_control(True)
    hands.physical(CONTROL)
    hands.physical(105)
    hands.keys("ctrl+c")
    assert taken(posted, 3) == [Command.STOP] * 3
    keysyms = [event.detail for event in program.events() if event.type == X.KeyPress]
    assert keysyms == [CONTROL, 105, CONTROL, 54], "what was typed did not reach the program as it was"


def test_control_stops_even_while_a_menu_holds_the_keyboard(
    hands: Hands, other: Keyboard, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hotkeys.bind({Command.KEYS: "F8"})
    hotkeys.listen_for_control(True)
    assert hotkeys.bind({Command.KEYS: "F8"}) == []
    assert other.grab_all()
    hands.physical(CONTROL)
    assert taken(posted, 1) == [Command.STOP]
    other.release_all()


def test_control_with_other_modifiers_held_is_not_bare(
    hands: Hands, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hotkeys.bind({Command.KEYS: "F8"})
    hotkeys.listen_for_control(True)
    hands.physical(CONTROL, SHIFT)
    hands.physical(CONTROL, ALT)
    hands.physical(SHIFT)
    hands.keys("a", "F8")
    assert taken(posted, 1) == [Command.KEYS]


def test_control_is_not_looked_at_when_not_wanted(
    hands: Hands, hotkeys: X11Hotkeys, posted: SimpleQueue[Command]
) -> None:
    hotkeys.bind({Command.KEYS: "F8"})
    hands.physical(CONTROL)
    hotkeys.listen_for_control(True)
    hotkeys.listen_for_control(True)
    hotkeys.listen_for_control(False)
    hotkeys.bind({Command.KEYS: "F8"})
    hands.physical(CONTROL)
    hands.keys("F8")
    assert taken(posted, 1) == [Command.KEYS]


def test_while_control_is_listened_for_the_server_sends_nothing_of_what_is_typed(hands: Hands) -> None:
    keyboard = Keyboard()
    try:
        hands.keys("a")
        keyboard.watch_control(True)
        list(keyboard.events())
        hands.keys("s", "e", "c", "r", "e", "t", "1", "Return")
        assert [event for event in keyboard.events() if not keyboard.is_new_layout(event)] == []
        hands.physical(CONTROL)
        assert [keyboard.is_bare_control_press(event) for event in list(keyboard.events())] == [True, False]
        keyboard.watch_control(False)
        hands.physical(CONTROL)
        assert list(keyboard.events()) == []
    finally:
        keyboard.close()


@pytest.fixture
def layered(hands: Hands, posted: SimpleQueue[Command], told: SimpleQueue[Told]) -> Iterator[Hotkeys]:
    hotkeys = open_hotkeys(posted.put, "Ctrl+Shift+F8", told.put)
    assert hotkeys.bind(KEYS) == []
    yield hotkeys
    hotkeys.close()


@pytest.fixture
def told() -> SimpleQueue[Told]:
    return SimpleQueue()


def test_the_layer_takes_one_key_and_then_the_keyboard_is_the_programs_again(
    hands: Hands,
    program: TypingProgram,
    layered: Hotkeys,
    posted: SimpleQueue[Command],
    told: SimpleQueue[Told],
) -> None:
    hands.physical(PHYSICAL_D)
    assert program.typed() == [PHYSICAL_D]
    hands.keys("ctrl+shift+F8")
    assert told.get(timeout=TIMEOUT) is LayerEvent.OPENED
    hands.physical(PHYSICAL_D)
    assert taken(posted, 1) == [Command.DESCRIBE_SCREEN]
    assert told.get(timeout=TIMEOUT) is LayerEvent.CHOSEN
    assert layered.bind(KEYS) == []
    hands.physical(PHYSICAL_Q)
    assert program.typed() == [PHYSICAL_Q]
    assert program.has_focus()
    assert posted.empty()


def test_escape_leaves_the_layer_and_reaches_no_program(
    hands: Hands, program: TypingProgram, layered: Hotkeys, told: SimpleQueue[Told]
) -> None:
    hands.keys("ctrl+shift+F8")
    assert told.get(timeout=TIMEOUT) is LayerEvent.OPENED
    hands.keys("Escape")
    assert told.get(timeout=TIMEOUT) is LayerEvent.LEFT
    assert layered.bind(KEYS) == []
    hands.physical(PHYSICAL_Q)
    assert program.typed() == [PHYSICAL_Q]


def test_the_layer_gives_the_keyboard_back_after_a_while(
    hands: Hands,
    program: TypingProgram,
    layered: Hotkeys,
    told: SimpleQueue[Told],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layer, "OPEN_SECONDS", 0.1)
    hands.keys("ctrl+shift+F8")
    assert told.get(timeout=TIMEOUT) is LayerEvent.OPENED
    assert told.get(timeout=TIMEOUT) is LayerEvent.LEFT
    hands.physical(PHYSICAL_Q)
    assert program.typed() == [PHYSICAL_Q]
