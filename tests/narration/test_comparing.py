"""What the sketches see and do not see, where a tone points, and which lines are the same."""

from __future__ import annotations

import pytest

from assistant.core.domain import Box, Region, RegionKind
from assistant.narration.lines import Lines
from assistant.narration.pointing import pointer
from assistant.narration.sketch import changed, sketch_of
from support.narration_stage import HEIGHT, WIDTH, Sight, shown

CUP = Sight("cup", Box(120, 80, 40, 40))


def test_a_place_where_something_came_has_changed_and_no_other() -> None:
    before, after = sketch_of(shown([])), sketch_of(shown([CUP]))
    assert changed(before, after, CUP.box) == 1
    assert changed(before, after, Box(10, 10, 60, 60)) == 0
    assert 0 < changed(before, after) < 0.1


@pytest.mark.parametrize("light", [0.5, 0.7, 1.3, 1.6])
def test_brightness_as_a_whole_is_no_change(light: float) -> None:
    before, after = sketch_of(shown([CUP])), sketch_of(shown([CUP], light))
    assert changed(before, after) < 0.05


def test_a_hand_that_moves_the_camera_a_little_changes_nothing() -> None:
    moved = Sight("cup", Box(CUP.box.x + 3, CUP.box.y + 3, 40, 40))
    assert changed(sketch_of(shown([CUP])), sketch_of(shown([moved])), CUP.box) < 0.35


def test_one_surface_is_blank_and_a_wall_with_a_thing_is_not() -> None:
    assert sketch_of(shown([], 0.0)).is_blank
    assert not sketch_of(shown([CUP])).is_blank


@pytest.mark.parametrize(
    ("box", "pan", "is_centred"),
    [
        (Box(0, 52, 20, 40), -0.896, False),
        (Box(172, 52, 20, 40), 0.896, False),
        (Box(86, 62, 20, 20), 0.0, True),
        (Box(86, 0, 20, 20), 0.0, False),
        (Box(20, 20, 120, 110), -0.167, True),
        (Box(0, 0, WIDTH, HEIGHT), 0.0, True),
    ],
)
def test_a_tone_points_where_the_thing_is(box: Box, pan: float, is_centred: bool) -> None:
    at = pointer(box, WIDTH, HEIGHT)
    assert (at.pan, at.is_centred) == (pan, is_centred)
    assert pointer(box, WIDTH, HEIGHT, is_mirrored=True).pan == -pan
    assert 0 <= at.height <= 1


def test_a_tone_rises_towards_the_middle() -> None:
    heights = [pointer(Box(x, 62, 20, 20), WIDTH, HEIGHT).height for x in (0, 20, 40, 60, 80)]
    assert heights == sorted(heights)
    assert len(set(heights)) == len(heights)


def line(words: str, confidence: float = 0.98) -> Region:
    return Region(RegionKind.LINE, words, Box(0, 0, 90, 20), confidence)


@pytest.mark.parametrize(
    ("words", "is_new"),
    [
        ("Emergency exit", False),
        ("EMERGENCY EXIT", False),
        ("Emergency ex1t", False),
        ("Emergency", False),
        ("Staircase B", True),
        ("Emergency exit only, the door is alarmed", True),
        ("出口", True),
        ("|", False),
        ("Il", False),
    ],
)
def test_which_lines_are_new(words: str, is_new: bool) -> None:
    lines = Lines()
    lines.begin([line("Emergency exit")])
    lines.look([line(words, 0.9 if words == "Il" else 0.98)], lambda box: True)
    assert bool(lines.pending()) is is_new


def test_a_line_where_nothing_changed_was_there_before() -> None:
    lines = Lines()
    lines.begin([])
    lines.look([line("Staircase B")], lambda box: False)
    assert lines.pending() == []


def test_a_line_that_was_gone_for_long_is_new_again() -> None:
    lines = Lines()
    lines.begin([line("Staircase B")])
    for _ in range(3):
        lines.look([], lambda box: True)
    lines.look([line("Staircase B")], lambda box: True)
    assert lines.pending() == []
    for _ in range(8):
        lines.look([], lambda box: True)
    lines.look([line("Staircase B")], lambda box: True)
    assert [region.text for region in lines.pending()] == ["Staircase B"]
