"""A model's child is killed while it loads, sees or answers: one failure each, and the next answer is as before."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
from pathlib import Path

import numpy as np
import psutil
import pytest

from assistant.core.domain import Done, Failed, Picture, Source, SourceKind, Task
from assistant.core.errors import EngineDied
from assistant.process import host as host_module
from support.hosts import Bench, bench
from support.paligemma import needs_model_runtime, noise_picture, save_tiny_paligemma
from support.processes import wait_until

pytestmark = [needs_model_runtime, pytest.mark.skipif(os.name == "nt", reason="kills by signals")]

_SERVICE = "assistant.vision.paligemma.engine:create"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_paligemma(tmp_path_factory.mktemp("models") / "tiny")


def _picture() -> Picture:
    pixels = noise_picture()
    height, width = pixels.shape[:2]
    return Picture(1, Source(SourceKind.FILE), width, height, np.ascontiguousarray(pixels).tobytes())


def _answer(made: Bench) -> str:
    """Return the next answer; a death that nobody has noticed yet may take one question with it."""
    for _ in range(2):
        asked = made.ask("what is it?", _picture(), task=Task.ASK)
        if isinstance(made.recorder.await_end(asked, 120), Done):
            break
    return made.recorder.text(asked)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _kill_often(folder: Path, times: int) -> None:
    chance = random.Random(times)
    options = {"model": "tiny", "folder": str(folder), "device": "cpu", "precision": "fp32", "threads": "1"}
    with bench(_SERVICE, options, start_deadline=120, silence_deadline=120) as made:
        before, hits = _answer(made), 0
        for number in range(times):
            killer = threading.Timer(chance.uniform(0, 0.4), _kill, (made.pid(),))
            killer.start()
            asked = made.ask("", _picture(), task=Task.READ)
            end = made.recorder.await_end(asked, 120)
            killer.join()
            assert isinstance(end, Done) or end == Failed(asked, EngineDied())
            hits += isinstance(end, Failed)
            # A second death, while the next child loads.
            wait_until(lambda: made.host._child is not None, what="there is a child again")
            if number % 3 == 0:
                _kill(made.pid())
                wait_until(lambda: made.host._child is not None, what="there is a child again")
            made.recorder.events.clear()
            assert _answer(made) == before
            assert len(psutil.Process().children(recursive=True)) == 1
        assert hits or times == 1


@pytest.mark.model
@pytest.mark.timeout(300)
def test_a_model_killed_in_an_answer_and_while_it_loads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_BACKOFF", (0.0, 0.0))
    _kill_often(folder, 1)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_model_killed_a_hundred_times(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_BACKOFF", (0.0, 0.0))
    _kill_often(folder, 100)
