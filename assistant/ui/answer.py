"""The window that holds the last answer, for review by line, word and character, for copying, spelling and acting.

With a screen reader the reader reads the text under the cursor; without one the window does it itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.acts import Act, Target
from assistant.core.aiming import shown
from assistant.core.answers import Answer
from assistant.core.domain import Picture
from assistant.core.ports import AnswerView
from assistant.core.wording import M, Message, Wording
from assistant.core.wording.acting import ActingMessages as A
from assistant.ui.answer_acts import ActCalls, AnswerActs
from assistant.ui.answer_look import AnswerLook
from assistant.ui.control_tap import ControlTap
from assistant.ui.reviewer import ReviewCalls, Reviewer, make_readable
from assistant.ui.widgets import FocusLoan, button, close_by_escape, fit, readable

_SIZE = QSize(640, 400)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What the window calls: to say a text in a language, whether a reader reads already, and what its keys do.

    While `hold_control` is true nobody else takes Control alone for the wish to stop: here it begins many keys.
    """

    say: Callable[[str, str], None]
    repeat: Callable[[], None]
    is_screen_reader_running: Callable[[], bool]
    act: Callable[[Act, Target], None]
    hold_control: Callable[[bool], None]
    stop: Callable[[], None]
    view: AnswerView


class AnswerWindow(QWidget):
    """Shows one answer at a time, read-only, a sentence a line. Escape closes."""

    def __init__(self, wording: Wording, reviewing: Reviewing) -> None:
        super().__init__()
        self._wording = wording
        self._reviewing = reviewing
        self._languages: tuple[str, ...] = ()
        self._text = self._make_text()
        self._reviewer = Reviewer(self._text, wording, ReviewCalls(reviewing.say, self._language_of))
        self._acts = AnswerActs(self._text, wording, ActCalls(reviewing.say, self.close, reviewing.act))
        self._tap = ControlTap(self._text, reviewing.hold_control, reviewing.stop)
        self._look = AnswerLook(self, self._text, wording, reviewing.view, self._acts.here, reviewing.say)
        self._origin = readable()
        self._lay_out()
        close_by_escape(self)
        self._loan = FocusLoan(self)
        fit(self, _SIZE)

    def show_answer(self, answer: Answer, picture: Picture | None) -> None:
        """Open with an answer, the cursor at its beginning, and its picture where that is still kept."""
        self._acts.answer = answer
        self._languages = tuple(each.language for each in answer.sentences)
        self._text.setPlainText("\n".join(shown(each) for each in answer.sentences))
        title = self._wording.say(M.ANSWER_TITLE, source=self._wording.source(answer.source.kind.value))
        self.setWindowTitle(title)
        self._origin.setText(self._wording.origin(answer.stats))
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._look.show(answer, picture)
        self._text.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()
        self._reviewer.is_speaking = not self._reviewing.is_screen_reader_running()
        if self._reviewer.is_speaking:
            self._introduce(title)

    def settle(self, names: frozenset[str]) -> None:
        """Take up changed settings."""
        if "ui.text_size" in names:
            self._look.settle()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of the picture: it is kept no longer than it is seen."""
        self._look.clear()
        super().hideEvent(event)

    def _make_text(self) -> QPlainTextEdit:
        text = QPlainTextEdit()
        make_readable(text)
        text.setAccessibleName(self._wording.say(M.ANSWER_TEXT))
        helps = (M.ANSWER_HELP, A.HELP, M.ANSWER_LOOK_HELP)
        text.setAccessibleDescription(" ".join(self._wording.say(message) for message in helps))
        if self.isRightToLeft():
            # Qt finds each sentence's direction, but begins all at the left.
            option = text.document().defaultTextOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
            text.document().setDefaultTextOption(option)
        return text

    def _lay_out(self) -> None:
        # Two by two: in one row, buttons at twice the size would be wider than a small screen.
        grid = QGridLayout()
        actions: tuple[tuple[Message, Callable[[], object]], ...] = (
            (M.ANSWER_SAY, self._reviewing.repeat),
            (M.ANSWER_COPY, self._reviewer.copy),
            (M.ANSWER_SPELL, self._reviewer.spell),
            (M.ANSWER_CLOSE, self.close),
        )
        buttons = self._acts.buttons() + [button(self._wording.say(message), do) for message, do in actions]
        for number, made in enumerate(buttons):
            grid.addWidget(made, *divmod(number, 2))
        layout = QVBoxLayout(self)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._look.picture, 1)
        layout.addWidget(self._origin)
        layout.addLayout(grid)

    def _introduce(self, title: str) -> None:
        first = self._text.textCursor().block().text()
        language = self._reviewer.language()
        is_one_language = language == self._wording.language
        self._reviewing.say(f"{title}. {first}" if is_one_language else first or title, language)

    def _language_of(self, line: int) -> str:
        return self._languages[line] if line < len(self._languages) else self._wording.language
