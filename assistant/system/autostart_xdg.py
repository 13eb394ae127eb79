"""Start at log-in by a desktop file: the Desktop Application Autostart Specification of freedesktop.org."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

name = "xdg"
install_hint = ""
FILE = "seesay.desktop"
_OFF = re.compile(r"^\s*(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$", re.MULTILINE | re.IGNORECASE)
_RESERVED = re.compile(r"[\s\"'\\><~|&;$*?#()`]")
_ESCAPED = re.compile(r'(["`$\\])')


def is_compatible() -> bool:
    """Tell whether desktops here read autostart folders."""
    return sys.platform not in ("win32", "darwin")


def is_installed() -> bool:
    """Nothing is needed."""
    return True


def where() -> str:
    """Return the desktop file's path."""
    return str(_file())


def is_on() -> bool:
    """Tell whether the file is there and not switched off, as desktops do when the user unticks it."""
    try:
        return _OFF.search(_file().read_text(encoding="utf-8", errors="replace")) is None
    except (FileNotFoundError, NotADirectoryError):
        return False


def switch(command: list[str], is_on: bool) -> None:
    """Write the file whole, or take it away."""
    file = _file()
    if not is_on:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        temporary.write_text(entry(command), encoding="utf-8")
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def entry(command: list[str]) -> str:
    """Return the desktop file for a command, quoted as the Desktop Entry Specification wants it."""
    line = " ".join(_quoted(word) for word in command)
    lines = ["[Desktop Entry]", "Type=Application", "Name=SeeSay", f"Exec={line}", "Icon=seesay", "Terminal=false"]
    return "\n".join([*lines, "X-GNOME-Autostart-enabled=true", ""])


def _quoted(word: str) -> str:
    # A backslash is escaped twice: once inside the quotes, once as in every value of the file.
    escaped = _ESCAPED.sub(r"\\\1", word)
    quoted = f'"{escaped}"' if _RESERVED.search(word) or not word else word
    return quoted.replace("\\", "\\\\").replace("%", "%%")


def _file() -> Path:
    # In a Flatpak that folder is its own, where no desktop looks.
    base = "" if "FLATPAK_ID" in os.environ else os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if base.startswith("/") else Path.home() / ".config"
    return folder / "autostart" / FILE
