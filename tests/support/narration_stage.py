"""A narrator among fakes: frames that the test makes, an engine whose findings it scripts, and the transcript."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.camera import (
    Advice,
    Advised,
    CameraInfo,
    FrameTaken,
    PostWatch,
    WatchEnded,
    Watcher,
    WatchMode,
    WatchOpened,
)
from assistant.core.domain import (
    Box,
    Done,
    Earcon,
    EngineEvent,
    Failed,
    Found,
    Picture,
    Reason,
    Region,
    RegionKind,
    Request,
    Source,
    SourceKind,
    SpeechState,
    Spoken,
)
from assistant.core.errors import SeeSayError
from assistant.core.planner import Planner
from assistant.core.reader_ports import Background
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import Wording
from assistant.narration.announcer import Telling
from assistant.narration.narrator import Narrator
from assistant.narration.parts import NarratorParts
from support.stage import Stage

WIDTH, HEIGHT = 192, 144
WALL = (150, 140, 120)
_IDS = itertools.count(1)


@dataclass(frozen=True)
class Sight:
    """Something before the camera: its class or its words, where, in which colour, how sure the engine is of it."""

    name: str
    box: Box
    colour: tuple[int, int, int] = (20, 60, 200)
    confidence: float = 0.9
    is_text: bool = False
    is_seen: bool = True

    def region(self) -> Region:
        kind = RegionKind.LINE if self.is_text else RegionKind.OBJECT
        return Region(kind, self.name, self.box, self.confidence)


def shown(sights: Sequence[Sight], light: float = 1.0, wall: tuple[int, int, int] = WALL) -> Picture:
    """Return the frame of a wall, darker towards its foot, with things before it."""
    rows = []
    for y in range(HEIGHT):
        shade = light * (1 - 0.4 * y / HEIGHT)
        row = bytearray(bytes(min(255, int(channel * shade)) for channel in wall) * WIDTH)
        for sight in sights:
            box = sight.box
            if box.y <= y < box.bottom:
                colour = bytes(min(255, int(channel * light)) for channel in sight.colour)
                row[3 * box.x : 3 * box.right] = colour * box.width
        rows.append(bytes(row))
    return Picture(next(_IDS), Source(SourceKind.CAMERA), WIDTH, HEIGHT, b"".join(rows))


@dataclass
class FakeWatcher:
    """A camera in the test's hand; it notes what it was asked for."""

    post: PostWatch
    transcript: list[str]
    asked: list[str] = field(default_factory=list)
    is_open: bool = False

    def open(self, source: Source, mode: WatchMode) -> None:
        self.is_open = True
        self.transcript.append(f"camera opens {source.path or 'default'} for {mode}")

    def watch(self, mode: WatchMode) -> None:
        self.asked.append(f"watch {mode}")

    def ready(self) -> None:
        self.asked.append("ready")

    def now(self) -> None:
        self.asked.append("now")

    def measure(self) -> None:
        self.asked.append("measure")

    def close(self) -> None:
        self.is_open = False
        self.transcript.append("camera closed")


@dataclass
class FakeBackground:
    """An engine that answers when the test lets it."""

    waiting: dict[int, tuple[Request, Picture, Callable[[EngineEvent], None]]] = field(default_factory=dict)
    asked: int = 0

    def answer(self, request: Request, picture: Picture, take: Callable[[EngineEvent], None]) -> int:
        self.asked += 1
        self.waiting[self.asked] = request, picture, take
        return self.asked

    def drop(self, number: int) -> None:
        self.waiting.pop(number, None)

    def finish(self, regions: Sequence[Region]) -> None:
        number = min(self.waiting)
        _, _, take = self.waiting.pop(number)
        for region in regions:
            take(Found(number, region))
        take(Done(number, Reason.FINISHED))

    def fail(self, error: SeeSayError) -> None:
        number = min(self.waiting)
        self.waiting.pop(number)[2](Failed(number, error))

    def interrupt(self, regions: Sequence[Region]) -> None:
        """Let the foreground come between, after some findings."""
        number = min(self.waiting)
        for region in regions:
            self.waiting[number][2](Found(number, region))
        self.waiting[number][2](Done(number, Reason.CANCELLED))


@dataclass
class NarrationSounds:
    """Earcons and tones into the transcript."""

    transcript: list[str]

    def play(self, earcon: Earcon) -> None:
        self.transcript.append(f"sound {earcon}")

    def point(self, pan: float, height: float) -> None:
        self.transcript.append(f"tone {pan:+.1f} {height:.1f}")

    def stop(self) -> None:
        """Stop is heard as silence, so it leaves no line."""


@dataclass
class FakeView:
    """The camera window."""

    lines: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def told(self, sentence: object) -> None:
        self.lines.append(getattr(sentence, "text"))  # noqa: B009 - the port's own type

    def state(self, state: object, camera: str) -> None:
        self.states.append(str(state))

    def failed(self, error: SeeSayError) -> None:
        self.failures.append(error.code)

    def cameras(self, cameras: Sequence[CameraInfo]) -> None:
        self.lines.append(f"cameras {', '.join(camera.name for camera in cameras)}")


class NarrationStage(Stage):
    """A whole session and a narrator with fakes all round; `frame` shows something and lets the engine look at it."""

    def __init__(self, tmp_path: Path, *, video: str = "", **settings: object) -> None:
        super().__init__()
        self.store = SettingsStore(tmp_path / "settings.toml", Wording())
        self.store.load()
        for name, value in settings.items():
            self.store.set(name.replace("__", "."), value)
        self.watchers: list[FakeWatcher] = []
        self.background = FakeBackground()
        self.ends: list[SeeSayError | None] = []
        self.held_pages: list[Picture] = []
        self.tell_cameras: Callable[[Sequence[CameraInfo]], None] | None = None
        self.heard_tellings: list[Telling] = []
        self.narrator = self.new_narrator(self._watcher, self.background, video)

    def new_narrator(
        self, watcher: Callable[[PostWatch], Watcher], background: Background, video: str = ""
    ) -> Narrator:
        """Return a narrator of this stage."""
        parts = NarratorParts(
            watcher=watcher,
            follow=self._follow,
            background=background,
            planner=Planner(lambda: self.store.settings, self.engines, "en"),
            session=self.session,
            speech=self.speech,
            sounds=NarrationSounds(self.transcript),
            timer=self.clock,
            now=self.clock.now,
            wording=self.wording,
            store=self.store,
            key=lambda: "Ctrl+Alt+Shift+C",
            heard=self.heard_tellings.append,
            held=self.held_pages.append,
            ended=self.ends.append,
        )
        return Narrator(parts, video)

    @property
    def watcher(self) -> FakeWatcher:
        return self.watchers[-1]

    def _watcher(self, post: PostWatch) -> FakeWatcher:
        self.watchers.append(FakeWatcher(post, self.transcript))
        return self.watcher

    def _follow(self, take: Callable[[Sequence[CameraInfo]], None]) -> Callable[[], None]:
        self.tell_cameras = take

        def cancel() -> None:
            self.tell_cameras = None

        return cancel

    # --- what happens ---------------------------------------------------------------------------------

    def open(self) -> None:
        self.watcher.post(WatchOpened("Desk camera"))

    def begin(self, *sights: Sight, said: str = "The picture shows a table.") -> None:
        """Start, and let the first view be described and heard."""
        self.narrator.start()
        self.open()
        self.show(*sights)
        self.describe(said)
        self.background.finish([sight.region() for sight in sights if sight.is_seen])
        self.hear_all()
        self.transcript.clear()

    def describe(self, said: str) -> None:
        """Let the session's engine tell a view."""
        self.request_id = self.engine.requests[-1].id
        self.piece(f"{said}\n")
        self.done()

    def show(self, *sights: Sight, light: float = 1.0, wall: tuple[int, int, int] = WALL) -> None:
        """Hand over a frame."""
        self.watcher.post(FrameTaken(shown(sights, light, wall), 0.2))

    def frame(self, *sights: Sight, light: float = 1.0, wall: tuple[int, int, int] = WALL) -> None:
        """Hand over a frame and let the engine look at it."""
        self.show(*sights, light=light, wall=wall)
        if self.background.waiting:
            self.background.finish([sight.region() for sight in sights if sight.is_seen])

    def advise(self, *advice: Advice) -> None:
        self.watcher.post(Advised(advice))

    def end(self, error: SeeSayError | None = None) -> None:
        self.watcher.post(WatchEnded(error))

    def speak(self, seconds: float = 2.0) -> None:
        """Let the voice speak what it has, one after another, and time pass."""
        while (utterance := self.voice.speaking) is not None:
            self.voice.speaking = None
            self.session.voiced(Spoken(utterance.id, SpeechState.STARTED))
            self.session.voiced(Spoken(utterance.id, SpeechState.FINISHED))
            self.clock.pass_seconds(0.05)
        self.clock.pass_seconds(seconds)

    @property
    def said(self) -> list[str]:
        """What was said since the transcript was cleared."""
        return [line.partition(": ")[2] for line in self.transcript if line.startswith("say ")]
