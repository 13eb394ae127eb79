"""Pictures from files and standard input: whatever Pillow reads, told by content and never by the name's ending.

A picture comes upright, opaque and in 8 bits, the first one of several. Bytes and pixels are bounded before anything is
decoded; the time of decoding is not, so it belongs on a worker thread. Formats that run other programs (EPS) or that
any bytes could pass for are left out.
"""

from __future__ import annotations

import contextlib
import io
import sys
from typing import TYPE_CHECKING, BinaryIO

from assistant.capture.checks import blank_colour
from assistant.capture.shot import Shot
from assistant.core.domain import SourceKind
from assistant.core.errors import FileTooLarge, FileUnreadable, NotAPicture, PictureTooLarge
from assistant.system.files import open_file, shown_name, why_unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

STDIN = "-"
MAX_BYTES = 256 * 1024 * 1024
MAX_PIXELS = 64_000_000
# Pillow knows the common ones from the start; the others cost an import of some 50 modules.
COMMON = ("PNG", "JPEG", "GIF", "BMP", "PPM")
RARER = ("WEBP", "TIFF", "AVIF", "JPEG2000", "ICO", "ICNS", "DIB", "PCX", "PSD", "QOI", "SGI", "SUN", "TGA", "DDS")


def read_picture(path: str, stdin: BinaryIO | None = None) -> Shot:
    """Read a picture file, or standard input for "-", which is read to its end.

    Returns an RGB shot whose title is the file's own name ("" for standard input). Raises `FileUnreadable`,
    `FileTooLarge`, `PictureTooLarge` or `NotAPicture`. Never waits for a FIFO or a device.
    """
    if path == STDIN:
        source = stdin or (sys.stdin.buffer if sys.stdin else io.BytesIO())
        return Shot(decode(_read(source, STDIN), STDIN))
    name = shown_name(path)
    return Shot(decode(_read_file(path, name), name), title=name)


def decode(data: bytes, name: str) -> Image:
    """Return the picture that the bytes hold: upright, opaque, 8-bit RGB.

    `name` is for the errors: `NotAPicture` for broken or foreign bytes, `PictureTooLarge` above 64 megapixels.
    """
    return decode_frame(io.BytesIO(data), name, 0)


def decode_frame(stream: BinaryIO, name: str, frame: int) -> Image:
    """Return one picture of a stream that may hold several, as `decode` does; frames count from 0."""
    from PIL import Image

    try:
        with _opened(stream) as opened:
            if frame:
                opened.seek(frame)
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_large(name)
            return opaque(_eight_bit(_upright(opened)))
    except (PictureTooLarge, MemoryError, Image.DecompressionBombError) as error:
        raise _too_large(name) from error
    except Exception as error:  # a decoder of hostile bytes may raise anything
        raise NotAPicture(name=name) from error


def _opened(stream: BinaryIO) -> Image:
    from PIL import Image, UnidentifiedImageError

    stream.seek(0)
    try:
        return Image.open(stream, formats=COMMON)
    except UnidentifiedImageError:
        Image.init()  # a build of Pillow may lack some of them
        return Image.open(stream, formats=[form for form in RARER if form in Image.OPEN])


def _read_file(path: str, name: str) -> bytes:
    with open_file(path, name) as opened:
        return _read(opened, name)


def _read(stream: BinaryIO, name: str) -> bytes:
    try:
        data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(name=name, why=why_unreadable(error)) from error
    if len(data) > MAX_BYTES:
        raise FileTooLarge(name=name, megabytes=str(MAX_BYTES // 1024**2))
    if not data:
        raise FileUnreadable(name=name, why="empty")
    return data


def _too_large(name: str) -> PictureTooLarge:
    return PictureTooLarge(name=name, megapixels=str(MAX_PIXELS // 1_000_000))


def _upright(image: Image) -> Image:
    """Turn a picture as its EXIF says; broken EXIF turns nothing."""
    from PIL import ImageOps

    image.load()
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(image)
    return image


def _eight_bit(image: Image) -> Image:
    """Bring 16-bit, 32-bit and floating-point greys to 0 … 255; other modes stay.

    16-bit greys keep their scale; the others have none, so their own darkest and brightest are taken.
    """
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda level: level / 257).convert("L")
    if image.mode not in {"I", "F"}:
        return image
    low, high = (float(level) for level in image.getextrema())  # type: ignore[arg-type]  # one band: two numbers
    if image.mode == "I" and low >= 0 and high > 255:
        low, high = 0.0, max(high, 65535.0)
    span = (high - low) or 1.0
    return image.convert("F").point(lambda level: level * (255 / span) - low * 255 / span).convert("L")


def opaque(image: Image) -> Image:
    """Lay a picture with transparent parts on white, or on black where it would vanish on white."""
    from PIL import Image as Images

    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")

    def on(colour: str) -> Image:
        return Images.alpha_composite(Images.new("RGBA", layer.size, colour), layer).convert("RGB")

    white = on("white")
    if blank_colour(white, SourceKind.FILE) is None:
        return white
    black = on("black")
    return white if blank_colour(black, SourceKind.FILE) else black
