"""The engine that needs no download, as it is inside its child process.

It loads its networks once, keeps the analysis of the last pictures, and hands each task to its module. It says
nothing itself: sentences come from the wording, pixels and text stay in memory.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.core.domain import Detail, Done, Found, Part, Piece, Reason, Region, RegionKind, SourceKind, Stats, Task
from assistant.core.errors import ModelNeeded
from assistant.core.wording import M, Wording, load_translations
from assistant.system import paths
from assistant.vision.embedded.analysis import Analysis, Eyes
from assistant.vision.embedded.ask import ask
from assistant.vision.embedded.classify import Classifier
from assistant.vision.embedded.describe import Describer
from assistant.vision.embedded.find import find
from assistant.vision.embedded.objects import Detector
from assistant.vision.embedded.ocr import Reader
from assistant.vision.embedded.phrases import Phrases
from assistant.vision.embedded.read import read
from assistant.vision.embedded.rotation import quarter_turns, turned, turned_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assistant.core.domain import Box, EngineEvent, Picture, Request

log = logging.getLogger(__name__)

NAME = "embedded"
MODEL = "PP-OCRv6, NanoDet-g, EfficientNet-Lite0"
DETECTOR_FILE = "nanodet-g-416.onnx"
CLASSIFIER_FILE = "efficientnet-lite0-224.onnx"
TURNABLE = frozenset({SourceKind.FILE, SourceKind.CAMERA})
"""A screen is never on its side; a scan or a photograph of a page may be."""
NEEDS_MODEL = frozenset({Task.OUTLINE, Task.QUESTION, Task.PROMPT})
"""Nothing here could even try these."""
KEPT = 2
"""Pictures whose analysis is kept: a question after a description is answered at once."""
KEPT_PIXELS = 40_000_000
"""Pixels of all kept pictures together; more is dropped, the oldest first."""


class EmbeddedEngine:
    """Answers READ, DESCRIBE, FIND and ASK. Everything is loaded and has run once after the constructor."""

    def __init__(self, resources: Path, data: Path | None = None, threads: int = 2, languages: str = "en") -> None:
        """`languages` are the codes that will most likely be read, with commas between them."""
        self._resources = resources
        self._data = data
        self._threads = threads
        models = resources / "models"
        self.detector = Detector(models / DETECTOR_FILE, threads)
        self.classifier = Classifier(models / CLASSIFIER_FILE, threads)
        self._languages = tuple(languages.split(","))
        self._reader = self._load_reader(self._languages)
        self._kept: OrderedDict[tuple[int, tuple[str, ...]], Analysis] = OrderedDict()

    def answer(
        self, request: Request, picture: Picture, is_cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[EngineEvent]:
        """Yield pieces and regions as they become known, then one `Done`. Raises a `SeeSayError`."""
        if request.task in NEEDS_MODEL:
            raise ModelNeeded
        started = time.perf_counter()
        first: float | None = None
        turns = self._turns(request, picture, is_cancelled)
        upright = _upright(picture, turns)
        asked = replace(request, boxes=tuple(_turned(box, turns, upright) for box in request.boxes))
        for event in self._events(asked, upright, turns, is_cancelled):
            if first is None and isinstance(event, Piece):
                first = (time.perf_counter() - started) * 1000
            yield _placed_in(picture, turns, event)
        reason = Reason.CANCELLED if is_cancelled() else Reason.FINISHED
        total = (time.perf_counter() - started) * 1000
        yield Done(request.id, reason, Stats(NAME, MODEL, first, total))

    def reader(self, languages: tuple[str, ...]) -> Reader:
        """Return the warm reader for these languages (codes, the likeliest first); the last one is kept."""
        if self._languages != languages:
            self._reader = self._load_reader(languages)
            self._languages = languages
        return self._reader

    def forget(self) -> None:
        """Drop all that is known of pictures, their pixels included."""
        self._kept.clear()

    def _turns(self, request: Request, picture: Picture, is_cancelled: Callable[[], bool]) -> int:
        if picture.source.kind not in TURNABLE or request.is_upright:
            return 0
        pixels = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
        return quarter_turns(pixels, self.reader(request.read_languages), is_cancelled)

    def _events(
        self, request: Request, picture: Picture, turns: int, is_cancelled: Callable[[], bool]
    ) -> Iterator[EngineEvent]:
        phrases = Phrases(self._wording(request))
        if turns and request.task in (Task.READ, Task.DESCRIBE) and request.part is not Part.PICTURES:
            yield phrases.say(request, M.ROTATED, degrees=90 * turns)
        yield from self._answers(request, self._analysis(request, picture), phrases, is_cancelled)

    def _answers(
        self, request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
    ) -> Iterator[EngineEvent]:
        match request.task:
            case Task.READ:
                return read(request, analysis, phrases, is_cancelled)
            case Task.FIND:
                return find(request, analysis, phrases, is_cancelled)
            case Task.ASK:
                return ask(request, analysis, phrases, is_cancelled)
            case _:
                return Describer(request, analysis, phrases, is_cancelled).events()

    def _wording(self, request: Request) -> Wording:
        translations = load_translations(self._resources / "locale", request.language)
        return Wording(request.language, translations, is_brief=request.detail is Detail.BRIEF)

    def _analysis(self, request: Request, picture: Picture) -> Analysis:
        reader = self.reader(request.read_languages)
        key = picture.id, reader.languages
        analysis = self._kept.pop(key, None)
        if analysis is None or (analysis.picture is not picture and analysis.picture != picture):
            analysis = Analysis(picture, Eyes(reader, self.detector, self.classifier))
        self._kept[key] = analysis
        self._drop_oldest()
        return analysis

    def _drop_oldest(self) -> None:
        while len(self._kept) > 1 and (len(self._kept) > KEPT or self._pixels() > KEPT_PIXELS):
            self._kept.popitem(last=False)

    def _pixels(self) -> int:
        return sum(analysis.picture.width * analysis.picture.height for analysis in self._kept.values())

    def _load_reader(self, languages: tuple[str, ...]) -> Reader:
        reader = Reader(languages, self._data, self._threads)
        reader.warm()
        return reader


def _upright(picture: Picture, turns: int) -> Picture:
    if not turns:
        return picture
    pixels = turned(np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3), turns)
    return replace(picture, width=pixels.shape[1], height=pixels.shape[0], rgb=pixels.tobytes())


def _turned(box: Box, turns: int, upright: Picture) -> Box:
    """Return a box of the picture as it came where it lies in the picture that was turned."""
    if not turns:
        return box
    # Turning on to a whole turn is turning back the rest.
    return turned_back(Region(RegionKind.PICTURE, "", box, 1.0), 4 - turns, upright.width, upright.height).box


def _placed_in(picture: Picture, turns: int, event: EngineEvent) -> EngineEvent:
    """Return the event with its region in the pixels of the picture as it came."""
    if not turns or not isinstance(event, Found):
        return event
    return replace(event, region=turned_back(event.region, turns, picture.width, picture.height))


def create(options: Mapping[str, str]) -> EmbeddedEngine:
    """Return a warm engine. Options, all of them may be left out: `threads`, `data`, `resources`, `languages`."""
    data = options.get("data")
    return EmbeddedEngine(
        resources=Path(options["resources"]) if "resources" in options else paths.resources(),
        data=Path(data) if data else None,
        threads=int(options.get("threads", "2")),
        languages=options.get("languages", "en"),
    )
