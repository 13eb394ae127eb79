"""The window that holds the last answer, for review by line, word and character, for copying and spelling.

With a screen reader the reader reads the text under the cursor; without one the window does it itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.answers import Answer
from assistant.core.wording import M, Wording
from assistant.ui.widgets import button, close_by_escape, present

_LINE = QTextCursor.SelectionType.LineUnderCursor
_WORD = QTextCursor.SelectionType.WordUnderCursor


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What the window calls: to say a text in a language, to repeat, to spell, and whether a reader reads already."""

    say: Callable[[str, str], None]
    repeat: Callable[[], None]
    is_screen_reader_running: Callable[[], bool]


class AnswerWindow(QWidget):
    """Shows one answer at a time, read-only, a sentence a line. Escape closes."""

    def __init__(self, wording: Wording, reviewing: Reviewing) -> None:
        super().__init__()
        self._wording = wording
        self._reviewing = reviewing
        self._answer: Answer | None = None
        self._is_read_by_reader = False
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._text.setAccessibleName(wording.say(M.ANSWER_TEXT))
        self._text.installEventFilter(self)
        self._origin = QLabel()
        self._origin.setTextFormat(Qt.TextFormat.PlainText)
        self._origin.setWordWrap(True)
        self._text.setAccessibleDescription(wording.say(M.ANSWER_HELP))
        self._lay_out()
        close_by_escape(self)

    def show_answer(self, answer: Answer) -> None:
        """Open with an answer, the cursor at its beginning."""
        self._answer = answer
        self._text.setPlainText(answer.text)
        self.setWindowTitle(self._wording.say(M.ANSWER_TITLE, source=self._wording.source(answer.source.kind.value)))
        self._origin.setText(self._wording.origin(answer.stats))
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        present(self)
        self._text.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._is_read_by_reader = self._reviewing.is_screen_reader_running()
        if not self._is_read_by_reader:
            self._say_selection(_LINE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 # Qt's name
        """After a key has moved the cursor, say what it came to."""
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._review(event)
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for made in (
            button(self._wording.say(M.ANSWER_SAY), self._reviewing.repeat),
            button(self._wording.say(M.ANSWER_COPY), self._copy),
            button(self._wording.say(M.ANSWER_SPELL), self._spell),
            button(self._wording.say(M.ANSWER_CLOSE), self.close),
        ):
            row.addWidget(made)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addWidget(self._origin)
        layout.addLayout(row)
        self.resize(640, 400)

    def _review(self, event: QKeyEvent) -> None:
        if self._is_read_by_reader:
            return
        is_by_word = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._say_selection(_LINE)
            case Qt.Key.Key_Home | Qt.Key.Key_End if is_by_word:
                self._say_selection(_LINE)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if is_by_word:
                self._say_selection(_WORD)
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Home | Qt.Key.Key_End:
                self._say_character()

    def _say_selection(self, kind: QTextCursor.SelectionType) -> None:
        cursor = self._text.textCursor()
        cursor.select(kind)
        self._say(cursor.selectedText())

    def _say_character(self) -> None:
        cursor = self._text.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        self._say(self._wording.spell(cursor.selectedText()))

    def _copy(self) -> None:
        cursor = self._text.textCursor()
        chosen = cursor.selectedText().replace("\u2029", "\n") or self._text.toPlainText()
        QGuiApplication.clipboard().setText(chosen)
        self._reviewing.say(self._wording.say(M.COPIED), self._wording.language)

    def _spell(self) -> None:
        cursor = self._text.textCursor()
        if not cursor.hasSelection():
            cursor.select(_WORD)
        self._reviewing.say(self._wording.spell(cursor.selectedText()), self._wording.language)

    def _say(self, text: str) -> None:
        self._reviewing.say(text or self._wording.say(M.LINE_BLANK), self._language())

    def _language(self) -> str:
        sentences = self._answer.sentences if self._answer else ()
        line = self._text.textCursor().blockNumber()
        return sentences[line].language if line < len(sentences) else self._wording.language
