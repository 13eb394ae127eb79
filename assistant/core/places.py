"""Where in a picture a thing lies, as one says it: by ninths."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.core.domain import Box


class Place(StrEnum):
    """The ninths of a picture, and the whole of it."""

    UPPER_LEFT = "upper left"
    TOP = "top"
    UPPER_RIGHT = "upper right"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    LOWER_LEFT = "lower left"
    BOTTOM = "bottom"
    LOWER_RIGHT = "lower right"
    ALL_OVER = "all over"


_ROWS = (
    (Place.UPPER_LEFT, Place.TOP, Place.UPPER_RIGHT),
    (Place.LEFT, Place.MIDDLE, Place.RIGHT),
    (Place.LOWER_LEFT, Place.BOTTOM, Place.LOWER_RIGHT),
)
_FILLS = 0.6


def place_of(box: Box, width: int, height: int) -> Place:
    """Return the ninth of a picture of that size (pixels) in which the box has its middle.

    A box that covers more than six tenths of the picture is ALL_OVER.
    """
    if width <= 0 or height <= 0:
        return Place.MIDDLE
    if box.area > _FILLS * width * height:
        return Place.ALL_OVER
    x, y = box.centre
    column = min(max(int(3 * x / width), 0), 2)
    row = min(max(int(3 * y / height), 0), 2)
    return _ROWS[row][column]
