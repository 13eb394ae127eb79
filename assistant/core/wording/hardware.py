"""Which model at which precision on which device, and why."""

from __future__ import annotations


class HardwareMessages:
    """Which model at which precision on which device, and why."""
