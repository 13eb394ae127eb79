"""The remote engine with a real server: `transformers serve` on the tiny PaliGemma gives the local engine's answers."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.domain import Detail, Done, EngineEvent, Found, Picture, Piece, Reason, Request, Task
from assistant.vision import remote
from support.processes import end_processes, tree, wait_until
from support.tiny.drawings import drawing, paint
from support.tiny_model import FOLDER, TinyEngine, as_picture, tiny_engine

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("serve")]
STARTS = 90.0
"""Seconds for the server to import what it needs, on a busy machine."""
SEEDS = (11, 12, 13)


@pytest.fixture(scope="module")
def served(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a server, with the model's name."""
    for name in ("fastapi", "uvicorn", "openai"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"`transformers serve` needs {name}")
    home = tmp_path_factory.mktemp("serve")
    (home / "hub").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("transformers")),
        "serve",
        str(tiny_folder),
        "--device",
        "cpu",
        "--dtype",
        "float32",
    ]
    env = {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(home),
        "CUDA_VISIBLE_DEVICES": "",
        "OMP_NUM_THREADS": "1",
    }
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)], env=env, stdout=log, stderr=log
        )
        try:
            wait_until(lambda: process.poll() is not None or _answers(port), seconds=STARTS, what="the server")
            assert process.poll() is None, (home / "log").read_text()
            yield f"http://127.0.0.1:{port}#{tiny_folder}"
        finally:
            end_processes(tree(process.pid))
            process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def local(tiny_folder: Path) -> Iterator[TinyEngine]:
    assert tiny_folder == FOLDER
    with tiny_engine({"training": "mix"}) as engine:
        yield engine


@pytest.fixture
def engine(served: str) -> Iterator[remote.RemoteEngine]:
    made = remote.create({"url": served, "key": ""})
    yield made
    made.close()


def asked(engine: remote.RemoteEngine, task: Task, shown: Picture, question: str = "") -> list[EngineEvent]:
    request = Request(1, shown.id, task, question, detail=Detail.NORMAL)
    return list(engine.answer(request, shown, lambda: False))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_server_says_what_the_local_engine_says(engine: remote.RemoteEngine, local: TinyEngine, seed: int) -> None:
    shown = as_picture(paint(drawing(seed, words=0)))
    events = asked(engine, Task.DESCRIBE, shown)
    told = "".join(event.text for event in events if isinstance(event, Piece))
    assert told.strip()
    assert told.strip() == local.ask(Task.DESCRIBE, shown).text
    # It was streamed.
    assert sum(isinstance(event, Piece) for event in events) > 1
    assert isinstance(events[-1], Done)
    assert events[-1].reason is Reason.FINISHED


def test_boxes_come_as_text_and_lie_in_the_picture(engine: remote.RemoteEngine) -> None:
    found: list[Found] = []
    for seed in SEEDS:
        plan = drawing(seed, words=0)
        shown = as_picture(paint(plan))
        things = "; ".join(shape.kind for shape in plan.shapes)
        found += [event for event in asked(engine, Task.FIND, shown, things) if isinstance(event, Found)]
    assert found
    assert all(0 <= each.region.box.x < each.region.box.right <= 224 for each in found)


def test_a_left_answer_costs_the_next_one_nothing(engine: remote.RemoteEngine) -> None:
    shown = as_picture(paint(drawing(SEEDS[0], words=0)))
    answer = engine.answer(Request(1, shown.id, Task.DESCRIBE), shown, lambda: False)
    first = next(answer)
    answer.close()
    events = asked(engine, Task.DESCRIBE, shown)
    assert events[0] == first
    assert isinstance(events[-1], Done)
