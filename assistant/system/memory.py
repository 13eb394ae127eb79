"""How much memory a process holds beyond what it uses; glibc only, harmless elsewhere.

It decides nothing about what is kept.
"""

from __future__ import annotations

import contextlib
import ctypes

_M_MMAP_THRESHOLD = -3


def keep_low(large: int) -> None:
    """Take blocks of so many bytes and more from the system one by one, so that freeing them gives them back."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, large)


def give_back() -> None:
    """Return what was freed since to the system."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
