"""The keyboard as macOS gives it to a program: Carbon's hotkeys, the layout, the modifiers that are held now.

*Not yet run on macOS.* Carbon's hotkeys are deprecated and have no successor: they are the one way that holds a key
back and asks the user for no permission. All of it belongs to the main thread, as Carbon wants it. Key codes are
places on the keyboard, so letters are looked up in the user's own layout.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.hotkeys.layout import Modifiers
from assistant.system import native
from assistant.system.native import HANDLE

if TYPE_CHECKING:
    from assistant.hotkeys.keys import Key

log = logging.getLogger(__name__)

COMMAND, SHIFT, OPTION, CONTROL = 0x0100, 0x0200, 0x0800, 0x1000
_VOICE_OVER = CONTROL | OPTION
BITS = MappingProxyType({"Ctrl": CONTROL, "Alt": OPTION, "Shift": SHIFT, "Super": COMMAND})
_FLAG_SHIFT, _FLAG_CONTROL, _FLAG_OPTION, _FLAG_COMMAND = 0x20000, 0x40000, 0x80000, 0x100000
_FLAGS = {SHIFT: _FLAG_SHIFT, CONTROL: _FLAG_CONTROL, OPTION: _FLAG_OPTION, COMMAND: _FLAG_COMMAND}
_ALL_FLAGS = _FLAG_SHIFT | _FLAG_CONTROL | _FLAG_OPTION | _FLAG_COMMAND
PRESSED, RELEASED = 5, 6
EXISTS_ALREADY = -9878
_EXCLUSIVE = 1
_COMBINED_SESSION = 0
_DISPLAY, _NO_DEAD_KEYS = 3, 1
_LAST_PLACE = 0x7F

# HIToolbox/Events.h: the same places on every keyboard.
_NAMED = {
    "Enter": 0x24, "Tab": 0x30, "Space": 0x31, "Backspace": 0x33, "Escape": 0x35, "Home": 0x73, "PageUp": 0x74,
    "Delete": 0x75, "End": 0x77, "PageDown": 0x79, "Left": 0x7B, "Right": 0x7C, "Down": 0x7D, "Up": 0x7E,
    # A PC keyboard's keys as macOS takes them: F13, F14, F15, Help, and its context menu key.
    "Print": 0x69, "ScrollLock": 0x6B, "Pause": 0x71, "Insert": 0x72, "Menu": 0x6E,
    "F1": 0x7A, "F2": 0x78, "F3": 0x63, "F4": 0x76, "F5": 0x60, "F6": 0x61, "F7": 0x62, "F8": 0x64, "F9": 0x65,
    "F10": 0x6D, "F11": 0x67, "F12": 0x6F, "F13": 0x69, "F14": 0x6B, "F15": 0x71, "F16": 0x6A, "F17": 0x40,
    "F18": 0x4F, "F19": 0x50, "F20": 0x5A,
}  # fmt: skip
# Where an ANSI keyboard has what other layouts may have elsewhere.
_ANSI = {
    "A": 0x00, "S": 0x01, "D": 0x02, "F": 0x03, "H": 0x04, "G": 0x05, "Z": 0x06, "X": 0x07, "C": 0x08, "V": 0x09,
    "B": 0x0B, "Q": 0x0C, "W": 0x0D, "E": 0x0E, "R": 0x0F, "Y": 0x10, "T": 0x11, "1": 0x12, "2": 0x13, "3": 0x14,
    "4": 0x15, "6": 0x16, "5": 0x17, "9": 0x19, "7": 0x1A, "8": 0x1C, "0": 0x1D, "O": 0x1F, "U": 0x20, "I": 0x22,
    "P": 0x23, "L": 0x25, "J": 0x26, "K": 0x28, "N": 0x2D, "M": 0x2E,
    "Equal": 0x18, "Minus": 0x1B, "BracketRight": 0x1E, "BracketLeft": 0x21, "Apostrophe": 0x27, "Semicolon": 0x29,
    "Backslash": 0x2A, "Comma": 0x2B, "Slash": 0x2C, "Period": 0x2F, "Grave": 0x32,
}  # fmt: skip
KEY_CODES = MappingProxyType({**_NAMED, **_ANSI})
_SIGNS = {
    "Equal": "=", "Minus": "-", "BracketRight": "]", "BracketLeft": "[", "Apostrophe": "'", "Semicolon": ";",
    "Backslash": "\\", "Comma": ",", "Slash": "/", "Period": ".", "Grave": "`",
}  # fmt: skip
_LAYER_KEYS = ("Escape", "Space", "Up", "Down", "Left", "Right", *(name for name in _ANSI if name not in _SIGNS))

Combination = tuple[int, int]


def _four(letters: str) -> int:
    """Return a FourCharCode."""
    return int.from_bytes(letters.encode("ascii"), "big")


class HotKeyId(ctypes.Structure):
    """EventHotKeyID."""

    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class EventType(ctypes.Structure):
    """EventTypeSpec."""

    _fields_ = (("kind_of_event", ctypes.c_uint32), ("kind", ctypes.c_uint32))


HANDLER = native.callback(ctypes.c_int32, HANDLE, HANDLE, HANDLE)
_OURS = _four("SeeS")

Take = Callable[[bool, int, int], None]
"""Takes whether a key went down, its code and the modifiers of its combination."""


class Keyboard:
    """Implements `bindings.Keyboard` by RegisterEventHotKey; `take` is called on the main thread.

    While the layer is open, letters, digits, arrows and Escape are hotkeys too, whatever of Control and Shift is still
    held from opening it; other keys reach their program.
    """

    def __init__(self, take: Take, carbon: native.Library | None = None, core: native.Library | None = None) -> None:
        """Listen for hotkeys. Raises OSError elsewhere than on macOS, or where macOS refuses."""
        self._take = take
        self._carbon = carbon or native.macos_framework("Carbon")
        graphics = core or native.macos_framework("ApplicationServices")
        self._declare(self._carbon)
        self._flags = graphics.function("CGEventSourceFlagsState", ctypes.c_uint64, ctypes.c_int32)
        self.modifiers = Modifiers(BITS, ())
        self._letters: dict[str, int] = {}
        self._held: dict[Combination, int] = {}
        self._layer: list[Combination] = []
        self._target = self._application_target()
        # Kept for life: a callback that Python has collected would end the process.
        self._on_event = HANDLER(self._take_event)
        self._handler = HANDLE()
        kinds = (EventType * 2)(*(EventType(_four("keyb"), kind) for kind in (PRESSED, RELEASED)))
        status = self._install(self._target, self._on_event, 2, kinds, None, ctypes.byref(self._handler))
        if status:
            raise OSError(f"macOS gives no hotkeys, status {status}")
        self.read()

    def _declare(self, carbon: native.Library) -> None:
        pointer, word, half = ctypes.POINTER, ctypes.c_uint32, ctypes.c_uint16
        status, count = ctypes.c_int32, ctypes.c_ulong
        self._application_target = carbon.function("GetApplicationEventTarget", HANDLE)
        self._install = carbon.function(
            "InstallEventHandler", status, HANDLE, HANDLER, count, pointer(EventType), HANDLE, pointer(HANDLE)
        )
        self._uninstall = carbon.function("RemoveEventHandler", status, HANDLE)
        self._register = carbon.function(
            "RegisterEventHotKey", status, word, word, HotKeyId, HANDLE, word, pointer(HANDLE)
        )
        self._unregister = carbon.function("UnregisterEventHotKey", status, HANDLE)
        self._kind = carbon.function("GetEventKind", word, HANDLE)
        self._parameter = carbon.function(
            "GetEventParameter", status, HANDLE, word, word, pointer(word), count, pointer(count), HANDLE
        )
        self._source = carbon.function("TISCopyCurrentASCIICapableKeyboardLayoutInputSource", HANDLE)
        self._property = carbon.function("TISGetInputSourceProperty", HANDLE, HANDLE, HANDLE)
        self._bytes = carbon.function("CFDataGetBytePtr", HANDLE, HANDLE)
        self._release = carbon.function("CFRelease", None, HANDLE)
        self._keyboard_type = carbon.function("LMGetKbdType", ctypes.c_uint8)
        self._translate = carbon.function(
            "UCKeyTranslate",
            *(status, HANDLE, half, half, word, word, word),
            *(pointer(word), count, pointer(count), pointer(half)),
        )

    # --- single keys ------------------------------------------------------------------------------

    def read(self) -> None:
        """Look at where the user's layout has its letters; the last one with Latin letters, where there are several."""
        self._letters = {}
        source = self._source()
        if not source:
            return
        data = self._property(source, self._carbon.constant("kTISPropertyUnicodeKeyLayoutData"))
        layout = self._bytes(data) if data else None
        if layout:
            places = [place for place in range(_LAST_PLACE + 1) if place not in _NAMED.values()]
            for place in reversed(places):
                self._letters[self._typed(layout, place).upper()] = place
        self._release(source)

    def _typed(self, layout: int, place: int) -> str:
        dead, length, typed = ctypes.c_uint32(), ctypes.c_ulong(), (ctypes.c_uint16 * 4)()
        numbers = place, _DISPLAY, 0, self._keyboard_type(), _NO_DEAD_KEYS
        status = self._translate(layout, *numbers, ctypes.byref(dead), 4, ctypes.byref(length), typed)
        return "" if status else "".join(map(chr, typed[: length.value]))

    def find(self, key: Key) -> Combination | None:
        """Return the key as a key code and modifiers; None for one that no Mac keyboard has."""
        mask = self.modifiers.mask(key.modifiers)
        code = self._letters.get(_SIGNS.get(key.name, key.name), KEY_CODES.get(key.name))
        return None if code is None or mask is None else (code, mask)

    def grab(self, wanted: Combination, *, is_asking: bool = False) -> bool:
        """Register a combination; False where another program has it for itself."""
        code, mask = wanted
        found = HANDLE()
        number = HotKeyId(_OURS, mask << 8 | code)
        status = self._register(code, mask, number, self._target, _EXCLUSIVE, ctypes.byref(found))
        if status == 0 and found.value:
            self._held[wanted] = found.value
            return True
        if status != EXISTS_ALREADY:
            log.warning("a hotkey was refused with status %d", status)
        return False

    def release(self, combinations: Iterable[Combination], modifiers: Modifiers) -> None:
        """Unregister combinations."""
        for combination in combinations:
            held = self._held.pop(combination, None)
            if held is not None:
                self._unregister(held)

    def is_free(self, wanted: Combination) -> bool:
        """Tell whether a combination can be had, by taking it for a moment; VoiceOver's own are never offered."""
        # macOS would give them, and VoiceOver, which starts them all with Control and Option, would get the presses.
        is_voice_over = wanted[1] & _VOICE_OVER == _VOICE_OVER
        if is_voice_over or wanted in self._held or not self.grab(wanted):
            return False
        self.release([wanted], self.modifiers)
        return True

    def decide(self, is_ours: bool) -> None:
        """Do nothing: what is registered is ours."""

    def are_down(self, mask: int) -> bool:
        """Tell whether all these modifiers are held."""
        wanted = sum(flag for bit, flag in _FLAGS.items() if bit & mask)
        return int(self._flags(_COMBINED_SESSION)) & wanted == wanted

    def is_control_alone(self) -> bool:
        """Tell whether Control is held and no other modifier."""
        return int(self._flags(_COMBINED_SESSION)) & _ALL_FLAGS == _FLAG_CONTROL

    def is_modifier(self, keycode: int) -> bool:
        """Tell that no hotkey is a modifier."""
        return False

    # --- the layer --------------------------------------------------------------------------------

    def grab_all(self) -> bool:
        """Take the keys that a layer can mean; False where not one of them can be had."""
        codes = {self._letters.get(name, KEY_CODES[name]) for name in _LAYER_KEYS}
        masks = (0, SHIFT, CONTROL, CONTROL | SHIFT)
        places = [(code, mask) for mask in masks for code in sorted(codes)]
        self._layer = [place for place in places if place not in self._held and self.grab(place)]
        return bool(self._layer)

    def release_all(self) -> None:
        """Give the layer's keys back."""
        self.release(self._layer, self.modifiers)
        self._layer = []

    # --- what is pressed --------------------------------------------------------------------------

    def _take_event(self, _next: int | None, event: int | None, _data: int | None) -> int:
        number = HotKeyId()
        wanted = _four("----"), _four("hkid")
        status = self._parameter(event, *wanted, None, ctypes.sizeof(number), None, ctypes.byref(number))
        if status == 0 and number.signature == _OURS:
            code, mask = number.number & 0xFF, number.number >> 8
            self._take(self._kind(event) == PRESSED, code, mask)
        return int(status)

    def close(self) -> None:
        """Give every key back."""
        self.release(list(self._held), self.modifiers)
        self._uninstall(self._handler)
