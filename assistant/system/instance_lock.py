"""The lock that only one instance of a user holds, for life.

The lock file decides who is the instance, never the socket: the system lets go of a lock when its process dies, however
it dies, so a killed instance leaves nothing to clean and nobody to race.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


class InstanceLock:
    """An exclusive lock on a file at this path, which stays there."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; False where another process has it. Raises OSError for a bad folder."""
        if self._handle is not None:
            return True
        # Close-on-exec, Python's default: an engine's child must not hold the lock of a dead parent.
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not has_locked(handle):
            os.close(handle)
            return False
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go; harmless when it isn't held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def has_locked(handle: int, byte: int = 1 << 20) -> bool:
    """Lock an open file for the life of the handle, without waiting; False where another process has it.

    On Windows the lock is mandatory for that `byte`, which must be one that nothing is written to.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, byte, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
