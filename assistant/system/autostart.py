"""Starts SeeSay when the user logs in, in the way of the platform.

What stands in the system is the truth, not the setting: somebody may have taken it away by hand. The table's order is
the preference; each file works on one platform.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Protocol

from assistant.system import autostart_macos, autostart_windows, autostart_xdg


class Backend(Protocol):
    """What a back-end's file offers."""

    name: str
    install_hint: str

    def is_compatible(self) -> bool:
        """Tell whether this platform starts programs so."""
        ...

    def is_installed(self) -> bool:
        """Tell whether what it needs is there."""
        ...

    def where(self) -> str:
        """Return the file or key that is written, for an error's sentence."""
        ...

    def is_on(self) -> bool:
        """Tell whether SeeSay is started. Raises OSError."""
        ...

    def switch(self, command: list[str], is_on: bool) -> None:
        """Have this command started, or no more. Raises OSError."""
        ...


BACKENDS: tuple[Backend, ...] = (
    autostart_windows,  # one key of the registry, the user's own
    autostart_macos,  # a launch agent, which the system settings show
    autostart_xdg,  # every desktop of Linux and BSD that reads ~/.config/autostart
)


def backend() -> Backend:
    """Return the one of this platform; the last one writes a plain file, which harms nowhere."""
    return next((each for each in BACKENDS if each.is_compatible() and each.is_installed()), BACKENDS[-1])


def command() -> list[str]:
    """Return what starts SeeSay: its own program where it is one, else the command beside this Python."""
    if getattr(sys, "frozen", False):
        # An AppImage lies elsewhere at each start, and what is in a Flatpak can't be started from outside.
        if image := os.environ.get("APPIMAGE"):
            return [image]
        if application := os.environ.get("FLATPAK_ID"):
            return ["flatpak", "run", application]
        return [sys.executable]
    beside = Path(sys.executable).with_name("seesay.exe" if os.name == "nt" else "seesay")
    if beside.exists():
        return [str(beside)]
    found = shutil.which("seesay")
    return [found] if found else [sys.executable, "-m", "assistant"]
