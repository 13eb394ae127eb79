"""How keys are called aloud: "Control Alt Shift D" for Ctrl+Alt+Shift+D; a key that is not here is said as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, text, text_in


class KeyMessages:
    """Around a key's name."""

    KEY_THEN = Message(
        # Translators: the keys of a command that are pressed one after the other: {key} e.g. "Control Shift F8".
        text("{key}, then {letter}"),
    )


_KEY_NAMES = {
    "ctrl": Message(text_in("key", "Control")),
    "alt": Message(text_in("key", "Alt")),
    "shift": Message(text_in("key", "Shift")),
    "super": Message(text_in("key", "Super")),
    "cmd": Message(text_in("key", "Command")),
    "up": Message(text_in("key", "Up arrow")),
    "down": Message(text_in("key", "Down arrow")),
    "left": Message(text_in("key", "Left arrow")),
    "right": Message(text_in("key", "Right arrow")),
    "pageup": Message(text_in("key", "Page up")),
    "pagedown": Message(text_in("key", "Page down")),
    "home": Message(text_in("key", "Home")),
    "end": Message(text_in("key", "End")),
    "insert": Message(text_in("key", "Insert")),
    "delete": Message(text_in("key", "Delete")),
    "backspace": Message(text_in("key", "Backspace")),
    "space": Message(text_in("key", "Space")),
    "tab": Message(text_in("key", "Tab")),
    "enter": Message(text_in("key", "Enter")),
    "escape": Message(text_in("key", "Escape")),
    "print": Message(text_in("key", "Print screen")),
    "scrolllock": Message(text_in("key", "Scroll lock")),
}

KEY_NAMES: Mapping[str, Message] = MappingProxyType(_KEY_NAMES)
