"""The manager of models with the real command as its child, against a hub on loopback."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.errors import GateClosed, ModelBroken, TokenNeeded
from assistant.core.models import ModelEvent, ModelInfo, ModelJobEnded, ModelProgressed, ModelsListed, ModelState
from assistant.process.model_commands import ModelCommands
from support.hub import FakeHub, model_files, serving

GATED = "paligemma2-3b-mix-448"
FREE = "smolvlm-256m"
FREE_REPOSITORY = "HuggingFaceTB/SmolVLM-256M-Instruct"


class Managed:
    """A manager and what it told."""

    def __init__(self, hub: FakeHub) -> None:
        self.hub = hub
        self.events: queue.SimpleQueue[ModelEvent] = queue.SimpleQueue()
        self.manager = ModelCommands(self.events.put)

    def listed(self, name: str) -> ModelInfo:
        self.manager.refresh()
        event = self.events.get(timeout=30)
        assert isinstance(event, ModelsListed), event
        assert event.free
        return next(model for model in event.models if model.name == name)

    def ended(self) -> tuple[list[int], ModelJobEnded]:
        """Return the percents that were told, and the end."""
        percents = []
        while not isinstance(event := self.events.get(timeout=30), ModelJobEnded):
            assert isinstance(event, ModelProgressed)
            percents.append(event.percent)
        return percents, event


@pytest.fixture
def managed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Managed]:
    pytest.importorskip("huggingface_hub", reason="needs the extra `model`")
    with serving() as hub:
        hub.add("google/" + GATED, model_files(), is_gated=True)
        hub.add(FREE_REPOSITORY, model_files(200_000))
        hub.tokens.update({"hf_good": True, "hf_new": False})
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        made = Managed(hub)
        yield made
        made.manager.close()


def test_the_whole_way_of_a_free_model(managed: Managed) -> None:
    before = managed.listed(FREE)
    assert (before.state, before.is_gated, before.licence) == (ModelState.ABSENT, False, "Apache-2.0")
    assert before.page.startswith("https://huggingface.co/")
    managed.manager.install(FREE)
    percents, end = managed.ended()
    assert end.error is None, end.told
    assert percents[-1] == 100
    here = managed.listed(FREE)
    assert here.state is ModelState.INSTALLED
    (Path(here.folder) / "model-1-of-2.safetensors").write_bytes(b"altered")
    managed.manager.verify(FREE)
    assert managed.ended()[1].error == ModelBroken(model=FREE)
    managed.manager.repair(FREE)
    assert managed.ended()[1].error is None
    managed.manager.remove(FREE)
    assert managed.ended()[1].error is None
    assert managed.listed(FREE).state is ModelState.ABSENT


def test_a_gated_model_wants_a_token_then_the_licence_then_comes(managed: Managed) -> None:
    assert managed.listed(GATED).is_gated
    told = []
    for token in ("", "hf_new", "hf_good"):
        managed.manager.install(GATED, token)
        told.append(managed.ended()[1])
    assert [each.error for each in told] == [TokenNeeded(model=GATED), GateClosed(model=GATED), None]
    assert "settings/tokens" in told[0].hint
    assert "licence" in told[1].told
    here = managed.listed(GATED)
    assert (here.state, here.has_token) == (ModelState.INSTALLED, True)
    assert "hf_good" not in " ".join(os.environ.values())


def test_a_download_is_left_and_goes_on(managed: Managed) -> None:
    managed.hub.add(FREE_REPOSITORY, model_files(2_000_000))
    managed.hub.trouble.pause = threading.Event()
    managed.manager.install(FREE)
    assert managed.hub.reached_half.wait(30)
    managed.manager.pause()
    end = managed.ended()[1]
    assert (end.is_paused, end.error) == (True, None)
    managed.hub.trouble.pause.set()
    managed.hub.trouble.pause = None
    left = managed.listed(FREE)
    assert left.state is ModelState.PARTIAL
    assert left.arrived > 0
    managed.manager.install(FREE)
    assert managed.ended()[1].error is None
    assert managed.listed(FREE).state is ModelState.INSTALLED
