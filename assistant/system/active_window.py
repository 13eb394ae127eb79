"""Which window of an X11 desktop is active, and making one active as the user's own act.

A window that opens because of a global key is refused the focus by careful window managers: the key was pressed in
another program. A request "by the user" is granted. Nothing here fails: without an X server nothing happens.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Xlib.display import Display

log = logging.getLogger(__name__)

_BY_THE_USER = 2
"""The source of a request as EWMH counts: 1 an application, 2 a pager, which acts for the user."""


def active_window() -> int:
    """Return the active window's id; 0 where there is none or nobody tells. Takes about 2 ms."""
    active = 0
    with _connection() as display:
        if display is not None:
            active = _active(display)
    return active


def activate(window: int) -> None:
    """Ask for a window to become active; one that has gone is left alone."""
    with _connection() as display:
        if display is None or not window:
            return
        if _has_window_manager(display):
            _request(display, window)
        else:
            _set_focus(display, window)
        display.sync()


@contextmanager
def _connection() -> Iterator[Display | None]:
    """Yield a connection of this call alone, None without an X server; what goes wrong inside ends the call."""
    display = None
    try:
        from Xlib import display as x_display

        display = x_display.Display()
    except Exception as error:  # noqa: BLE001  # python-xlib raises whatever it met
        log.debug("no X server: %s", type(error).__name__)
    try:
        yield display
    except Exception as error:  # noqa: BLE001  # as above
        log.debug("the active window can't be told: %s", type(error).__name__)
    finally:
        if display is not None:
            display.close()


def _active(display: Display) -> int:
    if _has_window_manager(display):
        found = _property(display, "_NET_ACTIVE_WINDOW")
        return found[0] if found else 0
    focus = display.get_input_focus().focus
    return 0 if isinstance(focus, int) else int(focus.id)


def _has_window_manager(display: Display) -> bool:
    return bool(_property(display, "_NET_SUPPORTING_WM_CHECK"))


def _property(display: Display, name: str) -> list[int]:
    from Xlib import X

    found = display.screen().root.get_full_property(display.intern_atom(name), X.AnyPropertyType)
    return list(found.value) if found is not None else []


def _request(display: Display, window: int) -> None:
    from Xlib import X
    from Xlib.protocol.event import ClientMessage

    message = ClientMessage(
        window=display.create_resource_object("window", window),
        client_type=display.intern_atom("_NET_ACTIVE_WINDOW"),
        data=(32, [_BY_THE_USER, X.CurrentTime, 0, 0, 0]),
    )
    mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
    display.screen().root.send_event(message, event_mask=mask)


def _set_focus(display: Display, window: int) -> None:
    from Xlib import X
    from Xlib.error import BadMatch, BadWindow, CatchError

    target = display.create_resource_object("window", window)
    target.set_input_focus(X.RevertToParent, X.CurrentTime, onerror=CatchError(BadMatch, BadWindow))
