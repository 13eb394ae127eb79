"""Desktop notifications, for what can't be spoken.

Sent straight to org.freedesktop.Notifications: on X11 the tray icon's own messages never reach that service. Windows
and macOS have no such service and show the tray icon's messages (*not yet run*). Never raises and never blocks its
caller; where no service runs, the text is lost, so nothing may rely on it alone.
"""

from __future__ import annotations

import html
import logging
import threading
from collections.abc import Callable
from typing import Any

from assistant.system.desktop import SessionKind, detect

log = logging.getLogger(__name__)

TIMEOUT = 2.0
LONGEST = 400


_icon: list[Callable[[str, str], None]] = []


def show_by(icon: Callable[[str, str], None] | None) -> None:
    """Let the tray icon show a title and a text where that is the way; None where there is no icon any more.

    It is called on the thread that calls `notify`.
    """
    _icon[:] = [] if icon is None else [icon]


def notify(title: str, body: str = "", *, is_urgent: bool = False) -> threading.Thread:
    """Show a notification, on a short-lived thread that is returned for who wants to wait.

    Both texts are data: where the service knows markup, theirs is escaped. Each is cut after 400 characters.
    """
    if detect().kind in (SessionKind.WINDOWS, SessionKind.MACOS):
        for show in _icon:
            show(title[:LONGEST], body[:LONGEST])
    arguments = (title[:LONGEST], body[:LONGEST], is_urgent)
    thread = threading.Thread(target=_notify, args=arguments, name="notification", daemon=True)
    thread.start()
    return thread


def _notify(title: str, body: str, is_urgent: bool) -> None:
    try:
        _send(title, body, is_urgent)
    except Exception as error:  # noqa: BLE001 - the last resort of a failure must not fail itself
        log.debug("no notification: %s", type(error).__name__)


def _send(title: str, body: str, is_urgent: bool) -> None:
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    name = "org.freedesktop.Notifications"
    service = DBusAddress("/org/freedesktop/Notifications", bus_name=name, interface=name)
    with open_dbus_connection("SESSION", auth_timeout=TIMEOUT) as bus:

        def call(method: str, signature: str | None = None, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
            reply = bus.send_and_get_reply(new_method_call(service, method, signature, values), timeout=TIMEOUT)
            return tuple(reply.body)

        capabilities = call("GetCapabilities")[0]
        text = html.escape(body, quote=False) if "body-markup" in capabilities else body
        hints = {"urgency": ("y", 2 if is_urgent else 1)}
        call("Notify", "susssasa{sv}i", ("SeeSay", 0, "seesay", title, text, [], hints, -1))
