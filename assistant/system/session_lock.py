"""Whether the session is locked, asked of whoever knows on this desktop.

logind answers on the system bus, the desktops' screen savers on the session bus. All are asked at once and none is
started by the question. A service is waited for patiently until it was silent once, then for a moment only. Unknown
counts as not locked: refusing every picture on a desktop without such a service would help nobody. Lockers that tell no
bus (i3lock, xscreensaver without logind) are not seen. Windows and macOS have a file each.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.system.desktop import SessionKind, detect
from assistant.system.session_lock_macos import MacSessionLock
from assistant.system.session_lock_windows import WindowsSessionLock

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

# Seconds: for all answers together; for those who were silent before; for opening a bus; until one that did not open
# is tried again.
PATIENCE = 0.3
BUDGET = 0.05
OPENING = 0.5
RETRY_AFTER = 10.0


class Lock(Protocol):
    """Who knows whether the session is locked."""

    def is_locked(self) -> bool:
        """Tell, within some 50 ms."""
        ...


def open_session_lock() -> Lock:
    """Return who knows it on this desktop."""
    match detect().kind:
        case SessionKind.WINDOWS:
            return WindowsSessionLock()
        case SessionKind.MACOS:
            return MacSessionLock()
    return SessionLock()


@dataclass(frozen=True, slots=True)
class Service:
    """Who can be asked: its name, object, interface, and the property to get (empty: GetActive is called)."""

    bus: str
    name: str
    path: str
    interface: str
    property: str = ""


# No order of preference: any "yes" is a yes. KDE speaks for the freedesktop name, GNOME only for its own.
SERVICES = (
    Service(
        "SYSTEM",
        "org.freedesktop.login1",
        "/org/freedesktop/login1/session/auto",
        "org.freedesktop.login1.Session",
        "LockedHint",
    ),
    Service("SESSION", "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    Service("SESSION", "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    Service("SESSION", "org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver"),
    Service("SESSION", "org.mate.ScreenSaver", "/org/mate/ScreenSaver", "org.mate.ScreenSaver"),
    Service("SESSION", "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver", "org.xfce.ScreenSaver"),
)


class SessionLock:
    """Asks whether the session is locked; keeps its bus connections, and opens a broken one again.

    May be called from any thread, one question at a time. Never raises.
    """

    def __init__(
        self, services: Sequence[Service] = SERVICES, patience: float = PATIENCE, budget: float = BUDGET
    ) -> None:
        self._services = services
        self._patience = patience
        self._budget = budget
        self._silent: set[Service] = set()
        self._buses: dict[str, DBusConnection] = {}
        self._retry_at: dict[str, float] = {}
        self._guard = threading.Lock()

    def is_locked(self) -> bool:
        """Tell whether any service says so; where all answer, in a few milliseconds."""
        with self._guard:
            asked = {name: self._ask(name) for name in ("SYSTEM", "SESSION")}
            began = time.monotonic()
            return any(self._collect(name, waiting, began) for name, waiting in asked.items())

    def close(self) -> None:
        """Close the connections."""
        with self._guard:
            for name in tuple(self._buses):
                self._drop(name)

    def _ask(self, bus: str) -> dict[int, Service]:
        services = [service for service in self._services if service.bus == bus]
        if not services:
            return {}
        try:
            connection = self._buses.get(bus) or self._open(bus)
            return {_send(connection, service): service for service in services}
        except Exception as error:  # noqa: BLE001 - a bus that is absent, full or odd must not stop a picture
            log.debug("the %s bus can't be asked: %s", bus, type(error).__name__)
            self._drop(bus)
            return {}

    def _open(self, bus: str) -> DBusConnection:
        from jeepney.io.blocking import open_dbus_connection

        now = time.monotonic()
        if now < self._retry_at.get(bus, now):
            raise ConnectionError("it did not open a moment ago")
        self._retry_at[bus] = now + RETRY_AFTER
        connection = open_dbus_connection(bus, auth_timeout=OPENING)
        del self._retry_at[bus]
        self._buses[bus] = connection
        return connection

    def _collect(self, bus: str, waiting: dict[int, Service], began: float) -> bool:
        asked = len(waiting)
        try:
            while waiting:
                patience = self._budget if self._silent.issuperset(waiting.values()) else self._patience
                message = self._buses[bus].receive(timeout=max(began + patience - time.monotonic(), 0.001))
                service = waiting.pop(_reply_to(message), None)
                self._silent -= {service}
                if service is not None and _says_locked(message):
                    return True
        except TimeoutError:
            log.debug("%d of %d lock services on the %s bus are silent", len(waiting), asked, bus)
            self._silent.update(waiting.values())
            if len(waiting) == asked:
                self._drop(bus)  # a frozen bus would take questions until its buffer is full, then block
        except Exception as error:  # noqa: BLE001 - as above
            log.debug("the %s bus broke: %s", bus, type(error).__name__)
            self._drop(bus)
        return False

    def _drop(self, bus: str) -> None:
        connection = self._buses.pop(bus, None)
        if connection is not None:
            try:
                connection.close()
            except OSError as error:
                log.debug("closing the %s bus: %s", bus, type(error).__name__)


def _send(connection: DBusConnection, service: Service) -> int:
    from jeepney import DBusAddress, MessageFlag, Properties, new_method_call

    address = DBusAddress(service.path, bus_name=service.name, interface=service.interface)
    wanted = service.property
    message = Properties(address).get(wanted) if wanted else new_method_call(address, "GetActive")
    message.header.flags |= MessageFlag.no_auto_start
    serial = int(next(connection.outgoing_serial))
    connection.send(message, serial=serial)
    return serial


def _reply_to(message: Message) -> int:
    from jeepney import HeaderFields

    return int(message.header.fields.get(HeaderFields.reply_serial, 0))


def _says_locked(message: Message) -> bool:
    from jeepney import MessageType

    if message.header.message_type is not MessageType.method_return or not message.body:
        return False
    value = message.body[0]
    return (value[1] if isinstance(value, tuple) else value) is True
