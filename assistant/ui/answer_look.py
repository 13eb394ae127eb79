"""How an answer looks to who sees a little: the size of its text, and its picture with what the cursor is at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from assistant.core.answers import Answer
from assistant.core.box import Box
from assistant.core.domain import Picture, Task
from assistant.core.ports import AnswerView
from assistant.core.settings import setting
from assistant.core.wording import M, Wording
from assistant.core.wording.book_window import BookWindowMessages as W
from assistant.ui.answer_picture import AnswerPicture

_LARGER = 1.25
_STEP = 5
_ALL = frozenset({Task.FIND, Task.OUTLINE})
"""Tasks whose every region is outlined; of others that one which the cursor is at."""


class AnswerLook:
    """Control with plus, minus and nought change the size of text and picture in `window`.

    `here` returns the part of the picture that the word at the cursor stands for, in the picture's pixels. `say` tells
    a size.
    """

    def __init__(
        self,
        window: QWidget,
        text: QPlainTextEdit,
        wording: Wording,
        view: AnswerView,
        here: Callable[[], Box | None],
        say: Callable[[str, str], None],
    ) -> None:
        self._text = text
        self._wording = wording
        self._view = view
        self._here = here
        self._say = say
        self._usual = text.font().pointSizeF()
        self.picture = AnswerPicture(wording.say(M.ANSWER_PICTURE))
        text.cursorPositionChanged.connect(self._moved)
        keys = (("Ctrl++", _LARGER), ("Ctrl+=", _LARGER), ("Ctrl+-", 1 / _LARGER), ("Ctrl+0", 0.0))
        for key, factor in keys:
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda factor=factor: self._resize(factor))

    def show(self, answer: Answer, picture: Picture | None) -> None:
        """Take up an answer, its picture where there is still one, and the size as it is set now."""
        boxes = [region.box for region in answer.regions] if answer.task in _ALL else []
        self.picture.show_picture(picture, boxes)
        self.settle()
        self._moved()

    def settle(self) -> None:
        """Take up the size as it is set now."""
        self._apply(self._view.text_size)

    def clear(self) -> None:
        """Let go of the picture."""
        self.picture.show_picture(None, ())

    def _moved(self) -> None:
        if not self.picture.isHidden():
            self.picture.look_at(self._here())

    def _resize(self, factor: float) -> None:
        before, bounds = self._view.text_size, setting("ui.text_size")
        wanted = round(before * factor / _STEP) * _STEP if factor else 100
        percent = int(max(bounds.low, min(bounds.high, wanted)))
        if percent == before and factor:
            told = self._wording.say(W.SIZE_LARGEST if factor > 1 else W.SIZE_SMALLEST)
        else:
            told = self._wording.say(W.SIZE_IS, percent=percent)
        self._view.set_text_size(percent)
        self._apply(percent)
        self._say(told, self._wording.language)

    def _apply(self, percent: int) -> None:
        font = QFont(self._text.font())
        font.setPointSizeF(self._usual * percent / 100)
        self._text.setFont(font)
        self.picture.magnify(percent / 100)
