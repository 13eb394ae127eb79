"""Whose a named pipe of Windows is (*not yet run*): another user could have made the name before SeeSay did.

The pipe's rights keep other users out of ours; this keeps our pictures out of theirs.
"""

from __future__ import annotations

import ctypes
import logging

from assistant.system import native
from assistant.system.native import BOOL, DWORD, HANDLE

log = logging.getLogger(__name__)

_KERNEL_OBJECT, _OWNER = 6, 1
_TOKEN_QUERY, _TOKEN_USER = 8, 1
_ADMINISTRATORS = 26


def is_mine(pipe: int, advapi32: native.Library | None = None, kernel32: native.Library | None = None) -> bool:
    """Tell whether a pipe belongs to this process's user, or to the administrators, as those of an elevated SeeSay do.

    What can't be found out counts as no.
    """
    try:
        security = advapi32 or native.windows_library("advapi32")
        kernel = kernel32 or native.windows_library("kernel32")
        return _is_mine(pipe, security, kernel)
    except OSError as error:
        log.warning("nobody knows whose the pipe is: %s", error)
        return False


def _is_mine(pipe: int, security: native.Library, kernel: native.Library) -> bool:
    free = kernel.function("LocalFree", HANDLE, HANDLE)
    ask = security.function(
        "GetSecurityInfo",
        *(DWORD, HANDLE, ctypes.c_int, DWORD, ctypes.POINTER(HANDLE), HANDLE, HANDLE, HANDLE, ctypes.POINTER(HANDLE)),
    )
    owner, descriptor = HANDLE(), HANDLE()
    outs = ctypes.byref(owner), None, None, None, ctypes.byref(descriptor)
    if why := ask(pipe, _KERNEL_OBJECT, _OWNER, *outs):
        raise OSError(f"error {why}")
    try:
        is_well_known = security.function("IsWellKnownSid", BOOL, HANDLE, ctypes.c_int)
        if is_well_known(owner, _ADMINISTRATORS):
            return True
        user = _token_user(security, kernel)
        # TOKEN_USER begins with the address of the user's SID, which lies behind it.
        mine = ctypes.c_void_p.from_buffer(user)
        return bool(security.function("EqualSid", BOOL, HANDLE, HANDLE)(owner, mine))
    finally:
        free(descriptor)


def _token_user(security: native.Library, kernel: native.Library) -> ctypes.Array[ctypes.c_char]:
    """Return TOKEN_USER of this process. Raises OSError."""
    this = kernel.function("GetCurrentProcess", HANDLE)()
    open_token = security.function("OpenProcessToken", BOOL, HANDLE, DWORD, ctypes.POINTER(HANDLE))
    token = HANDLE()
    if not open_token(this, _TOKEN_QUERY, ctypes.byref(token)):
        raise OSError(f"error {security.error()}")
    try:
        ask = security.function("GetTokenInformation", BOOL, HANDLE, ctypes.c_int, HANDLE, DWORD, ctypes.POINTER(DWORD))
        size = DWORD()
        ask(token, _TOKEN_USER, None, 0, ctypes.byref(size))
        user = ctypes.create_string_buffer(max(size.value, ctypes.sizeof(HANDLE)))
        if not ask(token, _TOKEN_USER, user, len(user), ctypes.byref(size)):
            raise OSError(f"error {security.error()}")
        return user
    finally:
        kernel.function("CloseHandle", BOOL, HANDLE)(token)
