"""A field that takes a key as it is pressed, and says what it can't take. It binds nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

_MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "Ctrl"),
    (Qt.KeyboardModifier.AltModifier, "Alt"),
    (Qt.KeyboardModifier.ShiftModifier, "Shift"),
    (Qt.KeyboardModifier.MetaModifier, "Super"),
)
_BARE = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)
_NAMES = {
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Escape: "Escape",
    Qt.Key.Key_Pause: "Pause",
    Qt.Key.Key_Print: "Print",
    Qt.Key.Key_ScrollLock: "ScrollLock",
    Qt.Key.Key_Menu: "Menu",
    Qt.Key.Key_Comma: "Comma",
    Qt.Key.Key_Period: "Period",
    Qt.Key.Key_Slash: "Slash",
    Qt.Key.Key_Semicolon: "Semicolon",
    Qt.Key.Key_Apostrophe: "Apostrophe",
    Qt.Key.Key_BracketLeft: "BracketLeft",
    Qt.Key.Key_BracketRight: "BracketRight",
    Qt.Key.Key_Backslash: "Backslash",
    Qt.Key.Key_Minus: "Minus",
    Qt.Key.Key_Equal: "Equal",
    Qt.Key.Key_QuoteLeft: "Grave",
}
_FIRST_DIGIT = {"xcb": 10, "wayland": 10, "windows": 2}
"""The place of the key 1 in the row of digits, by platform: with Shift the key itself is a sign."""
_FREE = ("Pause", "Print", "ScrollLock", "Menu")
"""Nobody types or moves with them."""


def key_name(event: QKeyEvent) -> str:
    """Return what the pressed key is called without its modifiers; empty for one that has no name here."""
    key = event.key()
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24:
        return f"F{key - Qt.Key.Key_F1 + 1}"
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return chr(key)
    first = _FIRST_DIGIT.get(QGuiApplication.platformName(), 0)
    place = event.nativeScanCode() - first
    if first and 0 <= place <= 9:
        return str((place + 1) % 10)
    return next((name for each, name in _NAMES.items() if each == key), "")


class KeyField(QLineEdit):
    """Read-only; Tab and Escape alone do what they always do.

    While it has the focus, all keys come to it, also those that SeeSay or the desktop would take. `take` gets a
    combination, `refuse` a key that is needed for typing, or "" for one without a name; `miss` is called when
    modifiers were pressed and let go of, and nothing arrived between.
    """

    def __init__(self, take: Callable[[str], None], refuse: Callable[[str], None], miss: Callable[[], None]) -> None:
        super().__init__()
        self._take = take
        self._refuse = refuse
        self._miss = miss
        self._is_expecting = False
        self.setReadOnly(True)

    def event(self, event: QEvent) -> bool:
        """Take keys before shortcuts and mnemonics do."""
        if isinstance(event, QKeyEvent) and not self._is_ordinary(event):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._pressed(event)
                return True
            if event.type() is QEvent.Type.KeyRelease:
                self._released(event)
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Have all keys."""
        super().focusInEvent(event)
        self.grabKeyboard()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Give them back."""
        self.releaseKeyboard()
        self._is_expecting = False
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Give them back."""
        self.releaseKeyboard()
        super().hideEvent(event)

    @staticmethod
    def _is_ordinary(event: QKeyEvent) -> bool:
        has_none = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return has_none and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)

    def _pressed(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() in _BARE:
            self._is_expecting = True
            return
        self._is_expecting = False
        name = key_name(event)
        held = [word for mask, word in _MODIFIERS if event.modifiers() & mask]
        is_typed = len(name) == 1 or (name in _NAMES.values() and name not in _FREE)
        is_alone = not [word for word in held if word != "Shift"]
        if not name:
            self._refuse("")
        elif is_alone and is_typed:
            self._refuse("+".join([*held, name]))
        else:
            self._take("+".join([*held, name]))

    def _released(self, event: QKeyEvent) -> None:
        if self._is_expecting and not QGuiApplication.queryKeyboardModifiers() and event.key() in _BARE:
            self._is_expecting = False
            self._miss()
