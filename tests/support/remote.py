"""The remote engine of a test's server, and what it is asked."""

from __future__ import annotations

from PIL import Image

from assistant.core.domain import (
    EngineEvent,
    Picture,
    Piece,
    Request,
    Source,
    SourceKind,
    Task,
)
from assistant.vision import remote

ASKED = Request(7, 1, Task.DESCRIBE)


def picture(width: int = 64, height: int = 48, kind: SourceKind = SourceKind.SCREEN) -> Picture:
    rgb = Image.linear_gradient("L").resize((width, height)).convert("RGB").tobytes()
    return Picture(1, Source(kind), width, height, rgb)


def engine(url: str, model: str = "chat-2b", **options: str) -> remote.RemoteEngine:
    return remote.create({"url": f"{url}#{model}", "timeout": "10", "key": "", **options})


def asked(url: str, request: Request = ASKED, shown: Picture | None = None, **options: str) -> list[EngineEvent]:
    asked_one = engine(url, **options)
    try:
        return list(asked_one.answer(request, shown or picture(), lambda: False))
    finally:
        asked_one.close()


def text_of(events: list[EngineEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Piece))
