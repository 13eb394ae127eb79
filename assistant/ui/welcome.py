"""The welcome: a window that sets SeeSay up step by step, for somebody who has nothing set up yet.

Each step is written and spoken when it is reached. What a step asks is in welcome_pages.py, where the user is kept
behind `Welcoming`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from assistant.core.domain import Command
from assistant.core.models import ModelEvent
from assistant.core.welcome import STEPS, Step, Welcoming
from assistant.core.wording import M, Wording
from assistant.core.wording.model_windows import ModelGuideMessages as G
from assistant.core.wording.welcome import WelcomeMessages as W
from assistant.ui.model_panel import ModelCalls
from assistant.ui.own_voice import FOLLOWED
from assistant.ui.welcome_pages import (
    ComputerPage,
    FinishPage,
    KeysPage,
    LanguagePage,
    ModelPage,
    OfferPage,
    Page,
    PageCalls,
    VoicePage,
)
from assistant.ui.widgets import FocusLoan, button, fit, scrolled_area

_SIZE = QSize(600, 480)
_PAGES: dict[Step, type[Page]] = {
    Step.LANGUAGE: LanguagePage,
    Step.VOICE: VoicePage,
    Step.KEYS: KeysPage,
    Step.COMPUTER: ComputerPage,
    Step.MODEL: ModelPage,
    Step.FINISH: FinishPage,
}


@dataclass(frozen=True, slots=True)
class WelcomeCalls:
    """What the window calls: `practise` opens the practice page with a sentence and calls back when it is closed."""

    welcoming: Welcoming
    say: Callable[[str, str], None]
    is_screen_reader_running: Callable[[], bool]
    announce: Callable[[str], None]
    take_up: Callable[[], None]
    practise: Callable[[str, Callable[[], None]], None]
    key_of: Callable[[Command], str]
    introduce: Callable[[QWidget, str], None]
    models: ModelCalls


class WelcomeWindow(QDialog):
    """Enter goes on, Escape leaves the rest for later, F1 says the step again.

    Control flow: `_show` makes the page of a step, writes its words and says them; the focus is on the words, so that a
    screen reader begins with them, and the arrow keys lead from there to the page. While the practice page is open,
    this window is hidden.
    """

    def __init__(self, wording: Wording, calls: WelcomeCalls) -> None:
        super().__init__()
        self._wording = wording
        self._calls = calls
        self._step: Step | None = None
        self._notes = ""
        self._is_moving = False
        self._shown_in = wording.language, wording.is_brief
        self._page_calls = PageCalls(
            welcoming=calls.welcoming,
            say=calls.say,
            tell=self._tell,
            renew=self._renew,
            add=calls.announce,
            take_up=calls.take_up,
            practise=self._practise,
            key_of=calls.key_of,
            is_screen_reader_running=calls.is_screen_reader_running,
            models=calls.models,
        )
        self._text = _Words(self._said_again)
        self._page: Page = FinishPage(wording, self._page_calls)
        self._area = scrolled_area(QWidget())
        self._next, self._back, self._later = (
            button("", self._forward),
            button("", self._backward),
            button("", self.reject),
        )
        self._lay_out()
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self._help)
        self._loan = FocusLoan(self)
        fit(self, _SIZE)

    def show_in_front(self, notes: str = "") -> None:
        """Open where the welcome was left, or come to the front. `notes` are said before all else."""
        is_open = self.isVisible()
        self._notes = notes
        if not is_open:
            self._show(None if self._calls.welcoming.left_at is not None else STEPS[0], speaks=False)
        self._calls.introduce(self, "")
        self._present()
        self._speak()

    def reword(self) -> None:
        """Go on in the language that the wording has by now."""
        shown_in, self._shown_in = self._shown_in, (self._wording.language, self._wording.is_brief)
        if shown_in == self._shown_in:
            return
        self._label()
        if self.isVisible() and not self._is_moving:
            self._show(self._step, speaks=False)

    def take(self, event: ModelEvent) -> None:
        """Take what the manager of models tells."""
        if self.isVisible():
            self._page.take(event)

    def write(self) -> None:
        """Write the words anew: something about them has changed that is not to be said."""
        self._text.setText(self._words())

    def reject(self) -> None:
        """Leave the rest for later."""
        super().reject()
        self._calls.say(self._wording.say(W.LATER_SAID), self._wording.language)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Let the page tidy up, whoever hides the window."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._page.leave()

    # --- steps ----------------------------------------------------------------------------------------

    def _show(self, step: Step | None, *, speaks: bool = True) -> None:
        """Show a step; None offers to go on where the welcome was left."""
        self._page.leave()
        self._step = step
        left_at = self._calls.welcoming.left_at
        if step is not None:
            self._calls.welcoming.reach(step)
            self._page = _PAGES[step](self._wording, self._page_calls)
        elif left_at is not None:
            self._page = OfferPage(self._wording, self._page_calls, left_at, self._chosen)
        self._place()
        self.write()
        self._label()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        if speaks:
            self._speak()
        self._page.begin()

    def _place(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        self._text = _Words(self._said_again, self._page.first)
        layout.addWidget(self._text)
        layout.addWidget(self._page, 1)
        layout.addStretch()
        self._area.setWidget(content)
        self._calls.introduce(self, "")
        tab = Qt.FocusPolicy.TabFocus.value
        inside = [each for each in content.findChildren(QWidget) if each.window() is self]
        stops = [each for each in inside if each.focusPolicy().value & tab]
        for before, after in itertools.pairwise((*stops, self._next, self._back, self._later)):
            self.setTabOrder(before, after)

    def _label(self) -> None:
        say = self._wording.say
        self.setWindowTitle(say(W.TITLE))
        self._next.setText(say(W.DONE if self._step is STEPS[-1] else W.NEXT))
        self._back.setText(say(W.BACK))
        self._later.setText(say(W.LATER))
        self._next.setVisible(self._step is not None)
        self._back.setVisible(self._step is not None)
        self._back.setEnabled(self._step is not STEPS[0])
        (self._page.default or self._next).setDefault(True)

    def _forward(self) -> None:
        if self._step is None:
            return
        self._is_moving = True
        self._page.go_on()
        self._is_moving = False
        if self._step is STEPS[-1]:
            self._finish()
        else:
            self._show(STEPS[STEPS.index(self._step) + 1])

    def _backward(self) -> None:
        if self._step is not None and self._step is not STEPS[0]:
            self._show(STEPS[STEPS.index(self._step) - 1])

    def _chosen(self, step: Step | None) -> None:
        if step is None:
            self._finish()
        else:
            self._show(step)

    def _finish(self) -> None:
        self._calls.welcoming.end()
        self.accept()
        self._calls.say(self._wording.say(W.DONE_SAID), self._wording.language)

    # --- words ----------------------------------------------------------------------------------------

    def _words(self) -> str:
        words = self._page.words
        if self._step is not None:
            n = STEPS.index(self._step) + 1
            words = self._wording.say(G.STEP, n=n, all=len(STEPS), words=words)
        if self._step is STEPS[0]:
            words = f"{self._wording.say(W.WHAT)} {words} {self._wording.say(W.HOW)}"
        mute = self._wording.full(M.NO_SOUND) if self._calls.welcoming.is_mute else ""
        return " ".join(each for each in (self._notes, mute, words) if each)

    def _speak(self) -> None:
        self._tell(self._text.text())
        self._notes = ""

    def _tell(self, text: str) -> None:
        if not self._calls.is_screen_reader_running():
            self._calls.say(text, self._wording.language)

    def _renew(self, told: str) -> None:
        self.write()
        self._label()
        if told:
            self._calls.announce(told)
        else:
            self._speak()

    def _present(self) -> None:
        # A dialog that opens tells its control that Tab has come to it, which is not so.
        self._is_moving = True
        self._loan.present()
        self._is_moving = False

    def _said_again(self) -> None:
        if not self._is_moving:
            self._tell(self._text.text())

    def _help(self) -> None:
        how = self._wording.say(W.HOW)
        text = self._words()
        self._calls.say(text if how in text else f"{text} {how}", self._wording.language)

    def _practise(self, hint: str, closed: Callable[[], None]) -> None:
        page = self._page

        def back() -> None:
            if self._page is not page:
                return  # the user has opened the welcome anew meanwhile, and may have left it again
            # The words first: a screen reader reads them as soon as they have the focus.
            closed()
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)
            self._present()

        self.hide()
        self._calls.practise(hint, back)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self._area, 1)
        row = QHBoxLayout()
        for each in (self._next, self._back, self._later):
            row.addWidget(each)
        layout.addLayout(row)


class _Words(QLabel):
    """The words of a step. They are said by the window, and when Tab comes to them; arrows lead on to the page."""

    def __init__(self, say: Callable[[], None], first: QWidget | None = None) -> None:
        super().__init__()
        self._say = say
        self._first = first
        self.setProperty(FOLLOWED, True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Say them when the user comes back to them."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Let the arrow keys choose on the page at once."""
        if event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down) or self._first is None:
            super().keyPressEvent(event)
            return
        self._first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(self._first, QListWidget):
            QApplication.sendEvent(self._first, QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers()))
