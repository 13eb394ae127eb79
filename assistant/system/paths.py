"""Where settings, data, state and the socket lie on this platform, and where the bundled resources are.

Every folder is made on first use and kept for its owner only. Nothing is written here, and no name of a file inside
is known: each room knows its own.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import platformdirs

APPLICATION = "seesay"
PACKAGE = Path(__file__).resolve().parent.parent


def config_dir() -> Path:
    """Return the folder of the settings, made owner-only. Raises OSError where it can't be made."""
    return _private(platformdirs.user_config_path(APPLICATION, appauthor=False))


def data_dir() -> Path:
    """Return the folder of models and language packs, made owner-only. Raises OSError where it can't be made."""
    return _private(platformdirs.user_data_path(APPLICATION, appauthor=False))


def state_dir() -> Path:
    """Return the folder of positions and logs, made owner-only. Raises OSError where it can't be made."""
    return _private(platformdirs.user_state_path(APPLICATION, appauthor=False))


def state_dir_if_any() -> Path | None:
    """Return the state folder; None where it can't be made, or nobody knows where home is."""
    try:
        return state_dir()
    except (OSError, RuntimeError):
        return None


def runtime_dir() -> Path:
    """Return a folder for sockets that only this user can enter. Raises OSError where there is none.

    The shared temporary folder is never taken: another user could have made the name there first.
    """
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if base and _is_own(Path(base)):
        return _private(Path(base) / APPLICATION)
    return _private(state_dir() / "run")


def is_bundle() -> bool:
    """Tell whether this is the frozen program, with its own Python: pip can't install anything into it."""
    return bool(getattr(sys, "frozen", False))


def resources() -> Path:
    """Return the folder of icons, sounds and small models: beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / "resources"
    return inside if inside.is_dir() else PACKAGE.parent / "resources"


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid"):
        status = folder.stat()
        if status.st_uid != os.getuid():
            raise PermissionError(f"{folder} belongs to another user")
        if stat.S_IMODE(status.st_mode) != 0o700:
            folder.chmod(0o700)
    return folder


def _is_own(folder: Path) -> bool:
    try:
        status = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and (not hasattr(os, "getuid") or status.st_uid == os.getuid())
