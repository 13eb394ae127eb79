"""Libraries of other systems for tests: each function is declared as its documentation has it, or the test fails.

A call goes through a real C function of that signature: structures, pointers and sizes are what the system would see.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from typing import Any

POINTER = "pointer"
# What the types of the documentation are in memory, on 64-bit Windows and macOS: kind and bytes.
TYPES: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys(("BOOL", "LONG", "int", "OSStatus", "HRESULT", "CGError", "SInt32"), ("signed", 4)),
    **dict.fromkeys(("DWORD", "UINT", "UInt32", "OptionBits", "OSType", "FourCharCode"), ("unsigned", 4)),
    **dict.fromkeys(("ULONG_PTR", "WPARAM", "ItemCount", "ByteCount", "CFOptionFlags"), ("unsigned", 8)),
    **dict.fromkeys(("LPARAM", "LRESULT", "CFIndex"), ("signed", 8)),
    **dict.fromkeys(("SHORT",), ("signed", 2)),
    **dict.fromkeys(("UInt16", "UniChar"), ("unsigned", 2)),
    **dict.fromkeys(("UInt8",), ("unsigned", 1)),
    **dict.fromkeys(("UInt64", "CGEventFlags"), ("unsigned", 8)),
    **dict.fromkeys(("double", "CFAbsoluteTime", "CFTimeInterval"), ("float", 8)),
    "WCHAR": ("character", 0),
    "EventHotKeyID": ("structure", 8),
    "POINT": ("structure", 8),
    "void": ("nothing", 0),
}
# Handles, references, functions, strings and everything else that is an address.
_SIGNED, _UNSIGNED, _FLOATS, _ADDRESSES = "bhilq", "BHILQ", "fd", "PzZO"


def kind_of(ctype: Any) -> tuple[str, int]:
    """Tell what a ctypes type is in memory."""
    if ctype is None:
        return ("nothing", 0)
    if issubclass(ctype, ctypes.Structure):
        return ("structure", ctypes.sizeof(ctype))
    code = getattr(ctype, "_type_", "P")
    if not isinstance(code, str) or code in _ADDRESSES:
        return (POINTER, 8)
    if code == "u":
        return ("character", 0)
    kind = "signed" if code in _SIGNED else "unsigned" if code in _UNSIGNED else "float" if code in _FLOATS else code
    return (kind, ctypes.sizeof(ctype))


def documented(signature: str) -> tuple[str, list[tuple[str, int]]]:
    """Read "BOOL RegisterHotKey(HWND, int, UINT, UINT)"; a type that isn't in the table is an address."""
    head, _, rest = signature.partition("(")
    result, name = head.rsplit(" ", 1)
    arguments = [part.strip() for part in rest.rstrip(")").split(",") if part.strip()]
    return name, [TYPES.get(each, (POINTER, 8)) for each in (result.strip(), *arguments)]


class FakeLibrary:
    """A library whose functions are methods of `machine`, called as the documented `signatures` say."""

    def __init__(self, machine: object, signatures: str, constants: Mapping[str, int] | None = None) -> None:
        lines = [line.strip() for line in signatures.strip().splitlines() if line.strip()]
        self._signatures = dict(map(documented, lines))
        self._machine = machine
        self._constants = dict(constants or {})
        self.asked: set[str] = set()
        self.last_error = 0

    def function(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        declared = [kind_of(each) for each in (result, *arguments)]
        assert name in self._signatures, f"{name} isn't documented here"
        assert declared == self._signatures[name], f"{name}: declared {declared}, documented {self._signatures[name]}"
        self.asked.add(name)
        # A string arrives as the address it is: a buffer is written to.
        taken = [ctypes.c_void_p if each is ctypes.c_wchar_p else each for each in arguments]
        function = ctypes.CFUNCTYPE(result, *taken)(getattr(self._machine, name))
        function.argtypes = arguments
        return function

    def constant(self, name: str) -> int | None:
        return self._constants[name]

    def error(self) -> int:
        return self.last_error

    def assert_all_asked(self) -> None:
        assert self.asked == set(self._signatures)
