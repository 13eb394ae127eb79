"""Where text stands in a picture: the PP-OCR detector, run band by band so that the top is known early.

The network's probability map is stitched from bands with shared context, blank margins and blank rows are never
computed, and whole boxes are read from the stitched map: a band's edge cuts no line. It reads no letters and
knows no order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from assistant.vision.embedded.pixels import quad_from_corners

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.core.layout import Quad
    from assistant.vision.embedded.pixels import Pixels

LONG_SIDE = 1920
"""Longer pictures are shrunk to this before detection: the detector's own tuned bound."""
BAND_ROWS = 300
"""Rows that a band adds to the map, about: it bounds the memory (three bands for 1080p: 100 MB less than two)."""
CONTEXT_ROWS = 64
"""Rows of context on both sides of a band: the map near a cut needs to see beyond it."""
MAP_THRESHOLD = 0.3
BOX_THRESHOLD = 0.35
GROWTH = 1.6
"""The network marks a shrunken core of each line; area x growth / perimeter is the way back (DB, arXiv:1911.08947)."""
MOST_BOXES = 1000
MULTIPLE = 32
QUIET = 6
"""Neighbouring pixels that differ by less than this (of 255) are one background."""
GAP_ROWS = 96
"""Blank rows that are worth leaving out."""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows [top, bottom) and columns [left, right) of the shrunken picture that one run adds to the map."""

    top: int
    bottom: int
    left: int
    right: int


class Detector:
    """Finds lines of text; `session` is an onnxruntime session of the PP-OCR detector. Not thread-safe."""

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - onnxruntime carries no types
        self._session = session
        self._input = session.get_inputs()[0].name

    def detect(self, pixels: Pixels) -> list[Quad]:
        """Return the quads of all lines, unordered, in the picture's pixels."""
        *_, (quads, _) = self.sweep(pixels)
        return quads

    def sweep(self, pixels: Pixels) -> Iterator[tuple[list[Quad], float]]:
        """Yield after each band, from the top: all quads known so far, and the row down to which they are final.

        The last one has them all, and the picture's height. A picture without anything in it yields once.
        """
        height, width = pixels.shape[:2]
        factor = min(1.0, LONG_SIDE / max(height, width))
        small = shrunken(pixels, factor)
        bands = plan_bands(small)
        probability = np.zeros(small.shape[:2], np.float32)
        for band in bands[:-1]:
            self._run(small, band, probability)
            yield self._final_boxes(probability, band.bottom, factor)
        if bands:
            self._run(small, bands[-1], probability)
        yield boxes_from_map(probability, 1 / factor), float(height)

    def _final_boxes(self, probability: Pixels, bottom: int, factor: float) -> tuple[list[Quad], float]:
        known = boxes_from_map(probability[:bottom], 1 / factor)
        limit = (bottom - CONTEXT_ROWS / 2) / factor
        return [quad for quad in known if max(y for _, y in quad) < limit], limit

    def _run(self, small: Pixels, band: Band, probability: Pixels) -> None:
        above = min(CONTEXT_ROWS, band.top)
        below = min(CONTEXT_ROWS, small.shape[0] - band.bottom)
        part = small[band.top - above : band.bottom + below, band.left : band.right]
        rows, columns = part.shape[:2]
        padded = cv2.copyMakeBorder(part, 0, _to_multiple(rows), 0, _to_multiple(columns), cv2.BORDER_REPLICATE)
        blob = cv2.dnn.blobFromImage(padded, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True)
        (result,) = self._session.run(None, {self._input: blob})
        probability[band.top : band.bottom, band.left : band.right] = result[
            0, 0, above : above + band.bottom - band.top, :columns
        ]


def shrunken(pixels: Pixels, factor: float) -> Pixels:
    """Return the picture scaled down by the factor, at least one pixel each way."""
    if factor >= 1.0:
        return pixels
    height, width = pixels.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def plan_bands(pixels: Pixels) -> list[Band]:
    """Return the bands, from the top, that cover everything that isn't one plain background."""
    across, down = _busy(pixels)
    rows, columns = np.flatnonzero(across), np.flatnonzero(down)
    if not rows.size or not columns.size:
        return []
    left = max(0, int(columns[0]) - MULTIPLE)
    right = min(pixels.shape[1], int(columns[-1]) + 1 + MULTIPLE)
    breaks = np.flatnonzero(np.diff(rows) > GAP_ROWS)
    starts = [int(rows[0]), *(int(rows[index + 1]) for index in breaks)]
    ends = [*(int(rows[index]) + 1 for index in breaks), int(rows[-1]) + 1]
    bands: list[Band] = []
    for start, end in zip(starts, ends, strict=True):
        top, bottom = max(0, start - MULTIPLE), min(pixels.shape[0], end + MULTIPLE)
        count = -(-(bottom - top) // (BAND_ROWS + CONTEXT_ROWS))
        cuts = [top + (bottom - top) * index // count for index in range(count + 1)]
        bands += [Band(a, b, left, right) for a, b in pairwise(cuts)]
    return bands


def _busy(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Tell which rows and which columns hold a change of brightness along them."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    across = cv2.absdiff(grey[:, 1:], grey[:, :-1]) if grey.shape[1] > 1 else np.zeros_like(grey)
    down = cv2.absdiff(grey[1:], grey[:-1]) if grey.shape[0] > 1 else np.zeros_like(grey)
    return across.max(axis=1) > QUIET, down.max(axis=0) > QUIET


def boxes_from_map(probability: Pixels, factor: float) -> list[Quad]:
    """Return the quads of the map's blobs, grown back to full lines and scaled by the factor."""
    mask = cv2.dilate((probability > MAP_THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads: list[Quad] = []
    for contour in sorted(contours, key=len, reverse=True)[:MOST_BOXES]:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < 3 or _score(probability, contour) < BOX_THRESHOLD:
            continue
        growth = width * height * GROWTH / (width + height)
        corners = cv2.boxPoints((centre, (width + growth, height + growth), angle))
        quads.append(quad_from_corners(corners * factor))
    return quads


def _score(probability: Pixels, contour: Pixels) -> float:
    x, y, width, height = cv2.boundingRect(contour)
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [contour - (x, y)], 1)
    return float(cv2.mean(probability[y : y + height, x : x + width], inside)[0])


def _to_multiple(length: int) -> int:
    return -length % MULTIPLE if length > MULTIPLE else MULTIPLE * 2 - length
