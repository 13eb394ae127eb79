"""What the question window offers below its field: ready questions, suggestions, which picture, which language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from assistant.core import languages
from assistant.core.cleaning import plain
from assistant.core.domain import Question, Task
from assistant.core.wording import Message, Wording
from assistant.core.wording.question_window import QuestionMessages as Q
from assistant.ui.own_voice import without_mnemonic
from assistant.ui.widgets import button

_LINES = 5
_DIGITS = {Qt.Key(Qt.Key.Key_1.value + number): number for number in range(9)}


class QuestionChoices(QWidget):
    """`take` gets a question that is to be changed first, `send` one to be asked as it is."""

    def __init__(
        self,
        wording: Wording,
        take: Callable[[str], None],
        send: Callable[[str], None],
        suggest: Callable[[], None],
        edit: Callable[[], None],
    ) -> None:
        super().__init__()
        self._wording = wording
        self._take = take
        self._send = send
        self._questions: tuple[str, ...] = ()
        self._is_visited = False
        self._list = QListWidget()
        self._list.installEventFilter(self)
        self._list.itemActivated.connect(lambda item: self._send(self._questions[self._list.currentRow()]))
        self._about, self._language = QComboBox(), QComboBox()
        for box in (self._about, self._language):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self._language.addItem(wording.say(Q.LANGUAGE_USUAL), None)
        for name, code in sorted((wording.language_name(code), code) for code in languages.LANGUAGES):
            self._language.addItem(name, code)
        self._lay_out(suggest, edit)

    def renew(self, questions: Sequence[str], *, has_last: bool) -> None:
        """Begin anew: these questions, the picture that was just taken; the language stays as it was chosen."""
        self.renew_questions(questions)
        self._is_visited = False
        with QSignalBlocker(self._about):
            self._about.clear()
            self._about.addItem(self._wording.say(Q.ABOUT_NEW), False)
            if has_last:
                self._about.addItem(self._wording.say(Q.ABOUT_LAST), True)

    def renew_questions(self, questions: Sequence[str]) -> None:
        """Show other questions, the first of them chosen."""
        # What a model suggests may come from the picture: nothing of it may pass as a sign of the window.
        self._questions = tuple(" ".join(plain(question).split()) for question in questions)
        with QSignalBlocker(self._list):
            self._list.clear()
            for number, question in enumerate(self._questions, 1):
                self._list.addItem(self._wording.say(Q.READY_LINE, n=number, question=question))
            self._list.setCurrentRow(0)

    @property
    def chosen(self) -> str:
        """The question that the user left the list at; empty where they were never there."""
        return self._questions[self._list.currentRow()] if self._is_visited and self._questions else ""

    def question(self, words: str, task: Task) -> Question:
        """Return what is asked, with the picture and the language that were chosen here."""
        if task is Task.FIND:
            return Question(words, task)
        return Question(words, task, bool(self._about.currentData()), self._language.currentData())

    def taker(self, number: int) -> Callable[[], None]:
        """Return what puts the question of that number, from 0, into the field."""

        def take() -> None:
            if number < len(self._questions) and self.isVisible():
                self._take(self._questions[number])

        return take

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Let a digit in the list ask the question of that number, and Enter the chosen one."""
        self._is_visited = self._is_visited or event.type() == QEvent.Type.FocusIn
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            number = _DIGITS.get(Qt.Key(event.key()))
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                number = self._list.currentRow()
            if number is not None and 0 <= number < len(self._questions):
                self._send(self._questions[number])
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self, suggest: Callable[[], None], edit: Callable[[], None]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._named(Q.READY, self._list))
        self._list.setAccessibleDescription(self._wording.say(Q.READY_HINT))
        self._list.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 2 * self._list.frameWidth())
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self._list)
        row = QHBoxLayout()
        for message, do in ((Q.SUGGEST, suggest), (Q.EDIT, edit)):
            made = button(self._wording.say(message), do)
            made.setAutoDefault(False)
            row.addWidget(made)
        layout.addLayout(row)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for line, (message, box) in enumerate(((Q.ABOUT, self._about), (Q.LANGUAGE, self._language))):
            grid.addWidget(self._named(message, box), line, 0)
            grid.addWidget(box, line, 1)
        layout.addLayout(grid)

    def _named(self, message: Message, control: QWidget) -> QLabel:
        name = QLabel(self._wording.say(message))
        name.setBuddy(control)
        control.setAccessibleName(without_mnemonic(name.text()).rstrip(":"))
        return name
