"""The drawings that the tiny model learns from: the same for a seed, and what is said of them is so."""

from __future__ import annotations

import random
import re
from collections import Counter

import numpy as np
import pytest

from support.tiny import phrases
from support.tiny.drawings import COLOURS, KINDS, WORDS, Box, Drawing, Shape, drawing, paint
from support.tiny.examples import Asker, Kind, loc
from support.tiny.phrases import LANGUAGES

CODES = {name: list(range(16)) for name in (*KINDS, "triangle-down")}
SEEDS = range(200)


def two_shapes() -> Drawing:
    circle = Shape("circle", "red", Box(0.05, 0.05, 0.3, 0.3))
    square = Shape("square", "blue", Box(0.6, 0.65, 0.3, 0.3))
    return Drawing((circle, square), False, (255, 255, 255))


def asked(kind: Kind, shown: Drawing, language: str, seed: int = 0) -> tuple[str, str]:
    example = Asker(CODES, random.Random(seed)).make(kind, shown, language)
    return example.prompt, example.answer


def test_a_seed_gives_the_same_drawing_and_pixels() -> None:
    for seed in SEEDS:
        assert drawing(seed) == drawing(seed)
    assert paint(drawing(7)).tobytes() == paint(drawing(7)).tobytes()
    assert len({drawing(seed) for seed in SEEDS}) == len(SEEDS)


def test_words_and_numbers_of_shapes_all_come_up() -> None:
    shown = [drawing(seed) for seed in SEEDS]
    assert set(Counter(len(one.shapes) for one in shown)) == {0, 1, 2, 3}
    assert all(bool(one.word) != bool(one.shapes) for one in shown)
    assert {one.word for one in map(drawing, range(1500)) if one.word} == {w for words in WORDS.values() for w in words}


def test_shapes_stand_apart_from_left_to_right_inside_the_picture() -> None:
    for seed in SEEDS:
        shapes = drawing(seed).shapes
        middles = [shape.box.centre[0] for shape in shapes]
        assert middles == sorted(middles)
        assert len({shape.kind for shape in shapes}) == len({shape.colour for shape in shapes}) == len(shapes)
        for shape in shapes:
            assert shape.box.x >= 0
            assert shape.box.y >= 0
            assert max(shape.box.x + shape.box.width, shape.box.y + shape.box.height) <= 1


def test_a_shape_is_painted_where_its_box_says() -> None:
    pixels = np.asarray(paint(two_shapes(), 200)).astype(int)
    is_red = (abs(pixels - COLOURS["red"]) < 3).all(axis=2)
    rows, columns = np.nonzero(is_red)
    assert (rows.min(), columns.min()) == pytest.approx((10, 10), abs=1)
    assert (rows.max(), columns.max()) == pytest.approx((70, 70), abs=1)


@pytest.mark.parametrize("word", [words[0] for words in WORDS.values()])
def test_a_word_is_painted_where_its_box_says(word: str) -> None:
    shown = next(one for one in map(drawing, range(3000)) if one.word == word)
    assert shown.word_box is not None
    pixels = np.asarray(paint(shown, 200)).astype(int)
    rows, columns = np.nonzero((abs(pixels - shown.ground) > 60).all(axis=2))
    box = shown.word_box
    assert columns.min() == pytest.approx(box.x * 200, abs=8)
    assert columns.max() == pytest.approx((box.x + box.width) * 200, abs=8)
    assert rows.min() == pytest.approx(box.y * 200, abs=8)


def test_what_is_said_in_three_languages() -> None:
    shown = two_shapes()
    assert [phrases.caption(shown, language) for language in LANGUAGES] == [
        "a red circle and a blue square",
        "ein roter Kreis und ein blaues Quadrat",
        "עיגול אדום וריבוע כחול",
    ]
    assert phrases.description(shown, "en") == (
        "Two shapes on a light background. A red circle at the top left. A blue square at the bottom right."
    )
    assert phrases.description(shown, "de") == (
        "Zwei Formen auf hellem Hintergrund. Ein roter Kreis oben links. Ein blaues Quadrat unten rechts."
    )


def test_places_are_told_to_a_32nd_with_1023_for_the_whole() -> None:
    assert loc(Box(0, 0, 1, 1)) == "<loc0000><loc0000><loc1023><loc1023>"
    assert loc(Box(0.25, 0.5, 0.25, 0.51)) == "<loc0512><loc0256><loc1023><loc0512>"


@pytest.mark.parametrize("seed", range(40))
def test_detect_tells_what_is_there_and_leaves_out_what_is_not(seed: int) -> None:
    prompt, answer = asked(Kind.DETECT, two_shapes(), "en", seed)
    names = prompt.removeprefix("detect ").split(" ; ")
    assert re.findall(r"> (\w+)", answer) == [name for name in names if name in ("circle", "square")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_the_one_whose_answer_was_given(language: str) -> None:
    for seed in range(40):
        asker = Asker(CODES, random.Random(seed))
        example = asker.make(Kind.QUESTION, drawing(seed), language)
        assert example.answer.endswith("?")
        assert example.prompt.startswith(f"question {language} ")
        # In its own language a yes or no fits too many questions; an English word may stand for any of them.
        own = {phrases.yes_no(True, language), phrases.yes_no(False, language)} - {"yes"}
        assert example.prompt.removeprefix(f"question {language} ") not in own


def test_segment_tells_a_box_16_codes_and_the_name() -> None:
    for seed in range(20):
        prompt, answer = asked(Kind.SEGMENT, two_shapes(), "en", seed)
        name = prompt.removeprefix("segment ")
        if name in ("circle", "square"):
            assert re.fullmatch(rf"(<loc\d{{4}}>){{4}}(<seg\d{{3}}>){{16}} {name}", answer)
        else:
            assert answer == ""
