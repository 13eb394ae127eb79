"""A frame of a camera in the sizes at which it is looked at. Nothing is kept of it beyond them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""Height x width x 3, RGB, rows from the top."""
Grey = NDArray[np.uint8]

FINE = 640
"""Long side of the view in which edges, lines of text and faces are looked for."""
_LEAST_SIDE = 32
COARSE = 256
"""Long side of the view in which changes are looked for."""


@dataclass(eq=False)
class Views:
    """One frame and its smaller views, each made when it is asked for."""

    frame: Frame

    @cached_property
    def fine(self) -> Frame:
        """The frame with a long side of at most `FINE`."""
        return _not_tiny(shrunken(self.frame, FINE))

    @cached_property
    def coarse(self) -> Frame:
        """The frame with a long side of at most `COARSE`."""
        return _not_tiny(shrunken(self.fine, COARSE))

    @cached_property
    def grey(self) -> Grey:
        """Brightness of the fine view."""
        return np.asarray(cv2.cvtColor(self.fine, cv2.COLOR_RGB2GRAY), np.uint8)

    @cached_property
    def coarse_grey(self) -> Grey:
        """Brightness of the coarse view."""
        return np.asarray(cv2.cvtColor(self.coarse, cv2.COLOR_RGB2GRAY), np.uint8)


def _not_tiny(pixels: Frame) -> Frame:
    """Return the pixels, stretched where a side is too short for the filters: a hostile video may have such frames."""
    height, width = pixels.shape[:2]
    if min(height, width) >= _LEAST_SIDE:
        return pixels
    size = (max(_LEAST_SIDE, width), max(_LEAST_SIDE, height))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def shrunken(pixels: Frame, long_side: int) -> Frame:
    """Return the pixels with a long side of at most `long_side`: averages, so that the noise shrinks with them."""
    height, width = pixels.shape[:2]
    if max(height, width) <= long_side:
        return pixels
    # By half as often as it goes: OpenCV averages whole numbers of pixels five times as fast.
    while max(height, width) >= 2 * long_side:
        height, width = max(1, height // 2), max(1, width // 2)
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    factor = long_side / max(height, width)
    if factor == 1:
        return pixels
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
