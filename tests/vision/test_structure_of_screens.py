"""Shapes and surfaces: what is found on drawn screens, and that nothing is found where nothing is."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from assistant.core.domain import Box
from assistant.vision.embedded import surfaces
from assistant.vision.embedded.lines import Line
from assistant.vision.embedded.pixels import quad_from_box
from assistant.vision.embedded.scene import Item, Role, Scene, heading_items, is_heading
from assistant.vision.embedded.structure import Shapes, Window, find_shapes
from support.embedded import DrawnScreen, form
from support.photographs import photograph, pixels

Screen = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@cache
def drawn() -> Screen:
    return np.asarray(form().image)


def line(text: str, x: int, y: int, width: int = 120, height: int = 20) -> Line:
    box = Box(x, y, width, height)
    return Line(text, box, quad_from_box(box), 0.99, "en", height=float(height))


def test_a_window_has_its_title_bar() -> None:
    (window,) = find_shapes(drawn()).windows
    assert [window.box.x, window.box.y] == pytest.approx([100, 60], abs=3)
    assert window.bar.height == pytest.approx(28, abs=4)


def test_buttons_and_fields_are_found_where_they_are_drawn() -> None:
    shapes = find_shapes(drawn())
    buttons = [(box.x, box.y) for box in shapes.buttons if box.y > 600]
    assert buttons == [pytest.approx((700, 690), abs=4), pytest.approx((830, 690), abs=4)]
    assert [(box.x, box.y) for box in shapes.fields] == [pytest.approx((250, y), abs=4) for y in (280, 330)]


@pytest.mark.parametrize("kind", ["black", "white", "gradient", "noise"])
def test_nothing_is_found_where_nothing_is_drawn(kind: str) -> None:
    ramp = np.linspace(0, 255, 1280).astype(np.uint8)
    shown = {
        "black": np.zeros((800, 1280, 3), np.uint8),
        "white": np.full((800, 1280, 3), 255, np.uint8),
        "gradient": np.ascontiguousarray(np.broadcast_to(ramp[None, :, None], (800, 1280, 3))),
        "noise": np.random.default_rng(5).integers(0, 255, (800, 1280, 3), dtype=np.uint8),
    }[kind]
    assert find_shapes(shown) == Shapes()


def test_a_selected_word_is_no_button() -> None:
    screen = DrawnScreen()
    screen.window("Files")
    screen.draw.rectangle((300, 300, 400, 324), "#3a6ea5")
    screen.draw.text((350, 312), "Letter", "white", anchor="mm")
    assert [box for box in find_shapes(np.asarray(screen.image)).buttons if box.y > 250] == []


def test_a_frame_without_a_title_bar_is_no_window() -> None:
    screen = DrawnScreen(ground="#ffffff")
    screen.draw.rectangle((100, 100, 900, 600), "#ffffff", "#000000")
    assert find_shapes(np.asarray(screen.image)).windows == ()


# --- roles -------------------------------------------------------------------------------------------

WINDOW = Window(Box(100, 60, 1000, 600), Box(100, 60, 1000, 28), Box(100, 88, 1000, 26))
BUTTON, FIELD = Box(700, 600, 120, 30), Box(300, 300, 400, 28)


@pytest.mark.parametrize(
    ("text", "box", "role"),
    [
        ("Orders", Box(560, 64, 80, 20), Role.TITLE),
        ("File Edit", Box(106, 92, 70, 18), Role.MENU),
        ("Hello, world", Box(106, 92, 90, 18), Role.TEXT),
        ("Save", Box(740, 605, 40, 20), Role.BUTTON),
        ("a row of a table", Box(702, 605, 70, 20), Role.TEXT),
        ("Name:", Box(220, 304, 60, 20), Role.LABEL),
        ("Anna", Box(304, 304, 40, 20), Role.VALUE),
        ("Name:", Box(20, 304, 30, 20), Role.TEXT),
        ("Orders", Box(560, 400, 80, 20), Role.TEXT),
    ],
)
def test_a_line_has_the_role_of_where_it_stands(text: str, box: Box, role: Role) -> None:
    scene = Scene(Shapes((WINDOW,), (BUTTON,), (FIELD,)))
    assert scene.place(line(text, box.x, box.y, box.width, box.height)).role is role


def test_a_window_has_one_title() -> None:
    scene = Scene(Shapes((WINDOW,)))
    roles = [scene.place(line(text, x, 64)).role for text, x in (("Orders", 300), ("Close", 900))]
    assert roles == [Role.TITLE, Role.TEXT]


def item(text: str, y: int, size: float, height: int = 20, x: int = 100) -> Item:
    each = line(text, x, y, 8 * len(text), height)
    return Item(Role.TEXT, each, each.box, size)


BODY = [item("Text in its usual size, line after line", 200 + 24 * row, 8.0) for row in range(4)]


@pytest.mark.parametrize(
    ("first", "is_one"),
    [
        (item("How to begin", 160, 14.0, 34), True),
        (item("How to begin", 160, 8.0, 34), False),
        (item("How to begin", 160, 14.0, 20), False),
        (item("14:02", 160, 14.0, 34), False),
        (item("A large line that goes on " * 4, 160, 14.0, 34), False),
        (item("Beside a line", 200, 14.0, 34, x=600), False),
        (item("始める方法はこちらです", 160, 14.0, 34), False),
    ],
)  # fmt: skip
def test_a_heading_is_larger_alone_and_short(first: Item, is_one: bool) -> None:
    assert is_heading(first, [first, *BODY]) is is_one
    roles = [each.role for each in heading_items([first, *BODY])]
    assert roles == [Role.HEADING if is_one else Role.TEXT, *[Role.TEXT] * len(BODY)]


# --- surfaces ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["skimage/data/astronaut.png", "sklearn/datasets/images/china.jpg"])
def test_a_photograph_is_one(name: str) -> None:
    shown = pixels(photograph(name))
    look = surfaces.look(shown)
    assert look.is_photograph
    assert surfaces.photographs(look, []) == [Box(0, 0, shown.shape[1], shown.shape[0])]


def test_a_photograph_in_a_window_is_found_to_the_pixel() -> None:
    screen = form()
    screen.paste(photograph("skimage/data/chelsea.png"), 613, 357, 300)
    shown = np.asarray(screen.image)
    (found,) = surfaces.photographs(surfaces.look(shown), [])
    found = surfaces.snap(shown, found)
    wanted = Box(613, 357, 300, round(300 * 300 / 451))
    assert found.intersection(wanted) > 0.9 * max(found.area, wanted.area), f"{found} is not {wanted}"


def test_a_drawn_screen_holds_no_photograph() -> None:
    look = surfaces.look(drawn())
    assert not look.is_photograph
    assert surfaces.photographs(look, []) == []


def test_a_photograph_full_of_text_is_none() -> None:
    whole = Box(0, 0, 512, 512)
    texts = [Box(40, 30 + 40 * row, 400, 20) for row in range(10)]
    look = surfaces.look(pixels(photograph("skimage/data/astronaut.png")))
    assert surfaces.is_mostly_text(whole, texts)
    assert surfaces.photographs(look, texts) == []


def test_a_sign_in_a_photograph_leaves_it_one() -> None:
    assert not surfaces.is_mostly_text(Box(0, 0, 512, 512), [Box(100, 100, 120, 30)])
