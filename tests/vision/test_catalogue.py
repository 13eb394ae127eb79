"""The catalogue: complete, consistent with the published shapes, and light."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.core.domain import Task
from assistant.core.errors import ModelUnknown
from assistant.vision.catalogue import CATALOGUE, MASKS, entry, entry_of_repository
from assistant.vision.models_table import _GEMMA1, _GEMMA2, _paligemma_shape
from assistant.vision.shapes import PRECISIONS, memory_needed
from support import models_page

ANSWERING = [each for each in CATALOGUE.values() if each.family != "masks"]


def test_every_model_that_was_promised_is_there() -> None:
    wanted = {f"paligemma2-{size}-mix-{side}" for size in ("3b", "10b", "28b") for side in (224, 448)}
    wanted |= {f"paligemma2-{size}-pt-{side}" for size in ("3b", "10b", "28b") for side in (224, 448, 896)}
    wanted |= {"paligemma2-3b-ft-docci-448", "paligemma2-10b-ft-docci-448"}
    wanted |= {"paligemma-3b-mix-224", "paligemma-3b-mix-448", "paligemma-3b-ft-refcoco-seg-896"}
    wanted |= {"smolvlm-256m", "smolvlm-500m", "qwen2-vl-2b", MASKS}
    assert set(CATALOGUE) == wanted


@pytest.mark.parametrize(
    ("name", "published"),
    # The counts that the hub shows for the weights' files.
    [
        ("paligemma2-3b-mix-448", 3.03),
        ("paligemma2-10b-mix-448", 9.66),
        ("paligemma2-28b-mix-448", 27.65),
        ("paligemma-3b-mix-224", 2.92),
        ("smolvlm-256m", 0.26),
        ("smolvlm-500m", 0.51),
        ("qwen2-vl-2b", 2.21),
    ],
)
def test_the_shapes_have_as_many_weights_as_are_published(name: str, published: float) -> None:
    assert entry(name).size_b == pytest.approx(published, rel=0.01)


def test_the_pieces_of_the_3b_are_those_that_were_counted() -> None:
    shape = _paligemma_shape(_GEMMA2["3b"], 448)
    assert shape.text.matrices == pytest.approx(2.024e9, rel=0.001)
    assert shape.text.embeddings == pytest.approx(0.593e9, rel=0.001)
    assert shape.vision.weights == pytest.approx(0.413e9, rel=0.005)
    # 106,496 bytes of keys and values for a token, at two bytes each.
    assert 2 * 2 * shape.text.layers * shape.text.kv_heads * shape.text.head_size == 106_496


@pytest.mark.parametrize("name", [each.name for each in ANSWERING])
def test_memory_grows_with_precision(name: str) -> None:
    needed = entry(name).memory
    assert set(needed) == set(PRECISIONS)
    assert needed["nf4"] < needed["int8"] < needed["bf16"] == needed["fp16"] < needed["fp32"]
    assert needed["bf16"] > 2e9 * entry(name).size_b


def test_memory_grows_with_the_picture() -> None:
    shape = _paligemma_shape(_GEMMA1, 896)
    sizes = [memory_needed(shape, tokens, "nf4") for tokens in (256, 1024, 4096)]
    assert sizes == sorted(set(sizes))


def test_what_was_measured_on_a_processor_fits_the_reckoning() -> None:
    # 0.3 GB of its own and 5.8 GB of mapped weights were measured for bf16 at 224 and 448, 3.2 GB of NF4 weights.
    assert entry("paligemma2-3b-mix-448").memory["bf16"] == pytest.approx(0.3e9 + 5.8e9 * 1.07, rel=0.1)
    assert entry("paligemma2-3b-mix-448").memory["nf4"] == pytest.approx(3.2e9 + 0.4e9, rel=0.15)


def test_every_entry_says_whose_it_is_and_what_it_can_do() -> None:
    for each in CATALOGUE.values():
        assert each.repository.count("/") == 1
        assert each.licence
        assert each.licence_url.startswith("https://")
        assert each.page.startswith("https://huggingface.co/")
        assert each.download > 1_000_000
        assert each.is_gated == each.repository.startswith("google/")
        assert set(each.tasks) <= set(Task)
        assert bool(each.tasks) == (each.family != "masks")
        assert all(file.sha256 is None or len(file.sha256) == 64 for file in each.files)
    assert Task.OUTLINE not in entry("smolvlm-256m").tasks
    assert entry("paligemma2-3b-ft-docci-448").tasks == {Task.DESCRIBE}


def test_there_are_models_without_a_gate_for_those_who_want_none() -> None:
    free = [each for each in ANSWERING if not each.is_gated]
    assert len(free) >= 3
    assert all(each.licence == "Apache-2.0" for each in free)


def test_an_unknown_model_is_told() -> None:
    with pytest.raises(ModelUnknown):
        entry("paligemma3")


def test_a_repository_is_found_whatever_its_case() -> None:
    found = entry_of_repository("google/PaliGemma2-3b-mix-448")
    assert found is not None
    assert found.name == "paligemma2-3b-mix-448"
    assert entry_of_repository("google/gemma-2b") is None


def test_the_catalogue_imports_nothing_heavy() -> None:
    heavy = "numpy|torch|transformers|huggingface_hub|httpx2|cv2|PIL|PySide6"
    code = f"import assistant.vision.catalogue, sys, re; print([n for n in sys.modules if re.match(r'({heavy})$', n)])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_page_of_models_is_up_to_date() -> None:
    found = models_page.PAGE.read_text(encoding="utf-8")
    assert found == models_page.page(found), "run: python tests/support/models_page.py"
