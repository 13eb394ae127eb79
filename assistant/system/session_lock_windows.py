"""Whether the session is locked, asked of Windows' session service (*not yet run*)."""

from __future__ import annotations

import ctypes
import logging

from assistant.system import native
from assistant.system.native import BOOL, DWORD, HANDLE, LONG

log = logging.getLogger(__name__)

CURRENT_SESSION = 0xFFFFFFFF
SESSION_INFO_EX = 25
LOCKED = 0


class SessionInfo(ctypes.Structure):
    """The beginning of WTSINFOEXW with its first level, whose times make it begin at a multiple of eight bytes."""

    _fields_ = (
        ("level", DWORD),
        ("padding", DWORD),
        ("session", DWORD),
        ("state", LONG),
        ("flags", LONG),
    )


class WindowsSessionLock:
    """Asks whether the session is locked; any thread. Never raises: unknown counts as not locked."""

    def __init__(self, wtsapi32: native.Library | None = None) -> None:
        self._library = wtsapi32

    def is_locked(self) -> bool:
        """Tell whether Windows says so."""
        try:
            library = self._library or native.windows_library("wtsapi32")
            return self._flags(library) == LOCKED
        except OSError as error:
            log.debug("nobody knows whether the session is locked: %s", error)
            return False

    def _flags(self, library: native.Library) -> int | None:
        ask = library.function(
            "WTSQuerySessionInformationW",
            *(BOOL, HANDLE, DWORD, ctypes.c_int, ctypes.POINTER(HANDLE), ctypes.POINTER(DWORD)),
        )
        free = library.function("WTSFreeMemory", None, HANDLE)
        answer, size = HANDLE(), DWORD()
        if not ask(None, CURRENT_SESSION, SESSION_INFO_EX, ctypes.byref(answer), ctypes.byref(size)):
            log.debug("the session service refuses, error %d", library.error())
            return None
        try:
            if not answer.value or size.value < ctypes.sizeof(SessionInfo):
                return None
            info = SessionInfo.from_address(answer.value)
            return int(info.flags) if info.level == 1 else None
        finally:
            free(answer)
