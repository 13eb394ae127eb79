"""A picture, or a part of it, as a server takes it: a data URI of bounded size."""

from __future__ import annotations

import base64
import io

from PIL import Image

from assistant.core.domain import Box, Picture, SourceKind

LONGEST_SIDE = 1568
"""Pixels; beyond, models scale down themselves."""
SHORTEST_SIDE = 32
"""Pixels; some models refuse a picture that is narrower than one of their patches."""
MOST_PNG = 1_500_000
"""Bytes up to which the exact picture is sent; text keeps its edges."""
MOST_BYTES = 3_000_000
_QUALITIES = (90, 75, 50)
_PHOTOGRAPHS = frozenset({SourceKind.CAMERA})


def data_uri(picture: Picture, box: Box | None) -> str:
    """Return the part in `box` (all of it where that is None), scaled down where it is large.

    Screens are PNG as long as that is small; a camera's picture, and what PNG makes large, is JPEG.
    """
    image = _cut(picture, box)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image = _widened(image)
    if picture.source.kind not in _PHOTOGRAPHS:
        data = _encoded(image, "PNG")
        if len(data) <= MOST_PNG:
            return _uri("png", data)
    for quality in _QUALITIES:
        data = _encoded(image, "JPEG", quality)
        if len(data) <= MOST_BYTES:
            break
    return _uri("jpeg", data)


def _cut(picture: Picture, box: Box | None) -> Image.Image:
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    if box is None:
        return image
    left, top = max(box.x, 0), max(box.y, 0)
    right, bottom = min(box.right, picture.width), min(box.bottom, picture.height)
    if left >= right or top >= bottom:
        return image
    return image.crop((left, top, right, bottom))


def _widened(image: Image.Image) -> Image.Image:
    if min(image.size) >= SHORTEST_SIDE:
        return image
    wide = Image.new("RGB", (max(image.width, SHORTEST_SIDE), max(image.height, SHORTEST_SIDE)))
    wide.paste(image)
    return wide


def _encoded(image: Image.Image, kind: str, quality: int = 0) -> bytes:
    file = io.BytesIO()
    if kind == "PNG":
        image.save(file, kind)
    else:
        image.save(file, kind, quality=quality)
    return file.getvalue()


def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
