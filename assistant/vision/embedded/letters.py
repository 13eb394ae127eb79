"""How large the letters of a line are drawn: their x-height in pixels. It reads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from assistant.core.domain import Box

if TYPE_CHECKING:
    from assistant.vision.embedded.lines import Line
    from assistant.vision.embedded.pixels import Pixels

_INK = 0.4
_DENSE = 0.45
_LEAST_CONTRAST = 16
_FRAME = 4
_LEAST_SIDE = 6
_MOST_RUNS = 2
_CAPITALS = 0.73
"""A small letter's height beside a capital's: a line in capitals is no larger for that."""


def letter_size(pixels: Pixels, line: Line) -> float:
    """Return the height of the rows in which most ink of a line lies, 0 where that can't be told.

    Detectors draw their boxes with a margin that hides what is a heading, and in which parts of the lines above and
    below stand: only rows that follow each other count.
    """
    box = line.box
    part = pixels[box.y : box.bottom, box.x : box.right]
    if not part.size or box.height > box.width * 2:
        return 0.0
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY).astype(np.int16)
    away = np.abs(grey - int(np.median(grey)))
    if (most := int(away.max())) < _LEAST_CONTRAST:
        return 0.0
    rows = (away > _INK * most).mean(axis=1)
    height = float(_longest_run(rows >= _DENSE * np.percentile(rows, 90)))
    return height * _CAPITALS if _is_in_capitals(line.text) else height


def ink_box(pixels: Pixels, frame: Box) -> Box | None:
    """Return where ink stands inside a frame, with a margin as a detector of text draws it; None where it is empty."""
    left, top = frame.x + _FRAME, frame.y + _FRAME
    part = pixels[top : frame.bottom - _FRAME, left : frame.right - _FRAME]
    if min(part.shape[:2]) < _LEAST_SIDE:
        return None
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY).astype(np.int16)
    away = np.abs(grey - int(np.median(grey)))
    if int(away.max()) < _LEAST_CONTRAST:
        return None
    rows, columns = np.nonzero(away > _INK * int(away.max()))
    first, last = int(columns.min()) - _FRAME, int(columns.max()) + _FRAME
    upper, lower = int(rows.min()) - _FRAME, int(rows.max()) + _FRAME
    return Box(left + first, top + upper, last - first + 1, lower - upper + 1)


def words_in_bar(pixels: Pixels, bar: Box) -> list[Box]:
    """Return where words may stand in a title bar, those nearest its middle first: its buttons are at the ends."""
    part = pixels[bar.y + 2 : bar.bottom - 1, bar.x + _FRAME : bar.right - _FRAME]
    if min(part.shape[:2]) < _LEAST_SIDE:
        return []
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY).astype(np.int16)
    # Bars are often shaded from top to bottom: ink is what differs from its own row.
    away = np.abs(grey - np.median(grey, axis=1, keepdims=True))
    if away.max() < _LEAST_CONTRAST:
        return []
    columns = np.flatnonzero((away > _INK * away.max()).any(axis=0))
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > bar.height) + 1)
    found = [
        Box(bar.x + int(run[0]), bar.y, int(run[-1] - run[0]) + 1 + 2 * _FRAME, bar.height)
        for run in runs
        if run[-1] - run[0] >= bar.height
    ]
    return sorted(found, key=lambda box: abs(box.centre[0] - bar.centre[0]))[:_MOST_RUNS]


def _longest_run(is_dense: Pixels) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_dense.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _is_in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalnum()]
    return sum(letter.isupper() or letter.isdigit() for letter in letters) > 0.7 * len(letters)
