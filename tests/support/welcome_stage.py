"""The open welcome, used by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from assistant.core.welcome import Step
from support.own_windows import Stage, focusable, name


def press(made: Stage, key: Qt.Key) -> None:
    """Press a key where the focus is."""
    window = next(each for each in QApplication.topLevelWidgets() if each.isVisible() and each.focusWidget())
    QTest.keyClick(window.focusWidget(), key)
    made.application.processEvents()


def push(made: Stage, window: QWidget, wanted: str) -> None:
    """Go to a button and press it."""
    (found,) = [each for each in window.findChildren(QPushButton) if name(each) == wanted and each.isVisible()]
    found.setFocus()
    made.said.clear()
    QTest.keyClick(found, Qt.Key.Key_Space)
    made.application.processEvents()


def heard(made: Stage) -> list[str]:
    said = [text for text, _ in made.said]
    made.said.clear()
    return said


def reach(made: Stage, step: Step) -> None:
    made.welcoming.left_at = step
    made.opened(made.windows.show_welcome)
    press(made, Qt.Key.Key_Return)
    made.said.clear()


def words(window: QWidget) -> str:
    text = focusable(window)[0]
    assert isinstance(text, QLabel)
    return text.text()
