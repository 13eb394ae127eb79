"""Which engine is had for which wish, what its child is told, and that there is never more than one child."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.app import engines as app_engines
from assistant.app.engines import ModelEngines
from assistant.app.stand_ins import SPARED_SECONDS
from assistant.core.domain import EngineEvent, EngineLost, Failed, Picture, Request, Task
from assistant.core.ensemble import Ensemble, Outside, Patience
from assistant.core.errors import (
    EngineDied,
    ModelBroken,
    ModelCannot,
    ModelNotInstalled,
    ModelTooLarge,
    ModelUnknown,
    RemoteInsecure,
    RemoteStalled,
    SeeSayError,
    UsageError,
)
from assistant.core.ports import Engine
from assistant.core.routes import Routes
from assistant.core.settings import Settings
from assistant.core.wording import Wording
from assistant.vision import services
from assistant.vision.model_entry import ModelFile
from assistant.vision.store.record import Record, write
from support.duet import HEIGHT, WIDTH, Player
from support.stage import SCREEN, FakeClock

SHOWN = Picture(1, SCREEN, WIDTH, HEIGHT, b"")


@dataclass
class FakeHost:
    """Keeps what it was made with and what was done with it."""

    name: str
    service: str
    options: Mapping[str, str]
    post: Callable[[EngineEvent], None]
    done: list[str] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    idle_seconds: float | None = None
    before: Callable[[], None] = lambda: None

    def start(self) -> None:
        self.done.append("start")

    def answer(self, request: Request, picture: Picture) -> None:
        self.asked.append(request)

    def cancel(self, request_id: int) -> None:
        self.done.append("cancel")

    def forget(self) -> None:
        self.done.append("forget")

    def close(self) -> None:
        self.done.append("close")


class Home:
    """Model engines over fake children."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data = data
        self.settings = Settings()
        self.hosts: list[FakeHost] = []
        self.told: list[str] = []
        self.may_tell = True
        self.events: list[EngineEvent] = []
        self._posted: list[EngineEvent] = []
        self.clock = clock = FakeClock()
        routes = Routes(self.events.append)
        self.embedded = Player("embedded", [], routes)
        outside = Outside(self.events.append, clock, clock.now, lambda language, is_brief: Wording())
        monkeypatch.setattr(app_engines, "EngineHost", self._host)
        self.engines = ModelEngines(
            self.embedded, lambda: self.settings, routes, outside, self._posted.append, self._tell, data, Patience()
        )
        self._routes = routes

    def _host(
        self, name: str, service: str, options: Mapping[str, str], post: Callable[[EngineEvent], None], **more: Any
    ) -> FakeHost:
        self.hosts.append(
            FakeHost(name, service, options, post, idle_seconds=more["idle_seconds"], before=more["before"])
        )
        return self.hosts[-1]

    def _tell(self, host: str) -> bool:
        if self.may_tell:
            self.told.append(host)
        return self.may_tell

    def set(self, name: str, value: object) -> None:
        self.settings = self.settings.having(name, value)

    def install(self, name: str, family: str = "paligemma", training: str = "mix") -> Path:
        folder = self.data / "models" / name
        folder.mkdir(parents=True)
        file = "masks.safetensors" if family == "masks" else "config.json"
        (folder / file).write_text("{}")
        files = (ModelFile(file, 2, "0" * 64),)
        write(folder, Record(name, family, training, 448, files))  # type: ignore[arg-type]  # the literals vary here
        return folder

    def failures(self) -> list[tuple[int, SeeSayError]]:
        while self._posted:
            self._routes.heard(self._posted.pop(0))
        return [(event.request_id, event.error) for event in self.events if isinstance(event, Failed)]

    def ask(self, engine: Engine | None, number: int, task: Task = Task.PROMPT) -> None:
        assert engine is not None
        engine.answer(Request(number, 1, task, "caption en"), SHOWN)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path, monkeypatch)


def test_without_a_model_there_is_none_and_nothing_is_made(home: Home) -> None:
    assert home.engines.preferred() is None
    home.engines.start()
    home.engines.forget()
    home.engines.close()
    assert home.hosts == []


def test_none_is_none_whatever_is_installed(home: Home) -> None:
    home.install("tiny")
    home.set("engine.model", "none")
    assert home.engines.preferred() is None


def test_the_installed_model_is_preferred_and_told_what_it_needs(home: Home) -> None:
    folder = home.install("tiny")
    home.set("engine.precision", "nf4")
    home.set("engine.threads", 3)
    engine = home.engines.preferred()
    [host] = home.hosts
    assert isinstance(engine, Ensemble)
    assert (host.name, host.service) == ("tiny", services.OF_FAMILY["paligemma"])
    assert host.options["model"] == "tiny"
    assert host.options["folder"] == str(folder)
    assert host.options["cache"] == str(home.data / "quantised" / "tiny")
    assert (host.options["precision"], host.options["device"], host.options["threads"]) == ("nf4", "auto", "3")
    assert host.idle_seconds == 15 * 60
    # Loaded at its first need only.
    assert host.done == []


def test_a_chat_model_has_a_service_of_its_own(home: Home) -> None:
    home.install("smol", "chat", "chat")
    home.engines.preferred()
    assert home.hosts[0].service == services.OF_FAMILY["chat"]


def test_of_several_models_the_child_takes_the_one_that_fits(home: Home) -> None:
    for name in ("one", "two"):
        home.install(name)
    home.install("masks", "masks", "masks")
    home.engines.preferred()
    [host] = home.hosts
    assert host.service == services.PLANNED
    assert host.options["models"] == "one,two"
    assert host.options["data"] == str(home.data)


def test_the_child_stays_until_something_else_is_wanted(home: Home) -> None:
    home.install("one")
    home.install("two")
    home.set("engine.model", "one")
    first = home.engines.preferred()
    assert home.engines.preferred() is first
    named = home.engines.named("one")
    assert named is not first
    assert len(home.hosts) == 1
    home.engines.named("two")
    home.engines.close()
    assert [(host.name, host.done) for host in home.hosts] == [("one", ["close"]), ("two", ["close"])]


@pytest.mark.parametrize(("name", "value"), [("engine.device", "cpu"), ("engine.model_idle_minutes", 0)])
def test_other_settings_take_another_child(home: Home, name: str, value: object) -> None:
    home.install("one")
    home.engines.preferred()
    home.set(name, value)
    home.engines.preferred()
    home.engines.close()
    assert [host.done for host in home.hosts] == [["close"], ["close"]]
    assert (home.hosts[1].idle_seconds is None) == (name == "engine.model_idle_minutes")


def test_one_child_has_ended_before_another_is_started(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.install("one")
    home.install("two")
    home.engines.named("one")
    may_end = threading.Event()

    def close(host: FakeHost) -> None:
        may_end.wait(20)
        host.done.append("close")

    monkeypatch.setattr(FakeHost, "close", close)
    home.engines.named("two")
    one, two = home.hosts
    waiting = threading.Thread(target=two.before)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    may_end.set()
    waiting.join(20)
    assert one.done == ["close"]
    home.engines.close()


@pytest.mark.parametrize(
    ("name", "value", "ends"),
    [("engine.model", "none", True), ("engine.model", "gone", True), ("speech.rate", 20, False)],
)
def test_a_model_that_is_not_wanted_any_more_gives_its_memory_back(
    home: Home, name: str, value: object, ends: bool
) -> None:
    home.install("one")
    home.engines.preferred()
    home.set(name, value)
    home.engines.settle()
    assert bool(home.engines._pairs) is not ends
    home.engines.close()
    assert [host.done for host in home.hosts] == [["close"]]


def test_a_model_that_was_repaired_is_tried_at_once(home: Home) -> None:
    home.install("one")
    home.ask(home.engines.preferred(), 1)
    [host] = home.hosts
    host.post(Failed(host.asked[-1].id, ModelBroken(model="one")))
    home.failures()
    home.engines.settle()
    home.ask(home.engines.preferred(), 2)
    assert len(home.hosts) == 2
    assert len(home.hosts[1].asked) == 1


def test_a_model_that_came_is_loaded_where_that_is_wanted(home: Home) -> None:
    home.set("engine.model_start", "with seesay")
    home.engines.settle()
    home.install("one")
    home.engines.settle()
    assert home.hosts[0].done == ["start"]


def test_it_is_loaded_with_seesay_where_that_is_wanted(home: Home) -> None:
    home.install("one")
    home.engines.start()
    assert home.hosts == []
    home.set("engine.model_start", "with seesay")
    home.engines.start()
    assert home.hosts[0].done == ["start"]


def test_pictures_are_forgotten(home: Home) -> None:
    home.install("one")
    home.engines.preferred()
    home.engines.forget()
    assert home.hosts[0].done == ["forget"]


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ("nonsense", ModelUnknown),
        ("../models", ModelUnknown),
        ("paligemma2-3b-mix-448", ModelNotInstalled),
        ("masks", ModelUnknown),
        ("http://desk.example", RemoteInsecure),
        ("ftp://desk.example", UsageError),
    ],
)
def test_what_can_not_be_had(home: Home, wanted: str, error: type[SeeSayError]) -> None:
    home.install("masks", "masks", "masks")
    with pytest.raises(error):
        home.engines.named(wanted)
    assert home.hosts == []


def test_a_question_to_a_server_leaves_the_loaded_model_where_it_is(home: Home) -> None:
    home.install("one")
    for wanted in ("one", "http://localhost:1", "one", "http://localhost:2"):
        home.engines.named(wanted)
    assert [host.name for host in home.hosts] == ["one", "localhost:1", "localhost:2"]
    home.engines.forget()
    home.engines.close()
    assert [host.done for host in home.hosts] == [["forget", "close"], ["close"], ["forget", "close"]]


# --- what can't be loaded -------------------------------------------------------------------------------


TOO_LARGE = ModelTooLarge(model="one", need="6", free="2")


def test_a_model_that_could_not_be_loaded_is_spared_for_a_while(home: Home) -> None:
    home.install("one")
    engine = home.engines.preferred()
    home.ask(engine, 1)
    [host] = home.hosts
    host.post(Failed(host.asked[0].id, TOO_LARGE))
    assert home.failures() == [(1, TOO_LARGE)]
    home.ask(home.engines.preferred(), 2)
    assert home.failures() == [(1, TOO_LARGE), (2, TOO_LARGE)]
    assert len(host.asked) == 1
    home.clock.pass_seconds(SPARED_SECONDS + 1)
    home.ask(home.engines.preferred(), 3)
    assert len(host.asked) == 2


def test_who_names_it_has_it_tried_again(home: Home) -> None:
    home.install("one")
    home.ask(home.engines.preferred(), 1)
    [host] = home.hosts
    host.post(EngineLost("one", TOO_LARGE))
    home.ask(home.engines.named("one"), 2)
    assert len(host.asked) == 2


@pytest.mark.parametrize("error", [ModelCannot(model="one", task="read"), EngineDied(), RemoteStalled(host="x")])
def test_other_ends_spare_nothing(home: Home, error: SeeSayError) -> None:
    home.install("one")
    for number in (1, 2):
        home.ask(home.engines.preferred(), number)
        [host] = home.hosts
        host.post(Failed(host.asked[-1].id, error))
    assert len(home.hosts[0].asked) == 2


# --- servers --------------------------------------------------------------------------------------------


def test_a_server_is_told_once_before_the_first_picture_leaves(home: Home) -> None:
    engine = home.engines.named("https://desk.example:8000#gemma")
    [host] = home.hosts
    assert (host.service, host.options["url"]) == (services.REMOTE, "https://desk.example:8000#gemma")
    assert "key" not in host.options
    engine.start()
    assert home.told == []
    home.may_tell = False
    home.ask(engine, 1)
    home.may_tell = True
    home.ask(engine, 2)
    home.ask(engine, 3)
    assert home.told == ["desk.example:8000"]
    assert len(host.asked) == 3


def test_a_server_that_is_not_asked_is_not_told(home: Home) -> None:
    home.set("engine.model", "https://desk.example")
    home.ask(home.engines.preferred(), 1, Task.READ)
    assert len(home.embedded.requests) == 1
    assert home.told == []


def test_this_computer_is_not_told(home: Home) -> None:
    home.ask(home.engines.named("http://localhost:8000"), 1)
    assert home.told == []
    assert len(home.hosts[0].asked) == 1
