"""The pointer of a Wayland session, by the RemoteDesktop portal: the desktop asks the user once a run.

Programs may only say where on a monitor's stream the pointer goes, so a screen cast comes with the session; nothing of
it is opened or looked at. Coordinates are the desktop's logical units.
"""

from __future__ import annotations

import importlib.util
import logging
from dataclasses import dataclass
from typing import Any, ClassVar

from assistant.core.box import Box
from assistant.core.errors import HandsStalled, PointerForbidden, PointerRefused, TargetChanged
from assistant.system.desktop import SessionKind, detect
from assistant.system.portal import Options, Portal, PortalError, PortalMissing, PortalRefused, PortalSilent

log = logging.getLogger(__name__)

REMOTE, CAST = "org.freedesktop.portal.RemoteDesktop", "org.freedesktop.portal.ScreenCast"
_HANDLE = "seesay_pointer"
ANSWERING = 3.0
CONSENT = 60.0
"""Seconds that the user gets for the desktop's question."""
_POINTER, _MONITORS = 2, 1
_LEFT = 0x110
"""BTN_LEFT of the kernel; the desktop swaps buttons where the user wants that."""
_UP, _DOWN = 0, 1


@dataclass(frozen=True, slots=True)
class Stream:
    """A monitor of the session: its number for the portal, and where it lies."""

    node: int
    box: Box


class PortalPointer:
    """Keeps the session that the user allowed, until it is closed by either side."""

    name: ClassVar[str] = "portal"
    install_hint: ClassVar[str] = "jeepney"

    def __init__(self, answering: float = ANSWERING, consent: float = CONSENT) -> None:
        self._answering = answering
        self._consent = consent
        self._portal: Portal | None = None
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
        portal, self._portal = self._portal, None
        self._session, self._streams = "", ()
        if portal is not None:
            portal.close()

    def _open(self) -> None:
        try:
            self._portal = Portal()
            made = self._request(REMOTE, "CreateSession", "", (), {"session_handle_token": ("s", _HANDLE)})
            session = str(made["session_handle"][1])
            self._request(REMOTE, "SelectDevices", "o", (session,), {"types": ("u", _POINTER)})
            wanted = {"types": ("u", _MONITORS), "multiple": ("b", True)}
            self._request(CAST, "SelectSources", "o", (session,), wanted)
            begun = self._request(REMOTE, "Start", "os", (session, ""), {}, self._consent)
        except PortalMissing as error:
            log.info("no portal of remote desktops: %s", error)
            raise PointerForbidden(desktop=_desktop()) from error
        except PortalRefused as error:
            raise PointerRefused from error
        except (PortalError, KeyError, ValueError) as error:
            raise HandsStalled from error
        streams = tuple(_streams(begun.get("streams", ("", ()))[1]))
        if not begun.get("devices", ("u", 0))[1] & _POINTER or not streams:
            raise PointerRefused
        self._session, self._streams = session, streams

    def _request(
        self,
        interface: str,
        method: str,
        signature: str,
        arguments: tuple[Any, ...],
        options: Options,
        patience: float | None = None,
    ) -> dict[str, tuple[str, Any]]:
        """Ask for what the portal answers when the user has, and return the results. Raises a `PortalError`."""
        assert self._portal is not None
        path = self._portal.begin(interface, method, signature, arguments, options)
        results = self._portal.answer(path, patience or self._answering, lambda: False)
        if results is None:
            self._portal.withdraw(path)
            raise PortalSilent(interface)
        return results

    def _notify(self, method: str, signature: str, arguments: tuple[Any, ...]) -> None:
        assert self._portal is not None
        try:
            self._portal.call(REMOTE, method, signature, (self._session, {}, *arguments))
        except PortalError as error:
            # The user may have ended the session from the desktop's panel: the next act asks again.
            log.info("the portal's session is over: %s", error)
            self.close()
            raise PointerRefused from error


def _streams(found: Any) -> list[Stream]:  # noqa: ANN401 - a variant of the bus
    """Return the monitors of a session; one that doesn't tell where it lies is left out."""
    streams = []
    for node, about in found:
        if "position" in about and "size" in about:
            streams.append(Stream(int(node), Box(*map(int, about["position"][1]), *map(int, about["size"][1]))))
    return streams


def _desktop() -> str:
    return detect().name or "Wayland"
