"""Printed pages in front of a camera, of which every word and every corner is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from support.films import MARGIN, SIZE, Film, Frame, Light, Wrong, plain
from support.photographs import photograph

Corners = tuple[tuple[float, float], ...]
"""Left top, right top, right bottom, left bottom of a page, in the frame's pixels."""

WORDS = (
    "The committee meets on the first Monday of each month in the reading room. Please bring the printed agenda with"
    " you, as well as a pencil. Members who cannot come should write to the office before noon. Coffee and tea are"
    " served at half past nine; the bus to the station leaves from the main gate at twelve o'clock. Lost keys may be"
    " collected at the desk."
)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(photograph("matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf")), size)


def lettering(words: str, size: int) -> NDArray[Any]:
    """Return a line of letters: how much ink there is, 0 … 1, height x width."""
    left, top, right, bottom = _font(size).getbbox(words)
    picture = Image.new("L", (int(right - left) + 2, int(bottom - top) + 2), 0)
    ImageDraw.Draw(picture).text((1 - left, 1 - top), words, 255, _font(size))
    return np.asarray(picture, np.float32) / 255


def sheet(
    words: str = WORDS,
    *,
    width: int = 620,
    height: int = 877,
    size: int = 30,
    paper: tuple[int, int, int] = (236, 234, 228),
    ink: tuple[int, int, int] = (35, 35, 40),
    columns: int = 1,
) -> Frame:
    """Return a page seen from straight above: words set in lines, in one or two columns."""
    picture = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(picture)
    edge = width // (10 * columns)
    across = width // columns - 2 * edge
    todo = words.split()
    for column in range(columns):
        y = 2.0 * edge
        while todo and y < height - 2 * edge - size:
            line = todo.pop(0)
            while todo and draw.textlength(f"{line} {todo[0]}", _font(size)) <= across:
                line += " " + todo.pop(0)
            draw.text((edge + column * width // columns, y), line, ink, _font(size))
            y += size * 1.5
    if columns == 2:
        draw.line((width // 2, 0, width // 2, height), fill=tuple(value * 3 // 4 for value in paper), width=5)
    return np.asarray(picture, np.uint8)


def held(
    middle: tuple[float, float] = (0.5, 0.5),
    height: float = 0.83,
    *,
    size: tuple[int, int] = SIZE,
    aspect: float = 0.707,
    turn: float = 0.0,
    tilt: float = 0.0,
    lean: float = 0.0,
) -> Corners:
    """Return the corners of a page held before the camera.

    `middle` and `height` are shares of the frame's `size` and of its height;
    `turn` (in the plane of the picture), `tilt` (backwards) and `lean` (sideways) in degrees.
    """
    half = np.array([[-aspect, -1, 0], [aspect, -1, 0], [aspect, 1, 0], [-aspect, 1, 0]]) * height * size[1] / 2
    angles = (np.radians(tilt), np.radians(lean), np.radians(turn))
    about_x, about_y, about_z = (_rotation(axis, angle) for axis, angle in enumerate(angles))
    turned = half @ (about_z @ about_y @ about_x).T
    distance = 1.2 * size[0]
    seen = turned[:, :2] * (distance / (distance + turned[:, 2:])) + np.array(middle) * size
    return tuple((float(x), float(y)) for x, y in seen)


def _rotation(axis: int, angle: float) -> NDArray[np.float64]:
    matrix = np.eye(3)
    first, second = [each for each in range(3) if each != axis]
    matrix[first, first] = matrix[second, second] = np.cos(angle)
    matrix[first, second], matrix[second, first] = -np.sin(angle), np.sin(angle)
    return matrix


@dataclass(frozen=True)
class PageFilm(Film):
    """A film of one page; `corners` are where it is while it is held still."""

    corners: Corners = ()


def page_film(
    page: Frame,
    corners: Corners,
    *,
    scene: Frame | None = None,
    wrongs: tuple[Wrong, ...] = (),
    hands: bool = False,
    arrives: float = 1.0,
    still: float = 2.0,
    seconds: float = 5.0,
    name: str = "",
) -> PageFilm:
    """Film a page: it comes up from below at `arrives`, moves until `still` and is held then, with a slight tremor."""
    drawn = _drawing(page, corners, hands=hands, arrives=arrives, still=still)
    return PageFilm(
        plain((96, 84, 74)) if scene is None else scene,
        wrongs=(drawn, *wrongs),
        seconds=seconds,
        name=name,
        corners=corners,
    )


def _drawing(page: Frame, corners: Corners, *, hands: bool, arrives: float, still: float) -> Wrong:
    def draw(light: Light, seconds: float) -> Light:
        if seconds < arrives:
            return light
        away = max(0.0, (still - seconds) / max(0.01, still - arrives))
        sway = np.array([np.sin(seconds * 5.1), np.cos(seconds * 3.7)]) * 0.5
        moved = np.array(corners) + sway + np.array([40 * away * np.sin(seconds * 6), light.shape[0] * away**2])
        return laid(light, page, [(float(x), float(y)) for x, y in moved], hands=hands)

    return draw


def laid(light: Light, page: Frame, corners: Corners | list[tuple[float, float]], *, hands: bool = False) -> Light:
    """Return the frame with a page on it; with hands, two thumbs and fingers cover its sides."""
    height, width = page.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    target = np.array(corners, np.float32) + MARGIN
    matrix = cv2.getPerspectiveTransform(source, target)
    size = (light.shape[1], light.shape[0])
    factor = max(np.hypot(*(target[1] - target[0])) / width, 1e-3)
    soft = cv2.GaussianBlur(page, (0, 0), 0.35 / factor) if factor < 0.8 else page
    cover = cv2.warpPerspective(np.full((height, width), 1, np.float32), matrix, size, flags=cv2.INTER_LINEAR)[
        ..., None
    ]
    seen = cv2.warpPerspective(soft.astype(np.float32), matrix, size, flags=cv2.INTER_LINEAR)
    shadow = cv2.GaussianBlur(cover, (0, 0), 5)[..., None]
    whole = light * (1 - 0.25 * shadow) * (1 - cover) + seen * cover
    return _with_hands(whole, target) if hands else whole


def _with_hands(light: Light, corners: NDArray[Any]) -> Light:
    left_top, right_top, right_bottom, left_bottom = corners
    drawing = np.ascontiguousarray(light)
    unit = light.shape[0] / 440
    for near, far, side in ((left_bottom, left_top, -1), (right_bottom, right_top, 1)):
        grip = near + (far - near) * 0.35
        skin = np.array([198, 146, 120], np.float32)
        palm = (round(float(grip[0] + side * 26 * unit)), round(float(grip[1] + 12 * unit)))
        cv2.ellipse(
            drawing,
            palm,
            (round(34 * unit), round(44 * unit)),
            0,
            0,
            360,
            tuple(map(float, skin * 0.85)),
            -1,
            cv2.LINE_AA,
        )
        thumb = (round(float(grip[0] - side * 8 * unit)), round(float(grip[1])))
        cv2.ellipse(
            drawing,
            thumb,
            (round(26 * unit), round(10 * unit)),
            side * 12,
            0,
            360,
            tuple(map(float, skin)),
            -1,
            cv2.LINE_AA,
        )
    return drawing
