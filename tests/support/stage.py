"""A session among fake ports, and the transcript of everything it says, sounds, stops and asks."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.core.acting import Acting
from assistant.core.acts import Acted, Errand, NotActed
from assistant.core.advice import Advice
from assistant.core.answers import Answer, Sentence
from assistant.core.domain import (
    Captured,
    Done,
    Earcon,
    Failed,
    Found,
    Look,
    Picture,
    Piece,
    Question,
    Reason,
    Region,
    Request,
    Source,
    SourceKind,
    SpeechState,
    Spoken,
    Stats,
    Task,
    Utterance,
    VoiceFailed,
    VoiceInfo,
    VoiceStyle,
)
from assistant.core.errors import SeeSayError
from assistant.core.planner import Planner
from assistant.core.ports import Engine
from assistant.core.session import Ports, Session
from assistant.core.settings import Settings
from assistant.core.speech import SpeechQueue
from assistant.core.wording import Wording

SCREEN = Source(SourceKind.SCREEN)


class FakeVoice:
    """Speaks into the transcript; the test says when an utterance starts and ends."""

    name = "fake"

    def __init__(self, transcript: list[str]) -> None:
        self.transcript = transcript
        self.speaking: Utterance | None = None
        self.styles: list[VoiceStyle] = []
        self.prepared: list[str] = []

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        self.prepared.append(utterance.text)

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        assert self.speaking is None, "two utterances at once"
        self.speaking = utterance
        self.styles.append(style)
        self.transcript.append(f"say {utterance.language}: {utterance.text}")

    def stop(self) -> None:
        if self.speaking is not None:
            self.transcript.append("silence")
        self.speaking = None

    def voices(self) -> Sequence[VoiceInfo]:
        return ()

    def close(self) -> None:
        self.stop()


@dataclass
class FakeEngine:
    """Keeps what it was asked; the test answers."""

    transcript: list[str]
    name: str = "embedded"
    requests: list[Request] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def start(self) -> None:
        self.transcript.append("engine started")

    def answer(self, request: Request, picture: Picture) -> None:
        self.requests.append(request)
        self.pictures.append(picture)
        words = f" {request.question!r}" if request.question else ""
        self.transcript.append(f"{self.name} {request.task}{words}")

    def cancel(self, request_id: int) -> None:
        self.transcript.append(f"{self.name} cancel")

    def close(self) -> None:
        self.transcript.append("engine closed")


@dataclass
class FakeCapture:
    """Keeps what it was asked to grab; the test delivers."""

    transcript: list[str]

    def grab(self, request_id: int, source: Source) -> None:
        self.transcript.append(f"grab {source.kind}")

    def leave(self, request_id: int) -> None:
        self.transcript.append("grab left")

    def close(self) -> None:
        self.transcript.append("capture closed")


@dataclass
class FakeSounds:
    """Plays earcons into the transcript."""

    transcript: list[str]

    def play(self, earcon: Earcon) -> None:
        self.transcript.append(f"sound {earcon}")

    def point(self, pan: float, height: float) -> None:
        self.transcript.append(f"tone {pan:.1f} {height:.1f}")

    def stop(self) -> None:
        """Stop is heard as silence, so it leaves no line."""


@dataclass
class FakeHands:
    """Keeps what it was asked to do; the test tells how it went."""

    transcript: list[str]
    errands: list[Errand] = field(default_factory=list)

    def act(self, errand: Errand) -> None:
        self.errands.append(errand)
        self.transcript.append(f"hands {errand.act} {errand.target.name} at {errand.target.point}")

    def leave(self, errand_id: int) -> None:
        self.transcript.append("hands left")

    def close(self) -> None:
        self.transcript.append("hands closed")


class FakeClock:
    """Time that moves only when the test says so."""

    def __init__(self) -> None:
        self.time = 100.0
        self._armed: list[tuple[float, int, Callable[[], None]]] = []
        self._ids = itertools.count()

    def now(self) -> float:
        return self.time

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        entry = (self.time + seconds, next(self._ids), call)
        self._armed.append(entry)

        def cancel() -> None:
            if entry in self._armed:
                self._armed.remove(entry)

        return cancel

    def pass_seconds(self, seconds: float) -> None:
        end = self.time + seconds
        while due := sorted(entry[:2] for entry in self._armed if entry[0] <= end):
            entry = next(entry for entry in self._armed if entry[:2] == due[0])
            self._armed.remove(entry)
            self.time = entry[0]
            entry[2]()
        self.time = end

    @property
    def armed(self) -> int:
        return len(self._armed)


@dataclass
class FakeWindows:
    """Opens nothing; the test types."""

    transcript: list[str]
    reply: Callable[[Question | None], None] | None = None
    shown: list[Answer] = field(default_factory=list)
    pictures: list[Picture | None] = field(default_factory=list)

    def ask(self, task: Task, reply: Callable[[Question | None], None], *, has_last: bool = False) -> None:
        self.transcript.append(f"window asks for {task}{', a follow-up too' if has_last else ''}")
        self.reply = reply

    def suggest(self, questions: Sequence[Sentence], told: str) -> None:
        self.transcript.append(f"window suggests {', '.join(each.text for each in questions)}{told}")

    def leave_question(self) -> None:
        self.transcript.append("question window closed")

    def show_answer(self, answer: Answer, picture: Picture | None = None) -> None:
        self.transcript.append("answer window")
        self.shown.append(answer)
        self.pictures.append(picture)

    def show_book(self) -> None:
        self.transcript.append("book window")

    def show_camera(self) -> None:
        self.transcript.append("camera window")

    def show_main(self) -> None:
        self.transcript.append("main window")

    def quit(self) -> None:
        self.transcript.append("quit")


@dataclass
class FakeSink:
    """Waits for one answer."""

    sentences: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def sentence(self, sentence: Sentence) -> None:
        self.sentences.append(sentence.text)

    def ended(self, answer: Answer) -> None:
        self.answers.append(answer)


class Stage:
    """A whole session with fakes all round; `transcript` is the exact list of what it did."""

    def __init__(self, language: str = "en", settings: Settings | None = None) -> None:
        self.transcript: list[str] = []
        self.voice = FakeVoice(self.transcript)
        self.engine = FakeEngine(self.transcript)
        self.clock = FakeClock()
        self.windows = FakeWindows(self.transcript)
        self.hands = FakeHands(self.transcript)
        self.acting = Acting(self.hands)
        self.settings = settings or Settings()
        self.wording = Wording(language)
        self.speech = SpeechQueue(
            self.voice,
            style=VoiceStyle,
            on_event=lambda utterance, event: self.session.utterance_told(utterance, event),
        )
        self.engines: dict[str, Engine] = {"embedded": self.engine}
        planner = Planner(lambda: self.settings, self.engines, language)
        ports = Ports(
            capture=FakeCapture(self.transcript),
            planner=planner,
            sounds=FakeSounds(self.transcript),
            timer=self.clock,
            windows=self.windows,
            acting=self.acting,
            now=self.clock.now,
        )
        self.session = Session(ports, self.speech, self.wording)
        self.request_id = 0

    def ask(self, task: Task = Task.READ, question: str = "", sink: FakeSink | None = None, **more: object) -> int:
        look = Look(task, SCREEN, question=question, **more)  # type: ignore[arg-type] # keyword pass-through of a test
        self.request_id = self.session.look(look, sink)
        return self.request_id

    def capture(self, request_id: int | None = None, advice: tuple[Advice, ...] = ()) -> None:
        wanted = self.request_id if request_id is None else request_id
        self.session.captured(Captured(wanted, replace(picture(), advice=advice)))

    def capture_fails(self, error: SeeSayError) -> None:
        self.session.captured(Failed(self.request_id, error))

    def piece(self, text: str, *, language: str = "", confidence: float = 1.0, request_id: int | None = None) -> None:
        wanted = self.request_id if request_id is None else request_id
        self.session.answered(Piece(wanted, text, confidence, language))

    def region(self, region: Region) -> None:
        self.session.answered(Found(self.request_id, region))

    def done(self, reason: Reason = Reason.FINISHED, request_id: int | None = None) -> None:
        wanted = self.request_id if request_id is None else request_id
        self.session.answered(Done(wanted, reason, Stats("embedded", "test", 1.0, 2.0)))

    def acted(self, error: SeeSayError | None = None) -> None:
        errand = self.hands.errands[-1].id
        self.acting.heard(Acted(errand) if error is None else NotActed(errand, error))

    def engine_fails(self, error: SeeSayError) -> None:
        self.session.answered(Failed(self.request_id, error))

    def heard(self) -> None:
        """Let the voice speak the current utterance from its first to its last sample."""
        utterance = self.voice.speaking
        assert utterance is not None, "nothing is being spoken"
        self.session.voiced(Spoken(utterance.id, SpeechState.STARTED))
        self.voice.speaking = None
        self.session.voiced(Spoken(utterance.id, SpeechState.FINISHED))

    def voice_fails(self, error: SeeSayError) -> None:
        utterance = self.voice.speaking
        assert utterance is not None, "nothing is being spoken"
        self.voice.speaking = None
        self.session.voiced(VoiceFailed(utterance.id, error))

    def hear_all(self) -> None:
        while self.voice.speaking is not None:
            self.heard()


def picture(picture_id: int = 1) -> Picture:
    return Picture(picture_id, SCREEN, 2, 1, b"\0\0\0\xff\xff\xff", title="Letter")
