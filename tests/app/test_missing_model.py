"""A model that the settings name and that can't be had: the built-in engine answers, and the user is told once."""

from __future__ import annotations

from pathlib import Path

from assistant.app.engines import ModelEngines
from assistant.core.desk import Patience
from assistant.core.domain import Done, EngineEvent, Found, Picture, Piece, Reason, Request, Task
from assistant.core.ensemble import Outside
from assistant.core.routes import Routes
from assistant.core.settings import Settings
from assistant.core.wording import Wording
from support.duet import HEIGHT, WIDTH, Player, photograph
from support.stage import SCREEN, FakeClock

MODEL = "paligemma2-3b-mix-224"


def test_a_missing_model_is_told_once_and_not_with_every_answer(tmp_path: Path) -> None:
    events: list[EngineEvent] = []
    clock = FakeClock()
    routes = Routes(events.append)
    embedded = Player("embedded", [], routes)
    outside = Outside(events.append, clock, clock.now, lambda language, is_brief: Wording())
    settings = Settings().having("engine.model", MODEL)
    engines = ModelEngines(
        embedded, lambda: settings, routes, outside, routes.heard, lambda host: True, tmp_path, Patience()
    )
    for number in (1, 2):
        engine = engines.preferred()
        assert engine is not None
        engine.answer(Request(number, number, Task.DESCRIBE), Picture(number, SCREEN, WIDTH, HEIGHT, b""))
        routes.heard(Found(embedded.number, photograph()))
        embedded.ends()
        embedded.says("The picture shows a dog.\n")
        embedded.ends()
    assert [event.text.strip() for event in events if isinstance(event, Piece)] == [
        f"The model {MODEL} is not installed. The built-in engine answers instead.",
        "The picture shows a dog.",
        "The picture shows a dog.",
    ]
    assert isinstance(events[-1], Done)
    assert (events[-1].reason, events[-1].stats.engine) == (Reason.FINISHED, "embedded")
    engines.close()
