"""A host of the scripted engine, closed at the end of the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.hosts import Bench, bench


@pytest.fixture
def engine() -> Iterator[Bench]:
    with bench() as made:
        yield made
