"""Finds a key combination on a keyboard: which keycode, which modifier bits.

Pure: works on the two tables that an X server gives (keysyms by keycode, keycodes by modifier) and asks no one.
A key is the *physical* key, so a hotkey stays where it is when the user switches from English to Russian.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.hotkeys.keys import Key

SHIFT, LOCK, CONTROL, FIRST_FREE = 1, 2, 4, 3

# ISO_Next_Group, ISO_Prev_Group, ISO_First_Group, ISO_Last_Group.
_GROUP_SWITCHES = {0xFE08, 0xFE0A, 0xFE0C, 0xFE0E}

# Names of X11's keysymdef.h where they differ from ours.
_KEYSYM_NAMES = {
    "PageUp": "Prior",
    "PageDown": "Next",
    "Enter": "Return",
    "Backspace": "BackSpace",
    "ScrollLock": "Scroll_Lock",
    "Space": "space",
    "BracketLeft": "bracketleft",
    "BracketRight": "bracketright",
}
_LOWER = {"Comma", "Period", "Slash", "Semicolon", "Apostrophe", "Backslash", "Minus", "Equal", "Grave"}

# Keycodes of the typing block on every PC keyboard under X (evdev and kbd agree there), for layouts that have
# no Latin letter anywhere.
_US_ROWS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (10, (*tuple("1234567890"), "Minus", "Equal")),
    (24, (*tuple("QWERTYUIOP"), "BracketLeft", "BracketRight")),
    (38, (*tuple("ASDFGHJKL"), "Semicolon", "Apostrophe", "Grave")),
    (51, ("Backslash", *tuple("ZXCVBNM"), "Comma", "Period", "Slash")),
)
_US_KEYCODES = {name: start + place for start, row in _US_ROWS for place, name in enumerate(row)}
_US_SPACE = 65
_SPACE_KEYSYM = 0x20

# The first level of the first group, then of the second, then what needs Shift, then the rest: a key that
# types the letter plainly wins over one that types it with AltGr.
_COLUMN_ORDER = (0, 2, 1, 3)


def keysym_name(name: str) -> str:
    """Return X's name of a key of ours."""
    if len(name) == 1 or name in _LOWER:
        return name.lower()
    return _KEYSYM_NAMES.get(name, name)


@dataclass(frozen=True, slots=True)
class Modifiers:
    """The bits of one keyboard: of the modifiers that a hotkey names, and of the locks that it ignores."""

    bits: Mapping[str, int]
    locks: tuple[int, ...]
    switching: int = 0
    """Bits of those that become the switch of the layout once another of them is held (Alt+Shift, Ctrl+Shift)."""

    def mask(self, names: Sequence[str]) -> int | None:
        """Return the bits of these modifiers together; None where the keyboard lacks one."""
        bits = [self.bits.get(name, 0) for name in names]
        return None if 0 in bits else sum(bits)

    def lock_masks(self) -> Iterator[int]:
        """Yield every way the locks can be on, none first."""
        for count in range(len(self.locks) + 1):
            for group in combinations(self.locks, count):
                yield sum(group)

    def shortened(self, mask: int) -> tuple[int, ...]:
        """Return how the server may see these modifiers where two of them together switch the layout.

        The one that is pressed last is then no modifier at all: Ctrl, Alt, Shift and D arrive as Ctrl+Alt+D.
        """
        bits = [bit for bit in sorted(set(self.bits.values())) if bit & mask & self.switching]
        return tuple(mask & ~bit for bit in bits) if len(bits) > 1 else ()

    @property
    def relevant(self) -> int:
        """The bits that tell hotkeys apart."""
        return sum(set(self.bits.values()))


def find_modifiers(
    rows: Sequence[Sequence[int]], keysyms: Mapping[int, Sequence[int]], codes: Mapping[str, int]
) -> Modifiers:
    """Read the modifier map: eight rows of keycodes, bit 0 to 7; `codes` are keysyms by X's names."""

    def bit_of(*names: str) -> int:
        wanted = {codes[name] for name in names}
        for number in range(FIRST_FREE, len(rows)):
            if any(wanted & set(keysyms.get(keycode, ())) for keycode in rows[number] if keycode):
                return 1 << number
        return 0

    alt = bit_of("Alt_L", "Alt_R") or bit_of("Meta_L", "Meta_R")
    bits = {"Ctrl": CONTROL, "Shift": SHIFT, "Alt": alt, "Super": bit_of("Super_L", "Super_R")}
    locks = (LOCK, bit_of("Num_Lock"), bit_of("Scroll_Lock"))
    taken = set(bits.values())
    ignored = tuple(dict.fromkeys(bit for bit in locks if bit and bit not in taken))
    switching = sum(bit for bit in taken if bit and _has_switch(rows[bit.bit_length() - 1], keysyms))
    return Modifiers(bits, ignored, switching)


def _has_switch(row: Sequence[int], keysyms: Mapping[int, Sequence[int]]) -> bool:
    return any(_GROUP_SWITCHES & set(keysyms.get(keycode, ())) for keycode in row if keycode)


def find_keycode(name: str, keysym: int, keysyms: Mapping[int, Sequence[int]]) -> int | None:
    """Return the keycode of a key of ours; None where this keyboard has none.

    `keysyms` are columns by keycode as GetKeyboardMapping gives them. Where no group of the layout has the key
    (D on a Russian keyboard), it is the key that has it on a US keyboard. Keycode 0 means *any key*: never returned.
    """
    best: tuple[int, int] | None = None
    for keycode, columns in keysyms.items():
        if keycode and keysym in columns:
            column = list(columns).index(keysym)
            rank = _COLUMN_ORDER.index(column) if column in _COLUMN_ORDER else column
            best = min(best or (rank, keycode), (rank, keycode))
    if best:
        return best[1]
    keycode = _US_KEYCODES.get(name, 0)
    is_pc_keyboard = _SPACE_KEYSYM in keysyms.get(_US_SPACE, ())
    return keycode if is_pc_keyboard and any(keysyms.get(keycode, ())) else None


def combination(
    key: Key, keysym: int, keysyms: Mapping[int, Sequence[int]], modifiers: Modifiers
) -> tuple[int, int] | None:
    """Return (keycode, modifier bits) of a key combination; None where the keyboard can't press it."""
    keycode = find_keycode(key.name, keysym, keysyms)
    mask = modifiers.mask(key.modifiers)
    return None if keycode is None or mask is None else (keycode, mask)
