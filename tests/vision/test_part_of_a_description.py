"""DESCRIBE in parts: the structure alone hands over the pictures without a word; the pictures alone are told later."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.core.domain import Box, Part, RegionKind, Request, SourceKind, Task
from assistant.core.errors import ModelNeeded
from support.embedded import DrawnScreen, ask_engine, engine, form, picture
from support.photographs import photograph, pixels
from vision.test_describe import FORM


def window_with_two_photographs() -> DrawnScreen:
    screen = form()
    screen.paste(photograph("skimage/data/chelsea.png"), 680, 357, 360)
    screen.paste(photograph("skimage/data/astronaut.png"), 130, 390, 200)
    return screen


def shapes() -> Image.Image:
    image = Image.new("RGB", (448, 448), (235, 235, 230))
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 80, 200, 220), fill=(220, 30, 30))
    draw.polygon([(300, 240), (230, 400), (380, 400)], fill=(40, 80, 230))
    return image


def test_the_structure_of_a_window_shows_its_photographs_and_says_nothing_of_them() -> None:
    screen = form()
    screen.paste(photograph("skimage/data/chelsea.png"), 680, 357, 360)
    said = ask_engine(Task.DESCRIBE, picture(screen.image), part=Part.STRUCTURE)
    assert said.text == FORM
    assert len(said.of(RegionKind.PICTURE)) == 1
    assert [region.text for region in said.of(RegionKind.OBJECT)] == ["cat"]


def test_the_pictures_alone_are_told_as_in_the_whole() -> None:
    screen = form()
    screen.paste(photograph("skimage/data/chelsea.png"), 680, 357, 360)
    said = ask_engine(Task.DESCRIBE, picture(screen.image), part=Part.PICTURES)
    assert said.text == "A picture on the right: a cat.\n"
    assert said.of(RegionKind.BUTTON) == []


def test_only_the_pictures_that_are_asked_for_are_told() -> None:
    shown = picture(window_with_two_photographs().image)
    found = ask_engine(Task.DESCRIBE, shown, part=Part.STRUCTURE).of(RegionKind.PICTURE)
    assert len(found) == 2
    cat = max(found, key=lambda region: region.box.x)
    said = ask_engine(Task.DESCRIBE, shown, part=Part.PICTURES, boxes=(cat.box,))
    assert said.text == "A picture on the right: a cat.\n"


def test_the_structure_of_a_photograph_is_its_place_and_its_things() -> None:
    shown = picture(pixels(photograph("skimage/data/chelsea.png")), SourceKind.FILE)
    said = ask_engine(Task.DESCRIBE, shown, part=Part.STRUCTURE)
    assert said.text == ""
    assert [region.box for region in said.of(RegionKind.PICTURE)] == [Box(0, 0, shown.width, shown.height)]
    assert [region.text for region in said.of(RegionKind.OBJECT)] == ["cat"]


def test_a_drawing_is_a_picture_to_somebody_else() -> None:
    shown = picture(shapes(), SourceKind.FILE)
    said = ask_engine(Task.DESCRIBE, shown, part=Part.STRUCTURE)
    assert [region.box for region in said.of(RegionKind.PICTURE)] == [Box(0, 0, 448, 448)]
    assert said.text == ""
    assert ask_engine(Task.DESCRIBE, shown, part=Part.PICTURES).text == "A picture; nothing in it is known to me.\n"


def test_alone_the_engine_says_of_a_drawing_what_it_always_said() -> None:
    said = ask_engine(Task.DESCRIBE, picture(shapes(), SourceKind.FILE))
    assert said.text == "Nothing that can be read or recognised was found.\n"
    assert said.of(RegionKind.PICTURE) == []


def page() -> Image.Image:
    screen = DrawnScreen(800, 500, "#ffffff")
    for row in range(3):
        screen.text(60, 60 + 40 * row, "A short note on an otherwise empty page.", 20)
    return screen.image


def gradient() -> Image.Image:
    ramp = np.linspace(20, 220, 640)
    rows = np.stack([np.broadcast_to(ramp, (480, 640))] * 3, axis=2)
    return Image.fromarray(rows.astype(np.uint8), "RGB")


def band() -> Image.Image:
    image = page()
    ImageDraw.Draw(image).rectangle((0, 400, 800, 500), fill="#3a6ea5")
    return image


@pytest.mark.parametrize(
    "image",
    [page(), gradient(), band(), form().image, Image.new("RGB", (600, 400), "black"), Image.new("RGB", (600, 400))],
    ids=["a note", "a gradient", "a note with a band", "a screenshot of a form", "black", "blank"],
)
def test_what_is_no_drawing_shows_no_picture(image: Image.Image) -> None:
    said = ask_engine(Task.DESCRIBE, picture(image, SourceKind.FILE), part=Part.STRUCTURE)
    assert said.of(RegionKind.PICTURE) == []


def test_on_a_screen_nothing_drawn_counts_as_a_picture() -> None:
    assert ask_engine(Task.DESCRIBE, picture(shapes()), part=Part.STRUCTURE).of(RegionKind.PICTURE) == []


def test_boxes_of_a_turned_photograph_are_those_of_the_picture_as_it_came() -> None:
    draw = DrawnScreen(900, 1200, "#ffffff")
    for row in range(4):
        draw.text(60, 60 + 34 * row, "This page lies on its side, and a photograph stands on it.", 24)
    draw.paste(photograph("skimage/data/chelsea.png"), 300, 600, 420)
    page_with_photo = draw.image.rotate(90, expand=True)
    shown = picture(page_with_photo, SourceKind.FILE)
    found = ask_engine(Task.DESCRIBE, shown, part=Part.STRUCTURE).of(RegionKind.PICTURE)
    assert len(found) == 1
    told = ask_engine(Task.DESCRIBE, shown, part=Part.PICTURES, boxes=(found[0].box,))
    assert "a cat" in told.text
    elsewhere = Box(0, 0, 60, 60)
    assert ask_engine(Task.DESCRIBE, shown, part=Part.PICTURES, boxes=(elsewhere,)).text == ""


@pytest.mark.parametrize("task", [Task.OUTLINE, Task.QUESTION, Task.PROMPT])
def test_what_only_a_model_can_do_is_said_at_once(task: Task) -> None:
    shown = picture(form().image)
    with pytest.raises(ModelNeeded):
        next(engine().answer(Request(1, shown.id, task, "anything"), shown))
