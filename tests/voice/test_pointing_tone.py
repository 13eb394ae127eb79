"""The tone that tells where something is: its side, its height, its length."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence

import pytest

from assistant.voice.sounds import POINT_RATE, tone


def sides(pan: float, height: float = 0.5) -> tuple[Sequence[int], Sequence[int]]:
    samples = array("h", tone(pan, height))
    return samples[0::2], samples[1::2]


def power(samples: Sequence[int]) -> float:
    return sum(sample * sample for sample in samples) / len(samples)


def hertz(samples: Sequence[int]) -> float:
    crossings = sum(1 for before, after in itertools.pairwise(samples) if before < 0 <= after)
    return crossings * POINT_RATE / len(samples)


def test_it_comes_from_the_side_where_the_thing_is() -> None:
    for pan, share in ((-1.0, 1.0), (-0.5, 0.85), (0.0, 0.5), (0.5, 0.15), (1.0, 0.0)):
        left, right = sides(pan)
        assert power(left) / (power(left) + power(right)) == pytest.approx(share, abs=0.02)


def test_it_is_as_loud_everywhere() -> None:
    middle = sum(map(power, sides(0.0)))
    assert [sum(map(power, sides(pan))) for pan in (-1.0, -0.3, 0.8)] == pytest.approx([middle] * 3, rel=0.01)


def test_it_rises_with_the_height() -> None:
    found = [hertz(sides(0.0, height)[0]) for height in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert found == sorted(found)
    assert found[-1] > 2.5 * found[0]


def test_it_is_short_and_begins_and_ends_without_a_click() -> None:
    left, _ = sides(-1.0)
    assert 0.05 <= len(left) / POINT_RATE <= 0.15
    assert max(map(abs, (*left[:4], *left[-4:]))) < max(map(abs, left)) / 20


def test_what_is_out_of_bounds_is_brought_in() -> None:
    assert tone(-7.0, 9.0) == tone(-1.0, 1.0)
    assert tone(7.0, -9.0) == tone(1.0, 0.0)
