"""What may be said of a probability, and that nothing is said of what is no number."""

from __future__ import annotations

import math

import pytest

from assistant.core.honesty import LIKENESS, OBJECT, Naming, agreed, naming_of


@pytest.mark.parametrize(
    ("confidence", "naming"),
    [
        (1.0, Naming.NAMED),
        (OBJECT.named, Naming.NAMED),
        (math.nextafter(OBJECT.named, 0), Naming.HEDGED),
        (OBJECT.hedged, Naming.HEDGED),
        (math.nextafter(OBJECT.hedged, 0), Naming.UNSAID),
        (0.0, Naming.UNSAID),
        (-1.0, Naming.UNSAID),
        (math.nan, Naming.UNSAID),
    ],
)
def test_a_probability_decides(confidence: float, naming: Naming) -> None:
    assert naming_of(confidence) is naming


def test_a_likeness_is_never_named() -> None:
    assert naming_of(1.0, LIKENESS) is Naming.HEDGED


@pytest.mark.parametrize(
    ("naming", "likeness", "result"),
    [
        (Naming.HEDGED, 0.9, Naming.NAMED),
        (Naming.HEDGED, 0.3, Naming.HEDGED),
        (Naming.UNSAID, 0.99, Naming.UNSAID),
        (Naming.NAMED, 0.0, Naming.NAMED),
    ],
)
def test_agreement_lifts_a_hedge_and_nothing_else(naming: Naming, likeness: float, result: Naming) -> None:
    assert agreed(naming, likeness) is result
