"""Which key stands for which command: one table of defaults per platform, and what the settings make of it.

A combination is written "Ctrl+Alt+Shift+D". What it is on a keyboard is the hotkeys' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.core.domain import Command
from assistant.core.settings import Settings

AUTO = "auto"
NONE = "none"

LETTERS: Mapping[Command, str] = MappingProxyType(
    {
        Command.DESCRIBE_SCREEN: "D",
        Command.DESCRIBE_WINDOW: "W",
        Command.READ_SCREEN: "R",
        Command.ASK: "A",
        Command.FIND: "F",
        Command.REPEAT: "P",
        Command.SPELL: "L",
        Command.OPEN: "O",
        Command.STOP: "S",
        Command.KEYS: "K",
        Command.CAMERA: "C",
        Command.BOOK: "B",
        Command.FASTER: "Up",
        Command.SLOWER: "Down",
    }
)
"""The last part of a default combination, and the letter of the command layer."""


@dataclass(frozen=True, slots=True)
class PlatformKeys:
    """A platform's habit: the modifiers of the defaults, and whether a layer replaces the many keys."""

    modifiers: str
    layer_key: str
    has_layer: bool


_COMMON = PlatformKeys("Ctrl+Alt+Shift", "Ctrl+Shift+F8", has_layer=False)
# Ctrl+Alt is AltGr on Windows: it types letters there, so one key and then a letter is the default.
_WINDOWS = PlatformKeys("Ctrl+Alt+Shift", "Ctrl+Shift+F8", has_layer=True)
# Control and Option together are VoiceOver's own: with Shift and D it goes to the desktop, and we would hear nothing.
_MACOS = PlatformKeys("Ctrl+Shift+Cmd", "Ctrl+Shift+F8", has_layer=False)


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """All keys as they should be: `keys` to bind one by one, and where `layer_key` is set, `letters` after it."""

    keys: Mapping[Command, str]
    layer_key: str
    letters: Mapping[Command, str]

    def shown(self, command: Command) -> str:
        """Return a command's key as it is written and spoken; empty where it has none."""
        if command in self.keys:
            return self.keys[command]
        letter = self.letters.get(command, "")
        return f"{self.layer_key}, {letter}" if self.layer_key and letter else ""


def platform_keys(platform_name: str) -> PlatformKeys:
    """Return a platform's habit by its name, as `sys.platform` or `platform.system()` gives it."""
    name = platform_name.lower()
    if name == "darwin":
        return _MACOS
    return _WINDOWS if name.startswith("win") else _COMMON


def default_keys(platform_name: str) -> dict[Command, str]:
    """Return a key for each command that has one, as if there were no layer."""
    modifiers = platform_keys(platform_name).modifiers
    return {command: f"{modifiers}+{letter}" for command, letter in LETTERS.items()}


def key_plan(settings: Settings, platform_name: str) -> KeyPlan:
    """Return the keys that the settings ask for; "auto" is the platform's default, "none" is no key."""
    habit = platform_keys(platform_name)
    layer = settings.text("hotkeys.layer")
    is_layered = habit.has_layer if layer == AUTO else layer == "on"
    defaults = {} if is_layered else default_keys(platform_name)
    keys: dict[Command, str] = {}
    for command in Command:
        wanted = settings.text(f"hotkeys.{command}")
        key = defaults.get(command, "") if wanted == AUTO else wanted
        if key and key != NONE:
            keys[command] = key
    if not is_layered:
        return KeyPlan(keys, "", {})
    layer_key = settings.text("hotkeys.layer_key")
    return KeyPlan(keys, habit.layer_key if layer_key == AUTO else layer_key, dict(LETTERS))
