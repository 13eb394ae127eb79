"""What the book window asks, and how saving is told: every small window by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
)

from assistant.core.documents import Bookmark, Position
from assistant.core.domain import Priority
from assistant.core.errors import ExportFailed
from assistant.core.reader_ports import PlayerState, Progress
from support.book_stage import Reading
from support.own_windows import Stage, description, name

NOW, NEXT = Priority.NOW, Priority.NEXT
MARKS = (Bookmark(Position(2, 1, 0), "umbrella"), Bookmark(Position(3, 0, 4)))


@pytest.fixture
def reading(made: Stage) -> Reading:
    return Reading(made)


VIEWS = ("listView", "treeView")


def press_button(reading: Reading, wanted: str) -> None:
    (found,) = [each for each in reading.dialog.findChildren(QPushButton) if name(each) == wanted]
    QTest.keyClick(found, Qt.Key.Key_Space)
    QApplication.processEvents()


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


def test_a_document_is_read_as_soon_as_its_password_is_known(reading: Reading) -> None:
    replies: list[str | None] = []
    reading.view.state(PlayerState.OPENING)
    reading.view.ask_password("Locked", False, replies.append)
    assert reading.calls == ["pause"]
    reading.type("secret", "Return")
    assert replies == ["secret"]
    assert reading.calls == ["pause", "play or pause"]


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


def test_the_desktops_dialog_can_be_used_unseen(reading: Reading, tmp_path: Path) -> None:
    for name_of_file in ("apple.txt", "banana.txt"):
        (tmp_path / name_of_file).touch()
    reading.press("Ctrl+O")
    chooser = reading.dialog
    assert isinstance(chooser, QFileDialog)
    reading.made.run_until(lambda: bool(reading.made.said), what="the dialog to introduce itself")
    assert reading.said[0].startswith("Open documents. File name")
    chooser.setDirectory(str(tmp_path))
    # Which of its two views it shows is remembered for the desktop.
    (files,) = [
        each for each in chooser.findChildren(QAbstractItemView) if each.objectName() in VIEWS and each.isVisible()
    ]
    reading.made.run_until(lambda: files.model().rowCount(files.rootIndex()) == 2, what="the files to be listed")
    reading.forget()
    reading.press("Home", files)
    reading.press("Down", files)
    assert reading.said[-1] == "banana.txt"
    reading.press("Escape", files)


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
