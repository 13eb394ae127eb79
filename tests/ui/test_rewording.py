"""The language changes while SeeSay runs: sentences at once, windows when they are opened the next time."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QPlainTextEdit, QWidget
from shiboken6 import Shiboken

from assistant.app.rewording import Rewording
from assistant.core.camera_ports import NarrationOptions
from assistant.core.domain import Detail
from assistant.core.settings import Settings
from assistant.core.settings_table import Value
from assistant.core.wording import M, PracticeMessages, Wording
from assistant.ui.book_text import BookText
from support.own_windows import answer as made_answer
from support.own_windows import stage, wording

ANSWER = made_answer()


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


def test_settings_that_are_changed_elsewhere_are_shown_where_they_are_and_no_window_goes(changing: Any) -> None:
    made, _ = changing
    camera = made.opened(made.windows.show_camera)
    answer = made.opened(lambda: made.windows.show_answer(ANSWER))
    book = made.opened(made.windows.show_book)
    before = [text.font().pointSizeF() for text in texts(answer, book)]
    made.text_size = made.style.text_size = 200
    made.narration.options = NarrationOptions(verbosity=Detail.FULL, least=5.0)
    wanted: dict[str, Value] = {
        "ui.text_size": 200,
        "reading.text_size": 200,
        "narration.verbosity": "full",
        "hotkeys.find": "f7",
    }
    made.preferences.become(Settings(wanted))
    assert [text.font().pointSizeF() for text in texts(answer, book)] == [2 * size for size in before]
    assert "full" in [box.currentData() for box in camera.findChildren(QComboBox)]
    assert 5.0 in [field.value() for field in camera.findChildren(QDoubleSpinBox)]
    made.windows.show_camera()
    made.windows.show_book()
    made.windows.show_answer(ANSWER)
    assert all(Shiboken.isValid(each) and each.isVisible() for each in (camera, answer, book))


def texts(answer: QWidget, book: QWidget) -> list[QWidget]:
    return [answer.findChildren(QPlainTextEdit)[0], book.findChildren(BookText)[0]]


def test_the_main_window_is_made_anew_for_other_keys(changing: Any) -> None:
    made, _ = changing
    main = made.opened(made.windows.show_main)
    main.close()
    made.preferences.become(Settings({"speech.rate": 5}))
    assert Shiboken.isValid(main)
    made.preferences.become(Settings({"hotkeys.find": "f7"}))
    assert not Shiboken.isValid(main)
