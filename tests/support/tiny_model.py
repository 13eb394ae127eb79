"""The tiny trained PaliGemma 2 that is committed under tests/models, and how a test asks its engine."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.core.domain import (
    Detail,
    Done,
    EngineReady,
    Failed,
    Found,
    Picture,
    Piece,
    Region,
    Request,
    Source,
    SourceKind,
    Task,
)
from support.hosts import Bench, bench

if TYPE_CHECKING:
    from PIL import Image

NAME = "tiny-paligemma2"
FOLDER = Path(__file__).parent.parent / "models" / NAME
SERVICE = "assistant.vision.paligemma.engine:create"
PATIENCE = 100.0
_IDS = itertools.count(1000)


def missing() -> str:
    """Return what the tiny model's tests lack here; empty where all is there."""
    lacking = [name for name in ("torch", "transformers", "safetensors") if importlib.util.find_spec(name) is None]
    return f"needs the extra `model` ({', '.join(lacking)} missing)" if lacking else ""


@pytest.fixture(scope="session")
def tiny_folder() -> Path:
    """Where the tiny model lies, as a published checkpoint would; leave it as it is."""
    if why := missing():
        pytest.skip(why)
    return FOLDER


@dataclass(frozen=True)
class Answered:
    """An answer of the engine: its text, what it is made of, and how it ended."""

    text: str
    pieces: tuple[Piece, ...]
    regions: tuple[Region, ...]
    end: Done | Failed


@dataclass(frozen=True)
class TinyEngine:
    """The engine's child with the tiny model in it; `ask` waits for the end of the answer."""

    bench: Bench

    def ask(
        self,
        task: Task,
        shown: Picture,
        question: str = "",
        *,
        language: str = "en",
        detail: Detail = Detail.NORMAL,
        **more: Any,
    ) -> Answered:
        """Ask about a picture."""
        request = Request(next(_IDS), shown.id, task, question, language, detail=detail, **more)
        self.bench.host.answer(request, shown)
        end = self.await_end(request.id)
        events = self.bench.recorder.of(request.id)
        pieces = tuple(event for event in events if isinstance(event, Piece))
        regions = tuple(event.region for event in events if isinstance(event, Found))
        return Answered("".join(piece.text for piece in pieces).strip(), pieces, regions, end)

    def await_end(self, request_id: int) -> Done | Failed:
        """Return the last event of a request; on a busy machine a child takes its time to load."""
        end = self.bench.recorder.await_event(
            lambda event: isinstance(event, Done | Failed) and event.request_id == request_id, seconds=PATIENCE
        )
        assert isinstance(end, Done | Failed)
        return end


def options(**changed: str) -> dict[str, str]:
    """Return the options with which the engine loads the tiny model."""
    return {
        "model": NAME,
        "folder": str(FOLDER),
        "device": "cpu",
        "precision": "fp32",
        "threads": "1",
        "training": "pt",
        **changed,
    }


@contextmanager
def tiny_engine(changed: Mapping[str, str] | None = None, **deadlines: Any) -> Iterator[TinyEngine]:
    """Yield the engine in a child of its own, the model loaded."""
    wanted = {"start_deadline": PATIENCE, "silence_deadline": PATIENCE, **deadlines}
    with bench(SERVICE, options(**(changed or {})), **wanted) as made:
        # Started here, so that what a fixture of a module starts is known as its own.
        made.host.start()
        made.recorder.await_event(lambda event: isinstance(event, EngineReady), PATIENCE)
        yield TinyEngine(made)


def as_picture(image: Image.Image) -> Picture:
    """Return an image as a file's picture with an id of its own."""
    shown = image.convert("RGB")
    return Picture(next(_IDS), Source(SourceKind.FILE, path="drawing.png"), shown.width, shown.height, shown.tobytes())
