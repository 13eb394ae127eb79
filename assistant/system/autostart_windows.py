"""Start at log-in by the user's Run key of the registry."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

name = "windows"
install_hint = ""
KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "SeeSay"


def is_compatible() -> bool:
    """Tell whether this is Windows."""
    return sys.platform == "win32"


def is_installed() -> bool:
    """Nothing is needed."""
    return True


def where() -> str:
    """Return the key's name."""
    return rf"HKEY_CURRENT_USER\{KEY}"


def is_on() -> bool:
    """Tell whether the key has SeeSay's value."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, KEY) as key:  # type: ignore[attr-defined,unused-ignore]  # only there
            winreg.QueryValueEx(key, VALUE)  # type: ignore[attr-defined,unused-ignore]  # only there
    except FileNotFoundError:
        return False
    return True


def switch(command: list[str], is_on: bool) -> None:
    """Write the value, or take it away."""
    import winreg

    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, KEY) as key:  # type: ignore[attr-defined,unused-ignore]  # only there
        if is_on:
            line = subprocess.list2cmdline(command)
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, line)  # type: ignore[attr-defined,unused-ignore]  # only there
        else:
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, VALUE)  # type: ignore[attr-defined,unused-ignore]  # only there
