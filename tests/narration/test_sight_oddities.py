"""Frames that no camera gives, and a hostile video may: they are looked at like any other, and break nothing."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.core.camera import WatchMode
from assistant.narration.sight import Sight, measure


@pytest.mark.parametrize("size", [(1, 1), (3, 10), (1, 3000), (48, 64), (640, 360)])
@pytest.mark.parametrize("kind", ["noise", "black", "white", "growing brighter"])
@pytest.mark.parametrize("mode", [WatchMode.CHANGES, WatchMode.PAGE])
def test_any_frame_can_be_looked_at(size: tuple[int, int], kind: str, mode: WatchMode) -> None:
    random, sight = np.random.default_rng(0), Sight(mode)
    for step in range(3):
        noise = random.integers(0, 256, (*size, 3), dtype=np.uint8)
        plain = {"black": 0, "white": 255, "growing brighter": 80 + 60 * step}
        frame = np.full((*size, 3), plain[kind], np.uint8) if kind in plain else noise
        seen = sight.look(frame, step / 3)
        assert seen.page is None
        sight.hand_over()
        assert 0 <= measure(frame).light.level <= 1


def test_the_size_may_change_from_frame_to_frame() -> None:
    sight = Sight(WatchMode.CHANGES)
    for step, size in enumerate([(360, 640), (480, 640), (640, 480), (90, 160)] * 2):
        seen = sight.look(np.full((*size, 3), 120, np.uint8), step / 4)
        assert seen.amount == 1.0
        sight.hand_over()
