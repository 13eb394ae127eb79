"""A server that answers instead of this computer."""

from __future__ import annotations


class RemoteMessages:
    """A server that answers instead of this computer."""
