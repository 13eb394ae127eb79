"""The book window by keys alone: each key, each state, each question it asks, and what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMenuBar,
    QProgressBar,
    QPushButton,
)

from assistant.core.documents import Bookmark, Position
from assistant.core.domain import Command, Priority
from assistant.core.errors import DocumentUnreadable, ExportFailed
from assistant.core.reader_ports import PlayerState, Progress
from support.book_stage import FIRST, INFO, Reading, page
from support.own_windows import Stage, description, name, stage, wording

NOW, NEXT = Priority.NOW, Priority.NEXT
MARKS = (Bookmark(Position(2, 1, 0), "umbrella"), Bookmark(Position(3, 0, 4)))


@pytest.fixture
def made(qapp: Any) -> Iterator[Stage]:
    stage_ = stage(qapp)
    yield stage_
    stage_.close()


@pytest.fixture
def reading(made: Stage) -> Reading:
    return Reading(made)


def status(reading: Reading) -> str:
    return reading.window.findChildren(QLabel)[0].text()


def press_button(reading: Reading, wanted: str) -> None:
    (found,) = [each for each in reading.dialog.findChildren(QPushButton) if name(each) == wanted]
    QTest.keyClick(found, Qt.Key.Key_Space)
    QApplication.processEvents()


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


# --- what it asks -------------------------------------------------------------------------------------


def test_go_to_a_page(reading: Reading) -> None:
    reading.press("Ctrl+G")
    assert name(reading.dialog.focusWidget()) == "Page, 1 to 12"
    field = reading.dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("٧")
    reading.press("Return", field)
    assert reading.calls == ["pause", "go to page 7"]
    assert reading.dialogs == []


def test_the_reading_pauses_while_something_is_asked_and_goes_on_afterwards(reading: Reading) -> None:
    reading.view.state(PlayerState.PLAYING)
    reading.press("Ctrl+F")
    assert reading.calls == ["pause"]
    reading.view.state(PlayerState.PAUSED)
    reading.type("rain")
    assert reading.calls == ["pause", "play or pause", "search rain 1"]
    reading.view.state(PlayerState.PLAYING)
    reading.forget()
    reading.press("Ctrl+G")
    reading.view.state(PlayerState.PAUSED)
    reading.press("Escape", reading.dialog.focusWidget())
    assert reading.calls == ["pause", "play or pause"]


def test_what_was_paused_stays_paused(reading: Reading) -> None:
    reading.press("Ctrl+G")
    reading.press("Escape", reading.dialog.focusWidget())
    assert reading.calls == ["pause"]


def test_one_question_takes_the_place_of_the_other(reading: Reading) -> None:
    reading.view.state(PlayerState.PLAYING)
    reading.press("Ctrl+G")
    reading.view.state(PlayerState.PAUSED)
    reading.press("Ctrl+F")
    assert [each.windowTitle() for each in reading.dialogs] == ["Search the document"]
    reading.forget()
    reading.type("rain")
    assert reading.calls == ["play or pause", "search rain 1"]


def test_search_again_and_back_use_the_last_words(reading: Reading) -> None:
    reading.press("F3")
    reading.type("rain")
    reading.forget()
    reading.press("F3")
    reading.press("Shift+F3")
    assert reading.calls == ["search rain 1", "search rain -1"]
    reading.press("Ctrl+F")
    field = reading.dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    assert (field.text(), field.selectedText()) == ("rain", "rain")


def test_empty_words_ask_nothing(reading: Reading) -> None:
    reading.press("Ctrl+F")
    reading.type("")
    assert reading.calls == ["pause"]
    assert len(reading.dialogs) == 1


def test_the_contents_are_a_list_with_levels_and_pages(reading: Reading) -> None:
    reading.press("F6")
    chosen = reading.dialog.focusWidget()
    assert isinstance(chosen, QListWidget)
    lines = [chosen.item(number).text() for number in range(chosen.count())]
    assert lines == ["Morning, page 1", "Rain, level 2, page 2", "Evening, page 3"]
    reading.press("Down", chosen)
    reading.press("Return", chosen)
    assert reading.calls == ["pause", "go to entry Rain"]


def test_without_contents_and_bookmarks_that_is_said_over_nothing_else(made: Stage) -> None:
    reading = Reading(made, is_open=False)
    reading.press("F6")
    reading.press("Ctrl+Shift+B")
    assert [text.partition(".")[0] for text, _ in made.announced] == [
        "This document has no table of contents",
        "There are no bookmarks",
    ]
    assert reading.dialogs == []
    assert reading.calls == []


def test_a_bookmark_with_and_without_a_note(reading: Reading) -> None:
    reading.press("Ctrl+B")
    reading.type("umbrella")
    reading.press("Ctrl+B")
    reading.type("")
    assert reading.calls == ["pause", "add bookmark umbrella", "pause", "add bookmark"]


def test_bookmarks_are_gone_to_and_deleted(reading: Reading) -> None:
    reading.view.bookmarks(MARKS)
    reading.press("Ctrl+Shift+B")
    chosen = reading.dialog.focusWidget()
    assert isinstance(chosen, QListWidget)
    assert [chosen.item(number).text() for number in range(chosen.count())] == ["Page 2: umbrella", "Page 3"]
    reading.forget()
    reading.press("Delete", chosen)
    reading.made.run_until(lambda: reading.calls == ["remove bookmark umbrella"], what="the bookmark to be removed")
    reading.view.bookmarks(MARKS[1:])
    assert reading.made.announced == [("The bookmark is deleted.", NOW)]
    assert [chosen.item(number).text() for number in range(chosen.count())] == ["Page 3"]
    reading.press("Return", chosen)
    assert reading.calls[-1] == "go to 3 0 4"


def test_the_last_bookmark_deleted_closes_the_list(reading: Reading) -> None:
    reading.view.bookmarks(MARKS[:1])
    reading.press("Ctrl+Shift+B")
    press_button(reading, "Delete")
    reading.view.bookmarks(())
    QApplication.processEvents()
    assert reading.dialogs == []


def test_a_voice_is_chosen_once_it_is_known_which_there_are(reading: Reading) -> None:
    reading.press("F9")
    chosen = reading.dialog.focusWidget()
    assert isinstance(chosen, QListWidget)
    assert chosen.item(0).text() == "Looking which voices there are."
    reading.made.style.tell_voices()
    lines = [chosen.item(number).text() for number in range(chosen.count())]
    assert lines == ["The usual voice", "anna, German", "ben, English"]
    reading.press("Down", chosen)
    reading.press("Return", chosen)
    assert reading.made.style.voice == "anna"


def test_voices_that_come_too_late_are_left_alone(reading: Reading) -> None:
    reading.press("F9")
    reading.press("Escape", reading.dialog.focusWidget())
    reading.made.style.tell_voices()
    assert reading.dialogs == []


@pytest.mark.parametrize(("then", "given"), [("Return", " secret"), ("Escape", None)])
def test_a_password_is_asked_for_hidden(reading: Reading, then: str, given: str | None) -> None:
    replies: list[str | None] = []
    reading.view.ask_password("Locked", True, replies.append)
    field = reading.dialog.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert name(field) == "Password of Locked"
    assert description(field) == "That was not the password. Enter it once more."
    reading.type(" secret", then)
    assert replies == [given]


def test_files_are_chosen_in_the_desktops_dialog(reading: Reading, tmp_path: Path) -> None:
    for keys, mode in (
        ("Ctrl+O", QFileDialog.FileMode.ExistingFiles),
        ("Ctrl+Shift+O", QFileDialog.FileMode.Directory),
    ):
        reading.press(keys)
        chooser = reading.dialog
        assert isinstance(chooser, QFileDialog)
        assert chooser.fileMode() is mode
        chooser.filesSelected.emit([str(tmp_path)])
        chooser.done(1)
        assert reading.calls[-1] == f"open {tmp_path}"
        reading.forget()


def test_files_that_are_dropped_are_read(reading: Reading) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.pdf"), QUrl.fromLocalFile("/tmp/b.epub"), QUrl("https://example.org/c")])
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers)
    QApplication.sendEvent(reading.window, enter)
    assert enter.isAccepted()
    assert not reading.text.acceptDrops()
    QApplication.sendEvent(reading.window, QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers))
    assert reading.calls == ["open /tmp/a.pdf /tmp/b.epub"]


# --- saving -------------------------------------------------------------------------------------------


def test_progress_is_shown_told_at_tenths_between_sentences_and_can_be_cancelled(reading: Reading) -> None:
    bar = reading.window.findChildren(QProgressBar)[0]
    assert not bar.isVisible()
    for done in (0, 4, 10, 12, 19, 35):
        reading.view.exported(Progress(done, 100, path="/tmp/book.mp3"))
    assert (bar.isVisible(), bar.value(), name(bar)) == (True, 35, "Saving")
    assert reading.made.announced == [
        ("Saving book.mp3.", NEXT),
        ("10 percent saved.", NEXT),
        ("30 percent saved.", NEXT),
    ]
    (cancel,) = [each for each in reading.window.findChildren(QPushButton) if name(each) == "Cancel saving"]
    reading.press("Space", cancel)
    assert reading.calls == ["cancel export"]
    reading.view.exported(Progress(35, 100, is_over=True, path="/tmp/book.mp3"))
    assert reading.made.announced[-1][0].startswith("Saving book.mp3 is cancelled.")
    assert not bar.isVisible()


def test_how_saving_ended_is_told_with_the_window_closed(reading: Reading) -> None:
    reading.view.exported(Progress(1, 2, path="/tmp/book.mp3"))
    reading.forget()
    reading.press("Escape")
    assert reading.made.announced == [
        ("The window is closed; saving goes on, and you hear when it ends.", NOW),
    ]
    reading.view.exported(Progress(2, 2, is_over=True, path="/tmp/book.mp3"))
    reading.view.exported(Progress(0, 2, is_over=True, error=ExportFailed(name="x.mp3", why="full")))
    assert [text for text, _ in reading.made.announced[1:]] == [
        "book.mp3 is saved.",
        "There is no room on the disk for x.mp3. Make room and save again; it goes on where it was left.",
    ]


def test_at_the_programs_end_it_says_nothing(reading: Reading) -> None:
    reading.view.exported(Progress(1, 2, path="/tmp/book.mp3"))
    reading.press("Ctrl+G")
    reading.forget()
    reading.made.windows.close()
    assert reading.said == []
    assert reading.made.book.view is None
