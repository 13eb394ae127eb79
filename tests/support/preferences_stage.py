"""The open window of the settings, reached as a user reaches it: by names."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from support.own_windows import Stage, focusable
from support.own_windows import name as accessible_name


def name(widget: QWidget | None) -> str:
    """Return what a control is called: a box of choices is asked by its label, and answers with its choice."""
    assert widget is not None
    return widget.accessibleName() or accessible_name(widget)


class Preferences:
    """The open window, reached as a user reaches it: by names."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.window = stage.opened(stage.windows.show_preferences)
        self.settings: Any = stage.preferences
        self.stage.said.clear()

    def turn_to(self, page: str) -> None:
        box = self.control("Page")
        box.setCurrentText(page)
        self.stage.application.processEvents()

    def control(self, start: str) -> Any:
        return next(each for each in focusable(self.window) if name(each).startswith(start))

    def names(self) -> list[str]:
        return [name(each) for each in focusable(self.window)]

    @property
    def said(self) -> list[str]:
        said = [text for text, _ in self.stage.said]
        self.stage.said.clear()
        return said

    def dialog(self, start: str) -> QDialog:
        """Press the button that opens a small window."""
        button = self.control(start)
        opened = self.stage.opened(button.click)
        assert isinstance(opened, QDialog)
        return opened
