"""Which frame of a camera that was just opened is taken."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.core.frames import Pixels
from assistant.narration.still import CANDIDATES, PATIENCE, Still

SHARP = np.kron(np.indices((20, 20)).sum(axis=0) % 2, np.ones((16, 16))) * 150 + 50


def frame(level: float = 1.0, blur: int = 0) -> NDArray[np.uint8]:
    """Return a chequered picture, darker or blurred."""
    grey = (SHARP * level).astype(np.uint8)
    rgb = np.repeat(grey[:, :, None], 3, axis=2)
    return np.asarray(cv2.blur(rgb, (blur, blur)) if blur else rgb, np.uint8)


def whole(number: int) -> Pixels:
    return Pixels(1, 1, bytes([number, 0, 0]))


def taken(frames: list[NDArray[np.uint8]], rate: float = 10) -> tuple[int, int]:
    """Return the number of the frame that is taken, and of the one at which that was decided."""
    still = Still()
    for number, each in enumerate(frames):
        seconds = number / rate
        if still.is_settled(each, seconds) and still.take(whole(number), each, seconds):
            assert still.best is not None
            return still.best.rgb[0], number
    raise AssertionError("nothing was taken")


def test_frames_count_only_once_the_exposure_rests() -> None:
    frames = [frame(0.2 + 0.05 * number) for number in range(12)] + [frame(0.8)] * 20
    number, _ = taken(frames)
    assert number >= 13


def test_the_sharpest_of_a_few_is_taken_wherever_it_stands() -> None:
    for sharpest in (8, 9, 10):
        blurs = [frame(blur=9)] * 30
        blurs[sharpest] = frame()
        assert taken(blurs)[0] == sharpest


def test_a_lamp_that_flickers_is_waited_for_no_longer_than_can_be_borne() -> None:
    frames = [frame(0.5 if number % 2 else 0.9) for number in range(60)]
    _, decided = taken(frames)
    assert decided / 10 <= PATIENCE + CANDIDATES / 10


def test_a_picture_is_looked_at_for_a_while_before_it_is_taken() -> None:
    _, decided = taken([frame()] * 60, rate=30)
    assert decided >= 30
