"""The colour under the centre of a frame, as it would be in neutral light, and whether it is one that can be told."""

from __future__ import annotations

import cv2
import numpy as np

from assistant.narration.difference import Map
from assistant.narration.frames import Views

_REACH = 0.05
"""Half the side of the square that is looked at, as a share of the frame's short side."""
_GREYISH = 0.22
"""Nearly grey: so much of the brightest channel separates it from the darkest one. They tell the light's tint."""
_LEAST_GREYISH = 0.06
_MOST_GAIN = 1.3
_WHITE = 238.0
_DIM = 105.0
"""Where nothing in the frame is brighter (98th percentile), its colours are guesses."""
_MIXED = 26.0
"""More spread (levels) within the square is a pattern."""


def colour_of(views: Views) -> tuple[tuple[int, int, int], bool]:
    """Return the colour under the centre as sRGB bytes, corrected for the light, and whether it is sure."""
    pixels = views.coarse.reshape(-1, 3).astype(np.float32)
    top = float(np.quantile(pixels.max(axis=1), 0.98))
    tint, is_neutral = _tint(pixels)
    patch = _middle(views).reshape(-1, 3).astype(np.float32)
    seen = np.median(patch, axis=0)
    spread = float(np.median(np.abs(patch - seen).max(axis=1)))
    gain = min(_MOST_GAIN, max(1.0, _WHITE / max(top, 1.0)))
    colour = np.clip(seen * tint * gain + 0.5, 0, 255).astype(int)
    red, green, blue = (int(value) for value in colour)
    return (red, green, blue), is_neutral and top >= _DIM and spread <= _MIXED


def _middle(views: Views) -> Map:
    height, width = views.fine.shape[:2]
    reach = max(2, round(_REACH * min(height, width)))
    square = views.fine[height // 2 - reach : height // 2 + reach, width // 2 - reach : width // 2 + reach]
    return np.asarray(cv2.medianBlur(np.ascontiguousarray(square), 3))


def _tint(pixels: Map) -> tuple[Map, bool]:
    """Return the gain per channel that makes what is nearly grey quite grey, and whether there is enough of it.

    Only nearly grey pixels count, so a red shirt that fills the frame is not taken for red light, nor the other way
    round: then nobody can tell, and the colour is not sure.
    """
    most, least = pixels.max(axis=1), pixels.min(axis=1)
    usable = (most < 250) & (most > 40)
    greyish = usable & (most - least < _GREYISH * most)
    if float(greyish.mean()) < _LEAST_GREYISH:
        return np.ones(3, np.float32), False
    middle = pixels[greyish].mean(axis=0)
    return np.asarray(middle.mean() / middle, np.float32), True
