"""Says what a key brings the text cursor to, in a read-only text and where no screen reader does; copies and spells.

It changes nothing of the text and knows nothing of what the text is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QStyle, QTextEdit

from assistant.core.cleaning import is_speakable
from assistant.core.wording import M, Message, Wording

_LINE = QTextCursor.SelectionType.LineUnderCursor
_WORD = QTextCursor.SelectionType.WordUnderCursor
_PARAGRAPH = "\u2029"
HELD_MS = 150
"""Milliseconds: longer than the keyboard needs to repeat a held key, so that only where it ends is said."""


@dataclass(frozen=True, slots=True)
class ReviewCalls:
    """What reviewing calls: to say a text in a language, and for the language of a line of the text, from 0.

    `begin` is called before something is said because the cursor was moved.
    """

    say: Callable[[str, str], None]
    language: Callable[[int], str]
    begin: Callable[[], None] = lambda: None


def make_readable(text: QPlainTextEdit | QTextEdit) -> None:
    """Let a text be walked and copied, not changed; Tab leaves it, and its cursor is easy to see."""
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    text.setCursorWidth(2 * text.style().pixelMetric(QStyle.PixelMetric.PM_TextCursorWidth))


class Reviewer(QObject):
    """Follows the keys of one text. Copying is told in any case, the rest only while `is_speaking` is set."""

    def __init__(self, text: QPlainTextEdit | QTextEdit, wording: Wording, calls: ReviewCalls) -> None:
        super().__init__(text)
        self.is_speaking = True
        self._text = text
        self._wording = wording
        self._calls = calls
        self._review: Callable[[], None] = self._say_line
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._say_review())
        text.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Say what a key brings the cursor to, once the key has done its work."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Copy):
                self.copy()
                return True
            self._prepare(event)
        return super().eventFilter(watched, event)

    def copy(self) -> None:
        """Put what is selected, or everything, on the clipboard."""
        QGuiApplication.clipboard().setText(self._chosen() or self._text.toPlainText())
        self._tell(M.COPIED)

    def spell(self) -> None:
        """Spell what is selected, or the word or line under the cursor."""
        text = self._chosen() or self._under_cursor(_WORD) or self._under_cursor(_LINE)
        self._calls.say(self._wording.spell(text), self._wording.language)

    def language(self) -> str:
        """Return the language of the line that the cursor is in."""
        return self._calls.language(self._text.textCursor().blockNumber())

    def _prepare(self, event: QKeyEvent) -> None:
        review = self._review_of(event) if self.is_speaking else None
        if review is not None:
            self._review = review
            self._timer.start(HELD_MS if event.isAutoRepeat() else 0)

    def _say_review(self) -> None:
        self._calls.begin()
        self._review()

    def _review_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier:
            return None
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
        language = self.language() if is_plain_letter else self._wording.language
        self._calls.say(self._wording.character(character), language)

    def _say_selection(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._say(chosen)
        else:
            self._tell(M.ANSWER_NONE_SELECTED)

    def _chosen(self) -> str:
        return self._text.textCursor().selectedText().replace(_PARAGRAPH, "\n")

    def _under_cursor(self, kind: QTextCursor.SelectionType) -> str:
        cursor = self._text.textCursor()
        cursor.select(kind)
        return cursor.selectedText()

    def _say(self, text: str) -> None:
        if is_speakable(text):
            self._calls.say(text, self.language())
        elif text.strip():
            self._calls.say(self._wording.spell(text), self._wording.language)
        else:
            self._tell(M.LINE_BLANK)

    def _tell(self, message: Message) -> None:
        self._calls.say(self._wording.say(message), self._wording.language)
