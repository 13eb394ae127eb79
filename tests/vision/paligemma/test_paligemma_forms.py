"""Memory that runs out costs one sentence: a smaller form of the model goes on, or it is told that none fits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.core.domain import Task
from assistant.core.errors import ModelBroken, ModelTooLarge
from assistant.vision.model_entry import TRAINED, ModelFile
from assistant.vision.paligemma.engine import PaliGemmaEngine, _decoder, _training
from assistant.vision.paligemma.forms import Form, Forms, _smaller_of
from assistant.vision.paligemma.masks import NAME, MaskDecoder
from assistant.vision.paligemma.model import PaliGemmaModel
from assistant.vision.paligemma.tasks import SKILLS, Skill, Training
from assistant.vision.store import record
from support.mask_decoder import random_decoder
from support.paligemma_engine import Stand, shown
from support.paligemma_fake import FakeLoop, fake_model

_ANSWERS = {"caption": "a cat sits on the mat ."}


class _OutOfMemory(RuntimeError):
    """Named as torch's own."""


_OutOfMemory.__name__ = "OutOfMemoryError"


def _exhausted() -> None:
    raise _OutOfMemory("no room")


def _crowded(room: int, *, at_loading: bool = False) -> tuple[Stand, list[str]]:
    """Return an engine of three forms, the `room` smallest of which fit, and what was loaded."""
    forms = ["bf16", "int8", "nf4"]
    loaded: list[str] = []

    def load(form: Form) -> PaliGemmaModel:
        loaded.append(form.precision)
        fits = forms.index(form.precision) >= len(forms) - room
        if not fits and at_loading:
            raise ModelTooLarge(model=form.name, need="5.0", free="1.0")
        before_token: Callable[[], None] = (lambda: None) if fits else _exhausted
        return fake_model(FakeLoop(_ANSWERS, before_token=before_token))

    def smaller(form: Form) -> Form | None:
        rest = forms[forms.index(form.precision) + 1 :]
        return Form(form.name, form.folder, rest[0]) if rest else None

    engine = PaliGemmaEngine(Forms(Form("big", Path(), forms[0]), smaller, load), Training.MIX)
    return Stand(FakeLoop({}), engine, shown(64, 64)), loaded


@pytest.mark.parametrize(("room", "loads"), [(3, 1), (2, 2), (1, 3)])
@pytest.mark.parametrize("at_loading", [False, True])
def test_a_smaller_form_goes_on_and_it_is_told_once(room: int, loads: int, at_loading: bool) -> None:
    made, loaded = _crowded(room, at_loading=at_loading)
    first, second = made.ask(Task.DESCRIBE).text, made.ask(Task.DESCRIBE).text
    told = "The memory was not enough; the model goes on in a smaller form.\n"
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
    made = Stand(loop, PaliGemmaEngine(Forms(Form("a", Path(), "fp32"), lambda _: None, lambda _: model), Training.MIX))
    with pytest.raises(RuntimeError, match="size"):
        made.ask(Task.DESCRIBE)


def test_a_smaller_form_is_a_smaller_precision_then_smaller_pictures(tmp_path: Path) -> None:
    (tmp_path / "m-mix-224").mkdir()
    form: Form | None = Form("m-mix-448", tmp_path / "m-mix-448", "fp32")
    seen = []
    while form is not None:
        seen.append((form.name, form.precision))
        form = _smaller_of([form.precision])(form)
    assert seen == [("m-mix-448", each) for each in ("fp32", "bf16", "int8", "nf4")] + [("m-mix-224", "nf4")]
    assert _smaller_of(["nf4"])(Form("other-448", tmp_path / "other-448", "auto")) is None


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
    (model / "mask-decoder.safetensors").write_bytes(b"broken")
    assert _decoder("", model) is None
    assert isinstance(_decoder(str(installed / "vae-oid.npz"), model), MaskDecoder)
