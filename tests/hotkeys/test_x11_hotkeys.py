"""The hotkeys on a real X server: a second process presses through XTEST, a focused window writes down what it gets."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import pytest
from Xlib import X, display
from Xlib.error import ConnectionClosedError
from Xlib.ext import xinput
from Xlib.protocol import rq

from assistant.core.domain import Command
from assistant.core.errors import HotkeysUnsupported, HotkeyTaken, HotkeyUnknown
from assistant.core.ports import Hotkeys
from assistant.hotkeys import layer
from assistant.hotkeys.backends import choose, open_hotkeys
from assistant.hotkeys.bindings import Bindings
from assistant.hotkeys.grabs import Keyboard
from assistant.hotkeys.keys import parse_key
from assistant.hotkeys.layer import LayerEvent
from assistant.hotkeys.x11 import X11Hotkeys
from assistant.hotkeys.xkb import _UseExtension as UseExtension
from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.processes import wait_until

pytestmark = pytest.mark.real

TIMEOUT = 10.0
CONTROL, SHIFT, ALT = 37, 50, 64
PHYSICAL_A, PHYSICAL_D, PHYSICAL_Q = 38, 40, 24
KEYS = {
    Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D",
    Command.READ_SCREEN: "Ctrl+Alt+Shift+R",
    Command.FASTER: "Ctrl+Alt+Shift+Up",
    Command.KEYS: "F8",
    Command.SHOW: "Super+Space",
    Command.SPELL: "Ctrl+1",
    Command.STOP: "Ctrl+Alt+Shift+S",
}


class LatchLockState(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    """Locks a group of the layout, as a desktop's layout switch does."""

    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(5),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Pad(2),
        rq.Bool("lock_group"),
        rq.Card8("group"),
        rq.Pad(6),
    )


class GetState(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    """Tells which group of the layout is on."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(4), rq.RequestLength(), rq.Card16("device"), rq.Pad(2))
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Card8("device"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Pad(4),
        rq.Card8("group"),
        rq.Pad(19),
    )


def lock_group(group: int) -> int:
    """Switch to a group of the layout; return the one that was on."""
    connection = display.Display()
    try:
        opcode = connection.query_extension("XKEYBOARD").major_opcode
        UseExtension(display=connection.display, opcode=opcode, major=1, minor=0)
        before = GetState(display=connection.display, opcode=opcode, device=0x100).group
        LatchLockState(display=connection.display, opcode=opcode, device=0x100, lock_group=True, group=group)
        connection.sync()
        return int(before)
    finally:
        connection.close()


class TypingProgram:
    """A window with the keyboard's focus that writes down what it is told."""

    def __init__(self) -> None:
        self._display = display.Display()
        screen = self._display.screen()
        self._window = screen.root.create_window(
            0, 0, 50, 50, 0, screen.root_depth, override_redirect=True, event_mask=X.KeyPressMask | X.FocusChangeMask
        )
        self._window.map()
        self._display.sync()
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()
        assert self.has_focus(), "the typing program has no focus"
        self.events()

    def events(self) -> list[Any]:
        self._display.sync()
        return [self._display.next_event() for _ in range(self._display.pending_events())]

    def typed(self) -> list[int]:
        """Return the keycodes that arrived since the last look, modifiers left out."""
        keycodes = [event.detail for event in self.events() if event.type == X.KeyPress]
        return [keycode for keycode in keycodes if keycode not in (CONTROL, SHIFT, ALT, 133)]

    def has_focus(self) -> bool:
        return bool(self._display.get_input_focus().focus.id == self._window.id)

    def close(self) -> None:
        self._display.close()


class Hands:
    """What the user does, by programs of its own."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.desktop = desktop

    def keys(self, *keys: str) -> None:
        self.desktop.run(["xdotool", "key", *keys])

    def physical(self, keycode: int, *modifiers: int) -> None:
        """Press a key by its place, as fingers do: no tool looks at the layout."""
        command = ["xdotool"]
        for modifier in modifiers:
            command += ["keydown", str(modifier)]
        command += ["key", str(keycode)]
        for modifier in reversed(modifiers):
            command += ["keyup", str(modifier)]
        self.desktop.run(command)

    def layout(self, *arguments: str) -> None:
        self.desktop.run(["setxkbmap", "-option", "", *arguments])


@pytest.fixture(scope="module")
def bare_desktop() -> Iterator[VirtualDesktop]:
    with start_desktop(with_window_manager=False, with_sound=False, width=640, height=480) as own:
        yield own


@pytest.fixture
def hands(bare_desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    for variable, value in bare_desktop.env.items():
        monkeypatch.setenv(variable, value)
    hands = Hands(bare_desktop)
    hands.layout("us")
    yield hands
    hands.layout("us")


@pytest.fixture
def program(hands: Hands) -> Iterator[TypingProgram]:
    program = TypingProgram()
    yield program
    program.close()


@pytest.fixture
def posted() -> SimpleQueue[Command]:
    return SimpleQueue()


@pytest.fixture
def hotkeys(hands: Hands, posted: SimpleQueue[Command]) -> Iterator[X11Hotkeys]:
    hotkeys = open_hotkeys(posted.put)
    assert isinstance(hotkeys, X11Hotkeys)
    yield hotkeys
    hotkeys.close()


@pytest.fixture
def other(hands: Hands) -> Iterator[Keyboard]:
    """Another program that takes keys."""
    keyboard = Keyboard()
    yield keyboard
    keyboard.close()


def taken(posted: SimpleQueue[Command], count: int) -> list[Command]:
    return [posted.get(timeout=TIMEOUT) for _ in range(count)]


def place(keyboard: Keyboard, text: str) -> tuple[int, int]:
    keyboard.read()
    found = keyboard.find(parse_key(text))
    assert found
    return found


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
def layered(hands: Hands, posted: SimpleQueue[Command], told: SimpleQueue[LayerEvent]) -> Iterator[Hotkeys]:
    hotkeys = open_hotkeys(posted.put, "Ctrl+Shift+F8", told.put)
    assert hotkeys.bind(KEYS) == []
    yield hotkeys
    hotkeys.close()


@pytest.fixture
def told() -> SimpleQueue[LayerEvent]:
    return SimpleQueue()


def test_the_layer_takes_one_key_and_then_the_keyboard_is_the_programs_again(
    hands: Hands,
    program: TypingProgram,
    layered: Hotkeys,
    posted: SimpleQueue[Command],
    told: SimpleQueue[LayerEvent],
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
    hands: Hands, program: TypingProgram, layered: Hotkeys, told: SimpleQueue[LayerEvent]
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
    told: SimpleQueue[LayerEvent],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layer, "OPEN_SECONDS", 0.1)
    hands.keys("ctrl+shift+F8")
    assert told.get(timeout=TIMEOUT) is LayerEvent.OPENED
    assert told.get(timeout=TIMEOUT) is LayerEvent.LEFT
    hands.physical(PHYSICAL_Q)
    assert program.typed() == [PHYSICAL_Q]


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
