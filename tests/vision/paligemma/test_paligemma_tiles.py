"""Tiles cover the picture and are few; what is found in several of them is told once."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.domain import Box
from assistant.vision.paligemma.tiles import (
    MOST_TILES,
    OVERLAP,
    WORTH_READING,
    Finding,
    is_cut_by,
    merged,
    tiles_of,
    without_repeated_lines,
)

_SCREEN = Box(0, 0, 1920, 1080)


@settings(deadline=None)
@given(
    st.builds(Box, st.integers(-500, 500), st.integers(-500, 500), st.integers(1, 8000), st.integers(1, 8000)),
    st.sampled_from([224, 448, 896]),
    st.integers(1, 9),
)
def test_tiles_cover_the_area_and_are_few(area: Box, resolution: int, most: int) -> None:
    tiles = tiles_of(area, resolution, most)
    assert 1 <= len(tiles) <= most
    assert all(area.intersection(tile) == tile.area for tile in tiles)
    for x in (area.x, area.x + area.width // 3, area.x + area.width // 2, area.right - 1):
        for y in (area.y, area.y + area.height // 3, area.y + area.height // 2, area.bottom - 1):
            assert any(tile.intersection(Box(x, y, 1, 1)) for tile in tiles)


def test_what_is_smaller_than_the_overlap_is_whole_in_one_tile() -> None:
    tiles = tiles_of(_SCREEN, 448)
    width, height = round(tiles[0].width * OVERLAP) - 2, round(tiles[0].height * OVERLAP) - 2
    for x in range(0, 1920 - width, 7):
        for y in range(0, 1080 - height, 7):
            box = Box(x, y, width, height)
            assert any(tile.intersection(box) == box.area for tile in tiles)


@pytest.mark.parametrize(
    ("area", "resolution", "count"),
    [
        (Box(0, 0, 448, 448), 448, 1),
        (Box(0, 0, 700, 500), 448, 1),
        (Box(0, 0, 1000, 400), 448, 1),
        (Box(0, 0, 1010, 400), 448, 3),
        (_SCREEN, 448, MOST_TILES),
        (_SCREEN, 896, 1),
    ],
)
def test_a_screen_has_a_handful_of_tiles(area: Box, resolution: int, count: int) -> None:
    assert len(tiles_of(area, resolution)) == count


def test_text_is_cut_later_than_pictures() -> None:
    page = Box(0, 0, 1200, 900)
    assert len(tiles_of(page, 448)) > 1
    assert len(tiles_of(page, 448, worth=WORTH_READING)) == 1


def _found(
    x: int, y: int, width: int, height: int, label: str = "cat", sure: float = 0.5, cut: bool = False
) -> Finding:
    return Finding(label, Box(x, y, width, height), sure, is_cut=cut)


def test_the_same_thing_twice_is_the_surer_one() -> None:
    weak, sure = _found(10, 10, 100, 100, sure=0.4), _found(12, 9, 100, 104, "Cat", 0.7)
    assert merged([weak, sure]) == [sure]


def test_other_labels_and_other_places_stay() -> None:
    things = [_found(0, 0, 50, 50), _found(0, 0, 50, 50, "dog"), _found(100, 100, 50, 50)]
    assert sorted(merged(things), key=repr) == sorted(things, key=repr)


def test_neighbours_that_touch_are_two() -> None:
    things = [_found(0, 0, 50, 50), _found(40, 0, 50, 50)]
    assert len(merged(things)) == 2


def test_a_part_gives_way_to_the_whole() -> None:
    whole, part = _found(0, 0, 300, 100, sure=0.3), _found(0, 0, 150, 100, sure=0.9, cut=True)
    assert merged([part, whole]) == [whole]


def test_two_parts_become_one() -> None:
    left, right = _found(500, 100, 200, 80, cut=True, sure=0.8), _found(600, 95, 250, 84, cut=True, sure=0.6)
    (joined,) = merged([left, right])
    assert joined.box == Box(500, 95, 350, 85)
    assert joined.confidence == 0.6


def test_the_order_of_arrival_does_not_matter() -> None:
    things = [_found(x, y, 60, 60, sure=0.1 + x / 1000) for x in (0, 5, 200, 207, 400) for y in (0, 300)]
    wanted = merged(things)
    for seed in range(10):
        random.Random(seed).shuffle(things)
        assert merged(things) == wanted


def test_a_box_at_an_inner_edge_is_cut_and_at_the_picture_s_is_not() -> None:
    tile = Box(500, 0, 700, 600)
    assert is_cut_by(Box(500, 50, 60, 60), tile, _SCREEN)
    assert is_cut_by(Box(600, 540, 60, 60), tile, _SCREEN)
    assert not is_cut_by(Box(600, 0, 60, 60), tile, _SCREEN)
    assert not is_cut_by(Box(600, 60, 60, 60), tile, _SCREEN)


def test_lines_that_two_tiles_show_are_read_once() -> None:
    assert without_repeated_lines(["File Edit", "Hello "], ["hello", "World"]) == ["World"]
