"""What may be said of a thing that a network believes to see: name it, hedge it, or leave it unsaid.

Only probabilities count here, never the wording of a model. The thresholds and the record of how they were set
stand in this file; docs/honesty.md holds the figures that were reported on other pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Naming(StrEnum):
    """NAMED: said as it is. HEDGED: "possibly". UNSAID: not mentioned at all."""

    NAMED = "named"
    HEDGED = "hedged"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The lowest probability at which a thing is named, and at which it is hedged."""

    named: float
    hedged: float


OBJECT = Thresholds(named=0.70, hedged=0.50)
"""NanoDet-g's scores, the picture and its mirror image averaged."""

LIKENESS = Thresholds(named=2.0, hedged=0.60)
"""EfficientNet-Lite0, probabilities summed over the classes of one concept. Never named: it sees one thing in a
whole picture, so it is always "it looks like"."""


def naming_of(confidence: float, thresholds: Thresholds = OBJECT) -> Naming:
    """Return what may be said at that probability (0 … 1; anything that is no number is unsaid)."""
    if confidence >= thresholds.named:
        return Naming.NAMED
    if confidence >= thresholds.hedged:
        return Naming.HEDGED
    return Naming.UNSAID
