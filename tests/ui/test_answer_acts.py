"""Acting from the answer's window: which key does what, that the window goes first, and that a refusal is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from assistant.core.acts import Act, Imprint
from assistant.core.answers import Answer, Sentence
from assistant.core.domain import Box, Command, Region, RegionKind, Source, SourceKind
from support.own_windows import Stage, answer, description, name

CONTROL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier(0)
MARK = Imprint(Box(0, 0, 1, 1), 1, 1, b"", (0, 0), 0.0)
HANDLE = "atspi::1.7:/org/a11y/atspi/accessible/3"
REGIONS = (
    Region(RegionKind.BUTTON, "Save", Box(10, 10, 40, 20), 0.9, handle=HANDLE),
    Region(RegionKind.BUTTON, "Print", Box(110, 10, 40, 20), 0.9),
    Region(RegionKind.FIELD, "Street", Box(10, 60, 140, 20), 0.9, handle=HANDLE),
)


def acted_on(*texts: str, kind: SourceKind = SourceKind.SCREEN) -> Answer:
    made = answer(*(Sentence(text, "en") for text in texts))
    return replace(made, source=Source(kind), regions=REGIONS, imprints=(MARK,) * len(REGIONS))


class Review:
    def __init__(self, stage: Stage, shown: Answer) -> None:
        self.stage = stage
        self.window: QWidget = stage.opened(lambda: stage.windows.show_answer(shown))
        self.text = self.window.findChildren(QPlainTextEdit)[0]

    def go_to(self, word: str) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(self.text.toPlainText().index(word))
        self.text.setTextCursor(cursor)

    def press(self, held: Qt.KeyboardModifier, key: Qt.Key = Qt.Key.Key_Return) -> list[tuple[Act, str]]:
        self.stage.said.clear()
        QTest.keyClick(self.text, key, held)
        return [(act, target.name) for act, target in self.stage.acts]


@pytest.fixture
def review(made: Stage) -> Review:
    return Review(made, acted_on("Buttons: Save and Print.", "Fields: Street."))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(("held", "act"), [(NONE, Act.MOVE), (CONTROL, Act.CLICK), (ALT, Act.PRESS)])
def test_what_each_key_does(review: Review, held: Qt.KeyboardModifier, act: Act, key: Qt.Key) -> None:
    review.go_to("Save")
    assert review.press(held, key) == [(act, "Save")]
    assert not review.window.isVisible(), "it may lie over the place"


def test_a_field_gets_the_keyboard(review: Review) -> None:
    review.go_to("Street")
    assert review.press(ALT) == [(Act.FOCUS, "Street")]


@pytest.mark.parametrize(("label", "act"), [("Move the pointer there", Act.MOVE), ("Click it", Act.CLICK)])
def test_the_buttons_do_the_same(review: Review, label: str, act: Act) -> None:
    review.go_to("Print")
    next(each for each in review.window.findChildren(QPushButton) if name(each) == label).click()
    assert [(done, target.name) for done, target in review.stage.acts] == [(act, "Print")]


def test_a_word_without_a_place_and_a_thing_without_an_action_are_told_and_the_window_stays(review: Review) -> None:
    review.go_to("Buttons")
    assert review.press(CONTROL) == []
    assert review.stage.said[0][0].startswith("No place on the screen is known")
    review.go_to("Print")
    assert review.press(ALT) == []
    assert review.stage.said[0][0].startswith("Its program offers no way")
    assert review.window.isVisible()


@pytest.mark.parametrize(
    ("kind", "said"),
    [(SourceKind.CAMERA, "the camera"), (SourceKind.FILE, "the picture"), (SourceKind.CLIPBOARD, "clip")],
)
def test_a_picture_that_is_not_of_the_screen_is_told(made: Stage, kind: SourceKind, said: str) -> None:
    review = Review(made, acted_on("Buttons: Save.", kind=kind))
    review.go_to("Save")
    assert review.press(NONE) == []
    assert said in review.stage.said[0][0]
    assert "nothing to click" in review.stage.said[0][0]


def test_letters_beyond_the_basic_plane_are_counted_as_letters(made: Stage) -> None:
    review = Review(made, acted_on("😀😀😀😀 Save Print"))
    cursor = review.text.textCursor()
    # Each of the faces takes two units of Qt's.
    cursor.setPosition(8 + 1)
    review.text.setTextCursor(cursor)
    assert review.press(NONE) == [(Act.MOVE, "Save")]


def test_a_screen_reader_gets_the_keys_with_the_text(review: Review) -> None:
    assert "Enter moves the pointer" in description(review.text)
    assert "Read-only" in description(review.text)


def finger(text: QWidget, *keys: Qt.Key) -> None:
    """Press keys one after the other and let go of them in the reverse, as Qt gets it from a display server."""
    for time, key in enumerate(keys, 1):
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, NONE)
            event.setTimestamp(time)
            QApplication.sendEvent(text, event)
    for key in reversed(keys):
        QApplication.sendEvent(text, QKeyEvent(QEvent.Type.KeyRelease, key, NONE))


def test_control_alone_stops_and_with_another_key_it_does_not(review: Review) -> None:
    text, held = review.text, review.stage.held
    assert held[-1:] == [True], "elsewhere Control is heard when it goes down, before the key that comes with it"
    finger(text, Qt.Key.Key_Control)
    assert review.stage.done == [Command.STOP]
    finger(text, Qt.Key.Key_Control, Qt.Key.Key_Right)
    assert review.stage.done == [Command.STOP]
    review.window.close()
    review.stage.run_until(lambda: held[-1] is False, what="Control to be let go of")
