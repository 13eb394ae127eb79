"""A page in nine languages, each way up: 36 cases, on the real reader."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.vision.embedded.ocr import Reader
from assistant.vision.embedded.rotation import quarter_turns, turned
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("turns", [0, 1, 2, 3], ids=["upright", "left", "on its head", "right"])
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
