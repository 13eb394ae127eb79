"""What the core asks of the rooms around it; each contract stands in its docstring.

`Post` is how a back-end answers: it may be called from any thread and returns at once; the value reaches the
session on the thread that owns it. Nothing here blocks the caller unless it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from assistant.core.acts import Errand
from assistant.core.answers import Answer, Sentence
from assistant.core.domain import (
    Captured,
    Command,
    Earcon,
    EngineEvent,
    Failed,
    Picture,
    Question,
    Request,
    Source,
    Task,
    Utterance,
    VoiceEvent,
    VoiceInfo,
    VoiceStyle,
)
from assistant.core.errors import HotkeyError
from assistant.core.models import ModelJob

PostEngine = Callable[[EngineEvent], None]
PostCapture = Callable[[Captured | Failed], None]
PostVoice = Callable[[VoiceEvent], None]
PostCommand = Callable[[Command], None]


class GrabLeft(Exception):
    """Nobody wants the picture any more."""


class Grabber(Protocol):
    """Takes one picture. Blocks for at most a second, a camera for longer; called on a worker thread."""

    def grab(self, source: Source, is_left: Callable[[], bool] = ...) -> Picture:
        """Return the picture as it is now. What takes long looks at `is_left` and raises `GrabLeft`.

        Raises a `SourceError` that says what the user can do: nothing blank, locked or broken is ever returned.
        """
        ...


class Capture(Protocol):
    """Takes pictures in the background, one at a time, in order."""

    def grab(self, request_id: int, source: Source) -> None:
        """Start; posts one `Captured` or `Failed` of that request."""
        ...

    def leave(self, request_id: int) -> None:
        """Take that picture no more: a camera is let go of at once, and of what waits nothing is posted."""
        ...

    def close(self) -> None:
        """End the worker; what is under way is dropped."""
        ...


class Answerer(Protocol):
    """An engine as it is inside its child process: plain, blocking, one request at a time."""

    def answer(self, request: Request, picture: Picture, is_cancelled: Callable[[], bool]) -> Iterator[EngineEvent]:
        """Yield pieces and regions as they become known, then exactly one `Done`.

        Each step is a cancel point: the caller closes the iterator; longer steps look at `is_cancelled`.
        Raises a `SeeSayError`; anything else is a defect and is told as one.
        """
        ...


class Engine(Protocol):
    """An engine as the session sees it: a child process behind a thread."""

    @property
    def name(self) -> str:
        """The engine's name, as `--engine` takes it."""
        ...

    def start(self) -> None:
        """Start the child where none runs; posts `EngineReady` when it is warm."""
        ...

    def answer(self, request: Request, picture: Picture) -> None:
        """Begin; posts this request's events, the last one `Done` or `Failed`. A dead child is started first."""
        ...

    def cancel(self, request_id: int) -> None:
        """Leave a request: nothing of it is posted afterwards, and the child ends the work or is ended."""
        ...

    def close(self) -> None:
        """End the child, softly, then hard."""
        ...


class Voice(Protocol):
    """Speaks one utterance at a time."""

    @property
    def name(self) -> str:
        """The back-end's name, as the settings take it."""
        ...

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak; posts `Spoken` STARTED, then FINISHED or CANCELLED, or one `VoiceFailed`.

        The text was cleaned; the voice adds no markup of its own to content.
        """
        ...

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Make ready what will probably be said next, so that it follows without a gap; nothing sounds of it.

        A hint: another utterance may be said instead, and a stop forgets it. Nothing is posted for it.
        """
        ...

    def stop(self) -> None:
        """Be silent within 50 ms, whatever state it is in; harmless when silent."""
        ...

    def voices(self) -> Sequence[VoiceInfo]:
        """List what can be chosen. May block for seconds: never call it on the owner's thread."""
        ...

    def close(self) -> None:
        """Silence, then give back the sound device, socket or child."""
        ...


class Sounds(Protocol):
    """Plays earcons beside the speech, never instead of it."""

    def play(self, earcon: Earcon) -> None:
        """Begin within 50 ms."""
        ...

    def point(self, pan: float, height: float) -> None:
        """Play a short tone that tells where something is: `pan` from -1 (left) to 1, `height` from 0 (low) to 1."""
        ...

    def stop(self) -> None:
        """Be silent."""
        ...


class Hands(Protocol):
    """Moves the pointer, clicks, and has programs focus or press their controls, in the background, one at a time."""

    def act(self, errand: Errand) -> None:
        """Begin; posts one `Acted`, or `NotActed` with an `ActError` or a `SourceError`.

        Nothing is done unless the place looks as its imprint does, within a moment: a window that covers it may still
        be closing. MOVE changes no focus.
        """
        ...

    def leave(self, errand_id: int) -> None:
        """Do that no more where it has not been done; nothing of it is posted afterwards."""
        ...

    def close(self) -> None:
        """End the worker; what waits is dropped."""
        ...


class Timer(Protocol):
    """Calls back later, on the owner's thread."""

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call once after that time; the returned function takes it back."""
        ...


class Hotkeys(Protocol):
    """Global keys. The key never reaches the focused program."""

    def bind(self, keys: Mapping[Command, str]) -> Sequence[HotkeyError]:
        """Replace all bindings ("Ctrl+Alt+Shift+D"); return what could not be had, the rest works.

        Presses are posted as commands. Blocks for at most a second.
        """
        ...

    def listen_for_control(self, is_wanted: bool) -> None:
        """While wanted, a bare Control press posts STOP; nothing else is looked at, nothing is held back."""
        ...

    def close(self) -> None:
        """Give every key back."""
        ...


class AnswerSink(Protocol):
    """Whoever waits for one answer: the command line, here or behind the socket."""

    def sentence(self, sentence: Sentence) -> None:
        """Take the next sentence, as it becomes known."""
        ...

    def ended(self, answer: Answer) -> None:
        """Take the whole answer, once: everything was said, or it was stopped, or it failed."""
        ...


class Windows(Protocol):
    """The windows that a command can open. Each takes the focus because the user asked for it, and gives it back."""

    def ask(self, task: Task, reply: Callable[[Question | None], None], *, has_last: bool = False) -> None:
        """Ask for the words of ASK or FIND; replies once, with None when the user left the window.

        Before that it may reply with questions of the task QUESTION: then it stays open, and `suggest` is called. With
        `has_last` there is an earlier picture for a follow-up.
        """
        ...

    def suggest(self, questions: Sequence[Sentence], told: str) -> None:
        """Offer questions in the window that asked for some; where there are none, `told` says why."""
        ...

    def leave_question(self) -> None:
        """Close the question window where it is open; it replies None."""
        ...

    def show_answer(self, answer: Answer, picture: Picture | None = None) -> None:
        """Open the answer for review, beside its picture where that is still kept."""
        ...

    def show_book(self) -> None:
        """Open the window that reads documents, with the last one where there is one."""
        ...

    def show_camera(self) -> None:
        """Open the window that tells what is in front of the camera."""
        ...

    def show_main(self) -> None:
        """Open the main window, or bring it to the front."""
        ...

    def quit(self) -> None:
        """End the program."""
        ...


class AnswerView(Protocol):
    """How answers are shown, kept for the next one."""

    @property
    def text_size(self) -> int:
        """The size of the text, in per cent of the usual one."""
        ...

    def set_text_size(self, percent: int) -> None:
        """Keep another size."""
        ...


class ModelManager(Protocol):
    """Installs, checks and removes models in the background, one job at a time; posts `ModelEvent`s.

    Every call ends in one event: `ModelsListed` or `ModelJobEnded` for LIST, `ModelJobEnded` for the others, with
    `ModelProgressed` before it. A job that is asked for while another runs ends at once with `ModelsBusy`.
    """

    @property
    def job(self) -> ModelJob | None:
        """What is being done at the moment; a LIST doesn't count."""
        ...

    def refresh(self, *, is_thorough: bool = False) -> None:
        """Find out which models there are and what fits this computer.

        A thorough look tries graphics cards and what runs a model as well, and takes seconds.
        """
        ...

    def install(self, model: str, token: str = "") -> None:
        """Fetch a model, or go on where it was left. The token goes into the keyring, never into a command's words."""
        ...

    def import_folder(self, model: str, folder: str) -> None:
        """Take a model's files from a folder."""
        ...

    def verify(self, model: str) -> None:
        """Compare every file of a model with what it must be."""
        ...

    def repair(self, model: str) -> None:
        """Compare every file of a model, and fetch again what is damaged."""
        ...

    def remove(self, model: str) -> None:
        """Delete a model's files."""
        ...

    def pause(self) -> None:
        """Leave the job; what has arrived is kept. Harmless where none runs."""
        ...

    def close(self) -> None:
        """Leave everything and end the child; what has arrived is kept. Posts nothing afterwards."""
        ...
