"""Tells drawings, something drawn on a ground, from screens, pages of text and gradients.

Only for pictures that somebody chose (a file, the clipboard, the camera, a region): on a whole screen drawn things are
windows and controls, and nothing here could tell them from art. It names nothing; the big model is asked what it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from assistant.core.domain import Box, SourceKind
from assistant.vision.embedded.surfaces import LEAST_SIDE, is_mostly_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.vision.embedded.pixels import Pixels
    from assistant.vision.embedded.structure import Shapes

CHOSEN = frozenset({SourceKind.FILE, SourceKind.CLIPBOARD, SourceKind.CAMERA, SourceKind.REGION})
_LONG_SIDE = 512
"""Pixels of the long side at which is looked: enough for shapes, too few for letters to matter."""
_OFF_GROUND = 24
_STROKE = 5
"""Pixels: what is thinner is a rule, a frame or a letter."""
_LEAST_SHARE = 0.01
_LEAST_SHAPE = 16
_FLAT = 0.95
_TEXT_MARGIN = 3


def drawing(pixels: Pixels, kind: SourceKind, shapes: Shapes, texts: Sequence[Box]) -> Box | None:
    """Return the box of the whole picture (height x width x 3, RGB) where it is a drawing; `texts` are its lines."""
    height, width = pixels.shape[:2]
    whole = Box(0, 0, width, height)
    if kind not in CHOSEN or min(width, height) < LEAST_SIDE or is_mostly_text(whole, texts):
        return None
    if shapes.windows or shapes.buttons or shapes.fields:
        return None
    return whole if _drawn_share(pixels, texts) >= _LEAST_SHARE else None


def _drawn_share(pixels: Pixels, texts: Sequence[Box]) -> float:
    """Return what share of the picture is covered by drawn shapes."""
    factor = min(1.0, _LONG_SIDE / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    off = (np.abs(small.astype(np.int16) - _ground(small)).max(axis=2) > _OFF_GROUND).astype(np.uint8)
    edges = cv2.Canny(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), 40, 120)
    for text in texts:
        left, top = int(text.x * factor) - _TEXT_MARGIN, int(text.y * factor) - _TEXT_MARGIN
        right, bottom = int(text.right * factor) + _TEXT_MARGIN, int(text.bottom * factor) + _TEXT_MARGIN
        off[max(top, 0) : bottom, max(left, 0) : right] = 0
        edges[max(top, 0) : bottom, max(left, 0) : right] = 0
    off = cv2.morphologyEx(off, cv2.MORPH_OPEN, np.ones((_STROKE, _STROKE), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(off, connectivity=8)
    drawn = sum(row[4] for row in stats[1:count].tolist() if _is_shape(row, edges))
    return float(drawn) / off.size


def _ground(pixels: Pixels) -> Pixels:
    """Return the commonest colour, to a sixteenth."""
    coarse = pixels.reshape(-1, 3) >> 4
    keys = (coarse[:, 0].astype(np.int32) << 8) | (coarse[:, 1].astype(np.int32) << 4) | coarse[:, 2]
    commonest = int(np.bincount(keys).argmax())
    ground: Pixels = np.median(pixels.reshape(-1, 3)[keys == commonest], axis=0).astype(np.int16)
    return ground


def _is_shape(row: list[int], edges: Pixels) -> bool:
    """Tell whether a component is drawn: large enough, with real edges round it, no band or panel along the border."""
    left, top, width, height, area = row
    if min(width, height) < _LEAST_SHAPE:
        return False
    rows, columns = edges.shape
    is_at_border = left == 0 or top == 0 or left + width == columns or top + height == rows
    if is_at_border and area > _FLAT * width * height:
        return False
    around = edges[max(top - 2, 0) : top + height + 2, max(left - 2, 0) : left + width + 2]
    return int((around > 0).sum()) >= width + height
