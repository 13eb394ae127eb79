"""The pointer of macOS, by Quartz events (*not yet run*). Thin: it calls what the documentation has.

Coordinates are points from the upper left of the main display, negative left of and above it. The system lets only
programs that the user trusts do this.
"""

from __future__ import annotations

import ctypes
from typing import ClassVar

from assistant.core.errors import HandsStalled, PointerForbidden
from assistant.system.desktop import SessionKind
from assistant.system.native import HANDLE, Library, macos_framework

_LEFT_DOWN, _LEFT_UP, _MOVED = 1, 2, 5
_AT_HARDWARE = 0
_CLICKS = 1
"""The field of an event that counts clicks: 1 is a single one."""
_STATE = 1
"""The state of the keys as the hardware has it."""
_KEYS = 0x00020000 | 0x00040000 | 0x00080000 | 0x00100000
"""Shift, Control, Option, Command."""


class CGPoint(ctypes.Structure):
    """CGPoint."""

    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


class MacPointer:
    """Takes its functions from ApplicationServices at the first use; `library` gives it."""

    name: ClassVar[str] = "quartz"
    install_hint: ClassVar[str] = ""

    def __init__(self, library: Library | None = None) -> None:
        self._given = library

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this is macOS."""
        return session is SessionKind.MACOS

    def is_installed(self) -> bool:
        """Tell that it needs nothing."""
        return True

    def prepare(self) -> None:
        """Ask whether the user trusts SeeSay. Raises `PointerForbidden`."""
        if not self._services.function("AXIsProcessTrusted", ctypes.c_bool)():
            raise PointerForbidden(desktop="macOS", how="macos")

    def keys_held(self) -> bool:
        """Tell whether a key that changes a click is down."""
        flags = self._services.function("CGEventSourceFlagsState", ctypes.c_uint64, ctypes.c_int32)
        return bool(flags(_STATE) & _KEYS)

    def move(self, point: tuple[int, int]) -> None:
        """Move the pointer. Raises `HandsStalled`."""
        self._post(_MOVED, point)

    def click(self, point: tuple[int, int]) -> None:
        """Move the pointer and click. Raises as `move`."""
        self.move(point)
        self._post(_LEFT_DOWN, point)
        self._post(_LEFT_UP, point)

    def close(self) -> None:
        """Do nothing: there is no connection."""

    @property
    def _services(self) -> Library:
        if self._given is None:
            try:
                self._given = macos_framework("ApplicationServices")
            except OSError as error:
                raise HandsStalled from error
        return self._given

    def _post(self, kind: int, point: tuple[int, int]) -> None:
        services = self._services
        make = services.function("CGEventCreateMouseEvent", HANDLE, HANDLE, ctypes.c_uint32, CGPoint, ctypes.c_uint32)
        event = make(None, kind, CGPoint(*point), 0)
        if not event:
            raise HandsStalled
        if kind != _MOVED:
            count = services.function("CGEventSetIntegerValueField", None, HANDLE, ctypes.c_uint32, ctypes.c_int64)
            count(event, _CLICKS, 1)
        services.function("CGEventPost", None, ctypes.c_uint32, HANDLE)(_AT_HARDWARE, event)
        services.function("CFRelease", None, HANDLE)(event)
