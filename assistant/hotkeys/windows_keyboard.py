"""The keyboard as Windows gives it to a thread: hotkeys, the whole keyboard for a moment, what is down now.

*Not yet run on Windows.* Belongs to the thread that made it, whose message queue the presses arrive in. Keys are
virtual keys: letters and digits have the same ones in every layout, and the layout itself puts them under fingers.
"""

from __future__ import annotations

import ctypes
import logging
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.hotkeys.layout import Modifiers
from assistant.system import native
from assistant.system.native import BOOL, DWORD, HANDLE, LONG, LPARAM, LRESULT, SHORT, WPARAM

if TYPE_CHECKING:
    from assistant.hotkeys.keys import Key

log = logging.getLogger(__name__)

ALREADY_REGISTERED = 1409
ALT, CONTROL, SHIFT, WIN, NO_REPEAT = 1, 2, 4, 8, 0x4000
BITS = MappingProxyType({"Ctrl": CONTROL, "Alt": ALT, "Shift": SHIFT, "Super": WIN})
WM_KEYDOWN, WM_SYSKEYDOWN, WM_HOTKEY, WM_WAKE = 0x0100, 0x0104, 0x0312, 0x8000
_KEYBOARD_HOOK = 13
_REMOVE, _ALL_INPUT, _INPUT_AVAILABLE, _FOREVER = 1, 0x04FF, 4, 0xFFFFFFFF
_DOWN = 0x8000
VK_CONTROL = 0x11
# Shift, Alt, and the two Windows keys.
_OTHER_MODIFIERS = (0x10, 0x12, 0x5B, 0x5C)
_MODIFIERS = frozenset({0x10, 0x11, 0x12, 0x14, 0x5B, 0x5C, *range(0xA0, 0xA6)})
_HELD_BY = {CONTROL: (VK_CONTROL,), ALT: (0x12,), SHIFT: (0x10,), WIN: (0x5B, 0x5C)}

# Winuser.h, "Virtual-Key Codes".
_NAMED = {
    "Backspace": 0x08, "Tab": 0x09, "Enter": 0x0D, "Pause": 0x13, "Escape": 0x1B, "Space": 0x20, "PageUp": 0x21,
    "PageDown": 0x22, "End": 0x23, "Home": 0x24, "Left": 0x25, "Up": 0x26, "Right": 0x27, "Down": 0x28,
    "Print": 0x2C, "Insert": 0x2D, "Delete": 0x2E, "Menu": 0x5D, "ScrollLock": 0x91,
}  # fmt: skip
# Where a US keyboard has these; other layouts are asked first, which put them elsewhere.
_US_PUNCTUATION = {
    "Semicolon": (";", 0xBA), "Equal": ("=", 0xBB), "Comma": (",", 0xBC), "Minus": ("-", 0xBD), "Period": (".", 0xBE),
    "Slash": ("/", 0xBF), "Grave": ("`", 0xC0), "BracketLeft": ("[", 0xDB), "Backslash": ("\\", 0xDC),
    "BracketRight": ("]", 0xDD), "Apostrophe": ("'", 0xDE),
}  # fmt: skip
VIRTUAL_KEYS = MappingProxyType(
    {
        **{character: ord(character) for character in string.ascii_uppercase + string.digits},
        **{f"F{number}": 0x6F + number for number in range(1, 25)},
        **_NAMED,
        **{name: code for name, (_, code) in _US_PUNCTUATION.items()},
    }
)

Combination = tuple[int, int]


class Point(ctypes.Structure):
    """POINT."""

    _fields_ = (("x", LONG), ("y", LONG))


class Message(ctypes.Structure):
    """MSG."""

    _fields_ = (
        ("window", HANDLE),
        ("message", DWORD),
        ("wparam", WPARAM),
        ("lparam", LPARAM),
        ("time", DWORD),
        ("point", Point),
    )


class KeyStroke(ctypes.Structure):
    """KBDLLHOOKSTRUCT."""

    _fields_ = (
        ("key", DWORD),
        ("scan_code", DWORD),
        ("flags", DWORD),
        ("time", DWORD),
        ("extra", ctypes.c_size_t),
    )


HOOK = native.callback(LRESULT, ctypes.c_int, WPARAM, LPARAM)


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key that went down or up; `time` in Windows' milliseconds."""

    is_press: bool
    key: int
    modifiers: int
    time: int


class Keyboard:
    """Implements `bindings.Keyboard` by RegisterHotKey.

    Control flow: the owner sleeps in `wait`, takes `events`, and sleeps again; `wake` ends a sleep from any thread. A
    hotkey tells only that it went down, so its key is looked at until it is up. `grab_all` puts a hook before those of
    other programs: while a screen reader browses a page, its own hook eats letters before any hotkey could see them.
    The hook lives for one key or three seconds, lets modifiers pass, and keeps nothing.
    """

    def __init__(self, user32: native.Library | None = None, kernel32: native.Library | None = None) -> None:
        """Make this thread's message queue. Raises OSError elsewhere than on Windows."""
        user = user32 or native.windows_library("user32")
        kernel = kernel32 or native.windows_library("kernel32")
        self._error = user.error
        self._declare(user)
        self._module = kernel.function("GetModuleHandleW", HANDLE, ctypes.c_wchar_p)(None)
        self._thread = int(kernel.function("GetCurrentThreadId", DWORD)())
        self.modifiers = Modifiers(BITS, ())
        self._layout: int | None = None
        self._down: set[int] = set()
        self._swallowed: set[int] = set()
        self._strokes: list[KeyEvent] = []
        self._hook: int | None = None
        # Kept for life: a callback that Python has collected would end the process.
        self._on_stroke = HOOK(self._take_stroke)
        self._peek(ctypes.byref(Message()), None, 0, 0, 0)
        self.read()

    def _declare(self, user: native.Library) -> None:
        pointer = ctypes.POINTER(Message)
        self._register = user.function("RegisterHotKey", BOOL, HANDLE, ctypes.c_int, DWORD, DWORD)
        self._unregister = user.function("UnregisterHotKey", BOOL, HANDLE, ctypes.c_int)
        self._peek = user.function("PeekMessageW", BOOL, pointer, HANDLE, DWORD, DWORD, DWORD)
        self._sleep = user.function("MsgWaitForMultipleObjectsEx", DWORD, DWORD, HANDLE, DWORD, DWORD, DWORD)
        self._post = user.function("PostThreadMessageW", BOOL, DWORD, DWORD, WPARAM, LPARAM)
        self._state = user.function("GetAsyncKeyState", SHORT, ctypes.c_int)
        self._foreground = user.function("GetForegroundWindow", HANDLE)
        self._thread_of = user.function("GetWindowThreadProcessId", DWORD, HANDLE, HANDLE)
        self._layout_of = user.function("GetKeyboardLayout", HANDLE, DWORD)
        self._scan = user.function("VkKeyScanExW", SHORT, ctypes.c_wchar, HANDLE)
        self._set_hook = user.function("SetWindowsHookExW", HANDLE, ctypes.c_int, HOOK, HANDLE, DWORD)
        self._unhook = user.function("UnhookWindowsHookEx", BOOL, HANDLE)
        self._next_hook = user.function("CallNextHookEx", LRESULT, HANDLE, ctypes.c_int, WPARAM, LPARAM)

    # --- waiting ----------------------------------------------------------------------------------

    def wait(self, seconds: float | None) -> None:
        """Sleep until something arrives, or for so long."""
        limit = _FOREVER if seconds is None else max(0, round(seconds * 1000))
        self._sleep(0, None, limit, _ALL_INPUT, _INPUT_AVAILABLE)

    def wake(self) -> None:
        """End a sleep; any thread."""
        self._post(self._thread, WM_WAKE, 0, 0)

    def events(self, now: int) -> Iterator[KeyEvent]:
        """Yield what has arrived; `now` in milliseconds is the time of keys that are found to be up."""
        message = Message()
        while self._peek(ctypes.byref(message), None, 0, 0, _REMOVE):
            if message.message == WM_HOTKEY:
                key, modifiers = message.lparam >> 16 & 0xFFFF, message.lparam & 0xFFFF
                self._down.add(key)
                yield KeyEvent(True, key, modifiers, message.time)
        while self._strokes:
            stroke = self._strokes.pop(0)
            if not stroke.is_press:
                self._down.discard(stroke.key)
            yield stroke
        for key in [key for key in self._down if not self.is_down(key)]:
            self._down.discard(key)
            yield KeyEvent(False, key, 0, now)

    @property
    def must_look(self) -> bool:
        """Tell whether a key is down whose release nothing tells of."""
        return bool(self._down)

    # --- single keys ------------------------------------------------------------------------------

    def read(self) -> None:
        """Look at the layout of the program in front."""
        self._layout = self._layout_of(self._thread_of(self._foreground(), None))

    def find(self, key: Key) -> Combination | None:
        """Return the key as a virtual key and modifiers; None for one that Windows has no name for."""
        mask = self.modifiers.mask(key.modifiers)
        code = VIRTUAL_KEYS.get(key.name)
        if key.name in _US_PUNCTUATION:
            scanned = int(self._scan(_US_PUNCTUATION[key.name][0], self._layout))
            # The upper byte tells what must be held to type it: only a key that types it plainly is its key.
            code = scanned if 0 < scanned < 0x100 else code
        return None if code is None or mask is None else (code, mask)

    def grab(self, wanted: Combination, *, is_asking: bool = False) -> bool:
        """Register a combination; False where another program has it."""
        code, mask = wanted
        if self._register(None, _number(wanted), mask | NO_REPEAT, code):
            return True
        if (why := self._error()) != ALREADY_REGISTERED:
            log.warning("a hotkey was refused with error %d", why)
        return False

    def release(self, combinations: Iterable[Combination], modifiers: Modifiers) -> None:
        """Unregister combinations."""
        for combination in combinations:
            self._unregister(None, _number(combination))

    def is_free(self, wanted: Combination) -> bool:
        """Tell whether a combination can be had, by taking it for a moment."""
        if not self.grab(wanted):
            return False
        self.release([wanted], self.modifiers)
        return True

    def decide(self, is_ours: bool) -> None:
        """Do nothing: what is registered is ours."""

    def is_down(self, key: int) -> bool:
        """Tell whether a virtual key is held at this moment."""
        return bool(int(self._state(key)) & _DOWN)

    def are_down(self, mask: int) -> bool:
        """Tell whether all these modifiers are held."""
        return all(any(map(self.is_down, keys)) for bit, keys in _HELD_BY.items() if bit & mask)

    def is_control_alone(self) -> bool:
        """Tell whether Control is held and no other modifier."""
        return self.is_down(VK_CONTROL) and not any(map(self.is_down, _OTHER_MODIFIERS))

    def is_modifier(self, keycode: int) -> bool:
        """Tell whether a key only changes what others mean."""
        return keycode in _MODIFIERS

    # --- the whole keyboard -----------------------------------------------------------------------

    def grab_all(self) -> bool:
        """Hold every key back but modifiers; False where Windows refuses."""
        if self._hook is None:
            self._hook = self._set_hook(_KEYBOARD_HOOK, self._on_stroke, self._module, 0)
            if self._hook is None:
                log.warning("the keyboard can't be held, error %d", self._error())
        return self._hook is not None

    def release_all(self) -> None:
        """Let every key through again."""
        if self._hook is not None:
            self._unhook(self._hook)
        self._hook = None
        self._swallowed.clear()

    def _take_stroke(self, code: int, kind: int, where: int) -> int:
        if code == 0:
            stroke = KeyStroke.from_address(where)
            is_press = kind in (WM_KEYDOWN, WM_SYSKEYDOWN)
            self._strokes.append(KeyEvent(is_press, stroke.key, 0, stroke.time))
            if self._is_kept(stroke.key, is_press):
                return 1
        return int(self._next_hook(None, code, kind, where))

    def _is_kept(self, key: int, is_press: bool) -> bool:
        """Tell whether a stroke is held back: never half of one, or Windows would take the key for held for ever."""
        if not is_press:
            is_ours = key in self._swallowed
            self._swallowed.discard(key)
            return is_ours
        # What was down before the hook began repeats, and its release will pass.
        if key in _MODIFIERS or self.is_down(key):
            return False
        self._swallowed.add(key)
        return True

    def close(self) -> None:
        """Let the keyboard go; hotkeys end with their thread."""
        self.release_all()


def _number(combination: Combination) -> int:
    """Return a number of its own for a combination, below 0xC000 as Windows wants it."""
    code, mask = combination
    return mask << 8 | code
