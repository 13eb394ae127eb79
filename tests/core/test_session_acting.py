"""A search that is to act: what is said, in which order, and that stop means stop."""

from __future__ import annotations

from assistant.core.acting_errors import TargetChanged
from assistant.core.acts import Act
from assistant.core.domain import Box, Captured, Picture, Question, Region, RegionKind, Task
from assistant.core.errors import SeeSayError
from assistant.core.wording import Wording
from support.stage import SCREEN, FakeSink, Stage

SAVE = Region(RegionKind.BUTTON, "Save", Box(10, 10, 30, 12), 0.9)
OTHER = Region(RegionKind.BUTTON, "Save", Box(60, 10, 30, 12), 0.9)
PICTURE = Picture(1, SCREEN, 100, 40, bytes(range(240)) * 50, origin=(500, 0))


def begun(*regions: Region, act: Act | None = Act.CLICK, sink: FakeSink | None = None) -> Stage:
    stage = Stage()
    stage.request_id = stage.ask(Task.FIND, "Save", sink, act=act)
    stage.session.captured(captured(stage))
    for region in regions:
        stage.region(region)
    stage.piece("The Save button, left.\n")
    stage.transcript.clear()
    stage.done()
    return stage


def captured(stage: Stage) -> Captured:
    return Captured(stage.request_id, PICTURE)


def test_what_was_found_is_clicked_while_it_is_still_told_and_then_that_is_said() -> None:
    sink = FakeSink()
    stage = begun(SAVE, sink=sink)
    assert stage.transcript == ["hands click Save at (525, 16)"]
    stage.acted()
    stage.hear_all()
    assert stage.transcript[1:] == ["say en: Clicked Save.", "sound done"]
    assert sink.sentences == ["The Save button, left.", "Clicked Save."]
    (answer,) = sink.answers
    assert answer.acted is not None
    assert answer.acted[0] is Act.CLICK


def test_without_a_wish_nothing_is_done() -> None:
    stage = begun(SAVE, act=None)
    assert stage.hands.errands == []


def test_of_two_none_is_clicked_and_that_is_said_after_the_places() -> None:
    sink = FakeSink()
    stage = begun(SAVE, OTHER, sink=sink)
    stage.hear_all()
    assert stage.hands.errands == []
    assert stage.transcript[:2] == ["sound error", "say en: " + Wording().error(error_of(sink)).spoken]


def error_of(sink: FakeSink) -> SeeSayError:
    error = sink.answers[0].error
    assert error is not None
    return error


def test_a_screen_that_has_changed_is_told_and_the_answer_stays() -> None:
    sink = FakeSink()
    stage = begun(SAVE, sink=sink)
    stage.acted(TargetChanged())
    stage.hear_all()
    assert sink.answers[0].error == TargetChanged()
    assert stage.session.history.last is not None
    assert stage.session.history.last.sentences[0].text == "The Save button, left."


def test_stop_leaves_the_act_and_nothing_of_it_is_said() -> None:
    stage = begun(SAVE)
    stage.session.stop()
    assert "hands left" in stage.transcript
    before = list(stage.transcript)
    stage.acted()
    assert stage.transcript == before


def test_the_question_window_says_what_is_to_be_done() -> None:
    stage = Stage()
    stage.ask(Task.FIND)
    stage.session.captured(captured(stage))
    assert stage.windows.reply is not None
    stage.windows.reply(Question("Save", Task.FIND, act=Act.MOVE))
    stage.region(SAVE)
    stage.done()
    assert stage.hands.errands[-1].act is Act.MOVE


def test_pressing_what_no_program_offers_is_told_at_once() -> None:
    sink = FakeSink()
    stage = begun(SAVE, act=Act.PRESS, sink=sink)
    stage.hear_all()
    assert stage.hands.errands == []
    assert error_of(sink).code == "no_accessible_action"
