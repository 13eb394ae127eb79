"""A window's menu bar made from a table: each entry with its keys, written beside it and said with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from assistant.core.wording import Message, Wording


@dataclass(frozen=True, slots=True)
class Entry:
    """What a menu entry does; `keys` are written as settings write them, the first one is shown.

    `where` narrows the keys to one control: Space and Enter mean something else on a button.
    """

    message: Message
    keys: tuple[str, ...]
    do: Callable[[], object]
    where: QWidget | None = None


def add_menus(
    window: QMainWindow, wording: Wording, menus: Mapping[Message, Sequence[Entry]]
) -> dict[Message, QAction]:
    """Fill the menu bar; return the entries' actions. Each says its keys in its status tip."""
    made: dict[Message, QAction] = {}
    for title, entries in menus.items():
        menu = window.menuBar().addMenu(wording.say(title))
        for entry in entries:
            action = made[entry.message] = menu.addAction(wording.say(entry.message))
            action.setShortcuts([QKeySequence(key) for key in entry.keys])
            action.setStatusTip(wording.key(entry.keys[0]) if entry.keys else "")
            action.triggered.connect(lambda checked=False, do=entry.do: do())
            if entry.where is not None:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                entry.where.addAction(action)
    return made
