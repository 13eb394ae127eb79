"""The language changes while SeeSay runs: sentences at once, windows when they are opened the next time."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant.app.rewording import Rewording
from assistant.core.wording import M, PracticeMessages, Wording
from support.own_windows import stage, wording


@pytest.fixture
def changing(qapp: Any) -> Any:
    words = Wording()
    made = stage(qapp, words)
    yield made, lambda code: Rewording(words, lambda: wording(code), made.windows.reword).take_up()
    made.close()
    words.become(Wording())
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_hidden_window_opens_in_the_new_language_and_whoever_holds_the_wording_says_it(changing: Any) -> None:
    made, change = changing
    page = made.opened(made.windows.show_practice)
    title = page.windowTitle()
    page.close()
    change("de")
    assert made.wording.language == "de"
    again = made.opened(made.windows.show_practice)
    assert again.windowTitle() != title
    assert made.said[-1][1] == "de"


def test_an_open_window_stays_as_it_is_until_it_is_opened_anew(changing: Any) -> None:
    made, change = changing
    page = made.opened(made.windows.show_practice)
    title = page.windowTitle()
    change("de")
    assert page.isVisible()
    assert page.windowTitle() == title
    made.windows.show_practice()
    QApplication.processEvents()
    (open_now,) = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert open_now.windowTitle() == wording("de").say(PracticeMessages.TITLE)


def test_windows_that_listen_are_left_before_they_go(changing: Any) -> None:
    made, change = changing
    made.opened(made.windows.show_book).close()
    change("de")
    assert made.book.view is None


def test_the_direction_changes_with_the_language(changing: Any) -> None:
    _, change = changing
    change("he")
    assert QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    change("en")
    assert QApplication.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_the_same_language_is_no_change() -> None:
    told: list[bool] = []
    words = Wording()
    Rewording(words, Wording, lambda: told.append(True)).take_up()
    assert told == []
    assert words.say(M.READY_PLAIN) == "SeeSay is ready."


def test_brief_sentences_are_taken_up_too() -> None:
    words = Wording()
    Rewording(words, lambda: Wording(is_brief=True), lambda: None).take_up()
    assert words.say(M.STILL_WORKING) == "Still working."
