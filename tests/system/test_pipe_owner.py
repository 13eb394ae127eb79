"""Whose a named pipe is, against Windows as its documentation tells it: *not yet run there*."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import pytest

from assistant.system import pipe_owner
from assistant.system.channel import PipeChannel
from support.fake_native import FakeLibrary

ADVAPI32 = """
DWORD GetSecurityInfo(HANDLE, int, DWORD, PSID*, PSID*, PACL*, PACL*, PSECURITY_DESCRIPTOR*)
BOOL IsWellKnownSid(PSID, int)
BOOL EqualSid(PSID, PSID)
BOOL OpenProcessToken(HANDLE, DWORD, PHANDLE)
BOOL GetTokenInformation(HANDLE, int, LPVOID, DWORD, PDWORD)
"""
KERNEL32 = """
HLOCAL LocalFree(HLOCAL)
HANDLE GetCurrentProcess()
BOOL CloseHandle(HANDLE)
"""
PIPE, PROCESS, TOKEN, DESCRIPTOR = 0x88, 2**64 - 1, 0x99, 0x5000
ME, ANOTHER, ADMINISTRATORS = 0x7001, 0x7002, 0x7003
# TOKEN_USER is an address and attributes, with the SID itself behind.
TOKEN_USER_SIZE = 44


class FakeSecurity:
    """Its methods are the functions."""

    def __init__(self, owner: int, trouble: str = "") -> None:
        self.owner = owner
        self.trouble = trouble
        self.freed: list[int] = []
        self.advapi32 = FakeLibrary(self, ADVAPI32)
        self.kernel32 = FakeLibrary(self, KERNEL32)

    def is_mine(self) -> bool:
        return pipe_owner.is_mine(PIPE, self.advapi32, self.kernel32)

    def GetSecurityInfo(self, pipe: int, kind: int, wanted: int, owner: Any, *rest: Any) -> int:  # noqa: N802  # its name
        # SE_KERNEL_OBJECT, OWNER_SECURITY_INFORMATION
        assert (pipe, kind, wanted) == (PIPE, 6, 1)
        assert rest[:3] == (None, None, None)
        if self.trouble == "descriptor":
            return 5
        owner[0], rest[3][0] = ctypes.c_void_p(self.owner), ctypes.c_void_p(DESCRIPTOR)
        return 0

    def IsWellKnownSid(self, sid: int, kind: int) -> int:  # noqa: N802  # its name
        assert kind == 26, "WinBuiltinAdministratorsSid"
        return int(sid == ADMINISTRATORS)

    def EqualSid(self, one: int, other: int) -> int:  # noqa: N802  # its name
        return int(one == other)

    def OpenProcessToken(self, process: int, access: int, token: Any) -> int:  # noqa: N802  # its name
        assert (process, access) == (PROCESS, 8)
        token[0] = ctypes.c_void_p(TOKEN)
        return int(self.trouble != "token")

    def GetTokenInformation(self, token: int, kind: int, where: int | None, size: int, needed: Any) -> int:  # noqa: N802  # its name
        assert (token, kind) == (TOKEN, 1)
        needed[0] = TOKEN_USER_SIZE
        if where is None or size < TOKEN_USER_SIZE or self.trouble == "user":
            return 0
        ctypes.c_void_p.from_address(where).value = ME
        return 1

    def LocalFree(self, memory: int) -> None:  # noqa: N802  # its name
        self.freed.append(memory)

    def GetCurrentProcess(self) -> int:  # noqa: N802  # its name
        return PROCESS

    def CloseHandle(self, handle: int) -> int:  # noqa: N802  # its name
        self.freed.append(handle)
        return 1


@pytest.mark.parametrize(("owner", "is_mine"), [(ME, True), (ADMINISTRATORS, True), (ANOTHER, False)])
def test_only_this_user_s_pipe_and_the_administrators_is_trusted(owner: int, is_mine: bool) -> None:
    machine = FakeSecurity(owner)
    assert machine.is_mine() is is_mine
    assert machine.freed == ([DESCRIPTOR] if owner == ADMINISTRATORS else [TOKEN, DESCRIPTOR])


def test_every_function_is_used_as_documented() -> None:
    machine = FakeSecurity(ME)
    machine.is_mine()
    machine.advapi32.assert_all_asked()
    machine.kernel32.assert_all_asked()


@pytest.mark.parametrize("trouble", ["descriptor", "token", "user"])
def test_a_pipe_of_which_nothing_is_known_is_not_trusted(trouble: str) -> None:
    assert not FakeSecurity(ME, trouble).is_mine()


def test_elsewhere_there_is_nothing_to_ask() -> None:
    assert not pipe_owner.is_mine(PIPE)


@pytest.mark.parametrize("is_mine", [True, False])
def test_a_channel_asks_on_windows(monkeypatch: pytest.MonkeyPatch, is_mine: bool) -> None:
    class Connection:
        def fileno(self) -> int:
            return PIPE

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(pipe_owner, "is_mine", lambda pipe: is_mine and pipe == PIPE)
    connection: Any = Connection()
    assert PipeChannel(connection).is_own() is is_mine
