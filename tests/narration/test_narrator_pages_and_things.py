"""Transcripts of a narrator in trouble, of pages held up, of things that are looked for, of what is measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.core.camera import Advice, CameraInfo, Light, Measured, PageHeld
from assistant.core.camera_ports import NarrationState
from assistant.core.domain import Box, SourceKind, Task
from assistant.core.errors import CameraBusy, CameraLost
from support.narration_stage import FakeView, NarrationStage, Sight, shown

CUP = Sight("cup", Box(120, 80, 40, 40))
PERSON = Sight("person", Box(4, 20, 50, 110), (200, 30, 30))
OTHER = Sight("person", Box(130, 20, 50, 110), (30, 120, 30))
EXIT = Sight("Exit", Box(80, 8, 40, 20), (250, 250, 250), confidence=0.98, is_text=True)


@pytest.fixture
def stage(tmp_path: Path) -> NarrationStage:
    return NarrationStage(tmp_path)


def test_trouble_is_one_sentence(stage: NarrationStage) -> None:
    view = FakeView()
    stage.narrator.watch(view)
    stage.narrator.start()
    error = CameraBusy(camera="Desk camera")
    stage.end(error)
    stage.speak()
    assert stage.said == [stage.wording.error(error).spoken]
    assert view.failures == ["camera_busy"]
    assert view.states[-2:] == ["opening", "off"]
    assert stage.ends == [error]


def test_a_camera_that_comes_back_goes_on(stage: NarrationStage) -> None:
    stage.begin(CUP)
    error = CameraLost(camera="Desk camera")
    stage.end(error)
    stage.speak()
    assert stage.tell_cameras is not None
    stage.tell_cameras([])
    assert stage.narrator.state is NarrationState.OFF
    stage.tell_cameras([CameraInfo("Desk camera")])
    stage.speak()
    stage.open()
    stage.show(PERSON)
    stage.describe("The picture shows a person.")
    stage.speak()
    assert stage.said == [
        stage.wording.error(error).spoken,
        "The camera Desk camera is back.",
        "The picture shows a person.",
    ]
    assert stage.tell_cameras is None


def test_a_lost_camera_is_not_waited_for_by_who_paused(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.end(CameraLost(camera="Desk camera"))
    stage.narrator.pause()
    assert stage.tell_cameras is None


def test_hints_are_given_once_for_each_change(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.advise(Advice.BLURRED)
    stage.speak()
    for _ in range(4):
        stage.advise()
        stage.advise(Advice.BLURRED)
        stage.speak()
    assert stage.said == ["Blurred: hold still, or a little farther away."]


def test_a_page_that_is_held_up_is_helped_read_and_an_answer(stage: NarrationStage) -> None:
    stage.narrator.read_held()
    stage.open()
    stage.speak(0.1)
    stage.advise(Advice.CUT_RIGHT)
    stage.speak(4.5)
    stage.advise()
    stage.speak(1)
    page = shown([EXIT])
    stage.watcher.post(PageHeld(page))
    assert [(each.rgb, each.source.kind) for each in stage.held_pages] == [(page.rgb, SourceKind.CAMERA)]
    stage.request_id = stage.engine.requests[-1].id
    stage.piece("Dear customer, thank you.\n")
    stage.done()
    stage.speak()
    assert stage.said == [
        "Hold the page before the camera. It is read as soon as it is whole and still.",
        "Move the page to the right: a part of it is cut off.",
        "Good, hold still.",
        "Taken, you can put it down.",
        "Dear customer, thank you.",
    ]
    assert stage.narrator.state is NarrationState.OFF
    last = stage.session.history.last
    assert last is not None
    assert last.task is Task.READ


def test_a_camera_in_the_hand_is_moved_itself(tmp_path: Path) -> None:
    stage = NarrationStage(tmp_path, camera__faces_me=False)
    stage.narrator.read_held()
    stage.open()
    stage.speak(0.1)
    stage.advise(Advice.CUT_RIGHT)
    stage.speak()
    assert stage.said[-1] == "Move the camera to the right: the right edge is cut off."


def test_reading_goes_back_to_narrating(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.narrator.read_held()
    assert str(stage.narrator.state) == "reading"
    stage.narrator.stop_finding()
    assert str(stage.narrator.state) == "narrating"
    stage.speak()
    stage.frame(CUP, PERSON)
    stage.speak()
    assert stage.said[-1] == "A person came in from the left."


def test_a_thing_is_found_by_its_tone(tmp_path: Path) -> None:
    stage = NarrationStage(tmp_path, camera__faces_me=False)
    stage.narrator.find("cup")
    stage.open()
    stage.speak(0)
    places = (Box(0, 50, 30, 40), Box(50, 50, 30, 40), None, None, Box(50, 50, 30, 40), Box(82, 54, 30, 40))
    for box in places:
        stage.frame(*([] if box is None else [replace(CUP, box=box)]))
        stage.speak(0.2)
    assert stage.transcript == [
        "sound working",
        "camera opens default for frames",
        "say en: Looking for “cup”. Move slowly; the tone is higher the nearer it is to the middle.",
        "tone -0.8 0.2",
        "say en: “cup” is in view.",
        "tone -0.3 0.7",
        "say en: “cup” is out of view.",
        "tone -0.3 0.7",
        "say en: “cup” is in view.",
        "sound done",
        "say en: “cup” is in the middle, straight ahead.",
        "camera closed",
    ]


def test_a_camera_that_faces_the_user_points_to_the_users_own_side(stage: NarrationStage) -> None:
    stage.narrator.find("cup")
    stage.open()
    stage.frame(replace(CUP, box=Box(0, 50, 30, 40)))
    assert "tone +0.8 0.2" in stage.transcript


def test_what_is_not_seen_for_a_while_is_told_once(stage: NarrationStage) -> None:
    stage.narrator.find("cup")
    stage.open()
    stage.speak(0)
    for _ in range(10):
        stage.frame()
        stage.speak(0.2)
    assert stage.said[1:] == ["“cup” was not seen so far. Move on slowly."]


def test_colour_and_light_open_the_camera_for_that_alone(stage: NarrationStage) -> None:
    stage.narrator.colour()
    stage.narrator.colour()  # a key that is pressed twice while the camera opens
    stage.open()
    assert stage.watcher.asked[-1] == "measure"
    stage.watcher.post(Measured((200, 30, 30), Light(0.5, -0.6, 0.0)))
    stage.speak()
    assert stage.said == ["The colour in the middle is red."]
    assert "camera closed" in stage.transcript
    stage.narrator.light()
    stage.open()
    stage.watcher.post(Measured((200, 30, 30), Light(0.5, -0.6, 0.0), is_sure=False))
    stage.speak()
    # The camera faces the user: what it sees on its left is on the user's right.
    assert stage.said[1:] == ["The light is good. Most of it comes from the right."]


def test_brief_tells_what_came_and_not_what_went(tmp_path: Path) -> None:
    stage = NarrationStage(tmp_path, narration__verbosity="brief")
    stage.begin(CUP)
    stage.frame(CUP, PERSON)
    stage.speak()
    stage.frame(PERSON)
    stage.speak()
    assert stage.said == ["A person came in from the left."]


def test_after_the_longest_silence_the_view_is_told_again(tmp_path: Path) -> None:
    stage = NarrationStage(tmp_path, narration__most_seconds=30.0)
    stage.begin(CUP)
    stage.clock.pass_seconds(31)
    assert stage.watcher.asked[-1] == "now"
    stage.show(CUP)
    stage.describe("The picture shows a cup.")
    stage.background.finish([CUP.region()])
    stage.speak()
    assert stage.said == ["The picture shows a cup."]


def test_a_video_ends_when_all_of_it_was_told(tmp_path: Path) -> None:
    stage = NarrationStage(tmp_path, video="film.mkv")
    stage.begin(CUP)
    stage.show(CUP, PERSON)
    stage.end()
    assert stage.ends == []
    stage.background.finish([CUP.region(), PERSON.region()])
    stage.speak()
    assert stage.said == ["A person came in from the left.", "The video ends here."]
    assert stage.ends == [None]


def test_another_camera_is_opened_at_once(stage: NarrationStage) -> None:
    stage.begin(CUP)
    stage.narrator.set_options(replace(stage.narrator.options, camera="Other camera", least=5.0))
    assert stage.transcript[-3:] == ["camera closed", "sound working", "camera opens Other camera for changes"]
    assert stage.store.settings.decimal("narration.least_seconds") == 5.0
