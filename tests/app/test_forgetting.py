"""The engine's pictures are dropped some time after the last answer, never while questions follow each other."""

from __future__ import annotations

from assistant.app.house import FORGET_AFTER, _Forgetting
from assistant.core.answers import Answer
from support.stage import FakeClock, FakeSink, Stage


def an_answer() -> Answer:
    stage, sink = Stage(), FakeSink()
    stage.ask(sink=sink, is_quiet=True)
    stage.capture()
    stage.done()
    return sink.answers[0]


def test_pictures_are_dropped_once_after_the_last_answer() -> None:
    clock = FakeClock()
    forgotten: list[float] = []
    passed: list[Answer] = []
    forgetting = _Forgetting(clock, lambda: forgotten.append(clock.now()), lambda: False, passed.append)
    answer = an_answer()
    forgetting.ended(answer)
    clock.pass_seconds(FORGET_AFTER - 1)
    forgetting.ended(answer)
    clock.pass_seconds(FORGET_AFTER - 1)
    assert forgotten == []
    clock.pass_seconds(2)
    assert len(forgotten) == 1
    assert passed == [answer, answer]
    assert clock.armed == 0


def test_nothing_is_dropped_in_the_middle_of_an_answer() -> None:
    clock = FakeClock()
    forgotten: list[float] = []
    is_busy = True
    forgetting = _Forgetting(clock, lambda: forgotten.append(clock.now()), lambda: is_busy, lambda answer: None)
    answer = an_answer()
    forgetting.ended(answer)
    clock.pass_seconds(FORGET_AFTER + 1)
    assert forgotten == []
    is_busy = False
    forgetting.ended(answer)
    clock.pass_seconds(FORGET_AFTER + 1)
    assert len(forgotten) == 1
