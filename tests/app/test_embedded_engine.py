"""The built-in engine takes up what the settings say of its child, and nobody who waits for an answer notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.app.embedded import EmbeddedEngine
from assistant.core.domain import Done, Failed, Reason, Stats
from assistant.core.errors import EngineDied
from assistant.core.settings import Settings
from support.processes import wait_until


@dataclass
class Host:
    """A host that writes down what it was told."""

    settings: Settings
    before: Callable[[], None]
    calls: list[str] = field(default_factory=list)
    name = "embedded"

    def start(self) -> None:
        self.before()
        self.calls.append("start")

    def answer(self, request: Any, picture: Any) -> None:
        self.calls.append(f"answer {request.id}")

    def cancel(self, request_id: int) -> None:
        self.calls.append(f"cancel {request_id}")

    def forget(self) -> None:
        self.calls.append("forget")

    def close(self) -> None:
        self.calls.append("close")


@dataclass
class Asked:
    id: int


class Stage:
    def __init__(self) -> None:
        self.hosts: list[Host] = []
        self.settings = Settings()
        self.engine = EmbeddedEngine(lambda: self.settings, self.make, lambda event: None)

    def make(self, settings: Settings, post: Any, before: Callable[[], None]) -> Any:
        self.hosts.append(Host(settings, before))
        return self.hosts[-1]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def ended(stage: Stage) -> None:
    wait_until(lambda: "close" in stage.hosts[0].calls, what="the old child to end")


def test_a_child_that_nobody_waits_for_is_replaced_at_once(stage: Stage) -> None:
    stage.engine.start()
    stage.settings = Settings({"engine.threads": 1})
    stage.engine.settle()
    ended(stage)
    assert [host.calls for host in stage.hosts] == [["start", "close"], ["start"]]
    assert stage.hosts[1].settings.number("engine.threads") == 1


@pytest.mark.parametrize(
    "end", [Done(7, Reason.FINISHED, Stats(engine="embedded", model="", total_ms=1.0)), Failed(7, EngineDied())]
)
def test_an_answer_that_is_under_way_is_waited_for(stage: Stage, end: Any) -> None:
    stage.engine.answer(Asked(7), None)  # type: ignore[arg-type]  # only the id is looked at
    stage.engine.settle()
    stage.engine.settle()
    assert len(stage.hosts) == 1
    stage.engine.heard(end)
    ended(stage)
    stage.engine.answer(Asked(8), None)  # type: ignore[arg-type]  # only the id is looked at
    assert stage.hosts[0].calls == ["answer 7", "close"]
    assert stage.hosts[1].calls == ["start", "answer 8"]


def test_a_request_that_was_left_is_not_waited_for(stage: Stage) -> None:
    stage.engine.answer(Asked(7), None)  # type: ignore[arg-type]  # only the id is looked at
    stage.engine.settle()
    stage.engine.cancel(7)
    ended(stage)
    assert len(stage.hosts) == 2
