"""Takes the imprint of a place on the screen, and tells whether a later picture of it looks the same.

What is compared is the shape of what stands out from the ground, not its colour: the highlight under a pointer, of a
selection or of an active window changes nothing. Plain bytes; no picture library.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import lru_cache

from assistant.core.acts import Imprint
from assistant.core.box import Box
from assistant.core.domain import Picture, Region, RegionKind

MARGIN = 3
"""Desktop units around a field that are looked at too: its frame is all there is to see of an empty one."""
BEHIND = 12
"""Desktop units before and behind words that are looked at too, at most: "Chapter 1" begins "Chapter 10"."""
TITLE = 24
"""Desktop units: the height of the least title bar. A window is acted on at its title, not in its middle."""
_ACROSS, _DOWN = 320, 40
"""Samples: more than these are thinned out."""
_FEW = 499
_FAINT = 24
"""Levels: what differs less from the ground is the ground."""
_STROKE = 3
"""Samples: a text cursor is no wider, the line under a link no higher."""
_EXACT, _LIKE = 0.01, 0.1
_STEPS = (0b000, 0b001, 0b011, 0b111)
"""How far a sample stands out, in quarters: as many bits differ between two as there are steps between them."""
_INK = bytes(1 if step.bit_count() >= 2 else 0 for step in range(256))
"""Two steps are ink, or another drawing; one is the edge of a letter, which a highlight may move."""
_PICTURES = frozenset({RegionKind.PICTURE, RegionKind.OBJECT})
_WORDS = frozenset({RegionKind.LINE, RegionKind.WORD, RegionKind.HEADING})


def place_of_act(region: Region, scale: float) -> Box:
    """Return the part of a region that is acted on, in the picture's pixels."""
    box = region.box
    if region.kind in (RegionKind.WINDOW, RegionKind.TITLE):
        return Box(box.x, box.y, box.width, min(box.height, round(TITLE * scale)))
    return box


def imprint_of(picture: Picture, region: Region) -> Imprint | None:
    """Return how a region of a picture of the screen looks; None where it lies outside, or there are no pixels."""
    place = place_of_act(region, picture.scale)
    across, down = _margins(region.kind, place.height / picture.scale)
    box = _on_desktop(place, across, down, picture)
    if box.width < 1 or box.height < 1 or len(picture.rgb) < 3 * picture.width * picture.height:
        return None
    scale, (left, top) = picture.scale, picture.origin
    part = Box(
        round((box.x - left) * scale), round((box.y - top) * scale), round(box.width * scale), round(box.height * scale)
    )
    made = _imprint(picture, part, box, _LIKE if region.kind in _PICTURES else _EXACT)
    return replace(made, is_field=region.kind is RegionKind.FIELD)


def _margins(kind: RegionKind, height: float) -> tuple[float, float]:
    """Return how far beside a place and above it is looked, in desktop units."""
    if kind is RegionKind.FIELD:
        return MARGIN, MARGIN
    return (min(height / 2, BEHIND), 0) if kind in _WORDS else (0, 0)


def is_same(imprint: Imprint, picture: Picture) -> bool:
    """Tell whether a picture of the imprint's box shows what it showed then."""
    now = _imprint(picture, Box(0, 0, picture.width, picture.height), imprint.box, imprint.tolerance)
    if (now.width, now.height) != (imprint.width, imprint.height):
        return False
    before, after = zlib.decompress(imprint.marks), zlib.decompress(now.marks)
    drawn = before.translate(_INK)
    ink = drawn.count(1)
    if not ink:
        levels = zip(imprint.ground, now.ground, strict=True)
        return not after.translate(_INK).count(1) and all(abs(then - later) <= _FAINT for then, later in levels)
    changed = (int.from_bytes(before, "big") ^ int.from_bytes(after, "big")).to_bytes(len(before), "big")
    changed = changed.translate(_INK)
    if changed.count(1) <= imprint.tolerance * ink:
        return True
    return _is_stroke(_extent(changed, imprint), _extent(drawn, imprint), is_field=imprint.is_field)


def _is_stroke(changed: tuple[int, int], ink: tuple[int, int], *, is_field: bool) -> bool:
    """Tell whether all that changed is one long thin line: a text cursor, or the line under a link.

    Outside a field, whose frame is ink too, a cursor is higher than all letters: "Part II" is not "Part I".
    """
    across, down = changed
    is_cursor = across <= _STROKE and (2 * down >= ink[1] if is_field else down > ink[1])
    is_line = down <= _STROKE and 2 * across >= ink[0]
    return is_cursor or is_line


def _extent(marks: bytes, imprint: Imprint) -> tuple[int, int]:
    """Return how many columns and rows there are from the first mark to the last, in either channel."""
    joined = 0
    lines = bytearray(imprint.height)
    for number, start in enumerate(range(0, len(marks), imprint.width)):
        row = marks[start : start + imprint.width]
        joined |= int.from_bytes(row, "big")
        lines[number % imprint.height] |= 1 in row
    return _span(joined.to_bytes(imprint.width, "big")), _span(bytes(lines))


def _span(marks: bytes) -> int:
    first, last = marks.find(1), marks.rfind(1)
    return 0 if first < 0 else last - first + 1


def _on_desktop(place: Box, beside: float, above: float, picture: Picture) -> Box:
    """Return a place with its margins in whole desktop units, inside the picture."""
    scale, (left, top) = picture.scale, picture.origin
    beside, above = beside * scale, above * scale
    first, last = max(place.x - beside, 0.0), min(place.right + beside, float(picture.width))
    upper, lower = max(place.y - above, 0.0), min(place.bottom + above, float(picture.height))
    x, y = left + round(first / scale), top + round(upper / scale)
    return Box(x, y, left + int(last / scale) - x, top + int(lower / scale) - y)


def _imprint(picture: Picture, part: Box, box: Box, tolerance: float) -> Imprint:
    across, down = max(1, part.width // _ACROSS), max(1, part.height // _DOWN)
    channels, grounds = [], []
    height = 0
    for channel in (0, 1):
        rows = []
        for y in range(part.y, part.bottom, down):
            start = (y * picture.width + part.x) * 3 + channel
            rows.append(picture.rgb[start : start + 3 * (part.width - 1) + 1 : 3 * across])
        height = len(rows)
        samples = b"".join(rows)
        ground = _middle(samples)
        levels = set(samples)
        grounds.append(ground)
        channels.append(samples.translate(_table(ground, max(ground - min(levels), max(levels) - ground))))
    marks = b"".join(channels)
    width = len(marks) // (2 * height)
    return Imprint(box, width, height, zlib.compress(marks, 1), (grounds[0], grounds[1]), tolerance)


def _middle(samples: bytes) -> int:
    """Return the middle level, of a few hundred samples where there are more."""
    few = sorted(samples[:: max(1, len(samples) // _FEW)])
    return few[len(few) // 2]


@lru_cache(maxsize=256)
def _table(ground: int, most: int) -> bytes:
    """Return for each level how far it stands out from the ground, where `most` is how far anything does.

    Relative to both, because a highlight changes both, and with them every smoothed edge of a letter.
    """
    if most <= _FAINT:
        return bytes(256)
    return bytes(_STEPS[min(3, 4 * abs(level - ground) // most)] for level in range(256))
