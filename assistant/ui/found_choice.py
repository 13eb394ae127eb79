"""What is to be done with what a search finds: only told, unless the user chooses otherwise, each time anew."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from assistant.core.acts import Act
from assistant.core.wording import Wording
from assistant.core.wording.acting import ActingMessages as A
from assistant.ui.own_voice import without_mnemonic

_CHOICES = (
    (A.ONLY_TELL, ""),
    (A.THEN_MOVE, Act.MOVE),
    (A.THEN_CLICK, Act.CLICK),
    (A.THEN_FOCUS, Act.FOCUS),
    (A.THEN_PRESS, Act.PRESS),
)


class FoundChoice(QWidget):
    """A box of choices with its label."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._box = QComboBox()
        for message, act in _CHOICES:
            self._box.addItem(wording.say(message), str(act))
        name = QLabel(wording.say(A.WHEN_FOUND))
        name.setBuddy(self._box)
        self._box.setAccessibleName(without_mnemonic(name.text()).rstrip(":"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name)
        row.addWidget(self._box, 1)

    def begin(self) -> None:
        """Go back to telling only: nobody clicks because they clicked the last time."""
        self._box.setCurrentIndex(0)

    @property
    def act(self) -> Act | None:
        """What is to be done, None for nothing."""
        chosen = str(self._box.currentData())
        return Act(chosen) if chosen else None
