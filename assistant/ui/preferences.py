"""The window of the settings: a page for each subject, a search over all of them, and the file as a whole.

It is made from the table of settings; what must be done for a change is done elsewhere, by whoever watches the store.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from assistant.core import setting_words
from assistant.core.domain import VoiceInfo
from assistant.core.errors import SeeSayError
from assistant.core.models import ModelAction, ModelEvent, ModelJobEnded, ModelsListed, ModelState
from assistant.core.ports import ModelManager
from assistant.core.preferences_ports import Preferences
from assistant.core.settings import setting
from assistant.core.settings_table import Kind, Setting
from assistant.core.wording import M, Wording
from assistant.core.wording.preferences import PreferencesMessages as P
from assistant.core.wording.setting_names import SETTING_PAGES
from assistant.ui.own_voice import are_boxes_read, without_mnemonic
from assistant.ui.preferences_asking import PreferencesAsking
from assistant.ui.preferences_controls import ChoiceControl, is_boxed
from assistant.ui.preferences_kept import KeptText
from assistant.ui.preferences_rows import RowCalls, SettingRow
from assistant.ui.widgets import FocusLoan, button, close_by_escape, fit, label, scrolled_area

_SIZE = QSize(640, 620)
_FEWEST = 2
"""Letters from which on a search begins."""
_VOICE, _CAMERA, _MODEL = "speech.voice", "camera.device", "engine.model"
_VOICES_OF = frozenset({"speech.backend", "speech.beside_reader"})
"""Each way to speak has voices of its own."""
_LAYER = frozenset({"hotkeys.layer", "hotkeys.layer_key"})
"""They decide which key "auto" stands for."""


@dataclass(frozen=True, slots=True)
class PreferencesCalls:
    """What the window calls; `say` speaks at once, beside a screen reader too."""

    preferences: Preferences
    manager: ModelManager
    say: Callable[[str], None]
    is_screen_reader_running: Callable[[], bool]
    introduce: Callable[[QWidget, str], None]


class _SearchField(QLineEdit):
    """Selects nothing when Tab comes to it: Orca would follow the text's cursor and not say where it is."""

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Take the focus as if nobody had pressed Tab."""
        super().focusInEvent(QFocusEvent(event.type(), Qt.FocusReason.OtherFocusReason))


class PreferencesWindow(QWidget):
    """Escape closes.

    Control flow: a page, or what a search found, is a row for each setting, made when it is shown. A row's change goes
    to the settings; whatever changes there, by whomever, comes back by `settle` and is shown. A change made here is
    said, by SeeSay's own voice where it is about that voice or no screen reader runs.
    """

    def __init__(self, wording: Wording, calls: PreferencesCalls) -> None:
        super().__init__()
        self._wording = wording
        self._calls = calls
        self._rows: list[SettingRow] = []
        self._shown_in = wording.language, wording.is_brief
        self._late: dict[str, Sequence[tuple[str, str]]] = {}
        self._waiting: set[str] = set()
        self._asking = PreferencesAsking(self, wording, calls, self._change)
        self._lay_out()
        self._shortcuts()
        close_by_escape(self)
        self._loan = FocusLoan(self)
        self._show_page()
        self._found.hide()
        fit(self, _SIZE)

    def show_in_front(self) -> None:
        """Open, or come to the front, with what the system says of itself by now."""
        try:
            self._calls.preferences.look()
        except SeeSayError as error:
            self._calls.say(self._wording.error(error).spoken)
        self._page.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._loan.present()

    def introduction(self) -> str:
        """Return what a screen reader says of a dialog: its title and its text."""
        return f"{self.windowTitle()}. {self._intro.text()}"

    def settle(self, names: frozenset[str]) -> None:
        """Show changed settings."""
        settings = self._calls.preferences.settings
        for row in self._rows:
            if row.declared.name in names:
                row.show_settings(settings)
        if names & _LAYER:
            self._show_again()
        if names & _VOICES_OF:
            self._waiting.discard(_VOICE)
            self._fill_late()
        if self._kept is not None and names & {"privacy.network", _MODEL}:
            self._kept.write()

    def take(self, event: ModelEvent) -> None:
        """Take what the manager of models tells."""
        if isinstance(event, ModelsListed):
            installed = [model.name for model in event.models if model.state is ModelState.INSTALLED]
            self._found_late(_MODEL, [(name, name) for name in installed])
        elif isinstance(event, ModelJobEnded) and event.job.action is ModelAction.LIST:
            self._waiting.discard(_MODEL)

    def reword(self) -> None:
        """Say everything in the language that the wording has by now."""
        shown_in, self._shown_in = self._shown_in, (self._wording.language, self._wording.is_brief)
        if shown_in != self._shown_in:
            self._label()
            self._show_again()

    def _show_again(self) -> None:
        """Make the rows that are shown anew; the focus stays on its setting."""
        if not self._found.isHidden():
            self._found.setText(self._told_of_search(len(self._rows)))
        self._show_rows([row.declared for row in self._rows], with_kept=self._kept is not None)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Close the small window too: it gives SeeSay its keys back."""
        self._asking.close()
        event.accept()

    # --- how it looks ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._intro, self._found = label(), label()
        self._search_name, self._search = QLabel(), _SearchField()
        self._page_name, self._page = QLabel(), QComboBox()
        self._search_name.setBuddy(self._search)
        self._page_name.setBuddy(self._page)
        self._kept: KeptText | None = None
        asking = self._asking
        self._buttons: tuple[QPushButton, ...] = tuple(
            button("", do) for do in (asking.import_file, asking.export_file, asking.reset_all, self.close)
        )
        self._body = QWidget()
        content = QWidget()
        self._layout = QVBoxLayout(content)
        upper = (self._intro, self._page_name, self._page, self._search_name, self._search, self._found, self._body)
        for widget in upper:
            self._layout.addWidget(widget)
        grid = QGridLayout()
        for number, each in enumerate(self._buttons):
            grid.addWidget(each, *divmod(number, 2))
        self._layout.addLayout(grid)
        self._layout.addStretch(1)
        self._area = scrolled_area(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._label()
        self._page.currentIndexChanged.connect(lambda row: self._chose_page())
        self._search.textChanged.connect(self._searched)
        self._search.returnPressed.connect(self._to_first)

    def _label(self) -> None:
        """Write all words that don't belong to a row."""
        say = self._wording.say
        self.setWindowTitle(say(P.PREFERENCES_TITLE))
        self._intro.setText(say(P.PREFERENCES_INTRO))
        self._search_name.setText(say(P.SEARCH))
        self._search.setAccessibleName(without_mnemonic(say(P.SEARCH)).rstrip(":"))
        self._search.setAccessibleDescription(say(P.SEARCH_HINT))
        self._page_name.setText(say(P.PAGE))
        self._page.setAccessibleName(without_mnemonic(say(P.PAGE)).rstrip(":"))
        for each, message in zip(
            self._buttons, (P.IMPORT_SETTINGS, P.EXPORT_SETTINGS, P.RESET_ALL, M.ANSWER_CLOSE), strict=True
        ):
            each.setText(say(message))
        with QSignalBlocker(self._page):
            row = max(0, self._page.currentIndex())
            self._page.clear()
            for page in setting_words.pages():
                self._page.addItem(say(SETTING_PAGES[page]), page)
            self._page.setCurrentIndex(row)

    def _shortcuts(self) -> None:
        for key, do in (
            ("Ctrl+F", self._to_search),
            ("Ctrl+R", self._reset_focused),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
        ):
            QShortcut(QKeySequence(key), self, do)

    def _show_page(self) -> None:
        page = str(self._page.currentData())
        self._show_rows(setting_words.pages()[page], with_kept=page == "privacy")

    def _show_rows(self, settings: Sequence[Setting], *, with_kept: bool = False) -> None:
        calls = RowCalls(
            change=self._change,
            edit=self._asking.edit,
            reset=self._reset,
            ask_server=self._asking.server,
            automatic_key=lambda declared: (
                self._calls.preferences.automatic_key(declared.name) if declared.kind is Kind.KEY else ""
            ),
        )
        focused = self._focused()
        before, self._body = self._body, QWidget()
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        self._rows = [SettingRow(each, self._wording, calls) for each in settings]
        for row in self._rows:
            layout.addWidget(row)
            row.show_settings(self._calls.preferences.settings)
        self._kept = self._kept_text() if with_kept else None
        if self._kept is not None:
            layout.addWidget(self._kept)
        self._layout.replaceWidget(before, self._body)
        # At once: whoever presses Enter in the search goes to the first of them.
        self._body.show()
        self._order()
        for row in self._rows:
            # Before the old one goes: the focus would be elsewhere for a moment, and that would be said.
            if focused is not None and row.declared == focused.declared:
                self._go_to(row)
        before.hide()
        before.deleteLater()
        self._fill_late()

    def _kept_text(self) -> KeptText:
        has_reader = self._calls.is_screen_reader_running()
        return KeptText(self._wording, self._calls.preferences, self._calls.say, has_reader=has_reader)

    def _order(self) -> None:
        """Let Tab go from above to below: what was made last comes last by itself."""
        stops = [self._page, self._search, *(widget for row in self._rows for widget in row.widgets)]
        stops += [*([self._kept] if self._kept is not None else []), *self._buttons]
        for one, next_one in itertools.pairwise(stops):
            QWidget.setTabOrder(one, next_one)

    def _fill_late(self) -> None:
        """Offer the choices that were found at last, and have them found anew where nobody does that already."""
        preferences = self._calls.preferences
        asks: dict[str, Callable[[], object]] = {
            _VOICE: lambda: preferences.list_voices(self._take_voices),
            _CAMERA: lambda: preferences.list_cameras(self._take_cameras),
            _MODEL: self._calls.manager.refresh,
        }
        for name in [row.declared.name for row in self._rows if row.declared.name in asks]:
            self._offer(name, self._late.get(name, ()))
            if name not in self._waiting:
                self._waiting.add(name)
                asks[name]()

    def _take_voices(self, found: Sequence[VoiceInfo]) -> None:
        def words(voice: VoiceInfo) -> str:
            names = ", ".join(self._wording.language_name(code.partition("-")[0]) for code in voice.languages[:2])
            return f"{voice.name} ({names})" if names else voice.name

        self._found_late(_VOICE, [(words(voice), voice.name) for voice in found])

    def _take_cameras(self, found: Sequence[str]) -> None:
        self._found_late(_CAMERA, [(each, each) for each in found])

    def _found_late(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self._waiting.discard(name)
        self._late[name] = choices
        self._offer(name, choices)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        for row in self._rows:
            if row.declared.name == name and isinstance(row.control, ChoiceControl):
                row.control.offer(choices)

    # --- what is done ---------------------------------------------------------------------------------

    def _change(self, declared: Setting, value: object) -> None:
        try:
            self._calls.preferences.set(declared.name, value)
        except SeeSayError as error:
            self._calls.say(self._wording.error(error).spoken)
            return
        self._tell(declared)

    def _reset(self, declared: Setting) -> None:
        is_default = self._calls.preferences.settings.get(declared.name) == declared.default
        if is_default:
            title = setting_words.title(declared, self._wording)
            self._calls.say(self._wording.say(P.RESET_NOTHING, title=title))
            return
        try:
            self._calls.preferences.reset(declared.name)
        except SeeSayError as error:
            self._calls.say(self._wording.error(error).spoken)
            return
        self._tell(declared)

    def _tell(self, declared: Setting) -> None:
        """Say a setting's value, in the way that it asks for."""
        is_ours = declared.subject == "speech" or (is_boxed(declared.kind) and not are_boxes_read())
        if not is_ours and self._calls.is_screen_reader_running():
            return
        preferences = self._calls.preferences
        key = preferences.automatic_key(declared.name) if declared.kind is Kind.KEY else ""
        value = setting_words.words(declared, preferences.settings.get(declared.name), self._wording, key)
        title = setting_words.title(declared, self._wording)
        self._calls.say(self._wording.say(P.SETTING_IS, title=title, value=value))

    def _focused(self) -> SettingRow | None:
        focus = self.focusWidget()
        return next((row for row in self._rows if focus is not None and row.isAncestorOf(focus)), None)

    def _reset_focused(self) -> None:
        row = self._focused()
        if row is not None:
            self._reset(setting(row.declared.name))

    # --- pages and the search ---------------------------------------------------------------------------

    def _turn(self, by: int) -> None:
        self._page.setCurrentIndex((self._page.currentIndex() + by) % self._page.count())
        self._page.setFocus()

    def _chose_page(self) -> None:
        with QSignalBlocker(self._search):
            self._search.clear()
        self._found.hide()
        self._show_page()

    def _to_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _searched(self, query: str) -> None:
        if len(query.strip()) < _FEWEST:
            self._found.hide()
            self._show_page()
            return
        found = setting_words.found(query, self._wording)
        told = self._told_of_search(len(found))
        self._found.setText(told)
        self._found.show()
        self._show_rows(found)
        self._calls.say(told)

    def _told_of_search(self, count: int) -> str:
        return self._wording.count(P.SEARCH_FOUND, count) if count else self._wording.say(P.SEARCH_NONE)

    def _to_first(self) -> None:
        if self._rows and self._search.text().strip():
            self._go_to(self._rows[0])

    def _go_to(self, row: SettingRow) -> None:
        row.control.widget.setFocus()
        self._area.ensureWidgetVisible(row)
