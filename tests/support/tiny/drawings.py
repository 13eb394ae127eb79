"""Drawings for the tiny model: one to three shapes, or one word, on a light or a dark ground; the same for a seed.

Everything is measured in fractions of the side, so that a drawing can be painted at any size.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

KINDS = ("circle", "square", "triangle", "star")
COLOURS = {
    "red": (220, 30, 30),
    "green": (30, 160, 50),
    "blue": (40, 80, 230),
    "yellow": (245, 210, 20),
    "purple": (150, 40, 180),
    "grey": (128, 128, 128),
}
LIGHT = ((255, 255, 255), (235, 235, 230), (225, 238, 250))
DARK = ((0, 0, 0), (25, 25, 35), (40, 20, 20))
WORDS = {
    "en": ("house", "apple", "water", "stop", "open", "music", "milk", "exit"),
    "de": ("Haus", "Apfel", "Wasser", "Brot", "Katze", "Ausgang", "Kaffee", "Schule"),
    "he": ("שלום", "מים", "לחם", "חתול", "בית", "יציאה", "מוזיקה", "תפוח"),
}
ALL_WORDS = tuple(word for words in WORDS.values() for word in words)
SMALLEST, LARGEST = 0.24, 0.42
_EDGE = 0.03
_APART = 0.16
_CLEAR = 0.035
FONT_FILE = "DejaVuSans-Bold.ttf"

Point = tuple[float, float]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Box:
    """Left, top, width and height in fractions of the side."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Return its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Shape:
    """One shape; `is_upside_down` matters to the triangle only."""

    kind: str
    colour: str
    box: Box
    is_upside_down: bool = False


@dataclass(frozen=True)
class Drawing:
    """Shapes from left to right, or a word."""

    shapes: tuple[Shape, ...]
    is_dark: bool
    ground: Colour
    word: str = ""
    word_box: Box | None = None
    word_colour: Colour = (0, 0, 0)

    def shape(self, kind: str) -> Shape | None:
        """Return the shape of a kind; no drawing has two of one kind."""
        return next((shape for shape in self.shapes if shape.kind == kind), None)


def drawing(seed: int | random.Random, *, words: float = 0.25) -> Drawing:
    """Return the drawing of a seed; `words` is the share of drawings that show a word."""
    chance = seed if isinstance(seed, random.Random) else random.Random(seed)
    is_dark = chance.random() < 0.5
    ground = chance.choice(DARK if is_dark else LIGHT)
    if chance.random() < words:
        return _word(chance, is_dark, ground)
    return Drawing(_shapes(chance, chance.choice((1, 1, 2, 2, 3))), is_dark, ground)


def _shapes(chance: random.Random, count: int) -> tuple[Shape, ...]:
    while True:
        boxes = [_box(chance) for _ in range(count)]
        if _is_well_placed(boxes):
            break
    boxes.sort(key=lambda box: box.centre)
    kinds = chance.sample(KINDS, count)
    colours = chance.sample(tuple(COLOURS), count)
    return tuple(
        Shape(kind, colour, box, kind == "triangle" and chance.random() < 0.5)
        for kind, colour, box in zip(kinds, colours, boxes, strict=True)
    )


def _box(chance: random.Random) -> Box:
    side = chance.uniform(SMALLEST, LARGEST)
    return Box(chance.uniform(_EDGE, 1 - _EDGE - side), chance.uniform(_EDGE, 1 - _EDGE - side), side, side)


def _is_well_placed(boxes: Sequence[Box]) -> bool:
    """Tell whether left to right is plain, nothing touches, and no middle is where two thirds meet."""
    for index, one in enumerate(boxes):
        if any(abs(part - third) < _CLEAR for part in one.centre for third in (1 / 3, 2 / 3)):
            return False
        for other in boxes[:index]:
            across, down = (abs(a - b) for a, b in zip(one.centre, other.centre, strict=True))
            reach = (one.width + other.width) / 2 + _EDGE
            if across < _APART or max(across, down) < reach:
                return False
    return True


def _word(chance: random.Random, is_dark: bool, ground: Colour) -> Drawing:
    word = chance.choice(ALL_WORDS)
    left, top, right, bottom = _font(100).getbbox(_visual(word))
    width = chance.uniform(0.6, 0.92)
    height = width * (bottom - top) / (right - left)
    if height > 0.4:
        width, height = width * 0.4 / height, 0.4
    box = Box(chance.uniform(_EDGE, 1 - _EDGE - width), chance.uniform(0.1, 0.9 - height), width, height)
    ink = (240, 240, 240) if is_dark else (20, 20, 20)
    return Drawing((), is_dark, ground, word, box, ink)


def paint(shown: Drawing, side: int = 224) -> Image.Image:
    """Return the drawing as `side` x `side` RGB pixels."""
    image = Image.new("RGB", (side, side), shown.ground)
    pen = ImageDraw.Draw(image)
    for shape in shown.shapes:
        _paint_shape(pen, shape, side)
    if shown.word_box is not None:
        _paint_word(pen, shown, shown.word_box, side)
    return image


def outline(kind: str, *, is_upside_down: bool = False) -> tuple[Point, ...]:
    """Return a shape's corners within its box, 0 … 1; a circle has 48."""
    if kind == "circle":
        return _round([0.5] * 48, 0.0)
    if kind == "square":
        return (0, 0), (1, 0), (1, 1), (0, 1)
    if kind == "triangle":
        return ((0, 0), (1, 0), (0.5, 1)) if is_upside_down else ((0.5, 0), (1, 1), (0, 1))
    corners = _round([0.5, 0.21] * 5, -math.pi / 2)
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    return tuple(((x - left) / (right - left), (y - top) / (bottom - top)) for x, y in corners)


def _round(radii: Sequence[float], start: float) -> tuple[Point, ...]:
    step = 2 * math.pi / len(radii)
    return tuple(
        (0.5 + radius * math.cos(start + step * index), 0.5 + radius * math.sin(start + step * index))
        for index, radius in enumerate(radii)
    )


def _paint_shape(pen: ImageDraw.ImageDraw, shape: Shape, side: int) -> None:
    box = shape.box
    corners = outline(shape.kind, is_upside_down=shape.is_upside_down)
    placed = [((box.x + x * box.width) * side, (box.y + y * box.height) * side) for x, y in corners]
    pen.polygon(placed, fill=COLOURS[shape.colour])


def _paint_word(pen: ImageDraw.ImageDraw, shown: Drawing, box: Box, side: int) -> None:
    text = _visual(shown.word)
    left, _, right, _ = _font(100).getbbox(text)
    font = _font(max(6, round(100 * box.width * side / (right - left))))
    x, y, _, _ = font.getbbox(text)
    pen.text((box.x * side - x, box.y * side - y), text, font=font, fill=shown.word_colour)


def _visual(word: str) -> str:
    """Return Hebrew from the right to the left, as plain layout needs it."""
    return word[::-1] if "\u0590" <= word[0] <= "\u05ff" else word


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    import matplotlib

    # matplotlib carries DejaVu Sans: the same letters on every machine, Hebrew among them.
    return ImageFont.truetype(
        str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / FONT_FILE), size, layout_engine=ImageFont.Layout.BASIC
    )
