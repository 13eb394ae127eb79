"""A page in nine languages, each way up: 36 cases, on the real reader."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.core.domain import Box, Region, RegionKind, SourceKind, Task
from assistant.vision.embedded.ocr import Reader
from assistant.vision.embedded.rotation import quarter_turns, turned, turned_back
from support.embedded import ask_engine, picture
from support.sentences import FAMILIES, RIGHT_TO_LEFT, SENTENCES
from support.typeset import Column, Page, typeset

if TYPE_CHECKING:
    from support.typeset import Pixels

LANGUAGES = ["en", "de", "vi", "ru", "el", "ar", "he", "hi", "ko"]


@cache
def page(language: str) -> Pixels:
    column = Column(
        90,
        90,
        820,
        1200,
        SENTENCES[language] * 3,
        size=24,
        family=FAMILIES.get(language, "Noto Sans"),
        rtl=language in RIGHT_TO_LEFT,
    )
    return typeset(Page([column], width=1000, height=1400))[0]


@cache
def reader(language: str) -> Reader:
    return Reader(["en", language], None, 2)


WAYS = ["upright", "left", "on its head", "right"]


# Every language lies in one way; all ways of all languages are for the long run.
@pytest.mark.parametrize(
    ("language", "turns"),
    [
        pytest.param(language, turns, id=f"{way}-{language}", marks=() if turns == number % 4 else pytest.mark.long)
        for number, language in enumerate(LANGUAGES)
        for turns, way in enumerate(WAYS)
    ],
)
def test_a_page_comes_upright(language: str, turns: int) -> None:
    lying = turned(page(language), turns)
    assert quarter_turns(lying, reader(language)) == -turns % 4


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.full((400, 300, 3), 255, np.uint8), id="blank"),
        pytest.param(np.random.default_rng(4).integers(0, 255, (300, 300, 3), np.uint8), id="noise"),
        pytest.param(np.zeros((1, 900, 3), np.uint8), id="one row"),
    ],
)
def test_a_picture_without_text_stays_as_it_is(pixels: Pixels) -> None:
    assert quarter_turns(pixels, reader("de")) == 0


def test_it_gives_up_when_nobody_wants_it() -> None:
    assert quarter_turns(turned(page("en"), 2), reader("de"), is_cancelled=lambda: True) == 0


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_region_of_the_turned_picture_is_told_where_it_was(turns: int) -> None:
    width, height, box = 40, 30, Box(5, 7, 10, 4)
    original = np.zeros((height, width, 3), np.uint8)
    original[box.y : box.bottom, box.x : box.right] = 255
    rows, columns = np.nonzero(turned(original, turns)[..., 0])
    seen = Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
    outline = ((seen.x, seen.y), (seen.right, seen.y), (seen.right, seen.bottom), (seen.x, seen.bottom))
    region = turned_back(Region(RegionKind.LINE, "", seen, 1.0, outline), turns, width, height)
    assert region.box == box
    corners = {(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)}
    assert region.outline is not None
    assert set(region.outline) == corners


def test_a_file_on_its_side_is_read_upright_and_its_lines_are_placed_as_they_lie() -> None:
    lying = turned(page("en"), 1)
    said = ask_engine(Task.READ, picture(lying, SourceKind.FILE))
    first, *_ = SENTENCES["en"]
    assert "turned" in said.text.splitlines()[0]
    assert " ".join(first.split()[:4]) in " ".join(said.text.split())
    assert all(region.box.height > region.box.width for region in said.regions if len(region.text) > 20)


def test_a_screen_is_never_turned() -> None:
    said = ask_engine(Task.READ, picture(page("en")))
    assert "turned" not in said.text
