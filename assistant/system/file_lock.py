"""A file that several processes change, one after the other."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.system.instance_lock import has_locked

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds: a change takes milliseconds, so whoever holds it longer hangs."""
_STEP = 0.01


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Let no other process in here with the same path while the context lasts. Blocks for at most `PATIENCE`.

    The lock is a file beside that one, which stays there: the file itself is replaced by each change. Raises OSError
    where the folder can't be used.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + PATIENCE
        while not has_locked(handle):
            if time.monotonic() > deadline:
                # A change without the lock is better than one that is lost for sure.
                log.warning("another program holds %s for long", path.name)
                break
            time.sleep(_STEP)
        yield
    finally:
        os.close(handle)
