"""The back-end for desktops that give no global keys to programs: Wayland without a portal, or no display.

It takes nothing and says so. The same commands still come over the command line, which any desktop can bind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported
from assistant.system.desktop import SessionKind, detect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.core.ports import PostCommand
    from assistant.hotkeys.told import Told

name = "none"
install_hint = ""


def is_compatible() -> bool:
    """Tell that it runs everywhere."""
    return True


def is_installed() -> bool:
    """Tell that it needs nothing."""
    return True


def desktop_name() -> str:
    """Name the desktop as its user knows it: "GNOME on Wayland"; empty where there is none."""
    desktop = detect()
    session = {SessionKind.WAYLAND: "Wayland", SessionKind.X11: "X11"}.get(desktop.kind, "")
    return f"{desktop.name} on {session}" if desktop.name and session else desktop.name or session


class NullHotkeys:
    """Implements `Hotkeys` by refusing."""

    def bind(self, keys: Mapping[Command, str]) -> Sequence[HotkeyError]:
        """Return one error, whatever is asked for; nothing was asked for, nothing is wrong."""
        return [HotkeysUnsupported(desktop=desktop_name())] if keys else []

    def listen_for_control(self, is_wanted: bool) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def create(
    post: PostCommand, layer: str, tell: Callable[[Told], None], describe: Callable[[Command], str]
) -> NullHotkeys:
    """Return the back-end that has no keys."""
    return NullHotkeys()
