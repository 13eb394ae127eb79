"""A model that loads, dies, is slow, missing or stopped: the embedded engine answers, and one sentence says why."""

from __future__ import annotations

import pytest

from assistant.core.domain import Reason, RegionKind, Task
from assistant.core.errors import (
    EngineDied,
    EngineStalled,
    InternalError,
    ModelBroken,
    ModelCannot,
    ModelNotInstalled,
    RemoteUnreachable,
)
from support.duet import HEIGHT, ICON, LEFT, PATIENCE, RIGHT, WHOLE, WIDTH, Duet, photograph, thing


def test_a_model_that_dies_in_mid_sentence() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(LEFT), photograph(RIGHT), thing("dog", LEFT))
    duet.model.says("A meadow. Behind it a dark", 0.9)
    duet.model.fails(EngineDied())
    assert duet.asked[-1] == "embedded describe pictures at 30,30 at 600,40"
    duet.embedded.says("A picture in the upper left: a dog.\n")
    duet.embedded.ends()
    assert duet.said == [
        "A picture in the upper left.",
        "A meadow.",
        "The model stopped working and is started again; the built-in engine answers meanwhile.",
        "A picture in the upper left: a dog.",
    ]
    assert duet.answer.error is None


def test_what_the_model_had_told_is_not_told_again_when_it_dies() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(), thing("dog", LEFT))
    duet.model.says("A dog runs. Behind it", 0.9)
    duet.model.fails(EngineStalled())
    assert [request.part for request in duet.embedded.requests] == ["structure"]
    assert duet.answer.stats.model == "embedded 1, paligemma"
    assert duet.said == [
        "A dog runs.",
        "The model stopped working and is started again; the built-in engine answers meanwhile.",
    ]


def test_a_model_that_still_loads_is_waited_for() -> None:
    duet = Duet(is_ready=False)
    duet.asks()
    duet.structure(photograph())
    duet.clock.pass_seconds(PATIENCE.loading - 1)
    duet.model.ready()
    duet.clock.pass_seconds(PATIENCE.first_word - 1)
    duet.model_tells("A lake.", 0.9)
    assert duet.said == ["Still working on it.", "A lake."]


def test_a_model_that_loads_too_long_is_told_once_and_joins_in_later() -> None:
    duet = Duet(is_ready=False)
    for _ in range(2):
        duet.asks()
        duet.structure(photograph())
        duet.clock.pass_seconds(PATIENCE.loading)
        duet.embedded.says("The picture shows a dog.\n")
        duet.embedded.ends()
    assert [line for line in duet.said if "Still" not in line] == [
        "The model is still loading; the built-in engine answers meanwhile.",
        "The picture shows a dog.",
        "The picture shows a dog.",
    ]
    assert len(duet.model.cancelled) == 2
    duet.model.ready()
    duet.asks()
    duet.structure(photograph())
    duet.model_tells("A lake.", 0.9)
    assert duet.said[-1] == "A lake."


def test_a_model_whose_child_has_ended_loads_again() -> None:
    duet = Duet()
    duet.model.ended()
    duet.asks()
    duet.structure(photograph())
    duet.clock.pass_seconds(PATIENCE.loading)
    assert duet.asked[-2:] == ["paligemma cancel", "embedded describe pictures at 0,0"]
    duet.embedded.says("The picture shows a dog.\n")
    duet.embedded.ends()
    assert "The model is still loading; the built-in engine answers meanwhile." in duet.said


def test_a_model_that_is_too_slow() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    duet.clock.pass_seconds(PATIENCE.first_word)
    duet.embedded.says("The picture shows a dog.\n")
    duet.embedded.ends()
    assert duet.asked[-2:] == ["paligemma cancel", "embedded describe pictures at 0,0"]
    assert duet.said == [
        "Still working on it.",
        "The model takes too long; the built-in engine answers instead.",
        "The picture shows a dog.",
    ]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ModelNotInstalled(model="m"), "The model m is not installed."),
        (
            ModelBroken(model="m", file="f"),
            "The file f of the model m is damaged.",
        ),
        (RemoteUnreachable(host="h"), "The server h can't be reached."),
        (
            ModelCannot(model="m", task="caption"),
            "The model m was not trained for that: caption.",
        ),
    ],
)
def test_a_model_that_can_not_is_told_once(error: ModelNotInstalled, told: str) -> None:
    duet = Duet()
    for _ in range(2):
        duet.asks()
        duet.structure(photograph())
        duet.model.fails(error)
        duet.embedded.says("The picture shows a dog.\n")
        duet.embedded.ends()
    assert duet.said == [
        told,
        "The built-in engine answers instead.",
        "The picture shows a dog.",
        "The picture shows a dog.",
    ]


def test_a_model_that_was_asked_for_by_name_is_missed_every_time() -> None:
    duet = Duet(is_named=True)
    for _ in range(2):
        duet.asks()
        duet.structure(photograph())
        duet.model.fails(ModelNotInstalled(model="m"))
        duet.embedded.ends()
    assert duet.said == ["The model m is not installed.", "The built-in engine answers instead."] * 2


def test_a_second_loss_is_told_again() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    duet.model.fails(EngineDied())
    duet.embedded.ends()
    duet.asks()
    duet.structure(photograph())
    duet.model_tells("A lake.", 0.9)
    duet.hear_all()
    duet.asks()
    duet.structure(photograph())
    duet.model.fails(EngineDied())
    duet.embedded.ends()
    assert sum("stopped working" in said for said in duet.said) == 2


def test_the_embedded_engine_that_dies_ends_the_answer() -> None:
    duet = Duet()
    duet.asks()
    duet.embedded.says("Window: Letter.\n")
    duet.embedded.fails(EngineDied())
    duet.hear_all()
    assert duet.answer.error == EngineDied()
    assert duet.model.requests == []


def test_an_empty_answer_of_the_model_leaves_the_picture_to_the_embedded_engine() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(LEFT))
    duet.model_tells("  \n <loc0012> ** ", 0.9)
    duet.embedded.says("A picture in the upper left: a dog.\n")
    duet.embedded.ends()
    assert duet.said == ["A picture in the upper left: a dog."]


def test_a_model_that_could_not_be_started_meanwhile_is_not_asked() -> None:
    duet = Duet(is_ready=False)
    duet.asks()
    duet.embedded.shows(RegionKind.PICTURE, "", WHOLE)
    duet.model.lost(ModelNotInstalled(model="m"))
    duet.embedded.ends()
    assert duet.model.requests == []
    assert duet.asked[-1] == "embedded describe pictures at 0,0"
    duet.embedded.says("The picture shows a dog.\n")
    duet.embedded.ends()
    assert duet.said == [
        "The model m is not installed.",
        "The built-in engine answers instead.",
        "The picture shows a dog.",
    ]


@pytest.mark.logs("a way through a request failed")
def test_a_defect_in_a_way_is_told_as_one(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    duet = Duet()
    duet.asks()
    monkeypatch.setattr("assistant.core.describing.place_of", None)
    duet.structure(photograph(LEFT))
    duet.model_tells("A lake.", 0.9)
    assert duet.answer.error == InternalError(detail="TypeError")
    assert duet.asked[-1] == "paligemma cancel"
    assert "A lake" not in caplog.text


def test_stop_while_the_structure_is_told() -> None:
    duet = Duet()
    duet.asks()
    duet.embedded.says("Window: Letter.\n")
    duet.session.stop()
    assert duet.transcript[-2:] == ["silence", "embedded cancel"]
    duet.structure(photograph(), text="late")
    assert duet.model.requests == []
    assert "late" not in duet.said


def test_stop_while_the_model_speaks() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    duet.model.says("A lake. ", 0.9)
    duet.model.says("A mountain. ", 0.9)
    duet.session.stop()
    assert duet.transcript[-2:] == ["silence", "paligemma cancel"]
    duet.model.says("A forest. The end.", 0.9)
    duet.model.ends()
    assert duet.said == ["A lake."]
    assert duet.embedded.cancelled == []
    assert duet.clock.armed == 0


def test_stop_while_the_model_loads() -> None:
    duet = Duet(is_ready=False)
    duet.asks()
    duet.structure(photograph())
    duet.session.stop()
    assert duet.transcript[-1] == "paligemma cancel"
    duet.model.ready()
    duet.clock.pass_seconds(100)
    assert duet.said == []


def test_stop_while_the_rest_is_told() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph(ICON))
    assert duet.asked[-1] == "embedded describe pictures at 5,5"
    duet.session.stop()
    assert duet.transcript[-1] == "embedded cancel"


def test_stop_during_the_check() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    duet.model_tells("A dog.", 0.9)
    duet.hear_all()
    duet.session.stop()
    assert duet.transcript[-1] == "paligemma cancel"
    duet.model.ends()
    assert duet.said == ["Possibly: A dog."]
    assert duet.clock.armed == 0


def test_two_quick_requests_one_after_the_other() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    first = duet.model.number
    duet.model.says("A lake, ", 0.9)
    duet.asks(Task.READ)
    assert duet.model.cancelled == [first]
    duet.model.says("with a boat. ", 0.9)
    duet.model.ends()
    duet.embedded.says("Dear customer.\n")
    duet.embedded.ends()
    assert duet.said[-1] == "Dear customer."
    assert not any("boat" in said for said in duet.said)
    assert duet.embedded.number != first


def test_leaving_twice_or_another_request_does_nothing() -> None:
    duet = Duet()
    duet.asks()
    duet.ensemble.cancel(duet.request_id + 1)
    assert duet.embedded.cancelled == []
    duet.ensemble.cancel(duet.request_id)
    duet.ensemble.cancel(duet.request_id)
    duet.ensemble.close()
    assert len(duet.embedded.cancelled) == 1


def test_an_engine_that_is_used_directly_is_not_disturbed() -> None:
    duet = Duet()
    duet.asks()
    sub = duet.embedded.number
    duet.session.stop()
    from assistant.core.domain import Look, Picture
    from support.stage import SCREEN

    duet.session.look_at(Look(Task.READ, SCREEN, engine="embedded"), Picture(8, SCREEN, WIDTH, HEIGHT, b""))
    direct = duet.embedded.number
    assert direct != sub
    duet.embedded.says("Straight.\n")
    duet.embedded.ends()
    assert duet.said == ["Straight."]


def test_who_leaves_while_being_told_is_asked_nothing_more() -> None:
    duet = Duet()
    duet.asks()
    duet.structure(photograph())
    leave = duet.session.stop
    duet.sink.sentence = lambda sentence: leave()  # type: ignore[method-assign] # a script that ends at the first line
    duet.model_tells("A dog.", 0.9)
    assert duet.asked[-1] == "paligemma cancel"
    assert duet.answer.reason is Reason.CANCELLED
