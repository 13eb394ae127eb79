"""Questions that go on about the last picture, and tasks that ask for their words."""

from __future__ import annotations

import pytest

from assistant.core.domain import Look, Question, Source, SourceKind, Task
from support.stage import SCREEN, FakeSink, Stage


def test_a_follow_up_is_asked_about_the_last_picture_and_nothing_is_grabbed() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.piece("A letter.\n")
    stage.done()
    stage.hear_all()
    stage.transcript.clear()
    stage.ask(Task.ASK, "Who wrote it?", is_follow_up=True)
    assert stage.transcript == ["sound start", "embedded ask 'Who wrote it?'"]
    assert stage.engine.requests[0].picture_id == stage.engine.requests[1].picture_id
    assert stage.engine.requests[0].id != stage.engine.requests[1].id


def test_a_follow_up_keeps_the_source_of_its_picture() -> None:
    stage, sink = Stage(), FakeSink()
    stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.done()
    other = Look(Task.ASK, Source(SourceKind.WINDOW), question="What?", is_follow_up=True)
    stage.request_id = stage.session.look(other, sink)
    stage.done()
    stage.hear_all()
    assert sink.answers[0].source == SCREEN


def test_a_follow_up_without_words_asks_for_them() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.done()
    stage.ask(Task.ASK, is_follow_up=True)
    assert stage.transcript[-1] == "window asks for ask"
    assert stage.windows.reply is not None
    stage.windows.reply(Question("What colour?"))
    assert stage.transcript[-1] == "embedded ask 'What colour?'"


def test_a_forgotten_picture_can_not_be_asked_about() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.done()
    stage.hear_all()
    stage.session.forget()
    stage.transcript.clear()
    assert stage.ask(Task.ASK, "Who?", is_follow_up=True) == 0
    stage.hear_all()
    assert stage.transcript == [
        "sound start",
        "sound error",
        "say en: There is no earlier picture any more. Ask about the screen, a window or a file anew.",
    ]


def test_an_answer_is_opened_beside_its_picture_as_long_as_that_is_kept() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.piece("A letter.\n")
    stage.done()
    stage.hear_all()
    stage.session.open()
    stage.session.forget()
    stage.session.open()
    answer = stage.windows.shown[0]
    assert [picture and picture.id for picture in stage.windows.pictures] == [answer.picture_id, None]
    assert answer.picture_id


def test_a_scripts_picture_is_not_kept_for_the_users_questions() -> None:
    stage = Stage()
    stage.ask(Task.READ, is_quiet=True)
    stage.capture()
    stage.done()
    assert stage.ask(Task.ASK, "Who?", is_follow_up=True) == 0


@pytest.mark.parametrize("task", [Task.ASK, Task.FIND, Task.OUTLINE, Task.PROMPT])
def test_a_task_that_needs_words_asks_for_them(task: Task) -> None:
    stage = Stage()
    stage.ask(task)
    stage.capture()
    assert stage.transcript[-1] == f"window asks for {task}"
