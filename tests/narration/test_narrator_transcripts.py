"""Golden transcripts of a narrator: frames, what the engine finds in them, keys; out comes exactly what is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.core.camera import Advice, FrameTaken
from assistant.core.camera_ports import NarrationState
from assistant.core.domain import Box, Priority, Task
from assistant.core.errors import EngineDied
from support.narration_stage import NarrationStage, Sight, shown

CUP = Sight("cup", Box(120, 80, 40, 40))
PERSON = Sight("person", Box(4, 20, 50, 110), (200, 30, 30))
OTHER = Sight("person", Box(130, 20, 50, 110), (30, 120, 30))
EXIT = Sight("Exit", Box(80, 8, 40, 20), (250, 250, 250), confidence=0.98, is_text=True)


@pytest.fixture
def stage(tmp_path: Path) -> NarrationStage:
    return NarrationStage(tmp_path)


def test_the_first_view_is_an_answer_like_every_other(stage: NarrationStage) -> None:
    stage.narrator.start()
    stage.open()
    stage.show(CUP)
    stage.describe("The picture shows a cup.")
    stage.background.finish([CUP.region()])
    stage.hear_all()
    assert stage.transcript == [
        "sound working",
        "camera opens default for changes",
        "sound start",
        "embedded describe",
        "say en: The picture shows a cup.",
        "sound done",
    ]
    last = stage.session.history.last
    assert last is not None
    assert last.text == "The picture shows a cup."


def test_each_change_is_told_once(stage: NarrationStage) -> None:
    stage.begin(CUP)
    for sights in ((CUP, PERSON), (CUP, PERSON), (CUP, PERSON, EXIT), (CUP, PERSON, EXIT), (PERSON, EXIT), (PERSON,)):
        stage.frame(*sights)
        stage.speak()
    assert stage.said == ["A person came in from the left.", "New text: Exit", "A cup is gone."]


def test_what_is_put_there_is_new_and_what_comes_by_itself_came(stage: NarrationStage) -> None:
    stage.begin()
    stage.frame(CUP)
    stage.speak()
    stage.frame(CUP, PERSON)
    stage.speak()
    stage.frame(CUP, PERSON, OTHER)
    stage.speak()
    stage.frame(CUP, OTHER)
    stage.speak()
    assert stage.said == [
        "New: a cup in the lower right.",
        "A person came in from the left.",
        "One more on the right: now 2 people.",
        "One fewer: now a person.",
    ]


def test_a_detector_that_loses_a_thing_says_nothing(stage: NarrationStage) -> None:
    stage.begin(CUP, PERSON)
    for _ in range(6):
        stage.frame(replace(CUP, is_seen=False), PERSON)
        stage.speak()
        stage.frame(CUP, PERSON)
        stage.speak()
    assert stage.said == []


def test_a_thing_that_was_always_there_is_not_new(stage: NarrationStage) -> None:
    stage.begin(replace(CUP, is_seen=False), PERSON)
    for _ in range(3):
        stage.frame(CUP, PERSON)
        stage.speak()
    assert stage.said == []
    stage.frame(PERSON)
    stage.speak()
    assert stage.said == []


def test_a_thing_behind_another_is_not_gone(stage: NarrationStage) -> None:
    stage.begin(CUP, PERSON)
    before = replace(PERSON, box=Box(110, 20, 60, 110))
    stage.frame(before)
    stage.speak()
    stage.frame(CUP, PERSON)
    stage.speak()
    assert not any("cup" in sentence for sentence in stage.said), stage.said


def test_what_is_only_possible_is_seen_twice_hedged_and_never_gone(stage: NarrationStage) -> None:
    maybe = replace(CUP, confidence=0.55)
    stage.begin(PERSON)
    stage.frame(PERSON, maybe)
    assert stage.watcher.asked[-1] == "now"
    stage.speak()
    assert stage.said == []
    stage.frame(PERSON, maybe)
    stage.speak()
    stage.frame(PERSON)
    stage.speak()
    assert stage.said == ["Possibly new: a cup in the lower right."]


def test_the_same_line_read_in_another_way_is_not_new(stage: NarrationStage) -> None:
    line = replace(EXIT, name="Emergency exit")
    stage.begin(line)
    for words in ("Emergency ex1t", "Emergencyexit", "Emergency exlt", "mergency exit"):
        stage.frame(replace(line, name=words))
        stage.speak()
    assert stage.said == []


def test_a_thing_that_stands_elsewhere_has_moved(stage: NarrationStage) -> None:
    stage.begin(CUP)
    moved = replace(CUP, box=Box(10, 90, 40, 40))
    for _ in range(3):
        stage.frame(moved)
        stage.speak()
    assert stage.said == ["Moved: a cup, now in the lower left."]


def test_light_that_goes_out_and_on_again_takes_nothing_away(stage: NarrationStage) -> None:
    stage.begin(CUP, PERSON)
    for light in (0.05, 0.05, 1.0, 1.0):
        is_seen = light > 0.5
        stage.frame(replace(CUP, is_seen=is_seen), replace(PERSON, is_seen=is_seen), light=light)
        stage.speak()
    assert stage.said == ["It has become dark.", "It has become bright."]


def test_the_dark_is_told_once_whether_as_a_hint_or_as_news(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.advise(Advice.DARK)
    stage.speak()
    stage.frame(replace(CUP, is_seen=False), light=0.05)
    stage.speak()
    stage.frame(CUP)
    stage.speak()
    assert stage.said == ["Too dark.", "It has become bright."]


def test_exposure_is_no_change(stage: NarrationStage) -> None:
    stage.begin(CUP, PERSON)
    for light in (0.8, 0.65, 0.8, 1.0, 1.2):
        stage.frame(replace(CUP, is_seen=light != 0.8), PERSON, light=light)
        stage.speak()
    assert stage.said == []


def test_a_turned_camera_shows_a_new_view_and_nothing_is_gone(stage: NarrationStage) -> None:
    stage.begin(CUP, PERSON)
    stage.frame(EXIT, wall=(30, 60, 160))
    stage.describe("The picture shows a door.")
    stage.speak()
    stage.frame(EXIT, wall=(30, 60, 160))
    stage.speak()
    assert stage.said == ["The picture shows a door."]
    assert "sound start" not in stage.transcript


def test_what_is_outdated_when_the_voice_is_free_is_never_said(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.session.announce("A long sentence of somebody else.")
    stage.frame(CUP, PERSON)
    stage.frame(CUP)
    stage.frame(CUP, EXIT)
    stage.speak()
    assert stage.said == ["A long sentence of somebody else.", "New text: Exit"]


def test_the_least_interval_lies_between_two_tellings(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.frame(CUP, PERSON)
    stage.speak(0.5)
    stage.frame(CUP, PERSON, EXIT)
    stage.speak(0.5)
    assert stage.said == ["A person came in from the left."]
    stage.speak(1.5)
    assert stage.said == ["A person came in from the left.", "New text: Exit"]


def test_a_request_of_the_user_comes_first_and_what_changed_is_told_afterwards(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.frame(CUP, PERSON)
    stage.ask(Task.DESCRIBE)
    stage.clock.pass_seconds(0.01)
    stage.capture()
    stage.piece("A window titled Letter.\n")
    stage.frame(CUP, PERSON, EXIT)
    stage.done()
    assert stage.said[-1] == "A window titled Letter."
    stage.speak(3)
    stage.speak(3)
    assert stage.said[1:] == ["A window titled Letter.", "A person came in from the left.", "New text: Exit"]
    assert stage.narrator.state is NarrationState.NARRATING


def test_the_stop_key_silences_and_pauses_and_says_once_how_to_go_on(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.frame(CUP, PERSON)
    stage.session.stop()
    assert stage.transcript == ["say en: A person came in from the left.", "silence"]
    stage.clock.pass_seconds(0.1)
    assert stage.narrator.state is NarrationState.OFF
    assert stage.transcript[-1] == "camera closed"
    stage.speak()
    stage.speak()
    assert stage.said[-1].startswith("Narration is paused. Control Alt Shift C opens")
    stage.begin(CUP)
    stage.session.stop()
    stage.speak()
    assert stage.said == []
    assert stage.transcript[-2:] == ["camera closed", "sound done"]


def test_a_stop_behind_which_something_is_said_pauses_nothing(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.session.stop()
    stage.session.announce("Control Alt Shift D describes the screen.", Priority.NOW)
    stage.clock.pass_seconds(0.01)
    stage.speak()
    assert stage.narrator.state is NarrationState.NARRATING


def test_pause_is_silent_and_closes_the_camera_and_late_frames_say_nothing(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.frame(CUP, PERSON)
    watcher = stage.watcher
    stage.narrator.pause()
    assert stage.transcript == ["say en: A person came in from the left.", "silence", "camera closed"]
    watcher.post(FrameTaken(shown([CUP]), 1.0))
    stage.speak()
    assert len(stage.transcript) == 3
    assert not stage.background.waiting
    assert stage.clock.armed == 0


def test_frames_never_queue_up(stage: NarrationStage) -> None:
    stage.begin(CUP)
    before = stage.background.asked
    for _ in range(5):
        stage.show(CUP, PERSON)
    assert len(stage.background.waiting) == 1
    stage.background.finish([CUP.region(), PERSON.region()])
    stage.speak()
    assert stage.said == ["A person came in from the left."]
    assert stage.background.asked - before == 5


def test_a_look_that_is_interrupted_begins_anew(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.show(CUP, PERSON)
    stage.background.interrupt([CUP.region(), PERSON.region(), OTHER.region()])
    stage.background.finish([CUP.region(), PERSON.region()])
    stage.speak()
    assert stage.said == ["A person came in from the left."]


def test_an_engine_that_dies_once_is_asked_again(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.show(CUP, PERSON)
    stage.background.fail(EngineDied())
    stage.clock.pass_seconds(3)
    assert stage.watcher.asked[-1] == "now"
    stage.frame(CUP, PERSON)
    stage.speak()
    assert stage.said == ["A person came in from the left."]


def test_an_engine_that_dies_again_and_again_is_told_and_nothing_hangs(stage: NarrationStage) -> None:
    stage.begin(CUP)
    for _ in range(3):
        stage.show(CUP, PERSON)
        stage.background.fail(EngineDied())
        stage.clock.pass_seconds(3)
    stage.speak()
    assert stage.said == [stage.wording.error(EngineDied()).spoken]
    assert stage.narrator.state is NarrationState.OFF


def test_one_even_surface_is_told_and_never_described(stage: NarrationStage) -> None:
    stage.narrator.start()
    stage.open()
    for _ in range(3):
        stage.show(light=0.0)
        stage.speak()
    assert stage.said == ["The camera shows one even surface. Something may cover it, or it is dark."]
    stage.show(CUP)
    stage.describe("The picture shows a cup.")
    stage.speak()
    assert stage.said[1:] == ["The picture shows a cup."]


def test_now_tells_the_view_whatever_was_told_before(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.narrator.now()
    assert stage.watcher.asked[-1] == "now"
    stage.show(CUP, PERSON)
    stage.describe("The picture shows a cup and a person.")
    stage.background.finish([CUP.region(), PERSON.region()])
    stage.speak()
    stage.frame(CUP, PERSON)
    stage.speak()
    assert stage.said == ["The picture shows a cup and a person."]


def test_now_in_the_dark_is_told_to_be_dark_and_comes_all_the_same(stage: NarrationStage) -> None:
    stage.narrator.now()
    stage.open()
    stage.advise(Advice.DARK)
    stage.show(CUP)
    stage.describe("The picture shows a cup.")
    stage.speak()
    assert stage.said == ["Too dark.", "The picture shows a cup."]


def test_now_opens_the_camera_for_that_alone(stage: NarrationStage) -> None:
    stage.narrator.now()
    # The first good frame, also of what is covered: changes would be waited for as long as a hand is before the camera.
    assert "camera opens default for still" in stage.transcript
    stage.open()
    stage.show(CUP)
    stage.describe("The picture shows a cup.")
    stage.speak()
    assert stage.said == ["The picture shows a cup."]
    assert "camera closed" in stage.transcript
    assert stage.narrator.state is NarrationState.OFF
