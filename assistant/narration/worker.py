"""The child that holds a camera."""

from __future__ import annotations


def main() -> int:
    """Serve the host until it is gone; return the exit status."""
    return 2
