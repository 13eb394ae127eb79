"""The hands of a user on a real X server, and a program that writes down what it gets; knows nothing of pytest."""

from __future__ import annotations

from queue import SimpleQueue
from typing import Any

from Xlib import X, display
from Xlib.protocol import rq

from assistant.core.domain import Command
from assistant.hotkeys.grabs import Keyboard
from assistant.hotkeys.keys import parse_key
from assistant.hotkeys.xkb import _UseExtension as UseExtension
from support.desktop import VirtualDesktop

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


def taken(posted: SimpleQueue[Command], count: int) -> list[Command]:
    return [posted.get(timeout=TIMEOUT) for _ in range(count)]


def place(keyboard: Keyboard, text: str) -> tuple[int, int]:
    keyboard.read()
    found = keyboard.find(parse_key(text))
    assert found
    return found
