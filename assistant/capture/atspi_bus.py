"""Many questions to the accessibility bus at once, each answered or not by a moment in time.

Questions are sent in batches and the answers picked up as they come: a question alone would cost a round trip. Whoever
does not answer costs the rest of the time, never more. Nothing is started by a question.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

IN_FLIGHT = 256
"""Questions on their way: enough to keep both sides busy, few enough that nobody's buffer fills."""
PROPERTIES = "org.freedesktop.DBus.Properties"
_OPENING = 0.25
_PIECE = 65_536
MAX_MESSAGE = 4_000_000
"""Bytes of one answer: taking a larger one apart would cost the windows of this program their turns."""


@dataclass(frozen=True, slots=True)
class Place:
    """An object on the bus: its program's unique name and its path."""

    bus: str
    path: str

    @property
    def handle(self) -> str:
        """The place as one word, as `system/hands_atspi.py` takes it: "atspi::1.7:/org/a11y/atspi/accessible/12"."""
        return f"atspi:{self.bus}:{self.path}"


SERVICE = Place("org.a11y.Bus", "/org/a11y/bus")


@dataclass(frozen=True, slots=True)
class Call:
    """A question to an object."""

    place: Place
    interface: str
    member: str
    signature: str = ""
    body: tuple[Any, ...] = ()


def get(place: Place, interface: str, name: str) -> Call:
    """Return the question for a property; its answer is a variant."""
    return Call(place, PROPERTIES, "Get", "ss", (interface, name))


class AccessibilityBus:
    """A connection to the accessibility bus. For one thread; broken or late, it is to be closed and opened anew."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Close the connection."""
        try:
            self._connection.close()
        except OSError as error:
            log.debug("closing the accessibility bus: %s", error)

    def ask(self, calls: Sequence[Call], until: float) -> list[tuple[Any, ...] | None]:
        """Return the answers' bodies in the order of the questions; None for errors and for what came too late.

        `until` is a moment of `time.monotonic`. Raises `OSError` where the bus is gone.
        """
        answers: list[tuple[Any, ...] | None] = [None] * len(calls)
        waiting: dict[int, int] = {}
        sent = 0
        while sent < len(calls) or waiting:
            if sent < len(calls) and len(waiting) <= IN_FLIGHT // 2:
                end = min(len(calls), sent + IN_FLIGHT - len(waiting))
                waiting |= self._send(calls, range(sent, end), until)
                sent = end
            message = self._received(until)
            if message is None:
                return answers
            place = waiting.pop(_reply_to(message), None)
            if place is not None:
                answers[place] = _body(message)
        return answers

    def _received(self, until: float) -> Message | None:
        """Return the next message, None where it isn't there until then, however fast its pieces come."""
        parser, sock = self._connection.parser, self._connection.sock
        while (message := parser.get_next_message()) is None:
            if (parser.next_msg_size or 0) > MAX_MESSAGE:
                raise ConnectionError("too much")
            left = until - time.monotonic()
            if left <= 0:
                return None
            sock.settimeout(left)
            try:
                piece = sock.recv(_PIECE)
            except TimeoutError:
                return None
            if not piece:
                raise ConnectionResetError
            parser.add_data(piece)
        return message if time.monotonic() <= until else None

    def _send(self, calls: Sequence[Call], places: range, until: float) -> dict[int, int]:
        """Send questions at one go, which is one turn for the bus; return which serial belongs to which."""
        serials = {int(next(self._connection.outgoing_serial)): place for place in places}
        # A bus that takes nothing any more must not hold us either.
        self._connection.sock.settimeout(max(until - time.monotonic(), 0.01))
        self._connection.sock.sendall(b"".join(_bytes(calls[place], serial) for serial, place in serials.items()))
        return serials


def _bytes(call: Call, serial: int) -> bytes:
    from jeepney import DBusAddress, MessageFlag, new_method_call

    address = DBusAddress(call.place.path, bus_name=call.place.bus, interface=call.interface)
    message = new_method_call(address, call.member, call.signature or None, call.body)
    message.header.flags |= MessageFlag.no_auto_start
    return bytes(message.serialise(serial=serial))


def is_enabled(until: float) -> bool:
    """Tell whether this session asks its programs to be accessible. Raises `OSError`."""
    from jeepney.io.blocking import open_dbus_connection

    with open_dbus_connection("SESSION", auth_timeout=_OPENING) as session:
        answer = AccessibilityBus(session).ask([get(SERVICE, "org.a11y.Status", "IsEnabled")], until)[0]
    return bool(answer and answer[0] == ("b", True))


def open_bus(until: float) -> AccessibilityBus | None:
    """Return a connection to this session's accessibility bus, None where none runs. Raises `OSError`."""
    from jeepney.io.blocking import open_dbus_connection

    session = open_dbus_connection("SESSION", auth_timeout=_OPENING)
    try:
        answer = AccessibilityBus(session).ask([Call(SERVICE, "org.a11y.Bus", "GetAddress")], until)[0]
    finally:
        session.close()
    address = answer[0] if answer else ""
    if not isinstance(address, str) or not address.startswith("unix:"):
        return None
    return AccessibilityBus(open_dbus_connection(address, auth_timeout=_OPENING))


def _reply_to(message: Message) -> int:
    from jeepney import HeaderFields

    return int(message.header.fields.get(HeaderFields.reply_serial, 0))


def _body(message: Message) -> tuple[Any, ...] | None:
    from jeepney import MessageType

    return tuple(message.body) if message.header.message_type is MessageType.method_return else None
