"""Where a thing lies, as a tone: left or right, and higher the nearer it is to the middle. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.domain import Box

_CENTRED_X = 0.12
_CENTRED_Y = 0.18
_FILLS = 0.45
"""A thing this large has nowhere else to go; it is in the middle once it covers the middle."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """`pan` is -1 (left) … 1 (right), `height` 0 (at the rim) … 1 (in the middle)."""

    pan: float
    height: float
    is_centred: bool


def pointer(box: Box, width: int, height: int, *, is_mirrored: bool = False) -> Pointer:
    """Return where a box lies in a picture of that size (pixels).

    Mirrored is for a camera that faces the user: what it sees on its left is on the user's right, and sounds there.
    """
    x, y = box.centre
    across, down = 2 * x / width - 1, 2 * y / height - 1
    away = min(max(abs(across), abs(down)), 1.0)
    is_middle = abs(across) <= 2 * _CENTRED_X and abs(down) <= 2 * _CENTRED_Y
    covers = box.x <= width / 2 < box.right and box.y <= height / 2 < box.bottom
    is_large = max(box.width / width, box.height / height) >= _FILLS
    pan = min(max(-across if is_mirrored else across, -1.0), 1.0)
    return Pointer(round(pan, 3), round(1 - away, 3), is_middle or (covers and is_large))
