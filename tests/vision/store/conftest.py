"""A hub on loopback, and the real client library pointed at it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.vision.store import Store
from assistant.vision.store import hub as client
from assistant.vision.store.hub import settings
from support import hub as fake
from support.hub import FakeHub

REPOSITORY = "google/paligemma2-3b-mix-448"
FREE_REPOSITORY = "HuggingFaceTB/SmolVLM-256M-Instruct"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """An ungated and a gated model, published on loopback; the library's waits between tries are left out."""
    library = pytest.importorskip("huggingface_hub", reason="needs the extra `model`")
    transfer = pytest.importorskip("huggingface_hub.file_download", reason="needs the extra `model`")
    for name in settings(Path()):
        # Restored afterwards: other tests need the library as it was.
        monkeypatch.setenv(name, os.environ.get(name, ""))
    with fake.serving() as serving:
        serving.add(REPOSITORY, fake.model_files(), is_gated=True)
        serving.add(FREE_REPOSITORY, {**fake.model_files(), "config.json": b'{"model_type": "idefics3"}'})
        serving.tokens.update({"hf_good": True, "hf_new": False})
        for name, value in (
            ("ENDPOINT", serving.url),
            # Another test of this process may have imported the library for a model, which has no network.
            ("HF_HUB_OFFLINE", False),
            ("HUGGINGFACE_CO_URL_TEMPLATE", serving.url + "/{repo_id}/resolve/{revision}/{filename}"),
        ):
            monkeypatch.setattr(library.constants, name, value)
        monkeypatch.setenv("HF_ENDPOINT", serving.url)
        monkeypatch.setattr(client, "ARRIVING", 100)
        wait = time.sleep
        monkeypatch.setattr(transfer.time, "sleep", lambda seconds: wait(min(seconds, 0.01)))
        yield serving
        library.close_session()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")
