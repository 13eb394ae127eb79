"""Whether the session is locked, on Windows and macOS, as their documentation has it: *not yet run there*."""

from __future__ import annotations

import ctypes
import struct
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.system import session_lock
from assistant.system.desktop import Desktop, SessionKind
from assistant.system.session_lock import SessionLock, open_session_lock
from assistant.system.session_lock_macos import MacSessionLock
from assistant.system.session_lock_windows import SessionInfo, WindowsSessionLock
from support.fake_native import FakeLibrary

WTSAPI32 = """
BOOL WTSQuerySessionInformationW(HANDLE, DWORD, int, LPWSTR*, DWORD*)
void WTSFreeMemory(PVOID)
"""


class FakeService:
    """Windows' session service; WTSINFOEXW as it lies in memory on 64 bits, without its names and times."""

    def __init__(self, flags: int, level: int = 1, is_there: bool = True) -> None:
        told = struct.pack("<IxxxxIii", level, 3, 0, flags)
        self.memory = ctypes.create_string_buffer(told + bytes(200))
        self.is_there = is_there
        self.freed: list[int | None] = []
        self.library = FakeLibrary(self, WTSAPI32)

    def WTSQuerySessionInformationW(self, server: int | None, session: int, wanted: int, out: Any, size: Any) -> int:  # noqa: N802  # its name
        # WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTSSessionInfoEx
        assert (server, session, wanted) == (None, 0xFFFFFFFF, 25)
        if not self.is_there:
            return 0
        out[0] = ctypes.c_void_p(ctypes.addressof(self.memory))
        size[0] = len(self.memory)
        return 1

    def WTSFreeMemory(self, memory: int | None) -> None:  # noqa: N802  # its name
        self.freed.append(memory)


# WTS_SESSIONSTATE_LOCK, WTS_SESSIONSTATE_UNLOCK, WTS_SESSIONSTATE_UNKNOWN
@pytest.mark.parametrize(("flags", "is_locked"), [(0, True), (1, False), (-1, False)])
def test_windows_tells(flags: int, is_locked: bool) -> None:
    service = FakeService(flags)
    assert WindowsSessionLock(service.library).is_locked() is is_locked
    assert service.freed == [ctypes.addressof(service.memory)]
    service.library.assert_all_asked()


def test_what_windows_doesn_t_tell_counts_as_not_locked() -> None:
    assert not WindowsSessionLock(FakeService(0, is_there=False).library).is_locked()
    assert not WindowsSessionLock(FakeService(0, level=2).library).is_locked()
    assert not WindowsSessionLock().is_locked()
    assert (SessionInfo.session.offset, SessionInfo.flags.offset) == (8, 16)


@pytest.mark.parametrize(
    ("told", "is_locked"),
    [({"CGSSessionScreenIsLocked": True}, True), ({"kCGSSessionUserNameKey": "eva"}, False), (None, False)],
)
def test_macos_tells(told: dict[str, object] | None, is_locked: bool) -> None:
    quartz = SimpleNamespace(CGSessionCopyCurrentDictionary=lambda: told)
    assert MacSessionLock(quartz).is_locked() is is_locked


def test_without_pyobjc_nobody_knows() -> None:
    assert not MacSessionLock().is_locked()


def test_each_desktop_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {SessionKind.WINDOWS: WindowsSessionLock, SessionKind.MACOS: MacSessionLock, SessionKind.X11: SessionLock}
    for kind, expected in kinds.items():
        monkeypatch.setattr(session_lock, "detect", lambda kind=kind: Desktop(kind, ""))
        assert isinstance(open_session_lock(), expected)
