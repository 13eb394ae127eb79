"""Memory that runs out costs one sentence: a smaller form of the model goes on, or it is told that none fits."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from assistant.core.domain import Task
from assistant.core.errors import ModelBroken, ModelTooLarge
from assistant.core.wording.hardware import HardwareMessages
from assistant.vision import hardware
from assistant.vision.hardware import Device, Hardware, Reason
from assistant.vision.model_entry import TRAINED, ModelFile
from assistant.vision.paligemma import forms
from assistant.vision.paligemma.engine import PaliGemmaEngine, _decoder, _training
from assistant.vision.paligemma.forms import Form, Forms, _first, _smaller
from assistant.vision.paligemma.masks import NAME, MaskDecoder
from assistant.vision.paligemma.model import PaliGemmaModel, Precision
from assistant.vision.paligemma.tasks import SKILLS, Skill, Training
from assistant.vision.store import record
from support.mask_decoder import random_decoder
from support.paligemma_engine import Stand, shown
from support.paligemma_fake import FakeLoop, fake_model

_SMALLER = Reason(HardwareMessages.PLAN_SMALLER, {"model": "big", "precision": "4 bits", "device": "processor"})
_ANSWERS = {"caption": "a cat sits on the mat ."}


class _OutOfMemory(RuntimeError):
    """Named as torch's own."""


_OutOfMemory.__name__ = "OutOfMemoryError"


def _exhausted() -> None:
    raise _OutOfMemory("no room")


def _crowded(room: int, *, at_loading: bool = False) -> tuple[Stand, list[str]]:
    """Return an engine of three forms, the `room` smallest of which fit, and what was loaded."""
    ladder: list[Precision] = ["bf16", "int8", "nf4"]
    loaded: list[str] = []

    def load(form: Form) -> PaliGemmaModel:
        loaded.append(form.precision)
        fits = ladder.index(cast("Precision", form.precision)) >= len(ladder) - room
        if not fits and at_loading:
            raise ModelTooLarge(model=form.name, need="5.0", free="1.0")
        before_token: Callable[[], None] = (lambda: None) if fits else _exhausted
        return fake_model(FakeLoop(_ANSWERS, before_token=before_token), precision=cast("Precision", form.precision))

    def smaller(form: Form) -> Form | None:
        rest = ladder[ladder.index(cast("Precision", form.precision)) + 1 :]
        return Form("big", Path(), "cpu", rest[0], reason=_SMALLER) if rest else None

    engine = PaliGemmaEngine(Forms(Form("big", Path(), "cpu", ladder[0]), smaller, load), Training.MIX)
    return Stand(FakeLoop({}), engine, shown(64, 64)), loaded


@pytest.mark.parametrize(("room", "loads"), [(3, 1), (2, 2), (1, 3)])
@pytest.mark.parametrize("at_loading", [False, True])
def test_a_smaller_form_goes_on_and_it_is_told_once(room: int, loads: int, at_loading: bool) -> None:
    made, loaded = _crowded(room, at_loading=at_loading)
    first, second = made.ask(Task.DESCRIBE).text, made.ask(Task.DESCRIBE).text
    told = "Big in 4 bits on the processor, because the memory ran out.\n"
    assert first == (told if loads > 1 else "") + "a cat sits on the mat .\n"
    assert second == "a cat sits on the mat .\n"
    assert len(loaded) == loads


def test_where_nothing_fits_it_is_an_error_each_time() -> None:
    made, loaded = _crowded(0)
    for _ in range(2):
        with pytest.raises(ModelTooLarge):
            made.ask(Task.DESCRIBE)
    assert loaded == ["bf16", "int8", "nf4", "nf4"]


def test_where_nothing_can_be_loaded_the_engine_does_not_start() -> None:
    with pytest.raises(ModelTooLarge):
        _crowded(0, at_loading=True)


def test_another_error_is_no_lack_of_memory() -> None:
    def broken() -> None:
        raise RuntimeError("size mismatch")

    loop = FakeLoop(_ANSWERS, before_token=broken)
    model = fake_model(loop)
    made = Stand(loop, PaliGemmaEngine(Forms(Form("a", Path()), lambda _: None, lambda _: model), Training.MIX))
    with pytest.raises(RuntimeError, match="size"):
        made.ask(Task.DESCRIBE)


# --- what fits here ------------------------------------------------------------------------------------------


_MIX_448, _MIX_224 = "paligemma2-3b-mix-448", "paligemma2-3b-mix-224"
_PROCESSOR = Device("cpu", "a processor", 64 << 30, 60 << 30, has_bf16=True, works=frozenset({"nf4", "int8"}))
_CARD = Device("cuda", "a card", 24 << 30, 23 << 30, True, (8, 9), works=frozenset({"nf4", "int8"}))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def place(*devices: Device) -> None:
        found = Hardware((*devices, _PROCESSOR), frozenset({"avx2", "avx512", "avx512_bf16"}), cores=8)
        monkeypatch.setattr(forms, "find_hardware", lambda state: found)
        monkeypatch.setattr(forms, "import_module", lambda name: None)

    return place


def _install(models: Path, name: str) -> Path:
    folder = models / name
    folder.mkdir()
    file = ModelFile("model.safetensors", 6_000_000_000, "0" * 64)
    record.write(folder, record.Record(name, "paligemma", "mix", 448, (file,)))
    return folder


def test_a_model_is_loaded_as_it_fits(tmp_path: Path, machine: Callable[..., None]) -> None:
    folder = _install(tmp_path, _MIX_448)
    machine(_CARD)
    form = _first({}, _MIX_448, folder)
    assert (form.device, form.precision) == ("cuda", "bf16")
    assert form.reason is not None
    machine()
    form = _first({"threads": "3"}, _MIX_448, folder)
    assert (form.device, form.precision, form.threads) == ("cpu", "nf4", 3)


def test_the_libraries_know_of_no_network_before_they_are_imported(
    tmp_path: Path, machine: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    for name in names:
        monkeypatch.setenv(name, "0")
    machine()
    told: list[str | None] = []
    monkeypatch.setattr(forms, "import_module", lambda name: told.extend(map(os.environ.get, names)))
    forms.forms_of({}, _MIX_448, _install(tmp_path, _MIX_448))
    assert told == ["1", "1"]


def test_what_was_named_is_loaded_so_and_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "find_hardware", lambda state: pytest.fail("probed"))
    form = _first({"device": "cpu", "precision": "fp32"}, _MIX_448, _install(tmp_path, _MIX_448))
    assert (form.device, form.precision, form.reason) == ("cpu", "fp32", None)
    assert _first({}, "unknown", tmp_path / "unknown").precision == hardware.AUTO


def test_a_smaller_form_is_a_smaller_precision_then_smaller_pictures(
    tmp_path: Path, machine: Callable[..., None]
) -> None:
    machine(_CARD)
    form: Form | None = Form(_MIX_448, _install(tmp_path, _MIX_448), "cuda", "bf16")
    small = _install(tmp_path, _MIX_224)
    seen = []
    while form is not None:
        seen.append((form.folder.name, form.precision))
        form = _smaller(form)
    assert seen == [(_MIX_448, "bf16"), (_MIX_448, "nf4"), (_MIX_224, "nf4")]
    assert _smaller(Form(_MIX_224, small, "cuda", "nf4")) is None
    assert _smaller(Form("unknown", tmp_path / "unknown", "cuda", "bf16")) is None


# --- what a folder says --------------------------------------------------------------------------------------


def test_the_training_is_told_or_written_or_known(tmp_path: Path) -> None:
    assert _training("docci", "x", tmp_path) is Training.DOCCI
    assert _training("", "x", tmp_path) is Training.MIX
    assert _training("", "paligemma2-3b-pt-448", tmp_path) is Training.PT
    files = (ModelFile("config.json", 2, "0" * 64),)
    record.write(tmp_path, record.Record("x", "paligemma", "refcoco-seg", 896, files))
    assert _training("", "paligemma2-3b-pt-448", tmp_path) is Training.REFCOCO_SEG
    record.write(tmp_path, record.Record("x", "chat", "chat", 896, files))
    with pytest.raises(ModelBroken):
        _training("", "x", tmp_path)
    (tmp_path / record.NAME).write_text("training = ")
    with pytest.raises(ModelBroken):
        _training("", "x", tmp_path)


def test_skills_and_the_catalogue_agree() -> None:
    serve = {
        Task.ASK: Skill.ANSWER,
        Task.READ: Skill.OCR,
        Task.QUESTION: Skill.QUESTION,
        Task.PROMPT: Skill.OPEN,
        Task.OUTLINE: Skill.SEGMENT,
    }
    for training, skills in SKILLS.items():
        for task, skill in serve.items():
            assert (task in TRAINED[training]) == (skill in skills), (training, task)


def test_a_mask_decoder_is_found_and_a_broken_one_costs_outlines_only(tmp_path: Path) -> None:
    import numpy as np

    model, installed = tmp_path / "model", tmp_path / NAME
    model.mkdir()
    installed.mkdir()
    assert _decoder("", model) is None
    weights: dict[str, object] = dict(random_decoder())
    np.savez(installed / "vae-oid.npz", **weights)  # type: ignore[arg-type]  # numpy's own flag shares the names
    assert isinstance(_decoder("", model), MaskDecoder)
    (model / "vae-oid.npz").write_bytes(b"broken")
    assert isinstance(_decoder("", model), ModelBroken)
    assert isinstance(_decoder(str(installed / "vae-oid.npz"), model), MaskDecoder)
