"""The book window by keys alone: each key, each state, each question it asks, and what it never does."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
    QMenuBar,
    QPushButton,
)

from assistant.core.domain import Command
from assistant.core.errors import DocumentUnreadable
from assistant.core.reader_ports import PlayerState
from support.book_stage import FIRST, INFO, Reading, page
from support.own_windows import Stage, name, stage, wording


@pytest.fixture
def reading(made: Stage) -> Reading:
    return Reading(made)


def status(reading: Reading) -> str:
    return reading.window.findChildren(QLabel)[0].text()


def menus(reading: Reading) -> list[QMenu]:
    bar = reading.window.findChildren(QMenuBar)[0]
    return [each for each in bar.findChildren(QMenu) if each.title()]


# --- opening ------------------------------------------------------------------------------------------


def test_it_opens_what_was_read_last_and_watches(made: Stage) -> None:
    reading = Reading(made, is_open=False)
    assert made.book.view is not None
    assert reading.window.windowTitle() == "Read a document"
    assert reading.window.focusWidget() is reading.text
    assert "Control O opens one" in reading.text.toPlainText()


def test_it_says_at_the_first_opening_what_can_be_done(made: Stage) -> None:
    window = made.opened(made.windows.show_book)
    assert made.book.calls == ["resume"]
    made.run_until(lambda: bool(made.said), what="the window to introduce itself")
    said = made.said[0][0]
    assert said.startswith("Read a document. No document is open. Control O opens one")
    assert window.isVisible()


def test_it_says_nothing_of_itself_over_a_document_that_is_read(reading: Reading) -> None:
    reading.view.state(PlayerState.PLAYING)
    reading.window.hide()
    reading.made.windows.show_book()
    reading.forget()
    assert reading.said == []


def test_title_and_state_are_told_in_words(reading: Reading) -> None:
    assert reading.window.windowTitle() == "The weather: SeeSay reads"
    told = []
    for state in PlayerState:
        reading.view.state(state)
        told.append(status(reading))
        if state is PlayerState.EMPTY:
            reading.view.opened(INFO, ())
            reading.view.show_page(FIRST)
    assert told == [
        "No document is open.",
        "Opening. Page 1 of 12.",
        "Paused. Page 1 of 12.",
        "Reading. Page 1 of 12.",
        "Waiting for the page. Page 1 of 12.",
        "The end. Page 1 of 12.",
    ]


def test_a_page_is_called_as_the_document_calls_it(reading: Reading) -> None:
    reading.view.show_page(page(4, "Preface.", label="iv"))
    assert status(reading) == "Paused. Page iv of 12."
    assert reading.text.toPlainText().startswith("Page iv\n")


def test_why_nothing_opens_can_be_read_again(made: Stage) -> None:
    reading = Reading(made, is_open=False)
    reading.view.failed(DocumentUnreadable(name="broken.pdf"))
    assert "broken.pdf is broken" in reading.text.toPlainText()
    assert reading.said == []


# --- keys ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "call"),
    [
        ("Space", "play or pause"),
        ("Ctrl+I", "where"),
        ("Ctrl+L", "spell"),
        ("Ctrl+V", "open clipboard"),
        ("Alt+Shift+Right", "step word 1"),
        ("Alt+Shift+Left", "step word -1"),
        ("Alt+Right", "step sentence 1"),
        ("Alt+Left", "step sentence -1"),
        ("Alt+Down", "step paragraph 1"),
        ("Alt+Up", "step paragraph -1"),
        ("Alt+PgDown", "step heading 1"),
        ("Alt+PgUp", "step heading -1"),
        ("Ctrl+PgDown", "step page 1"),
        ("Ctrl+PgUp", "step page -1"),
    ],
)
def test_a_key_asks_the_book(reading: Reading, keys: str, call: str) -> None:
    before = reading.text.textCursor().position()
    reading.press(keys)
    assert reading.calls == [call]
    assert reading.text.textCursor().position() == before
    assert reading.window.focusWidget() is reading.text


def test_speed_and_pitch(reading: Reading) -> None:
    for keys in ("F8", "F7", "Shift+F8", "Shift+F7"):
        reading.press(keys)
    assert reading.made.done == [Command.FASTER, Command.SLOWER]
    assert reading.made.style.calls == ["pitch 10", "pitch -10"]


def test_control_alone_stops_and_with_another_key_it_does_not(reading: Reading) -> None:
    def control(kind: QEvent.Type, key: Qt.Key = Qt.Key.Key_Control, time: int = 1) -> None:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.ControlModifier)
        event.setTimestamp(time)
        QApplication.sendEvent(reading.text, event)

    override, press, release = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    control(override)
    control(override, Qt.Key.Key_I)
    # The order beside Orca.
    for kind in (override, press, release):
        control(kind, time=0)
    control(release, Qt.Key.Key_I, time=0)
    assert reading.made.done == []
    control(override)
    for kind in (override, press, release):
        control(kind, time=0)
    assert reading.made.done == [Command.STOP]


def test_nobody_else_takes_control_for_stop_while_the_page_has_the_focus(reading: Reading) -> None:
    assert reading.made.held[-1] is True
    reading.press("Tab")
    assert reading.made.held[-1] is False


def test_every_key_stands_in_a_menu_and_none_stands_twice(reading: Reading) -> None:
    entries = [action for menu in menus(reading) for action in menu.actions()]
    shortcuts = [key.toString() for action in entries for key in action.shortcuts()]
    assert len(shortcuts) == len(set(shortcuts))
    without = [action.text() for action in entries if not action.shortcuts()]
    assert without == ["Ca&ncel saving"]
    assert all(action.statusTip() for action in entries if action.shortcuts())


def test_f10_opens_the_menu(reading: Reading) -> None:
    reading.press("F10")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.title() == "&Document"
    reading.press("Escape", menu)


def test_no_letter_of_a_menu_opens_two_things(reading: Reading) -> None:
    for menu in menus(reading):
        letters = [each.text().partition("&")[2][:1].lower() for each in menu.actions()]
        assert len(letters) == len(set(letters)), (menu.title(), letters)


def test_a_menu_says_where_it_is_and_its_keys_where_no_screen_reader_does(reading: Reading) -> None:
    reading.press("Alt+L")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    reading.forget()
    reading.press("Down", menu)
    reading.press("Down", menu)
    assert reading.said == ["Read from the cursor, Return", "Cursor to the spoken place, Control Return"]
    reading.made.has_reader = True
    reading.press("Down", menu)
    assert len(reading.said) == 2
    reading.press("Escape", menu)


def test_in_hebrew_the_arrow_points_on_to_the_left(qapp: Any) -> None:
    made = stage(qapp, wording("he"))
    try:
        reading = Reading(made)
        reading.press("Alt+Left")
        reading.press("Alt+Right")
        assert reading.calls == ["step sentence 1", "step sentence -1"]
    finally:
        made.close()


def test_escape_pauses_then_closes(reading: Reading) -> None:
    reading.view.state(PlayerState.PLAYING)
    reading.press("Escape")
    assert reading.calls == ["pause"]
    assert reading.window.isVisible()
    reading.view.state(PlayerState.PAUSED)
    reading.press("Escape")
    assert not reading.window.isVisible()


def test_closing_pauses_and_keeps_watching(reading: Reading) -> None:
    reading.view.state(PlayerState.PLAYING)
    reading.press("Ctrl+W")
    assert reading.calls == ["pause"]
    assert reading.said == []
    assert reading.made.book.view is not None


def test_enter_reads_from_the_cursor(reading: Reading) -> None:
    for _ in range(2):
        reading.press("Down")
    reading.forget()
    reading.press("Return")
    assert reading.calls == ["play or pause", "go to 1 1 0"]
    reading.view.state(PlayerState.PLAYING)
    reading.forget()
    reading.press("Enter")
    assert reading.calls == ["go to 1 1 0"]


def test_buttons_are_pressed_by_space_and_enter(reading: Reading) -> None:
    (play,) = [each for each in reading.window.findChildren(QPushButton) if name(each) == "Play"]
    reading.press("Space", play)
    reading.press("Return", play)
    assert reading.calls == ["play or pause"] * 2
    reading.view.state(PlayerState.PLAYING)
    assert name(play) == "Pause"


# --- walking the page without a screen reader -----------------------------------------------------------


def test_a_line_that_the_cursor_comes_to_is_said_and_the_reading_pauses(reading: Reading) -> None:
    reading.view.state(PlayerState.PLAYING)
    reading.forget()
    reading.press("Down")
    reading.made.run_until(lambda: bool(reading.made.said), what="the line to be said")
    assert reading.calls == ["pause"]
    assert reading.made.said == [("Heading 1: Morning", "en")]


def test_beside_a_screen_reader_nothing_is_said_and_the_reading_goes_on(made: Stage) -> None:
    made.has_reader = True
    reading = Reading(made)
    reading.view.state(PlayerState.PLAYING)
    reading.forget()
    reading.press("Down")
    reading.forget()
    reading.press("Down")
    assert (reading.calls, reading.said) == ([], [])
