"""The pointers of Windows and macOS, against faked libraries whose functions are declared as documented."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.core.errors import HandsStalled, PointerForbidden, PointerHeld
from assistant.system.hands_macos import CGPoint, MacPointer
from assistant.system.hands_windows import Input, Point, WindowsPointer
from support.fake_native import FakeLibrary

USER32 = """
UINT SendInput(UINT, LPINPUT, int)
int GetSystemMetrics(int)
SHORT GetAsyncKeyState(int)
BOOL GetCursorPos(LPPOINT)
"""
MOVED = 0x0001 | 0x8000 | 0x4000
LEFT_DOWN, LEFT_UP, RIGHT_DOWN, RIGHT_UP = 0x0002, 0x0004, 0x0008, 0x0010


@dataclass
class User32:
    """Windows with a second monitor to the left of and above the first; it moves the pointer as Windows documents."""

    screen: tuple[int, int, int, int] = (-1920, -200, 4480, 1640)
    is_swapped: bool = False
    held: frozenset[int] = frozenset()
    is_locked: bool = False
    is_confined: bool = False
    pointer: tuple[int, int] = (0, 0)
    flags: list[int] = field(default_factory=list)

    def SendInput(self, count: int, inputs: Any, size: int) -> int:  # noqa: N802 - Windows' name
        assert size == ctypes.sizeof(Input) == 40
        if self.is_locked:
            return 0
        left, top, width, height = self.screen
        for each in ctypes.cast(inputs, ctypes.POINTER(Input * count)).contents:
            assert each.kind == 0
            self.flags.append(each.mouse.flags)
            if each.mouse.flags == MOVED and not self.is_confined:
                self.pointer = (left + each.mouse.dx * width // 65536, top + each.mouse.dy * height // 65536)
        return count

    def GetSystemMetrics(self, number: int) -> int:  # noqa: N802 - Windows' name
        return dict(zip((76, 77, 78, 79), self.screen, strict=True)).get(number, int(self.is_swapped))

    def GetAsyncKeyState(self, key: int) -> int:  # noqa: N802 - Windows' name
        return -0x8000 if key in self.held else 1

    def GetCursorPos(self, place: Any) -> int:  # noqa: N802 - Windows' name
        where = ctypes.cast(place, ctypes.POINTER(Point)).contents
        where.x, where.y = self.pointer
        return 1


def windows(machine: User32) -> WindowsPointer:
    return WindowsPointer(FakeLibrary(machine, USER32))


@pytest.mark.parametrize("point", [(0, 0), (-1920, -200), (-1, 1), (2559, 1439), (1234, 567), (-1919, 1200)])
def test_windows_reaches_each_pixel_of_every_monitor(point: tuple[int, int]) -> None:
    machine = User32()
    windows(machine).move(point)
    assert machine.pointer == point


@pytest.mark.parametrize(("is_swapped", "buttons"), [(False, [LEFT_DOWN, LEFT_UP]), (True, [RIGHT_DOWN, RIGHT_UP])])
def test_windows_clicks_with_the_main_button(is_swapped: bool, buttons: list[int]) -> None:
    machine = User32(is_swapped=is_swapped)
    windows(machine).click((10, 10))
    assert machine.flags == [MOVED, *buttons]


def test_windows_tells_a_secure_desktop_and_a_confined_pointer() -> None:
    with pytest.raises(PointerForbidden):
        windows(User32(is_locked=True)).click((10, 10))
    machine = User32(is_confined=True)
    with pytest.raises(PointerHeld):
        windows(machine).click((10, 10))
    assert machine.flags == [MOVED], "it clicked where it was"


@pytest.mark.parametrize("key", [0x10, 0x11, 0x12, 0x5B, 0x5C])
def test_windows_notices_keys_that_change_a_click(key: int) -> None:
    assert windows(User32(held=frozenset({key}))).keys_held()
    assert not windows(User32()).keys_held(), "a key that was pressed since, and let go of, isn't held"


class Library:
    """Calls the machine's functions; notes of which types they were declared."""

    def __init__(self, machine: object) -> None:
        self._machine = machine
        self.declared: dict[str, tuple[Any, ...]] = {}

    def function(self, name: str, result: Any, *arguments: Any) -> Any:
        self.declared[name] = (result, *arguments)
        return getattr(self._machine, name)

    def constant(self, name: str) -> int | None:
        return None

    def error(self) -> int:
        return 0


@dataclass
class Services:
    """macOS: events are numbers until they are posted."""

    is_trusted: bool = True
    flags: int = 0
    is_full: bool = False
    posted: list[tuple[int, float, float, int]] = field(default_factory=list)
    made: dict[int, list[Any]] = field(default_factory=dict)
    released: list[int] = field(default_factory=list)

    def AXIsProcessTrusted(self) -> bool:  # noqa: N802 - macOS' name
        return self.is_trusted

    def CGEventSourceFlagsState(self, state: int) -> int:  # noqa: N802 - macOS' name
        assert state == 1
        return self.flags

    def CGEventCreateMouseEvent(self, source: None, kind: int, point: CGPoint, button: int) -> int | None:  # noqa: N802
        assert (source, button) == (None, 0)
        number = len(self.made) + 1
        self.made[number] = [kind, point.x, point.y, 0]
        return None if self.is_full else number

    def CGEventSetIntegerValueField(self, event: int, name: int, value: int) -> None:  # noqa: N802 - macOS' name
        assert name == 1
        self.made[event][3] = value

    def CGEventPost(self, place: int, event: int) -> None:  # noqa: N802 - macOS' name
        assert place == 0
        kind, x, y, clicks = self.made[event]
        self.posted.append((kind, x, y, clicks))

    def CFRelease(self, event: int) -> None:  # noqa: N802 - macOS' name
        self.released.append(event)


def test_macos_moves_and_clicks_once_and_keeps_nothing() -> None:
    machine = Services()
    MacPointer(Library(machine)).click((-300, 40))
    assert machine.posted == [(5, -300.0, 40.0, 0), (1, -300.0, 40.0, 1), (2, -300.0, 40.0, 1)]
    assert machine.released == list(machine.made)


def test_macos_declares_its_functions_with_pointers_of_their_full_size() -> None:
    library = Library(Services())
    pointer = MacPointer(library)
    pointer.prepare()
    pointer.click((1, 2))
    assert library.declared["CGEventCreateMouseEvent"] == (
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_uint32,
        CGPoint,
        ctypes.c_uint32,
    )
    assert ctypes.sizeof(CGPoint) == 16
    assert library.declared["CFRelease"] == (None, ctypes.c_void_p)
    assert library.declared["AXIsProcessTrusted"] == (ctypes.c_bool,)


def test_macos_asks_for_the_permission_by_its_name() -> None:
    with pytest.raises(PointerForbidden) as raised:
        MacPointer(Library(Services(is_trusted=False))).prepare()
    assert raised.value.params == {"desktop": "macOS", "how": "macos"}


def test_macos_tells_that_no_event_could_be_made() -> None:
    with pytest.raises(HandsStalled):
        MacPointer(Library(Services(is_full=True))).move((1, 1))


@pytest.mark.parametrize("flag", [0x00020000, 0x00040000, 0x00080000, 0x00100000])
def test_macos_notices_keys_that_change_a_click(flag: int) -> None:
    assert MacPointer(Library(Services(flags=flag))).keys_held()
    assert not MacPointer(Library(Services(flags=0x00010000))).keys_held(), "Caps Lock doesn't count"


@pytest.mark.parametrize("pointer", [WindowsPointer(), MacPointer()])
def test_without_the_system_it_says_so(pointer: WindowsPointer | MacPointer) -> None:
    with pytest.raises(HandsStalled):
        pointer.prepare()
