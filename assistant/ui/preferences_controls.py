"""The control of each kind of setting: it shows a value in the user's words and tells the one that was chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QValidator, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QPushButton, QSpinBox, QWidget

from assistant.core import setting_words
from assistant.core.settings_table import AUTO, Kind, Setting, Value
from assistant.core.wording import Wording
from assistant.core.wording.preferences import PreferencesMessages as P
from assistant.ui.own_voice import FOLLOWED
from assistant.ui.widgets import button

Changed = Callable[[Value], None]
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_STEPS = {"speech.rate": 5, "speech.pitch": 5, "speech.volume": 5, "reading.text_size": 10, "ui.text_size": 10}
_SERVER = "\0server"
_WIDEST = 28
"""Letters of a choice that a box is made wide for: longer ones are shown when it is open."""


class Control(Protocol):
    """What a row has of its control."""

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        ...

    def show_value(self, value: Value) -> None:
        """Show a value, telling nobody."""
        ...


class FlagControl:
    """A box to tick. What own voices say of it stands in its status tip."""

    def __init__(self, declared: Setting, wording: Wording, changed: Changed) -> None:
        self._wording = wording
        self.widget = QCheckBox(setting_words.title(declared, wording).replace("&", "&&"))
        self.widget.toggled.connect(lambda is_on: self._toggled(is_on, changed))

    def show_value(self, value: Value) -> None:
        """Tick it or not."""
        with QSignalBlocker(self.widget):
            self.widget.setChecked(bool(value))
        self._write(bool(value))

    def _toggled(self, is_on: bool, changed: Changed) -> None:
        self._write(is_on)
        changed(is_on)

    def _write(self, is_on: bool) -> None:
        self.widget.setStatusTip(self._wording.say(P.VALUE_ON if is_on else P.VALUE_OFF))


class _Whole(QSpinBox):
    """A number with its unit in words; what it means may be a word alone."""

    def __init__(self, words: Callable[[float], str]) -> None:
        super().__init__()
        self._words = words

    def textFromValue(self, value: int) -> str:  # noqa: N802  # Qt's name
        """Return the number in words."""
        return self._words(value)

    def valueFromText(self, text: str) -> int:  # noqa: N802  # Qt's name
        """Return the first number of a text."""
        found = _NUMBER.search(text)
        return int(float(found[0].replace(",", "."))) if found else self.value()

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Take whatever holds a number in the range, and let anything be written on the way there."""
        return _judged(text, self.valueFromText(text), self.minimum(), self.maximum()), text, place

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the wheel to the page."""
        event.ignore()


class _Part(QDoubleSpinBox):
    """The same for a number with a fraction."""

    def __init__(self, words: Callable[[float], str]) -> None:
        super().__init__()
        self._words = words

    def textFromValue(self, value: float) -> str:  # noqa: N802  # Qt's name
        """Return the number in words."""
        return self._words(value)

    def valueFromText(self, text: str) -> float:  # noqa: N802  # Qt's name
        """Return the first number of a text."""
        found = _NUMBER.search(text)
        return float(found[0].replace(",", ".")) if found else self.value()

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Take whatever holds a number in the range, and let anything be written on the way there."""
        return _judged(text, self.valueFromText(text), self.minimum(), self.maximum()), text, place

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the wheel to the page."""
        event.ignore()


def _judged(text: str, value: float, low: float, high: float) -> QValidator.State:
    is_taken = low <= value <= high and (_NUMBER.search(text) is not None or text.strip(" -") != "")
    return QValidator.State.Acceptable if is_taken else QValidator.State.Intermediate


class NumberControl:
    """A field for a number: arrows change it at once, what is written holds with Enter or when the focus leaves."""

    def __init__(self, declared: Setting, wording: Wording, changed: Changed) -> None:
        def words(value: float) -> str:
            return setting_words.words(declared, value, wording)

        self.widget: QSpinBox | QDoubleSpinBox
        if declared.kind is Kind.INTEGER:
            whole = self.widget = _Whole(words)
            whole.setRange(int(declared.low), int(declared.high))
            whole.setSingleStep(_STEPS.get(declared.name, 1))
        else:
            part = self.widget = _Part(words)
            part.setRange(declared.low, declared.high)
            part.setDecimals(1)
            part.setSingleStep(0.5)
        self.widget.setKeyboardTracking(False)
        self.widget.setProperty(FOLLOWED, True)
        self.widget.valueChanged.connect(lambda value: changed(value))

    def show_value(self, value: Value) -> None:
        """Show the number."""
        if isinstance(value, (int, float)):
            with QSignalBlocker(self.widget):
                self.widget.setValue(value)  # type: ignore[arg-type]  # a whole one has a whole field


class _Box(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the wheel to the page."""
        event.ignore()


class ChoiceControl:
    """A box of choices in words. `others` come later; a value that isn't among them is added as it is.

    With `ask_server` there is one more choice, which asks for an address instead of being one.
    """

    def __init__(
        self, declared: Setting, wording: Wording, changed: Changed, ask_server: Callable[[], None] | None = None
    ) -> None:
        self._declared = declared
        self._wording = wording
        self._changed = changed
        self._ask_server = ask_server
        self._value = ""
        self._others: tuple[tuple[str, str], ...] = ()
        self.widget = _Box()
        self.widget.setProperty(FOLLOWED, True)
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fill(self._choices())
        self.widget.currentIndexChanged.connect(lambda row: self._chose())

    def show_value(self, value: Value) -> None:
        """Show a choice."""
        self._value = str(value)
        with QSignalBlocker(self.widget):
            row = self.widget.findData(self._value)
            if row < 0:
                row = self.widget.count() - (self._ask_server is not None)
                self.widget.insertItem(row, self._words(self._value), self._value)
            self.widget.setCurrentIndex(row)

    def offer(self, others: Sequence[tuple[str, str]]) -> None:
        """Offer more choices, each as (words, value); the chosen one stays."""
        if tuple(others) == self._others:
            return
        self._others = tuple(others)
        with QSignalBlocker(self.widget):
            self._fill([*self._choices(), *others])
        self.show_value(self._value)

    def _fill(self, choices: Sequence[tuple[str, str]]) -> None:
        # A model at once: a hundred voices added one by one make a screen reader silent for seconds.
        model = QStandardItemModel(self.widget)
        server = [(self._wording.say(P.SERVER_CHOICE), _SERVER)] if self._ask_server is not None else []
        for value, words in {value: words for words, value in [*choices, *server]}.items():
            item = QStandardItem(words)
            item.setData(value, Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        # The one before was the box's own, and goes with this.
        self.widget.setModel(model)
        longest = max((len(words) for words, _ in choices), default=0)
        self.widget.setMinimumContentsLength(min(longest, _WIDEST))

    def _choices(self) -> list[tuple[str, str]]:
        match self._declared.kind:
            case Kind.CHOICE:
                codes = [*self._declared.choices]
            case Kind.MODEL:
                codes = [AUTO, "none"]
            case Kind.NAME:
                codes = [""]
            case _:
                codes = [AUTO]
        made = [(self._words(code), code) for code in codes]
        if self._declared.kind is Kind.LANGUAGE:
            made += setting_words.languages_of(self._declared, self._wording)
        return made

    def _words(self, value: str) -> str:
        return setting_words.choice(self._declared, value, self._wording)

    def _chose(self) -> None:
        value = str(self.widget.currentData())
        if value == _SERVER and self._ask_server is not None:
            self.show_value(self._value)
            self._ask_server()
        elif value != self._value:
            self._value = value
            self._changed(value)


class ButtonControl:
    """A button that opens a small window; it bears the value, and is called as the setting."""

    def __init__(self, declared: Setting, wording: Wording, open_it: Callable[[], None], automatic: str = "") -> None:
        self._declared = declared
        self._wording = wording
        self._automatic = automatic
        self.widget: QPushButton = button("", open_it)

    def show_value(self, value: Value) -> None:
        """Write the value on it."""
        words = setting_words.words(self._declared, value, self._wording, self._automatic)
        title = setting_words.title(self._declared, self._wording)
        self.widget.setText(words.replace("&", "&&"))
        self.widget.setAccessibleName(self._wording.say(P.SETTING_IS, title=title, value=words).rstrip("."))


def is_boxed(kind: Kind) -> bool:
    """Tell whether a kind is chosen in a box."""
    return kind in (Kind.CHOICE, Kind.LANGUAGE, Kind.NAME, Kind.MODEL)
