"""Key combinations as the user writes them: "Ctrl+Alt+Shift+D".

Parses, checks and normalises; knows the names and nothing of any keyboard. What a combination is on this
machine (a keycode and a mask) is the back-end's business.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

from assistant.core.errors import HotkeyUnknown

# The order in which a combination is written, spoken and compared.
MODIFIERS = ("Ctrl", "Alt", "Shift", "Super")

_MODIFIER_ALIASES = {
    "ctrl": "Ctrl",
    "control": "Ctrl",
    "strg": "Ctrl",
    "alt": "Alt",
    "option": "Alt",
    "shift": "Shift",
    "super": "Super",
    "win": "Super",
    "windows": "Super",
    "meta": "Super",
    "cmd": "Super",
}

_FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))
_NAVIGATION = ("Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Insert", "Delete")
_EDITING = ("Space", "Tab", "Enter", "Backspace", "Escape")
_SAFE_ALONE = ("Pause", "Print", "ScrollLock", "Menu", *_FUNCTION_KEYS)
_PUNCTUATION = {
    ",": "Comma",
    ".": "Period",
    "/": "Slash",
    ";": "Semicolon",
    "'": "Apostrophe",
    "[": "BracketLeft",
    "]": "BracketRight",
    "\\": "Backslash",
    "-": "Minus",
    "=": "Equal",
    "`": "Grave",
}
_KEYS = (
    *string.ascii_uppercase,
    *string.digits,
    *_NAVIGATION,
    *_EDITING,
    *_SAFE_ALONE,
    *_PUNCTUATION.values(),
)
_KEY_ALIASES = {
    **{name.lower(): name for name in _KEYS},
    **_PUNCTUATION,
    "esc": "Escape",
    "return": "Enter",
    "del": "Delete",
    "ins": "Insert",
    "pgup": "PageUp",
    "page up": "PageUp",
    "pgdown": "PageDown",
    "pgdn": "PageDown",
    "page down": "PageDown",
    "spacebar": "Space",
}
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Key:
    """One combination: modifiers in their order, and the name of the key pressed with them."""

    modifiers: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        return "+".join((*self.modifiers, self.name))

    @property
    def is_safe(self) -> bool:
        """Tell whether holding this key back takes nothing from typing or moving in other programs."""
        return self.name in _SAFE_ALONE or any(name != "Shift" for name in self.modifiers)


def parse_key(text: str) -> Key:
    """Return the combination that the text means, in normal form.

    Case, spaces around "+" and the order of modifiers don't matter. Raises `HotkeyUnknown` for anything that is
    not exactly one known key with modifiers that differ.
    """
    parts = [" ".join(part.split()).lower() for part in text[:_LONGEST].split("+")]
    name = _KEY_ALIASES.get(parts[-1])
    modifiers = [_MODIFIER_ALIASES.get(part, "") for part in parts[:-1]]
    is_odd = len(text) > _LONGEST or "" in modifiers or len(set(modifiers)) != len(modifiers)
    if name is None or is_odd:
        raise HotkeyUnknown(key=_shown(text))
    return Key(tuple(sorted(modifiers, key=MODIFIERS.index)), name)


def parse_global_key(text: str) -> Key:
    """Return the combination if it may be held back from every program.

    Raises `HotkeyUnknown` also for a key that people type or move with, such as "D" or "Shift+Up".
    """
    key = parse_key(text)
    if not key.is_safe:
        raise HotkeyUnknown(key=_shown(text))
    return key


def alternatives(key: Key) -> tuple[Key, ...]:
    """List what to offer in the place of a taken key, the easiest to remember first.

    The same letter with other modifiers comes before the same modifiers with a function key.
    """
    sets = (
        ("Ctrl", "Alt", "Shift"),
        ("Ctrl", "Alt", "Super"),
        ("Ctrl", "Shift", "Super"),
        ("Alt", "Shift", "Super"),
        ("Ctrl", "Alt", "Shift", "Super"),
    )
    modifiers = key.modifiers if len(key.modifiers) > 1 else sets[0]
    others = [Key(each, key.name) for each in sets]
    others += [Key(modifiers, f"F{number}") for number in range(12, 0, -1)]
    return tuple(other for other in dict.fromkeys(others) if other != key)


def _shown(text: str) -> str:
    """Return the user's words, short enough to be spoken."""
    return " ".join(text[:_LONGEST].split())
