"""Tells whether there is a display for windows, before Qt is asked: without one Qt ends the whole process."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from assistant.core.errors import NoScreen
from assistant.system.desktop import SessionKind, detect

_SECONDS = 3.0


def require_display() -> None:
    """Return where a display answers. Raises `NoScreen`."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal", "vnc"):
        return
    kind = detect().kind
    if kind in (SessionKind.WINDOWS, SessionKind.MACOS) or (kind is SessionKind.WAYLAND and _is_wayland_there()):
        return
    if not (os.environ.get("DISPLAY") and _is_x11_there()):
        raise NoScreen


def _is_wayland_there() -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / os.environ.get("WAYLAND_DISPLAY", "wayland-0")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_SECONDS)
        try:
            connection.connect(str(path))
        except OSError:
            return False
        return True


def _is_x11_there() -> bool:
    from Xlib import display, error

    try:
        display.Display().close()
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError):
        return False
    return True
