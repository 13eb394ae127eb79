"""The window with the models: the panel that lists them, with a text above it and a button that closes.

A download goes on when it is closed.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.core.models import ModelEvent
from assistant.core.wording import Wording
from assistant.core.wording.model_windows import ModelWindowMessages as W
from assistant.ui.model_panel import ModelCalls, ModelPanel
from assistant.ui.widgets import FocusLoan, button, close_by_escape, fit, label, scrolled_area

_SIZE = QSize(620, 560)


class ModelsWindow(QWidget):
    """Escape closes."""

    def __init__(self, wording: Wording, calls: ModelCalls) -> None:
        super().__init__()
        self._calls = calls
        self.setWindowTitle(wording.say(W.TITLE))
        self._intro = label(wording.say(W.INTRO))
        self._panel = ModelPanel(wording, calls)
        self._panel.buttons.addWidget(button(wording.say(W.CLOSE), self.close), 2, 1)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.addWidget(self._intro)
        layout.addWidget(self._panel, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_area(content))
        close_by_escape(self)
        self._loan = FocusLoan(self)
        fit(self, _SIZE)

    def show_in_front(self) -> None:
        """Open, or come to the front, and look anew which models there are."""
        self._panel.list.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()
        self._calls.manager.refresh()

    def introduction(self) -> str:
        """Return what a screen reader says of a dialog: its title and its text."""
        return f"{self.windowTitle()}. {self._intro.text()}"

    def take(self, event: ModelEvent) -> None:
        """Take what the manager tells."""
        self._panel.take(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Close the dialogs too, and say that what is under way goes on."""
        self._panel.leave()
        event.accept()
