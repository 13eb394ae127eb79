"""Whether a model fits this computer's main memory, told at once and without loading anything.

A first answer, for lists. What will really be loaded, and on which device, decides `hardware` when a model starts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assistant.vision.model_entry import ModelEntry

_MEMINFO = Path("/proc/meminfo")


@dataclass(frozen=True, slots=True)
class Fit:
    """What the most frugal form of a model needs and what is free, in bytes; `is_enough` is None where nobody knows."""

    is_enough: bool | None
    need: int = 0
    free: int = 0


def fit(entry: ModelEntry) -> Fit:
    """Return whether a model's narrowest form fits the memory that is free now."""
    free = _free()
    if free is None or not entry.memory:
        return Fit(None)
    need = min(entry.memory.values())
    return Fit(need <= free, need, free)


def _free() -> int | None:
    """Return the bytes that programs can still have; None where the system doesn't tell."""
    try:
        for line in _MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    except (OSError, ValueError, AttributeError):
        return None
