"""The part of Windows that hotkeys need, as its documentation tells it: one keyboard, one thread's messages."""

from __future__ import annotations

import ctypes
import threading
from typing import Any

from assistant.hotkeys.windows_keyboard import Keyboard, KeyStroke
from support.fake_native import FakeLibrary

USER32 = """
BOOL RegisterHotKey(HWND, int, UINT, UINT)
BOOL UnregisterHotKey(HWND, int)
BOOL PeekMessageW(LPMSG, HWND, UINT, UINT, UINT)
DWORD MsgWaitForMultipleObjectsEx(DWORD, HANDLE*, DWORD, DWORD, DWORD)
BOOL PostThreadMessageW(DWORD, UINT, WPARAM, LPARAM)
SHORT GetAsyncKeyState(int)
HWND GetForegroundWindow()
DWORD GetWindowThreadProcessId(HWND, LPDWORD)
HKL GetKeyboardLayout(DWORD)
SHORT VkKeyScanExW(WCHAR, HKL)
HHOOK SetWindowsHookExW(int, HOOKPROC, HINSTANCE, DWORD)
BOOL UnhookWindowsHookEx(HHOOK)
LRESULT CallNextHookEx(HHOOK, int, WPARAM, LPARAM)
"""
KERNEL32 = """
HMODULE GetModuleHandleW(LPCWSTR)
DWORD GetCurrentThreadId()
"""
THREAD, OTHER_THREAD, LAYOUT, MODULE, HOOK = 77, 78, 0x4070407, 0x10000, 0x55
MODIFIERS = {0x11: 2, 0x12: 1, 0x10: 4, 0x5B: 8}


class FakeWindows:
    """Its methods are the functions; `press` and `release` are the user's fingers."""

    def __init__(self) -> None:
        self.registered: dict[int, tuple[int, int]] = {}
        self.of_others: set[tuple[int, int]] = set()
        self.messages: list[tuple[int, int, int, int]] = []
        self.down: set[int] = set()
        self.seen: list[tuple[str, int]] = []
        """What the focused program and the system got of the keys."""
        self.hook: Any = None
        self.has_queue = False
        self.refuses_hooks = False
        self.time = 5000
        self.typed_by: dict[str, int] = {}
        self.waits: list[int] = []
        self.arrived = threading.Condition()
        self.user32 = FakeLibrary(self, USER32)
        self.kernel32 = FakeLibrary(self, KERNEL32)

    def keyboard(self) -> Keyboard:
        return Keyboard(self.user32, self.kernel32)

    # --- fingers ----------------------------------------------------------------------------------

    def press(self, key: int) -> None:
        was_down = key in self.down
        if self._is_swallowed(key, 0x0100):
            return
        self.down.add(key)
        modifiers = sum(bit for code, bit in MODIFIERS.items() if code in self.down)
        if (wanted := (modifiers, key)) in self.registered.values():
            if not was_down:
                self._send(0x0312, next(n for n, held in self.registered.items() if held == wanted), key, modifiers)
        else:
            self.seen.append(("down", key))

    def release(self, key: int) -> None:
        if not self._is_swallowed(key, 0x0101):
            self.down.discard(key)
            self.seen.append(("up", key))

    def _is_swallowed(self, key: int, kind: int) -> bool:
        self.time += 10
        if self.hook is None:
            return False
        stroke = KeyStroke(key, 0, 0, self.time, 0)
        is_swallowed = bool(self.hook(0, kind, ctypes.addressof(stroke)))
        with self.arrived:
            self.arrived.notify_all()
        return is_swallowed

    def _send(self, message: int, wparam: int, key: int = 0, modifiers: int = 0) -> None:
        with self.arrived:
            self.messages.append((message, wparam, key << 16 | modifiers, self.time))
            self.arrived.notify_all()

    # --- user32 and kernel32 ----------------------------------------------------------------------

    def RegisterHotKey(self, window: int | None, number: int, modifiers: int, key: int) -> int:  # noqa: N802  # its name
        assert window is None
        assert 0 <= number <= 0xBFFF
        assert modifiers & 0x4000, "without MOD_NOREPEAT"
        wanted = (modifiers & 0xF, key)
        if wanted in self.of_others or wanted in self.registered.values() or number in self.registered:
            self.user32.last_error = 1409
            return 0
        self.registered[number] = wanted
        return 1

    def UnregisterHotKey(self, window: int | None, number: int) -> int:  # noqa: N802  # its name
        assert window is None
        return int(self.registered.pop(number, None) is not None)

    def PeekMessageW(self, message: Any, window: int | None, _low: int, _high: int, remove: int) -> int:  # noqa: N802  # its name
        self.has_queue = True
        with self.arrived:
            if not self.messages:
                return 0
            found = self.messages.pop(0) if remove else self.messages[0]
        there = message.contents
        there.message, there.wparam, there.lparam, there.time = found
        return 1

    def MsgWaitForMultipleObjectsEx(self, count: int, handles: int | None, wait: int, mask: int, flags: int) -> int:  # noqa: N802  # its name
        assert (count, handles) == (0, None)
        assert mask == 0x04FF, "QS_ALLINPUT, without which no hook is ever called"
        assert flags == 4, "MWMO_INPUTAVAILABLE, without which what lies in the queue already doesn't wake"
        self.waits.append(wait)
        with self.arrived:
            if not self.messages:
                self.arrived.wait(min(wait, 2000) / 1000)
        return 0

    def PostThreadMessageW(self, thread: int, message: int, wparam: int, _lparam: int) -> int:  # noqa: N802  # its name
        assert thread == THREAD
        assert self.has_queue, "a thread without a queue gets no messages"
        self._send(message, wparam)
        return 1

    def GetAsyncKeyState(self, key: int) -> int:  # noqa: N802  # its name
        return -32768 if key in self.down else 0

    def GetForegroundWindow(self) -> int:  # noqa: N802  # its name
        return 4242

    def GetWindowThreadProcessId(self, window: int | None, process: int | None) -> int:  # noqa: N802  # its name
        assert (window, process) == (4242, None)
        return OTHER_THREAD

    def GetKeyboardLayout(self, thread: int) -> int:  # noqa: N802  # its name
        assert thread == OTHER_THREAD, "the layout of another program than the one in front"
        return LAYOUT

    def VkKeyScanExW(self, character: str, layout: int) -> int:  # noqa: N802  # its name
        assert layout == LAYOUT
        return self.typed_by.get(character, -1)

    def SetWindowsHookExW(self, kind: int, hook: Any, module: int, thread: int) -> int | None:  # noqa: N802  # its name
        assert (kind, module, thread) == (13, MODULE, 0), "WH_KEYBOARD_LL is global or nothing"
        if self.refuses_hooks:
            return None
        self.hook = hook
        return HOOK

    def UnhookWindowsHookEx(self, hook: int) -> int:  # noqa: N802  # its name
        assert hook == HOOK
        self.hook = None
        return 1

    def CallNextHookEx(self, _hook: int | None, code: int, _kind: int, _where: int) -> int:  # noqa: N802  # its name
        assert code >= 0 or self.hook
        return 0

    def GetModuleHandleW(self, name: str | None) -> int:  # noqa: N802  # its name
        assert name is None
        return MODULE

    def GetCurrentThreadId(self) -> int:  # noqa: N802  # its name
        return THREAD
