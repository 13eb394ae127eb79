"""Hotkeys on macOS, against macOS as its headers tell it: *not yet run there*."""

from __future__ import annotations

import pytest

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported, HotkeyTaken
from assistant.hotkeys import macos
from assistant.hotkeys.keys import _KEYS, parse_key
from assistant.hotkeys.layer import OPEN_SECONDS, LayerEvent
from assistant.hotkeys.macos import MacHotkeys
from assistant.hotkeys.macos_keyboard import KEY_CODES
from support.fake_mac import SOURCE, TIMER, FakeMac

COMMAND, SHIFT, OPTION, CONTROL = 0x100, 0x200, 0x800, 0x1000
ALL = SHIFT | OPTION | CONTROL
D, M, F8, UP = 0x02, 0x29, 0x64, 0x7E
KEYS = {Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D", Command.FASTER: "Ctrl+Alt+Shift+Up"}


class Desk:
    """Hotkeys on the main thread, and a user's fingers."""

    def __init__(self, layer: str = "") -> None:
        self.machine = FakeMac()
        self.posted: list[Command] = []
        self.told: list[LayerEvent | HotkeyError] = []
        self.now = 100.0
        self.hotkeys = MacHotkeys(
            self.posted.append,
            layer,
            self.told.append,
            open_keyboard=self.machine.keyboard,
            open_ticker=self.machine.ticker,
            clock=lambda: self.now,
        )
        assert self.hotkeys.bind(KEYS) == []


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def layered() -> Desk:
    return Desk("Ctrl+Shift+F8")


def test_every_function_is_used_as_the_headers_have_it(desk: Desk) -> None:
    for library in (desk.machine.carbon, desk.machine.services, desk.machine.foundation):
        library.assert_all_asked()
    assert desk.machine.released == [SOURCE] * 2, "what was copied is given back"


def test_every_key_that_a_mac_keyboard_has_a_code() -> None:
    assert set(_KEYS) - set(KEY_CODES) == {"F21", "F22", "F23", "F24"}, "no Mac keyboard has those"


def test_a_pressed_key_is_a_command_once(desk: Desk) -> None:
    assert desk.machine.press(D, ALL)
    assert desk.machine.release(D, ALL)
    desk.machine.press(D, ALL)
    assert desk.posted == [Command.DESCRIBE_SCREEN] * 2


def test_letters_are_where_the_users_layout_has_them(desk: Desk) -> None:
    keyboard = desk.machine.keyboard(lambda *_: None)
    assert keyboard.find(parse_key("Ctrl+M")) == (M, CONTROL)
    assert keyboard.find(parse_key("Ctrl+A")) == (0x0C, CONTROL)
    assert keyboard.find(parse_key("Super+;")) == (0x2B, COMMAND)
    assert keyboard.find(parse_key("Ctrl+Up")) == (UP, CONTROL)
    assert keyboard.find(parse_key("F24")) is None


def test_without_a_layout_letters_are_where_an_ansi_keyboard_has_them(desk: Desk) -> None:
    desk.machine.layout = {}
    assert desk.machine.keyboard(lambda *_: None).find(parse_key("Ctrl+A")) == (0x00, CONTROL)


@pytest.mark.parametrize(
    ("others", "free"),
    [
        (set(), "Ctrl+Shift+Super+D"),
        ({(D, CONTROL | SHIFT | COMMAND)}, "Alt+Shift+Super+D"),
        ({(D, CONTROL | SHIFT | COMMAND), (D, OPTION | SHIFT | COMMAND)}, "Ctrl+Shift+F12"),
    ],
)
def test_a_taken_key_comes_with_one_that_is_free_and_not_voiceovers(
    desk: Desk, others: set[tuple[int, int]], free: str
) -> None:
    desk.machine.of_others = {(D, CONTROL | SHIFT), *others}
    (error,) = desk.hotkeys.bind({Command.DESCRIBE_SCREEN: "Ctrl+Shift+D"})
    assert isinstance(error, HotkeyTaken)
    assert error.params["free"] == free
    assert desk.machine.registered == {}


@pytest.mark.parametrize("mask", [0, SHIFT, CONTROL | SHIFT])
def test_a_letter_after_the_layers_key(layered: Desk, mask: int) -> None:
    assert layered.machine.press(F8, CONTROL | SHIFT)
    layered.machine.release(F8, CONTROL | SHIFT)
    assert layered.machine.press(D, mask)
    assert layered.posted == [Command.DESCRIBE_SCREEN]
    assert layered.machine.is_held(D, mask), "a held letter must not repeat into the program"
    layered.machine.release(D, mask)
    assert not layered.machine.is_held(D, mask)
    assert layered.machine.is_held(F8, CONTROL | SHIFT)
    assert layered.told == [LayerEvent.OPENED, LayerEvent.CHOSEN]


def test_the_layer_closes_by_itself(layered: Desk) -> None:
    layered.machine.press(F8, CONTROL | SHIFT)
    layered.machine.turn()
    assert layered.told == [LayerEvent.OPENED]
    layered.now += OPEN_SECONDS
    layered.machine.turn()
    assert layered.told == [LayerEvent.OPENED, LayerEvent.LEFT]
    assert len(layered.machine.registered) == 1
    assert layered.machine.tick is None, "nothing is looked at any more"


def test_control_alone_stops_while_it_is_asked_for(desk: Desk) -> None:
    assert desk.machine.tick is None
    desk.machine.flags = 0x40000
    desk.hotkeys.listen_for_control(True)
    desk.machine.turn()
    assert desk.posted == [], "it was held before"
    for flags in (0x100, 0x40000, 0x40000, 0x100, 0x40000 | 0x80000, 0x100):
        desk.machine.flags = flags
        desk.machine.turn()
    assert desk.posted == [Command.STOP]
    desk.hotkeys.listen_for_control(False)
    assert desk.machine.tick is None
    assert desk.machine.released[-1] == TIMER


def test_closing_gives_every_key_back(layered: Desk) -> None:
    layered.machine.press(F8, CONTROL | SHIFT)
    layered.hotkeys.close()
    assert layered.machine.registered == {}
    assert layered.machine.handler is None
    assert layered.machine.tick is None


def test_elsewhere_it_says_that_there_are_no_hotkeys() -> None:
    assert not macos.is_compatible()
    hotkeys = MacHotkeys(lambda _command: None)
    (error,) = hotkeys.bind(KEYS)
    assert isinstance(error, HotkeysUnsupported)
    assert hotkeys.bind({}) == []
    hotkeys.listen_for_control(True)
    hotkeys.close()
