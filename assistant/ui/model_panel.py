"""The models: a list, what is known of each, and what can be done with it, all by keyboard; it stands in a window.

It does no work: a `ModelManager` does, and its events come in through `take`. A download goes on when it is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assistant.core.models import (
    ModelAction,
    ModelEvent,
    ModelInfo,
    ModelJobEnded,
    ModelProgressed,
    ModelsListed,
    ModelState,
)
from assistant.core.ports import ModelManager
from assistant.core.wording import Message, Wording
from assistant.core.wording.model_windows import ModelWindowMessages as W
from assistant.ui.model_dialogs import ImportWindow, RemoveWindow
from assistant.ui.model_guide import GuideCalls, ModelGuide, Step
from assistant.ui.model_text import details, line
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import button, readable

_LIST_LINES = 6
_STEP_OF = {"gate_closed": Step.GATE, "token_needed": Step.TOKEN, "token_refused": Step.TOKEN}
"""Where the guide goes on after a download that ended so."""


@dataclass(frozen=True, slots=True)
class ModelCalls:
    """What the window calls: who does the work, a voice, a browser, and to introduce a window it opens."""

    manager: ModelManager
    say: Callable[[str], None]
    open_page: Callable[[str], bool]
    introduce: Callable[[QWidget, str], None]


class _Models(QListWidget):
    """Keeps Enter to itself: in a dialog it would press the default button as well."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Let a key do one thing."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class ModelPanel(QWidget):
    """The list keeps its place whenever it is renewed. Enter on a model installs it."""

    def __init__(self, wording: Wording, calls: ModelCalls) -> None:
        super().__init__()
        self._wording = wording
        self._calls = calls
        self._models: tuple[ModelInfo, ...] = ()
        self._free: int | None = None
        self._left_at: dict[str, Step] = {}
        self._dialog: QDialog | None = None
        self.list = _Models()
        self._details = readable(wording.say(W.LOADING))
        self._bar = QProgressBar()
        self._install, self._pause, self._import, self._verify, self._remove = self._buttons()
        self._lay_out()
        self.list.currentRowChanged.connect(lambda row: self._show_chosen())
        self.list.itemActivated.connect(lambda item: self._begin_install())
        self._show_chosen()

    def choose(self, name: str) -> None:
        """Go to a model in the list; stay where it is not there."""
        names = [model.name for model in self._models]
        if name in names:
            self.list.setCurrentRow(names.index(name))
            self.list.doItemsLayout()
            self.list.scrollToItem(self.list.currentItem(), QListWidget.ScrollHint.PositionAtCenter)

    def close_dialogs(self) -> None:
        """Close what belongs to the panel and stands in front of it."""
        if self._dialog is not None:
            self._dialog.reject()

    def leave(self) -> None:
        """Close the dialogs, and say that the window is closed and what is under way goes on."""
        self.close_dialogs()
        job = self._calls.manager.job
        if job is not None and self.isVisible():
            self._calls.say(self._wording.say(W.GOES_ON, model=job.model))

    def take(self, event: ModelEvent) -> None:
        """Take what the manager tells."""
        match event:
            case ModelsListed():
                self._take_list(event)
            case ModelProgressed():
                self._show_progress(event)
            case ModelJobEnded():
                self._take_end(event)

    # --- how it looks ---------------------------------------------------------------------------------

    def _buttons(self) -> tuple[QPushButton, ...]:
        actions: tuple[tuple[Message, Callable[[], object]], ...] = (
            (W.INSTALL, self._begin_install),
            (W.PAUSE, lambda: self._calls.manager.pause()),
            (W.IMPORT, self._begin_import),
            (W.VERIFY, lambda: self._with_chosen(self._calls.manager.verify)),
            (W.REMOVE, self._begin_remove),
        )
        return tuple(button(self._wording.say(message), do) for message, do in actions)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        name = QLabel(self._wording.say(W.LIST))
        name.setBuddy(self.list)
        self.list.setAccessibleName(without_mnemonic(name.text()))
        self.list.setMinimumHeight(_LIST_LINES * self.fontMetrics().lineSpacing())
        # Its usual height would push the buttons off a small screen.
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setWordWrap(True)
        self._bar.setRange(0, 100)
        self._bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bar.setAccessibleName(self._wording.say(W.PROGRESS_NONE))
        for widget in (name, self.list, self._details, self._bar):
            layout.addWidget(widget, 1 if widget is self.list else 0)
        self.buttons = QGridLayout()
        # Two by two: three in a row at twice the size would be wider than a small screen.
        row = (self._install, self._pause, self._import, self._verify, self._remove)
        for number, each in enumerate(row):
            self.buttons.addWidget(each, *divmod(number, 2))
        layout.addLayout(self.buttons)

    def _take_list(self, event: ModelsListed) -> None:
        chosen = self._chosen()
        before = chosen.name if chosen else ""
        self._models, self._free = event.models, event.free
        names = [model.name for model in event.models]
        row = names.index(before) if before in names else 0
        lines = [line(self._wording, model) for model in event.models]
        if [self.list.item(number).text() for number in range(self.list.count())] != lines:
            # A renewed list would be read aloud as if the user had moved in it; a first one shall be.
            is_first = self.list.count() == 0
            with QSignalBlocker(self.list):
                self._set_lines(lines)
                self.list.setCurrentRow(-1 if is_first else row)
            self.list.setCurrentRow(row)
        self._show_chosen()

    def _set_lines(self, lines: list[str]) -> None:
        while self.list.count() > len(lines):
            self.list.takeItem(self.list.count() - 1)
        for number, text in enumerate(lines):
            if number < self.list.count():
                self.list.item(number).setText(text)
            else:
                self.list.addItem(text)

    def _show_progress(self, event: ModelProgressed) -> None:
        self._show_chosen()
        if self._bar.value() != event.percent:
            self._bar.setValue(event.percent)

    def _take_end(self, event: ModelJobEnded) -> None:
        if event.job.action is ModelAction.LIST:
            if not self._models:
                self._details.setText(self._wording.say(W.NONE))
            return
        if event.error is not None and event.error.code in _STEP_OF:
            self._left_at[event.job.model] = _STEP_OF[event.error.code]
        self._show_chosen()
        if self.isVisible():
            self._calls.manager.refresh()

    def _show_chosen(self) -> None:
        model, job = self._chosen(), self._calls.manager.job
        if model is not None:
            self._details.setText(details(self._wording, model))
        state = model.state if model else None
        begins = {ModelState.PARTIAL: W.RESUME, ModelState.BROKEN: W.REPAIR}
        self._install.setText(self._wording.say(begins.get(state, W.INSTALL) if state else W.INSTALL))
        is_free = model is not None and job is None
        wanted = {
            self._pause: job is not None,
            self._install: is_free and state is not ModelState.INSTALLED,
            self._import: is_free and state is not ModelState.INSTALLED,
            self._verify: is_free and state in (ModelState.INSTALLED, ModelState.BROKEN),
            self._remove: is_free and state is not ModelState.ABSENT,
        }
        for each, is_enabled in wanted.items():
            each.setEnabled(is_enabled)
        self._bar.setVisible(job is not None)
        name = self._wording.say(W.PROGRESS, model=job.model) if job else self._wording.say(W.PROGRESS_NONE)
        if self._bar.accessibleName() != name:
            self._bar.setAccessibleName(name)
            self._bar.setValue(0)

    # --- what is done ---------------------------------------------------------------------------------

    def _chosen(self) -> ModelInfo | None:
        row = self.list.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    def _with_chosen(self, do: Callable[[str], None]) -> None:
        model = self._chosen()
        if model is not None:
            do(model.name)
            self._show_chosen()

    def _begin_install(self) -> None:
        model = self._chosen()
        if model is None or not self._install.isEnabled():
            return
        if model.state is ModelState.BROKEN:
            self._with_chosen(self._calls.manager.repair)
            return
        if model.state is ModelState.PARTIAL and model.name not in self._left_at:
            self._download(model, "")
            return
        calls = GuideCalls(self._calls.say, self._calls.open_page, self._download, self._left)
        guide = ModelGuide(self._wording, calls, model, self._free, self)
        self._open(guide, guide.windowTitle(), lambda: guide.begin(self._left_at.get(model.name, Step.WHAT)))

    def _download(self, model: ModelInfo, token: str) -> None:
        self._left_at.pop(model.name, None)
        self._calls.manager.install(model.name, token)
        self._show_chosen()

    def _left(self, model: ModelInfo, step: Step) -> None:
        self._left_at[model.name] = step

    def _begin_import(self) -> None:
        model = self._chosen()
        if model is not None:
            take = self._import_from(model.name)
            window = ImportWindow(self._wording, model, take, self)
            self._open(window, window.windowTitle(), window.present)

    def _import_from(self, name: str) -> Callable[[str], None]:
        def take(folder: str) -> None:
            self._calls.manager.import_folder(name, folder)
            self._show_chosen()

        return take

    def _begin_remove(self) -> None:
        model = self._chosen()
        if model is not None:
            window = RemoveWindow(self._wording, model, lambda: self._remove_now(model.name), self)
            self._open(window, window.windowTitle(), window.present)

    def _remove_now(self, name: str) -> None:
        self._calls.manager.remove(name)
        self._show_chosen()

    def _open(self, dialog: QDialog, title: str, present: Callable[[], None]) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._dialog = dialog
        dialog.finished.connect(lambda result: self._dialog_closed(dialog))
        self._calls.introduce(dialog, title)
        present()

    def _dialog_closed(self, dialog: QDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
        dialog.deleteLater()
