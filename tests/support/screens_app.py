"""A program that shows one ordinary window on the virtual desktop: editor, code, text, icons, form, wallpaper.

Runs as a process of its own: `python screens_app.py KIND [PHOTOGRAPH]`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

TITLES = {
    "editor": "Untitled - Editor",
    "code": "domain.py - Editor",
    "dark code": "domain.py - Editor",
    "text": "User guide",
    "icons": "Files",
    "form": "Customer details",
    "wallpaper": "Wallpaper",
}
_PARAGRAPH = (
    "When you press the key, the picture is taken at once and nothing leaves your computer. You can stop the voice at "
    "any time with a single key, and ask for the last answer again. "
)


class _Wallpaper(QWidget):
    """A gradient over the whole screen, as many desktops have it."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        gradient = QLinearGradient(0, 0, self.width(), self.height())
        gradient.setColorAt(0, "#204060")
        gradient.setColorAt(0.6, "#a05080")
        gradient.setColorAt(1, "#f0b060")
        QPainter(self).fillRect(self.rect(), gradient)


def _editor() -> QWidget:
    window = QMainWindow()
    window.setCentralWidget(QTextEdit())
    for name in ("File", "Edit", "View"):
        window.menuBar().addMenu(name)
    return window


def _code(style: str = "") -> QWidget:
    from assistant.core import domain

    window = QPlainTextEdit(Path(domain.__file__).read_text("utf-8"))
    window.setFont(QFont("DejaVu Sans Mono", 11))
    window.setStyleSheet(style)
    return window


def _text() -> QWidget:
    window = QTextBrowser()
    window.setHtml("".join(f"<h2>{name}</h2><p>{_PARAGRAPH * 6}</p>" for name in ("Reading", "Finding", "Asking")))
    return window


def _icons() -> QWidget:
    window = QListWidget()
    window.setViewMode(QListView.ViewMode.IconMode)
    window.setIconSize(QSize(64, 64))
    window.setGridSize(QSize(110, 110))
    for number, icon in enumerate(list(QStyle.StandardPixmap)[:48]):
        window.addItem(QListWidgetItem(window.style().standardIcon(icon), f"Item {number}"))
    return window


def _form() -> QWidget:
    window = QWidget()
    rows = QVBoxLayout(window)
    fields = QFormLayout()
    for name in ("Name:", "Street:"):
        fields.addRow(name, QLineEdit())
    rows.addLayout(fields)
    if len(sys.argv) > 2:
        shown = QLabel()
        shown.setPixmap(QPixmap(sys.argv[2]))
        rows.addWidget(shown)
    rows.addWidget(QPushButton("Save"), alignment=Qt.AlignmentFlag.AlignRight)
    return window


def _wallpaper() -> QWidget:
    window = _Wallpaper()
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    return window


KINDS: dict[str, Callable[[], QWidget]] = {
    "editor": _editor,
    "code": _code,
    "dark code": lambda: _code("background: #1e1e1e; color: #d4d4d4"),
    "text": _text,
    "icons": _icons,
    "form": _form,
    "wallpaper": _wallpaper,
}


def main() -> int:
    """Show the window until the process is ended."""
    application = QApplication(sys.argv)
    kind = sys.argv[1]
    window = KINDS[kind]()
    window.setWindowTitle(TITLES[kind])
    window.resize(1100, 760)
    if kind == "wallpaper":
        window.showFullScreen()
    else:
        window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
