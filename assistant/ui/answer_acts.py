"""Acting on what the cursor of the answer's window is on: Enter points, with Control it clicks, with Alt it presses.

The window is gone before anything is done: it may lie over the place, and its focus goes back to where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from assistant.core.acting import require_possible
from assistant.core.acts import Act, Target
from assistant.core.aiming import act_of_program, target_at
from assistant.core.answers import Answer
from assistant.core.box import Box
from assistant.core.errors import SeeSayError
from assistant.core.wording import Message, Wording
from assistant.core.wording.acting import ActingMessages as A
from assistant.ui.widgets import button

_KEYS: tuple[tuple[Act | None, Message, str], ...] = (
    (Act.MOVE, A.POINT, ""),
    (Act.CLICK, A.CLICK, "Ctrl+"),
    (None, A.USE, "Alt+"),
)
"""What is done (None: what the program offers), the button for it, and what is held with Enter."""
_BYTES = 2
"""Qt counts characters in units of UTF-16."""


@dataclass(frozen=True, slots=True)
class ActCalls:
    """What acting calls: to say why not, to close the window, and then to act."""

    say: Callable[[str, str], None]
    close: Callable[[], object]
    act: Callable[[Act, Target], None]


class AnswerActs:
    """The keys and buttons of one text, whose lines are the sentences of `answer`."""

    def __init__(self, text: QPlainTextEdit, wording: Wording, calls: ActCalls) -> None:
        self.answer: Answer | None = None
        self._text = text
        self._wording = wording
        self._calls = calls
        for act, _, held in _KEYS:
            for key in ("Return", "Enter"):
                shortcut = QShortcut(QKeySequence(f"{held}{key}"), text)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(self._doing(act))

    def buttons(self) -> list[QPushButton]:
        """Return a button for each key."""
        return [button(self._wording.say(message), self._doing(act)) for act, message, _ in _KEYS]

    def here(self) -> Box | None:
        """Return the part of the picture that the word at the cursor stands for; None where it stands for none."""
        if self.answer is None:
            return None
        try:
            target = target_at(self.answer, *self._place(), self._wording)
        except SeeSayError:
            return None
        return self.answer.regions[target.region].box

    def _doing(self, act: Act | None) -> Callable[[], None]:
        return lambda: self._do(act)

    def _do(self, act: Act | None) -> None:
        if self.answer is None:
            return
        try:
            target = target_at(self.answer, *self._place(), self._wording)
            chosen = act or act_of_program(self.answer.regions[target.region])
            require_possible(chosen, target)
        except SeeSayError as error:
            self._calls.say(self._wording.error(error).spoken, self._wording.language)
            return
        self._calls.close()
        self._calls.act(chosen, target)

    def _place(self) -> tuple[int, int]:
        """Return the line and the character that the cursor, or the beginning of a selection, is before."""
        cursor = self._text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        units = cursor.block().text().encode("utf-16-le", "surrogatepass")[: _BYTES * cursor.positionInBlock()]
        return cursor.blockNumber(), len(units.decode("utf-16-le", "ignore"))
