"""Frames of a camera are photographs also where compression took the grain away; one surface holds nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from assistant.core.domain import RegionKind, SourceKind, Task
from support.embedded import ask_engine, picture
from support.films import filled, photo, plain

SMOOTH = np.asarray(cv2.GaussianBlur(plain((160, 150, 135), (560, 280)), (0, 0), 3), np.uint8)


def before_a_wall() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    frame = SMOOTH.copy()
    frame[20:340, 350:610] = cv2.bilateralFilter(filled(photo("camera"), 260, 320), 9, 30, 5)
    return frame


def test_a_person_before_a_smooth_wall_is_seen() -> None:
    said = ask_engine(Task.DESCRIBE, picture(before_a_wall(), SourceKind.CAMERA))
    assert "person" in [region.text for region in said.of(RegionKind.OBJECT)], said.text


@pytest.mark.parametrize("frame", [SMOOTH, np.zeros((360, 640, 3), np.uint8)], ids=["a wall", "the dark"])
def test_nothing_is_named_where_nothing_is(frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    said = ask_engine(Task.DESCRIBE, picture(frame, SourceKind.CAMERA))
    assert said.of(RegionKind.OBJECT) == [], said.text
