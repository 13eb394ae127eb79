"""What Windows itself tells of the screen: the active window, the pointer, a drawn screen curtain. *Not yet run*.

Every place is in pixels of the whole desktop, which holds only in a process that knows about scaled monitors: see
`system/scaling.py`. Nothing here waits for another program.
"""

from __future__ import annotations

import ctypes
import logging
from typing import ClassVar

from assistant.capture.shot import ActiveWindow
from assistant.core.domain import Box
from assistant.core.errors import NoWindow
from assistant.system import native
from assistant.system.desktop import SessionKind
from assistant.system.native import BOOL, DWORD, HANDLE, LONG

log = logging.getLogger(__name__)

LONGEST_TITLE = 300
EXTENDED_FRAME_BOUNDS = 9
# The desktop in its two forms, and the task bars: in front when no program is.
NO_WINDOWS = frozenset({"Progman", "WorkerW", "Shell_TrayWnd", "Shell_SecondaryTrayWnd"})
_LONGEST_CLASS = 256


class Rectangle(ctypes.Structure):
    """RECT."""

    _fields_ = (("left", LONG), ("top", LONG), ("right", LONG), ("bottom", LONG))


class Point(ctypes.Structure):
    """POINT."""

    _fields_ = (("x", LONG), ("y", LONG))


class ColourEffect(ctypes.Structure):
    """MAGCOLOREFFECT: five rows of five factors; red, green, blue and opacity of the screen and 1, each to each."""

    _fields_ = (("transform", ctypes.c_float * 25),)


class Win32Windows:
    """Finds the active window by GetForegroundWindow; its box is what is drawn, without the borders nobody sees."""

    name: ClassVar[str] = "win32"
    install_hint: ClassVar[str] = ""

    def __init__(self, user32: native.Library | None = None, dwmapi: native.Library | None = None) -> None:
        self._libraries = (user32, dwmapi)

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this is Windows."""
        return session is SessionKind.WINDOWS

    def is_installed(self) -> bool:
        """Tell that it needs nothing."""
        return True

    def active(self) -> ActiveWindow:
        """Return the active window. Raises `NoWindow`: none, the desktop, a task bar, or one without a place."""
        user = self._libraries[0] or native.windows_library("user32")
        window = user.function("GetForegroundWindow", HANDLE)()
        is_small = user.function("IsIconic", BOOL, HANDLE)
        if not window or is_small(window) or self._class(user, window) in NO_WINDOWS:
            raise NoWindow
        box = self._frame(window) or self._rectangle(user, window)
        if box is None:
            raise NoWindow
        return ActiveWindow(box, self._title(user, window), pid=self._process(user, window), number=window)

    def _process(self, user: native.Library, window: int) -> int:
        found = DWORD()
        ask = user.function("GetWindowThreadProcessId", DWORD, HANDLE, ctypes.POINTER(DWORD))
        return found.value if ask(window, ctypes.byref(found)) else 0

    def _class(self, user: native.Library, window: int) -> str:
        read = user.function("GetClassNameW", ctypes.c_int, HANDLE, ctypes.c_wchar_p, ctypes.c_int)
        buffer = ctypes.create_unicode_buffer(_LONGEST_CLASS)
        return buffer.value if read(window, buffer, _LONGEST_CLASS) else ""

    def _title(self, user: native.Library, window: int) -> str:
        # Of another program's window it reads what Windows keeps of it: a program that hangs is not asked.
        read = user.function("GetWindowTextW", ctypes.c_int, HANDLE, ctypes.c_wchar_p, ctypes.c_int)
        buffer = ctypes.create_unicode_buffer(LONGEST_TITLE + 1)
        return buffer.value.strip() if read(window, buffer, LONGEST_TITLE + 1) else ""

    def _frame(self, window: int) -> Box | None:
        dwm = self._libraries[1] or native.windows_library("dwmapi")
        ask = dwm.function("DwmGetWindowAttribute", LONG, HANDLE, DWORD, HANDLE, DWORD)
        found = Rectangle()
        if ask(window, EXTENDED_FRAME_BOUNDS, ctypes.byref(found), ctypes.sizeof(found)):
            return None
        return _box(found)

    def _rectangle(self, user: native.Library, window: int) -> Box | None:
        found = Rectangle()
        ask = user.function("GetWindowRect", BOOL, HANDLE, ctypes.POINTER(Rectangle))
        return _box(found) if ask(window, ctypes.byref(found)) else None


def pointer(user32: native.Library | None = None) -> tuple[int, int] | None:
    """Return where the pointer is, None where Windows doesn't tell (the lock screen, a question for rights)."""
    user = user32 or native.windows_library("user32")
    found = Point()
    ask = user.function("GetCursorPos", BOOL, ctypes.POINTER(Point))
    return (found.x, found.y) if ask(ctypes.byref(found)) else None


def is_curtain_drawn(magnification: native.Library | None = None) -> bool:
    """Tell whether a screen curtain is known to blacken the whole screen.

    NVDA draws its curtain so, by the Magnification API, and a picture of the screen is black then. Curtains drawn in
    another way, by JAWS or by a display driver, nobody tells of: False means nothing.
    """
    try:
        library = magnification or native.windows_library("magnification")
    except OSError as error:
        log.debug("no magnification: %s", error)
        return False
    if not library.function("MagInitialize", BOOL)():
        return False
    try:
        effect = ColourEffect()
        ask = library.function("MagGetFullscreenColorEffect", BOOL, ctypes.POINTER(ColourEffect))
        return bool(ask(ctypes.byref(effect))) and _is_black(list(effect.transform))
    finally:
        library.function("MagUninitialize", BOOL)()


def _is_black(factors: list[float]) -> bool:
    """Tell whether nothing of any colour comes through, nor is added."""
    return not any(factors[5 * row + column] for row in range(5) for column in range(3))


def _box(found: Rectangle) -> Box | None:
    width, height = found.right - found.left, found.bottom - found.top
    return Box(found.left, found.top, width, height) if width > 0 and height > 0 else None
