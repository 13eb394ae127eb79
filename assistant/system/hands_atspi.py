"""Acts on controls through their programs, by AT-SPI: the keyboard focus, and the action that a control is for.

A handle is "atspi:", the program's unique name on the accessibility bus, ":", and the object's path. Anything else is
refused: what a handle names is called.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.core.errors import ControlRefused, ControlSilent, NoAccessibleAction, TargetChanged

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds for each answer of a program."""
OPENING = 0.5
ACCESSIBLE, COMPONENT, ACTION = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Component", "Action"))
_HANDLE = re.compile(r"atspi:(:\d+\.\d+):((?:/[A-Za-z0-9_]+)+)")
_PROPERTIES = "org.freedesktop.DBus.Properties"
_DEFUNCT, _SENSITIVE, _SHOWING = 6, 24, 25
"""Bits of a control's state, by AtspiStateType: gone, can be used, is seen."""
PRESSING = ("click", "press", "activate", "toggle", "jump", "select", "open", "showmenu", "expand or contract")
"""Names of the action that a control is for, as toolkits call it; the first that a control has is done."""


@dataclass(frozen=True, slots=True)
class Control:
    """An object of a program: its unique name on the bus and its path."""

    bus: str
    path: str


def parse_handle(handle: str) -> Control:
    """Return what a handle names. Raises `NoAccessibleAction` for anything that is no such handle."""
    found = _HANDLE.fullmatch(handle)
    if found is None:
        raise NoAccessibleAction(act="press")
    return Control(found[1], found[2])


class AtspiControls:
    """Keeps a connection to the accessibility bus, opened on first use and again after it broke."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._bus: DBusConnection | None = None

    def focus(self, handle: str) -> None:
        """Give a control the keyboard. Raises an `ActError`."""
        control = parse_handle(handle)
        self._require_usable(control)
        if not self._is_done(self._call(control, COMPONENT, "GrabFocus")):
            raise ControlRefused

    def press(self, handle: str) -> None:
        """Do what a control is for. Raises an `ActError`."""
        control = parse_handle(handle)
        self._require_usable(control)
        number = self._action(control)
        if not self._is_done(self._call(control, ACTION, "DoAction", "i", (number,))):
            raise ControlRefused

    def close(self) -> None:
        """Close the connection."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.close()

    def _require_usable(self, control: Control) -> None:
        states = self._call(control, ACCESSIBLE, "GetState")[0]
        bits = sum(word << 32 * place for place, word in enumerate(states))
        if bits & 1 << _DEFUNCT or not bits & 1 << _SHOWING:
            raise TargetChanged
        if not bits & 1 << _SENSITIVE:
            raise ControlRefused

    def _action(self, control: Control) -> int:
        count = self._call(control, _PROPERTIES, "Get", "ss", (ACTION, "NActions"))[0][1]
        names = [
            str(self._call(control, ACTION, "GetName", "i", (number,))[0]).lower() for number in range(min(count, 20))
        ]
        for wanted in PRESSING:
            if wanted in names:
                return names.index(wanted)
        raise NoAccessibleAction(act="press")

    @staticmethod
    def _is_done(answer: Sequence[Any]) -> bool:
        return bool(answer and answer[0])

    def _call(
        self, control: Control, interface: str, member: str, signature: str = "", values: tuple[Any, ...] = ()
    ) -> Sequence[Any]:
        from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call

        address = DBusAddress(control.path, bus_name=control.bus, interface=interface)
        message = new_method_call(address, member, signature or None, values)
        message.header.flags |= MessageFlag.no_auto_start
        try:
            bus = self._bus = self._bus or _open()
            reply = bus.send_and_get_reply(message, timeout=self._patience)
        except TimeoutError as error:
            # A late answer must not be taken for that to the next question.
            self.close()
            raise ControlSilent from error
        except (OSError, ValueError) as error:
            log.debug("the accessibility bus is gone: %s", type(error).__name__)
            self.close()
            raise TargetChanged from error
        if reply.header.message_type is not MessageType.error:
            return tuple(reply.body)
        raise _why(reply.header.fields)


def _why(fields: Any) -> Exception:  # noqa: ANN401 - jeepney types no header fields
    """Return what an error of the bus means for the control."""
    from jeepney import HeaderFields

    name = str(fields.get(HeaderFields.error_name, ""))
    if name.endswith((".UnknownInterface", ".UnknownMethod", ".InvalidArgs", ".UnknownProperty", ".NotSupported")):
        return NoAccessibleAction(act="press")
    return TargetChanged()


def _open() -> DBusConnection:
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    service = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    with open_dbus_connection("SESSION", auth_timeout=OPENING) as session:
        reply = session.send_and_get_reply(new_method_call(service, "GetAddress"), timeout=OPENING)
    address = str(reply.body[0]) if reply.body else ""
    if not address.startswith("unix:"):
        raise ConnectionError("no accessibility bus")
    return open_dbus_connection(address, auth_timeout=OPENING)
