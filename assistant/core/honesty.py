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


OBJECT = Thresholds(named=0.65, hedged=0.50)
"""NanoDet-g's scores, the picture and its mirror image averaged.

Set on 51 photographs (every second one of a public set): from .65 on all 38 boxes were right, from .60 on 45 of 46;
between .50 and .65 24 of 26. On 77 others: named 52 of 53 right, hedged 38 of 43 (benchmarks/objects.py).
"""

LIKENESS = Thresholds(named=2.0, hedged=0.60)
"""EfficientNet-Lite0, probabilities summed over the classes of one group.

Never named: it knows one thing for a whole picture, so it is always "it looks like". Set on the same 51 photographs.
"""

MODEL_SENTENCE = Thresholds(named=0.55, hedged=0.30)
"""The big model's sentences and answers: the geometric mean of the probabilities of the tokens that make one up.

Provisional: chosen before real weights could be tried here, not set on pictures; docs/honesty.md
says what is known.
"""

MODEL_BOX = Thresholds(named=0.30, hedged=0.10)
"""The big model's boxes: the geometric mean of the probabilities of their four places and their label.

A place is one of 1,024 and shares its probability with its neighbours, so that sure boxes stay far below 1.
Provisional, as above: not set on pictures yet.
"""


def agreed(naming: Naming, likeness: float) -> Naming:
    """Return what may be said of an object where another network, asked about the whole picture, sees the same.

    Two networks of different training that agree make a hedged thing a named one; they never lift what is unsaid.
    """
    is_seen = naming_of(likeness, LIKENESS) is not Naming.UNSAID
    return Naming.NAMED if naming is Naming.HEDGED and is_seen else naming


def naming_of(confidence: float, thresholds: Thresholds = OBJECT) -> Naming:
    """Return what may be said at that probability (0 … 1; anything that is no number is unsaid)."""
    if confidence >= thresholds.named:
        return Naming.NAMED
    if confidence >= thresholds.hedged:
        return Naming.HEDGED
    return Naming.UNSAID
