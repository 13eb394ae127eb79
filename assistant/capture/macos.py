"""What macOS itself tells of the screen: the active window, the pointer, the permission to look. *Not yet run*.

By pyobjc, which pyttsx3 brings to every Mac. Every place is in points of the whole desktop, as mss has them there.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import threading
from collections.abc import Mapping
from typing import Any, ClassVar, TypeAlias

from assistant.capture.shot import ActiveWindow
from assistant.core.domain import Box
from assistant.core.errors import NoWindow, ScreenForbidden
from assistant.system.desktop import SessionKind

log = logging.getLogger(__name__)

LONGEST_TITLE = 300

Framework: TypeAlias = Any
"""A module of pyobjc; it has no types."""

_has_asked = threading.Event()


def quartz() -> Framework:
    """Return pyobjc's Quartz. Raises ImportError where it is missing."""
    return importlib.import_module("Quartz")


def appkit() -> Framework:
    """Return pyobjc's AppKit. Raises ImportError where it is missing."""
    return importlib.import_module("AppKit")


class QuartzWindows:
    """Finds the window in front of the program in front, by CGWindowListCopyWindowInfo."""

    name: ClassVar[str] = "quartz"
    install_hint: ClassVar[str] = "pip install pyobjc-framework-Quartz"

    def __init__(self, graphics: Framework = None, kit: Framework = None) -> None:
        self._graphics = graphics
        self._kit = kit

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this is macOS."""
        return session is SessionKind.MACOS

    def is_installed(self) -> bool:
        """Tell whether pyobjc is there."""
        return importlib.util.find_spec("Quartz") is not None

    def active(self) -> ActiveWindow:
        """Return the active window. Raises `NoWindow`: the program in front shows none, as Finder on the desktop."""
        graphics, kit = self._graphics or quartz(), self._kit or appkit()
        program = kit.NSWorkspace.sharedWorkspace().frontmostApplication()
        if program is None:
            raise NoWindow
        owner = int(program.processIdentifier())
        options = graphics.kCGWindowListOptionOnScreenOnly | graphics.kCGWindowListExcludeDesktopElements
        # From front to back.
        for window in graphics.CGWindowListCopyWindowInfo(options, graphics.kCGNullWindowID) or ():
            box = _box(window.get(graphics.kCGWindowBounds) or {})
            is_its_own = int(window.get(graphics.kCGWindowOwnerPID, 0)) == owner
            is_shown = float(window.get(graphics.kCGWindowAlpha, 1)) > 0
            # Menus, palettes and the Dock lie in layers above.
            if box and is_its_own and is_shown and int(window.get(graphics.kCGWindowLayer, 0)) == 0:
                name = window.get(graphics.kCGWindowName) or window.get(graphics.kCGWindowOwnerName) or ""
                number = int(window.get(graphics.kCGWindowNumber, 0))
                return ActiveWindow(box, str(name).strip()[:LONGEST_TITLE], pid=owner, number=number)
        raise NoWindow


def pointer(graphics: Framework = None) -> tuple[int, int] | None:
    """Return where the pointer is, None without pyobjc; no permission is needed."""
    try:
        module = graphics or quartz()
    except ImportError as error:
        log.warning("nobody tells where the pointer is: %s", error)
        return None
    place = module.CGEventGetLocation(module.CGEventCreate(None))
    return round(place.x), round(place.y)


def require_permission(graphics: Framework = None) -> None:
    """Return where SeeSay may look at the screen. Raises `ScreenForbidden`.

    Without the permission macOS hands out the wallpaper and our own windows, which must never be described as the
    screen. The first time macOS is asked to ask the user; it does so once in the life of an installation.
    """
    try:
        module = graphics or quartz()
    except ImportError as error:
        log.warning("nobody tells whether the screen may be seen: %s", error)
        return
    if module.CGPreflightScreenCaptureAccess():
        return
    if not _has_asked.is_set():
        _has_asked.set()
        module.CGRequestScreenCaptureAccess()
    raise ScreenForbidden


def _box(bounds: Mapping[str, float]) -> Box | None:
    x, y, width, height = (round(bounds.get(key, 0)) for key in ("X", "Y", "Width", "Height"))
    return Box(x, y, width, height) if width > 1 and height > 1 else None
