"""The invisible text of one page: where each part of a line lies, and in which direction it runs.

A PDF holds no order of reading but that of places: a program that takes the text out puts characters of right-to-left
scripts into their logical order again, from where they stand. So every run of one direction is laid where it is seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.reader.exports.glyphless import ADVANCE, Glyphless
from assistant.reader.exports.messages import Layer

FONT = "/SeeSayText"
_EM = 1000
_RIGHT = ("R", "AL")
_LEFT = ("L", "EN", "AN")
_TALL = 2.5
"""Times its width that a line of several characters must be high to be taken for one that runs upwards."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is seen: `matrix` takes its picture's pixels, from the left upper corner, to the PDF's space."""

    matrix: tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one direction, in their logical order."""

    text: str
    is_right_to_left: bool


def content(lines: Iterable[Layer], sheet: Sheet, font: Glyphless) -> bytes:
    """Return the operators that lay the lines, invisible (rendering mode 3), each as wide and high as its box."""
    parts = [b"q", b"BT", b"3 Tr"]
    for text, (left, top, width, height) in lines:
        if text.strip() and width > 0 and height > 0:
            parts += _line(" ".join(text.split()), (left, top, width, height), sheet, font)
    return b"\n".join([*parts, b"ET", b"Q", b""])


def _line(text: str, box: tuple[int, int, int, int], sheet: Sheet, font: Glyphless) -> Iterator[bytes]:
    left, top, width, height = box
    is_tall = len(text) > 2 and height > _TALL * width
    length, size = (height, width) if is_tall else (width, height)
    each = length / len(text)
    stretch = 100 * each / (size * ADVANCE / _EM)
    place = 0.0
    for run in _in_sight(text):
        # The baseline is the lower edge: of an empty glyph nothing hangs below it.
        along = place * each
        x, y = (left + width, top + height - along) if is_tall else (left + along, top + height)
        up = (0.0, -1.0, -1.0, 0.0) if is_tall else (1.0, 0.0, 0.0, -1.0)
        yield _matrix((up[0] * size, up[1] * size, up[2] * size, up[3] * size, x, y), sheet)
        yield f"{FONT} 1 Tf {stretch:.3f} Tz".encode()
        shown = run.text[::-1] if run.is_right_to_left else run.text
        yield b"<" + font.encoded(shown).hex().encode() + b"> Tj"
        place += len(run.text)


def _in_sight(text: str) -> Sequence[_Run]:
    """Return a line's runs from the left to the right, as they are seen."""
    runs = _runs(text)
    return runs[::-1] if runs and _base(text) else runs


def _base(text: str) -> bool:
    """Tell whether a line runs from the right, by its first strong character, UAX #9, P2."""
    return next((sort in _RIGHT for sort in map(unicodedata.bidirectional, text) if sort in ("L", *_RIGHT)), False)


def _runs(text: str) -> list[_Run]:
    """Cut a line where its direction changes; what has none goes with both sides alike, else with the line."""
    base = _base(text)
    strong = [_direction(character) for character in text]
    settled: list[bool] = []
    for index, direction in enumerate(strong):
        if direction is None:
            before = next((found for found in strong[index::-1] if found is not None), base)
            after = next((found for found in strong[index:] if found is not None), base)
            direction = before if before == after else base
        settled.append(direction)
    return [
        _Run("".join(text[index] for index in group), is_right)
        for is_right, group in groupby(range(len(text)), key=lambda index: settled[index])
    ]


def _direction(character: str) -> bool | None:
    sort = unicodedata.bidirectional(character)
    return True if sort in _RIGHT else False if sort in _LEFT else None


def _matrix(inner: tuple[float, ...], sheet: Sheet) -> bytes:
    """Return the operator that sets the text's place, from its own space to the picture, from there to the page."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = sheet.matrix
    values = (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip
    return b" ".join(f"{value:.4f}".encode() for value in values) + b" Tm"
