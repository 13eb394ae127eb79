"""The window for a question: one reply for each opening, words brought back, spoken where no reader reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from assistant.core.domain import Question, Task
from support.own_windows import Stage, name, stage


@pytest.fixture
def made(qapp: Any) -> Iterator[Stage]:
    stage_ = stage(qapp)
    yield stage_
    stage_.close()


def ask(made: Stage, task: Task = Task.ASK) -> QWidget:
    return made.opened(lambda: made.windows.ask(task, made.replies.append))


def field(window: QWidget) -> QLineEdit:
    return window.findChildren(QLineEdit)[0]


def test_enter_replies_with_the_words(made: Stage) -> None:
    window = ask(made)
    QTest.keyClicks(field(window), "where is Save?")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert made.replies == [Question("where is Save?")]
    assert not window.isVisible()


def test_the_window_is_gone_before_its_words_are_used(made: Stage) -> None:
    seen: list[bool] = []
    window = made.opened(lambda: made.windows.ask(Task.ASK, lambda words: seen.append(window.isVisible())))
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert seen == [False]


@pytest.mark.parametrize("way", ["escape", "cancel", "close", "leave"])
def test_every_other_way_out_replies_none_once(made: Stage, way: str) -> None:
    window = ask(made)
    QTest.keyClicks(field(window), "half a quest")
    cancel = next(each for each in window.findChildren(QPushButton) if name(each) == "Cancel")
    ways = {
        "escape": lambda: QTest.keyClick(field(window), Qt.Key.Key_Escape),
        "cancel": cancel.click,
        "close": window.close,
        "leave": made.windows.leave_question,
    }
    ways[way]()
    made.windows.leave_question()
    assert made.replies == [None]
    assert not window.isVisible()


def test_a_second_question_answers_the_first_with_none(made: Stage) -> None:
    window = ask(made)
    made.windows.ask(Task.FIND, made.replies.append)
    assert made.replies == [None]
    assert window.windowTitle() == "Find on the picture"
    QTest.keyClicks(field(window), "dog")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert made.replies == [None, Question("dog", Task.FIND)]


def test_up_and_down_walk_through_earlier_words_of_the_same_kind(made: Stage) -> None:
    for task, words in ((Task.ASK, "one?"), (Task.FIND, "dog"), (Task.ASK, "two?"), (Task.ASK, "one?")):
        window = ask(made, task)
        QTest.keyClicks(field(window), words)
        QTest.keyClick(field(window), Qt.Key.Key_Return)
    window = ask(made)
    walked = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        made.said.clear()
        QTest.keyClick(field(window), key)
        walked.append((field(window).text(), made.said[-1][0]))
    assert walked == [("one?", "one?"), ("two?", "two?"), ("two?", "two?"), ("one?", "one?"), ("", "")]


def test_it_introduces_itself_where_no_screen_reader_does(made: Stage) -> None:
    ask(made)
    made.run_until(lambda: bool(made.said), what="the question window to introduce itself")
    ((said, language),) = made.said
    assert said.startswith("Ask about the picture. For example: where is Save?")
    assert said.endswith("Question")
    assert language == "en"


def test_beside_a_screen_reader_it_is_silent(made: Stage) -> None:
    made.has_reader = True
    window = ask(made)
    QTest.keyClick(field(window), Qt.Key.Key_Tab)
    made.application.processEvents()
    assert made.said == []


def test_moving_on_is_said(made: Stage) -> None:
    window = ask(made, Task.FIND)
    made.said.clear()
    QTest.keyClick(field(window), Qt.Key.Key_Tab)
    assert made.said == [("Find", "en")]


def test_focus_that_comes_back_to_a_window_is_not_said(made: Stage) -> None:
    main = made.opened(made.windows.show_main)
    window = ask(made)
    made.said.clear()
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    main.activateWindow()
    made.run_until(main.isActiveWindow, what="the main window to be active again")
    assert made.said == []
