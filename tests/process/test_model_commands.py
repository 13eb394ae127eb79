"""The manager of models: one contract for the fake and for the real one, whose child may die, hang or talk nonsense."""

from __future__ import annotations

import json
import queue
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest

from assistant.core.errors import GateClosed, ModelsBusy, ModelsHelperLost, SeeSayError
from assistant.core.models import (
    Card,
    Computer,
    ModelAction,
    ModelEvent,
    ModelJob,
    ModelJobEnded,
    ModelProgressed,
    ModelsListed,
    ModelState,
)
from assistant.core.ports import ModelManager
from assistant.process.model_commands import ModelCommands
from support.models import FakeModelManager
from support.processes import wait_until

CHILD = Path(__file__).parents[1] / "support" / "models_child.py"
INSTALL = ModelJob(ModelAction.INSTALL, "tiny")
LISTED = json.dumps(
    {
        "free": 9,
        "computer": {
            "processor": "Zen",
            "cores": 2,
            "memory": 16,
            "free": 12,
            "cards": [{"name": "RTX", "total": 8}, 3],
        },
        "best": "tiny",
        "advice": "It suits.",
        "models": [
            {
                "name": "tiny",
                "size": 100,
                "licence": "Gemma",
                "licence_url": "https://l.example",
                "page": "http://unsafe.example",
                "gated": True,
                "state": "partial",
                "arrived": 40,
                "fits": True,
                "reason": "It is tiny.",
                "tasks": ["ask", 3],
            },
            {"name": "other"},
        ],
    }
)


class Rig(Protocol):
    """A manager, and a way to say what comes of its job."""

    manager: ModelManager
    events: queue.SimpleQueue[ModelEvent]

    def progress(self, done: int, total: int) -> None: ...
    def end(self, error: SeeSayError | None = None) -> None: ...


class FakeRig:
    def __init__(self, _folder: Path) -> None:
        self.events: queue.SimpleQueue[ModelEvent] = queue.SimpleQueue()
        self.fake = FakeModelManager(self.events.put)
        self.manager: ModelManager = self.fake

    def progress(self, done: int, total: int) -> None:
        self.fake.progress(done, total)

    def end(self, error: SeeSayError | None = None) -> None:
        self.fake.end(error)


class RealRig:
    """The real manager with a child that goes on when a file appears."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: queue.SimpleQueue[ModelEvent] = queue.SimpleQueue()
        self.heard = folder / "heard"
        steps: list[Any] = [{"wait": str(folder / "go0")}, line(50, 100), {"wait": str(folder / "go1")}]
        self.plan(list=[LISTED], install=steps, verify=steps, remove=[])
        self.commands = ModelCommands(self.events.put, [sys.executable, str(CHILD), str(folder / "plan")], silence=20.0)
        self.manager: ModelManager = self.commands

    def plan(self, **actions: list[Any]) -> None:
        plan = {"heard": str(self.heard), **actions}
        (self.folder / "plan").write_text(json.dumps(plan), encoding="utf-8")

    def progress(self, done: int, total: int) -> None:
        (self.folder / "go0").touch()

    def end(self, error: SeeSayError | None = None) -> None:
        (self.folder / "go0").touch()
        (self.folder / "go1").touch()

    def calls(self) -> list[dict[str, Any]]:
        return [json.loads(each) for each in self.heard.read_text("utf-8").splitlines()]


def line(done: int, total: int) -> str:
    return json.dumps({"model": "tiny", "done": done, "total": total, "percent": 100 * done // total})


@pytest.fixture(params=[FakeRig, RealRig])
def rig(request: Any, tmp_path: Path) -> Any:
    made = request.param(tmp_path)
    yield made
    made.manager.close()


@pytest.fixture
def real(tmp_path: Path) -> Any:
    made = RealRig(tmp_path)
    yield made
    made.manager.close()


def heard(rig: Rig) -> ModelEvent:
    return rig.events.get(timeout=20)


def ended(rig: Rig) -> ModelJobEnded:
    while not isinstance(event := heard(rig), ModelJobEnded):
        pass
    return event


# --- the contract -----------------------------------------------------------------------------------


def test_a_list_is_told_and_is_no_job(rig: Rig) -> None:
    rig.manager.refresh()
    assert rig.manager.job is None
    assert isinstance(heard(rig), ModelsListed)


def test_a_job_tells_how_far_it_is_and_that_it_is_over(rig: Rig) -> None:
    rig.manager.install("tiny")
    assert rig.manager.job == INSTALL
    rig.progress(50, 100)
    assert heard(rig) == ModelProgressed(INSTALL, 50, 100)
    rig.end()
    assert ended(rig) == ModelJobEnded(INSTALL)
    assert rig.manager.job is None


def test_a_job_that_is_left_says_so_and_leaves_room_for_the_next(rig: Rig) -> None:
    rig.manager.install("tiny")
    rig.manager.pause()
    assert ended(rig) == ModelJobEnded(INSTALL, is_paused=True)
    rig.manager.pause()
    rig.manager.verify("tiny")
    assert rig.manager.job == ModelJob(ModelAction.VERIFY, "tiny")


def test_one_job_at_a_time_and_a_second_is_refused(rig: Rig) -> None:
    rig.manager.install("tiny")
    rig.manager.remove("other")
    assert heard(rig) == ModelJobEnded(ModelJob(ModelAction.REMOVE, "other"), error=ModelsBusy(model="tiny"))
    assert rig.manager.job == INSTALL


def test_after_the_end_nothing_is_told(rig: Rig) -> None:
    rig.manager.install("tiny")
    rig.manager.close()
    rig.manager.refresh()
    rig.manager.install("tiny")
    assert rig.events.empty()
    assert rig.manager.job is None


# --- the real one -----------------------------------------------------------------------------------


def test_the_list_is_what_the_child_knows_and_no_unsafe_page(real: RealRig) -> None:
    real.manager.refresh()
    event = heard(real)
    assert isinstance(event, ModelsListed)
    assert event.free == 9
    tiny, other = event.models
    assert (tiny.size, tiny.arrived, tiny.state, tiny.is_gated) == (100, 40, ModelState.PARTIAL, True)
    assert (tiny.fits, tiny.reason, tiny.licence_page, tiny.page) == (True, "It is tiny.", "https://l.example", "")
    assert tiny.tasks == ("ask",)
    assert (other.fits, other.state) == (None, ModelState.ABSENT)


def test_what_this_computer_can_do_comes_with_the_list(real: RealRig) -> None:
    real.manager.refresh(is_thorough=True)
    event = heard(real)
    assert isinstance(event, ModelsListed)
    assert event.computer == Computer("Zen", 2, 16, 12, (Card("RTX", 8, 0),))
    assert (event.best, event.advice, event.is_thorough) == ("tiny", "It suits.", True)
    assert real.calls()[0]["words"] == ["list", "--json", "--fit"]


def test_a_thorough_look_is_not_lost_among_quick_ones(real: RealRig) -> None:
    real.manager.refresh()
    for is_thorough in (False, True, False):
        real.manager.refresh(is_thorough=is_thorough)
    found = [heard(real), heard(real)]
    assert [isinstance(each, ModelsListed) and each.is_thorough for each in found] == [False, True]
    assert [call["words"] for call in real.calls()] == [["list", "--json"], ["list", "--json", "--fit"]]


def test_a_token_travels_by_standard_input_alone(real: RealRig) -> None:
    real.plan(install=[line(1, 1)])
    real.manager.install("tiny", "hf_secret")
    ended(real)
    (call,) = real.calls()
    assert call["token"] == "hf_secret"
    assert "hf_secret" not in " ".join(call["words"])
    assert "hf_secret" not in repr(real.commands.__dict__)


def test_what_the_child_tells_as_its_error_is_told_in_its_words(real: RealRig) -> None:
    error = {"code": "gate_closed", "message": "Not agreed yet.", "hint": "Agree."}
    real.plan(install=[json.dumps({"error": error}), {"exit": 4}])
    real.manager.install("tiny")
    event = ended(real)
    assert event.error == GateClosed(model="tiny")
    assert (event.told, event.hint) == ("Not agreed yet.", "Agree.")


@pytest.mark.parametrize(
    "steps",
    [
        [{"exit": 3}],
        [line(1, 2), "what is this?", {"hang": True}],
        ["[1, 2]"],
        ["[" * 5000],
        [json.dumps({"error": {"code": "no such code"}})],
    ],
    ids=["dies", "garbage", "a list", "deep", "unknown error"],
)
def test_a_child_that_dies_or_talks_nonsense_is_one_ending(real: RealRig, steps: list[Any]) -> None:
    real.plan(install=steps)
    real.manager.install("tiny")
    assert isinstance(ended(real).error, ModelsHelperLost)
    assert real.manager.job is None
    assert real.events.empty()


def test_a_child_that_hangs_is_ended(tmp_path: Path) -> None:
    real = RealRig(tmp_path)
    real.commands = ModelCommands(real.events.put, [sys.executable, str(CHILD), str(tmp_path / "plan")], silence=0.5)
    real.plan(install=[{"hang": True}])
    real.commands.install("tiny")
    assert isinstance(ended(real).error, ModelsHelperLost)
    real.commands.close()


@pytest.mark.parametrize("said", ["[{}]", "{}", '["tiny"]', ""])
def test_a_list_that_is_none_is_an_ending(real: RealRig, said: str) -> None:
    real.plan(list=[said] if said else [])
    real.manager.refresh()
    assert isinstance(ended(real).error, ModelsHelperLost)


def test_a_list_that_is_asked_for_while_one_is_made_is_made_once_more(real: RealRig) -> None:
    real.plan(list=[{"wait": str(real.folder / "go0")}, LISTED])
    for _ in range(3):
        real.manager.refresh()
    real.progress(1, 1)
    assert isinstance(heard(real), ModelsListed)
    assert isinstance(heard(real), ModelsListed)
    wait_until(lambda: not real.commands._running, what="the lists to be over")
    assert real.events.empty()
    assert len(real.calls()) == 2


def test_a_command_that_does_not_exist_is_an_ending(tmp_path: Path) -> None:
    events: queue.SimpleQueue[ModelEvent] = queue.SimpleQueue()
    manager = ModelCommands(events.put, [str(tmp_path / "none")])
    manager.install("tiny")
    event = events.get(timeout=20)
    assert isinstance(event, ModelJobEnded)
    assert isinstance(event.error, ModelsHelperLost)
    wait_until(lambda: manager.job is None, what="the job to be gone")
    manager.close()
