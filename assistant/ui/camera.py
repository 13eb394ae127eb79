"""The camera window: which camera, what to do with it, and what was told, to be read again. It shows no picture.

A `Narration` does the work. Closing the window closes the camera.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant.core.answers import Sentence
from assistant.core.camera import CameraInfo
from assistant.core.camera_ports import Narration, NarrationState
from assistant.core.domain import Detail, Priority
from assistant.core.errors import SeeSayError
from assistant.core.wording import Message, Wording
from assistant.core.wording.camera_window import STATES, VERBOSITIES
from assistant.core.wording.camera_window import CameraWindowMessages as C
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.told_text import ToldText
from assistant.ui.widgets import FocusLoan, button, fit, readable, scrolled_area

_SIZE = QSize(560, 620)
_LONGEST = 100
_MOST_SECONDS = 3600
_LEAST_SECONDS = (0.5, 60.0)
_STOPS = {NarrationState.FINDING: C.STOP_FINDING, NarrationState.READING: C.STOP_READING}


@dataclass(frozen=True, slots=True)
class CameraCalls:
    """What the camera window calls; `say` stops what is spoken, `announce` comes between.

    `keep_page` opens the page that was read last as a document.
    """

    narration: Narration
    keep_page: Callable[[], None]
    say: Callable[[str, str], None]
    announce: Callable[[str, Priority], None]
    is_screen_reader_running: Callable[[], bool]


class CameraWindow(QWidget):
    """The `CameraView` on a desktop. Escape pauses, and closes the window where the camera is off already."""

    def __init__(self, wording: Wording, calls: CameraCalls) -> None:
        super().__init__()
        self._wording = wording
        self._calls = calls
        self._state = NarrationState.OFF
        self._names: tuple[str, ...] | None = None
        self._cameras: tuple[CameraInfo, ...] = ()
        self._camera, self._verbosity, self._thing = QComboBox(), QComboBox(), QLineEdit()
        self._least, self._most = QDoubleSpinBox(), QDoubleSpinBox()
        self._told = ToldText(wording, calls.say)
        self._status = readable()
        self._start = button("", self._start_or_pause)
        self._find = button("", self._find_or_stop)
        self.setWindowTitle(wording.say(C.TITLE))
        self._prepare_fields()
        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self._escape)
        self._loan = FocusLoan(self)
        fit(self, _SIZE)

    def show_in_front(self) -> None:
        """Open, or come to the front, the focus on the button that starts and pauses."""
        self._told.follow(is_read=self._calls.is_screen_reader_running())
        if not self.isVisible():
            self._start.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
            self._calls.narration.watch(self)
        self._loan.present()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Close the camera too, and say so; nothing before it is looked at any more."""
        if self.isVisible():
            self._pause()
            self._calls.narration.watch(None)
        event.accept()

    # --- what the narration tells -----------------------------------------------------------------------

    def told(self, sentence: Sentence) -> None:
        """Add a sentence to what was told."""
        self._told.add(sentence)

    def state(self, state: NarrationState, camera: str) -> None:
        """Show what is done now."""
        self._state = state
        words = self._wording.say(STATES[state])
        self._show_status(self._wording.say(C.STATUS if camera else C.STATUS_ONLY, state=words, camera=camera))
        self._start.setText(self._wording.say(C.START if state is NarrationState.OFF else C.PAUSE))
        self._find.setText(self._wording.say(_STOPS.get(state, C.FIND)))

    def failed(self, error: SeeSayError) -> None:
        """Show why the camera is off."""
        self._show_status(self._wording.error(error).spoken)

    def cameras(self, cameras: Sequence[CameraInfo]) -> None:
        """Show which cameras there are, and tell which came or went."""
        names = tuple(each.name for each in cameras)
        if self._names is not None and self.isVisible():
            for message, changed in ((C.CAME, set(names) - set(self._names)), (C.WENT, set(self._names) - set(names))):
                for name in sorted(changed):
                    self._calls.announce(self._wording.say(message, name=name), Priority.NEXT)
        self._names = names
        self._cameras = tuple(cameras)
        self._show_cameras()

    def settle(self, names: frozenset[str]) -> None:
        """Show changed settings."""
        if not any(name.startswith(("camera.", "narration.")) for name in names):
            return
        options = self._calls.narration.options
        with QSignalBlocker(self._verbosity), QSignalBlocker(self._least), QSignalBlocker(self._most):
            self._verbosity.setCurrentIndex(self._verbosity.findData(options.verbosity.value))
            self._least.setValue(options.least)
            self._most.setValue(options.most)
        self._show_cameras()

    def _show_cameras(self) -> None:
        with QSignalBlocker(self._camera):
            self._camera.clear()
            for text, name in self._choices(self._cameras):
                self._camera.addItem(text, name)
            self._camera.setCurrentIndex(max(0, self._camera.findData(self._calls.narration.options.camera)))

    def _choices(self, cameras: Sequence[CameraInfo]) -> list[tuple[str, str]]:
        chosen = self._calls.narration.options.camera
        usual = next((each.name for each in cameras if each.is_default), "")
        first = C.NONE if not cameras else C.USUAL if usual else C.USUAL_BARE
        found = [(self._wording.say(first, name=usual), ""), *((each.name, each.name) for each in cameras)]
        if chosen and chosen not in (each.name for each in cameras):
            found.append((self._wording.say(C.ABSENT, name=chosen), chosen))
        return found

    # --- how it looks -----------------------------------------------------------------------------------

    def _prepare_fields(self) -> None:
        options = self._calls.narration.options
        for box in (self._camera, self._verbosity):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        for detail, message in VERBOSITIES.items():
            self._verbosity.addItem(self._wording.say(message), detail.value)
        self._verbosity.setCurrentIndex(self._verbosity.findData(options.verbosity.value))
        for field, value, low, high in (
            (self._least, options.least, *_LEAST_SECONDS),
            (self._most, options.most, 0.0, float(_MOST_SECONDS)),
        ):
            field.setRange(low, high)
            field.setDecimals(1)
            # Only a number that is typed to its end counts.
            field.setKeyboardTracking(False)
            field.setValue(value)
            field.valueChanged.connect(lambda value: self._set_options())
        self._most.setSpecialValueText(self._wording.say(C.NEVER))
        self._thing.setMaxLength(_LONGEST)
        self._thing.setAccessibleDescription(self._wording.say(C.THING_HINT))
        self._thing.setPlaceholderText("")
        self._thing.returnPressed.connect(self._begin_finding)
        for box in (self._camera, self._verbosity):
            box.currentIndexChanged.connect(lambda number: self._set_options())

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.addLayout(self._buttons())
        for message, field in ((C.THING, self._thing), (C.TOLD, self._told)):
            layout.addWidget(self._named(message, field))
            layout.addWidget(field, 1 if field is self._told else 0)
            if field is self._thing:
                layout.addWidget(self._find)
        self._told.setAccessibleDescription(self._wording.say(C.TOLD_HINT))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows: tuple[tuple[Message, QWidget], ...] = (
            (C.CAMERA, self._camera),
            (C.VERBOSITY, self._verbosity),
            (C.LEAST, self._least),
            (C.MOST, self._most),
        )
        for message, control in rows:
            form.addRow(self._named(message, control), control)
        layout.addLayout(form)
        layout.addWidget(self._status)
        layout.addWidget(button(self._wording.say(C.CLOSE), self.close))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_area(content))

    def _buttons(self) -> QGridLayout:
        narration = self._calls.narration
        others: tuple[tuple[Message, Callable[[], object]], ...] = (
            (C.NOW, narration.now),
            (C.READ, narration.read_held),
            (C.KEEP, self._calls.keep_page),
            (C.COLOUR, narration.colour),
            (C.LIGHT, narration.light),
        )
        made: list[QPushButton] = [self._start, *(button(self._wording.say(message), do) for message, do in others)]
        grid = QGridLayout()
        for number, each in enumerate(made):
            row, column = divmod(number, 2)
            grid.addWidget(each, row, column)
        return grid

    def _named(self, message: Message, control: QWidget) -> QLabel:
        name = QLabel(self._wording.say(message))
        name.setBuddy(control)
        control.setAccessibleName(without_mnemonic(name.text()).rstrip(":"))
        return name

    def _show_status(self, text: str) -> None:
        if self._status.text() != text:
            self._status.setText(text)

    # --- what is done -----------------------------------------------------------------------------------

    def _start_or_pause(self) -> None:
        if self._state is NarrationState.OFF:
            self._calls.narration.start()
        else:
            self._pause()

    def _pause(self) -> None:
        was_on = self._state is not NarrationState.OFF
        self._calls.narration.pause()
        if was_on:
            off = self._wording.say(C.STATUS_ONLY, state=self._wording.say(STATES[NarrationState.OFF]))
            self._calls.announce(off, Priority.NOW)

    def _escape(self) -> None:
        if self._state is NarrationState.OFF:
            self.close()
        else:
            self._pause()

    def _find_or_stop(self) -> None:
        if self._state in _STOPS:
            self._calls.narration.stop_finding()
        else:
            self._begin_finding()

    def _begin_finding(self) -> None:
        thing = " ".join(self._thing.text().split())
        if thing:
            self._calls.narration.find(thing)
            return
        self._thing.setFocus()
        self._calls.announce(self._wording.say(C.THING_EMPTY), Priority.NOW)

    def _set_options(self) -> None:
        before = self._calls.narration.options
        wanted = replace(
            before,
            camera=str(self._camera.currentData() or ""),
            verbosity=Detail(self._verbosity.currentData()),
            least=self._least.value(),
            most=self._most.value(),
        )
        if wanted != before:
            self._calls.narration.set_options(wanted)
