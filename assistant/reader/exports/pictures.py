"""Pictures as pages of a PDF: a JPEG as it is, anything else pixel by pixel."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream
from PIL import Image, ImageOps, ImageSequence

AddPage = Callable[[Pdf], None]

_POINTS = 72
_USUAL = 150.0
"""Pixels per inch of a picture that doesn't tell."""
_BELIEVED = (50.0, 2400.0)
_ORIENTATION = 0x0112
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""EXIF orientations that a page can be turned by; the mirrored ones can't."""
_SPACES = {
    "1": (Name.DeviceGray, 1),
    "L": (Name.DeviceGray, 8),
    "RGB": (Name.DeviceRGB, 8),
    "CMYK": (Name.DeviceCMYK, 8),
}


def picture_pages(paths: Sequence[Path]) -> Iterator[AddPage]:
    """Yield what adds each picture of the files, every frame of a TIFF; to be called before the next is taken.

    Raises OSError for what is none.
    """
    for path in paths:
        with Image.open(path) as image:
            if image.format == "JPEG" and image.mode in _SPACES and image.getexif().get(_ORIENTATION, 1) in _TURNS:
                yield partial(_add_jpeg, image, path)
                continue
            frames = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
            for frame in frames:
                yield partial(_add_pixels, frame)


def sheet_page(pdf: Pdf, width: int, height: int, compressed: bytes) -> None:
    """Add a picture that is in no file: rows of RGB, compressed by zlib."""
    _add(pdf, (width, height), "RGB", compressed, Name.FlateDecode, (_USUAL, _USUAL))


def _add_jpeg(image: Image.Image, path: Path, pdf: Pdf) -> None:
    turn = _TURNS[image.getexif().get(_ORIENTATION, 1)]
    # Adobe's JPEGs in four colours are inverted, and say so in a marker that readers of PDF don't look at.
    is_inverted = image.mode == "CMYK" and "adobe" in image.info
    _add(pdf, image.size, image.mode, path.read_bytes(), Name.DCTDecode, _density(image), turn, is_inverted)


def _add_pixels(frame: Image.Image, pdf: Pdf) -> None:
    density = _density(frame)
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        # On paper the ground is white.
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear.getchannel("A"))
    if upright.mode not in _SPACES:
        upright = upright.convert("L" if upright.mode in ("I", "F", "I;16") else "RGB")
    _add(pdf, upright.size, upright.mode, zlib.compress(upright.tobytes()), Name.FlateDecode, density)


def _density(image: Image.Image) -> tuple[float, float]:
    told = image.info.get("dpi")
    if not isinstance(told, tuple) or len(told) != 2:
        return _USUAL, _USUAL
    x, y = (float(value) for value in told)
    low, high = _BELIEVED
    return (x, y) if low <= x <= high and low <= y <= high else (_USUAL, _USUAL)


def _add(
    pdf: Pdf,
    size: tuple[int, int],
    mode: str,
    data: bytes,
    coding: Name,
    density: tuple[float, float],
    turn: int = 0,
    is_inverted: bool = False,
) -> None:
    width, height = size
    space, bits = _SPACES[mode]
    picture = Stream(
        pdf,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=space,
        BitsPerComponent=bits,
        Filter=coding,
    )
    if is_inverted:
        picture.Decode = Array([1, 0] * 4)
    wide, high = width * _POINTS / density[0], height * _POINTS / density[1]
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(wide, 3), round(high, 3)]),
        Contents=Stream(pdf, f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /Picture Do Q".encode()),
        Resources=Dictionary(XObject=Dictionary(Picture=picture)),
    )
    if turn:
        page.Rotate = turn
    pdf.pages.append(Page(pdf.make_indirect(page)))
