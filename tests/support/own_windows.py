"""SeeSay's own windows made in the test's process, with what they call written down; and a walk over their controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QPushButton, QWidget

from assistant.core.acts import Act, Target
from assistant.core.answers import Answer, AnswerDraft, Sentence
from assistant.core.domain import Command, Detail, Priority, Question, Source, SourceKind, Stats, Task
from assistant.core.setting_words import page_of, pages
from assistant.core.settings import Settings, setting
from assistant.core.wording import Message, Wording, load_translations
from assistant.core.wording.model_windows import ModelGuideMessages
from assistant.core.wording.model_windows import ModelWindowMessages as W
from assistant.core.wording.preferences import PreferencesMessages
from assistant.core.wording.question_window import QuestionMessages
from assistant.system import paths
from assistant.ui.preferences_rows import SettingRow
from assistant.ui.windows import DesktopWindows, WindowCalls
from support.fake_book import FakeBook
from support.fake_narration import FakeNarration
from support.fake_preferences import FakePreferences
from support.fake_style import FakeStyle
from support.fake_welcoming import FakeWelcoming
from support.models import FakeModelManager
from support.processes import wait_until
from support.pseudo import pseudo_wording

KEYS = {
    Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D",
    Command.READ_SCREEN: "Ctrl+Alt+Shift+R",
    Command.STOP: "Ctrl+Alt+Shift+S",
}
SETTINGS = {"key": "hotkeys.find", "languages": "read_languages", "reset": ""}
"""The windows that the preferences open, with the setting that they are about."""
ENGLISH = Sentence("The morning is cold and clear.", "en")
GERMAN = Sentence("Es regnet, sehr.", "de")


def wording(language: str) -> Wording:
    """Return SeeSay's sentences in a language; "pseudo" is one that nobody speaks, longer than any."""
    if language == "pseudo":
        return pseudo_wording()
    return Wording(language, load_translations(paths.resources() / "locale", language))


def answer(*sentences: Sentence) -> Answer:
    """Return an answer about the screen."""
    draft = AnswerDraft(1, Task.READ, Source(SourceKind.SCREEN), "en", Detail.NORMAL, 0.0)
    draft.sentences = list(sentences or (ENGLISH, GERMAN))
    draft.stats = Stats(engine="embedded", model="PP-OCRv6", total_ms=1500.0)
    return draft.freeze(2.0)


@dataclass
class Stage:
    """The windows and what they called. `replies` are the questions of the question window."""

    application: Any
    wording: Wording
    windows: DesktopWindows
    has_reader: bool = False
    said: list[tuple[str, str]] = field(default_factory=list)
    done: list[Command] = field(default_factory=list)
    replies: list[Question | None] = field(default_factory=list)
    manager: FakeModelManager = field(default_factory=FakeModelManager)
    book: FakeBook = field(default_factory=FakeBook)
    style: FakeStyle = field(default_factory=FakeStyle)
    narration: FakeNarration = field(default_factory=FakeNarration)
    announced: list[tuple[str, Priority]] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    acts: list[tuple[Act, Target]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    on_reword: Callable[[], None] = lambda: None
    welcoming: FakeWelcoming = field(default_factory=FakeWelcoming)
    presets: tuple[str, ...] = ()
    text_size: int = 100
    preferences: FakePreferences = field(default_factory=FakePreferences)

    def say(self, text: str, language: str) -> None:
        self.said.append((text, language))

    def announce(self, text: str, priority: Priority) -> None:
        self.announced.append((text, priority))

    def open_page(self, address: str) -> bool:
        self.pages.append(address)
        return True

    def set_text_size(self, percent: int) -> None:
        self.text_size = percent

    def save_presets(self, questions: Sequence[str]) -> None:
        self.presets = tuple(questions)

    def open_all(self) -> dict[str, QWidget]:
        """Open every window there is; return them by a name for messages."""
        opened = {
            "main": self.opened(self.windows.show_main),
            "practice": self.opened(self.windows.show_practice),
            "models": self.opened(self.windows.show_models),
            "welcome": self.opened(self.windows.show_welcome),
            "preferences": self.opened(self.windows.show_preferences),
            "answer": self.opened(lambda: self.windows.show_answer(answer())),
            "ask": self.opened(lambda: self.windows.ask(Task.ASK, self.replies.append)),
        }
        opened["book"] = self.opened(self.windows.show_book)
        opened["camera"] = self.opened(self.windows.show_camera)
        self.narration.pause()
        self.windows.leave_question()
        find = self.opened(lambda: self.windows.ask(Task.FIND, self.replies.append))
        return {**opened, "find": find}

    def open_dialog(self, wanted: str) -> QWidget:
        """Open one of the windows that belong to another."""
        steps = {
            "licence": ("Install", 1),
            "token": ("Install", 3),
            "start": ("Install", 4),
            "import": ("Import", 0),
            "remove": ("Delete", 0),
        }
        if wanted == "presets":
            self.windows.ask(Task.ASK, self.replies.append, has_last=True)
            parent = self._visible()[0]
            return self.opened(self._button(parent, QuestionMessages.EDIT).click)
        if wanted in SETTINGS:
            return self._settings_dialog(wanted)
        words, count = steps[wanted]
        parent = self.opened(self.windows.show_models)
        messages = {"Install": W.INSTALL, "Import": W.IMPORT, "Delete": W.REMOVE}
        if wanted == "remove":
            parent.findChildren(QListWidget)[0].setCurrentRow(len(self.manager.models) - 1)
        dialog = self.opened(self._button(parent, messages[words]).click)
        for _ in range(count):
            self._button(dialog, ModelGuideMessages.NEXT).click()
        self.application.processEvents()
        return dialog

    def _settings_dialog(self, wanted: str) -> QWidget:
        self.preferences.become(Settings({"speech.rate": 5}))
        window = self.opened(self.windows.show_preferences)
        if wanted == "reset":
            return self.opened(self._button(window, PreferencesMessages.RESET_ALL).click)
        name = SETTINGS[wanted]
        (box,) = (each for each in window.findChildren(QComboBox) if each.count() == len(pages()))
        box.setCurrentIndex([*pages()].index(page_of(setting(name))))
        row = next(each for each in window.findChildren(SettingRow) if each.declared.name == name)
        return self.opened(row.control.widget.click)  # type: ignore[attr-defined]  # a button

    def _button(self, window: QWidget, message: Message) -> QPushButton:
        text = self.wording.say(message)
        return next(each for each in window.findChildren(QPushButton) if each.text() == text)

    def opened(self, open_it: Any) -> QWidget:
        """Open one window and return it."""
        before = set(self._visible())
        open_it()
        self.application.processEvents()
        (window,) = set(self._visible()) - before
        return window

    def await_done(self, command: Command) -> None:
        """Return once a window has done this command as its first."""
        self.run_until(lambda: self.done == [command], what=f"{command} to be done")

    def run_until(self, condition: Callable[[], bool], *, what: str) -> None:
        """Let the application run until a condition holds."""

        def holds() -> bool:
            self.application.processEvents()
            return condition()

        wait_until(holds, what=what)

    def close(self) -> None:
        """Take all windows away."""
        self.windows.close()

    @staticmethod
    def _visible() -> list[QWidget]:
        return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def stage(application: Any, words: Wording | None = None) -> Stage:
    """Return the windows, wired to a list."""
    chosen = words or Wording()
    made = Stage(application, chosen, DesktopWindows(application, chosen))
    made.manager.post = made.windows.models_changed
    made.windows.connect(
        WindowCalls(
            do=made.done.append,
            key_of=lambda command: KEYS.get(command, ""),
            say=made.say,
            is_screen_reader_running=lambda: made.has_reader,
            models=made.manager,
            book=made.book,
            style=made.style,
            narration=made.narration,
            keep_page=lambda: made.narration.calls.append("keep page"),
            announce=made.announce,
            hold_control=made.held.append,
            act=lambda act, target: made.acts.append((act, target)),
            open_page=made.open_page,
            presets=lambda: made.presets,
            save_presets=made.save_presets,
            view=made,
            reword=lambda: made.on_reword(),
            welcoming=made.welcoming,
            preferences=made.preferences,
        )
    )
    return made


def focusable(window: QWidget) -> list[QWidget]:
    """Return the controls that Tab stops at, in its order, from the uppermost on."""
    stops = list(_chain(window))
    first = min(range(len(stops)), key=lambda number: reading_place(stops[number], window), default=0)
    return stops[first:] + stops[:first]


def name(widget: QWidget) -> str:
    """Return a control's name as a screen reader gets it."""
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def description(widget: QWidget) -> str:
    """Return a control's description as a screen reader gets it."""
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description))


def reading_place(widget: QWidget, window: QWidget) -> tuple[int, int]:
    """Return where a control begins, so that sorting gives the order of reading: rows first, then along the line."""
    corner = widget.mapTo(window, QPoint(0, 0))
    is_right_to_left = window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return corner.y(), -corner.x() if is_right_to_left else corner.x()


def _chain(window: QWidget) -> Iterator[QWidget]:
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        # A spin box stands for the field in it.
        is_inside = widget.objectName() == "qt_spinbox_lineedit"
        stops = not is_inside and bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if stops and widget.isVisibleTo(window) and widget.isEnabled() and widget.window() is window:
            yield widget
        widget = widget.nextInFocusChain()
