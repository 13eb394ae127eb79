"""What is drawn on a screen: windows with their title bars, buttons and fields, from the edges in its pixels.

Only what was found is told: a flat toolbar or an icon without a frame is not there for it. It reads no text;
`scene` puts the words to the shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from assistant.core.domain import Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.vision.embedded.pixels import Pixels

_LONG_SIDE = 4096
_ACROSS, _DOWN = 24, 12
_FILLED = 0.8
_MOST_FRAMES = 400
_CONTROL_HEIGHT = (18, 72)
_BUTTON_WIDTH = 420
_WINDOW = (160, 100)
_WINDOW_SHARE = 0.02
_BAR_HEIGHT = (14, 64)
_BAR_EDGE = 0.8
_FIELD_RATIO = 4
_LIGHT = 200
_REACH = 5
_CONTRAST = 10
_BAR_CONTRAST = 4
_EDGE = 5


@dataclass(frozen=True, slots=True)
class Window:
    """A frame with a title bar: `bar` is the strip at its top, `menu` the strip below that, where one is ruled off."""

    box: Box
    bar: Box
    menu: Box | None = None


@dataclass(frozen=True, slots=True)
class Shapes:
    """Frames that were found, in the picture's pixels: windows, what could be buttons, what could be fields."""

    windows: tuple[Window, ...] = ()
    buttons: tuple[Box, ...] = ()
    fields: tuple[Box, ...] = ()


def find_shapes(pixels: Pixels) -> Shapes:
    """Return the shapes of a screen (height x width x 3, RGB), each kind from the top."""
    height, width = pixels.shape[:2]
    stride = max(1, -(-max(height, width) // _LONG_SIDE))
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[::stride, ::stride]), cv2.COLOR_RGB2GRAY)
    if min(grey.shape) < 2 * _DOWN:
        return Shapes()
    edges = cv2.Canny(grey, 20, 60)
    frames = _frames(edges)
    windows = _windows(frames, edges, grey)
    controls = [box for box in frames if _CONTROL_HEIGHT[0] <= box.height * stride <= _CONTROL_HEIGHT[1]]
    buttons = [box for box in controls if box.width * stride <= _BUTTON_WIDTH and _is_outlined(grey, box)]
    fields = [box for box in controls if _is_field(grey, box) and not any(_spans(box, each.box) for each in windows)]
    return Shapes(
        tuple(_enlarged(each, stride) for each in windows),
        tuple(_scaled(box, stride) for box in _distinct(buttons)),
        tuple(_scaled(box, stride) for box in _distinct(fields)),
    )


def _frames(edges: Pixels) -> list[Box]:
    """Return rectangles: long horizontal and vertical edges that close around their box."""
    across = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((1, _ACROSS), np.uint8))
    down = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((_DOWN, 1), np.uint8))
    # Rounded corners leave gaps between the sides.
    lines = cv2.morphologyEx(cv2.bitwise_or(across, down), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    contours, _ = cv2.findContours(lines, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = _filled(contours, 0)
    # What closing leaves of them lies askew: lines that are a pixel thicker meet there, and are taken by their outside.
    thicker = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    contours, levels = cv2.findContours(thicker, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [contour for contour, level in zip(contours, levels[0], strict=True) if level[3] < 0] if contours else []
    found += [box for box in _filled(outer, 1) if box not in found]
    return sorted(found, key=lambda box: -box.area)[:_MOST_FRAMES]


def _filled(contours: Iterable[Pixels], thickness: int) -> list[Box]:
    """Return the boxes that contours fill, as they are without lines that are so much thicker on each side."""
    found = []
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        is_filled = cv2.contourArea(contour) >= _FILLED * width * height
        box = Box(x + thickness, y + thickness, width - 2 * thickness, height - 2 * thickness)
        if is_filled and box.width >= _ACROSS and box.height >= _DOWN:
            found.append(box)
    return found


def _windows(frames: Iterable[Box], edges: Pixels, grey: Pixels) -> list[Window]:
    """Return the large frames that have a title bar: without one a frame may be a table or a picture."""
    least = _WINDOW_SHARE * edges.size
    large = [box for box in frames if box.area >= least and box.width >= _WINDOW[0] and box.height >= _WINDOW[1]]
    found = []
    for box in _distinct(large):
        bar = _bar(box, edges)
        if bar is not None and _differs_below(bar, grey):
            below = Box(box.x, bar.bottom, box.width, box.height - bar.height)
            found.append(Window(box, bar, _bar(below, edges)))
    return found


def _bar(box: Box, edges: Pixels) -> Box | None:
    """Return the strip at the top of a frame down to the first edge that runs along the whole of it."""
    strip = edges[box.y + 2 : box.y + _BAR_HEIGHT[1] + 4, box.x + 4 : box.right - 4] > 0
    # A line that leans by a pixel is spread over two rows.
    spread = strip[:-1] | strip[1:]
    rows = np.flatnonzero(spread.mean(axis=1) >= _BAR_EDGE) + 2 if spread.size else np.zeros(0, int)
    rows = rows[(rows >= _BAR_HEIGHT[0]) & (rows <= _BAR_HEIGHT[1])]
    return Box(box.x, box.y, box.width, int(rows[0])) if rows.size else None


def _differs_below(bar: Box, grey: Pixels) -> bool:
    """Tell whether a strip has another ground than what is below it, as a title bar has."""
    inside = grey[bar.y + 3 : bar.bottom - 2, bar.x + 4 : bar.right - 4]
    below = grey[bar.bottom + 3 : bar.bottom + 3 + bar.height, bar.x + 4 : bar.right - 4]
    if not inside.size or not below.size:
        return False
    return abs(float(np.median(inside)) - float(np.median(below))) >= _BAR_CONTRAST


def _is_outlined(grey: Pixels, box: Box) -> bool:
    """Tell whether a line runs above and below a frame: a selected word has a ground of its own, but no outline."""
    quarter = box.width // 4
    band = grey[:, box.x + quarter : max(box.x + quarter + 1, box.right - quarter)]
    return all(
        _is_line(np.median(band[max(0, row - _REACH) : row + _REACH + 1], axis=1)) for row in (box.y, box.bottom - 1)
    )


def _is_line(profile: Pixels) -> bool:
    """Tell whether a profile across an edge is darker, or lighter, in between than at both ends."""
    low, high = min(profile[0], profile[-1]), max(profile[0], profile[-1])
    return bool(profile.min() <= low - _CONTRAST or profile.max() >= high + _CONTRAST)


def _is_field(grey: Pixels, box: Box) -> bool:
    """Tell whether a frame is wide and its ground light."""
    if box.width < _FIELD_RATIO * box.height:
        return False
    margin = max(2, box.height // 6)
    part = grey[box.y + margin : box.bottom - margin, box.x + margin : box.right - margin]
    return bool(part.size) and float(np.median(part)) >= _LIGHT and float((part >= _LIGHT).mean()) > 0.7


def _spans(box: Box, window: Box) -> bool:
    """Tell whether a strip runs from edge to edge of a window: a bar, not a field."""
    return abs(box.x - window.x) <= 6 and abs(box.right - window.right) <= 6


def _distinct(boxes: Iterable[Box]) -> list[Box]:
    """Drop frames that are the inner or outer edge of another one; the larger stays. From the top."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda each: -each.area):
        if not any(_is_twin(box, other) for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda box: (box.y, box.x))


def _is_twin(box: Box, other: Box) -> bool:
    margins = box.x - other.x, box.y - other.y, other.right - box.right, other.bottom - box.bottom
    if min(margins) >= 0 and max(margins) <= _EDGE:
        return True
    shared = box.intersection(other)
    return shared > 0.85 * (box.area + other.area - shared)


def _enlarged(window: Window, by: int) -> Window:
    menu = None if window.menu is None else _scaled(window.menu, by)
    return Window(_scaled(window.box, by), _scaled(window.bar, by), menu)


def _scaled(box: Box, by: int) -> Box:
    return Box(box.x * by, box.y * by, box.width * by, box.height * by)
