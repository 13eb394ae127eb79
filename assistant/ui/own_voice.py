"""Says what has the focus in SeeSay's own windows where no screen reader does, so that they can be used unseen.

It does not read what is typed, and it is silent beside a screen reader, but for what that one doesn't tell.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QSlider,
    QSpinBox,
    QWidget,
)

FOLLOWED = "seesay_followed"
"""The property of a control whose choices are said: by this, or where a window sets it itself, by that window."""


class OwnVoice(QObject):
    """Follows the focus of the application.

    A window that the user opened is introduced when the focus arrives in it; moves inside a window are said. Focus
    that merely comes back to a window is not: an answer may be on its way. In a list, a box of choices, a number's
    field and a menu every choice that a key comes to is said, with a menu entry its keys.
    """

    def __init__(
        self, application: QApplication, say: Callable[[str], None], is_screen_reader_running: Callable[[], bool]
    ) -> None:
        super().__init__(application)
        self._say = say
        self._is_screen_reader_running = is_screen_reader_running
        self._opened: tuple[QWidget, str] | None = None
        application.focusChanged.connect(self._moved)

    def introduce(self, window: QWidget, title: str) -> None:
        """Say this and the control with the focus once the window has it; nothing where `title` is empty."""
        self._opened = (window, title)
        self._follow_choices(window)
        focus = window.focusWidget()
        if window.isActiveWindow() and focus is not None:
            self._moved(None, focus)

    def _follow_choices(self, window: QWidget) -> None:
        choices: list[QListWidget | QComboBox] = [*window.findChildren(QListWidget), *window.findChildren(QComboBox)]
        for each in choices:
            if each.property(FOLLOWED) is None:
                each.setProperty(FOLLOWED, True)
                each.currentTextChanged.connect(lambda text, chosen=each: self._chose(chosen, text))
        for view in window.findChildren(QAbstractItemView):
            # Files in a dialog, and the choices of an open box; a list of ours tells of itself.
            if not isinstance(view, QListWidget) and view.property(FOLLOWED) is None and view.selectionModel():
                view.setProperty(FOLLOWED, True)
                view.selectionModel().currentChanged.connect(
                    lambda index, before, shown=view: self._chose(shown, str(index.data() or ""))
                )
        for field in window.findChildren(QAbstractSpinBox):
            if isinstance(field, QSpinBox | QDoubleSpinBox) and field.property(FOLLOWED) is None:
                field.setProperty(FOLLOWED, True)
                field.textChanged.connect(lambda text, changed=field: self._chose(changed, text))
        for menu in window.findChildren(QMenuBar):
            if menu.property(FOLLOWED) is None:
                menu.setProperty(FOLLOWED, True)
                menu.hovered.connect(self._came_to)

    def _chose(self, widget: QWidget, text: str) -> None:
        is_told = not isinstance(widget, QComboBox) or are_boxes_read()
        if text and widget.hasFocus() and not (is_told and self._is_screen_reader_running()):
            self._say(text)

    def _came_to(self, action: QAction) -> None:
        if not self._is_screen_reader_running():
            words = (without_mnemonic(action.text()).rstrip("…"), action.statusTip())
            self._say(", ".join(word for word in words if word))

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None:
            return
        words = [] if isinstance(new, QLabel) and new.property(FOLLOWED) else [name_of(new)]
        if self._opened is not None and self._opened[0] is new.window():
            title, self._opened = self._opened[1], None
            words = [title.rstrip("."), *words] if title else []
        elif old is None or old.window() is not new.window():
            return
        if words and not self._is_screen_reader_running():
            self._say(". ".join(word for word in words if word))


def are_boxes_read() -> bool:
    """Tell whether screen readers say which choice the arrow keys come to in a box that is closed; Orca doesn't."""
    return QGuiApplication.platformName() in ("windows", "cocoa")


def name_of(widget: QWidget) -> str:
    """Return a control's name and description, or the line of a text that the cursor is in."""
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().block().text() or widget.accessibleName()
    name = widget.accessibleName()
    value = _value_of(widget)
    if not name and isinstance(widget, QLabel | QAbstractButton):
        name = without_mnemonic(widget.text())
    elif not name and isinstance(widget, QLineEdit):
        # A field of the toolkit's own dialogs is named by the label beside it.
        name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return ". ".join(word for word in (name.rstrip(":. "), value, widget.accessibleDescription()) if word)


def _value_of(widget: QWidget) -> str:
    """Return what is chosen or reached in a control that holds a value."""
    match widget:
        case QComboBox():
            return widget.currentText()
        case QListWidget():
            item = widget.currentItem()
            return item.text() if item is not None else ""
        case QProgressBar() | QAbstractSpinBox():
            return widget.text()
        case QSlider():
            return str(widget.value())
        case QCheckBox():
            return widget.statusTip()
    return ""


def without_mnemonic(text: str) -> str:
    """Return a label without the mark before its letter."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
