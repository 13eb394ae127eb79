"""The name of a colour: a basic term and how light or strong it is, from one sRGB triple.

Computed in OKLCh (Björn Ottosson, "A perceptual color space for image processing", 2020): lightness 0 … 1, chroma,
and hue in degrees, in which people's borders between colours are nearly straight. The borders were set on the named
colours of CSS. Words are in `wording/colours.py`; the keys here are "blue", "light blue", …
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Term:
    """When a colour of a hue is dark or light (lightness), and from which chroma on it is strong."""

    dark: float
    light: float
    strong: float


_TERMS = {
    "red": _Term(0.42, 0.72, 0.215),
    "orange": _Term(0.58, 0.84, 0.165),
    "yellow": _Term(0.74, 0.955, 0.17),
    "green": _Term(0.45, 0.82, 0.21),
    "turquoise": _Term(0.52, 0.88, 0.135),
    "blue": _Term(0.38, 0.72, 0.23),
    "violet": _Term(0.38, 0.72, 0.23),
    "pink": _Term(0.60, 0.86, 0.22),
    "brown": _Term(0.38, 0.57, 9.0),
    "beige": _Term(0.76, 0.92, 9.0),
}
_GREYS = ((0.92, "white"), (0.76, "light grey"), (0.49, "grey"), (0.27, "dark grey"), (0.0, "black"))
_GREY_CHROMA, _DARK_GREY_CHROMA, _DARK = 0.028, 0.036, 0.75
_BLACK = 0.20
_PALE = 0.42
"""Pale: not dark, and less chroma than this share of what is strong."""


def colour_key(rgb: tuple[int, int, int]) -> str:
    """Return the key of an sRGB colour's name, such as "white", "dark blue" or "pale green"."""
    lightness, chroma, hue = oklch(rgb)
    is_grey = chroma < (_GREY_CHROMA if lightness >= _DARK else _DARK_GREY_CHROMA)
    if is_grey or lightness < _BLACK or (lightness < 0.3 and chroma < 0.045):
        return next(name for least, name in _GREYS if lightness >= least) if lightness >= _BLACK else "black"
    name = _term(lightness, chroma, hue)
    term = _TERMS[name]
    if lightness < term.dark:
        return f"dark {name}"
    if name not in ("brown", "beige") and chroma < _PALE * term.strong:
        return f"pale {name}"
    if chroma >= term.strong:
        return f"strong {name}"
    return f"light {name}" if lightness > term.light else name


def oklch(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """Return lightness (0 … 1), chroma (0 … 0.33) and hue (0 … 360 degrees) of an sRGB colour."""
    red, green, blue = (_linear(value / 255) for value in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    green_red = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blue_yellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(green_red, blue_yellow), math.degrees(math.atan2(blue_yellow, green_red)) % 360


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _term(lightness: float, chroma: float, hue: float) -> str:
    if 50 <= hue < 115 and lightness > 0.74 and chroma < 0.082:
        return "beige"
    if 35 <= hue < 100 and lightness < 0.66 and chroma < 0.145:
        return "brown"
    if hue >= 335 or hue < 16:
        return "pink" if lightness > 0.54 else "red" if hue < 16 else "violet"
    if hue >= 322 and lightness > 0.66 and chroma > 0.2:
        return "pink"
    if hue < 25 and lightness > 0.74:
        return "pink"
    if 100 <= hue < 117 and lightness < 0.7:
        return "green"
    borders = ((40, "red"), (80, "orange"), (117, "yellow"), (166, "green"), (215, "turquoise"), (283, "blue"))
    return next((name for border, name in borders if hue < border), "violet")
