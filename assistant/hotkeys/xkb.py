"""The four requests of the X Keyboard Extension that hotkeys need and python-xlib lacks.

Auto-repeat that can be told from pressing again, the news that the keyboard has changed, and the modifiers'
state without any other key: the server then sends *only* changes of Shift, Control and the like, so a listener
for Control never sees what is typed. Layouts after "The X Keyboard Extension: Protocol Specification", §16.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from Xlib.protocol import rq

if TYPE_CHECKING:
    from Xlib.display import Display

EXTENSION = "XKEYBOARD"
NEW_KEYBOARD_NOTIFY, MAP_NOTIFY, STATE_NOTIFY = 0, 1, 2
KEY_PRESS = 2

_CORE_KEYBOARD = 0x100
_DETECTABLE_AUTO_REPEAT = 1
_MODIFIER_BASE = 1 << 1
_KEY_SYMS_AND_MODIFIER_MAP = 1 << 1 | 1 << 2
_STATE = struct.Struct("=I6B2h6BHH4B")


class _UseExtension(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card16("major"), rq.Card16("minor"))
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Bool("supported"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card16("major"),
        rq.Card16("minor"),
        rq.Pad(20),
    )


class _SelectState(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(1),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card16("affect_which"),
        rq.Card16("clear"),
        rq.Card16("select_all"),
        rq.Card16("affect_map"),
        rq.Card16("map"),
        rq.Card16("affect_details"),
        rq.Card16("details"),
    )


class _SelectMaps(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(1),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card16("affect_which"),
        rq.Card16("clear"),
        rq.Card16("select_all"),
        rq.Card16("affect_map"),
        rq.Card16("map"),
    )


class _PerClientFlags(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(21),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Pad(2),
        rq.Card32("change"),
        rq.Card32("value"),
        rq.Card32("controls_to_change"),
        rq.Card32("auto_controls"),
        rq.Card32("auto_control_values"),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Card8("device"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card32("supported"),
        rq.Card32("value"),
        rq.Pad(16),
    )


class StateChange(NamedTuple):
    """A change of the modifiers: what is physically down now, and the key that did it (0: no key)."""

    base_modifiers: int
    keycode: int
    is_press: bool


class Xkb:
    """The extension on one connection; `create` returns None where the server lacks it."""

    def __init__(self, display: Display, opcode: int, first_event: int) -> None:
        self._display = display
        self._opcode = opcode
        self.first_event = first_event
        self.has_detectable_repeat = False

    @classmethod
    def create(cls, display: Display) -> Xkb | None:
        """Negotiate, ask for detectable auto-repeat and for news of the keyboard."""
        info = display.query_extension(EXTENSION)
        if not info or not info.present:
            return None
        xkb = cls(display, info.major_opcode, info.first_event)
        reply = _UseExtension(display=display.display, opcode=xkb._opcode, major=1, minor=0)
        if not reply.supported:
            return None
        flags = _PerClientFlags(
            display=display.display,
            opcode=xkb._opcode,
            device=_CORE_KEYBOARD,
            change=_DETECTABLE_AUTO_REPEAT,
            value=_DETECTABLE_AUTO_REPEAT,
            controls_to_change=0,
            auto_controls=0,
            auto_control_values=0,
        )
        xkb.has_detectable_repeat = bool(flags.value & _DETECTABLE_AUTO_REPEAT)
        xkb._watch_maps()
        return xkb

    def _watch_maps(self) -> None:
        """Ask for both kinds of news: the server keeps the core MappingNotify from clients of the extension."""
        both = 1 << NEW_KEYBOARD_NOTIFY | 1 << MAP_NOTIFY
        _SelectMaps(
            display=self._display.display,
            opcode=self._opcode,
            device=_CORE_KEYBOARD,
            affect_which=both,
            clear=0,
            select_all=1 << NEW_KEYBOARD_NOTIFY,
            affect_map=_KEY_SYMS_AND_MODIFIER_MAP,
            map=_KEY_SYMS_AND_MODIFIER_MAP,
        )

    def watch_modifiers(self, is_wanted: bool) -> None:
        """Begin or end to be told when a modifier goes down or up; the server sends no other key."""
        _SelectState(
            display=self._display.display,
            opcode=self._opcode,
            device=_CORE_KEYBOARD,
            affect_which=1 << STATE_NOTIFY,
            clear=0,
            select_all=0,
            affect_map=0,
            map=0,
            affect_details=_MODIFIER_BASE,
            details=_MODIFIER_BASE if is_wanted else 0,
        )


def parse_state(data: bytes) -> StateChange:
    """Read the 28 bytes of a StateNotify event that follow its sequence number."""
    fields = _STATE.unpack(data)
    return StateChange(base_modifiers=fields[3], keycode=fields[-4], is_press=fields[-3] == KEY_PRESS)
