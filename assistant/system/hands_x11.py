"""The pointer of an X server, by the XTEST extension: programs can't tell it from the user's own.

Coordinates are those of the root window: pixels over all monitors together, whatever programs scale by.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from assistant.core.errors import HandsStalled, PointerForbidden, PointerHeld
from assistant.system.desktop import SessionKind, detect
from assistant.system.xwayland import is_xwayland

if TYPE_CHECKING:
    from Xlib.display import Display

log = logging.getLogger(__name__)

T = TypeVar("T")

_MAIN = 1
"""The button that everybody's programs call the first; which finger it lies under is the user's choice."""


class X11Pointer:
    """Keeps one connection, opened on first use and again after it broke."""

    name: ClassVar[str] = "xtest"
    install_hint: ClassVar[str] = "python-xlib"

    def __init__(self) -> None:
        self._display: Display | None = None

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether that kind of session is an X server's."""
        return session is SessionKind.X11

    def is_installed(self) -> bool:
        """Tell whether python-xlib is there."""
        return importlib.util.find_spec("Xlib") is not None

    def prepare(self) -> None:
        """Connect. Raises `PointerForbidden` or `HandsStalled`."""
        self._ask(lambda display: display.sync())

    def keys_held(self) -> bool:
        """Tell whether a key that changes a click is down; locks don't count."""
        from Xlib import X

        changing = X.ShiftMask | X.ControlMask | X.Mod1Mask | X.Mod4Mask
        return self._ask(lambda display: bool(display.screen().root.query_pointer().mask & changing))

    def move(self, point: tuple[int, int]) -> None:
        """Move the pointer. Raises `PointerForbidden`, `PointerHeld` or `HandsStalled`."""
        self._ask(lambda display: _move(display, point))

    def click(self, point: tuple[int, int]) -> None:
        """Move the pointer and click with the main button. Raises as `move`."""
        self._ask(lambda display: _click(display, point))

    def close(self) -> None:
        """Close the connection."""
        display, self._display = self._display, None
        if display is not None:
            try:
                display.close()
            except Exception as error:  # noqa: BLE001 - closing what is already broken
                log.debug("closing the X connection: %s", type(error).__name__)

    def _ask(self, question: Callable[[Display], T]) -> T:
        from Xlib.error import ConnectionClosedError, DisplayError

        is_kept = self._display is not None
        try:
            return question(self._opened())
        except (ConnectionClosedError, DisplayError, OSError) as error:
            log.debug("no X server: %s", type(error).__name__)
            self.close()
        if not is_kept:
            raise HandsStalled
        # The server may have been started anew since; nothing was done on the broken connection.
        return self._ask(question)

    def _opened(self) -> Display:
        if self._display is None:
            from Xlib.display import Display

            display = Display()
            # Behind Xwayland only X programs would notice.
            if "XTEST" not in display.list_extensions() or is_xwayland(display):
                display.close()
                raise PointerForbidden(desktop=detect().name or "X11")
            self._display = display
        return self._display


def _move(display: Display, point: tuple[int, int]) -> None:
    from Xlib import X
    from Xlib.ext import xtest

    root = display.screen().root
    xtest.fake_input(display, X.MotionNotify, root=root, x=point[0], y=point[1])
    display.sync()
    where = root.query_pointer()
    if (where.root_x, where.root_y) != point:
        raise PointerHeld


def _click(display: Display, point: tuple[int, int]) -> None:
    from Xlib import X
    from Xlib.ext import xtest

    _move(display, point)
    mapping = list(display.get_pointer_mapping())
    button = mapping.index(_MAIN) + 1 if _MAIN in mapping else _MAIN
    for event in (X.ButtonPress, X.ButtonRelease):
        xtest.fake_input(display, event, button)
        display.sync()
