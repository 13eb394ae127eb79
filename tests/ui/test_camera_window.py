"""The camera window: every button, field and state, what is told kept for review, and cameras that come and go."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from PySide6.QtWidgets import QWidget as Widget

from assistant.core.answers import Sentence
from assistant.core.camera import CameraInfo
from assistant.core.camera_ports import CameraView, NarrationOptions, NarrationState
from assistant.core.domain import Priority
from assistant.core.errors import CameraLost
from assistant.ui.told_text import KEPT
from support.fake_narration import DESK, LID
from support.own_windows import Stage, description, focusable, name

NEXT, NOW = Priority.NEXT, Priority.NOW
CONTROL = Qt.KeyboardModifier.ControlModifier


class Camera:
    """The open camera window, narrating."""

    def __init__(self, made: Stage) -> None:
        self.made = made
        self.window = made.opened(made.windows.show_camera)
        self.told = self.window.findChildren(QPlainTextEdit)[0]

    @property
    def calls(self) -> list[str]:
        return self.made.narration.calls

    @property
    def view(self) -> CameraView:
        assert self.made.narration.view is not None, "nobody watches the narration"
        return self.made.narration.view

    def button(self, wanted: str) -> QPushButton:
        found = {name(each): each for each in self.window.findChildren(QPushButton)}
        assert wanted in found, list(found)
        return found[wanted]

    def press(self, wanted: str) -> None:
        QTest.keyClick(self.button(wanted), Qt.Key.Key_Space)

    def status(self) -> str:
        (found,) = [each for each in focusable(self.window) if isinstance(each, QLabel)]
        return found.text()

    def field(self, wanted: str) -> Any:
        (found,) = [each for each in focusable(self.window) if each.accessibleName() == wanted]
        return found

    def choices(self) -> list[str]:
        box = self.field("Camera")
        assert isinstance(box, QComboBox)
        return [box.itemText(number) for number in range(box.count())]


@pytest.fixture
def camera(made: Stage) -> Camera:
    opened = Camera(made)
    made.narration.calls.clear()
    return opened


# --- opening and closing --------------------------------------------------------------------------------


def test_opening_begins_to_tell_and_says_nothing_over_it(made: Stage) -> None:
    camera = Camera(made)
    QApplication.processEvents()
    assert camera.calls == ["start"]
    assert name(camera.window.focusWidget()) == "Pause"
    assert made.said == []


def test_the_key_tells_what_is_there_now_and_leaves_the_focus_where_it_is(camera: Camera) -> None:
    other = Widget()
    other.show()
    other.activateWindow()
    QApplication.processEvents()
    camera.made.windows.show_camera()
    QApplication.processEvents()
    assert camera.calls == ["now"]
    assert QApplication.activeWindow() is other
    other.close()


def test_the_key_starts_again_what_is_paused(camera: Camera) -> None:
    camera.press("Pause")
    camera.made.windows.show_camera()
    assert camera.calls == ["pause", "start"]


def test_what_runs_already_is_shown_and_not_started_again(made: Stage) -> None:
    made.narration.state = NarrationState.NARRATING
    camera = Camera(made)
    assert camera.calls == []
    assert name(camera.window.focusWidget()) == "Pause"


def test_escape_pauses_and_says_so_then_closes(camera: Camera) -> None:
    QTest.keyClick(camera.window.focusWidget(), Qt.Key.Key_Escape)
    assert camera.calls == ["pause"]
    assert camera.made.announced == [("The camera is off.", NOW)]
    assert camera.window.isVisible()
    QTest.keyClick(camera.window.focusWidget(), Qt.Key.Key_Escape)
    assert not camera.window.isVisible()
    assert len(camera.made.announced) == 1


def test_closing_closes_the_camera_and_opening_again_watches_again(camera: Camera) -> None:
    camera.press("Close")
    assert camera.calls == ["pause"]
    assert camera.made.narration.view is None
    camera.made.windows.show_camera()
    assert camera.view is not None
    assert camera.calls == ["pause", "start"]


def test_at_the_programs_end_it_says_nothing(camera: Camera) -> None:
    camera.made.windows.close()
    assert camera.made.announced == []
    assert camera.made.narration.view is None


# --- what can be asked ----------------------------------------------------------------------------------


def test_every_button_asks_the_narration(camera: Camera) -> None:
    for wanted in ("What is there now?", "Colour", "Light", "Read what I hold up", "Stop waiting", "Pause", "Start"):
        camera.press(wanted)
    assert camera.calls == ["now", "colour", "light", "read", "stop finding", "pause", "start"]


def test_the_page_that_was_read_is_kept_as_a_document(camera: Camera) -> None:
    camera.press("Keep the page as a document")
    assert camera.calls == ["keep page"]


@pytest.mark.parametrize(
    ("letter", "call"),
    [("P", "pause"), ("N", "now"), ("R", "read"), ("O", "colour"), ("L", "light"), ("K", "keep page")],
)
def test_letters_with_alt_press_the_buttons(camera: Camera, letter: str, call: str) -> None:
    QTest.keyClick(camera.window.focusWidget(), QKeySequence(letter)[0].key(), Qt.KeyboardModifier.AltModifier)  # type: ignore[index]  # the stubs lack it
    camera.made.run_until(lambda: camera.calls == [call], what=f"{call} to be asked for")


def test_a_thing_is_found_by_enter_and_by_its_button(camera: Camera) -> None:
    field = camera.field("Thing to find")
    QTest.keyClicks(field, "  red   cup ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert name(camera.button("Stop finding")) == "Stop finding"
    camera.press("Stop finding")
    camera.press("Find with sound")
    assert camera.calls == ["find red cup", "stop finding", "find red cup"]


def test_nothing_to_find_is_told(camera: Camera) -> None:
    camera.press("Find with sound")
    assert camera.calls == []
    assert camera.made.announced == [("Type what to find first.", NOW)]
    assert isinstance(camera.window.focusWidget(), QLineEdit)


# --- how it is told -------------------------------------------------------------------------------------


def test_options_are_taken_up_one_by_one(camera: Camera) -> None:
    camera.field("Camera").setCurrentIndex(2)
    camera.field("How much is told").setCurrentIndex(0)
    camera.field("Seconds between tellings, at least").setValue(5)
    camera.field("Seconds until it is told again").setValue(30)
    assert camera.calls == [
        "options 'Lid camera' normal 2 0",
        "options 'Lid camera' brief 2 0",
        "options 'Lid camera' brief 5 0",
        "options 'Lid camera' brief 5 30",
    ]


def test_the_options_of_last_time_are_shown_and_none_is_set(made: Stage) -> None:
    made.narration.options = NarrationOptions("Lid camera", made.narration.options.verbosity, 3.5, 0.0)
    camera = Camera(made)
    assert camera.field("Camera").currentText() == "Lid camera"
    assert camera.field("Seconds between tellings, at least").value() == 3.5
    assert camera.field("Seconds until it is told again").text() == "never"
    assert camera.calls == ["start"]


def test_a_number_that_is_changed_is_said_where_no_screen_reader_does(camera: Camera) -> None:
    field = camera.field("Seconds until it is told again")
    assert isinstance(field, QDoubleSpinBox)
    field.setFocus()
    QApplication.processEvents()
    camera.made.said.clear()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert camera.made.said == [("1.0", "en")]
    camera.made.has_reader = True
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert len(camera.made.said) == 1


# --- cameras that come and go -----------------------------------------------------------------------------


def test_cameras_are_listed_by_name_and_hot_plug_is_told(camera: Camera) -> None:
    assert camera.choices() == ["The usual one, Desk camera", "Desk camera", "Lid camera"]
    camera.made.narration.plug(DESK, CameraInfo("Document camera"))
    assert camera.choices() == ["The usual one, Desk camera", "Desk camera", "Document camera"]
    assert camera.made.announced == [
        ("The camera Document camera is connected.", NEXT),
        ("The camera Lid camera is gone.", NEXT),
    ]
    assert camera.calls == []


def test_a_chosen_camera_that_is_gone_stays_chosen(camera: Camera) -> None:
    camera.field("Camera").setCurrentIndex(2)
    camera.made.narration.plug(DESK)
    assert camera.field("Camera").currentText() == "Lid camera, not connected"
    camera.made.narration.plug(DESK, LID)
    assert camera.field("Camera").currentText() == "Lid camera"
    assert camera.calls == ["options 'Lid camera' normal 2 0"]


def test_without_a_camera_that_is_the_choice(made: Stage) -> None:
    made.narration.cameras = ()
    assert Camera(made).choices() == ["No camera is connected"]
    assert made.announced == []


# --- states ---------------------------------------------------------------------------------------------


def test_every_state_is_told_in_words(camera: Camera) -> None:
    told = []
    for state in NarrationState:
        camera.view.state(state, "Lid camera" if state is not NarrationState.OFF else "")
        told.append(camera.status())
    assert told == [
        "The camera is off.",
        "The camera is being opened. Camera: Lid camera.",
        "Telling what changes. Camera: Lid camera.",
        "Waiting for a page. Camera: Lid camera.",
        "Finding. Camera: Lid camera.",
    ]


def test_why_the_camera_is_off_can_be_read_again(camera: Camera) -> None:
    camera.view.state(NarrationState.OFF, "Lid camera")
    camera.view.failed(CameraLost(camera="Lid camera"))
    assert "Lid camera" in camera.status()
    assert name(camera.window.focusWidget()) == "Start"
    assert camera.made.announced == []


# --- what was told --------------------------------------------------------------------------------------


def tell(camera: Camera, *sentences: str, language: str = "en") -> None:
    for sentence in sentences:
        camera.view.told(Sentence(sentence, language))


def test_what_was_told_is_kept_a_line_each_and_the_newest_is_under_the_cursor(camera: Camera) -> None:
    tell(camera, "A person came in\nfrom the left.", "<b>New</b> text: \u202eExit.")
    assert camera.told.toPlainText() == "A person came in from the left.\n<b>New</b> text: Exit."
    assert camera.told.textCursor().block().text().startswith("<b>New")
    assert camera.made.said == []


def test_whoever_reads_it_again_is_left_in_peace(camera: Camera) -> None:
    tell(camera, "One.", "Two.")
    camera.told.setFocus()
    QTest.keyClick(camera.told, Qt.Key.Key_Up)
    QTest.keyClick(camera.told, Qt.Key.Key_Right)
    before = camera.told.textCursor().position()
    tell(camera, "Three.")
    assert camera.told.textCursor().position() == before
    camera.told.selectAll()
    tell(camera, "Four.")
    assert camera.told.textCursor().selectedText().replace("\u2029", "\n") == "One.\nTwo.\nThree."


def test_lines_are_said_in_their_language_where_no_screen_reader_does(camera: Camera) -> None:
    tell(camera, "One.")
    tell(camera, "Zwei.", language="de")
    camera.told.setFocus()
    QApplication.processEvents()
    camera.made.said.clear()
    QTest.keyClick(camera.told, Qt.Key.Key_Down)
    camera.made.run_until(lambda: camera.made.said == [("Zwei.", "de")], what="the line to be said")


def test_it_can_be_copied(camera: Camera) -> None:
    tell(camera, "One.", "Two.")
    camera.told.setFocus()
    QTest.keyClick(camera.told, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(camera.told, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "One.\nTwo."


def test_only_so_many_lines_are_kept_and_the_cursor_stays_on_its_own(camera: Camera) -> None:
    tell(camera, *(f"Line {number}." for number in range(KEPT)))
    camera.told.setFocus()
    camera.told.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(5):
        camera.told.moveCursor(QTextCursor.MoveOperation.Down)
    tell(camera, *(f"More {number}." for number in range(3)))
    assert camera.told.document().blockCount() == KEPT
    assert camera.told.textCursor().block().text() == "Line 5."
    assert camera.told.toPlainText().splitlines()[0] == "Line 3."


def test_the_field_and_the_text_explain_themselves(camera: Camera) -> None:
    assert "a tone leads to it" in description(camera.field("Thing to find"))
    assert "newest line last" in description(camera.told)
