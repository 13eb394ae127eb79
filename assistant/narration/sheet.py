"""Where a page, a book or a screen is in a frame, and over which edges it runs.

A page is a quadrilateral of one tone with lines of writing on it; where no edge of it can be seen (white paper on a
white table), it is what the lines of writing take up. What has no writing on it is no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from assistant.core.box import Box
from assistant.core.camera import Advice
from assistant.narration.difference import Map
from assistant.narration.frames import Views

_LEAST_SHARE = 0.07
_FILLED = 0.86
_LEAST_ANGLE = 48.0
_CONTACT = 0.10
"""A page that touches an edge along so much of it runs over it."""
_LEAST_LINES = 3
_STROKE = 16
_PLAIN = 38.0
"""Paper: so little (levels) does its tone vary between the letters, also where light falls from one side."""
_TONE = 20
_IN_LINES = 0.5
_LINE_GAP = 15
"""Lines of writing that are no farther apart belong to one block, in pixels of the fine view."""
_NEAR = 5
_USUAL_FOCAL = 1.1
"""The square of a usual camera's focal length, in long sides of its frame."""
_FLAT = 320
"""Long side at which writing is looked for on a rectified candidate."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page in the fine view: corners (4 x 2: left top, right top, right bottom, left bottom), and where it is cut."""

    corners: Map
    cut: frozenset[Advice]

    @property
    def is_whole(self) -> bool:
        """Tell whether no edge of the frame cuts it."""
        return not self.cut


def find_sheet(views: Views) -> Sheet | None:
    """Return the page in a frame, None where there is none."""
    half = cv2.resize(views.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    lines = writing(views.grey)
    best: tuple[float, Sheet] | None = None
    for region in _regions(half, [Box(box.x // 2, box.y // 2, box.width // 2, box.height // 2) for box in lines]):
        cut, corners = _crossed(region, half.shape), _quadrilateral(region)
        # What runs over more than two edges is the wall or the table rather than a page.
        if corners is None or len(cut) > 2:
            continue
        area, filled = float(cv2.contourArea(region)), float(cv2.contourArea(corners))
        score = (area / filled) ** 8 * area**0.5
        if (best is None or score > best[0]) and _has_writing(flattened(views.grey, 2 * corners, _FLAT)):
            best = (score, Sheet(2 * corners, cut))
    return best[1] if best is not None else _from_writing(views)


def flattened(pixels: Map, corners: Map, long_side: int | None = None) -> Map:
    """Return what lies between four corners as an upright rectangle of plausible shape; `long_side` bounds its size."""
    width, height = rectangle(corners, pixels.shape[1], pixels.shape[0])
    if long_side is not None:
        factor = min(1.0, long_side / max(width, height))
        width, height = max(8, round(width * factor)), max(8, round(height * factor))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    how = cv2.INTER_AREA if long_side is not None else cv2.INTER_CUBIC
    return np.asarray(cv2.warpPerspective(pixels, matrix, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE))


def rectangle(corners: Map, width: int, height: int) -> tuple[int, int]:
    """Return width and height of the rectangle that is seen as four corners in a frame of that size.

    The ratio is the true one where the perspective tells it (Zhang and He, "Whiteboard scanning and image enhancement",
    2007, with the frame's middle as the principal point), else that of the sides.
    """
    left_top, right_top, right_bottom, left_bottom = corners.astype(float)
    across = max(np.hypot(*(right_top - left_top)), np.hypot(*(right_bottom - left_bottom)))
    down = max(np.hypot(*(left_bottom - left_top)), np.hypot(*(right_bottom - right_top)))
    ratio = _true_ratio(corners.astype(float) - (width / 2, height / 2), float(max(width, height)))
    if ratio is None or not 0.6 < ratio * down / across < 1.7:
        ratio = across / down
    if across / down > ratio:
        return max(8, round(across)), max(8, round(across / ratio))
    return max(8, round(down * ratio)), max(8, round(down))


def _true_ratio(corners: Map, unit: float) -> float | None:
    m1, m2, m4, m3 = (np.array([x / unit, y / unit, 1.0]) for x, y in corners)
    below2, below3 = float(np.dot(np.cross(m2, m4), m3)), float(np.dot(np.cross(m3, m4), m2))
    if abs(below2) < 1e-9 or abs(below3) < 1e-9:
        return None
    n2 = np.dot(np.cross(m1, m4), m3) / below2 * m2 - m1
    n3 = np.dot(np.cross(m1, m4), m2) / below3 * m3 - m1
    # A page tilted in one direction only tells no focal length; cameras differ little enough for a usual one.
    depth = n2[2] * n3[2]
    focal = -(n2[0] * n3[0] + n2[1] * n3[1]) / depth if abs(depth) > 2e-3 else _USUAL_FOCAL
    focal = focal if 0.3 < focal < 4 else _USUAL_FOCAL
    weight = np.array([1 / focal, 1 / focal, 1.0])
    return float(np.sqrt((n2 * n2 * weight).sum() / (n3 * n3 * weight).sum()))


def _regions(grey: Map, lines: list[Box]) -> Iterator[Map]:
    """Yield the outlines of what may be a page: of the paper's tone, bright, dark, or within closed edges."""
    smooth = cv2.medianBlur(grey, 5)
    if len(lines) >= _LEAST_LINES:
        tone = np.median([np.quantile(grey[box.y : box.bottom + 1, box.x : box.right + 1], 0.85) for box in lines])
        yield from _outlines(np.abs(smooth.astype(np.int16) - int(tone)) < _TONE)
    otsu, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    upper = smooth[smooth > otsu]
    higher = cv2.threshold(upper, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0] if upper.size else otsu
    for mask in (smooth > otsu, smooth > higher, smooth <= otsu):
        yield from _outlines(mask)
    edges = cv2.dilate(cv2.Canny(grey, 30, 80), np.ones((3, 3), np.uint8))
    yield from _outlines(edges == 0, close=False)


def _outlines(mask: Map, *, close: bool = True) -> Iterator[Map]:
    # Close the letters, then cut off what is as thin as a finger.
    whole = mask.astype(np.uint8)
    if close:
        whole = np.asarray(cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:2]:
        if cv2.contourArea(contour) < _LEAST_SHARE * mask.size:
            return
        filled = np.zeros_like(whole)
        cv2.drawContours(filled, [contour], -1, 1, -1)
        opened = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
        parts, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        yield max(parts, key=cv2.contourArea, default=contour)


def _quadrilateral(region: Map) -> Map | None:
    """Return the corners of a region that is nearly one, hands that cover its edges forgiven."""
    hull = cv2.convexHull(region)
    if len(hull) < 4:
        return None
    corners = _ordered(np.asarray(cv2.approxPolyN(hull, 4)).reshape(-1, 2).astype(np.float32))
    if len(corners) != 4 or cv2.contourArea(region) < _FILLED * cv2.contourArea(corners):
        return None
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(*before.T) * np.hypot(*after.T)
    angles = np.degrees(np.arccos(np.clip((before * after).sum(axis=1) / np.maximum(lengths, 1e-6), -1, 1)))
    return corners if angles.min() > _LEAST_ANGLE and angles.max() < 180 - _LEAST_ANGLE else None


def _ordered(corners: Map) -> Map:
    """Return corners clockwise, the left upper one first."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    return np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)


def _crossed(region: Map, shape: tuple[int, ...]) -> frozenset[Advice]:
    """Return over which edges of the frame a region runs."""
    height, width = shape[:2]
    inside = np.zeros((height, width), np.uint8)
    cv2.drawContours(inside, [region], -1, 1, -1)
    sides = (
        (Advice.CUT_LEFT, inside[:, 1]),
        (Advice.CUT_RIGHT, inside[:, -2]),
        (Advice.CUT_TOP, inside[1]),
        (Advice.CUT_BOTTOM, inside[-2]),
    )
    return frozenset(advice for advice, line in sides if line.mean() > _CONTACT)


# --- writing ----------------------------------------------------------------------------------------------


def writing(grey: Map) -> list[Box]:
    """Return the lines of writing in a frame that lie straight or stand upright, whichever are more."""
    strokes = _strokes(grey)
    lying = _lines(strokes)
    standing = _lines(np.ascontiguousarray(strokes.T))
    return lying if len(lying) >= len(standing) else [Box(box.y, box.x, box.height, box.width) for box in standing]


def _has_writing(flat: Map) -> bool:
    """Tell whether a rectified candidate is of one tone with lines of writing on it, along it or across."""
    strokes = _strokes(flat)
    strokes[:4], strokes[-4:], strokes[:, :4], strokes[:, -4:] = 0, 0, 0, 0
    paper = flat[4:-4, 4:-4][strokes[4:-4, 4:-4] == 0]
    if paper.size < 0.3 * flat.size or not _is_plain(paper):
        return False
    return any(_is_written(turned, _lines(turned)) for turned in (strokes, np.ascontiguousarray(strokes.T)))


def _is_plain(paper: Map) -> bool:
    return float(np.quantile(paper, 0.85)) - float(np.quantile(paper, 0.15)) < _PLAIN


def _is_written(strokes: Map, lines: list[Box]) -> bool:
    """Tell whether there are lines, and little but lines: fur and leaves have thin strokes everywhere."""
    if len(lines) < _LEAST_LINES:
        return False
    inside = sum(int(strokes[box.y : box.bottom, box.x : box.right].sum()) for box in lines)
    return inside >= _IN_LINES * int(strokes.sum())


def _strokes(grey: Map) -> Map:
    """Return 1 where something thin is darker or, on a dark ground, brighter than what is around it."""
    is_bright = float(np.median(grey)) > 90
    kernel = np.ones((9, 9), np.uint8)
    thin = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT if is_bright else cv2.MORPH_TOPHAT, kernel)
    return np.asarray(thin > _STROKE, np.uint8)


def _lines(strokes: Map) -> list[Box]:
    """Return what is as long and even as a line of writing."""
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((1, 13), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((3, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    long = [
        Box(left, top, width, height)
        for left, top, width, height, area in stats[1:count].tolist()
        if width > max(28, 4 * height) and 3 <= height <= 48 and area > 0.4 * width * height
    ]
    middle = float(np.median([box.height for box in long])) if long else 0.0
    return [box for box in long if 0.5 * middle <= box.height <= 2 * middle]


def _from_writing(views: Views) -> Sheet | None:
    """Return the rectangle that lines of writing take up, where the edges of the page can't be seen."""
    joined = cv2.morphologyEx(_strokes(views.grey), cv2.MORPH_CLOSE, np.ones((_LINE_GAP, _LINE_GAP), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    block = max(contours, key=cv2.contourArea, default=None)
    if block is None or cv2.contourArea(block) < 0.5 * _LEAST_SHARE * joined.size:
        return None
    middle, size, angle = cv2.minAreaRect(block)
    size = (size[0] + 2 * _LINE_GAP, size[1] + 2 * _LINE_GAP)
    corners = _ordered(np.asarray(cv2.boxPoints((middle, size, angle)), np.float32))
    if not _has_writing(flattened(views.grey, corners, _FLAT)):
        return None
    limit = np.array([views.grey.shape[1] - 1, views.grey.shape[0] - 1], np.float32)
    # The margin may lie outside; the writing itself may not touch the edge.
    low, high = block.reshape(-1, 2).min(axis=0), block.reshape(-1, 2).max(axis=0)
    sides = (
        (Advice.CUT_LEFT, low[0] < _NEAR),
        (Advice.CUT_TOP, low[1] < _NEAR),
        (Advice.CUT_RIGHT, high[0] > limit[0] - _NEAR),
        (Advice.CUT_BOTTOM, high[1] > limit[1] - _NEAR),
    )
    cut = frozenset(advice for advice, is_over in sides if is_over)
    return Sheet(np.clip(corners, 0, limit), cut)
