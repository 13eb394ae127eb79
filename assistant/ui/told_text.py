"""What was told, a sentence a line, as text that can be walked and copied while more is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from assistant.core.answers import Sentence
from assistant.core.cleaning import plain
from assistant.core.wording import Wording
from assistant.ui.reviewer import ReviewCalls, Reviewer, make_readable

KEPT = 200
"""Lines; the oldest go."""
_LINES = 5


class ToldText(QPlainTextEdit):
    """While the user is in it, its cursor stays; else it is on the newest line.

    New lines raise no event: they were spoken, and a screen reader would read them once more.
    """

    def __init__(self, wording: Wording, say: Callable[[str, str], None]) -> None:
        super().__init__()
        self._wording = wording
        self._languages: deque[str] = deque(maxlen=KEPT)
        self._reviewer = Reviewer(self, wording, ReviewCalls(say, self._language_of))
        make_readable(self)
        self.document().setUndoRedoEnabled(False)
        self.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing())
        if self.isRightToLeft():
            option = self.document().defaultTextOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.document().setDefaultTextOption(option)

    def follow(self, *, is_read: bool) -> None:
        """Set whether a screen reader reads the line under the cursor; else this does."""
        self._reviewer.is_speaking = not is_read

    def add(self, sentence: Sentence) -> None:
        """Add a line at the end."""
        document = self.document()
        was_blocked = document.blockSignals(True)
        try:
            self._add(" ".join(plain(sentence.text).split()))
            self._languages.append(sentence.language)
        finally:
            document.blockSignals(was_blocked)
        self.viewport().update()

    def _add(self, line: str) -> None:
        own = self.textCursor()
        anchor, place = own.anchor(), own.position()
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        if self._languages:
            end.insertBlock()
        end.insertText(line)
        if len(self._languages) == KEPT:
            first = QTextCursor(self.document())
            first.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
            anchor, place = (max(0, each - first.position()) for each in (anchor, place))
            first.removeSelectedText()
        if self.hasFocus():
            own.setPosition(anchor)
            own.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(own)
            return
        end.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        self.setTextCursor(end)

    def _language_of(self, line: int) -> str:
        return self._languages[line] if line < len(self._languages) else self._wording.language
