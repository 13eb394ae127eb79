"""An ensemble among fake engines behind a whole session: what each engine is asked, and everything that is said.

The test answers for the engines: `embedded` and `model` name which one. Lines of the transcript that begin with their
names are what they were asked; the others are the session's, as in `support.stage`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.core.answers import Answer
from assistant.core.desk import Patience
from assistant.core.domain import (
    Box,
    Detail,
    Done,
    EngineEnded,
    EngineLost,
    EngineReady,
    Failed,
    Found,
    Look,
    Part,
    Picture,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Stats,
    Task,
)
from assistant.core.ensemble import Ensemble, Outside
from assistant.core.errors import SeeSayError
from assistant.core.routes import Routes
from assistant.core.settings import Settings
from assistant.core.wording import Wording
from support.stage import SCREEN, FakeSink, Stage

WIDTH, HEIGHT = 900, 600
WHOLE = Box(0, 0, WIDTH, HEIGHT)
LEFT = Box(30, 30, 240, 200)
RIGHT = Box(600, 40, 240, 200)
LOW = Box(300, 380, 300, 200)
ICON = Box(5, 5, 100, 100)
PATIENCE = Patience(loading=15.0, first_word=30.0, check=10.0)


@dataclass
class Player:
    """An engine that keeps what it is asked; the test answers its newest question."""

    name: str
    transcript: list[str]
    routes: Routes
    requests: list[Request] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)

    def start(self) -> None:
        self.transcript.append(f"{self.name} start")

    def answer(self, request: Request, picture: Picture) -> None:
        assert request.id not in [former.id for former in self.requests], "an id was used twice"
        self.requests.append(request)
        part = "" if request.part is Part.ALL else f" {request.part}"
        words = f" {request.question!r}" if request.question else ""
        boxes = "".join(f" at {box.x},{box.y}" for box in request.boxes)
        self.transcript.append(f"{self.name} {request.task}{part}{words}{boxes}")

    def cancel(self, request_id: int) -> None:
        self.cancelled.append(request_id)
        self.transcript.append(f"{self.name} cancel")

    def close(self) -> None:
        self.transcript.append(f"{self.name} close")

    @property
    def number(self) -> int:
        return self.requests[-1].id

    def ready(self) -> None:
        self.routes.heard(EngineReady(self.name))

    def ended(self) -> None:
        self.routes.heard(EngineEnded(self.name))

    def lost(self, error: SeeSayError) -> None:
        self.routes.heard(EngineLost(self.name, error))

    def says(self, text: str, confidence: float = 1.0, language: str = "") -> None:
        self.routes.heard(Piece(self.number, text, confidence, language))

    def notes(self, text: str) -> None:
        self.routes.heard(Piece(self.number, f"{text}\n", 1.0, "en", is_notice=True))

    def shows(self, kind: RegionKind, text: str, box: Box, confidence: float = 1.0) -> None:
        self.routes.heard(Found(self.number, Region(kind, text, box, confidence)))

    def ends(self, reason: Reason = Reason.FINISHED) -> None:
        self.routes.heard(Done(self.number, reason, Stats(self.name, f"{self.name} 1", 1.0, 2.0)))

    def fails(self, error: SeeSayError) -> None:
        self.routes.heard(Failed(self.number, error))


class Duet(Stage):
    """A session whose engine is an ensemble of two players."""

    def __init__(self, language: str = "en", *, is_named: bool = False, is_ready: bool = True) -> None:
        super().__init__(language, Settings().having("language", language))
        self.routes = Routes(lambda event: self.session.answered(event))
        self.embedded = Player("embedded", self.transcript, self.routes)
        self.model = Player("paligemma", self.transcript, self.routes)
        self.sink = FakeSink()
        outside = Outside(
            lambda event: self.session.answered(event),
            self.clock,
            self.clock.now,
            lambda language, is_brief: Wording(language, is_brief=is_brief),
        )
        self.ensemble = Ensemble(
            "auto", self.embedded, self.model, self.routes, outside, patience=PATIENCE, is_named=is_named
        )
        self.engines.clear()
        self.engines.update({"auto": self.ensemble, "embedded": self.embedded})
        if is_ready:
            self.model.ready()

    def asks(self, task: Task = Task.DESCRIBE, question: str = "", detail: Detail = Detail.NORMAL) -> None:
        """Hear what there is to hear, then ask about a picture of WIDTH x HEIGHT pixels that was taken already."""
        self.hear_all()
        picture = Picture(7, SCREEN, WIDTH, HEIGHT, b"")
        self.request_id = self.session.look_at(Look(task, SCREEN, question=question, detail=detail), picture, self.sink)

    def structure(self, *regions: Region, text: str = "") -> None:
        """Let the embedded engine tell the structure."""
        if text:
            self.embedded.says(f"{text}\n")
        for region in regions:
            self.embedded.shows(region.kind, region.text, region.box, region.confidence)
        self.embedded.ends()

    def model_tells(self, text: str, confidence: float = 1.0) -> None:
        """Let the model answer in one go."""
        self.model.says(f"{text}\n", confidence)
        self.model.ends()

    @property
    def asked(self) -> list[str]:
        """What the engines were asked and told, in order."""
        return [line for line in self.transcript if line.startswith(("embedded", "paligemma"))]

    @property
    def said(self) -> list[str]:
        """What was said, after everything was heard."""
        self.hear_all()
        return [line.partition(": ")[2] for line in self.transcript if line.startswith("say ")]

    @property
    def answer(self) -> Answer:
        """The answer that ended."""
        self.hear_all()
        ids = [answer.request_id for answer in self.sink.answers]
        assert len(ids) == len(set(ids)), "an answer ends once"
        return self.sink.answers[-1]


def photograph(box: Box = WHOLE) -> Region:
    return Region(RegionKind.PICTURE, "", box, 1.0)


def thing(label: str, box: Box, confidence: float = 0.9) -> Region:
    return Region(RegionKind.OBJECT, label, box, confidence)


def line(words: str, box: Box, confidence: float = 0.95) -> Region:
    return Region(RegionKind.LINE, words, box, confidence)
