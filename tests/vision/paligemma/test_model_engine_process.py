"""The engine on a real, random model behind its host: every task, cancel, kill, memory, a folder that is no model."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.core.domain import Done, Failed, Picture, Piece, Reason, Request, Source, SourceKind, Task
from assistant.core.errors import EngineDied, ModelBroken, ModelTooLarge
from support.hosts import Bench, bench
from support.mask_decoder import random_decoder
from support.paligemma import needs_model_runtime, noise_picture, save_tiny_paligemma

pytestmark = [pytest.mark.model, needs_model_runtime]

_SERVICE = "assistant.vision.paligemma.engine:create"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = save_tiny_paligemma(tmp_path_factory.mktemp("models") / "tiny")
    from safetensors.numpy import save_file

    save_file(random_decoder(), made / "mask-decoder.safetensors")
    return made


def _options(folder: Path, **more: str) -> dict[str, str]:
    return {
        "model": "tiny",
        "folder": str(folder),
        "device": "cpu",
        "precision": "fp32",
        "threads": "1",
        "cache": "",
        "memory_limit": "",
        **more,
    }


def _picture(picture_id: int = 1) -> Picture:
    pixels = noise_picture(picture_id)
    height, width = pixels.shape[:2]
    return Picture(picture_id, Source(SourceKind.FILE), width, height, np.ascontiguousarray(pixels).tobytes())


def _ask(made: Bench, task: Task, question: str = "", picture_id: int = 1) -> int:
    return made.ask(question, _picture(picture_id), task=task)


_EVERY_TASK = (
    (Task.DESCRIBE, ""),
    (Task.READ, ""),
    (Task.ASK, "what is in the image?"),
    (Task.FIND, "cat; dog"),
    (Task.OUTLINE, "cat"),
    (Task.QUESTION, ""),
    (Task.PROMPT, "where is it?"),
)


def _answer(made: Bench, task: Task, question: str = "", picture_id: int = 1) -> str:
    asked = _ask(made, task, question, picture_id)
    end = made.recorder.await_end(asked, 120)
    assert isinstance(end, Done)
    assert (end.stats.engine, end.stats.model) == ("paligemma", "tiny")
    return made.recorder.text(asked)


@pytest.mark.timeout(300)
def test_one_child_answers_forgets_leaves_and_is_replaced_when_it_dies(folder: Path) -> None:
    with bench(_SERVICE, _options(folder), start_deadline=90, silence_deadline=60, cancel_deadline=20) as made:
        texts = {task: _answer(made, task, question) for task, question in _EVERY_TASK}
        assert all(text.strip() for text in texts.values())
        pid = made.pid()

        made.host.forget()
        assert _answer(made, *_EVERY_TASK[0]) == texts[Task.DESCRIBE]

        left = _ask(made, Task.READ, picture_id=2)
        made.recorder.await_event(lambda event: isinstance(event, Piece) and event.request_id == left, 60)
        made.host.cancel(left)
        heard = len(made.recorder.of(left))
        assert _answer(made, *_EVERY_TASK[0]) == texts[Task.DESCRIBE]
        assert len(made.recorder.of(left)) == heard
        assert made.pid() == pid

        killed = _ask(made, Task.READ)
        made.recorder.await_event(lambda event: isinstance(event, Piece) and event.request_id == killed, 60)
        os.kill(made.pid(), signal.SIGKILL)
        assert made.recorder.await_end(killed, 120) == Failed(killed, EngineDied())
        assert _answer(made, *_EVERY_TASK[0]) == texts[Task.DESCRIBE]


def test_a_child_that_can_not_load_tells_why(folder: Path) -> None:
    with bench(_SERVICE, _options(folder, memory_limit="1000"), start_deadline=90) as made:
        end = made.recorder.await_end(_ask(made, Task.DESCRIBE), 120)
        assert isinstance(end, Failed)
        assert type(end.error) is ModelTooLarge


@pytest.mark.parametrize("harm", ["weights", "tokenizer", "config", "description"])
def test_a_folder_that_is_no_model_is_one_typed_error(folder: Path, tmp_path: Path, harm: str) -> None:
    from assistant.vision.paligemma.engine import create

    broken = tmp_path / "tiny"
    shutil.copytree(folder, broken)
    weights = broken / "model.safetensors"
    match harm:
        case "weights":
            weights.write_bytes(weights.read_bytes()[:-1000])
        case "tokenizer":
            (broken / "tokenizer.json").write_text("{}")
        case "config":
            (broken / "config.json").unlink()
        case _:
            (broken / "seesay-model.toml").write_text("training = 7")
    with pytest.raises(ModelBroken):
        create(_options(broken))


def test_memory_that_runs_out_in_an_answer_is_told_and_survived(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.core.wording.hardware import HardwareMessages
    from assistant.vision.hardware import Reason as Why
    from assistant.vision.paligemma import forms
    from assistant.vision.paligemma.decode import GreedyLoop
    from assistant.vision.paligemma.engine import create

    why = Why(HardwareMessages.PLAN_SMALLER, {"model": "tiny", "precision": "16 bits", "device": "processor"})
    monkeypatch.setattr(forms, "_smaller", lambda form: replace(form, precision="bf16", reason=why))
    engine = create(_options(folder))
    whole, full = GreedyLoop.generate, iter([True])

    def crowded(loop: Any, *rest: Any) -> Any:
        if next(full, False):
            raise RuntimeError("[enforce fail at alloc_cpu.cpp:119] DefaultCPUAllocator: not enough memory")
        return whole(loop, *rest)

    monkeypatch.setattr(GreedyLoop, "generate", crowded)
    picture = _picture()
    events = list(engine.answer(Request(1, picture.id, Task.DESCRIBE), picture))
    assert isinstance(events[0], Piece)
    assert events[0].text == "Tiny in 16 bits on the processor, because the memory ran out.\n"
    assert isinstance(events[-1], Done)
    assert events[-1].reason in (Reason.FINISHED, Reason.LENGTH, Reason.REPEATED)
