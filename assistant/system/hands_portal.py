"""The pointer of a Wayland session, by the RemoteDesktop portal: the desktop asks the user once a run.

Programs may only say where on a monitor's stream the pointer goes, so a screen cast comes with the session; nothing of
it is opened or looked at. Coordinates are the desktop's logical units.
"""

from __future__ import annotations

import importlib.util
import itertools
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from assistant.core.box import Box
from assistant.core.errors import HandsStalled, PointerForbidden, PointerRefused, TargetChanged
from assistant.system.desktop import SessionKind, detect

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

PORTAL = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
REMOTE, CAST = "org.freedesktop.portal.RemoteDesktop", "org.freedesktop.portal.ScreenCast"
REQUEST = "org.freedesktop.portal.Request"
ANSWERING = 3.0
CONSENT = 60.0
"""Seconds that the user gets for the desktop's question."""
OPENING = 0.5
_POINTER, _MONITORS = 2, 1
_LEFT = 0x110
"""BTN_LEFT of the kernel; the desktop swaps buttons where the user wants that."""
_UP, _DOWN = 0, 1


@dataclass(frozen=True, slots=True)
class Stream:
    """A monitor of the session: its number for the portal, and where it lies."""

    node: int
    box: Box


class _PortalError(Exception):
    """The portal answered with an error, the name of which this is."""


class PortalPointer:
    """Keeps the session that the user allowed, until it is closed by either side."""

    name: ClassVar[str] = "portal"
    install_hint: ClassVar[str] = "jeepney"

    def __init__(self, answering: float = ANSWERING, consent: float = CONSENT) -> None:
        self._answering = answering
        self._consent = consent
        self._tokens = itertools.count(1)
        self._bus: DBusConnection | None = None
        self._session = ""
        self._streams: tuple[Stream, ...] = ()

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether that kind of session is a Wayland desktop's."""
        return session is SessionKind.WAYLAND

    def is_installed(self) -> bool:
        """Tell whether jeepney is there; whether the desktop has the portal is found out when it is asked."""
        return importlib.util.find_spec("jeepney") is not None

    def keys_held(self) -> bool:
        """Return False: nobody tells here."""
        return False

    def prepare(self) -> None:
        """Have the user asked, unless they have allowed it.

        Raises `PointerForbidden`, `PointerRefused`, `HandsStalled`.
        """
        if self._session:
            return
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def move(self, point: tuple[int, int]) -> None:
        """Move the pointer. Raises an `ActError`."""
        stream = next((each for each in self._streams if each.box.intersection(Box(*point, 1, 1))), None)
        if stream is None:
            raise TargetChanged
        place = (float(point[0] - stream.box.x), float(point[1] - stream.box.y))
        self._notify("NotifyPointerMotionAbsolute", "oa{sv}udd", (stream.node, *place))

    def click(self, point: tuple[int, int]) -> None:
        """Move the pointer and click. Raises an `ActError`."""
        self.move(point)
        self._notify("NotifyPointerButton", "oa{sv}iu", (_LEFT, _DOWN))
        self._notify("NotifyPointerButton", "oa{sv}iu", (_LEFT, _UP))

    def close(self) -> None:
        """End the session: the desktop closes it with the connection."""
        bus, self._bus = self._bus, None
        self._session, self._streams = "", ()
        if bus is not None:
            bus.close()

    def _open(self) -> None:
        from jeepney.io.blocking import open_dbus_connection

        try:
            self._bus = open_dbus_connection("SESSION", auth_timeout=OPENING)
            token = ("s", f"seesay{next(self._tokens)}")
            made = self._request(REMOTE, "CreateSession", "a{sv}", (), {"session_handle_token": token})
            session = str(made["session_handle"][1])
            self._request(REMOTE, "SelectDevices", "oa{sv}", (session,), {"types": ("u", _POINTER)})
            wanted = {"types": ("u", _MONITORS), "multiple": ("b", True)}
            self._request(CAST, "SelectSources", "oa{sv}", (session,), wanted)
            begun = self._request(REMOTE, "Start", "osa{sv}", (session, ""), {}, self._consent)
        except _PortalError as error:
            log.info("the portal of remote desktops answered %s", error)
            raise PointerForbidden(desktop=_desktop()) from error
        except (OSError, KeyError, ValueError) as error:
            raise HandsStalled from error
        streams = tuple(_streams(begun.get("streams", ("", ()))[1]))
        if not begun.get("devices", ("u", 0))[1] & _POINTER or not streams:
            raise PointerRefused
        self._session, self._streams = session, streams

    def _request(
        self,
        interface: str,
        member: str,
        signature: str,
        values: tuple[Any, ...],
        options: dict[str, tuple[str, Any]],
        patience: float | None = None,
    ) -> dict[str, tuple[str, Any]]:
        """Ask for what the portal answers by a signal, and return the results."""
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import Proxy

        assert self._bus is not None
        token = f"seesay{next(self._tokens)}"
        # Known beforehand, so that an answer that comes at once isn't missed.
        sender = self._bus.unique_name[1:].replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        rule = MatchRule(type="signal", interface=REQUEST, member="Response", path=path)
        Proxy(message_bus, self._bus, timeout=self._answering).AddMatch(rule)
        with self._bus.filter(rule, bufsize=1) as answers:
            self._call(interface, member, signature, (*values, {**options, "handle_token": ("s", token)}))
            answer = self._bus.recv_until_filtered(answers, timeout=patience or self._answering)
        code, results = answer.body
        if code != 0:
            raise PointerRefused
        return dict(results)

    def _notify(self, member: str, signature: str, values: tuple[Any, ...]) -> None:
        try:
            self._call(REMOTE, member, signature, (self._session, {}, *values))
        except (_PortalError, OSError) as error:
            # The user may have ended the session from the desktop's panel: the next act asks again.
            log.info("the portal's session is over: %s", error)
            self.close()
            raise PointerRefused from error

    def _call(self, interface: str, member: str, signature: str, values: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call

        assert self._bus is not None
        address = DBusAddress(PATH, bus_name=PORTAL, interface=interface)
        reply = self._bus.send_and_get_reply(
            new_method_call(address, member, signature, values), timeout=self._answering
        )
        if reply.header.message_type is MessageType.error:
            raise _PortalError(str(reply.header.fields.get(HeaderFields.error_name, "")))


def _streams(found: Any) -> list[Stream]:  # noqa: ANN401 - a variant of the bus
    """Return the monitors of a session; one that doesn't tell where it lies is left out."""
    streams = []
    for node, about in found:
        if "position" in about and "size" in about:
            streams.append(Stream(int(node), Box(*map(int, about["position"][1]), *map(int, about["size"][1]))))
    return streams


def _desktop() -> str:
    return detect().name or "Wayland"
