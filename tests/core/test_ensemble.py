"""Golden transcripts of DESCRIBE with two engines: what each is asked, and everything that is said."""

from __future__ import annotations

import pytest

from assistant.core.domain import Box, Detail, Reason, RegionKind
from support.duet import ICON, LEFT, LOW, RIGHT, Duet, line, photograph, thing


def test_structure_at_once_then_what_the_picture_shows() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(line("Letter", LOW), photograph(LEFT), thing("dog", LEFT), text="Window: Letter.")
    duet.model_tells("A dog lies on a sofa. It sleeps.", 0.9)
    assert duet.asked == [
        "embedded describe structure",
        "paligemma start",
        "paligemma describe at 30,30",
        "paligemma find 'couch' at 30,30",
    ]
    duet.model.ends()
    assert duet.said == [
        "Window: Letter.",
        "A picture in the upper left.",
        "Possibly: A dog lies on a sofa.",
        "It sleeps.",
        "Correction: no sofa.",
    ]


def test_the_answer_names_both_engines() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(), text="It says: OPEN")
    duet.model_tells("A red door.", 0.9)
    duet.hear_all()
    stats = duet.answer.stats
    assert (stats.engine, stats.model) == ("embedded+paligemma", "embedded 1, paligemma 1")
    assert duet.answer.reason is Reason.FINISHED
    assert duet.answer.confidence == pytest.approx(0.9)


def test_the_embedded_engine_alone_is_named_where_there_is_no_picture() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(line("Nothing but text", LOW), text="Nothing but text.")
    assert duet.asked == ["embedded describe structure"]
    assert duet.said == ["Nothing but text."]
    assert duet.answer.stats.engine == "embedded"


def test_regions_of_the_structure_belong_to_the_answer() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(LEFT), thing("dog", LEFT))
    duet.model_tells("A dog.", 0.9)
    duet.hear_all()
    assert [(region.kind, region.text) for region in duet.answer.regions] == [
        (RegionKind.PICTURE, ""),
        (RegionKind.OBJECT, "dog"),
    ]


def test_a_photograph_is_described_as_a_whole_without_its_place() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(), thing("cat", LEFT))
    duet.model_tells("A cat on a wall.", 0.9)
    assert duet.asked[1:] == ["paligemma start", "paligemma describe"]
    assert duet.said == ["A cat on a wall."]


def test_the_first_clause_is_said_before_the_sentence_is_whole() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    duet.model.says("A harbour at dusk, with")
    assert duet.said == ["A harbour at dusk,"]


def test_words_that_wait_too_long_are_passed_on() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(), text="It says: OPEN")
    duet.model.says("A harbour at dusk with many small")
    assert duet.said == ["It says: OPEN"]
    duet.clock.pass_seconds(2.0)
    assert duet.said == ["It says: OPEN", "A harbour at dusk with many"]


@pytest.mark.parametrize(
    ("detail", "described"),
    [(Detail.BRIEF, [LOW]), (Detail.NORMAL, [LEFT, RIGHT, LOW]), (Detail.FULL, [LEFT, RIGHT, LOW])],
)
def test_the_largest_pictures_in_reading_order(detail: Detail, described: list[Box]) -> None:
    duet = Duet()
    duet.asks(detail=detail)
    duet.structure(photograph(LOW), photograph(RIGHT), photograph(LEFT), photograph(ICON))
    for _ in described:
        duet.model_tells("Grass.", 0.9)
    assert [request.boxes for request in duet.model.requests] == [(box,) for box in described]
    left = [box for box in (LOW, RIGHT, LEFT, ICON) if box not in described]
    assert duet.embedded.requests[-1].boxes == tuple(left)


def test_what_is_left_to_the_embedded_engine_is_told_after_the_model() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(LEFT), photograph(ICON))
    duet.model_tells("A field of wheat.", 0.9)
    duet.embedded.shows(RegionKind.PICTURE, "", ICON)
    duet.embedded.says("A picture in the upper left; nothing in it is known to me.\n")
    duet.embedded.ends()
    assert duet.said == [
        "A picture in the upper left.",
        "A field of wheat.",
        "A picture in the upper left; nothing in it is known to me.",
    ]
    assert [region.box for region in duet.answer.regions] == [LEFT, ICON]


def test_two_pictures_may_show_the_same() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(LEFT), photograph(RIGHT))
    duet.model_tells("A meadow.", 0.9)
    duet.model_tells("A meadow.", 0.9)
    assert duet.said == ["A picture in the upper left.", "A meadow.", "A picture in the upper right.", "A meadow."]


def test_what_the_models_engine_says_of_itself_is_said_once_and_unhedged() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(LEFT), photograph(RIGHT))
    for _ in range(2):
        duet.model.notes("This model gives short descriptions only.")
        duet.model_tells("A lake.", 0.9)
    assert duet.said == [
        "This model gives short descriptions only.",
        "A picture in the upper left.",
        "A lake.",
        "A picture in the upper right.",
        "A lake.",
    ]


def test_a_model_that_ran_out_of_memory_begins_anew() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    duet.model.says("A lake. A mount", 0.9)
    duet.model.notes("The model goes on in 4 bits on the processor, because the memory ran out.")
    duet.model_tells("A lake. A mountain.", 0.9)
    assert duet.said == [
        "A lake.",
        "The model goes on in 4 bits on the processor, because the memory ran out.",
        "A mountain.",
    ]


def test_what_the_structure_leaves_unfinished_does_not_run_into_the_models_words() -> None:
    duet = Duet()
    duet.asks()
    duet.embedded.says("Cheese and onions ")
    duet.structure(photograph())
    duet.model_tells("A lake.", 0.9)
    assert duet.said == ["Cheese and onions", "A lake."]
