"""Frames of a camera are photographs also where compression took the grain away; one surface holds nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from assistant.core.domain import Piece, RegionKind, Request, SourceKind, Task
from support.embedded import ask_engine, engine, picture
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


@pytest.mark.parametrize("is_upright", [False, True])
def test_which_way_up_it_is_is_found_out_where_nobody_knows(is_upright: bool) -> None:
    page = np.full((360, 640, 3), 235, np.uint8)
    for row in range(6):
        words = f"Dear customer {row}, your order has been sent."
        cv2.putText(page, words, (30, 50 + 52 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 2, cv2.LINE_AA)
    shown = picture(np.ascontiguousarray(page[::-1, ::-1]), SourceKind.CAMERA)
    request = Request(1, shown.id, Task.DESCRIBE, is_upright=is_upright)
    said = "".join(event.text for event in engine().answer(request, shown) if isinstance(event, Piece))
    assert ("180 degrees" in said) is not is_upright, said
