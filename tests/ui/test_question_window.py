"""The window for a question: one reply for each opening, words brought back, spoken where no reader reads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget

from assistant.core.acts import Act
from assistant.core.answers import Sentence
from assistant.core.domain import Question, Task
from support.own_windows import Stage, focusable, name


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
    QTest.keyClicks(field(window), "who?")
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
    assert made.said == [("When it is found. Only tell where it is", "en")]


def test_focus_that_comes_back_to_a_window_is_not_said(made: Stage) -> None:
    main = made.opened(made.windows.show_main)
    window = ask(made)
    made.said.clear()
    QTest.keyClick(field(window), Qt.Key.Key_Escape)
    main.activateWindow()
    made.run_until(main.isActiveWindow, what="the main window to be active again")
    assert made.said == []


# --- ready questions, suggestions, picture and language ---------------------------------------------------


def the_list(window: QWidget) -> QListWidget:
    return window.findChildren(QListWidget)[0]


def box(window: QWidget, wanted: str) -> QComboBox:
    return next(each for each in window.findChildren(QComboBox) if each.accessibleName() == wanted)


def lines(window: QWidget) -> list[str]:
    return [the_list(window).item(number).text() for number in range(the_list(window).count())]


def choose_language(window: QWidget, code: str) -> None:
    languages = box(window, "Answer in")
    languages.setCurrentIndex(languages.findData(code))


def test_tab_goes_from_the_field_through_the_choices_to_the_buttons(made: Stage) -> None:
    window = ask(made)
    # Of a box of choices a screen reader on Linux gets the choice as its name, and its label by a relation.
    names = [each.accessibleName() or name(each) for each in focusable(window)]
    labels = [each for each in window.findChildren(QLabel) if isinstance(each.buddy(), QComboBox)]
    assert [each.text() for each in labels if each.isVisible()] == [
        "A&bout:",
        "Answer &in:",
    ]
    wanted = [
        "Question",
        "Ready questions",
        "Suggest questions",
        "Edit the list…",
        "About",
        "Answer in",
        "Ask",
        "Cancel",
    ]
    assert names == wanted


def test_the_list_begins_with_questions_of_ours(made: Stage) -> None:
    assert lines(ask(made))[:2] == ["1: What is the error?", "2: Is there a captcha?"]


def test_the_users_own_questions_take_their_place(made: Stage) -> None:
    made.presets = ("What is new?", "Who calls?")
    assert lines(ask(made)) == ["1: What is new?", "2: Who calls?"]


@pytest.mark.parametrize("keys", [[Qt.Key.Key_Down, Qt.Key.Key_Return], [Qt.Key.Key_2]], ids=["arrows", "digit"])
def test_a_ready_question_is_asked_by_arrows_or_its_digit(made: Stage, keys: list[Qt.Key]) -> None:
    window = ask(made)
    the_list(window).setFocus()
    for key in keys:
        QTest.keyClick(the_list(window), key)
    assert made.replies == [Question("Is there a captcha?")]
    assert not window.isVisible()


def test_ask_with_an_empty_field_asks_what_the_list_was_left_at(made: Stage) -> None:
    window = ask(made)
    the_list(window).setFocus()
    QTest.keyClick(the_list(window), Qt.Key.Key_Down)
    choose_language(window, "de")
    press(window, "Ask")
    assert made.replies == [Question("Is there a captcha?", language="de")]


@pytest.mark.parametrize("task", [Task.ASK, Task.FIND])
def test_enter_with_nothing_typed_or_chosen_is_no_silence(made: Stage, task: Task) -> None:
    window = ask(made, task)
    QTest.keyClicks(field(window), "  ")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert made.said[-1][0] == "Type something first, or leave with Escape."
    assert window.isVisible()
    assert made.replies == []


def test_a_digit_without_a_question_does_nothing(made: Stage) -> None:
    window = ask(made)
    QTest.keyClick(the_list(window), Qt.Key.Key_9)
    assert made.replies == []


def test_alt_and_a_digit_put_a_question_into_the_field(made: Stage) -> None:
    window = ask(made)
    made.said.clear()
    QTest.keyClick(field(window), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert field(window).text() == "Is there a captcha?"
    assert made.said[-1][0] == "Is there a captcha?"
    assert made.replies == []


def test_arrows_in_the_list_are_said(made: Stage) -> None:
    window = ask(made)
    the_list(window).setFocus()
    made.said.clear()
    QTest.keyClick(the_list(window), Qt.Key.Key_Down)
    assert made.said == [("2: Is there a captcha?", "en")]


def test_suggestions_take_the_lists_place_and_the_window_stays(made: Stage) -> None:
    window = ask(made)
    press(window, "Suggest questions")
    assert made.replies == [Question("", Task.QUESTION)]
    assert made.said[-1][0] == "Looking for questions."
    made.windows.suggest([Sentence("Who is it?", "en"), Sentence("What\u202e is it", "en")], "")
    assert lines(window) == ["1: Who is it?", "2: What is it"]
    assert made.said[-1][0].startswith("2 questions are suggested. Who is it? What")
    QTest.keyClick(the_list(window), Qt.Key.Key_1)
    assert made.replies[1:] == [Question("Who is it?")]


def test_suggestions_in_another_language_are_said_in_it(made: Stage) -> None:
    window = ask(made)
    press(window, "Suggest questions")
    made.windows.suggest([Sentence("Wer ist das?", "de")], "")
    assert made.said[-1] == ("Wer ist das?", "de")


def test_no_suggestion_is_told_and_the_own_questions_stay(made: Stage) -> None:
    window = ask(made)
    before = lines(window)
    press(window, "Suggest questions")
    made.windows.suggest([], "The model is not installed.")
    assert made.said[-1][0] == "The model is not installed."
    assert lines(window) == before


def test_suggestions_that_come_after_the_window_are_dropped(made: Stage) -> None:
    window = ask(made)
    press(window, "Suggest questions")
    QTest.keyClick(field(window), Qt.Key.Key_Escape)
    made.said.clear()
    made.windows.suggest([Sentence("Who is it?", "en")], "")
    assert made.said == []
    assert not window.isVisible()


def test_the_new_picture_is_the_usual_one_and_a_follow_up_can_be_chosen(made: Stage) -> None:
    window = made.opened(lambda: made.windows.ask(Task.ASK, made.replies.append, has_last=True))
    about = box(window, "About")
    assert about.currentText() == "What is on the screen now"
    QTest.keyClick(about, Qt.Key.Key_Down)
    assert about.currentText() == "The last picture, as a follow-up"
    QTest.keyClicks(field(window), "and now?")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert made.replies == [Question("and now?", is_follow_up=True)]
    assert (
        box(made.opened(lambda: made.windows.ask(Task.ASK, made.replies.append, has_last=True)), "About").currentIndex()
        == 0
    )


def test_without_a_last_picture_there_is_no_follow_up(made: Stage) -> None:
    assert box(ask(made), "About").count() == 1


def test_the_answers_language_is_chosen_apart_and_stays(made: Stage) -> None:
    window = ask(made)
    assert box(window, "Answer in").currentText() == "The usual language"
    choose_language(window, "de")
    QTest.keyClicks(field(window), "who?")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert made.replies == [Question("who?", language="de")]
    assert box(ask(made), "Answer in").currentData() == "de"


def test_finding_offers_nothing_of_that(made: Stage) -> None:
    choose_language(ask(made), "de")
    window_names = [name(each) for each in focusable(find_window(made))]
    assert window_names == ["Word or thing to find", "Only tell where it is", "Find", "Cancel"]


def test_what_is_done_with_what_is_found_is_chosen_each_time_anew(made: Stage) -> None:
    window = ask(made, Task.FIND)
    chosen = box(window, "When it is found")
    chosen.setCurrentIndex(chosen.findData("click"))
    QTest.keyClicks(field(window), "Save")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    ask(made, Task.FIND)
    QTest.keyClick(field(window), Qt.Key.Key_Up)
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert made.replies == [Question("Save", Task.FIND, act=Act.CLICK), Question("Save", Task.FIND)]


def find_window(made: Stage) -> QWidget:
    made.windows.leave_question()
    return ask(made, Task.FIND)


def test_the_list_is_edited_saved_and_used_at_once(made: Stage) -> None:
    window = ask(made)
    edit(made, window, "  What is   new?\n\nWho calls?\n")
    assert list(made.presets) == ["What is new?", "Who calls?"]
    assert lines(window) == ["1: What is new?", "2: Who calls?"]
    assert window.isVisible()
    assert made.replies == []
    edit(made, window, "")
    assert not made.presets
    assert lines(window)[0] == "1: What is the error?"


def test_stop_closes_the_list_that_is_edited_too(made: Stage) -> None:
    window = ask(made)
    press(window, "Edit the list…")
    made.application.processEvents()
    made.windows.leave_question()
    assert [each for each in window.findChildren(QDialog) if each.isVisible()] == []
    assert not made.presets


def edit(made: Stage, window: QWidget, text: str) -> None:
    press(window, "Edit the list…")
    made.application.processEvents()
    (editor,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    (lines_of_text,) = editor.findChildren(QPlainTextEdit)
    assert editor.focusWidget() is lines_of_text
    lines_of_text.setPlainText(text)
    press(editor, "Save")
    made.application.processEvents()


def press(window: QWidget, wanted: str) -> None:
    found = next(each for each in window.findChildren(QPushButton) if name(each) == wanted)
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Space)
