"""Cutting lines of text out of a picture, upright; knows nothing of what the letters say."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.core.domain import Box
from assistant.core.layout import Point, Quad

Pixels = NDArray[Any]
"""A picture as height x width x 3 bytes (RGB), or a map of one value per pixel."""
UPRIGHT_RATIO = 1.5
"""A cut-out that is so much higher than wide is a line written sideways."""


def quad_from_corners(corners: NDArray[Any]) -> Quad:
    """Return four corners (4 x 2, any order) as left top, right top, right bottom, left bottom."""
    by_x = sorted((float(x), float(y)) for x, y in corners)
    left_top, left_bottom = sorted(by_x[:2], key=_row)
    right_top, right_bottom = sorted(by_x[2:], key=_row)
    return left_top, right_top, right_bottom, left_bottom


def quad_from_box(box: Box) -> Quad:
    """Return the corners of a box."""
    left, top, right, bottom = map(float, (box.x, box.y, box.right, box.bottom))
    return (left, top), (right, top), (right, bottom), (left, bottom)


def hull(quad: Quad, width: int, height: int) -> Box:
    """Return the upright box around a quad, inside a picture of that size."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    right, bottom = min(width, math.ceil(max(xs))), min(height, math.ceil(max(ys)))
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def quad_size(quad: Quad) -> tuple[float, float]:
    """Return the length of a quad along its top side and across it."""
    (left_top, right_top, right_bottom, left_bottom) = quad
    along = max(math.dist(left_top, right_top), math.dist(left_bottom, right_bottom))
    across = max(math.dist(left_top, left_bottom), math.dist(right_top, right_bottom))
    return along, across


def cut_out(pixels: Pixels, quad: Quad) -> Pixels:
    """Return the quad's content as an upright strip; a line written sideways is turned by 90 degrees."""
    along, across = quad_size(quad)
    width, height = max(1, round(along)), max(1, round(across))
    if _is_upright(quad):
        box = hull(quad, pixels.shape[1], pixels.shape[0])
        strip = pixels[box.y : box.bottom, box.x : box.right]
    else:
        target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        matrix = cv2.getPerspectiveTransform(np.array(quad, np.float32), target)
        strip = cv2.warpPerspective(
            pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    if strip.shape[0] >= strip.shape[1] * UPRIGHT_RATIO:
        strip = np.ascontiguousarray(np.rot90(strip))
    return strip


def _row(point: Point) -> float:
    return point[1]


def _is_upright(quad: Quad) -> bool:
    (left_top, right_top, right_bottom, left_bottom) = quad
    return (
        max(abs(left_top[1] - right_top[1]), abs(left_bottom[1] - right_bottom[1])) < 1.0
        and max(abs(left_top[0] - left_bottom[0]), abs(right_top[0] - right_bottom[0])) < 1.0
    )
