"""Where the running instance is met. Apart from `paths`, because a command must find it before anything is loaded."""

from __future__ import annotations

from pathlib import Path


def socket_path() -> Path:
    """Return where the running instance listens."""
    return _runtime() / "socket"


def lock_path() -> Path:
    """Return the file whose lock makes an instance the only one."""
    return _runtime() / "lock"


def _runtime() -> Path:
    from assistant.system.paths import runtime_dir

    return runtime_dir()
