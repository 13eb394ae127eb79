"""Files that a user names: opened without ever waiting, and named as they may be shown. It reads nothing of them."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from assistant.core.errors import FileUnreadable

_WHY = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.ENAMETOOLONG: "missing",
    errno.ELOOP: "missing",
    errno.EISDIR: "directory",
    errno.ENXIO: "special",
    errno.ENODEV: "special",
}


def open_file(path: str, name: str) -> BinaryIO:
    """Open a regular file. Raises `FileUnreadable`; never waits for a FIFO or a device."""
    # Without O_NONBLOCK, opening a FIFO waits for its writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except ValueError as error:
        raise FileUnreadable(name=name, why="missing") from error
    except OSError as error:
        is_folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir may raise what os.open raised
        why = "directory" if is_folder else why_unreadable(error)
        raise FileUnreadable(name=name, why=why) from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise FileUnreadable(name=name, why="directory" if stat.S_ISDIR(mode) else "special")
    return os.fdopen(descriptor, "rb")


def why_unreadable(error: OSError) -> str:
    """Return the `why` of `FileUnreadable` that an error of the system means."""
    return _WHY.get(error.errno or 0, "forbidden")


def shown_name(path: str) -> str:
    """Return a file's name as text that can be spoken and printed, whatever bytes it is made of."""
    return os.fsencode(Path(path).name or path).decode("utf-8", "replace")
