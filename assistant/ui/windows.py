"""All windows behind one port, each made when it is first opened: none of them costs anything at the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from assistant.core.acts import Act, Target
from assistant.core.answers import Answer, Sentence
from assistant.core.camera_ports import Narration, NarrationState
from assistant.core.domain import Command, Picture, Priority, Question, Task
from assistant.core.languages import Direction, direction
from assistant.core.models import ModelEvent
from assistant.core.ports import AnswerView, ModelManager
from assistant.core.preferences_ports import Preferences
from assistant.core.reader_ports import Book, ReadingStyle
from assistant.core.welcome import Welcoming
from assistant.core.wording import M, PracticeMessages, Wording
from assistant.core.wording.model_windows import ModelWindowMessages
from assistant.core.wording.preferences import PreferencesMessages
from assistant.core.wording.welcome import WelcomeMessages
from assistant.ui.answer import AnswerWindow, Reviewing
from assistant.ui.book import BookWindow
from assistant.ui.book_asking import BookCalls
from assistant.ui.camera import CameraCalls, CameraWindow
from assistant.ui.kept import Kept
from assistant.ui.main_window import MainWindow
from assistant.ui.model_panel import ModelCalls
from assistant.ui.models import ModelsWindow
from assistant.ui.own_voice import OwnVoice
from assistant.ui.practice import PracticePage
from assistant.ui.preferences import PreferencesCalls, PreferencesWindow
from assistant.ui.question import QuestionCalls, QuestionWindow
from assistant.ui.welcome import WelcomeCalls, WelcomeWindow


@dataclass(frozen=True, slots=True)
class WindowCalls:
    """What the windows call back: commands, their keys, speech in a language, and what reviewing needs.

    `reword` takes up another language or length of sentences that the settings ask for by now.
    """

    do: Callable[[Command], None]
    key_of: Callable[[Command], str]
    say: Callable[[str, str], None]
    is_screen_reader_running: Callable[[], bool]
    models: ModelManager
    book: Book
    style: ReadingStyle
    narration: Narration
    keep_page: Callable[[], None]
    announce: Callable[[str, Priority], None]
    hold_control: Callable[[bool], None]
    act: Callable[[Act, Target], None]
    presets: Callable[[], Sequence[str]]
    save_presets: Callable[[Sequence[str]], None]
    view: AnswerView
    reword: Callable[[], None]
    welcoming: Welcoming
    preferences: Preferences
    open_page: Callable[[str], bool] = lambda address: QDesktopServices.openUrl(QUrl(address))


class DesktopWindows:
    """The `Windows` port on a desktop. `connect` is called once, before the first window opens."""

    def __init__(self, application: QApplication, wording: Wording) -> None:
        self._application = application
        self._wording = wording
        self._calls: WindowCalls | None = None
        self._own_voice: OwnVoice | None = None
        self._question = Kept(self._make_question)
        self._answer = Kept(self._make_answer)
        self._main = Kept(lambda: MainWindow(wording, self._wired().do, self._wired().key_of, self.more))
        self._practice = Kept(lambda: PracticePage(wording, self._say), PracticePage.forget)
        self._models = Kept(self._make_models)
        self._book = Kept(self._make_book, lambda window: self._wired().book.watch(None))
        self._camera = Kept(self._make_camera, lambda window: self._wired().narration.watch(None))
        self._welcome = Kept(self._make_welcome, reword=WelcomeWindow.reword)
        self._kept: tuple[Kept[Any], ...] = (self._question, self._answer, self._main, self._practice, self._welcome)
        self._preferences = Kept(self._make_preferences, reword=PreferencesWindow.reword)
        self._kept += (self._models, self._book, self._camera, self._preferences)
        self._set_direction()

    def connect(self, calls: WindowCalls) -> None:
        """Set what the windows call."""
        self._calls = calls
        calls.preferences.watch(self._settled)

    def close(self) -> None:
        """Take all windows away, in a known order: at the interpreter's end Qt's parts would go in any.

        Call it once the event loop has ended: Qt tells that it quits in the middle of whatever event asked for that.
        """
        own_voice, self._own_voice = self._own_voice, None
        if own_voice is not None:
            Shiboken.delete(own_voice)
        for each in self._kept:
            each.take_away()

    def reword(self) -> None:
        """Take up what the wording has become: its language's direction at once, its words as `Kept` says."""
        self._set_direction()
        for each in self._kept:
            each.reword()

    def ask(self, task: Task, reply: Callable[[Question | None], None], *, has_last: bool = False) -> None:
        """Open the question window."""
        window = self._question.get()
        window.ask(task, reply, has_last=has_last)
        self._introduce(window, window.introduction())

    def suggest(self, questions: Sequence[Sentence], told: str) -> None:
        """Offer questions in the question window."""
        if self._question.window is not None:
            self._question.window.suggest(questions, told)

    def leave_question(self) -> None:
        """Close the question window."""
        if self._question.window is not None:
            self._question.window.leave()

    def show_answer(self, answer: Answer, picture: Picture | None = None) -> None:
        """Open the answer window."""
        window = self._answer.get()
        self._introduce(window, "")
        window.show_answer(answer, picture)

    def show_main(self) -> None:
        """Open the main window."""
        window = self._main.get()
        window.show_in_front()
        self._introduce(window, window.windowTitle())

    def show_book(self) -> None:
        """Open the window that reads documents."""
        window = self._book.get()
        self._introduce(window, window.introduction())
        window.show_in_front()

    def show_camera(self) -> None:
        """Open the camera window and begin to tell; where it tells already, tell what is there now."""
        calls, window = self._wired(), self._camera.get()
        is_on = calls.narration.state is not NarrationState.OFF
        if is_on and window.isVisible():
            # The window stays where it is: who asks for news is in another one.
            calls.narration.now()
            return
        self._introduce(window, "")
        window.show_in_front()
        if not is_on:
            calls.narration.start()

    @property
    def more(self) -> Mapping[str, Callable[[], object]]:
        """What else the main window and the tray open, by its name there."""
        return {
            self._wording.say(ModelWindowMessages.OPEN): self.show_models,
            self._wording.say(PreferencesMessages.PREFERENCES_OPEN): self.show_preferences,
            self._wording.say(M.PRACTICE_OPEN): self.show_practice,
            self._wording.say(WelcomeMessages.OPEN): self.show_welcome,
        }

    def show_models(self) -> None:
        """Open the window with the models."""
        window = self._models.get()
        self._introduce(window, window.introduction())
        window.show_in_front()

    def show_preferences(self) -> None:
        """Open the window of the settings."""
        window = self._preferences.get()
        self._introduce(window, window.introduction())
        window.show_in_front()

    def _settled(self, names: frozenset[str]) -> None:
        """Have open windows show what was changed, by whomever; the keys on the main window are old."""
        for each in (self._preferences, self._answer, self._book, self._camera):
            if each.window is not None:
                each.window.settle(names)
        if any(name.startswith("hotkeys.") for name in names):
            self._main.reword()

    def _make_preferences(self) -> PreferencesWindow:
        calls = self._wired()
        made = PreferencesCalls(
            calls.preferences, calls.models, self._say, calls.is_screen_reader_running, self._introduce
        )
        return PreferencesWindow(self._wording, made)

    def models_changed(self, event: ModelEvent) -> None:
        """Show what the manager of models tells, where the window was made."""
        if self._models.window is not None:
            self._models.window.take(event)
        if self._welcome.window is not None:
            self._welcome.window.take(event)
        if self._preferences.window is not None:
            self._preferences.window.take(event)

    def show_practice(self) -> None:
        """Open the practice page."""
        self._practise(self._practice_hint())

    def show_welcome(self, notes: str = "") -> None:
        """Open the welcome; `notes` are said before its own words."""
        self._welcome.get().show_in_front(notes)

    def sound_changed(self) -> None:
        """Write in the welcome, where it was made, whether anything can be heard."""
        if self._welcome.window is not None:
            self._welcome.window.write()

    def _practise(self, hint: str, closed: Callable[[], None] | None = None) -> None:
        window = self._practice.get()
        self._introduce(window, "")
        window.show_in_front(closed)
        self._say(hint)

    def quit(self) -> None:
        """End the program."""
        self._application.quit()

    def _make_question(self) -> QuestionWindow:
        calls = self._wired()
        made = QuestionCalls(calls.say, calls.presets, calls.save_presets, self._introduce)
        return QuestionWindow(self._wording, made)

    def _make_answer(self) -> AnswerWindow:
        calls = self._wired()
        reviewing = Reviewing(
            say=calls.say,
            repeat=lambda: calls.do(Command.REPEAT),
            is_screen_reader_running=calls.is_screen_reader_running,
            act=calls.act,
            hold_control=calls.hold_control,
            stop=lambda: calls.do(Command.STOP),
            view=calls.view,
        )
        return AnswerWindow(self._wording, reviewing)

    def _make_welcome(self) -> WelcomeWindow:
        calls = self._wired()
        made = WelcomeCalls(
            welcoming=calls.welcoming,
            say=calls.say,
            is_screen_reader_running=calls.is_screen_reader_running,
            announce=lambda text: calls.announce(text, Priority.NORMAL),
            take_up=calls.reword,
            practise=self._practise,
            key_of=calls.key_of,
            introduce=self._introduce,
            models=self._model_calls(),
        )
        return WelcomeWindow(self._wording, made)

    def _make_models(self) -> ModelsWindow:
        return ModelsWindow(self._wording, self._model_calls())

    def _model_calls(self) -> ModelCalls:
        calls = self._wired()
        return ModelCalls(calls.models, self._say, calls.open_page, self._introduce)

    def _make_book(self) -> BookWindow:
        calls = self._wired()
        made = BookCalls(
            book=calls.book,
            style=calls.style,
            say=calls.say,
            announce=calls.announce,
            introduce=self._introduce,
            is_screen_reader_running=calls.is_screen_reader_running,
            stop=lambda: calls.do(Command.STOP),
            hold_control=calls.hold_control,
            faster=lambda: calls.do(Command.FASTER),
            slower=lambda: calls.do(Command.SLOWER),
        )
        return BookWindow(self._wording, made)

    def _make_camera(self) -> CameraWindow:
        calls = self._wired()
        made = CameraCalls(calls.narration, calls.keep_page, calls.say, calls.announce, calls.is_screen_reader_running)
        return CameraWindow(self._wording, made)

    def _set_direction(self) -> None:
        is_right_to_left = direction(self._wording.language) is Direction.RIGHT_TO_LEFT
        self._application.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if is_right_to_left else Qt.LayoutDirection.LeftToRight
        )

    def _introduce(self, window: QWidget, title: str) -> None:
        if self._own_voice is None:
            is_running = self._wired().is_screen_reader_running
            self._own_voice = OwnVoice(self._application, self._say, is_running)
        self._own_voice.introduce(window, title)

    def _say(self, text: str) -> None:
        self._wired().say(text, self._wording.language)

    def _practice_hint(self) -> str:
        describe, read = (
            self._wording.key(self._wired().key_of(command))
            for command in (Command.DESCRIBE_SCREEN, Command.READ_SCREEN)
        )
        return self._wording.say(PracticeMessages.TRY, describe=describe, read=read)

    def _wired(self) -> WindowCalls:
        assert self._calls is not None, "connect() comes before the first window"
        return self._calls
