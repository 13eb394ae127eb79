"""The answer for who sees a little: its text in any size, its picture with what is meant outlined and magnified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from assistant.core.acts import Imprint
from assistant.core.answers import Answer, Sentence
from assistant.core.box import Box
from assistant.core.domain import Picture, Region, RegionKind, Source, SourceKind, Task
from assistant.ui.answer_picture import AnswerPicture
from support.own_windows import Stage, answer, focusable

CONTROL = Qt.KeyboardModifier.ControlModifier
SAVE, PRINT = Box(20, 20, 60, 20), Box(300, 170, 60, 20)
MARK = Imprint(Box(0, 0, 1, 1), 1, 1, b"", (0, 0), 0.0)
PICTURE = Picture(7, Source(SourceKind.SCREEN), 400, 200, bytes([40, 80, 120]) * (400 * 200))


def of_screen(task: Task) -> Answer:
    regions = tuple(Region(RegionKind.BUTTON, text, box, 0.9) for text, box in (("Save", SAVE), ("Print", PRINT)))
    made = answer(Sentence("Buttons: Save and Print.", "en"))
    return replace(made, task=task, regions=regions, imprints=(MARK, MARK), picture_id=7)


class Opened:
    """The window with an answer, its picture as it is drawn."""

    def __init__(self, made: Stage, task: Task = Task.READ, picture: Picture | None = PICTURE) -> None:
        self.stage = made
        self.window: QWidget = made.opened(lambda: made.windows.show_answer(of_screen(task), picture))
        self.text = self.window.findChildren(QPlainTextEdit)[0]
        self.picture = self.window.findChildren(AnswerPicture)[0]

    def go_to(self, word: str) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(self.text.toPlainText().index(word))
        self.text.setTextCursor(cursor)

    def yellow(self) -> tuple[float, float, float, float] | None:
        """Return the box around the bright band, as shares of the picture's place in the window."""
        QApplication.processEvents()
        pixels = pixels_of(self.picture.grab().toImage())
        rows, columns = np.nonzero((pixels == (255, 255, 0)).all(axis=2))
        if not len(rows):
            return None
        height, width = pixels.shape[:2]
        return columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height


def pixels_of(image: QImage) -> npt.NDArray[np.uint8]:
    shown = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(shown.constBits(), dtype=np.uint8)
    return flat.reshape(shown.height(), shown.bytesPerLine())[:, : 3 * shown.width()].reshape(shown.height(), -1, 3)


@pytest.fixture
def opened(made: Stage) -> Opened:
    return Opened(made)


def test_what_the_cursor_is_at_is_outlined(opened: Opened) -> None:
    opened.go_to("Save")
    save = opened.yellow()
    opened.go_to("Print")
    printed = opened.yellow()
    assert save is not None
    assert printed is not None
    assert save[2] < 0.5 < printed[0], "Save lies at the left, Print at the right"
    opened.go_to("Buttons")
    assert opened.yellow() is None


def test_everything_that_a_search_found_is_outlined_with_its_number(made: Stage) -> None:
    both = Opened(made, Task.FIND).yellow()
    assert both is not None
    assert both[0] < 0.5 < both[2]
    assert both[2] - both[0] > 0.3


def test_magnified_the_picture_follows_the_cursor(opened: Opened) -> None:
    opened.go_to("Save")
    before = opened.yellow()
    assert before is not None
    for _ in range(6):
        QTest.keyClick(opened.text, Qt.Key.Key_Plus, CONTROL)
    for word in ("Save", "Print"):
        opened.go_to(word)
        frame = opened.yellow()
        assert frame is not None, f"{word} is out of view"
        assert frame[2] - frame[0] > 2 * (before[2] - before[0]), f"{word} is not magnified"


def test_an_answer_without_its_picture_has_its_room_for_the_text(made: Stage) -> None:
    assert not Opened(made, picture=None).picture.isVisible()


def test_the_picture_is_let_go_of_with_the_window_and_takes_no_focus(opened: Opened) -> None:
    assert opened.picture not in focusable(opened.window)
    assert opened.picture.accessibleName() == "The picture; what the cursor is at has an outline."
    opened.window.close()
    assert opened.picture._image is None


def test_keys_change_the_size_which_is_said_and_kept(opened: Opened) -> None:
    usual = opened.text.font().pointSizeF()
    steps = [(Qt.Key.Key_Plus, 125), (Qt.Key.Key_Equal, 155), (Qt.Key.Key_Minus, 125), (Qt.Key.Key_0, 100)]
    for key, percent in steps:
        opened.stage.said.clear()
        QTest.keyClick(opened.text, key, CONTROL)
        assert opened.stage.said == [(f"Text size {percent} percent.", "en")]
        assert opened.stage.text_size == percent
        assert opened.text.font().pointSizeF() == pytest.approx(usual * percent / 100)


@pytest.mark.parametrize(
    ("size", "key", "told"),
    [
        (500, Qt.Key.Key_Plus, "The text is as large as it gets."),
        (50, Qt.Key.Key_Minus, "The text is as small as it gets."),
    ],
)
def test_the_ends_are_told(size: int, key: Qt.Key, told: str, made: Stage) -> None:
    made.text_size = size
    opened = Opened(made)
    made.said.clear()
    QTest.keyClick(opened.text, key, CONTROL)
    assert made.said == [(told, "en")]
    assert made.text_size == size
