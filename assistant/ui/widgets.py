"""What several windows need: to come to the front, to be closed by Escape, a button with a name and a task."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget


def present(window: QWidget) -> None:
    """Show a window that the user asked for, in front and with the focus."""
    window.showNormal()
    window.raise_()
    window.activateWindow()


def close_by_escape(window: QWidget) -> None:
    """Let Escape close the window."""
    QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), window, window.close)


def button(text: str, do: Callable[[], object], description: str = "") -> QPushButton:
    """Return a button that a screen reader names by its text and explains by its description."""
    made = QPushButton(text)
    made.setAccessibleDescription(description)
    made.setAutoDefault(True)
    made.clicked.connect(lambda: do())
    return made
