"""The windows' manager of models with the real command in its child, the real client library, and a hub on loopback."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from assistant.core.errors import GateClosed, ModelBroken, ModelNotInstalled, TokenNeeded, TokenRefused
from assistant.core.models import ModelEvent, ModelJobEnded, ModelProgressed, ModelsListed, ModelState
from assistant.process.model_commands import ModelCommands
from assistant.system import paths
from support.hub import FakeHub, model_files, serving

GATED = "paligemma2-3b-mix-448"
FREE = "smolvlm-256m"


class Manager:
    """A manager, and what it posts."""

    def __init__(self) -> None:
        self._events: queue.Queue[ModelEvent] = queue.Queue()
        self.commands = ModelCommands(self._events.put)

    def ended(self) -> tuple[ModelJobEnded, list[ModelProgressed]]:
        """Wait for the end of the job; return it with the progress before it."""
        progress = []
        while not isinstance(event := self._events.get(timeout=60), ModelJobEnded):
            assert isinstance(event, ModelProgressed)
            progress.append(event)
        return event, progress

    def listed(self, name: str) -> ModelState:
        self.commands.refresh()
        event = self._events.get(timeout=60)
        assert isinstance(event, ModelsListed)
        assert event.free
        assert event.advice or event.computer is None
        return next(each.state for each in event.models if each.name == name)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    pytest.importorskip("huggingface_hub", reason="needs the extra `model`")
    with serving() as fake:
        fake.add("google/" + GATED, model_files(), is_gated=True)
        fake.add("HuggingFaceTB/SmolVLM-256M-Instruct", model_files(2_000_000))
        fake.tokens.update({"hf_good": True, "hf_new": False})
        monkeypatch.setenv("HF_ENDPOINT", fake.url)
        yield fake


@pytest.fixture
def manager() -> Iterator[Manager]:
    made = Manager()
    yield made
    made.commands.close()


def test_a_model_comes_is_checked_and_goes(hub: FakeHub, manager: Manager) -> None:
    assert manager.listed(FREE) is ModelState.ABSENT
    manager.commands.install(FREE)
    end, progress = manager.ended()
    assert (end.error, end.is_paused) == (None, False)
    assert progress[-1].percent == 100
    assert manager.listed(FREE) is ModelState.INSTALLED
    manager.commands.verify(FREE)
    assert manager.ended()[0].error is None
    weights = paths.data_dir() / "models" / FREE / "model-1-of-2.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\xff")
    manager.commands.verify(FREE)
    damaged, _ = manager.ended()
    assert isinstance(damaged.error, ModelBroken)
    assert "model-1-of-2.safetensors" in damaged.told
    manager.commands.remove(FREE)
    assert manager.ended()[0].error is None
    assert manager.listed(FREE) is ModelState.ABSENT
    manager.commands.verify(FREE)
    assert isinstance(manager.ended()[0].error, ModelNotInstalled)


def test_the_gate(hub: FakeHub, manager: Manager) -> None:
    for token, kind in (("", TokenNeeded), ("hf_old", TokenRefused), ("hf_new", GateClosed)):
        manager.commands.install(GATED, token)
        end, _ = manager.ended()
        assert isinstance(end.error, kind)
        assert end.told
        assert token not in end.told or not token
    hub.tokens["hf_new"] = True
    manager.commands.install(GATED)
    assert manager.ended()[0].error is None


def test_a_pause_keeps_what_has_arrived(hub: FakeHub, manager: Manager) -> None:
    hub.trouble.pause = threading.Event()
    manager.commands.install(FREE)
    assert hub.reached_half.wait(30)
    manager.commands.pause()
    end, _ = manager.ended()
    assert (end.is_paused, end.error) == (True, None)
    hub.trouble.pause.set()
    hub.trouble.pause = None
    assert manager.listed(FREE) is ModelState.PARTIAL
    manager.commands.install(FREE)
    assert manager.ended()[0].error is None
    assert manager.listed(FREE) is ModelState.INSTALLED
