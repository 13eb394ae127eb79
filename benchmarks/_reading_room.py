"""The reader of documents without windows, in a process of its own, which measures itself and prints its figures.

    python benchmarks/_reading_room.py WHAT FILE NUMBER

WHAT is `first` (times of the first words, NUMBER rounds), `gaps` (between NUMBER sentences), `memory` (at page 10 and
page NUMBER) or `speed` (pages a minute, of NUMBER).
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import psutil
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from assistant.app.house import Furniture, House, build, load_wording, open_store
from assistant.app.once import NoWindows
from assistant.app.reading import DocumentReader
from assistant.app.speaking import no_earcons, prepare_sound, speaking_voice
from assistant.core.documents import DocumentEvent, Files, PageSeen, Position, Span
from assistant.core.domain import (
    Done,
    EngineEvent,
    EngineReady,
    Failed,
    Found,
    Look,
    Picture,
    Piece,
    SpeechState,
    Spoken,
    Task,
    Utterance,
    VoiceEvent,
    VoiceStyle,
)
from assistant.core.ports import PostVoice, Voice
from assistant.core.reader_ports import PlayerState
from assistant.ui.bridge import Bridge
from assistant.voice.null import NullVoice
from support.reading_stage import FakeView

MIB = 1024**2
PATIENCE = 900.0


@dataclass
class Room:
    """A house with a reader in it, and the time of everything that its voice did."""

    is_instant: bool
    started: list[tuple[float, int]] = field(default_factory=list)
    finished: list[float] = field(default_factory=list)
    said: list[tuple[float, str]] = field(default_factory=list)
    is_ready: bool = False

    def __post_init__(self) -> None:
        self.bridge = Bridge(self._defect)
        store = open_store()
        furniture = Furniture(NoWindows(), self._voice, no_earcons(), on_engine=self._engine)
        self.house: House = build(self.bridge, store, load_wording(store.settings), furniture)
        self.book = DocumentReader(self.house)
        self.view = _Marks()
        self.book.watch(self.view)
        self.until(lambda: self.is_ready)

    def until(self, condition: Callable[[], bool]) -> None:
        """Turn the loop until something is so."""
        loop, began = QEventLoop(), time.monotonic()
        timer = QTimer(interval=1)
        timer.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() - began > PATIENCE else None)
        timer.start()
        if not condition():
            loop.exec()
        timer.stop()

    def until_started(self, count: int) -> None:
        """Turn the loop until so many utterances were begun."""
        self.until(lambda: len(self.started) >= count)

    def marked(self) -> bool:
        """Tell whether words of the document were heard: not its title, nor that a page is being read."""
        return bool(self.view.times)

    def open(self, path: str) -> float:
        """Open a document; return when that was asked for."""
        self.started.clear()
        self.finished.clear()
        self.said.clear()
        self.view.times.clear()
        began = time.monotonic()
        self.book.open([path])
        return began

    def leave(self) -> None:
        """Close the document; the next time it begins at its beginning."""
        self.house.session.stop()
        if self.book.document is not None:
            self.book.document.move(Position())
        self.book.close()

    @property
    def page(self) -> int:
        """Which page is read."""
        document = self.book.document
        return document.place.page if document is not None else 0

    def _voice(self, post: PostVoice) -> Voice:
        def heard(event: VoiceEvent) -> None:
            now = time.monotonic()
            if isinstance(event, Spoken) and event.state is SpeechState.STARTED:
                self.started.append((now, event.utterance_id))
            elif isinstance(event, Spoken) and event.state is SpeechState.FINISHED:
                self.finished.append(now)
            post(event)

        inner = NullVoice(heard) if self.is_instant else speaking_voice(open_store().settings, heard)
        return _Noted(inner, self.said)

    def _engine(self, event: EngineEvent) -> None:
        self.is_ready = self.is_ready or isinstance(event, EngineReady)

    def _defect(self, error: BaseException) -> None:
        print(f"defect: {error!r}", file=sys.stderr)


class _Marks(FakeView):
    """A window that notes when it marks what is spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def highlight(self, span: Span) -> None:
        """Note the time."""
        self.times.append(time.monotonic())


class _Noted:
    """A voice that notes when it is asked to say what."""

    def __init__(self, inner: Voice, said: list[tuple[float, str]]) -> None:
        self._inner = inner
        self._said = said
        self.name = inner.name
        self.prepare, self.stop, self.voices, self.close = inner.prepare, inner.stop, inner.voices, inner.close

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Note and say."""
        self._said.append((time.monotonic(), utterance.text))
        self._inner.say(utterance, style)


def first(path: str, rounds: int) -> dict[str, list[float]]:
    """Return the seconds from opening to the title's first sample and to the first words of a page; beside the engine.

    The engine alone: from a page's picture to its first line, asked in the foreground in the same round.
    """
    found: dict[str, list[float]] = {"title": [], "words": [], "engine": []}
    for is_instant in (False, True):
        room = Room(is_instant)
        for _ in range(rounds + 1):
            began = room.open(path)
            if is_instant:
                room.until(room.marked)
                found["words"].append(room.view.times[0] - began)
                room.leave()
                found["engine"].append(_engine_alone(room, path))
            else:
                room.until_started(1)
                found["title"].append(room.started[0][0] - began)
                room.leave()
        room.house.stack.close()
    return {name: values[1:] for name, values in found.items()}


def _engine_alone(room: Room, path: str) -> float:
    seen: list[DocumentEvent] = []
    file = room.book.ports.open_file(seen.append)
    file.open(Files((path,)))
    file.page(1)
    room.until(lambda: len(seen) > 1)
    file.close()
    page = seen[1]
    return _first_line(room, page.picture) if isinstance(page, PageSeen) else 0.0


def _first_line(room: Room, picture: Picture) -> float:
    heard: list[float] = []
    over: list[bool] = []

    def take(event: EngineEvent) -> None:
        if isinstance(event, Piece | Found):
            heard.append(time.monotonic())
        elif isinstance(event, Done | Failed):
            over.append(True)

    request = room.house.planner.request(0, picture.id, Look(Task.READ, picture.source))
    began = time.monotonic()
    room.house.background.answer(request, picture, take)
    room.until(lambda: bool(over))
    return heard[0] - began if heard else math.nan


def gaps(path: str, sentences: int) -> dict[str, list[float]]:
    """Return the seconds from a sentence's end to the next one's first sample, within and between pages."""
    room = Room(is_instant=False)
    pages: list[int] = []
    room.open(path)
    while len(room.finished) < sentences:
        count = len(room.finished)
        room.until(lambda count=count: len(room.finished) > count)  # type: ignore[misc]  # bound at once
        pages.append(room.page)
    room.leave()
    room.house.stack.close()
    found: dict[str, list[float]] = {"sentences": [], "pages": []}
    for number in range(2, sentences - 1):
        kind = "sentences" if pages[number] == pages[number - 1] else "pages"
        found[kind].append(room.started[number + 1][0] - room.finished[number])
    return found


def memory(path: str, last: int) -> dict[str, list[float]]:
    """Return the mebibytes of this process and of the document's child at page 10 and at the last one."""
    room = Room(is_instant=True)
    room.open(path)
    found: dict[str, list[float]] = {"reader": [], "child": []}
    for page in (min(10, last), last):
        room.until(lambda page=page: room.page >= page)  # type: ignore[misc]  # bound at once
        me = psutil.Process()
        found["reader"].append(me.memory_info().rss / MIB)
        children = [child for child in me.children() if "--document-worker" in " ".join(child.cmdline())]
        found["child"].append(sum(child.memory_info().rss for child in children) / MIB)
    room.leave()
    room.house.stack.close()
    return found


def speed(path: str, pages: int) -> dict[str, list[float]]:
    """Return the pages a minute that are recognised while nothing holds them up."""
    room = Room(is_instant=True)
    began = room.open(path)
    room.until(lambda: room.book.state is PlayerState.ENDED)
    minutes = (time.monotonic() - began) / 60
    room.leave()
    room.house.stack.close()
    return {"pages a minute": [pages / minutes]}


def main() -> int:
    """Measure one thing."""
    what, path, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    QCoreApplication([])
    prepare_sound()
    print(json.dumps({"first": first, "gaps": gaps, "memory": memory, "speed": speed}[what](path, number)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
