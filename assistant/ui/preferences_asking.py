"""What the window of the settings asks in small windows: keys, languages, texts, an address, files, and whether."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from assistant.core import setting_words
from assistant.core.errors import SeeSayError
from assistant.core.servers import is_address
from assistant.core.settings import setting
from assistant.core.settings_store import Loaded
from assistant.core.settings_table import Kind, Setting
from assistant.core.wording import M, Message, Wording
from assistant.core.wording.preferences import PreferencesMessages as P
from assistant.ui.book_dialogs import AskWindow
from assistant.ui.preferences_dialogs import KeyWindow, LanguagesWindow, ResetWindow
from assistant.ui.preferences_kept import sent_text
from assistant.ui.presets import PresetsWindow
from assistant.ui.widgets import FocusLoan

if TYPE_CHECKING:
    from assistant.ui.preferences import PreferencesCalls

Asked = TypeVar("Asked", bound=QDialog)
_MODEL = "engine.model"
_FILE = "seesay-settings"
_ENDING = ".toml"
_TOLD = 5
"""Names that nobody knows that are told one by one."""


class PreferencesAsking:
    """Opens them one at a time, over the window. `change` keeps a setting's new value and says it."""

    def __init__(
        self, window: QWidget, wording: Wording, calls: PreferencesCalls, change: Callable[[Setting, object], None]
    ) -> None:
        self._window = window
        self._wording = wording
        self._calls = calls
        self._change = change
        self._dialog: QDialog | None = None

    def close(self) -> None:
        """Leave the small window that is open, if one is."""
        if self._dialog is not None:
            self._dialog.reject()

    def edit(self, declared: Setting) -> None:
        """Ask for a key, for languages or for texts."""
        if declared.kind is Kind.KEY:
            key = self._opened(
                KeyWindow(self._wording, declared, self._calls.preferences, self._calls.say, self._window)
            )
            key.present()
            self._calls.introduce(key, key.windowTitle())
            return
        chosen = self._calls.preferences.settings.words(declared.name)

        def take(values: Sequence[str]) -> None:
            self._change(declared, tuple(values))

        asked: LanguagesWindow | PresetsWindow
        if declared.kind is Kind.LANGUAGES:
            title = setting_words.title(declared, self._wording)
            asked = LanguagesWindow(self._wording, title, chosen, take, self._echo, self._window)
        else:
            asked = PresetsWindow(self._wording, chosen, take, self._window)
        self._opened(asked).present()
        self._calls.introduce(asked, asked.windowTitle())

    def server(self) -> None:
        """Ask for the address of a server."""
        asked = self._opened(AskWindow(self._wording, P.SERVER_TITLE, P.SERVER_OK, self._window))
        now = self._calls.preferences.settings.text(_MODEL)
        asked.ask(
            lambda words: self._change(setting(_MODEL), words),
            self._wording.say(P.SERVER_LABEL),
            words=now if is_address(now) else "https://",
        )
        self._calls.introduce(asked, asked.windowTitle())

    def reset_all(self) -> None:
        """Ask whether all settings go back to their defaults."""
        count = len(self._calls.preferences.settings.chosen)
        if not count:
            self._calls.say(self._wording.say(P.RESET_ALL_NOTHING))
            return
        asked = self._opened(ResetWindow(self._wording, count, self._reset_all, self._window))
        asked.present()
        self._calls.introduce(asked, asked.windowTitle())

    def import_file(self) -> None:
        """Ask for a file, and take its settings."""
        chooser = self._chooser(P.IMPORT_TITLE)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._import)
        chooser.open()

    def export_file(self) -> None:
        """Ask for a place, and save the settings there; what is there already is left alone."""
        chooser = self._chooser(P.EXPORT_TITLE)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(_ENDING)
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        chooser.selectFile(_free(Path(chooser.directory().absolutePath()) / f"{_FILE}{_ENDING}").name)
        chooser.fileSelected.connect(self._export)
        chooser.open()

    # --- what comes of it -----------------------------------------------------------------------------

    def _import(self, path: str) -> None:
        before = self._calls.preferences.settings
        try:
            loaded = self._calls.preferences.import_from(path)
        except SeeSayError as error:
            self._calls.say(self._wording.error(error).spoken)
            return
        after = self._calls.preferences.settings
        changed = [name for name in loaded.settings.chosen if before.get(name) != after.get(name)]
        self._calls.say(" ".join(self._imported(changed, loaded)))

    def _imported(self, changed: Sequence[str], loaded: Loaded) -> Iterator[str]:
        """Yield what was taken of a file, and what wasn't."""
        say = self._wording.say
        yield self._wording.count(P.IMPORTED, len(changed)) if changed else say(P.IMPORT_NOTHING)
        if _MODEL in changed and (sent := sent_text(self._wording, self._calls.preferences)):
            yield sent
        wrong = [notice.params["name"] for notice in loaded.notices if "name" in notice.params]
        if wrong:
            titles = [setting_words.title(setting(name), self._wording) for name in wrong]
            yield say(P.IMPORT_REFUSED, names=self._wording.join(titles))
        if loaded.unknown:
            # A stranger's file may have thousands.
            yield say(P.IMPORT_UNKNOWN, names=self._wording.join(loaded.unknown[:_TOLD]))
            if more := len(loaded.unknown[_TOLD:]):
                yield self._wording.count(M.FOUND_MORE, more)

    def _export(self, path: str) -> None:
        free = _free(Path(path))
        try:
            self._calls.preferences.export(str(free))
        except SeeSayError as error:
            self._calls.say(self._wording.error(error).spoken)
            return
        self._calls.say(self._wording.say(P.EXPORTED, name=free.name))

    def _reset_all(self) -> None:
        try:
            copy = self._calls.preferences.reset_all()
        except SeeSayError as error:
            self._calls.say(self._wording.error(error).spoken)
            return
        self._calls.say(self._wording.say(P.RESET_ALL_DONE, name=copy))

    # --- windows --------------------------------------------------------------------------------------

    def _chooser(self, title: Message) -> QFileDialog:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chooser = QFileDialog(self._window, self._wording.say(title), folder)
        chooser.setNameFilter(f"{self._wording.say(P.SETTINGS_FILES)} (*{_ENDING})")
        FocusLoan(self._opened(chooser))
        self._calls.introduce(chooser, chooser.windowTitle())
        return chooser

    def _opened(self, dialog: Asked) -> Asked:
        self.close()
        self._dialog = dialog
        dialog.finished.connect(lambda result: self._finished(dialog))
        dialog.setModal(True)
        return dialog

    def _finished(self, dialog: QDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
        dialog.deleteLater()

    def _echo(self, text: str) -> None:
        """Say what a screen reader says by itself."""
        if not self._calls.is_screen_reader_running():
            self._calls.say(text)


def _free(path: Path) -> Path:
    """Return the path, or one beside it that nothing has yet."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    return next(each for each in itertools.chain([path], names) if not each.exists())
