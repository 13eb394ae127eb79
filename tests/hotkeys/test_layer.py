"""One key, then a letter: what opens, decides and closes the layer. The keyboard and the clock are fakes."""

from __future__ import annotations

import pytest

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeyTaken, HotkeyUnknown
from assistant.hotkeys.layer import OPEN_SECONDS, Layer, LayerEvent
from assistant.hotkeys.presses import Presses
from support.fake_keyboard import MODIFIER, FakeKeyboard

KEYS = {
    Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D",
    Command.READ_SCREEN: "Ctrl+Alt+Shift+R",
    Command.FASTER: "Ctrl+Alt+Shift+Up",
}
OPENED, CHOSEN, LEFT = LayerEvent.OPENED, LayerEvent.CHOSEN, LayerEvent.LEFT


class Desk:
    """A layer, a user's fingers and a clock."""

    def __init__(self) -> None:
        self.keyboard = FakeKeyboard()
        self.posted: list[Command] = []
        self.told: list[LayerEvent | HotkeyError] = []
        self.now = 1000.0
        self.layer = Layer(
            self.keyboard,
            Presses(tells_repeats=True),
            self.posted.append,
            "Ctrl+Shift+F8",
            self.told.append,
            clock=lambda: self.now,
        )

    def down(self, text: str) -> int:
        keycode, mask = self.keyboard.place(text)
        self.layer.press(keycode, mask, int(self.now * 1000))
        return keycode

    def up(self, keycode: int) -> None:
        self.layer.release(keycode, int(self.now * 1000))

    def holds_all(self) -> bool:
        return self.keyboard.has_all

    def tap(self, text: str) -> None:
        self.up(self.down(text))


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    assert desk.layer.replace(KEYS) == []
    return desk


def test_only_the_layers_key_is_held_while_it_is_closed(desk: Desk) -> None:
    assert desk.keyboard.held == {desk.keyboard.place("Ctrl+Shift+F8")}
    assert not desk.holds_all()
    desk.tap("D")
    assert desk.posted == []


@pytest.mark.parametrize("letter", ["D", "Ctrl+Shift+D", "Shift+D"])
def test_the_key_then_a_letter_whatever_is_still_held(desk: Desk, letter: str) -> None:
    desk.tap("Ctrl+Shift+F8")
    assert desk.holds_all()
    desk.tap(letter)
    assert desk.posted == [Command.DESCRIBE_SCREEN]
    assert desk.told == [OPENED, CHOSEN]
    assert not desk.holds_all()


def test_the_keyboard_is_held_until_the_letter_is_up_so_that_it_cannot_repeat_into_a_program(desk: Desk) -> None:
    desk.tap("Ctrl+Shift+F8")
    keycode = desk.down("D")
    desk.down("D")
    desk.down("R")
    assert desk.holds_all()
    desk.up(keycode)
    assert not desk.holds_all()
    assert desk.posted == [Command.DESCRIBE_SCREEN]


def test_holding_the_layers_key_decides_nothing(desk: Desk) -> None:
    keycode = desk.down("Ctrl+Shift+F8")
    for _ in range(5):
        desk.down("Ctrl+Shift+F8")
    desk.up(keycode)
    desk.tap("Up")
    assert desk.posted == [Command.FASTER]


def test_modifiers_alone_decide_nothing(desk: Desk) -> None:
    desk.tap("Ctrl+Shift+F8")
    desk.layer.press(MODIFIER, 0, 0)
    desk.layer.release(MODIFIER, 1)
    assert desk.holds_all()
    desk.tap("R")
    assert desk.posted == [Command.READ_SCREEN]


@pytest.mark.parametrize("key", ["Escape", "Q", "Space", "Ctrl+Shift+F8"])
def test_any_other_key_leaves(desk: Desk, key: str) -> None:
    desk.tap("Ctrl+Shift+F8")
    desk.tap(key)
    assert desk.told == [OPENED, LEFT]
    assert desk.posted == []
    assert not desk.holds_all()
    desk.tap("D")
    assert desk.posted == []


def test_time_leaves(desk: Desk) -> None:
    desk.tap("Ctrl+Shift+F8")
    assert desk.layer.due == desk.now + OPEN_SECONDS
    desk.layer.wake()
    assert desk.told == [OPENED, LEFT]
    assert not desk.holds_all()
    assert not desk.layer.due


def test_a_release_that_never_comes_does_not_hold_the_keyboard(desk: Desk) -> None:
    desk.tap("Ctrl+Shift+F8")
    desk.down("D")
    assert desk.layer.due is not None
    desk.layer.wake()
    assert not desk.holds_all()
    assert desk.told == [OPENED, CHOSEN]


def test_a_keyboard_that_another_program_holds_is_told(desk: Desk) -> None:
    desk.keyboard.is_busy = True
    desk.tap("Ctrl+Shift+F8")
    assert desk.told == [LEFT]
    assert desk.layer.due is None


def test_binding_again_closes_the_layer_and_binding_nothing_gives_its_key_back(desk: Desk) -> None:
    desk.tap("Ctrl+Shift+F8")
    assert desk.layer.replace({}) == []
    assert not desk.holds_all()
    assert desk.keyboard.held == set()


def test_a_taken_layer_key_is_told_with_a_free_one(desk: Desk) -> None:
    desk.layer.replace({})
    desk.keyboard.of_others = {desk.keyboard.place("Ctrl+Shift+F8")}
    assert desk.layer.replace(KEYS) == [HotkeyTaken(key="Ctrl+Shift+F8", free="Ctrl+Alt+Shift+F8")]


def test_a_letter_for_two_commands_and_one_that_is_no_key(desk: Desk) -> None:
    errors = desk.layer.replace(
        {Command.ASK: "Ctrl+A", Command.OPEN: "Alt+A", Command.STOP: "Escape", Command.FIND: "Ctrl+Nonsense"}
    )
    assert errors == [
        HotkeyTaken(key="A", free=""),
        HotkeyTaken(key="Escape", free=""),
        HotkeyUnknown(key="Ctrl+Nonsense"),
    ]
    desk.tap("Ctrl+Shift+F8")
    desk.tap("A")
    assert desk.posted == [Command.ASK]


def test_the_layer_follows_the_layout(desk: Desk) -> None:
    desk.keyboard.next_shift = 1
    desk.layer.relayout()
    assert desk.keyboard.held == {desk.keyboard.place("Ctrl+Shift+F8")}
    desk.tap("Ctrl+Shift+F8")
    desk.tap("D")
    assert desk.posted == [Command.DESCRIBE_SCREEN]
