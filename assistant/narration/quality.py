"""Whether a frame is good enough to be told about: its light, its sharpness, and whether something covers the lens."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from assistant.core.camera import Advice
from assistant.narration.difference import Map
from assistant.narration.frames import Views

_DARK_MIDDLE, _DARK_TOP = 38, 66
"""Too dark: the median and the 90th percentile of brightness lie below these levels."""
_WASHED = ((0.18, 58), (0.1, 110))
_BURNT_SHARE = 0.5
"""Too bright: such shares are white and nothing is darker (5th percentile), or hardly anything else is left."""
_WHITE = 249
_SMALL = (64, 36)
_DETAIL = 0.055
"""A place has detail where neighbours among 64 x 36 differ by this share of the brightness."""
_COVERED_DETAIL = 0.04
_COVERED_TOP = 75
_SKIN_RED = 1.35
_FINGER_SHARE = 0.38
_SHARP = 1.28
_STRONG = 10.0
_STRONG_SHARE = 0.01
_REBLUR = 1.6


@dataclass(frozen=True, slots=True)
class Tones:
    """Percentiles of the brightness, 0 … 255, and the share of pixels that are white."""

    bottom: float
    middle: float
    top: float
    white: float


def faults(views: Views) -> frozenset[Advice]:
    """Return what is wrong with the whole frame; a covered lens is not dark or blurred besides."""
    tones = tones_of(views)
    if is_covered(views, tones):
        return frozenset({Advice.COVERED})
    found = set()
    if tones.middle < _DARK_MIDDLE and tones.top < _DARK_TOP:
        found.add(Advice.DARK)
    if is_burnt(tones):
        found.add(Advice.BRIGHT)
    if sharpness(views) < _SHARP:
        found.add(Advice.BLURRED)
    return frozenset(found)


def tones_of(views: Views) -> Tones:
    """Return how bright the frame is."""
    counts = cv2.calcHist([views.coarse_grey], [0], None, [256], [0, 256])
    shares = np.cumsum(np.asarray(counts).ravel()) / views.coarse_grey.size
    bottom, middle, top = (float(np.searchsorted(shares, share)) for share in (0.05, 0.5, 0.9))
    return Tones(bottom, middle, top, float(1 - shares[_WHITE - 1]))


def is_burnt(tones: Tones) -> bool:
    """Tell whether too much light left nothing to see in a large part of the frame."""
    is_washed = any(tones.white > share and tones.bottom > bottom for share, bottom in _WASHED)
    return is_washed or tones.white > _BURNT_SHARE


def is_covered(views: Views, tones: Tones) -> bool:
    """Tell whether a cap, a hand or a finger is before the lens: black, dark or red, without any detail."""
    small = cv2.resize(views.coarse, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)
    grey = small.mean(axis=2)
    detail = _detail(grey)
    if detail.mean() < _COVERED_DETAIL:
        return tones.top < _COVERED_TOP or _is_skin(small.reshape(-1, 3).mean(axis=0))
    smooth = (~detail).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smooth, connectivity=4)
    if count < 2:
        return False
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    left, top, width, height, area = stats[largest].tolist()
    touches = left == 0 or top == 0 or left + width == _SMALL[0] or top + height == _SMALL[1]
    return touches and area > _FINGER_SHARE * smooth.size and _is_skin(small[labels == largest].mean(axis=0))


def sharpness(views: Views) -> float:
    """Return how much the strongest edges lose when they are blurred, in the direction in which they lose least.

    A sharp edge loses more than half of its steepness (2 and more), one out of focus or smeared hardly any (1). Edges
    are compared with themselves, so it does not matter how many there are; without strong ones it is infinite: an empty
    wall is not blurred. After Zhuo and Sim, "Defocus map estimation from a single image", 2011.
    """
    grey = views.grey.astype(np.float32)
    soft = cv2.GaussianBlur(grey, (0, 0), _REBLUR)
    worst = np.inf
    for before, after in zip(_slopes(grey), _slopes(soft), strict=True):
        limit = max(_STRONG, float(np.quantile(after[::2, ::2], 1 - _STRONG_SHARE)))
        strong = after >= limit
        if float(strong.mean()) < _STRONG_SHARE / 4:
            continue
        worst = min(worst, float(np.quantile(before[strong] / after[strong], 0.7)))
    return worst


def _slopes(grey: Map) -> tuple[Map, ...]:
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *order, ksize=3, scale=0.25) for order in ((1, 0), (0, 1)))
    return tuple(np.abs(slope) for slope in (across, down, 0.7071 * (across + down), 0.7071 * (across - down)))


def _detail(grey: Map) -> Map:
    across = np.abs(np.diff(grey, axis=1, append=grey[:, -1:]))
    down = np.abs(np.diff(grey, axis=0, append=grey[-1:]))
    return np.asarray(np.maximum(across, down) > np.maximum(1.5, _DETAIL * (cv2.blur(grey, (9, 9)) + 4)))


def _is_skin(colour: Map) -> bool:
    red, green, blue = (float(value) + 1 for value in colour)
    return red > _SKIN_RED * green and red > _SKIN_RED * blue and red < 235
