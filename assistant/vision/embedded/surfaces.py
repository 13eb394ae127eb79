"""What a part of a picture is made of: flat surface, smooth gradient, drawn or written matter, or photograph.

This decides where the object detector may look at all. It works on exact pixel values, cell by cell, and names nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from assistant.core.domain import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.vision.embedded.pixels import Pixels

CELL = 16
"""Pixels of a cell's side."""
LONG_SIDE = 4096
"""Longer pictures are looked at in every n-th pixel: neighbours stay real pixels, never averages."""
LEAST_SIDE = 96
"""Smaller photographs hold nothing that the networks name rightly; icons and avatars are such."""
_EQUAL_SHARE = 0.30
_GRAIN = 1.2
_PHOTO_SHARE = 0.45
_WHOLE = ((0.40, 0.35), (0.25, 0.12))
"""A whole photograph: at least so many photographic cells, and fewer flat ones (blurred ones have neither)."""
_FILLED = 0.55
_SPOTS = 40
_TEXT_LINES = 6
_TEXT_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Surfaces:
    """Maps of one value per cell: `photo` where it is grainy and many-coloured, `flat` where it is one colour.

    `step` is how many of the picture's pixels a cell spans on each side. What a camera shows is never a screen, also
    where compression took the grain away.
    """

    photo: Pixels
    flat: Pixels
    step: int
    width: int
    height: int
    is_from_camera: bool = False

    @property
    def is_photograph(self) -> bool:
        """Tell whether the picture as a whole is a photograph, not a screen or a drawing."""
        if not self.photo.size:
            return False
        if self.is_from_camera:
            return not self.flat.all()
        photo, flat = float(self.photo.mean()), float(self.flat.mean())
        return any(photo >= least and flat < most for least, most in _WHOLE)


def look(pixels: Pixels, *, is_from_camera: bool = False) -> Surfaces:
    """Return the surfaces of a picture (height x width x 3, RGB)."""
    height, width = pixels.shape[:2]
    stride = max(1, -(-max(height, width) // LONG_SIDE))
    grid = pixels[::stride, ::stride]
    rows, columns = grid.shape[0] // CELL, grid.shape[1] // CELL
    if not rows or not columns:
        empty = np.zeros((0, 0), bool)
        return Surfaces(empty, empty, CELL * stride, width, height, is_from_camera)
    grid = np.ascontiguousarray(grid[: rows * CELL, : columns * CELL])
    grey = cv2.cvtColor(grid, cv2.COLOR_RGB2GRAY)
    # Screens repeat a pixel exactly from one column and row to the next; a camera's grain never does.
    packed = cv2.cvtColor(grid, cv2.COLOR_RGB2RGBA).view(np.uint32)[:, :, 0]
    equal = _share(packed[:, 1:] == packed[:, :-1], rows, columns)
    equal_down = _share(packed[1:] == packed[:-1], rows, columns)
    spread = _spread(grey, rows, columns)
    grain = _mean(cv2.convertScaleAbs(cv2.Laplacian(grey, cv2.CV_16S)).astype(np.float32), rows, columns)
    photo = (np.maximum(equal, equal_down) < _EQUAL_SHARE) & (grain > _GRAIN) & (spread > 6)
    return Surfaces(photo, spread <= 2, CELL * stride, width, height, is_from_camera)


def photographs(surfaces: Surfaces, texts: Sequence[Box]) -> list[Box]:
    """Return where photographs stand, the largest first, without those that are mostly text.

    `texts` are the boxes of the lines of text. A picture that is a photograph as a whole is one region.
    """
    whole = Box(0, 0, surfaces.width, surfaces.height)
    if surfaces.is_photograph:
        return [] if is_mostly_text(whole, texts) or min(surfaces.width, surfaces.height) < LEAST_SIDE else [whole]
    if not surfaces.photo.size:
        return []
    mask = cv2.morphologyEx(surfaces.photo.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    found = []
    for left, top, width, height, area in sorted(stats[1:count].tolist(), key=lambda row: -row[4])[:_SPOTS]:
        step = surfaces.step
        box = Box(left * step, top * step, width * step, height * step)
        share = float(surfaces.photo[top : top + height, left : left + width].mean())
        is_filled = area >= _FILLED * width * height and share >= _PHOTO_SHARE
        if is_filled and min(box.width, box.height) >= LEAST_SIDE and not is_mostly_text(box, texts):
            found.append(box)
    return found


def snap(pixels: Pixels, box: Box) -> Box:
    """Move the edges of a region, known to a cell, to where the photograph's grain really begins."""
    left, right = _grainy(pixels[box.y : box.bottom], box.x, box.right, 1)
    top, bottom = _grainy(pixels[:, left:right], box.y, box.bottom, 0)
    return Box(left, top, right - left, bottom - top)


def _grainy(band: Pixels, start: int, end: int, axis: int) -> tuple[int, int]:
    first, last = max(0, start - CELL), min(band.shape[axis], end + CELL)
    part = band[:, first:last] if axis else band[first:last].swapaxes(0, 1)
    is_grainy = (part[1:] != part[:-1]).any(axis=2).mean(axis=0) > 1 - _EQUAL_SHARE if part.shape[0] > 1 else []
    columns = np.flatnonzero(is_grainy)
    if not columns.size:
        return start, end
    return first + int(columns[0]), first + int(columns[-1]) + 1


def is_mostly_text(box: Box, texts: Sequence[Box]) -> bool:
    """Tell whether lines of text make up a region: then it is read, and nothing in it is named."""
    inside = [text for text in texts if 2 * box.intersection(text) > text.area]
    covered = sum(text.area for text in inside)
    return covered > _TEXT_SHARE * box.area or (len(inside) >= _TEXT_LINES and covered > 0.04 * box.area)


def _share(equal: Pixels, rows: int, columns: int) -> Pixels:
    whole = np.zeros((rows * CELL, columns * CELL), np.float32)
    whole[: equal.shape[0], : equal.shape[1]] = equal
    return _mean(whole, rows, columns)


def _mean(values: Pixels, rows: int, columns: int) -> Pixels:
    return np.asarray(cv2.resize(values, (columns, rows), interpolation=cv2.INTER_AREA))


def _spread(grey: Pixels, rows: int, columns: int) -> Pixels:
    """Return the brightest minus the darkest pixel of each cell; rows first, because they lie together in memory."""
    bands = grey.reshape(rows, CELL, -1)
    high = bands.max(axis=1).reshape(rows, columns, CELL).max(axis=2).astype(np.int16)
    low = bands.min(axis=1).reshape(rows, columns, CELL).min(axis=2).astype(np.int16)
    spread: Pixels = high - low
    return spread
