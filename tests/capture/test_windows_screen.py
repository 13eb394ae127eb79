"""The active window, the pointer, the curtain and the scale on Windows, as documented: *not yet run there*."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from assistant.capture import windows
from assistant.capture.windows import ColourEffect, Rectangle, Win32Windows
from assistant.core.domain import Box
from assistant.core.errors import NoWindow
from assistant.system import scaling
from assistant.system.desktop import SessionKind
from support.fake_native import FakeLibrary

USER32 = """
HWND GetForegroundWindow()
BOOL IsIconic(HWND)
int GetClassNameW(HWND, LPWSTR, int)
int GetWindowTextW(HWND, LPWSTR, int)
BOOL GetWindowRect(HWND, LPRECT)
DWORD GetWindowThreadProcessId(HWND, LPDWORD)
BOOL GetCursorPos(LPPOINT)
BOOL SetProcessDpiAwarenessContext(DPI_AWARENESS_CONTEXT)
"""
DWMAPI = "HRESULT DwmGetWindowAttribute(HWND, DWORD, PVOID, DWORD)"
MAGNIFICATION = """
BOOL MagInitialize()
BOOL MagUninitialize()
BOOL MagGetFullscreenColorEffect(PMAGCOLOREFFECT)
"""
WINDOW = 0x7FFF_0001_0002
IDENTITY = [1.0 if place % 6 == 0 else 0.0 for place in range(25)]
# What NVDA sets: nothing of any colour comes through.
CURTAIN = [0.0] * 24 + [1.0]


class FakeDesktop:
    """Its methods are the functions."""

    def __init__(self) -> None:
        self.window: int | None = WINDOW
        self.is_small = False
        self.kind = "Notepad"
        self.title = "Ключи – notes"
        self.frame: tuple[int, int, int, int] | None = (-1080, 20, -80, 620)
        self.outer = (-1087, 20, -73, 627)
        self.place: tuple[int, int] | None = (-5, 1200)
        self.effect: list[float] | None = IDENTITY
        self.has_magnifier = True
        self.users = 0
        self.awareness: int | None = None
        self.is_aware_already = False
        self.user32 = FakeLibrary(self, USER32)
        self.dwmapi = FakeLibrary(self, DWMAPI)
        self.magnification = FakeLibrary(self, MAGNIFICATION)
        self.windows = Win32Windows(self.user32, self.dwmapi)

    def GetForegroundWindow(self) -> int | None:  # noqa: N802  # its name
        return self.window

    def IsIconic(self, window: int) -> int:  # noqa: N802  # its name
        assert window == WINDOW
        return int(self.is_small)

    def GetClassNameW(self, window: int, buffer: int, size: int) -> int:  # noqa: N802  # its name
        return self._write(window, buffer, size, self.kind)

    def GetWindowTextW(self, window: int, buffer: int, size: int) -> int:  # noqa: N802  # its name
        return self._write(window, buffer, size, self.title)

    def GetWindowRect(self, window: int, found: Any) -> int:  # noqa: N802  # its name
        assert window == WINDOW
        found[0] = Rectangle(*self.outer)
        return 1

    def GetWindowThreadProcessId(self, window: int, found: Any) -> int:  # noqa: N802  # its name
        assert window == WINDOW
        found[0] = 4321
        return 99

    def GetCursorPos(self, found: Any) -> int:  # noqa: N802  # its name
        if self.place is None:
            return 0
        found[0].x, found[0].y = self.place
        return 1

    def SetProcessDpiAwarenessContext(self, context: int) -> int:  # noqa: N802  # its name
        self.awareness = context
        self.user32.last_error = 5 if self.is_aware_already else 0
        return int(not self.is_aware_already)

    def DwmGetWindowAttribute(self, window: int, attribute: int, out: int, size: int) -> int:  # noqa: N802  # its name
        assert (window, attribute, size) == (WINDOW, 9, 16)
        if self.frame is None:
            return -2147024890  # E_HANDLE
        Rectangle.from_address(out).left, Rectangle.from_address(out).top = self.frame[:2]
        Rectangle.from_address(out).right, Rectangle.from_address(out).bottom = self.frame[2:]
        return 0

    def MagInitialize(self) -> int:  # noqa: N802  # its name
        self.users += self.has_magnifier
        return int(self.has_magnifier)

    def MagUninitialize(self) -> int:  # noqa: N802  # its name
        self.users -= 1
        return 1

    def MagGetFullscreenColorEffect(self, effect: Any) -> int:  # noqa: N802  # its name
        if self.effect is None:
            return 0
        effect[0].transform[:] = self.effect
        return 1

    def _write(self, window: int, buffer: int, size: int, text: str) -> int:
        assert window == WINDOW
        # The size has room for the last zero.
        kept = text[: size - 1]
        ctypes.memmove(buffer, ctypes.create_unicode_buffer(kept), (len(kept) + 1) * ctypes.sizeof(ctypes.c_wchar))
        return len(kept)


@pytest.fixture
def desktop() -> FakeDesktop:
    return FakeDesktop()


def test_structures_have_windows_sizes() -> None:
    assert (ctypes.sizeof(Rectangle), ctypes.sizeof(ColourEffect), ctypes.sizeof(windows.Point)) == (16, 100, 8)


def test_the_window_is_what_is_drawn_of_it_on_whatever_monitor(desktop: FakeDesktop) -> None:
    found = desktop.windows.active()
    assert (found.box, found.title) == (Box(-1080, 20, 1000, 600), "Ключи – notes")
    assert (found.pid, found.number) == (4321, WINDOW)


def test_without_the_compositor_the_whole_rectangle_counts(desktop: FakeDesktop) -> None:
    desktop.frame = None
    assert desktop.windows.active().box == Box(-1087, 20, 1014, 607)


@pytest.mark.parametrize("kind", ["Progman", "WorkerW", "Shell_TrayWnd"])
def test_the_desktop_and_the_task_bar_are_no_window(desktop: FakeDesktop, kind: str) -> None:
    desktop.kind = kind
    with pytest.raises(NoWindow):
        desktop.windows.active()


@pytest.mark.parametrize("trouble", [{"window": None}, {"is_small": True}, {"frame": None, "outer": (5, 5, 5, 5)}])
def test_a_window_that_shows_nothing_is_none(desktop: FakeDesktop, trouble: dict[str, object]) -> None:
    for name, value in trouble.items():
        setattr(desktop, name, value)
    with pytest.raises(NoWindow):
        desktop.windows.active()


def test_a_title_has_an_end(desktop: FakeDesktop) -> None:
    desktop.title = "x" * 5000
    assert desktop.windows.active().title == "x" * windows.LONGEST_TITLE
    desktop.title = ""
    assert desktop.windows.active().title == ""


def test_the_pointer(desktop: FakeDesktop) -> None:
    assert windows.pointer(desktop.user32) == (-5, 1200)
    desktop.place = None
    assert windows.pointer(desktop.user32) is None


@pytest.mark.parametrize(
    ("effect", "is_curtain"),
    [
        (CURTAIN, True),
        (IDENTITY, False),
        (None, False),
        # Inverted colours: black comes out white.
        ([-1.0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1], False),
    ],
)
def test_a_curtain_is_what_lets_nothing_through(
    desktop: FakeDesktop, effect: list[float] | None, is_curtain: bool
) -> None:
    desktop.effect = effect
    assert windows.is_curtain_drawn(desktop.magnification) is is_curtain
    assert desktop.users == 0, "the magnifier is left"


def test_without_a_magnifier_nobody_knows_of_a_curtain(desktop: FakeDesktop) -> None:
    desktop.has_magnifier = False
    assert not windows.is_curtain_drawn(desktop.magnification)
    assert not windows.is_curtain_drawn()


def test_the_process_knows_of_scales_even_where_it_did(desktop: FakeDesktop) -> None:
    for desktop.is_aware_already in (False, True):
        scaling.make_aware(desktop.user32)
        # DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, a handle of minus four.
        assert desktop.awareness == 2**64 - 4
    scaling.make_aware()


def test_every_function_is_used_as_documented(desktop: FakeDesktop) -> None:
    desktop.frame = None
    desktop.windows.active()
    windows.pointer(desktop.user32)
    scaling.make_aware(desktop.user32)
    windows.is_curtain_drawn(desktop.magnification)
    for library in (desktop.user32, desktop.dwmapi, desktop.magnification):
        library.assert_all_asked()


def test_it_is_for_windows_alone(desktop: FakeDesktop) -> None:
    assert [kind for kind in SessionKind if desktop.windows.is_compatible(kind)] == [SessionKind.WINDOWS]
