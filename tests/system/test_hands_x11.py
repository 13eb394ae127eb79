"""The pointer of a real X server: it goes where it is sent, clicks with the main button, and says when it can't."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from Xlib import X
from Xlib.display import Display

from assistant.core.errors import HandsStalled, PointerForbidden, PointerHeld
from assistant.system.desktop import Desktop, SessionKind
from assistant.system.hands import chosen, pointers
from assistant.system.hands_x11 import X11Pointer
from support.desktop import VirtualDesktop

pytestmark = pytest.mark.real


@pytest.fixture
def pointer(inside_desktop: VirtualDesktop) -> Iterator[X11Pointer]:
    made = X11Pointer()
    made.prepare()
    yield made
    made.close()


class Pad:
    """A window that writes down which button was pressed where."""

    def __init__(self) -> None:
        self._display = Display()
        screen = self._display.screen()
        self.window = screen.root.create_window(
            300, 200, 200, 100, 0, screen.root_depth, override_redirect=True, event_mask=X.ButtonPressMask
        )
        self.window.map()
        self._display.sync()

    def presses(self) -> list[tuple[int, int, int]]:
        self._display.sync()
        events = [self._display.next_event() for _ in range(self._display.pending_events())]
        return [(event.detail, event.event_x, event.event_y) for event in events if event.type == X.ButtonPress]

    def close(self) -> None:
        self._display.close()


@pytest.fixture
def pad(inside_desktop: VirtualDesktop) -> Iterator[Pad]:
    made = Pad()
    yield made
    made.close()


def test_the_table_has_one_for_every_kind_of_session() -> None:
    for kind, name in (
        (SessionKind.X11, "xtest"),
        (SessionKind.WAYLAND, "portal"),
        (SessionKind.WINDOWS, "sendinput"),
        (SessionKind.MACOS, "quartz"),
    ):
        assert chosen(pointers(), Desktop(kind, "")).name == name
    with pytest.raises(PointerForbidden) as raised:
        chosen(pointers(), Desktop(SessionKind.NONE, ""))
    assert raised.value.params == {"desktop": "None"}


def test_it_goes_where_it_is_sent(pointer: X11Pointer, inside_desktop: VirtualDesktop) -> None:
    for point in ((5, 7), (1900, 1000), (0, 0)):
        pointer.move(point)
        assert inside_desktop.screen.pointer() == point


@pytest.mark.parametrize("point", [(-200, 10), (5000, 10)])
def test_a_place_outside_the_screen_is_not_reached_and_told(pointer: X11Pointer, point: tuple[int, int]) -> None:
    with pytest.raises(PointerHeld):
        pointer.move(point)


def test_it_clicks_once_with_the_main_button(pointer: X11Pointer, pad: Pad) -> None:
    pointer.click((320, 230))
    assert pad.presses() == [(1, 20, 30)]


def test_for_who_uses_the_left_hand_the_main_button_is_the_other(pointer: X11Pointer, pad: Pad) -> None:
    display = Display()
    before = list(display.get_pointer_mapping())
    try:
        display.set_pointer_mapping([3, 2, 1, *before[3:]])
        pointer.click((320, 230))
        assert [press[0] for press in pad.presses()] == [1]
    finally:
        display.set_pointer_mapping(before)
        display.close()


def test_a_pointer_that_a_program_confines_is_told(pointer: X11Pointer, pad: Pad) -> None:
    pointer.move((320, 230))
    held = pad.window.grab_pointer(False, 0, X.GrabModeAsync, X.GrabModeAsync, pad.window, X.NONE, X.CurrentTime)
    assert held == X.GrabSuccess
    with pytest.raises(PointerHeld):
        pointer.move((900, 900))


@pytest.mark.parametrize("key", ["Control_L", "Shift_L", "Alt_L", "Super_L"])
def test_keys_that_change_a_click_are_noticed(pointer: X11Pointer, inside_desktop: VirtualDesktop, key: str) -> None:
    assert not pointer.keys_held()
    inside_desktop.run(["xdotool", "keydown", key])
    try:
        assert pointer.keys_held()
    finally:
        inside_desktop.run(["xdotool", "keyup", key])
    assert not pointer.keys_held()


def test_locks_do_not_count(pointer: X11Pointer, inside_desktop: VirtualDesktop) -> None:
    for key in ("Caps_Lock", "Num_Lock"):
        inside_desktop.run(["xdotool", "key", key])
        try:
            assert not pointer.keys_held()
        finally:
            inside_desktop.run(["xdotool", "key", key])


def test_a_broken_connection_is_opened_anew(pointer: X11Pointer, inside_desktop: VirtualDesktop) -> None:
    display = pointer._display
    assert display is not None
    display.display.socket.shutdown(socket.SHUT_RDWR)
    pointer.move((12, 34))
    assert inside_desktop.screen.pointer() == (12, 34)


def test_without_a_server_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4321")
    with pytest.raises(HandsStalled):
        X11Pointer().prepare()
