"""Whether a picture shows nothing: one colour, but for a pointer or a few pixels of noise.

Only what is surely nothing is called blank: a gradient, an empty editor with its title bar, a dark photograph or a
terminal with one line of text is a picture. Done by Pillow alone, on a sample first, because each capture passes here.

Bounds, in levels of 0 … 255 and pixels:
* a pixel belongs to the colour when each channel lies within 4 levels of its most frequent level; everything up to 16
  counts as black, and nobody sees text at 12 on 0;
* noise is one pixel in 100,000, in specks of at most 2 pixels;
* a pointer is one connected blob of at most 64 by 64 pixels in a picture of a hundred times its box. Files and the
  clipboard have no pointer, so there such a blob is a picture of something small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.core.domain import SourceKind

if TYPE_CHECKING:
    from PIL.Image import Image

TOLERANCE = 4
BLACK = 16
WHITE = 245
NOISE_SHARE = 100_000
SPECK = 2
POINTER = 64
POINTER_SHARE = 100
WITH_POINTER = frozenset({SourceKind.SCREEN, SourceKind.WINDOW, SourceKind.REGION})
# One pixel in 8 by 8 is looked at first: a pointer's box holds at most 9 by 9 of those.
SAMPLING = 8
SAMPLED_POINTER = 81


class Colour(StrEnum):
    """The colour of a blank picture, as `PictureBlank` names it."""

    BLACK = "black"
    WHITE = "white"
    UNIFORM = "uniform"


Levels = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pixels in one row that are not of the picture's colour; `end` is the first one after."""

    row: int
    start: int
    end: int


def blank_colour(image: Image, kind: SourceKind) -> Colour | None:
    """Return the colour of a blank RGB image, None for a picture of anything."""
    noise = image.width * image.height // NOISE_SHARE
    sample = image.resize((-(-image.width // SAMPLING), -(-image.height // SAMPLING)), 0)
    if _survey(sample)[1] > SAMPLED_POINTER + noise:
        return None
    levels, strangers = _survey(image)
    if strangers > POINTER * POINTER + noise:
        return None
    if strangers and not _is_dust(_blobs(_mask(image, levels)), noise, image, kind):
        return None
    return _named(levels)


def _survey(image: Image) -> tuple[list[Levels], int]:
    """Return each channel's levels around its most frequent one, and how many pixels at least lie outside."""
    counts = image.histogram()
    levels, strangers = [], 0
    for start in (0, 256, 512):
        channel = counts[start : start + 256]
        mode = channel.index(max(channel))
        low, high = max(mode - TOLERANCE, 0), mode + TOLERANCE
        low, high = (0, max(high, BLACK)) if mode <= BLACK else (low, high)
        levels.append((low, high))
        strangers = max(strangers, sum(channel) - sum(channel[low : high + 1]))
    return levels, strangers


def _mask(image: Image, levels: list[Levels]) -> Image:
    """Return a grey picture of the part with other colours: 255 where a pixel has one, else 0."""
    from PIL import ImageChops

    table = [0 if low <= level <= high else 255 for low, high in levels for level in range(256)]
    red, green, blue = image.point(table).split()
    mask = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return mask.crop(mask.getbbox())


def _is_dust(blobs: list[list[Run]], noise: int, image: Image, kind: SourceKind) -> bool:
    """Tell whether the blobs are noise and at most one pointer."""
    sizes = [sum(run.end - run.start for run in blob) for blob in blobs]
    if sum(size for size in sizes if size <= SPECK) > noise:
        return False
    large = [blob for blob, size in zip(blobs, sizes, strict=True) if size > SPECK]
    return not large or (len(large) == 1 and kind in WITH_POINTER and _is_pointer(large[0], image))


def _is_pointer(blob: list[Run], image: Image) -> bool:
    width = max(run.end for run in blob) - min(run.start for run in blob)
    height = max(run.row for run in blob) - min(run.row for run in blob) + 1
    return max(width, height) <= POINTER and width * height * POINTER_SHARE <= image.width * image.height


def _blobs(mask: Image) -> list[list[Run]]:
    """Return the connected parts (corners count) of a mask, as runs; meant for few pixels."""
    runs = list(_runs(mask))
    owners = list(range(len(runs)))

    def owner(index: int) -> int:
        while owners[index] != index:
            index = owners[index]
        return index

    first = 0
    for index, run in enumerate(runs):
        while runs[first].row < run.row - 1:
            first += 1
        for above in range(first, index):
            other = runs[above]
            if other.row == run.row:
                break
            if other.start <= run.end and run.start <= other.end:
                owners[owner(above)] = owner(index)
    blobs: dict[int, list[Run]] = {}
    for index in reversed(range(len(runs))):  # an owner always comes after what it owns
        owners[index] = owners[owners[index]]
        blobs.setdefault(owners[index], []).append(runs[index])
    return list(blobs.values())


def _runs(mask: Image) -> Iterator[Run]:
    width, pixels = mask.width, mask.tobytes()
    for found in re.finditer(rb"\xff+", pixels):
        start, end = found.span()
        while start < end:
            row = start // width
            stop = min(end, (row + 1) * width)
            yield Run(row, start - row * width, stop - row * width)
            start = stop


def _named(levels: list[Levels]) -> Colour:
    if all(low == 0 for low, _ in levels):
        return Colour.BLACK
    return Colour.WHITE if all(low + TOLERANCE >= WHITE for low, _ in levels) else Colour.UNIFORM
