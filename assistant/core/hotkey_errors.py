"""The errors of keys that can't be had. Take them from `core.errors`, which has all."""

from __future__ import annotations

from assistant.core.error_base import SeeSayError


class HotkeyError(SeeSayError):
    """A hotkey can't be had."""

    code = "hotkey"
    exit_code = 4


class HotkeyTaken(HotkeyError):
    """Another program holds `key`; `free` is one that can be had (empty when none was found)."""

    code = "hotkey_taken"


class HotkeyInUse(HotkeyError):
    """The key `key` is that of another command, `action` in the user's words."""

    code = "hotkey_in_use"


class HotkeyUnknown(HotkeyError):
    """`key` is no key of this keyboard."""

    code = "hotkey_unknown"


class HotkeysUnsupported(HotkeyError):
    """This desktop gives no global hotkeys to programs; `desktop` names it."""

    code = "hotkeys_unsupported"


class HotkeysRefused(HotkeyError):
    """The user, whom the desktop asked, allowed no global keys; `desktop` names it."""

    code = "hotkeys_refused"


class LayerUnsupported(HotkeyError):
    """There can be no command layer on this desktop; `desktop` names it."""

    code = "layer_unsupported"
