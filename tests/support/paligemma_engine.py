"""The PaliGemma engine around a scripted loop, and what it said to one request."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.core.domain import (
    Done,
    EngineEvent,
    Found,
    Picture,
    Piece,
    Region,
    Request,
    Source,
    SourceKind,
    Task,
)
from assistant.core.errors import ModelBroken
from assistant.vision.paligemma.engine import PaliGemmaEngine
from assistant.vision.paligemma.forms import Form, Forms
from assistant.vision.paligemma.masks import MaskDecoder
from assistant.vision.paligemma.tasks import Training
from support.paligemma_fake import Answer, FakeLoop, fake_model

_IDS = itertools.count(1)


@dataclass(frozen=True)
class Heard:
    """What came of a request."""

    events: tuple[EngineEvent, ...]

    @property
    def pieces(self) -> list[Piece]:
        return [event for event in self.events if isinstance(event, Piece)]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def regions(self) -> list[Region]:
        return [event.region for event in self.events if isinstance(event, Found)]

    @property
    def done(self) -> Done:
        (done,) = [event for event in self.events if isinstance(event, Done)]
        assert done is self.events[-1]
        return done


@dataclass
class Stand:
    """An engine with its scripted loop; `ask` answers one request."""

    loop: FakeLoop
    engine: PaliGemmaEngine
    picture: Picture = field(default_factory=lambda: shown(320, 240))

    def ask(self, task: Task, question: str = "", picture: Picture | None = None, **wanted: Any) -> Heard:
        seen = picture or self.picture
        is_cancelled: Callable[[], bool] = wanted.pop("is_cancelled", lambda: False)
        request = replace(Request(next(_IDS), seen.id, task, question), **wanted)
        heard = Heard(tuple(self.engine.answer(request, seen, is_cancelled)))
        assert {getattr(event, "request_id", None) for event in heard.events} == {request.id}
        return heard


def shown(width: int, height: int) -> Picture:
    """Return a picture in which each part looks different."""
    row = bytes(range(256)) * (width * 3 // 256 + 1)
    rgb = b"".join(bytes([line % 251]) * 3 + row[: (width - 1) * 3] for line in range(height))
    return Picture(next(_IDS), Source(SourceKind.SCREEN), width, height, rgb)


def stand(
    answers: Mapping[str, Answer],
    training: Training = Training.MIX,
    *,
    decoder: MaskDecoder | ModelBroken | None = None,
    resolution: int = 224,
    device: str = "cpu",
    **loop: Any,
) -> Stand:
    """Return an engine that answers by script."""
    made = FakeLoop(answers, **loop)
    model = fake_model(made, resolution=resolution, device=device)
    forms = Forms(Form("fake", Path()), lambda _: None, lambda _: model)
    return Stand(made, PaliGemmaEngine(forms, training, decoder=decoder))
