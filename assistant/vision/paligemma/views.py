"""The parts of a picture as the model sees them: cut out, looked at once, kept for the next question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assistant.core.domain import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.core.domain import Picture
    from assistant.vision.paligemma.model import Features, IsCancelled, PaliGemmaModel

KEPT_PICTURES = 2
KEPT_TOKENS = 8192
"""Of all views together: 8 at 448 pixels, 32 at 224, 2 at 896; a token takes 5 to 18 kilobytes."""


@dataclass(slots=True)
class _Kept:
    picture: Picture
    views: OrderedDict[Box, Features] = field(default_factory=OrderedDict)


class Views:
    """Computes the features of parts of pictures and keeps those of the last two pictures, until told to forget."""

    def __init__(self, model: PaliGemmaModel) -> None:
        self._model = model
        self._kept: OrderedDict[int, _Kept] = OrderedDict()

    def features(self, picture: Picture, box: Box, is_cancelled: IsCancelled) -> Features:
        """Return what the vision tower makes of a part of a picture. Raises `Cancelled`."""
        views = self._views(picture)
        most = max(1, KEPT_TOKENS // self._model.image_tokens)
        found = views.pop(box, None)
        if found is None:
            found = self._model.features(_pixels(picture, box), is_cancelled)
        views[box] = found
        while sum(len(kept.views) for kept in self._kept.values()) > most:
            next(kept.views for kept in self._kept.values() if kept.views).popitem(last=False)
        return found

    def forget(self) -> None:
        """Drop all features and pictures."""
        self._kept.clear()

    def _views(self, picture: Picture) -> OrderedDict[Box, Features]:
        kept = self._kept.pop(picture.id, None)
        if kept is None or (kept.picture is not picture and kept.picture != picture):
            kept = _Kept(picture)
        self._kept[picture.id] = kept
        while len(self._kept) > KEPT_PICTURES:
            self._kept.popitem(last=False)
        return kept.views


def whole(picture: Picture) -> Box:
    """Return the box of all of a picture."""
    return Box(0, 0, picture.width, picture.height)


def areas(picture: Picture, boxes: Sequence[Box]) -> list[Box]:
    """Return the parts to look at, inside the picture and each once; all of it where none is left."""
    clipped = (_clipped(box, picture) for box in boxes)
    return list(dict.fromkeys(box for box in clipped if box is not None)) or [whole(picture)]


def _clipped(box: Box, picture: Picture) -> Box | None:
    x, y = max(box.x, 0), max(box.y, 0)
    width, height = min(box.right, picture.width) - x, min(box.bottom, picture.height) - y
    return Box(x, y, width, height) if width > 0 and height > 0 else None


def _pixels(picture: Picture, box: Box) -> NDArray[np.uint8]:
    pixels = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    return np.ascontiguousarray(pixels[box.y : box.bottom, box.x : box.right])
