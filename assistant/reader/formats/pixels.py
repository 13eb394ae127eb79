"""Pictures of documents as raw pixels: a figure's bytes, a scan's frame."""

from __future__ import annotations

import base64
import binascii
import io
import math
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote_to_bytes

from assistant.core.errors import NotAPicture
from assistant.reader.formats.content import Content
from assistant.reader.formats.format import Pixels

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 20_000_000
"""An A3 page at 300 dots per inch; more shows no letter better and is memory for every page that waits."""

_DOTS = (40, 1300)


def decoded(content: Content, stream: BinaryIO, frame: int = 0) -> Pixels:
    """Return a picture upright and opaque; raise `NotAPicture` or `PictureTooLarge`."""
    if content.decode_picture is None:
        raise NotAPicture(name=content.name)
    return _pixels(content.decode_picture(stream, content.name, frame))


def figure_of(content: Content, data: bytes) -> Pixels:
    """Return the picture that bytes inside a document hold; raise `NotAPicture` or `PictureTooLarge`."""
    return decoded(content, io.BytesIO(data))


def embedded(content: Content, source: str) -> Pixels:
    """Return the picture of a data: address; raise `NotAPicture` for any other."""
    head, comma, body = source.partition(",")
    if not comma or not head[:5].lower() == "data:":
        raise NotAPicture(name=content.name)
    try:
        data = unquote_to_bytes(body)
        return figure_of(content, base64.b64decode(data) if head.lower().endswith(";base64") else data)
    except (binascii.Error, ValueError) as error:
        raise NotAPicture(name=content.name) from error


def is_embedded(source: str) -> bool:
    """Tell whether a picture's address holds the picture."""
    return source[:5].lower() == "data:"


def _pixels(image: Image) -> Pixels:
    dots = _dots(image.info.get("dpi"))
    factor = math.sqrt(MAX_PIXELS / (image.width * image.height))
    if factor < 1:
        image = image.resize((max(int(image.width * factor), 1), max(int(image.height * factor), 1)), reducing_gap=2.0)
        dots *= factor
    return Pixels(image.width, image.height, image.tobytes(), dots / 96)


def _dots(told: object) -> float:
    """Return the dots per inch that a picture tells, those of a screen where it tells none or nonsense."""
    if not isinstance(told, tuple) or not told:
        return 96.0
    try:
        dots = float(told[0])
    except (TypeError, ValueError, ZeroDivisionError):
        return 96.0
    return dots if _DOTS[0] <= dots <= _DOTS[1] else 96.0
