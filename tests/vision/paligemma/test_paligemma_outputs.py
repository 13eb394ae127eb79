"""Places and codes among words, against a naive reading of the same text that was written apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.domain import Box
from assistant.vision.paligemma.outputs import (
    Detection,
    Loc,
    Part,
    Seg,
    Words,
    detections,
    geometric_mean,
    parts_of_text,
    text_of,
)

_PICTURE = Box(0, 0, 1023, 1023)


def _read(text: str, label: str = "") -> list[Detection]:
    return detections(parts_of_text(text), label)


def _naive(text: str) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Read with one regular expression over the text, as the published evaluation does."""
    pattern = (
        r"<loc(\d{4})>\s*<loc(\d{4})>\s*<loc(\d{4})>\s*<loc(\d{4})>"
        r"((?:\s*<seg\d{3}>)*)\s*((?:(?!<loc\d{4}>|<seg\d{3}>)[^;])*)"
    )
    found = []
    for match in re.finditer(pattern, text):
        place = tuple(int(match.group(number)) for number in range(1, 5))
        codes = tuple(int(code) for code in re.findall(r"<seg(\d{3})>", match.group(5)))[:16]
        if place[2] > place[0] and place[3] > place[1]:
            found.append((match.group(6).strip(), place, codes if len(codes) == 16 else ()))
    return found


_LOCS = st.integers(0, 1023).map(lambda value: f"<loc{value:04d}>")
_SEGS = st.integers(0, 127).map(lambda value: f"<seg{value:03d}>")
_BOX = st.lists(_LOCS, min_size=4, max_size=4).map("".join)
_MASK = st.just("") | st.lists(_SEGS, min_size=1, max_size=18).map("".join)
_LABEL = st.sampled_from(["cat", "red car", "Hund", "犬"])
_THING = st.tuples(_BOX, _MASK, _LABEL).map(lambda parts: f"{parts[0]}{parts[1]} {parts[2]}")


@settings(deadline=None)
@given(st.lists(_THING, max_size=6), st.integers(0, 400))
def test_a_truncated_answer_reads_as_by_the_other_reader(things: list[str], cut: int) -> None:
    text = " ; ".join(things)
    text = text[: max(0, len(text) - cut)]
    # A token that was cut in two can't come out of a tokenizer.
    text = re.sub(r"<[^>]*$", "", text)
    found = [(thing.label, thing.place, thing.codes) for thing in _read(text)]
    assert found == _naive(text)


@settings(deadline=None)
@given(st.lists(_LOCS | _SEGS | st.sampled_from([" ", ";", "cat", "<", "a dog", "\n"]), max_size=60).map("".join))
def test_garbage_gives_sound_boxes_or_none(text: str) -> None:
    for thing in _read(text):
        top, left, bottom, right = thing.place
        assert 0 <= top < bottom <= 1023
        assert 0 <= left < right <= 1023
        assert len(thing.codes) in (0, 16)
    assert not re.search(r"<loc\d{4}>|<seg\d{3}>", text_of(parts_of_text(text)))


@settings(deadline=None)
@given(st.lists(st.integers(0, 1023), min_size=4, max_size=4), st.integers(0, 3000), st.integers(1, 4000))
def test_a_box_lies_in_what_was_shown(place: list[int], start: int, length: int) -> None:
    top, bottom = sorted(place[:2])
    left, right = sorted(place[2:])
    if top == bottom or left == right:
        return
    area = Box(start, start // 2, length, max(1, length // 2))
    box = Detection("", (top, left, bottom, right)).box(area)
    assert area.x <= box.x < box.right <= area.right
    assert area.y <= box.y < box.bottom <= area.bottom


def test_the_scale_ends_at_1023() -> None:
    whole = Box(10, 20, 640, 480)
    assert Detection("", (0, 0, 1023, 1023)).box(whole) == whole
    assert Detection("", (0, 0, 512, 512)).box(Box(0, 0, 1023, 1023)) == Box(0, 0, 512, 512)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("<loc0010><loc0010><loc0200><loc0200> cat", ["cat"]),
        ("<loc0010><loc0010><loc0200><loc0200> cat ; <loc0300><loc0300><loc0400><loc0400> dog", ["cat", "dog"]),
        ("<loc0010><loc0010><loc0200><loc0200>", ["thing"]),
        ("<loc0010><loc0010><loc0200>", []),
        ("<loc0200><loc0010><loc0010><loc0200> cat", []),
        ("<loc0010><loc0200><loc0200><loc0010> cat", []),
        ("<loc0010><loc0010><loc0010><loc0200> cat", []),
        ("cat", []),
        ("", []),
        ("a <loc0010><loc0010><loc0200><loc0200> <b>cat", ["cat"]),
        ("<loc0010>" * 4 + "<loc0020><loc0020><loc0200><loc0200> cat", ["cat"]),
        ("<loc0010><loc0010><loc0200><loc0200><loc0300> cat", ["thing"]),
        ("<loc0010><loc0010><loc0200><loc1024> cat", []),
    ],
)
def test_what_is_off_costs_only_itself(text: str, labels: list[str]) -> None:
    assert [thing.label for thing in _read(text, "thing")] == labels


def test_a_mask_has_sixteen_codes_or_none() -> None:
    box = "<loc0010><loc0010><loc0200><loc0200>"
    assert _read(box + "<seg127>" * 16 + " cat")[0].codes == (127,) * 16
    assert _read(box + "<seg127>" * 15 + " cat")[0].codes == ()
    assert len(_read(box + "<seg001>" * 17 + " cat")[0].codes) == 16


def test_text_is_without_places_and_codes() -> None:
    assert text_of(parts_of_text("a <loc0010><seg001>cat")) == "a cat"


def test_a_box_is_as_sure_as_its_places_and_its_label() -> None:
    parts: list[Part] = [Loc(1, 0.5), Loc(1, 0.5), Loc(9, 0.5), Loc(9, 0.5), *[Seg(1, 0.01)] * 16, Words(" cat", 0.25)]
    assert detections(parts)[0].confidence == pytest.approx((0.5**4 * 0.25) ** 0.2)


def test_a_mean_of_nothing_and_of_zero() -> None:
    assert geometric_mean([]) == 1.0
    assert geometric_mean([0.5, 0.0]) == 0.0
    assert geometric_mean([0.25, 1.0]) == pytest.approx(0.5)
