"""The colour in the middle and the light: what people would say."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.core.colours import colour_key
from assistant.core.wording.colours import COLOURS
from assistant.narration.sight import measure
from support.films import Film, Frame, background, plain


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"),
        ((255, 255, 255), "white"),
        ((128, 128, 128), "grey"),
        ((64, 64, 66), "dark grey"),
        ((205, 205, 205), "light grey"),
        ((255, 0, 0), "strong red"),
        ((178, 34, 34), "red"),
        ((128, 0, 0), "dark red"),
        ((255, 165, 0), "strong orange"),
        ((255, 255, 0), "strong yellow"),
        ((0, 100, 0), "dark green"),
        ((34, 139, 34), "green"),
        ((152, 251, 152), "light green"),
        ((64, 224, 208), "turquoise"),
        ((0, 0, 128), "dark blue"),
        ((65, 105, 225), "blue"),
        ((135, 206, 235), "pale blue"),
        ((128, 0, 128), "violet"),
        ((75, 0, 130), "dark violet"),
        ((255, 105, 180), "pink"),
        ((255, 192, 203), "pale pink"),
        ((139, 69, 19), "brown"),
        ((92, 51, 23), "dark brown"),
        ((210, 180, 140), "beige"),
        ((245, 245, 220), "light beige"),
    ],
)
def test_a_colour_has_the_name_that_people_give_it(rgb: tuple[int, int, int], name: str) -> None:
    assert colour_key(rgb) == name


def test_every_colour_has_words() -> None:
    levels = range(0, 256, 5)
    keys = {colour_key((red, green, blue)) for red in levels for green in levels for blue in levels}
    assert keys - COLOURS.keys() == set()
    assert COLOURS.keys() - keys == set(), "names that no colour has"


def scene(colour: tuple[int, int, int]) -> Frame:
    """Return a grey wall with a white and a dark corner, and a coloured square in its middle."""
    frame = plain((150, 150, 150)).copy()
    frame[:120] = 235
    frame[-120:] = 60
    frame[160:280, 300:420] = colour
    return frame


TINTS = {"neutral": (1.0, 1.0, 1.0), "warm": (1.08, 1.0, 0.9), "cold": (0.92, 1.0, 1.07), "half": (0.72, 0.72, 0.72)}


@pytest.mark.parametrize("tint", TINTS)
@pytest.mark.parametrize(
    ("rgb", "name"),
    [((178, 34, 34), "red"), ((65, 105, 225), "blue"), ((34, 139, 34), "green"), ((210, 180, 140), "beige")],
)
def test_a_tinted_light_is_taken_out(tint: str, rgb: tuple[int, int, int], name: str) -> None:
    frame = np.clip(Film(scene(rgb)).frame(0.0) * np.array(TINTS[tint]), 0, 255).astype(np.uint8)
    measured = measure(frame)
    assert name in colour_key(measured.rgb)
    assert measured.is_sure


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (np.clip(Film(scene((178, 34, 34))).frame(0.0) * 0.3, 0, 255).astype(np.uint8), "too dim"),
        (Film(np.full((440, 720, 3), (190, 40, 40), np.uint8)).frame(0.0), "nothing but red: red paper, or red light"),
        (
            Film(np.kron(np.indices((44, 72)).sum(axis=0) % 2, np.ones((10, 10)))[..., None] * np.full(3, 200.0)).frame(
                0
            ),
            "squares",
        ),
    ],
    ids=["dim", "all red", "squares"],
)
def test_what_nobody_could_tell_is_not_sure(frame: Frame, why: str) -> None:
    assert not measure(frame).is_sure, why


@pytest.mark.parametrize(("x", "y"), [(-0.7, 0.0), (0.7, 0.0), (0.0, -0.7), (0.5, 0.5)])
def test_light_comes_from_where_it_is_bright(x: float, y: float) -> None:
    frame = np.full((360, 640, 3), 50, np.uint8)
    column, row = int((x + 1) * 320), int((y + 1) * 180)
    frame[max(0, row - 40) : row + 40, max(0, column - 60) : column + 60] = 240
    light = measure(frame).light
    assert (light.x, light.y) == pytest.approx((x, y), abs=0.15)


def test_an_even_light_comes_from_everywhere() -> None:
    light = measure(np.full((360, 640, 3), 140, np.uint8)).light
    assert (light.x, light.y) == (0.0, 0.0)
    assert light.level == pytest.approx(140 / 255, abs=0.01)
    assert (
        measure(Film(background("china")).frame(0.0)).light.level
        > measure(Film(background("rocket")).frame(0.0)).light.level
    )
