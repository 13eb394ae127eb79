"""Honesty scored on photographs that no threshold was set on: what is named, what is hedged, what is kept quiet."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.core.domain import Detail, RegionKind, SourceKind, Task
from assistant.core.honesty import Naming
from assistant.vision.embedded.analysis import Analysis, Eyes, Photograph
from support.embedded import ask_engine, engine, picture
from support.films import background
from support.photographs import LIKENESSES, THINGS, photograph, pixels


@cache
def seen(name: str) -> tuple[Photograph, ...]:
    eyes = Eyes(engine().reader(("en",)), engine().detector, engine().classifier)
    return Analysis(picture(pixels(photograph(name)), SourceKind.FILE), eyes).photographs(lambda: False)


def sightings(naming: Naming) -> list[tuple[str, str, bool]]:
    """Return (picture, class, is right) of all that is told so."""
    return [
        (name, thing.label, thing.label in there)
        for name, there in THINGS.items()
        for shown in seen(name)
        for thing in shown.things
        if thing.naming is naming
    ]


def test_what_is_named_is_right_in_95_of_100() -> None:
    named = sightings(Naming.NAMED)
    wrong = [each for each in named if not each[2]]
    assert len(named) >= 6, f"too few to judge: {named}"
    assert len(wrong) <= 0.05 * len(named), f"named, but not there: {wrong}"


def test_what_is_hedged_is_right_in_60_of_100() -> None:
    hedged = sightings(Naming.HEDGED)
    wrong = [each for each in hedged if not each[2]]
    assert len(wrong) <= 0.4 * len(hedged), f"hedged, but not there: {wrong}"


@pytest.mark.parametrize("name", [name for name, things in THINGS.items() if not things])
def test_nothing_is_named_where_nothing_known_is(name: str) -> None:
    assert [thing.label for shown in seen(name) for thing in shown.things] == []


@pytest.mark.parametrize("name", THINGS)
def test_a_likeness_is_right_or_not_said(name: str) -> None:
    said = {shown.likeness.name for shown in seen(name) if shown.likeness is not None}
    assert said <= LIKENESSES.get(name, frozenset())


def test_a_photographed_page_is_read_and_nothing_in_it_is_named() -> None:
    page = picture(pixels(photograph("skimage/data/page.png")), SourceKind.FILE)
    said = ask_engine(Task.DESCRIBE, page, detail=Detail.FULL)
    assert "Let us first determine markers of the coins and the background." in said.text
    assert said.of(RegionKind.OBJECT) == []
    assert "looks like" not in said.text


def test_hedged_things_are_told_as_possible_only() -> None:
    shown = picture(pixels(photograph("skimage/data/coffee.png")), SourceKind.FILE)
    said = ask_engine(Task.DESCRIBE, shown)
    assert said.text == "The picture shows possibly a dining table; it looks like: a cup or a mug.\n"
    assert [region.text for region in said.of(RegionKind.OBJECT)] == ["dining table"]


def test_what_a_whole_picture_looks_like_is_a_sentence_of_its_own() -> None:
    # So small, the table is not even possible any more.
    shown = picture(background("coffee"), SourceKind.CAMERA)
    said = ask_engine(Task.DESCRIBE, shown)
    assert said.text == "The picture looks like: a cup or a mug.\n"
