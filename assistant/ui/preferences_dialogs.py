"""The small windows of the settings: a key, languages in their order, and whether all is to be reset."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from assistant.core import setting_words
from assistant.core.errors import HotkeyError, SeeSayError
from assistant.core.keys import AUTO, NONE
from assistant.core.preferences_ports import Preferences
from assistant.core.settings_table import Setting
from assistant.core.wording import M, Wording
from assistant.core.wording.preferences import KeyCaptureMessages as K
from assistant.core.wording.preferences import LanguageListMessages as L
from assistant.core.wording.preferences import PreferencesMessages as P
from assistant.ui.key_field import KeyField
from assistant.ui.own_voice import FOLLOWED
from assistant.ui.widgets import FocusLoan, button, fit, label

_WIDTH = 460
_LIST_SIZE = QSize(460, 420)
Say = Callable[[str], None]


class KeyWindow(QDialog):
    """Takes a new key for a command: pressed, automatic, or none. It is tried out before the window closes."""

    def __init__(
        self, wording: Wording, declared: Setting, preferences: Preferences, say: Say, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._declared = declared
        self._preferences = preferences
        self._say = say
        self._title = setting_words.title(declared, wording)
        self.setWindowTitle(wording.say(K.KEY_TITLE, title=self._title))
        automatic = preferences.automatic_key(declared.name)
        now = setting_words.words(declared, preferences.settings.get(declared.name), wording, automatic)
        self._told = label(wording.say(K.KEY_PRESS, key=now))
        self.field = KeyField(self._take, self._refuse, lambda: self._tell(wording.say(K.KEY_MISSING)))
        self.field.setAccessibleName(self._told.text())
        self.field.setAccessibleDescription(wording.say(K.KEY_PRESS_HINT))
        grid = QGridLayout()
        shown = wording.key(automatic) if automatic else wording.say(M.KEY_NONE)
        grid.addWidget(button(wording.say(K.KEY_AUTOMATIC, key=shown), lambda: self._take(AUTO)), 0, 0, 1, 2)
        grid.addWidget(button(wording.say(K.KEY_REMOVE), lambda: self._take(NONE)), 1, 0)
        grid.addWidget(button(wording.say(M.BUTTON_CANCEL), self.reject), 1, 1)
        layout = QVBoxLayout(self)
        for widget in (self._told, self.field, label(wording.say(K.KEY_PRESS_HINT))):
            layout.addWidget(widget)
        layout.addLayout(grid)
        self._loan = FocusLoan(self)
        self.finished.connect(lambda result: preferences.hold_keys(False))

    def present(self) -> None:
        """Open, with the focus in the field and SeeSay's own keys at rest."""
        fit(self, QSize(_WIDTH, self.heightForWidth(_WIDTH)))
        self._preferences.hold_keys(True)
        self.field.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def _take(self, key: str) -> None:
        self.field.setText(self._wording.key(key) if key not in (AUTO, NONE) else "")
        try:
            self._preferences.set_key(self._declared.name, key)
        except HotkeyError as error:
            # Trying it out has bound the old keys again.
            self._preferences.hold_keys(True)
            self._tell(self._wording.error(error).spoken)
            return
        except SeeSayError as error:
            self.accept()
            self._say(self._wording.error(error).spoken)
            return
        self.accept()
        value = setting_words.words(
            self._declared,
            self._preferences.settings.get(self._declared.name),
            self._wording,
            self._preferences.automatic_key(self._declared.name),
        )
        self._say(self._wording.say(K.KEY_SET, title=self._title, key=value))

    def _refuse(self, key: str) -> None:
        said = self._wording.say(K.KEY_TYPED, key=self._wording.key(key)) if key else self._wording.say(K.KEY_STRANGE)
        self._tell(said)

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._say(text)


class LanguagesWindow(QDialog):
    """A list of all languages, the chosen ones with their numbers. `take` gets the codes in their order."""

    def __init__(
        self,
        wording: Wording,
        title: str,
        chosen: Sequence[str],
        take: Callable[[Sequence[str]], None],
        say: Say,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._chosen = list(chosen)
        self._say = say
        self.setWindowTitle(title)
        hint = label(wording.say(L.LANGUAGES_HINT))
        name, self._list = QLabel(title.replace("&", "&&")), QListWidget()
        name.setBuddy(self._list)
        self._list.setAccessibleName(title)
        self._list.setAccessibleDescription(hint.text())
        self._list.setProperty(FOLLOWED, True)
        self._fill()
        grid = QGridLayout()
        buttons = (
            (L.MOVE_UP, lambda: self._move(-1)),
            (L.MOVE_DOWN, lambda: self._move(1)),
            (L.LANGUAGES_OK, self.accept),
            (M.BUTTON_CANCEL, self.reject),
        )
        for number, (message, do) in enumerate(buttons):
            grid.addWidget(button(wording.say(message), do), *divmod(number, 2))
        layout = QVBoxLayout(self)
        layout.addWidget(name)
        layout.addWidget(self._list, 1)
        layout.addWidget(hint)
        layout.addLayout(grid)
        for key, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(key), self, lambda by=by: self._move(by))
        self._loan = FocusLoan(self)
        self._list.currentItemChanged.connect(lambda item, before: item is not None and self._say(item.text()))
        self._list.itemChanged.connect(self._toggled)
        self.accepted.connect(lambda: take(tuple(self._chosen)))

    def present(self) -> None:
        """Open, with the focus in the list."""
        fit(self, _LIST_SIZE)
        self._list.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def _fill(self) -> None:
        names = dict(setting_words.languages_by_name(self._wording))
        codes = [*self._chosen, *(code for code in names.values() if code not in self._chosen)]
        for code in codes:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, code)
            self._list.addItem(item)
        self._write()
        self._list.setCurrentRow(0)

    def _write(self) -> None:
        with QSignalBlocker(self._list):
            for item in self._items():
                is_chosen = self._code(item) in self._chosen
                item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
                item.setText(self._words(item))

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    @staticmethod
    def _code(item: QListWidgetItem) -> str:
        return str(item.data(Qt.ItemDataRole.UserRole))

    def _words(self, item: QListWidgetItem) -> str:
        code = self._code(item)
        language = self._wording.language_name(code)
        if code not in self._chosen:
            return language
        return self._wording.say(L.LANGUAGE_CHOSEN, language=language, place=self._chosen.index(code) + 1)

    def _toggled(self, item: QListWidgetItem) -> None:
        code = self._code(item)
        if (item.checkState() is Qt.CheckState.Checked) == (code in self._chosen):
            return
        if code in self._chosen:
            self._chosen.remove(code)
            told = self._wording.say(L.LANGUAGE_LEFT, language=self._wording.language_name(code))
        else:
            self._chosen.append(code)
            told = self._words(item)
        self._write()
        self._say(told)

    def _move(self, by: int) -> None:
        item = self._list.currentItem()
        if item is None or self._code(item) not in self._chosen:
            return
        place = self._chosen.index(self._code(item))
        other = max(0, min(len(self._chosen) - 1, place + by))
        self._chosen.insert(other, self._chosen.pop(place))
        self._write()
        self._say(self._words(item))


class ResetWindow(QDialog):
    """Asks once; Escape keeps. The focus begins on the button that changes nothing."""

    def __init__(self, wording: Wording, count: int, reset: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(wording.say(P.RESET_ALL_TITLE))
        self._text = label(wording.count(P.RESET_ALL_TEXT, count))
        grid = QGridLayout()
        keep = button(wording.say(M.BUTTON_CANCEL), self.reject, self._text.text())
        grid.addWidget(keep, 0, 0)
        grid.addWidget(button(wording.say(P.RESET_ALL_YES), self.accept), 1, 0)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addLayout(grid)
        self._loan = FocusLoan(self)
        self.accepted.connect(reset)
        keep.setDefault(True)
        keep.setFocus()

    def present(self) -> None:
        """Open, with the focus."""
        fit(self, QSize(_WIDTH, self.heightForWidth(_WIDTH)))
        self._loan.present()
