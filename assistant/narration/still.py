"""One good frame of a camera that was just opened: its exposure has settled, and it is the sharpest of a few."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np

from assistant.core.frames import Pixels
from assistant.narration.frames import Frame, Views

STEADY = 0.02
"""Cameras that adjust change their brightness by more than this share from one look to the next."""
STEADY_LOOKS = 3
CANDIDATES = 4
LEAST = 1.0
"""Seconds to look at the picture before it is taken: what is wrong with it is not told from one frame."""
PATIENCE = 2.5
"""Seconds after which the frames are taken as they are: a flickering lamp never settles."""


class Still:
    """Gets frame after frame and keeps the sharpest one of those that count."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=STEADY_LOOKS)
        self._started: float | None = None
        self._sharpness: list[float] = []
        self.best: Pixels | None = None

    def is_settled(self, small: Frame, seconds: float) -> bool:
        """Tell, for every frame in turn, whether frames count from here on."""
        if self._sharpness:
            return True
        if self._started is None:
            self._started = seconds
        self._levels.append(float(small.mean()) / 255)
        is_steady = len(self._levels) == STEADY_LOOKS and max(self._levels) - min(self._levels) <= STEADY
        return is_steady or seconds - self._started >= PATIENCE

    def take(self, whole: Pixels, pixels: Frame, seconds: float) -> bool:
        """Take a frame that counts, in both forms; tell whether there are enough of them."""
        sharpness = _sharpness(pixels)
        if not self._sharpness or sharpness > max(self._sharpness):
            self.best = whole
        self._sharpness.append(sharpness)
        is_looked_at = self._started is not None and seconds - self._started >= LEAST
        return is_looked_at and len(self._sharpness) >= CANDIDATES


def _sharpness(pixels: Frame) -> float:
    """Return the variance of the Laplacian: only frames of one scene can be compared by it."""
    grey = Views(pixels).grey
    return float(np.asarray(cv2.Laplacian(grey, cv2.CV_32F)).var())
