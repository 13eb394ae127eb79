"""How bright it is before the camera, and from where the light comes."""

from __future__ import annotations

import cv2
import numpy as np

from assistant.core.camera import Light
from assistant.narration.frames import Views

_GRID = (32, 18)
_BRIGHTER = 14.0
"""A place that outshines the median by less is not where light comes from."""
_CLEAR = 70.0


def light_of(views: Views) -> Light:
    """Return the light: level 0 … 1, direction -1 … 1 to the right and downwards, nearer 0 the more even it is."""
    grey = cv2.resize(views.coarse_grey, _GRID, interpolation=cv2.INTER_AREA).astype(np.float32)
    level = float(grey.mean()) / 255
    middle, top = float(np.median(grey)), float(np.quantile(grey, 0.98))
    shine = np.maximum(0, grey - middle - max(_BRIGHTER, 0.3 * (top - middle)))
    if not shine.any():
        return Light(level)
    across, down = np.linspace(-1, 1, _GRID[0]), np.linspace(-1, 1, _GRID[1])
    strength = min(1.0, (top - middle) / _CLEAR)
    x = float((shine.sum(axis=0) * across).sum() / shine.sum()) * strength
    y = float((shine.sum(axis=1) * down).sum() / shine.sum()) * strength
    return Light(level, x, y)
