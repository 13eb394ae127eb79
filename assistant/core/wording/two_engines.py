"""What is said when the big model answers beside the built-in engine: hedges, corrections, waiting, stepping down."""

from __future__ import annotations


class TwoEnginesMessages:
    """What is said when two engines answer together."""
