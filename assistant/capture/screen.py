"""The screen through mss: X11, Windows and macOS.

A Wayland session hides the screen from this way (mss is silently black there), so it is not compatible with one.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
from typing import TYPE_CHECKING, ClassVar

from assistant.capture import macos, windows, x11
from assistant.capture.shot import Shot
from assistant.core.domain import Box
from assistant.core.errors import NoScreen, ScreenUnseeable
from assistant.system.desktop import SessionKind, detect

if TYPE_CHECKING:
    from mss import MSS

log = logging.getLogger(__name__)


class MssScreen:
    """Grabs the desktop by mss. Keeps a connection per thread, opened on first use and again after it broke."""

    name: ClassVar[str] = "mss"
    install_hint: ClassVar[str] = "libxcb1 libxcb-randr0 libxcb-render0 libxcb-shm0 libxcb-xfixes0"

    def __init__(self) -> None:
        self._kept = threading.local()

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether that kind of session lets mss see the screen."""
        return session in {SessionKind.X11, SessionKind.WINDOWS, SessionKind.MACOS}

    def is_installed(self) -> bool:
        """Tell whether mss is there; its libraries are missed only when it connects."""
        return importlib.util.find_spec("mss") is not None

    def monitors(self) -> tuple[Box, ...]:
        """Return the monitors in desktop units as they are now. Raises `NoScreen` or `ScreenUnseeable`."""
        if detect().kind is SessionKind.X11:
            return x11.monitors()
        self._forget()  # mss asks for the monitors only once per connection
        found = self._connection().monitors
        # The primary one first, where mss tells which that is; macOS has it first anyway.
        listed = sorted(found[1:] or found, key=lambda monitor: not monitor.get("is_primary", False))
        return tuple(Box(m["left"], m["top"], m["width"], m["height"]) for m in listed)

    def pointer(self) -> tuple[int, int] | None:
        """Return where the pointer is, None where nobody tells."""
        match detect().kind:
            case SessionKind.X11:
                return x11.pointer()
            case SessionKind.WINDOWS:
                return windows.pointer()
            case SessionKind.MACOS:
                return macos.pointer()
        return None

    def grab(self, box: Box) -> Shot:
        """Return the pixels of a part of the desktop. Raises `NoScreen`, `ScreenUnseeable` or `ScreenForbidden`."""
        from mss import ScreenShotError

        if detect().kind is SessionKind.MACOS:
            macos.require_permission()
        try:
            return self._grab(box)
        except ScreenShotError as error:
            log.debug("grabbing again on a new connection: %s", error)
        self._forget()
        try:
            return self._grab(box)
        except ScreenShotError as error:
            log.warning("the screen can't be grabbed: %s", error)
            raise ScreenUnseeable(desktop=detect().name) from error

    def _grab(self, box: Box) -> Shot:
        from PIL import Image

        wanted = {"left": box.x, "top": box.y, "width": box.width, "height": box.height}
        taken = self._connection().grab(wanted)
        image = Image.frombuffer("RGB", taken.size, taken.raw, "raw", "BGRX", 0, 1)
        return Shot(image, (box.x, box.y), taken.width / box.width)

    def _connection(self) -> MSS:
        import mss

        connection: MSS | None = getattr(self._kept, "connection", None)
        if connection is None:
            try:
                connection = mss.MSS()
            except mss.ScreenShotError as error:
                log.warning("no screen: %s (it needs %s)", error, self.install_hint)
                raise NoScreen from error
            self._kept.connection = connection
        return connection

    def _forget(self) -> None:
        connection: MSS | None = getattr(self._kept, "connection", None)
        self._kept.connection = None
        if connection is not None:
            connection.close()
