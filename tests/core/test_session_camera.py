"""What is said of a camera's picture before its answer: what spoils it, once, and nothing else."""

from __future__ import annotations

import pytest

from assistant.core.advice import Advice
from assistant.core.domain import Task
from assistant.core.settings import Settings
from assistant.core.wording import M, Wording
from support.stage import FakeSink, Stage


def said(stage: Stage) -> list[str]:
    return [line for line in stage.transcript if line.startswith("say")]


def test_a_dark_picture_is_told_to_be_one_before_it_is_described() -> None:
    stage, sink = Stage(), FakeSink()
    stage.ask(Task.DESCRIBE, sink=sink)
    stage.capture(advice=(Advice.DARK, Advice.CUT_LEFT))
    stage.piece("A cup. ")
    stage.done()
    stage.hear_all()
    assert said(stage) == ["say en: Too dark.", "say en: A cup."]
    assert sink.sentences == ["Too dark.", "A cup."]


@pytest.mark.parametrize(("faces_me", "moved"), [(True, "page"), (False, "camera")])
def test_an_edge_that_is_cut_off_is_told_to_who_wants_to_read(faces_me: bool, moved: str) -> None:
    stage = Stage(settings=Settings({"camera.faces_me": faces_me}))
    stage.ask(Task.READ)
    stage.capture(advice=(Advice.CUT_LEFT,))
    (told,) = said(stage)
    assert told.startswith(f"say en: Move the {moved} to the left")


def test_a_remark_is_no_answer() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture(advice=(Advice.BLURRED,))
    stage.done()
    stage.hear_all()
    assert said(stage)[-1] == f"say en: {Wording('en').say(M.NOTHING_FOUND)}"


def test_the_answer_keeps_its_own_language_behind_a_remark() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE, language="de")
    stage.capture(advice=(Advice.DARK,))
    stage.piece("Eine Tasse. ")
    stage.done()
    stage.hear_all()
    assert said(stage) == ["say en: Too dark.", "say de: Eine Tasse."]


def test_who_goes_on_about_the_same_picture_is_not_told_again() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.capture(advice=(Advice.DARK,))
    stage.done()
    stage.hear_all()
    before = len(said(stage))
    stage.ask(Task.DESCRIBE, is_follow_up=True)
    assert len(said(stage)) == before
