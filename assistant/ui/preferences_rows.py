"""One setting in the window of the settings: its name, its control, what it is for, and the way back to its default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.core import setting_words
from assistant.core.settings import Settings
from assistant.core.settings_table import Kind, Setting, Value
from assistant.core.wording import Wording
from assistant.core.wording.preferences import PreferencesMessages as P
from assistant.ui.preferences_controls import (
    ButtonControl,
    ChoiceControl,
    Control,
    FlagControl,
    NumberControl,
    is_boxed,
)
from assistant.ui.widgets import button, label


@dataclass(frozen=True, slots=True)
class RowCalls:
    """What a row calls: a changed value, the small window of a setting, its default, the key behind "auto"."""

    change: Callable[[Setting, Value], None]
    edit: Callable[[Setting], None]
    reset: Callable[[Setting], None]
    ask_server: Callable[[], None]
    automatic_key: Callable[[Setting], str]


class SettingRow(QWidget):
    """The button that resets is there only while there is something to reset, so that Tab has fewer stops."""

    def __init__(self, declared: Setting, wording: Wording, calls: RowCalls) -> None:
        super().__init__()
        self.declared = declared
        self._calls = calls
        title = setting_words.title(declared, wording)
        self.control = self._made(wording)
        widget = self.control.widget
        # Not the wheel's, which turns the page.
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        automatic = calls.automatic_key(declared)
        self._help = label(setting_words.help_text(declared, wording, automatic))
        widget.setAccessibleDescription(self._help.text())
        self._reset = button(wording.say(P.SETTING_RESET, title=title).replace("&", "&&"), self._back)
        line = QHBoxLayout()
        line.addWidget(widget, 1)
        line.addWidget(self._reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, self.fontMetrics().lineSpacing() // 2)
        if not isinstance(widget, QCheckBox):
            name = QLabel(title.replace("&", "&&"))
            name.setWordWrap(True)
            if not isinstance(widget, QPushButton):
                name.setBuddy(widget)
                widget.setAccessibleName(title)
            layout.addWidget(name)
        layout.addLayout(line)
        layout.addWidget(self._help)

    @property
    def widgets(self) -> list[QWidget]:
        """The stops of Tab, in their order."""
        return [self.control.widget, self._reset]

    def show_settings(self, settings: Settings) -> None:
        """Show the value that the settings have."""
        value = settings.get(self.declared.name)
        self.control.show_value(value)
        if self._reset.hasFocus() and value == self.declared.default:
            self.control.widget.setFocus()
        self._reset.setVisible(value != self.declared.default)

    def _back(self) -> None:
        self._calls.reset(self.declared)

    def _made(self, wording: Wording) -> Control:
        declared, calls = self.declared, self._calls

        def changed(value: Value) -> None:
            calls.change(declared, value)

        if declared.kind is Kind.FLAG:
            return FlagControl(declared, wording, changed)
        if declared.kind in (Kind.INTEGER, Kind.DECIMAL):
            return NumberControl(declared, wording, changed)
        if is_boxed(declared.kind):
            ask = calls.ask_server if declared.kind is Kind.MODEL else None
            return ChoiceControl(declared, wording, changed, ask)
        return ButtonControl(declared, wording, lambda: calls.edit(declared), calls.automatic_key(declared))
