"""The X server's answers that grabbing needs: monitors, pointer, and whether a screen can be seen through it.

One connection per thread, opened on first use and again after it broke: opening takes 40 ms, a question less than one.
Grabbing itself is not done here.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from assistant.core.domain import Box
from assistant.core.errors import NoScreen, ScreenUnseeable
from assistant.system.desktop import SessionKind
from assistant.system.xwayland import is_xwayland

if TYPE_CHECKING:
    from Xlib.display import Display

log = logging.getLogger(__name__)

T = TypeVar("T")

_connections = threading.local()


class X11Backend:
    """What every back-end for X servers says of itself."""

    name: ClassVar[str] = "x11"
    install_hint: ClassVar[str] = "python-xlib"

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether that kind of session is an X server's."""
        return session is SessionKind.X11

    def is_installed(self) -> bool:
        """Tell whether python-xlib is there."""
        return importlib.util.find_spec("Xlib") is not None


def ask(question: Callable[[Display], T]) -> T:
    """Put a question to the X server; once more on a new connection when the old one is gone.

    Raises `NoScreen` without a server, `ScreenUnseeable` behind Xwayland, where every grab is black.
    """
    from Xlib.error import ConnectionClosedError, DisplayError

    for attempt in (1, 2):
        try:
            return question(_display())
        except (ConnectionClosedError, OSError) as error:
            forget()
            log.debug("X connection lost (attempt %d): %s", attempt, type(error).__name__)
        except DisplayError as error:
            log.debug("no X server: %s", type(error).__name__)
            break
    raise NoScreen


def forget() -> None:
    """Close this thread's connection; the next question opens a new one."""
    display = getattr(_connections, "display", None)
    _connections.display = None
    if display is not None:
        try:
            display.close()
        except Exception as error:  # noqa: BLE001 - closing what is already broken
            log.debug("closing the X connection: %s", type(error).__name__)


def monitors() -> tuple[Box, ...]:
    """Return the monitors in pixels, the primary first, then from the left; the screen where RandR is too old."""
    return ask(_monitors)


def pointer() -> tuple[int, int]:
    """Return the pointer's position in pixels."""
    return ask(_pointer)


def _display() -> Display:
    display = getattr(_connections, "display", None)
    if display is None:
        from Xlib.display import Display

        display = Display()
        if is_xwayland(display):
            display.close()
            raise ScreenUnseeable(desktop="Wayland")
        _connections.display = display
    return display


def _monitors(display: Display) -> tuple[Box, ...]:
    root = display.screen().root
    whole = root.get_geometry()
    fallback = (Box(0, 0, whole.width, whole.height),)
    version = display.xrandr_query_version() if display.has_extension("RANDR") else None
    if version is None or (version.major_version, version.minor_version) < (1, 5):
        return fallback
    found = sorted(root.xrandr_get_monitors().monitors, key=lambda m: (not m.primary, m.x, m.y))
    boxes = (Box(m.x, m.y, m.width_in_pixels, m.height_in_pixels) for m in found)
    return tuple(box for box in boxes if box.intersection(fallback[0])) or fallback


def _pointer(display: Display) -> tuple[int, int]:
    where = display.screen().root.query_pointer()
    return where.root_x, where.root_y
