"""Blank pictures are recognised, and nothing else is called blank."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from assistant.capture.checks import Colour, blank_colour
from assistant.core.domain import SourceKind

SIZE = (1920, 1080)
SCREEN = SourceKind.SCREEN


def plain(colour: tuple[int, int, int], size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("RGB", size, colour)


def with_pointer(image: Image.Image, at: tuple[int, int] = (960, 540), scale: int = 1) -> Image.Image:
    corners = [(0, 0), (0, 16), (4, 13), (7, 19), (10, 18), (7, 12), (12, 12)]
    arrow = [(at[0] + x * scale, at[1] + y * scale) for x, y in corners]
    ImageDraw.Draw(image).polygon(arrow, fill=(255, 255, 255), outline=(1, 1, 1))
    return image


def with_pixels(image: Image.Image, count: int) -> Image.Image:
    places = random.Random(7)
    for _ in range(count):
        image.putpixel((places.randrange(image.width), places.randrange(image.height)), (255, 200, 90))
    return image


def with_text(image: Image.Image, text: str, fill: tuple[int, int, int] = (200, 200, 200)) -> Image.Image:
    ImageDraw.Draw(image).text((8, 8), text, fill=fill)
    return image


@pytest.mark.parametrize(
    ("colour", "wanted"),
    [
        ((0, 0, 0), Colour.BLACK),
        ((12, 9, 14), Colour.BLACK),
        ((255, 255, 255), Colour.WHITE),
        ((250, 248, 246), Colour.WHITE),
        ((0, 0, 128), Colour.UNIFORM),
        ((127, 127, 127), Colour.UNIFORM),
        ((255, 255, 0), Colour.UNIFORM),
    ],
)
def test_one_colour_is_blank(colour: tuple[int, int, int], wanted: Colour) -> None:
    assert blank_colour(plain(colour), SCREEN) is wanted


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (7, 9), (64, 64), (1, 4000), (3840, 2160)])
def test_one_colour_is_blank_at_any_size(size: tuple[int, int]) -> None:
    assert blank_colour(plain((0, 0, 0), size), SCREEN) is Colour.BLACK


def test_dark_noise_is_black() -> None:
    noise = Image.effect_noise(SIZE, 8).point([min(level // 16, 12) for level in range(256)])
    assert blank_colour(Image.merge("RGB", [noise] * 3), SourceKind.CAMERA) is Colour.BLACK


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (40, 80, 120)])
@pytest.mark.parametrize("at", [(0, 0), (960, 540), (1900, 1060), (5, 1070)])
@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_pointer_does_not_make_a_picture(colour: tuple[int, int, int], at: tuple[int, int], scale: int) -> None:
    assert blank_colour(with_pointer(plain(colour), at, scale), SCREEN) is not None


def test_a_pointer_and_a_few_hot_pixels_do_not_make_a_picture() -> None:
    assert blank_colour(with_pixels(with_pointer(plain((0, 0, 0))), 12), SCREEN) is Colour.BLACK


def test_stars_make_a_picture() -> None:
    assert blank_colour(with_pixels(plain((0, 0, 0)), 60), SCREEN) is None


def test_a_small_thing_in_a_file_is_a_picture() -> None:
    assert blank_colour(with_pointer(plain((0, 0, 0))), SourceKind.FILE) is None
    assert blank_colour(with_pointer(plain((0, 0, 0))), SourceKind.CLIPBOARD) is None


def test_a_small_icon_is_a_picture() -> None:
    icon = plain((255, 255, 255), (32, 32))
    ImageDraw.Draw(icon).ellipse((8, 8, 24, 24), fill=(200, 0, 0))
    assert blank_colour(icon, SCREEN) is None


@pytest.mark.parametrize("text", ["$ ls", "ok", "user@host:~$ ", "No results."])
def test_a_terminal_with_little_text_is_a_picture(text: str) -> None:
    assert blank_colour(with_text(plain((12, 12, 12)), text), SCREEN) is None


def test_pale_text_is_a_picture() -> None:
    page = with_text(plain((255, 255, 255)), "This page was left blank on purpose.", fill=(244, 244, 244))
    assert blank_colour(page, SCREEN) is None


def test_an_empty_editor_is_a_picture() -> None:
    editor = plain((30, 30, 30))
    ImageDraw.Draw(editor).rectangle((0, 0, 1919, 30), fill=(60, 60, 60))
    assert blank_colour(with_text(editor, "Untitled"), SCREEN) is None


def test_a_thin_panel_is_a_picture() -> None:
    desktop = plain((0, 0, 0))
    ImageDraw.Draw(desktop).rectangle((0, 1076, 1919, 1079), fill=(90, 90, 90))
    assert blank_colour(desktop, SCREEN) is None


def test_a_soft_gradient_is_a_picture() -> None:
    gradient = Image.linear_gradient("L").resize(SIZE).point([20 + level // 12 for level in range(256)])
    assert blank_colour(Image.merge("RGB", [gradient] * 3), SCREEN) is None


def test_a_night_sky_is_a_picture() -> None:
    sky = with_pixels(plain((2, 2, 6)), 900).filter(ImageFilter.GaussianBlur(0.7))
    assert blank_colour(sky, SourceKind.FILE) is None
    assert blank_colour(sky, SCREEN) is None


def test_two_halves_are_a_picture() -> None:
    halves = plain((0, 0, 0))
    halves.paste((255, 255, 255), (960, 0, 1920, 1080))
    assert blank_colour(halves, SCREEN) is None


def test_a_single_line_along_the_edge_is_a_picture() -> None:
    image = plain((0, 0, 0))
    ImageDraw.Draw(image).line((0, 0, 1919, 0), fill=(255, 255, 255))
    assert blank_colour(image, SCREEN) is None
