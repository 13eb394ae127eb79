"""The reader on real screens: true text set in real fonts, read back and compared."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from assistant.core.errors import LanguagePackMissing
from assistant.vision.embedded.ocr import Reader
from support.sentences import FAMILIES, RIGHT_TO_LEFT, SENTENCES
from support.typeset import Column, Page, typeset

if TYPE_CHECKING:
    from assistant.vision.embedded.lines import Line
    from support.typeset import Pixels


@cache
def reader(*languages: str) -> Reader:
    return Reader(languages, None, 2)


def error_rate(lines: list[Line], truth: list[list[str]]) -> float:
    wanted = " ".join(line for column in truth for line in column)
    return Levenshtein.distance(" ".join(line.text for line in lines), wanted) / len(wanted)


def screen(language: str, size: int = 17, dark: bool = False) -> tuple[Pixels, list[list[str]]]:
    column = Column(
        40,
        30,
        1100,
        500,
        SENTENCES[language],
        size=size,
        family=FAMILIES.get(language, "Noto Sans"),
        rtl=language in RIGHT_TO_LEFT,
        colour="#e6e6e6" if dark else "#1a1a1a",
    )
    return typeset(Page([column], width=1180, height=60 + size * 30, background="#22262a" if dark else "#ffffff"))


@pytest.mark.parametrize("language", SENTENCES)
def test_every_language_is_read(language: str) -> None:
    pixels, truth = screen(language)
    lines = list(reader("en", language).lines(pixels))
    assert error_rate(lines, truth) <= 0.02, [line.text for line in lines]
    assert {line.language for line in lines} <= {language, ""}


@pytest.mark.parametrize("language", ["en", "ru", "ar", "ko"])
@pytest.mark.parametrize(("size", "dark"), [(12, False), (34, False), (17, True)])
def test_small_large_and_light_on_dark(language: str, size: int, dark: bool) -> None:
    pixels, truth = screen(language, size, dark)
    lines = list(reader("en", language).lines(pixels))
    assert error_rate(lines, truth) <= 0.04, [line.text for line in lines]


def test_languages_are_read_side_by_side() -> None:
    left = Column(40, 30, 800, 600, SENTENCES["en"], size=17)
    right = Column(1000, 30, 800, 600, SENTENCES["ru"], size=17)
    pixels, truth = typeset(Page([left, right], height=700))
    lines = list(reader("en", "ru").lines(pixels))
    assert error_rate(lines, truth) <= 0.01, [line.text for line in lines]
    assert [line.language for line in lines] == ["en"] * len(truth[0]) + ["ru"] * len(truth[1])


def test_a_word_of_another_script_inside_a_line() -> None:
    column = Column(40, 40, 900, 200, ["Откройте Firefox и нажмите Ctrl+T"], size=20)
    pixels, _ = typeset(Page([column], width=1000, height=120))
    (line,) = reader("en", "ru").lines(pixels)
    assert line.text == "Откройте Firefox и нажмите Ctrl+T"


def test_columns_are_read_one_after_the_other_and_the_first_row_stays_first() -> None:
    words = SENTENCES["en"] * 3
    columns = [
        Column(60, 20, 1700, 40, ["A heading over both columns"], size=28, is_bold=True),
        Column(60, 90, 760, 900, words, size=16),
        Column(1000, 90, 760, 900, words[1:], size=16),
    ]
    pixels, truth = typeset(Page(columns))
    lines = list(reader("en").lines(pixels))
    assert error_rate(lines, truth) <= 0.01, [line.text for line in lines]
    assert lines[0].text == "A heading over both columns"
    assert [line.block for line in lines] == sorted(line.block for line in lines)


def test_hebrew_columns_begin_on_the_right() -> None:
    words, family = SENTENCES["he"] * 2, FAMILIES["he"]
    columns = [
        Column(1000, 60, 700, 900, words, family=family, rtl=True),
        Column(60, 60, 700, 900, words[2:], family=family, rtl=True),
    ]
    pixels, truth = typeset(Page(columns))
    lines = list(reader("he").lines(pixels))
    assert error_rate(lines, truth) <= 0.02, [line.text for line in lines]


def test_a_tilted_scan_is_read() -> None:
    column = Column(80, 80, 1000, 700, SENTENCES["en"] * 2, size=24)
    pixels, truth = typeset(Page([column], width=1200, height=900, background="#f4f1ea"))
    turn = cv2.getRotationMatrix2D((600, 450), 2.5, 1.0)
    tilted = cv2.warpAffine(pixels, turn, (1200, 900), borderValue=(244, 241, 234))
    noise = np.random.default_rng(1).normal(0, 8, tilted.shape)
    scan = np.clip(cv2.GaussianBlur(tilted, (3, 3), 0) + noise, 0, 255).astype(np.uint8)
    lines = list(reader("en").lines(scan))
    assert error_rate(lines, truth) <= 0.02, [line.text for line in lines]


def test_lines_tell_where_they_stand() -> None:
    column = Column(300, 200, 600, 100, ["Where is this line?"], size=20)
    pixels, _ = typeset(Page([column], width=1000, height=600))
    (line,) = reader("en").lines(pixels)
    assert 290 <= line.box.x <= 302
    assert 195 <= line.box.y <= 212
    assert 165 <= line.box.width <= 200
    assert 20 <= line.height <= 40


def test_a_script_that_the_user_does_not_read_is_not_said_as_garbage() -> None:
    pixels, truth = screen("ru")
    english = reader("en")
    assert list(english.lines(pixels)) == []
    assert english.unreadable == len(truth[0])


def test_a_missing_language_file_is_told_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.vision.embedded.ocr.pack_folders", lambda _: [])
    alone = Reader(["en", "ru"], None, 2)
    assert [type(error) for error in alone.missing] == [LanguagePackMissing]
    pixels, truth = screen("en")
    assert error_rate(list(alone.lines(pixels)), truth) <= 0.01


@pytest.mark.parametrize(
    "shape", [(1, 1, 3), (1, 4000, 3), (4000, 1, 3), (7, 9, 3), (40, 3000, 3)], ids=lambda shape: f"{shape[:2]}"
)
@pytest.mark.parametrize("kind", ["blank", "noise"])
def test_odd_shapes_hold_no_text(shape: tuple[int, int, int], kind: str) -> None:
    noise = np.random.default_rng(2).integers(0, 255, shape, np.uint8)
    pixels = noise if kind == "noise" else np.full(shape, 200, np.uint8)
    assert list(reader("en").lines(pixels)) == []


def test_noise_is_given_up() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (700, 900, 3), np.uint8)
    assert list(reader("en").lines(noise)) == []


def test_text_on_a_huge_picture_is_read() -> None:
    column = Column(400, 400, 7000, 900, ["A line on a very large screen"], size=96)
    pixels, truth = typeset(Page([column], width=7680, height=4320))
    assert error_rate(list(reader("en").lines(pixels)), truth) == 0


def test_reading_ends_where_nobody_wants_it() -> None:
    pixels, truth = screen("en")
    answers = iter([False] * 4)
    lines = list(reader("en").lines(pixels, is_cancelled=lambda: next(answers, True)))
    assert len(lines) < len(truth[0])


def test_the_first_row_comes_before_the_sweep_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    words = SENTENCES["en"] * 4
    pixels, _ = typeset(Page([Column(60, 40, 1700, 1000, words)]))
    run = reader("en").lines(pixels)
    sweeps = []
    detector = reader("en")._detector
    original = detector._run

    def counted(*args: object) -> None:
        sweeps.append(args)
        original(*args)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(detector, "_run", counted)
    first = next(run)
    swept_before = len(sweeps)
    rest = list(run)
    assert first.text == words[0]
    assert swept_before == 1 < len(sweeps)
    assert [line.text for line in rest][:2] == words[1:3]
