"""The doctor loads the model that would answer, and tells what keeps it from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.core.domain import EngineEvent, EngineLost, EngineReady
from assistant.core.errors import ModelNotInstalled, ModelTooLarge
from assistant.core.settings import Settings
from assistant.core.wording import Wording
from assistant.doctor import checks
from assistant.doctor.examine import Check
from assistant.system import paths
from assistant.vision.model_entry import ModelFile
from assistant.vision.store.record import Record, write

TOO_LARGE = ModelTooLarge(model="tiny", need="6", free="2")


def found(model: str = "auto") -> list[Check]:
    return checks._model_checks(Settings().having("engine.model", model), lambda since: "2 ms.")


@pytest.fixture
def installed() -> None:
    folder = paths.data_dir() / "models" / "tiny"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    write(folder, Record("tiny", "paligemma", "mix", 448, (ModelFile("config.json", 2, "0" * 64),)))


class FakeHost:
    """Ends its start with one event."""

    says: EngineEvent = EngineReady("tiny")
    closed = 0

    def __init__(self, name: str, service: str, options: object, post: Callable[[EngineEvent], None], **_: Any) -> None:
        self._post = post

    def start(self) -> None:
        self._post(self.says)

    def close(self) -> None:
        type(self).closed += 1


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> type[FakeHost]:
    class Host(FakeHost):
        pass

    monkeypatch.setattr(checks, "EngineHost", Host)
    return Host


@pytest.mark.parametrize("model", ["auto", "none", "https://desk.example"])
def test_without_a_model_here_nothing_is_tried(model: str) -> None:
    assert found(model) == []


def test_without_a_folder_for_models_the_rest_is_still_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/dev/null/nowhere")
    assert found() == []
    assert checks.checks(Wording())


@pytest.mark.usefixtures("installed")
def test_a_model_is_loaded(host: type[FakeHost]) -> None:
    [check] = found()
    outcome = check.run()
    assert (outcome.works, outcome.found, host.closed) == (True, "tiny. 2 ms.", 1)


@pytest.mark.usefixtures("installed")
def test_why_a_model_can_not_be_loaded_is_told(host: type[FakeHost]) -> None:
    host.says = EngineLost("tiny", TOO_LARGE)
    [check] = found()
    with pytest.raises(ModelTooLarge):
        check.run()
    assert host.closed == 1


def test_a_model_that_is_not_here_is_told() -> None:
    [check] = found("paligemma2-3b-mix-448")
    with pytest.raises(ModelNotInstalled):
        check.run()
