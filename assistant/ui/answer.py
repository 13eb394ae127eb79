"""The window that holds the last answer, for review by line, word and character, for copying and spelling.

With a screen reader the reader reads the text under the cursor; without one the window does it itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QStyle, QVBoxLayout, QWidget

from assistant.core.answers import Answer
from assistant.core.cleaning import is_speakable, plain
from assistant.core.wording import M, Message, Wording
from assistant.ui.widgets import FocusLoan, button, close_by_escape, fit, readable

_LINE = QTextCursor.SelectionType.LineUnderCursor
_WORD = QTextCursor.SelectionType.WordUnderCursor
_PARAGRAPH = "\u2029"
_SIZE = QSize(640, 400)
HELD_MS = 150
"""Milliseconds: longer than the keyboard needs to repeat a held key, so that only where it ends is said."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What the window calls: to say a text in a language, to repeat, and whether a reader reads already."""

    say: Callable[[str, str], None]
    repeat: Callable[[], None]
    is_screen_reader_running: Callable[[], bool]


class AnswerWindow(QWidget):
    """Shows one answer at a time, read-only, a sentence a line. Escape closes."""

    def __init__(self, wording: Wording, reviewing: Reviewing) -> None:
        super().__init__()
        self._wording = wording
        self._reviewing = reviewing
        self._languages: tuple[str, ...] = ()
        self._is_read_by_reader = False
        self._review: Callable[[], None] = self._say_line
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._review())
        self._text = self._make_text()
        self._origin = readable()
        self._lay_out()
        close_by_escape(self)
        self._loan = FocusLoan(self)
        fit(self, _SIZE)

    def show_answer(self, answer: Answer) -> None:
        """Open with an answer, the cursor at its beginning."""
        # A voice cleans what it says; what is shown is made harmless here, one line for each sentence.
        shown = [(" ".join(plain(each.text).split()), each.language) for each in answer.sentences]
        self._languages = tuple(language for _, language in shown)
        self._text.setPlainText("\n".join(text for text, _ in shown))
        title = self._wording.say(M.ANSWER_TITLE, source=self._wording.source(answer.source.kind.value))
        self.setWindowTitle(title)
        self._origin.setText(self._wording.origin(answer.stats))
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._text.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()
        self._is_read_by_reader = self._reviewing.is_screen_reader_running()
        if not self._is_read_by_reader:
            self._introduce(title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Say what a key brings the cursor to, once the key has done its work."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Copy):
                self._copy()
                return True
            self._prepare_review(event)
        return super().eventFilter(watched, event)

    def _make_text(self) -> QPlainTextEdit:
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        text.setCursorWidth(2 * self.style().pixelMetric(QStyle.PixelMetric.PM_TextCursorWidth))
        text.setAccessibleName(self._wording.say(M.ANSWER_TEXT))
        text.setAccessibleDescription(self._wording.say(M.ANSWER_HELP))
        text.installEventFilter(self)
        if self.isRightToLeft():
            # Qt finds each sentence's direction, but begins all at the left.
            option = text.document().defaultTextOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
            text.document().setDefaultTextOption(option)
        return text

    def _lay_out(self) -> None:
        # Two by two: in one row, four buttons at twice the size would be wider than a small screen.
        grid = QGridLayout()
        actions: tuple[tuple[Message, Callable[[], object]], ...] = (
            (M.ANSWER_SAY, self._reviewing.repeat),
            (M.ANSWER_COPY, self._copy),
            (M.ANSWER_SPELL, self._spell),
            (M.ANSWER_CLOSE, self.close),
        )
        for number, (message, do) in enumerate(actions):
            grid.addWidget(button(self._wording.say(message), do), *divmod(number, 2))
        layout = QVBoxLayout(self)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._origin)
        layout.addLayout(grid)

    def _introduce(self, title: str) -> None:
        first = self._text.textCursor().block().text()
        is_one_language = self._language() == self._wording.language
        self._reviewing.say(f"{title}. {first}" if is_one_language else first or title, self._language())

    def _prepare_review(self, event: QKeyEvent) -> None:
        if self._is_read_by_reader:
            return
        review = self._review_of(event)
        if review is not None:
            self._review = review
            self._timer.start(HELD_MS if event.isAutoRepeat() else 0)

    def _review_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        modifiers = event.modifiers()
        is_by_word = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            return lambda: self._tell(M.ANSWER_ALL_SELECTED)
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                review = self._say_line
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                review = self._say_word if is_by_word else self._say_character
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                review = self._say_line if is_by_word else self._say_character
            case _:
                return None
        return self._say_selection if modifiers & Qt.KeyboardModifier.ShiftModifier else review

    def _say_line(self) -> None:
        self._say(self._under_cursor(_LINE))

    def _say_word(self) -> None:
        self._say(self._under_cursor(_WORD))

    def _say_character(self) -> None:
        cursor = self._text.textCursor()
        cursor.clearSelection()
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        character = cursor.selectedText().replace(_PARAGRAPH, "\n")
        if not character:
            self._tell(M.LINE_BLANK)
            return
        # A voice knows its own letters' names; "capital" and the names of signs are words of the interface's language.
        is_plain_letter = character.isalpha() and character == character.lower()
        language = self._language() if is_plain_letter else self._wording.language
        self._reviewing.say(self._wording.character(character), language)

    def _say_selection(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._say(chosen)
        else:
            self._tell(M.ANSWER_NONE_SELECTED)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._chosen() or self._text.toPlainText())
        self._tell(M.COPIED)

    def _spell(self) -> None:
        text = self._chosen() or self._under_cursor(_WORD) or self._under_cursor(_LINE)
        self._reviewing.say(self._wording.spell(text), self._wording.language)

    def _chosen(self) -> str:
        return self._text.textCursor().selectedText().replace(_PARAGRAPH, "\n")

    def _under_cursor(self, kind: QTextCursor.SelectionType) -> str:
        cursor = self._text.textCursor()
        cursor.select(kind)
        return cursor.selectedText()

    def _say(self, text: str) -> None:
        if is_speakable(text):
            self._reviewing.say(text, self._language())
        elif text.strip():
            self._reviewing.say(self._wording.spell(text), self._wording.language)
        else:
            self._tell(M.LINE_BLANK)

    def _tell(self, message: Message) -> None:
        self._reviewing.say(self._wording.say(message), self._wording.language)

    def _language(self) -> str:
        line = self._text.textCursor().blockNumber()
        return self._languages[line] if line < len(self._languages) else self._wording.language
