"""FIND: words, controls, objects and kinds; places; what is not found; and how text is compared."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.core.domain import Box, Picture, RegionKind, SourceKind, Task
from assistant.core.folding import fold
from assistant.vision.embedded.matching import matches
from support.embedded import ask_engine, form, picture
from support.photographs import photograph, pixels


@cache
def shown() -> Picture:
    return picture(form().image)


@cache
def cat() -> Picture:
    return picture(pixels(photograph("skimage/data/chelsea.png")), SourceKind.FILE)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Save", "The Save button, bottom.\n"),
        ("the SAVE button", "The Save button, bottom.\n"),
        ("Street", "The input field Street, middle.\n"),
        ("the name field", "The input field Name, middle.\n"),
        ("new customer", "The heading New customer, upper left.\n"),
        ("nwe customer", "The heading New customer, upper left.\n"),
        ("buttons", "2 places: the Save button at the bottom and the Cancel button in the lower right.\n"),
        ("dog", "“dog” was not found here.\n"),
        ("sav", "“sav” was not found here.\n"),
        ("", "“” was not found here.\n"),
    ],
)
def test_what_is_where(wanted: str, said: str) -> None:
    assert ask_engine(Task.FIND, shown(), wanted).text == said


def test_the_region_of_a_button_is_the_button() -> None:
    (found,) = ask_engine(Task.FIND, shown(), "Cancel").regions
    assert found.kind is RegionKind.BUTTON
    assert Box(826, 686, 120, 40).intersection(found.box) == found.box.area


def test_the_region_of_a_word_is_near_the_word() -> None:
    (found,) = ask_engine(Task.FIND, shown(), "computer").regions
    line = next(region for region in ask_engine(Task.READ, shown()).regions if "computer" in region.text)
    assert found.kind is RegionKind.WORD
    assert line.box.intersection(found.box) == found.box.area
    assert found.box.centre[0] == pytest.approx(line.box.x + 0.4 * line.box.width, rel=0.15)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("cat", "en"), ("cats", "en"), ("a cat", "en"), ("Katze", "de"), ("gato", "es"), ("chat", "fr")],
)
def test_an_object_in_the_user_s_words(wanted: str, language: str) -> None:
    said = ask_engine(Task.FIND, cat(), wanted, language=language)
    assert [region.text for region in said.of(RegionKind.OBJECT)] == ["cat"]


def test_an_object_that_was_not_seen_is_not_called_absent() -> None:
    assert ask_engine(Task.FIND, cat(), "dog").text == "“dog” was not found here.\n"


# --- comparing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "text", "count"),
    [
        ("الحفظ", "زر حفظ", 1),
        ("حفظ", "الحفظ", 1),
        ("שמירה", "השמירה", 1),
        ("काम", "की मा", 0),
        ("कि", "की", 0),
        ("save", "Save", 1),
        ("save", "Save as, save all", 2),
        ("save", "Saved", 0),
        ("strasse", "Straße", 1),
        ("resume", "Résumé", 1),
        ("settings", "Settimgs", 1),
        ("e-mail", "E-mail:", 1),
        ("保存", "请保存文件", 1),
        ("c++", "Learn C++ now", 1),
        ("…", "more …", 1),
        ("", "text", 0),
        ("text", "", 0),
    ],
)
def test_words_are_compared_folded(wanted: str, text: str, count: int) -> None:
    assert len(matches(fold(wanted), text)) == count


def test_a_match_says_where_in_the_text() -> None:
    (found,) = matches("all", "save all")
    assert (found.start, found.end, found.score) == (0.625, 1.0, 1.0)
