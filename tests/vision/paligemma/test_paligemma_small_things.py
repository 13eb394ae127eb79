"""Small things on a large screen: each is found once, in its place, by a stand-in for the model that sees pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.core.domain import Box, Picture, Source, SourceKind, Task
from support.paligemma_engine import stand

_SHARP = 0.03
"""What is narrower than that share of the part that is shown, the detector overlooks."""


def _detect(pixels: NDArray[np.uint8]) -> str:
    """Return where red things are in what is shown, as the model would, with what an edge cuts off."""
    height, width = pixels.shape[:2]
    red = (pixels[:, :, 0] > 128).astype(np.uint8)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(red)
    found = []
    for x, y, across, down, _ in boxes[1:count]:
        if across < _SHARP * width or down < _SHARP * height:
            continue
        places = [y / height, x / width, (y + down) / height, (x + across) / width]
        found.append("".join(f"<loc{round(place * 1023):04d}>" for place in places) + " button")
    return " ; ".join(found)


def _screen(boxes: list[Box], width: int = 1920, height: int = 1080) -> Picture:
    pixels = np.zeros((height, width, 3), np.uint8)
    for box in boxes:
        pixels[box.y : box.bottom, box.x : box.right, 0] = 255
    return Picture(1, Source(SourceKind.SCREEN), width, height, pixels.tobytes())


def _overlap(one: Box, other: Box) -> float:
    shared = one.intersection(other)
    return shared / (one.area + other.area - shared)


def _found(boxes: list[Box], device: str) -> list[Box]:
    made = stand({"detect": _detect}, device=device, resolution=448)
    return [region.box for region in made.ask(Task.FIND, "button", picture=_screen(boxes)).regions]


@pytest.mark.parametrize("device", ["cpu", "cuda"])
@settings(max_examples=20, deadline=None)
@given(x=st.integers(0, 1919 - 54), y=st.integers(0, 1079 - 40))
def test_a_small_thing_is_found_once_wherever_it_lies(device: str, x: int, y: int) -> None:
    box = Box(x, y, 54, 40)
    found = _found([box], device)
    assert len(found) == 1
    assert _overlap(found[0], box) > 0.8


@settings(max_examples=20, deadline=None)
@given(x=st.integers(0, 1900), y=st.integers(0, 1000))
def test_a_long_thing_that_tiles_cut_is_one(x: int, y: int) -> None:
    box = Box(min(x, 1919 - 900), y, 900, 31)
    found = _found([box], "cuda")
    assert len(found) == 1
    assert _overlap(found[0], box) > 0.8


def test_many_small_things_are_all_found() -> None:
    boxes = [Box(20 + 180 * column, 15 + 150 * row, 54, 40) for column in range(10) for row in range(7)]
    found = _found(boxes, "cuda")
    assert len(found) >= 60
    assert all(max(_overlap(each, box) for box in boxes) > 0.7 for each in found)
