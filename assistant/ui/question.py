"""The small window that asks for the words of *ask* and *find*: typed, chosen from one's own questions, or suggested.

It takes the focus because the user asked for it, and is gone before its answer is used, so that the focus is back where
it was. It knows nothing of pictures.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.core.answers import Sentence
from assistant.core.domain import Question, Task
from assistant.core.wording import M, Message, Wording
from assistant.core.wording.question_window import QuestionMessages as Q
from assistant.ui.found_choice import FoundChoice
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.presets import PresetsWindow
from assistant.ui.question_choices import QuestionChoices
from assistant.ui.widgets import FocusLoan, fit, label, scrolled_area

KEPT = 20
"""Questions that Up brings back; in memory only."""
_WIDTH = 520
_MARGINS = 40
"""Units for the margins and gaps of the window around its content."""
_LONGEST = 500
_MARKS = ("?", "\uff1f", "\u061f", ".")
_KEYS = 9
"""Alt with a digit takes one of the first nine questions."""

Reply = Callable[[Question | None], None]


@dataclass(frozen=True, slots=True)
class QuestionCalls:
    """What the window calls: a voice for a language, and the user's own questions, read and written."""

    say: Callable[[str, str], None]
    presets: Callable[[], Sequence[str]]
    save_presets: Callable[[Sequence[str]], None]
    introduce: Callable[[QWidget, str], None]


class QuestionWindow(QDialog):
    """Asks once at a time: `ask` opens, Enter replies with the words, Escape and `leave` with None.

    Up and Down walk through what was asked before. A wish for suggestions is a reply too, but the window stays until
    `suggest` has brought them and one of them, or none, was sent.
    """

    def __init__(self, wording: Wording, calls: QuestionCalls) -> None:
        super().__init__()
        self._wording = wording
        self._calls = calls
        self._reply: Reply | None = None
        self._task = Task.ASK
        self._earlier: dict[Task, deque[str]] = {task: deque(maxlen=KEPT) for task in Task}
        self._back = 0
        self._presets: PresetsWindow | None = None
        self._label = QLabel()
        self._words = QLineEdit()
        self._words.setMaxLength(_LONGEST)
        self._words.installEventFilter(self)
        self._label.setBuddy(self._words)
        self._hint = label()
        self._choices = QuestionChoices(wording, self._take, self._send, self._suggest, self._edit)
        self._found = FoundChoice(wording)
        self._lay_out()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setModal(False)
        self._loan = FocusLoan(self)
        self.finished.connect(self._finished)
        for number in range(1, _KEYS + 1):
            take = self._choices.taker(number - 1)
            QShortcut(QKeySequence(f"Alt+{number}"), self, take)

    def ask(self, task: Task, reply: Reply, *, has_last: bool = False) -> None:
        """Open for the task's words; an earlier question that is still open is answered with None."""
        self.leave()
        self._task, self._back = task, 0
        is_find = task is Task.FIND
        self.setWindowTitle(self._wording.say(M.FIND_TITLE if is_find else M.ASK_TITLE))
        self._label.setText(self._wording.say(M.FIND_LABEL if is_find else M.ASK_LABEL))
        self._words.setAccessibleName(without_mnemonic(self._label.text()).rstrip(":"))
        self._hint.setText(self._wording.say(M.FIND_HINT if is_find else M.ASK_HINT))
        self._ok.setText(self._wording.say(M.BUTTON_FIND if is_find else M.BUTTON_ASK))
        self._words.clear()
        self._choices.renew(self._own_questions(), has_last=has_last)
        self._choices.setVisible(not is_find)
        self._found.begin()
        self._found.setVisible(is_find)
        self._reply = reply
        height = self._content.heightForWidth(_WIDTH) + self._buttons.sizeHint().height()
        fit(self, QSize(_WIDTH, height + _MARGINS))
        self._words.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def suggest(self, questions: Sequence[Sentence], told: str) -> None:
        """Offer what the model suggests in the place of the user's own questions, or say why there is nothing."""
        if self._reply is None or not self.isVisible():
            return
        if not questions:
            self._choices.renew_questions(self._own_questions())
            self._say(told)
            return
        texts = [each.text for each in questions]
        self._choices.renew_questions(texts)
        spoken = [each if each.endswith(_MARKS) else f"{each}." for each in texts]
        language = questions[0].language
        if language == self._wording.language:
            spoken.insert(0, self._wording.count(Q.SUGGESTED, len(questions)))
        # Where the languages differ, the voice of the questions would not do for a sentence of ours.
        self._calls.say(" ".join(spoken), language)

    def introduction(self) -> str:
        """Return what a screen reader says of a dialog: its title and its texts."""
        return f"{self.windowTitle()}. {self._hint.text()}"

    def leave(self) -> None:
        """Close, as Escape does."""
        if self._reply is not None:
            self.reject()

    def accept(self) -> None:
        """Send the words; without any, say so and stay."""
        if self._asked:
            super().accept()
        else:
            self._tell(Q.EMPTY)
            self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _asked(self) -> str:
        """What would be sent now: the field's words, else what the list was left at."""
        return self._words.text().strip() or ("" if self._task is Task.FIND else self._choices.chosen)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Leave, as Escape does."""
        self.leave()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Let Up and Down bring earlier words."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._recall(step)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        for widget in (self._label, self._words, self._hint, self._found, self._choices):
            inner.addWidget(widget)
        inner.addStretch()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self._wording.say(M.BUTTON_CANCEL))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scrolled_area(self._content), 1)
        layout.addWidget(self._buttons)

    def _recall(self, step: int) -> None:
        earlier = self._earlier[self._task]
        self._back = max(0, min(len(earlier), self._back + step))
        self._words.setText(earlier[-self._back] if self._back else "")
        self._say(self._words.text())

    def _take(self, words: str) -> None:
        """Put a chosen question into the field, where it can still be changed."""
        self._words.setText(words)
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(words)

    def _send(self, words: str) -> None:
        self._words.setText(words)
        self.accept()

    def _suggest(self) -> None:
        if self._reply is not None:
            self._tell(Q.SUGGESTING)
            self._reply(self._choices.question(self._words.text(), Task.QUESTION))

    def _edit(self) -> None:
        window = self._presets = PresetsWindow(self._wording, self._own_questions(), self._save, self)
        window.finished.connect(lambda result: self._forget_presets(window))
        self._calls.introduce(window, window.introduction())
        window.present()

    def _forget_presets(self, window: PresetsWindow) -> None:
        if self._presets is window:
            self._presets = None
        window.deleteLater()

    def _save(self, questions: Sequence[str]) -> None:
        self._calls.save_presets(questions)
        self._choices.renew_questions(self._own_questions())

    def _own_questions(self) -> Sequence[str]:
        own = self._calls.presets()
        return own or [self._wording.say(message) for message in Q.DEFAULTS]

    def _tell(self, message: Message) -> None:
        self._say(self._wording.say(message))

    def _say(self, text: str) -> None:
        self._calls.say(text, self._wording.language)

    def _finished(self, result: int) -> None:
        reply, self._reply = self._reply, None
        if self._presets is not None:
            self._presets.reject()
        is_sent = result == QDialog.DialogCode.Accepted.value
        words = self._asked if is_sent else ""
        if words.strip():
            earlier = self._earlier[self._task]
            if words in earlier:
                earlier.remove(words)
            earlier.append(words)
        if reply is not None:
            reply(self._question(words) if is_sent else None)

    def _question(self, words: str) -> Question:
        question = self._choices.question(words, self._task)
        return replace(question, act=self._found.act) if self._task is Task.FIND else question
