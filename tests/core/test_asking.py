"""The talk with the question window: suggestions on the way, a follow-up, the answer's language, and every way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.core.asking import suggestions
from assistant.core.domain import Captured, Done, EngineReady, Failed, Piece, Question, Reason, Task
from assistant.core.errors import ModelNeeded
from assistant.core.wording import Wording
from support.stage import Stage, picture

WISH = Question("", Task.QUESTION)


class Talk:
    """A session whose question window is open."""

    def __init__(self, *, after_an_answer: bool = False) -> None:
        self.stage = Stage()
        if after_an_answer:
            self.stage.ask(Task.DESCRIBE)
            self.stage.capture()
            self.stage.done()
        self.stage.ask(Task.ASK)
        self.stage.session.captured(_taken(self.stage.request_id, 2))

    def reply(self, question: Question | None) -> None:
        assert self.stage.windows.reply is not None
        self.stage.windows.reply(question)

    @property
    def suggesting(self) -> int:
        return next(each.id for each in reversed(self.stage.engine.requests) if each.task is Task.QUESTION)

    def suggested(self, text: str) -> str:
        self.stage.session.answered(Piece(self.suggesting, text))
        self.stage.session.answered(Done(self.suggesting, Reason.FINISHED))
        return self.stage.transcript[-1]


def _taken(request_id: int, number: int) -> Captured:
    return Captured(request_id, picture(number))


def test_suggestions_come_into_the_open_window_and_are_no_answer() -> None:
    talk = Talk()
    talk.reply(WISH)
    assert talk.stage.transcript[-1] == "embedded question"
    assert talk.suggesting != talk.stage.request_id
    assert talk.suggested("What is the title?\nWho is it?\n") == "window suggests What is the title?, Who is it?"
    assert talk.stage.session.history.last is None
    talk.reply(Question("Who is it?"))
    assert talk.stage.transcript[-1] == "embedded ask 'Who is it?'"
    talk.stage.piece("A friend.\n")
    assert talk.stage.transcript[-1] == "say en: A friend."


def test_a_failure_or_nothing_is_told_in_the_window() -> None:
    talk = Talk()
    talk.reply(WISH)
    talk.stage.session.answered(Failed(talk.suggesting, ModelNeeded()))
    assert talk.stage.transcript[-1] == f"window suggests {Wording().error(ModelNeeded()).spoken}"
    talk.reply(WISH)
    assert talk.suggested("The model has no question to suggest.") == (
        "window suggests There is no question to suggest."
    )


def test_an_answer_that_is_asked_for_meanwhile_ends_the_suggestions() -> None:
    talk = Talk()
    talk.reply(WISH)
    wished = talk.suggesting
    talk.reply(Question("Who?"))
    assert talk.stage.transcript[-2:] == ["embedded cancel", "embedded ask 'Who?'"]
    before = list(talk.stage.transcript)
    talk.stage.session.answered(Piece(wished, "late"))
    talk.stage.session.answered(Done(wished, Reason.FINISHED))
    talk.stage.session.answered(EngineReady("embedded"))
    assert talk.stage.transcript == before


@pytest.mark.parametrize("way", ["escape", "stop", "another"])
def test_leaving_ends_the_suggestions_too(way: str) -> None:
    talk = Talk()
    talk.reply(WISH)
    ways: dict[str, Callable[[], object]] = {
        "escape": lambda: talk.reply(None),
        "stop": talk.stage.session.stop,
        "another": talk.stage.ask,
    }
    ways[way]()
    assert talk.stage.transcript.count("embedded cancel") == 1
    assert ("question window closed" in talk.stage.transcript) is (way != "escape")
    talk.stage.session.stop()
    assert talk.stage.clock.armed == 0


def test_work_on_suggestions_can_be_heard() -> None:
    talk = Talk()
    talk.reply(WISH)
    talk.stage.clock.pass_seconds(5)
    assert talk.stage.transcript.count("sound working") == 2
    talk.suggested("Who?")
    talk.stage.clock.pass_seconds(5)
    assert talk.stage.transcript.count("sound working") == 2


def test_a_follow_up_is_about_the_picture_before() -> None:
    talk = Talk(after_an_answer=True)
    assert talk.stage.transcript[-1] == "window asks for ask, a follow-up too"
    talk.reply(Question("And the cat?", is_follow_up=True))
    assert talk.stage.engine.requests[-1].picture_id == 1
    talk.stage.done()
    talk.stage.ask(Task.ASK, "Really?", is_follow_up=True)
    assert talk.stage.engine.requests[-1].picture_id == 1


def test_a_question_is_about_the_new_picture_which_is_then_the_last() -> None:
    talk = Talk(after_an_answer=True)
    talk.reply(Question("What is new?"))
    assert talk.stage.engine.requests[-1].picture_id == 2
    talk.stage.done()
    talk.stage.ask(Task.ASK, "Really?", is_follow_up=True)
    assert talk.stage.engine.requests[-1].picture_id == 2


def test_leaving_keeps_the_picture_before() -> None:
    talk = Talk(after_an_answer=True)
    talk.reply(None)
    talk.stage.ask(Task.ASK, "And?", is_follow_up=True)
    assert talk.stage.engine.requests[-1].picture_id == 1


def test_a_wish_without_an_earlier_picture_is_no_follow_up() -> None:
    talk = Talk()
    talk.reply(Question("Who?", is_follow_up=True))
    assert talk.stage.engine.requests[-1].picture_id == 2


def test_the_answers_language_is_the_one_that_was_chosen() -> None:
    talk = Talk()
    talk.reply(Question("", Task.QUESTION, language="fr"))
    assert talk.stage.engine.requests[-1].language == "fr"
    talk.reply(Question("Wer?", language="de"))
    assert talk.stage.engine.requests[-1].language == "de"
    talk.stage.piece("Ein Freund.\n")
    assert talk.stage.transcript[-1] == "say de: Ein Freund."


def test_a_reply_that_comes_twice_counts_once() -> None:
    talk = Talk()
    talk.reply(Question("Who?"))
    before = list(talk.stage.transcript)
    talk.reply(Question("Where?"))
    talk.reply(WISH)
    talk.reply(None)
    assert talk.stage.transcript == before


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Who?\nWhat?\nWhere?\nWhen?", ["Who?", "What?", "Where?"]),
        ("1. Who?\n 2) What?\n- Where?\n• When?", ["Who?", "What?", "Where?"]),
        ("Who?\nWHO?\n\n  \nwhat is it", ["Who?", "what is it"]),
        ("Here are three questions.\nWho?", ["Who?"]),
        ("\u202eWho?\u202c\x07", ["Who?"]),
        ("x" * 300 + "?", []),
        ("?!…", []),
        ("这是什么？\nمن هذا؟", ["这是什么？", "من هذا؟"]),
    ],
)
def test_suggestions_are_cleaned_counted_and_questions(text: str, wanted: list[str]) -> None:
    assert list(suggestions(text)) == wanted
