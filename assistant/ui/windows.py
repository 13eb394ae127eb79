"""All windows behind one port, each made when it is first opened: none of them costs anything at the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from assistant.core.answers import Answer, Sentence
from assistant.core.camera_ports import Narration, NarrationState
from assistant.core.domain import Command, Priority, Question, Task
from assistant.core.languages import Direction, direction
from assistant.core.models import ModelEvent
from assistant.core.ports import ModelManager
from assistant.core.reader_ports import Book, ReadingStyle
from assistant.core.wording import M, PracticeMessages, Wording
from assistant.core.wording.model_windows import ModelWindowMessages
from assistant.ui.answer import AnswerWindow, Reviewing
from assistant.ui.book import BookWindow
from assistant.ui.book_asking import BookCalls
from assistant.ui.camera import CameraCalls, CameraWindow
from assistant.ui.main_window import MainWindow
from assistant.ui.models import ModelCalls, ModelsWindow
from assistant.ui.own_voice import OwnVoice
from assistant.ui.practice import PracticePage
from assistant.ui.question import QuestionCalls, QuestionWindow


@dataclass(frozen=True, slots=True)
class WindowCalls:
    """What the windows call back: commands, their keys, speech in a language, and what reviewing needs."""

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
    presets: Callable[[], Sequence[str]]
    save_presets: Callable[[Sequence[str]], None]
    open_page: Callable[[str], bool] = lambda address: QDesktopServices.openUrl(QUrl(address))


class DesktopWindows:
    """The `Windows` port on a desktop. `connect` is called once, before the first window opens."""

    def __init__(self, application: QApplication, wording: Wording) -> None:
        is_right_to_left = direction(wording.language) is Direction.RIGHT_TO_LEFT
        application.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if is_right_to_left else Qt.LayoutDirection.LeftToRight
        )
        self._application = application
        self._wording = wording
        self._calls: WindowCalls | None = None
        self._own_voice: OwnVoice | None = None
        self._question: QuestionWindow | None = None
        self._answer: AnswerWindow | None = None
        self._main: MainWindow | None = None
        self._practice: PracticePage | None = None
        self._models: ModelsWindow | None = None
        self._book: BookWindow | None = None
        self._camera: CameraWindow | None = None

    def connect(self, calls: WindowCalls) -> None:
        """Set what the windows call."""
        self._calls = calls

    def close(self) -> None:
        """Take all windows away, in a known order: at the interpreter's end Qt's parts would go in any.

        Call it once the event loop has ended: Qt tells that it quits in the middle of whatever event asked for that.
        """
        gone: list[QObject | None] = [self._own_voice, self._question, self._answer, self._main]
        gone += [self._practice, self._models, self._book, self._camera]
        if self._calls is not None:
            self._calls.book.watch(None)
            self._calls.narration.watch(None)
        self._own_voice = self._question = self._answer = self._main = self._practice = self._models = None
        self._book = self._camera = None
        for each in gone:
            if isinstance(each, QWidget):
                # Hidden first: what a window has to say when the user closes it is not said at the program's end.
                each.hide()
                each.close()
            if each is not None:
                Shiboken.delete(each)

    def ask(self, task: Task, reply: Callable[[Question | None], None], *, has_last: bool = False) -> None:
        """Open the question window."""
        if self._question is None:
            calls = self._wired()
            made = QuestionCalls(calls.say, calls.presets, calls.save_presets, self._introduce)
            self._question = QuestionWindow(self._wording, made)
        self._question.ask(task, reply, has_last=has_last)
        self._introduce(self._question, self._question.introduction())

    def suggest(self, questions: Sequence[Sentence], told: str) -> None:
        """Offer questions in the question window."""
        if self._question is not None:
            self._question.suggest(questions, told)

    def leave_question(self) -> None:
        """Close the question window."""
        if self._question is not None:
            self._question.leave()

    def show_answer(self, answer: Answer) -> None:
        """Open the answer window."""
        if self._answer is None:
            calls = self._wired()
            reviewing = Reviewing(
                say=calls.say,
                repeat=lambda: calls.do(Command.REPEAT),
                is_screen_reader_running=calls.is_screen_reader_running,
            )
            self._answer = AnswerWindow(self._wording, reviewing)
        self._introduce(self._answer, "")
        self._answer.show_answer(answer)

    def show_main(self) -> None:
        """Open the main window."""
        if self._main is None:
            calls = self._wired()
            self._main = MainWindow(self._wording, calls.do, calls.key_of, self.more)
        self._main.show_in_front()
        self._introduce(self._main, self._main.windowTitle())

    def show_book(self) -> None:
        """Open the window that reads documents."""
        if self._book is None:
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
            self._book = BookWindow(self._wording, made)
        self._introduce(self._book, self._book.introduction())
        self._book.show_in_front()

    def show_camera(self) -> None:
        """Open the camera window and begin to tell; where it tells already, tell what is there now."""
        calls = self._wired()
        if self._camera is None:
            made = CameraCalls(
                calls.narration, calls.keep_page, calls.say, calls.announce, calls.is_screen_reader_running
            )
            self._camera = CameraWindow(self._wording, made)
        is_on = calls.narration.state is not NarrationState.OFF
        if is_on and self._camera.isVisible():
            # The window stays where it is: who asks for news is in another one.
            calls.narration.now()
            return
        self._introduce(self._camera, "")
        self._camera.show_in_front()
        if not is_on:
            calls.narration.start()

    @property
    def more(self) -> Mapping[str, Callable[[], object]]:
        """What else the main window and the tray open, by its name there."""
        return {
            self._wording.say(ModelWindowMessages.OPEN): self.show_models,
            self._wording.say(M.PRACTICE_OPEN): self.show_practice,
        }

    def show_models(self) -> None:
        """Open the window with the models."""
        if self._models is None:
            calls = self._wired()
            made = ModelCalls(calls.models, self._say, calls.open_page, self._introduce)
            self._models = ModelsWindow(self._wording, made)
        self._introduce(self._models, self._models.introduction())
        self._models.show_in_front()

    def models_changed(self, event: ModelEvent) -> None:
        """Show what the manager of models tells, where the window was made."""
        if self._models is not None:
            self._models.take(event)

    def show_practice(self) -> None:
        """Open the practice page."""
        if self._practice is None:
            self._practice = PracticePage(self._wording, self._say)
        self._introduce(self._practice, "")
        self._practice.show_in_front()
        self._say(self._practice_hint())

    def quit(self) -> None:
        """End the program."""
        self._application.quit()

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
