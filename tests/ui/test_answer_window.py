"""Reviewing an answer by ear: what a key brings the cursor to is said, in the language of its sentence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from assistant.core.answers import Sentence
from assistant.core.domain import Command
from support.own_windows import ENGLISH, GERMAN, Stage, answer, description, focusable, name

CONTROL, SHIFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier(0)


class Review:
    """The open window and what it said since the last question."""

    def __init__(self, stage: Stage, *sentences: Sentence) -> None:
        self.stage = stage
        self.window: QWidget = stage.opened(lambda: stage.windows.show_answer(answer(*sentences)))
        self.text = self.window.findChildren(QPlainTextEdit)[0]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> tuple[str, str]:
        """Press a key; return the one thing that was said."""
        self.stage.said.clear()
        QTest.keyClick(self.text, key, modifiers)
        return self.heard()

    def heard(self) -> tuple[str, str]:
        self.stage.run_until(lambda: bool(self.stage.said), what="something to be said")
        (said,) = self.stage.said
        return said


@pytest.fixture
def review(made: Stage) -> Review:
    return Review(made)


def test_it_opens_with_its_title_and_the_first_sentence(review: Review) -> None:
    assert review.stage.said == [(f"Answer: the screen. {ENGLISH.text}", "en")]
    assert review.window.focusWidget() is review.text


def test_lines_words_and_characters_are_said_in_the_language_of_their_sentence(review: Review) -> None:
    assert review.press(Qt.Key.Key_Down) == (GERMAN.text, "de")
    assert review.press(Qt.Key.Key_Right) == ("s", "de")
    assert review.press(Qt.Key.Key_Right, CONTROL) == ("regnet", "de")
    assert review.press(Qt.Key.Key_Up)[0] == ENGLISH.text
    assert review.press(Qt.Key.Key_Home) == ("capital T", "en")
    assert review.press(Qt.Key.Key_Right, CONTROL) == ("morning", "en")
    assert review.press(Qt.Key.Key_End) == ("new line", "en")
    assert review.press(Qt.Key.Key_Left) == ("full stop", "en")


def test_at_the_edges_the_key_still_says_where_it_is(review: Review) -> None:
    assert review.press(Qt.Key.Key_Up) == (ENGLISH.text, "en")
    assert review.press(Qt.Key.Key_Left) == ("capital T", "en")
    assert review.press(Qt.Key.Key_End, CONTROL) == (GERMAN.text, "de")
    assert review.press(Qt.Key.Key_Right) == ("blank", "en")


def test_of_a_held_key_only_the_end_is_said(made: Stage) -> None:
    review = Review(made, *(Sentence(f"Line {number}.", "en") for number in range(20)))
    made.said.clear()
    for number in range(10):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, NONE, "", autorep=number > 0)
        QApplication.sendEvent(review.text, press)
    assert review.heard() == ("Line 10.", "en")


def test_a_selection_is_said_copied_and_spelled(review: Review) -> None:
    assert review.press(Qt.Key.Key_Right, CONTROL | SHIFT) == ("The ", "en")
    assert review.press(Qt.Key.Key_C, CONTROL)[0].startswith("Copied")
    assert QGuiApplication.clipboard().text() == "The "
    assert press_button(review, "Spell") == ("capital T, h, e", "en")
    assert review.press(Qt.Key.Key_Left, CONTROL | SHIFT) == ("Nothing is selected.", "en")


def test_without_a_selection_everything_is_copied_and_the_word_is_spelled(review: Review) -> None:
    assert press_button(review, "Copy")[0].startswith("Copied")
    assert QGuiApplication.clipboard().text() == f"{ENGLISH.text}\n{GERMAN.text}"
    QGuiApplication.clipboard().setText("")
    review.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == f"{ENGLISH.text}\n{GERMAN.text}"
    assert press_button(review, "Spell") == ("capital T, h, e", "en")


def test_control_a_selects_everything_and_says_so(review: Review) -> None:
    assert review.press(Qt.Key.Key_A, CONTROL) == ("Everything is selected.", "en")
    assert review.text.textCursor().selectedText().startswith(ENGLISH.text)


def test_say_again_repeats_and_close_closes(review: Review) -> None:
    buttons = {name(each): each for each in review.window.findChildren(QPushButton)}
    buttons["Say again"].click()
    assert review.stage.done == [Command.REPEAT]
    buttons["Close"].click()
    assert not review.window.isVisible()


def test_beside_a_screen_reader_the_window_reads_nothing(made: Stage) -> None:
    made.has_reader = True
    review = Review(made)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Home):
        QTest.keyClick(review.text, key)
        made.application.processEvents()
    assert made.said == []
    assert press_button(review, "Copy")[0].startswith("Copied")


def test_where_the_answer_comes_from_is_a_stop_of_tab(review: Review) -> None:
    origin = focusable(review.window)[1]
    assert isinstance(origin, QLabel)
    for part in ("embedded engine", "PP-OCRv6", "1.5 seconds"):
        assert part in name(origin)


def test_the_text_can_be_walked_but_not_changed(review: Review) -> None:
    before = review.text.toPlainText()
    QTest.keyClicks(review.text, "typed")
    QTest.keyClick(review.text, Qt.Key.Key_Backspace)
    assert review.text.toPlainText() == before
    assert review.text.cursorWidth() >= 2
    assert review.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert "Read-only" in description(review.text)


def test_markup_and_invisible_characters_are_text(made: Stage) -> None:
    attack = Sentence("<b>bold</b> \u202egnp.exe\u202c\x07 two\nlines", "en")
    review = Review(made, attack, GERMAN)
    assert review.text.toPlainText() == f"<b>bold</b> gnp.exe two lines\n{GERMAN.text}"
    assert review.press(Qt.Key.Key_Down) == (GERMAN.text, "de")


def test_a_sign_alone_is_called_by_its_name_not_silent(made: Stage) -> None:
    review = Review(made, Sentence("—", "en"), Sentence("", "en"), ENGLISH)
    assert review.press(Qt.Key.Key_Up) == (made.wording.spell("—"), "en")
    assert review.press(Qt.Key.Key_Down) == ("blank", "en")


def press_button(review: Review, wanted: str) -> tuple[str, str]:
    (found,) = [each for each in review.window.findChildren(QPushButton) if name(each) == wanted]
    review.stage.said.clear()
    found.click()
    return review.heard()
