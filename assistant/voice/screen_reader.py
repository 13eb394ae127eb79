"""Tells whether a screen reader runs, so that its speech service is used and nothing talks over it.

It talks to none of them.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from assistant.voice import screen_reader_macos, screen_reader_windows

log = logging.getLogger(__name__)

_TIMEOUT = 0.5
_ORCA_SERVICE = "org.gnome.Orca.Service"
# By what a session is known from another of the same user, on a second screen or over a network.
_DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY")
_BUS = "DBUS_SESSION_BUS_ADDRESS"


def is_running() -> bool:
    """Tell whether a screen reader runs in this session; takes a few milliseconds, at most half a second."""
    if sys.platform == "win32":
        return screen_reader_windows.is_running()
    if sys.platform == "darwin":
        return screen_reader_macos.is_running()
    return _is_orca_alive() or _is_announced_on_bus()


def _is_orca_alive() -> bool:
    own = os.getuid() if hasattr(os, "getuid") else 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_own = (process / "comm").read_bytes().strip() == b"orca" and process.stat().st_uid == own
            if is_own and is_of_one_session(_environment_of(process), os.environ):
                return True
    return False


def is_of_one_session(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two programs' environments are of one session; what tells nothing counts as yes.

    A display that they share decides before the bus: one session may have several buses, and one bus several sessions.
    """
    shared = [name for name in _DISPLAYS if one.get(name) and other.get(name)]
    if shared:
        return any(_plain_display(one[name]) == _plain_display(other[name]) for name in shared)
    return not (one.get(_BUS) and other.get(_BUS)) or one[_BUS].split(",")[0] == other[_BUS].split(",")[0]


def _plain_display(address: str) -> str:
    # ":0.0" is a screen of ":0", and "/run/user/1000/wayland-0" is "wayland-0".
    name = address.rpartition("/")[2]
    return name.rpartition(".")[0] if ":" in name and "." in name.rpartition(":")[2] else name


def _environment_of(process: Path) -> dict[str, str]:
    """Return what a program was started with; nothing where it doesn't let itself be looked at."""
    try:
        pairs = (process / "environ").read_bytes().split(b"\0")
    except PermissionError:
        return {}
    return {name: value for name, _, value in (os.fsdecode(pair).partition("=") for pair in pairs)}


def _is_announced_on_bus() -> bool:
    # Orca started by GNOME's switch sets it; one started by hand need not.
    if not os.environ.get(_BUS):
        return False
    from jeepney import DBusAddress, DBusErrorResponse, Properties
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    status = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Status")
    try:
        with open_dbus_connection("SESSION") as connection:
            asked = Properties(status).get("ScreenReaderEnabled")
            reply = unwrap_msg(connection.send_and_get_reply(asked, timeout=_TIMEOUT))
    except (OSError, DBusErrorResponse, ValueError, KeyError) as error:
        log.debug("no accessibility status: %s", type(error).__name__)
        return False
    return bool(reply[0][1])


def takes_texts() -> bool:
    """Tell whether a screen reader runs that other programs can give texts to; asks within half a second."""
    if sys.platform == "win32" or sys.platform == "darwin":
        return is_running()
    return _is_orca_serving()


def _is_orca_serving() -> bool:
    # Over the session bus, as it does since version 49.
    if not os.environ.get(_BUS):
        return False
    from jeepney import DBusErrorResponse, message_bus
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    try:
        with open_dbus_connection("SESSION") as connection:
            asked = message_bus.NameHasOwner(_ORCA_SERVICE)
            return bool(unwrap_msg(connection.send_and_get_reply(asked, timeout=_TIMEOUT))[0])
    except (OSError, DBusErrorResponse, ValueError, KeyError) as error:
        log.debug("no session bus: %s", type(error).__name__)
        return False
