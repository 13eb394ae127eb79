"""The pointer of Windows, by SendInput (*not yet run*). Thin: it fills the structures that the documentation has.

Coordinates are physical pixels of the virtual screen, negative left of and above the primary monitor; the process is
aware of each monitor's scaling, because Qt is.
"""

from __future__ import annotations

import ctypes
from typing import ClassVar

from assistant.core.errors import HandsStalled, PointerForbidden, PointerHeld
from assistant.system.desktop import SessionKind
from assistant.system.native import Library, windows_library

_INPUT_MOUSE = 0
_MOVE, _ABSOLUTE, _VIRTUAL_DESK = 0x0001, 0x8000, 0x4000
_LEFT, _RIGHT = (0x0002, 0x0004), (0x0008, 0x0010)
"""Flags of a button going down and up."""
_SM_SWAPBUTTON, _SM_X, _SM_Y, _SM_WIDTH, _SM_HEIGHT = 23, 76, 77, 78, 79
_KEYS = (0x10, 0x11, 0x12, 0x5B, 0x5C)
"""Shift, Control, Alt, both Windows keys."""
_FULL = 65536
"""SendInput counts the virtual screen in this many steps."""


class MouseInput(ctypes.Structure):
    """MOUSEINPUT."""

    _fields_ = (
        ("dx", ctypes.c_int32),
        ("dy", ctypes.c_int32),
        ("mouse_data", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class Input(ctypes.Structure):
    """INPUT, whose union's largest member is MOUSEINPUT."""

    _fields_ = (("kind", ctypes.c_uint32), ("mouse", MouseInput))


class Point(ctypes.Structure):
    """POINT."""

    _fields_ = (("x", ctypes.c_int32), ("y", ctypes.c_int32))


class WindowsPointer:
    """Takes its functions from user32 at the first use; `library` gives it."""

    name: ClassVar[str] = "sendinput"
    install_hint: ClassVar[str] = ""

    def __init__(self, library: Library | None = None) -> None:
        self._given = library

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this is Windows."""
        return session is SessionKind.WINDOWS

    def is_installed(self) -> bool:
        """Tell that it needs nothing."""
        return True

    def prepare(self) -> None:
        """Find the library. Raises `HandsStalled`."""
        assert self._user32 is not None

    def keys_held(self) -> bool:
        """Tell whether a key that changes a click is down."""
        state = self._user32.function("GetAsyncKeyState", ctypes.c_int16, ctypes.c_int)
        return any(state(key) & 0x8000 for key in _KEYS)

    def move(self, point: tuple[int, int]) -> None:
        """Move the pointer.

        Raises `PointerForbidden` (a secure desktop, an administrator's window) or `PointerHeld`.
        """
        self._send(self._moving(point))
        where = Point()
        tell = self._user32.function("GetCursorPos", ctypes.c_int32, ctypes.POINTER(Point))
        if tell(ctypes.byref(where)) and (where.x, where.y) != point:
            raise PointerHeld

    def click(self, point: tuple[int, int]) -> None:
        """Move the pointer and click with the main button. Raises as `move`."""
        self.move(point)
        down, up = _RIGHT if self._metric(_SM_SWAPBUTTON) else _LEFT
        self._send(_mouse(0, 0, down), _mouse(0, 0, up))

    def close(self) -> None:
        """Do nothing: there is no connection."""

    @property
    def _user32(self) -> Library:
        if self._given is None:
            try:
                self._given = windows_library("user32")
            except OSError as error:
                raise HandsStalled from error
        return self._given

    def _metric(self, number: int) -> int:
        return int(self._user32.function("GetSystemMetrics", ctypes.c_int, ctypes.c_int)(number))

    def _moving(self, point: tuple[int, int]) -> Input:
        left, top, width, height = (self._metric(number) for number in (_SM_X, _SM_Y, _SM_WIDTH, _SM_HEIGHT))
        x, y = _steps(point[0] - left, width), _steps(point[1] - top, height)
        return _mouse(x, y, _MOVE | _ABSOLUTE | _VIRTUAL_DESK)

    def _send(self, *inputs: Input) -> None:
        send = self._user32.function("SendInput", ctypes.c_uint32, ctypes.c_uint32, ctypes.POINTER(Input), ctypes.c_int)
        block = (Input * len(inputs))(*inputs)
        if send(len(inputs), block, ctypes.sizeof(Input)) != len(inputs):
            raise PointerForbidden(desktop="Windows")


def _steps(place: int, size: int) -> int:
    # Rounded up: Windows rounds down, and would stop a pixel short.
    return -(-place * _FULL // max(1, size))


def _mouse(x: int, y: int, flags: int) -> Input:
    return Input(_INPUT_MOUSE, MouseInput(x, y, 0, flags, 0, 0))
