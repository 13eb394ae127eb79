"""The desktop's portals: what a program asks of the desktop over D-Bus, where the user may have to allow it first.

One `Portal` is one connection for one thread. A request is a method call that returns at once, and a response that
comes whenever the desktop, or the user whom it asks, has decided. By jeepney: QtDBus can't build `a(sa{sv})`.
https://flatpak.github.io/xdg-desktop-portal/docs/
"""

from __future__ import annotations

import importlib.util
import itertools
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
SCREENSHOT = "org.freedesktop.portal.Screenshot"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
APP_ID = "org.seesay.SeeSay"
"""The name of the installed .desktop file without its ending, by which the desktop keeps what the user allowed."""
_OPENING = 2.0
_ANSWERING = 5.0
"""Seconds for a method call; the bus may have to start the portal first."""
GIVEN, CANCELLED = 0, 1
_LONGEST_WAIT = 0.2
_tokens = itertools.count(1)

Options = Mapping[str, tuple[str, Any]]


class PortalError(Exception):
    """The portal did not do what was asked."""


class PortalMissing(PortalError):
    """There is no session bus, no portal on it, or it has no such interface."""


class PortalRefused(PortalError):
    """The desktop, or the user whom it asked, said no; `is_cancelled` where it was the user."""

    def __init__(self, *, is_cancelled: bool) -> None:
        super().__init__("cancelled" if is_cancelled else "refused")
        self.is_cancelled = is_cancelled


class PortalSilent(PortalError):
    """No answer came in time."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What the portal tells by itself: a response to a request, a pressed key, a closed session."""

    path: str
    member: str
    body: tuple[Any, ...]

    @property
    def is_farewell(self) -> bool:
        """Tell whether the portal went away; one that the bus has only just started had no owner before."""
        return self.member == "NameOwnerChanged" and bool(self.body[1])


def has_bus() -> bool:
    """Tell whether there is a session bus to ask on, and what speaks with it."""
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) and importlib.util.find_spec("jeepney") is not None


def version_of(interface: str) -> int:
    """Return the version of one portal of this desktop, 0 where it has none. Takes some milliseconds."""
    if not has_bus():
        return 0
    try:
        with Portal() as portal:
            return portal.version(interface)
    except PortalError as error:
        log.info("no %s: %s", interface, type(error).__name__)
        return 0


class Portal:
    """A connection that is known to the desktop by its application's name. Raises `PortalMissing` when made."""

    def __init__(self) -> None:
        self._signals: deque[Message] = deque()
        self._bus = _opened()
        try:
            self._listen()
            self._register()
        except BaseException:
            self._bus.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the bus; the desktop ends every session and request of this connection."""
        self._bus.close()

    def fileno(self) -> int:
        """Return what to wait on for signals."""
        return int(self._bus.sock.fileno())

    def version(self, interface: str) -> int:
        """Return the version of that portal. Raises `PortalMissing` or `PortalSilent`."""
        properties = _address().with_interface("org.freedesktop.DBus.Properties")
        (value,) = self._call(properties, "Get", "ss", (interface, "version"))
        return int(value[1])

    def call(self, interface: str, method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """Call a method that answers at once; return its answer. Raises `PortalMissing` or `PortalSilent`."""
        return self._call(_address().with_interface(interface), method, signature, arguments)

    def begin(self, interface: str, method: str, signature: str, arguments: tuple[Any, ...], options: Options) -> str:
        """Send a request whose last argument is its options; return the path that its response comes from.

        Raises `PortalMissing` or `PortalSilent`.
        """
        token = f"seesay{next(_tokens)}"
        sent = {**options, "handle_token": ("s", token)}
        (path,) = self.call(interface, method, f"{signature}a{{sv}}", (*arguments, sent))
        return str(path)

    def answer(self, path: str, seconds: float, is_left: Callable[[], bool]) -> dict[str, tuple[str, Any]] | None:
        """Wait for the response to a request; return its results, None where it has not come in that time.

        Raises `PortalRefused`, or `PortalMissing` when the portal goes away meanwhile.
        """
        until = time.monotonic() + seconds
        while not is_left():
            for signal in self.signals(min(_LONGEST_WAIT, max(until - time.monotonic(), 0))):
                if signal.is_farewell:
                    raise PortalMissing(NAME)
                if signal.member == "Response" and signal.path == path:
                    return results_of(signal)
            if time.monotonic() >= until:
                break
        return None

    def withdraw(self, path: str) -> None:
        """Take a request back, so that no dialog waits for its answer and nothing is done for it any more."""
        self.tell(path, REQUEST, "Close")

    def tell(self, path: str, interface: str, method: str) -> None:
        """Call without arguments and without waiting."""
        from jeepney import DBusAddress, MessageFlag, new_method_call

        message = new_method_call(DBusAddress(path, bus_name=NAME, interface=interface), method)
        message.header.flags |= MessageFlag.no_reply_expected
        try:
            self._bus.send(message)
        except OSError as error:
            raise PortalMissing(NAME) from error

    def signals(self, seconds: float = 0.0) -> list[Signal]:
        """Return what has arrived, waiting that long for a first one. Raises `PortalMissing` without a bus."""
        until = time.monotonic() + seconds
        while True:
            try:
                self._bus.recv_messages(timeout=0 if self._signals else max(until - time.monotonic(), 0))
            except TimeoutError:
                break
            except (OSError, EOFError) as error:
                raise PortalMissing(NAME) from error
        return list(self._taken())

    def _taken(self) -> list[Signal]:
        from jeepney import HeaderFields

        found = []
        while self._signals:
            message = self._signals.popleft()
            fields = message.header.fields
            found.append(Signal(fields[HeaderFields.path], fields[HeaderFields.member], tuple(message.body)))
        return found

    def _listen(self) -> None:
        """Ask for every signal before anything is called: an answer may come before the call returns."""
        from jeepney import MatchRule, message_bus

        rules = [
            MatchRule(type="signal", sender=NAME, interface=interface) for interface in (REQUEST, SESSION, SHORTCUTS)
        ]
        owner = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        owner.add_arg_condition(0, NAME)
        for rule in (*rules, owner):
            self._reply(message_bus.AddMatch(rule))
        # The bus names the sender by its unique name in what it delivers: the rule's own can't match that.
        for interface in (REQUEST, SESSION, SHORTCUTS):
            self._bus.filter(MatchRule(type="signal", interface=interface), queue=self._signals)
        self._bus.filter(owner, queue=self._signals)

    def _register(self) -> None:
        """Tell the desktop who asks, which portals before 1.20 don't take and programs that aren't installed can't."""
        registry = _address().with_interface(REGISTRY)
        try:
            self._call(registry, "Register", "sa{sv}", (APP_ID, {}))
        except PortalMissing as error:
            log.debug("the portal doesn't know this program: %s", error)

    def _call(self, address: DBusAddress, method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        from jeepney import new_method_call

        return self._reply(new_method_call(address, method, signature, arguments))

    def _reply(self, message: Message) -> tuple[Any, ...]:
        from jeepney import DBusErrorResponse
        from jeepney.wrappers import unwrap_msg

        try:
            return tuple(unwrap_msg(self._bus.send_and_get_reply(message, timeout=_ANSWERING)))
        except DBusErrorResponse as error:
            raise PortalMissing(error.name) from error
        except TimeoutError as error:
            raise PortalSilent(NAME) from error
        except (OSError, EOFError) as error:
            raise PortalMissing(NAME) from error


def results_of(response: Signal) -> dict[str, tuple[str, Any]]:
    """Return the results of a response. Raises `PortalRefused`, or `PortalError` for what is none."""
    try:
        code, results = response.body
        found = dict(results)
    except (TypeError, ValueError) as error:
        raise PortalError("an odd response") from error
    if code != GIVEN:
        raise PortalRefused(is_cancelled=code == CANCELLED)
    return found


def _address() -> DBusAddress:
    from jeepney import DBusAddress

    return DBusAddress(PATH, bus_name=NAME)


def _opened() -> DBusConnection:
    try:
        from jeepney.io.blocking import open_dbus_connection

        return open_dbus_connection("SESSION", auth_timeout=_OPENING)
    except Exception as error:
        # jeepney's own, the socket's, or no jeepney: there is no portal then.
        raise PortalMissing(NAME) from error
