"""A private folder for sockets and locks, and a server in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.instances import House


@pytest.fixture
def folder() -> Path:
    path = Path(os.environ["XDG_RUNTIME_DIR"]) / "seesay"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    house = House(folder / "instance.sock")
    yield house
    house.server.close()
