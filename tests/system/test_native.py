"""The door to the system's own libraries: on this system's C library, and as the sizes of the other systems."""

from __future__ import annotations

import ctypes

import pytest

from assistant.system import native
from support.fake_native import TYPES, kind_of


@pytest.fixture
def library() -> native.Library:
    return native._Loaded(ctypes.CDLL(None))


def test_a_function_is_called_with_its_types(library: native.Library) -> None:
    assert library.function("labs", ctypes.c_long, ctypes.c_long)(-(2**40)) == 2**40
    assert library.function("getenv", ctypes.c_char_p, ctypes.c_char_p)(b"SEESAY_NO_SUCH") is None
    with pytest.raises(ctypes.ArgumentError):
        library.function("labs", ctypes.c_long, ctypes.c_long)("three")


def test_each_caller_has_types_of_its_own(library: native.Library) -> None:
    first = library.function("abs", ctypes.c_int, ctypes.c_int)
    library.function("abs", ctypes.c_double, ctypes.c_double)
    assert first(-3) == 3


def test_what_a_system_lacks_is_an_error(library: native.Library) -> None:
    with pytest.raises(OSError, match="NoSuchFunction"):
        library.function("NoSuchFunction", None)
    with pytest.raises(OSError, match="no_such_constant"):
        library.constant("no_such_constant")
    for missing in (native.windows_library, native.macos_framework):
        with pytest.raises(OSError, match="user32"):
            missing("user32")


def test_a_constant_is_what_the_pointer_holds(library: native.Library) -> None:
    assert library.constant("stdout") == ctypes.c_void_p.in_dll(ctypes.CDLL(None), "stdout").value
    assert library.error() == 0


@pytest.mark.parametrize("name", ["BOOL", "DWORD", "LONG", "SHORT", "WPARAM", "LPARAM", "LRESULT"])
def test_types_have_the_sizes_of_windows(name: str) -> None:
    assert kind_of(getattr(native, name)) == TYPES[name]


def test_the_system_can_call_back() -> None:
    kind = native.callback(ctypes.c_int, ctypes.c_int)
    assert kind(lambda number: number + 1)(41) == 42
