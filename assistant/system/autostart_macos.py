"""Start at log-in by a launch agent: the system reads it at the next log-in, nothing is told to it now."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path
from xml.parsers.expat import ExpatError

name = "macos"
install_hint = ""
LABEL = "org.seesay.SeeSay"


def is_compatible() -> bool:
    """Tell whether this is macOS."""
    return sys.platform == "darwin"


def is_installed() -> bool:
    """Nothing is needed."""
    return True


def where() -> str:
    """Return the property list's path."""
    return str(_file())


def is_on() -> bool:
    """Tell whether the agent is there and starts at log-in."""
    try:
        with _file().open("rb") as file:
            agent = plistlib.load(file)
    except FileNotFoundError:
        return False
    except (plistlib.InvalidFileException, ExpatError, ValueError, AttributeError):  # whatever plistlib has for it
        return False
    return isinstance(agent, dict) and agent.get("RunAtLoad") is True and agent.get("Disabled") is not True


def switch(command: list[str], is_on: bool) -> None:
    """Write the agent, or take it away."""
    file = _file()
    if not is_on:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    agent = {"Label": LABEL, "ProgramArguments": command, "RunAtLoad": True, "ProcessType": "Interactive"}
    with file.open("wb") as out:
        plistlib.dump(agent, out)


def _file() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"
