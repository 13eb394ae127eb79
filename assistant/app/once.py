"""One request without a running instance: the whole house for one answer, then the lights go out.

Works without a display whenever the source does, and without a sound device for a file or in silence.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from assistant.app.display import require_display
from assistant.app.house import Furniture, House, build, load_wording, open_store
from assistant.app.speaking import earcons, no_earcons, speaking_voice
from assistant.core.answers import Answer, Sentence
from assistant.core.domain import Look, Picture, Question, SourceKind, Task, VoiceEvent
from assistant.core.ensemble import Patience
from assistant.core.errors import InternalError, VoiceError
from assistant.core.ports import Voice
from assistant.core.report import Audio
from assistant.system.logs import set_up
from assistant.ui.bridge import Bridge

LAST_SOUND_MS = 400
"""Milliseconds for the sound of the end to be heard before the process is gone."""
MODEL_PATIENCE = Patience(loading=120.0)
"""A command ends with its answer, and a model that still loads with it: it is waited for, or it would never answer."""
_PULSE_MS = 100


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of it: the answer, and what was heard or written."""

    answer: Answer
    audio: Audio | None


class _Sink:
    """Passes on what comes of the request; `fail` gets what the taker raises, such as a closed standard output."""

    def __init__(
        self,
        take: Callable[[Sentence], None],
        end: Callable[[Answer], None],
        fail: Callable[[BaseException], None],
    ) -> None:
        self._take = take
        self._fail = fail
        self.ended = end

    def sentence(self, sentence: Sentence) -> None:
        """Take the next sentence."""
        try:
            self._take(sentence)
        except OSError as error:
            self._fail(error)


class NoWindows:
    """The `Windows` port where there are none: a one-shot command brings its words along."""

    def ask(self, task: Task, reply: Callable[[Question | None], None], *, has_last: bool = False) -> None:
        """Leave at once."""
        reply(None)

    def suggest(self, questions: Sequence[Sentence], told: str) -> None:
        """Do nothing: nothing is suggested where nothing is asked."""

    def leave_question(self) -> None:
        """Do nothing: no question is open."""

    def show_answer(self, answer: Answer, picture: Picture | None = None) -> None:
        """Do nothing: the command prints the answer."""

    def show_book(self) -> None:
        """Do nothing: there is no window to show."""

    def show_camera(self) -> None:
        """Do nothing: there is no window to show."""

    def show_main(self) -> None:
        """Do nothing: there is no window to show."""

    def quit(self) -> None:
        """End the command."""
        QCoreApplication.quit()


def run_once(look: Look, take: Callable[[Sentence], None], wav: Path | None) -> Ended:
    """Answer one request; `take` gets each sentence as it becomes known. A voice that fails is the answer's `error`.

    Raises what `take` raises, and KeyboardInterrupt when the user ended it.
    """
    set_up()
    application = _application(look.source.kind)
    failures: list[BaseException] = []

    def give_up(error: BaseException) -> None:
        failures.append(error)
        application.quit()

    bridge = Bridge(give_up)
    answers: list[Answer] = []
    voices: list[Voice] = []
    mute: list[VoiceError] = []

    def end(answer: Answer) -> None:
        answers.append(answer)
        QTimer.singleShot(0 if look.is_quiet or wav else LAST_SOUND_MS, application.quit)

    def voice(post: Callable[[VoiceEvent], None]) -> Voice:
        try:
            voices.append(speaking_voice(store.settings, post, wav=wav, is_quiet=look.is_quiet))
        except VoiceError as error:
            mute.append(error)
            voices.append(speaking_voice(store.settings, post, is_quiet=True))
        return voices[0]

    store = open_store()
    with_sounds = not look.is_quiet and wav is None
    sounds = earcons(lambda: store.settings) if with_sounds else no_earcons()
    furniture = Furniture(NoWindows(), voice, sounds, patience=MODEL_PATIENCE)
    with Interruptible(application) as interrupted:
        house = build(bridge, store, load_wording(store.settings), furniture)
        house.stack.callback(sounds.close)
        try:
            with house.stack:
                bridge.post(lambda: _begin(house, look, _Sink(take, end, give_up)))
                application.exec()
        except VoiceError as error:  # the file could not be completed
            mute.append(error)
    if interrupted:
        raise KeyboardInterrupt
    if failures and isinstance(failures[0], OSError):
        raise failures[0]
    if not answers:
        raise InternalError(detail=type(failures[0]).__name__ if failures else "no answer")
    answer = replace(answers[0], error=answers[0].error or mute[0]) if mute else answers[0]
    return Ended(answer, audio_of(answer, voices[0], wav))


def _begin(house: House, look: Look, sink: _Sink) -> None:
    house.session.look(look, sink)


def audio_of(answer: Answer, voice: Voice, wav: Path | None) -> Audio | None:
    """Return what of an answer was heard, or written to that file; None where nothing was."""
    if isinstance(answer.error, VoiceError) or (wav is None and answer.timings.first_audio is None):
        return None
    seconds = getattr(voice, "seconds", None)
    return Audio(None if wav is None else str(wav), voice.name, None if seconds is None else round(seconds, 2))


def _application(kind: SourceKind) -> QCoreApplication:
    """Return Qt's loop; only the clipboard needs a display for it."""
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or os.name == "nt"
    if kind is SourceKind.CLIPBOARD and has_display:
        require_display()
        from PySide6.QtGui import QGuiApplication

        return QGuiApplication(["seesay"])
    return QCoreApplication(["seesay"])


class Interruptible:
    """Ends the loop on SIGINT and SIGTERM; true inside the context once that happened.

    Python's handlers run between bytecodes only, so a pulse gives the interpreter its turn while Qt waits. The pulse
    also ends a loop that was asked to end before it began.
    """

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._signals: list[int] = []
        self._pulse = QTimer()

    def __enter__(self) -> list[int]:
        self._before = {number: signal.signal(number, self._end) for number in (signal.SIGINT, signal.SIGTERM)}
        self._pulse.timeout.connect(self._beat)
        self._pulse.start(_PULSE_MS)
        return self._signals

    def __exit__(self, *_: object) -> None:
        self._pulse.stop()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _beat(self) -> None:
        if self._signals:
            self._application.quit()

    def _end(self, number: int, _frame: object) -> None:
        self._signals.append(number)
        self._application.quit()
