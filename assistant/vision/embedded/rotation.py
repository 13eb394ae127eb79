"""Which way up a page lies: for scans and photographs only, since a screen is never on its side.

The shapes of the lines on a thumbnail tell upright or head down from lying on a side; a few lines read both ways
round tell the rest. A page that gives no evidence stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.core.domain import Box
from assistant.vision.embedded.detector import shrunken
from assistant.vision.embedded.pixels import hull

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.core.domain import Region
    from assistant.core.layout import Quad
    from assistant.vision.embedded.pixels import Pixels
    from assistant.vision.embedded.recognisers import Reading

THUMBNAIL = 900
LONG_RATIO = 1.8
"""Boxes that are squarer say nothing about the writing's direction."""
MOST_LINES = 6
SURE_LINES = 2
"""So many long lines that read well as they are end the search."""
SURE = 0.85
SURE_LETTERS = 8
MARGIN = 1.2
"""The other way round must read better by this factor."""


class StripReader(Protocol):
    """What of the reader is needed here."""

    def detect(self, pixels: Pixels) -> list[Quad]:
        """Return where lines stand."""
        ...

    def read(self, strip: Pixels) -> Reading:
        """Return what an upright strip says, without what isn't text."""
        ...


def quarter_turns(pixels: Pixels, reader: StripReader, is_cancelled: Callable[[], bool] = lambda: False) -> int:
    """Return by how many quarter turns counterclockwise (numpy's `rot90`) the picture comes upright, 0 … 3."""
    factor = min(1.0, THUMBNAIL / max(pixels.shape[:2]))
    small = shrunken(pixels, factor)
    boxes = [hull(quad, small.shape[1], small.shape[0]) for quad in reader.detect(small)]
    lying = [box for box in boxes if box.width > LONG_RATIO * box.height]
    standing = [box for box in boxes if box.height > LONG_RATIO * box.width]
    if not lying and not standing:
        return 0
    is_on_side = sum(box.height for box in standing) > sum(box.width for box in lying)
    turns = (1, 3) if is_on_side else (0, 2)
    longest = sorted(standing if is_on_side else lying, key=lambda box: -max(box.width, box.height))
    strips = [_strip(pixels, box, factor) for box in longest[:MOST_LINES]]
    return _best_turn(strips, turns, reader, is_cancelled)


def turned(pixels: Pixels, turns: int) -> Pixels:
    """Return the picture turned counterclockwise by quarter turns."""
    return np.ascontiguousarray(np.rot90(pixels, turns)) if turns else pixels


def turned_back(region: Region, turns: int, width: int, height: int) -> Region:
    """Return a region of the turned picture where it lies in the picture as it came, `width` x `height` pixels."""
    outline = None
    if region.outline is not None:
        outline = tuple(_point_back(x, y, turns, width, height) for x, y in region.outline)
    corners = ((region.box.x, region.box.y), (region.box.right, region.box.bottom))
    (left, top), (right, bottom) = (_point_back(x, y, turns, width, height) for x, y in corners)
    box = Box(min(left, right), min(top, bottom), abs(right - left), abs(bottom - top))
    return replace(region, box=box, outline=outline)


def _point_back(x: int, y: int, turns: int, width: int, height: int) -> tuple[int, int]:
    return ((x, y), (width - y, x), (width - x, height - y), (y, height - x))[turns]


def _best_turn(
    strips: Sequence[Pixels],
    turns: tuple[int, int],
    reader: StripReader,
    is_cancelled: Callable[[], bool],
) -> int:
    scores = dict.fromkeys(turns, 0.0)
    sure = dict.fromkeys(turns, 0)
    for strip in strips:
        for turn in turns:
            if is_cancelled():
                return 0
            reading = reader.read(turned(strip, turn))
            letters = sum(map(str.isalnum, reading.text))
            scores[turn] += letters * reading.confidence
            sure[turn] += reading.confidence >= SURE and letters >= SURE_LETTERS
            if turn == 0 and sure[0] >= SURE_LINES and scores[0] > MARGIN * scores[2]:
                return 0
    first, second = turns
    if max(scores.values()) == 0:
        return 0
    return second if scores[second] > MARGIN * scores[first] else first


def _strip(pixels: Pixels, box: Box, factor: float) -> Pixels:
    left, top = round(box.x / factor), round(box.y / factor)
    right, bottom = round(box.right / factor), round(box.bottom / factor)
    return pixels[top:bottom, left:right]
