"""Functions of the system's own libraries, declared as their documentation has them: the one door for `ctypes`.

Windows' DLLs and macOS' frameworks. The types are of those systems, sizes spelled out, so that the same declarations
mean the same bytes wherever a test loads them; a `LONG` has 32 bits there, a C `long` has 64 on Linux.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any, Protocol

BOOL = ctypes.c_int32
DWORD = ctypes.c_uint32
LONG = ctypes.c_int32
SHORT = ctypes.c_int16
HANDLE = ctypes.c_void_p
"""Any handle or opaque reference, of Windows or of macOS."""
WPARAM = ctypes.c_size_t
LPARAM = LRESULT = ctypes.c_ssize_t


class Library(Protocol):
    """Something that functions are taken from."""

    def function(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - C types
        """Return a function of this signature; `result` None returns nothing. Raises OSError where it is missing."""
        ...

    def constant(self, name: str) -> int | None:
        """Return a global pointer's value. Raises OSError where it is missing."""
        ...

    def error(self) -> int:
        """Return why the last call of this thread failed, as GetLastError has it; 0 elsewhere than on Windows."""
        ...


class _Loaded:
    """A library of this system."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def function(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - C types
        try:
            # By index: each caller gets a function object of its own, whose types nobody else changes.
            found = self._library[name]
        except AttributeError as error:
            raise OSError(f"this system has no {name}") from error
        found.restype, found.argtypes = result, arguments
        return found

    def constant(self, name: str) -> int | None:
        try:
            return ctypes.c_void_p.in_dll(self._library, name).value
        except ValueError as error:
            raise OSError(f"this system has no {name}") from error

    def error(self) -> int:
        if sys.platform == "win32":
            return ctypes.get_last_error()
        else:  # noqa: RET505 - only so does mypy see that one of the two is for another system
            return 0


def windows_library(name: str) -> Library:
    """Return a DLL of Windows: "user32". Raises OSError where there is none."""
    if sys.platform == "win32":
        return _Loaded(ctypes.WinDLL(name, use_last_error=True))
    else:  # noqa: RET505 - as above
        raise OSError(f"there is no {name}.dll but on Windows")


def macos_framework(name: str) -> Library:
    """Return a framework of macOS: "Carbon". Raises OSError where there is none."""
    # Since macOS 11 no such file exists: the loader knows the path all the same.
    return _Loaded(ctypes.CDLL(f"/System/Library/Frameworks/{name}.framework/{name}"))


def callback(result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - ctypes' types of types have no names
    """Return the type of a function of ours that the system calls."""
    if sys.platform == "win32":
        return ctypes.WINFUNCTYPE(result, *arguments)
    else:  # noqa: RET505 - as above
        return ctypes.CFUNCTYPE(result, *arguments)
