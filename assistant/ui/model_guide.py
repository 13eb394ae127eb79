"""Leads through the installation of a model, a step at a time: what it is, its licence, its gate, the token, the start.

It does nothing itself: at the end its caller gets the token and begins. Whoever leaves finds the same step again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.core.models import ModelInfo
from assistant.core.wording import Message, Wording
from assistant.core.wording.model_windows import ModelGuideMessages as G
from assistant.core.wording.model_windows import ModelWindowMessages as W
from assistant.ui.model_text import size, tasks
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import FocusLoan, button, fit, readable, scrolled_area

_SIZE = QSize(560, 330)
_LONGEST_TOKEN = 200


class Step(Enum):
    """A step; those that a model doesn't need are left out."""

    WHAT = auto()
    LICENCE = auto()
    GATE = auto()
    TOKEN = auto()
    START = auto()


def steps_of(model: ModelInfo) -> tuple[Step, ...]:
    """Return the steps that a model needs, in their order."""
    return tuple(step for step in Step if model.is_gated or step not in (Step.GATE, Step.TOKEN))


@dataclass(frozen=True, slots=True)
class GuideCalls:
    """What the guide calls: to say a sentence, to open a page, to download with a token, to be left at a step."""

    say: Callable[[str], None]
    open_page: Callable[[str], bool]
    download: Callable[[ModelInfo, str], None]
    left: Callable[[ModelInfo, Step], None]


class ModelGuide(QDialog):
    """One model's steps. Each has a text that gets the focus, so that a screen reader begins with it."""

    def __init__(
        self, wording: Wording, calls: GuideCalls, model: ModelInfo, free: int | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._calls = calls
        self._model = model
        self._free = free
        self._steps = steps_of(model)
        self._number = 0
        self._token = ""
        self._area = scrolled_area(QWidget())
        self.setWindowTitle(wording.say(G.TITLE, model=model.name))
        self._back = button(wording.say(G.BACK), lambda: self._show(self._number - 1))
        self._next = button(wording.say(G.NEXT), self._forward)
        self._later = button(wording.say(G.LATER), self.reject)
        self._lay_out()
        self._loan = FocusLoan(self)
        self.finished.connect(self._finished)

    def begin(self, step: Step) -> None:
        """Open at a step."""
        fit(self, _SIZE)
        self._show(self._steps.index(step) if step in self._steps else 0)
        self._loan.present()

    @property
    def _step(self) -> Step:
        return self._steps[self._number]

    def _show(self, number: int) -> None:
        self._number = number
        page = QWidget()
        text = self._fill(page, self._step)
        self._area.setWidget(page)
        self._order(page)
        text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._back.setEnabled(number > 0)
        self._next.setText(self._wording.say(G.DOWNLOAD if self._step is Step.START else G.NEXT))
        self._next.setDefault(True)

    def _order(self, page: QWidget) -> None:
        """Let Tab go through the page, made last, before it comes to the buttons, made first."""
        tab = Qt.FocusPolicy.TabFocus.value
        stops = [each for each in page.findChildren(QWidget) if each.focusPolicy().value & tab]
        for before, after in itertools.pairwise((*stops, self._back, self._next, self._later)):
            self.setTabOrder(before, after)

    def _fill(self, page: QWidget, step: Step) -> QLabel:
        layout = QVBoxLayout(page)
        n, count = self._number + 1, len(self._steps)
        text = readable(self._wording.say(G.STEP, n=n, all=count, words=self._words(step)))
        layout.addWidget(text)
        address = self._address(step)
        if address:
            self._add_address(layout, address)
        if step is Step.TOKEN:
            self._add_token(layout)
        layout.addStretch()
        return text

    def _words(self, step: Step) -> str:
        say, model = self._wording.say, self._model
        large = size(self._wording, model.size)
        match step:
            case Step.WHAT:
                told = [
                    say(G.WHAT, model=model.name, size=large),
                    tasks(self._wording, model),
                    *self._room(),
                    model.reason,
                ]
                return " ".join(each for each in told if each)
            case Step.LICENCE:
                return say(G.LICENCE, licence=model.licence or say(W.LICENCE_UNKNOWN))
            case Step.GATE:
                return say(G.GATE)
            case Step.TOKEN:
                kept = G.TOKEN_KEPT if model.has_token else G.TOKEN_WHERE
                return f"{say(G.TOKEN)} {say(kept)}"
            case Step.START:
                return say(G.START, model=model.name, size=large)

    def _room(self) -> list[str]:
        if self._free is None:
            return []
        is_tight = self._free < self._model.size - self._model.arrived
        return [self._wording.say(G.WHAT_TIGHT if is_tight else G.WHAT_FREE, free=size(self._wording, self._free))]

    def _address(self, step: Step) -> str:
        pages = {
            Step.LICENCE: self._model.licence_page,
            Step.GATE: self._model.page,
            Step.TOKEN: self._model.token_page,
        }
        return pages.get(step, "")

    def _add_address(self, layout: QVBoxLayout, address: str) -> None:
        field = QLineEdit(address)
        field.setReadOnly(True)
        field.setAccessibleName(self._wording.say(G.ADDRESS))
        field.setAccessibleDescription(address)
        field.setCursorPosition(0)
        layout.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(button(self._wording.say(G.OPEN_PAGE), lambda: self._open(address)))
        row.addWidget(button(self._wording.say(G.COPY_ADDRESS), lambda: self._copy(address)))
        layout.addLayout(row)

    def _add_token(self, layout: QVBoxLayout) -> None:
        name, field = QLabel(self._wording.say(G.TOKEN_LABEL)), QLineEdit(self._token)
        name.setBuddy(field)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(_LONGEST_TOKEN)
        field.setAccessibleName(without_mnemonic(name.text()).rstrip(":"))
        field.textChanged.connect(self._typed)
        layout.addWidget(name)
        layout.addWidget(field)

    def _typed(self, token: str) -> None:
        self._token = token.strip()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self._area, 1)
        row = QHBoxLayout()
        for each in (self._back, self._next, self._later):
            row.addWidget(each)
        layout.addLayout(row)

    def _forward(self) -> None:
        if self._step is Step.TOKEN and not self._token and not self._model.has_token:
            self._tell(G.TOKEN_MISSING)
        elif self._step is Step.START:
            self.accept()
        else:
            self._show(self._number + 1)

    def _open(self, address: str) -> None:
        self._tell(G.OPENED if self._calls.open_page(address) else G.NOT_OPENED)

    def _copy(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)
        self._tell(G.COPIED)

    def _tell(self, message: Message) -> None:
        self._calls.say(self._wording.say(message))

    def _finished(self, result: int) -> None:
        token, self._token = self._token, ""
        self._area.setWidget(QWidget())
        if result == QDialog.DialogCode.Accepted.value:
            self._calls.download(self._model, token)
        else:
            self._calls.left(self._model, self._step)
