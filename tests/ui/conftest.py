"""What the tests of several windows ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.own_windows import Stage, stage


@pytest.fixture
def made(qapp: Any) -> Iterator[Stage]:
    """The windows' calls, with everything behind them faked; its windows are closed at the end."""
    made_ = stage(qapp)
    yield made_
    made_.close()
