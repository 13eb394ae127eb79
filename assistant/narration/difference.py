"""In which pixels two frames differ, once the light, the shutter and a shaking hand are taken out.

`aligned` moves a frame onto another one by phase correlation. `difference` fits the light of one frame to the
other's: gain and offset per colour (automatic exposure, white balance), then row by row (the mains in a rolling
shutter), then slowly over the picture (daylight, a lamp on one side). At edges some of what is left is forgiven,
because no alignment is exact to less than a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.narration.frames import Frame

Map = NDArray[Any]
"""Height x width (x 3), float32 unless it says otherwise."""

FARTHEST = 0.08
"""A shift by a larger share of the picture is another view, not a shaking hand."""
_STEP = 5
"""Every so many-th pixel is enough to fit the light."""
_ALIKE = 8.0
"""Nobody sees a smaller difference of levels."""
_MOST_ROW_GAIN = 0.25
_MOST_SLOW = 22.0
_SLACK, _SLACK_MOVED = 0.12, 0.4
_SATURATED = 250.0
_WHITE = 238.0
_LEAST_SPREAD = 6.0
_SQUARE = np.ones((3, 3), np.uint8)


@dataclass(eq=False)
class Still:
    """A frame to compare others with: coarse RGB as float32, and its brightness."""

    rgb: Map
    grey: Map

    @classmethod
    def of(cls, coarse: Frame) -> Still:
        """Copy a coarse view."""
        return cls(coarse.astype(np.float32), np.asarray(cv2.cvtColor(coarse, cv2.COLOR_RGB2GRAY), np.float32))


def is_alike(now: Map, reference: Map) -> bool:
    """Tell whether two frames or brightnesses are alike as they are: most frames of a calm scene are."""
    return float(cv2.blur(cv2.absdiff(now, reference), (3, 3)).max()) < _ALIKE


def aligned(still: Still, reference: Still) -> tuple[Still, tuple[float, float]]:
    """Return `still` moved onto `reference`, and by how many pixels it was shifted; unmoved where that fits as well."""
    height, width = still.grey.shape
    window = _window(width, height)
    # Windowed here, because some versions of OpenCV write the windowed pixels back into the frames themselves.
    (x, y), _ = cv2.phaseCorrelate(cv2.multiply(reference.grey, window), cv2.multiply(still.grey, window))
    if max(abs(x) / width, abs(y) / height) > FARTHEST or max(abs(x), abs(y)) < 0.1:
        return still, (0.0, 0.0)
    matrix = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
    grey = _moved(still.grey, matrix, cv2.INTER_LINEAR)
    if _misfit(grey, reference.grey, x, y) > 0.97 * _misfit(still.grey, reference.grey, x, y):
        return still, (0.0, 0.0)
    return Still(_moved(still.rgb, matrix, cv2.INTER_CUBIC), grey), (x, y)


def difference(now: Still, reference: Still, shift: tuple[float, float] = (0.0, 0.0)) -> Map:
    """Return by how many levels (0 … 255) each pixel differs that no light, row or misplaced edge explains.

    Both have one size; what came from beyond the edge by `shift` counts as equal.
    """
    lit = relit(now.rgb, reference.rgb)
    steepest = cv2.max(_steepness(reference.rgb), _steepness(lit))
    slack = _SLACK_MOVED if any(shift) else _SLACK
    found: Map = np.asarray(cv2.addWeighted(cv2.absdiff(lit, reference.rgb), 1.0, steepest, -slack, 0.0))
    # A pixel at the end of the scale tells only that the true value lies beyond it.
    over, under = cv2.max(now.rgb, reference.rgb), cv2.min(lit, reference.rgb)
    found[((over >= _SATURATED) & (under >= 0.8 * _SATURATED)) | (under >= _WHITE)] = 0
    red, green, blue = cv2.split(found)
    _, most = cv2.threshold(cv2.max(cv2.max(red, green), blue), 0.0, 0.0, cv2.THRESH_TOZERO)
    most = np.asarray(cv2.blur(most, (3, 3)))
    _blank_edges(most, shift)
    return most


def relit(now: Map, reference: Map) -> Map:
    """Return `now` as it would look in the light of `reference`."""
    gains, offsets = _fitted(now[::_STEP, ::_STEP].reshape(-1, 3), reference[::_STEP, ::_STEP].reshape(-1, 3))
    lit: Map = np.asarray(cv2.transform(now, np.column_stack([np.diag(gains), offsets])))
    ratio = (lit[:, ::_STEP, 1] + 10) / (reference[:, ::_STEP, 1] + 10)
    rows = np.median(ratio, axis=1).astype(np.float32)
    rows = np.clip(rows, 1 - _MOST_ROW_GAIN, 1 + _MOST_ROW_GAIN)
    lit /= cv2.blur(rows, (1, 5), borderType=cv2.BORDER_REPLICATE).reshape(-1, 1, 1)
    return np.asarray(cv2.subtract(lit, _slow(lit - reference)))


def _slow(residue: Map) -> Map:
    """Return what of a residue is slow over the picture, judged where it is small: things that changed are left out."""
    height, width = residue.shape[:2]
    few = cv2.resize(residue, (width // 4, height // 4), interpolation=cv2.INTER_LINEAR)
    keep = (np.abs(few).max(axis=2, keepdims=True) < _MOST_SLOW).astype(np.float32)
    reach = (width // 12 | 1, height // 12 | 1)
    sums = cv2.blur(few * keep, reach, borderType=cv2.BORDER_REFLECT)
    counts = cv2.blur(keep, reach, borderType=cv2.BORDER_REFLECT)[..., None]
    return np.asarray(cv2.resize(sums / (counts + 0.15), (width, height), interpolation=cv2.INTER_LINEAR))


def _steepness(rgb: Map) -> Map:
    """Return how much the neighbours of each pixel differ: there, half a pixel of misplacement looks like a change."""
    return np.asarray(cv2.subtract(cv2.dilate(rgb, _SQUARE), cv2.erode(rgb, _SQUARE)))


def grain(now: Still, before: Still) -> float:
    """Return the noise (standard deviation in levels) from two frames in a row; what moves hardly counts."""
    change = np.abs(now.grey - before.grey)[::2, ::2]
    return float(np.median(change)) / 0.6745 / 2**0.5


def _fitted(now: Map, reference: Map) -> tuple[Map, Map]:
    """Fit reference = gain x now + offset per colour, thrice, each time without what fits worst: it changed."""
    keep = np.ones(len(now), bool)
    gains, offsets = np.ones(3, np.float32), np.zeros(3, np.float32)
    for _ in range(3):
        some, other = now[keep], reference[keep]
        middle, wanted = some.mean(axis=0), other.mean(axis=0)
        spread = ((some - middle) ** 2).mean(axis=0)
        slope = ((some - middle) * (other - wanted)).mean(axis=0) / np.maximum(spread, 1e-3)
        plain = (wanted + 1) / (middle + 1)
        gains = np.where(spread > _LEAST_SPREAD**2, np.clip(slope, 0.5 * plain, 1.6 * plain), plain).astype(np.float32)
        offsets = (wanted - gains * middle).astype(np.float32)
        misfit = np.abs(now * gains + offsets - reference).max(axis=1)
        keep = misfit <= max(4.0, 2.0 * float(np.median(misfit)))
    return gains, offsets


def _misfit(grey: Map, reference: Map, x: float, y: float) -> float:
    """Return how badly two frames fit where both show something; a thing that changed can't outweigh the rest."""
    right, down = int(abs(x)) + 1, int(abs(y)) + 1
    inner = (slice(down, -down), slice(right, -right))
    some, other = grey[inner], reference[inner]
    return float(np.minimum(np.abs((some - some.mean()) - (other - other.mean())), 40).mean())


def _blank_edges(found: Map, shift: tuple[float, float]) -> None:
    across, down = int(np.ceil(abs(shift[0]))) + 1, int(np.ceil(abs(shift[1]))) + 1
    found[:down], found[-down:], found[:, :across], found[:, -across:] = 0, 0, 0, 0


def _moved(values: Map, matrix: Map, how: int) -> Map:
    size = (values.shape[1], values.shape[0])
    return np.asarray(cv2.warpAffine(values, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE), np.float32)


@cache
def _window(width: int, height: int) -> Map:
    return np.asarray(cv2.createHanningWindow((width, height), cv2.CV_32F), np.float32)
