"""Hotkeys on Windows, against Windows as its documentation tells it: *not yet run there*."""

from __future__ import annotations

import threading

import pytest

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported, HotkeyTaken
from assistant.hotkeys import windows
from assistant.hotkeys.keys import _KEYS, Key, parse_key
from assistant.hotkeys.layer import OPEN_SECONDS, LayerEvent
from assistant.hotkeys.windows import LOOK_SECONDS, Watch, WindowsHotkeys
from assistant.hotkeys.windows_keyboard import VIRTUAL_KEYS, Keyboard, KeyStroke, Message
from support.fake_windows import FakeWindows

CTRL, ALT, SHIFT = 0x11, 0x12, 0x10
D, F8, ESCAPE, RIGHT_ALT = ord("D"), 0x77, 0x1B, 0xA5
KEYS = {Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D", Command.FASTER: "Ctrl+Alt+Shift+Up"}


class Desk:
    """A thread's work, step by step, and a user's fingers."""

    def __init__(self, layer: str = "") -> None:
        self.machine = FakeWindows()
        self.posted: list[Command] = []
        self.told: list[LayerEvent | HotkeyError] = []
        self.now = 100.0
        self.keyboard = self.machine.keyboard()
        self.watch = Watch(self.keyboard, self.posted.append, layer, self.told.append, lambda: self.now)
        assert self.watch.meanings.replace(KEYS) == []

    def press(self, *keys: int) -> None:
        for key in keys:
            self.machine.press(key)
            self.watch.step()

    def release(self, *keys: int) -> None:
        for key in keys:
            self.machine.release(key)
            self.watch.step()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def layered() -> Desk:
    return Desk("Ctrl+Shift+F8")


def test_structures_have_windows_sizes() -> None:
    # 64 bits: MSG is 48 bytes, KBDLLHOOKSTRUCT 24 and its key comes first.
    import ctypes

    assert (ctypes.sizeof(Message), Message.lparam.offset, Message.time.offset) == (48, 24, 32)
    assert (ctypes.sizeof(KeyStroke), KeyStroke.key.offset, KeyStroke.time.offset) == (24, 0, 12)


def test_every_function_is_used_as_documented(desk: Desk) -> None:
    desk.machine.user32.assert_all_asked()
    desk.machine.kernel32.assert_all_asked()


def test_every_key_that_a_user_can_write_has_a_virtual_key() -> None:
    assert set(_KEYS) == set(VIRTUAL_KEYS)
    assert len(set(VIRTUAL_KEYS.values())) == len(VIRTUAL_KEYS)


def test_a_pressed_key_is_a_command_and_reaches_nobody_else(desk: Desk) -> None:
    desk.press(CTRL, ALT, SHIFT, D)
    assert desk.posted == [Command.DESCRIBE_SCREEN]
    assert ("down", D) not in desk.machine.seen


def test_a_held_key_is_one_command_and_pressing_it_again_another(desk: Desk) -> None:
    desk.press(CTRL, ALT, SHIFT, D, D, D)
    assert len(desk.posted) == 1
    assert desk.watch.patience() == LOOK_SECONDS, "nothing tells of the release but looking"
    desk.release(D)
    assert desk.watch.patience() is None
    desk.press(D)
    assert len(desk.posted) == 2


def test_a_taken_key_comes_with_one_that_is_free(desk: Desk) -> None:
    desk.machine.of_others = {(2 | 4, D)}
    (error,) = desk.watch.meanings.replace({Command.DESCRIBE_SCREEN: "Ctrl+Shift+D"})
    assert isinstance(error, HotkeyTaken)
    assert error.params == {"key": "Ctrl+Shift+D", "free": "Ctrl+Alt+Shift+D"}
    assert desk.machine.registered == {}, "what was tried out is given back"


def test_punctuation_is_where_the_layout_of_the_program_in_front_has_it(desk: Desk) -> None:
    # German: the semicolon is typed with Shift on the comma's key, the minus plainly on what is Slash in the US.
    desk.machine.typed_by = {";": 0x1BC, "-": 0xBD, "/": 0x137, "=": 0x130, "#": 0xBF, "`": -1}
    assert desk.keyboard.find(parse_key("Ctrl+;")) == (0xBA, 2)
    assert desk.keyboard.find(parse_key("Ctrl+-")) == (0xBD, 2)
    assert desk.keyboard.find(parse_key("Ctrl+`")) == (0xC0, 2)
    assert desk.keyboard.find(Key((), "A")) == (0x41, 0)


def test_a_letter_after_the_layers_key(layered: Desk) -> None:
    layered.press(CTRL, SHIFT, F8)
    assert layered.told == [LayerEvent.OPENED]
    layered.release(F8, SHIFT, CTRL)
    layered.press(D)
    assert layered.posted == [Command.DESCRIBE_SCREEN]
    layered.press(D, D)
    assert layered.machine.hook is not None, "a held letter must not repeat into the program"
    layered.release(D)
    assert layered.machine.hook is None
    assert not [key for _, key in layered.machine.seen if key == D]
    assert layered.told == [LayerEvent.OPENED, LayerEvent.CHOSEN]


def test_holding_the_layers_key_leaves_the_layer_open(layered: Desk) -> None:
    layered.press(CTRL, SHIFT, F8, F8, F8)
    assert layered.told == [LayerEvent.OPENED]
    layered.release(F8, SHIFT, CTRL)
    assert layered.machine.down == set(), "every key that went down came up again for Windows"
    layered.press(D)
    assert layered.posted == [Command.DESCRIBE_SCREEN]


def test_a_letter_counts_while_the_layers_modifiers_are_still_held(layered: Desk) -> None:
    layered.press(CTRL, SHIFT, F8)
    layered.release(F8)
    layered.press(D)
    assert layered.posted == [Command.DESCRIBE_SCREEN]


@pytest.mark.parametrize("key", [ESCAPE, ord("X"), 0x0D])
def test_another_key_leaves_the_layer_and_types_nothing(layered: Desk, key: int) -> None:
    layered.press(CTRL, SHIFT, F8)
    layered.release(F8, SHIFT, CTRL)
    layered.press(key)
    layered.release(key)
    assert layered.told == [LayerEvent.OPENED, LayerEvent.LEFT]
    assert not [code for _, code in layered.machine.seen if code == key]
    layered.press(key)
    assert layered.machine.seen[-1] == ("down", key), "typing goes on as before"


def test_modifiers_pass_so_that_none_is_stuck(layered: Desk) -> None:
    layered.press(CTRL, SHIFT, F8)
    layered.release(F8, SHIFT, CTRL)
    layered.press(RIGHT_ALT)
    assert layered.machine.seen[-1] == ("down", RIGHT_ALT)
    assert layered.told == [LayerEvent.OPENED]


def test_the_layer_closes_by_itself(layered: Desk) -> None:
    layered.press(CTRL, SHIFT, F8)
    layered.release(F8, SHIFT, CTRL)
    patience = layered.watch.patience()
    assert patience is not None
    assert patience == pytest.approx(OPEN_SECONDS)
    layered.now += OPEN_SECONDS
    layered.watch.step()
    assert layered.told == [LayerEvent.OPENED, LayerEvent.LEFT]
    assert layered.machine.hook is None


def test_a_refused_hook_is_told_at_once(layered: Desk) -> None:
    layered.machine.refuses_hooks = True
    layered.press(CTRL, SHIFT, F8)
    assert layered.told == [LayerEvent.LEFT]


def test_control_alone_stops_while_it_is_asked_for(desk: Desk) -> None:
    desk.press(CTRL)
    assert desk.posted == []
    desk.watch.listen_for_control(True)
    desk.watch.step()
    assert desk.posted == [], "it was held before"
    desk.release(CTRL)
    desk.press(CTRL)
    assert desk.posted == [Command.STOP]
    assert desk.watch.patience() == LOOK_SECONDS
    desk.release(CTRL)
    # Right Alt on a German keyboard is Control and Alt at once.
    desk.machine.down.add(CTRL)
    desk.press(ALT)
    desk.watch.listen_for_control(False)
    assert desk.posted == [Command.STOP]
    assert desk.watch.patience() is None


def test_nothing_is_hooked_for_control(desk: Desk) -> None:
    desk.watch.listen_for_control(True)
    assert desk.machine.hook is None


def test_the_thread_binds_posts_and_gives_back() -> None:
    machine = FakeWindows()
    posted: list[Command] = []
    was_posted = threading.Event()

    def post(command: Command) -> None:
        posted.append(command)
        was_posted.set()

    hotkeys = WindowsHotkeys(post, open_keyboard=machine.keyboard)
    assert hotkeys.bind(KEYS) == []
    for key in (CTRL, ALT, SHIFT, D):
        machine.press(key)
    assert was_posted.wait(5)
    assert posted == [Command.DESCRIBE_SCREEN]
    machine.release(D)
    was_posted.clear()
    for key in (CTRL, ALT, SHIFT):
        machine.release(key)
    hotkeys.close()
    assert machine.registered == {}
    assert isinstance(hotkeys.bind(KEYS)[0], HotkeysUnsupported)


def test_elsewhere_it_says_that_there_are_no_hotkeys() -> None:
    assert not windows.is_compatible()
    hotkeys = WindowsHotkeys(lambda _command: None, open_keyboard=Keyboard)
    (error,) = hotkeys.bind(KEYS)
    assert isinstance(error, HotkeysUnsupported)
    assert hotkeys.bind({}) == []
    hotkeys.close()
