"""Loading: precisions, broken files, too little memory, libraries that can't work; the quantised copy."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.core.errors import ModelBroken, ModelRuntimeMissing, ModelTooLarge
from support.paligemma import needs_model_runtime, noise_picture, save_tiny_paligemma

pytestmark = [pytest.mark.model, needs_model_runtime]

Edit = Callable[[Path], object]


def never() -> bool:
    """Never cancelled."""
    return False


def load(folder: Path, precision: str = "fp32", **options: Any) -> Any:
    from assistant.vision.paligemma.loading import load as load_model

    return load_model(folder, name="tiny", device="cpu", precision=precision, threads=1, **options)


def tokens(model: Any) -> list[Any]:
    return list(model.generate(model.features(noise_picture(), never), "caption en", 8, never))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_paligemma(tmp_path_factory.mktemp("paligemma") / "model")


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "model")


# --- precisions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("precision", ["nf4", "int8", "bf16", "fp16", "fp32"])
def test_it_answers_at_each_precision(original: Path, precision: str) -> None:
    model = load(original, precision)
    assert (model.precision, model.device, model.resolution, model.image_tokens) == (precision, "cpu", 56, 16)
    answer = tokens(model)
    assert len(answer) == 8
    assert all(0 < token.probability <= 1 for token in answer)


def test_auto_is_told_as_what_it_became(original: Path) -> None:
    assert load(original, "auto").precision in {"nf4", "fp32", "bf16"}


def test_nf4_is_quantised_as_bitsandbytes_does() -> None:
    import torch
    from bitsandbytes.functional import dequantize_4bit, quantize_4bit

    from assistant.vision.paligemma.projections import Nf4, _quantise_nf4, can_pack

    weight = torch.randn(160, 128, generator=torch.Generator().manual_seed(0)).to(torch.bfloat16)
    weight[3] = 0
    weight[5, 7] = 90
    codes, state = quantize_4bit(weight, blocksize=64, quant_type="nf4", compress_statistics=False)
    ours, scales = _quantise_nf4(weight)
    assert torch.equal(ours, codes)
    assert torch.equal(scales, state.absmax)
    projection = Nf4.quantise([weight[:96], weight[96:]], torch.bfloat16)
    if can_pack(160, 128):
        state.absmax = state.absmax.to(torch.bfloat16).float()
    expected = dequantize_4bit(codes, state).to(torch.bfloat16)
    assert torch.equal(projection.plain(), expected)
    assert torch.equal(projection.plain(64, 32), expected[64:96])


@pytest.mark.parametrize("precision", ["nf4", "int8"])
def test_joined_maps_are_the_single_ones(precision: str) -> None:
    import torch

    from assistant.vision.paligemma.projections import Int8, Nf4

    def quantise(*weights: Any) -> Any:
        return Nf4.quantise(weights, torch.bfloat16) if precision == "nf4" else Int8.quantise(weights)

    noise = torch.Generator().manual_seed(0)
    first, second = (torch.randn(rows, 128, generator=noise).to(torch.bfloat16) for rows in (64, 96))
    for rows in (1, 3, 200):
        x = torch.randn(1, rows, 128, generator=noise).to(torch.bfloat16)
        apart = torch.cat((quantise(first)(x.clone()), quantise(second)(x.clone())), -1)
        torch.testing.assert_close(quantise(first, second)(x.clone()), apart, rtol=0, atol=0)


def test_few_and_many_rows_are_multiplied_alike() -> None:
    import torch

    from assistant.vision.paligemma.projections import Nf4

    noise = torch.Generator().manual_seed(0)
    projection = Nf4.quantise([torch.randn(256, 128, generator=noise).to(torch.bfloat16)], torch.bfloat16)
    x = torch.randn(1, 100, 128, generator=noise).to(torch.bfloat16)
    apart = torch.cat([projection(x[:, at : at + 4]) for at in range(0, 100, 4)], 1)
    torch.testing.assert_close(projection(x), apart, rtol=0.02, atol=0.2)


# --- broken files -------------------------------------------------------------------------------------


def cut(name: str, part: float) -> Edit:
    return lambda folder: (folder / name).write_bytes(
        (folder / name).read_bytes()[: int(part * (folder / name).stat().st_size)]
    )


def spoil(name: str, at: int, value: int = 0xFF) -> Edit:
    def edit(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[at] ^= value
        (folder / name).write_bytes(data)

    return edit


def change(name: str, **entries: object) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | entries), "utf-8")

    return edit


def remove(name: str) -> Edit:
    return lambda folder: (folder / name).unlink()


WEIGHTS, CONFIG, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"
BROKEN: dict[str, tuple[Edit, str]] = {
    "weights cut in the data": (cut(WEIGHTS, 0.6), WEIGHTS),
    "weights cut in the header": (cut(WEIGHTS, 0.001), WEIGHTS),
    "weights empty": (cut(WEIGHTS, 0), WEIGHTS),
    "weights missing": (remove(WEIGHTS), WEIGHTS),
    "a bit of the header's length": (spoil(WEIGHTS, 2), WEIGHTS),
    "a bit of the header": (spoil(WEIGHTS, 40), WEIGHTS),
    "configuration missing": (remove(CONFIG), CONFIG),
    "configuration cut": (cut(CONFIG, 0.5), CONFIG),
    "configuration of another family": (change(CONFIG, model_type="llava"), CONFIG),
    "tokenizer missing": (remove(TOKENIZER), TOKENIZER),
    "tokenizer cut": (cut(TOKENIZER, 0.5), TOKENIZER),
    "an index that names a file that isn't there": (
        lambda folder: (folder / "model.safetensors.index.json").write_text(
            '{"weight_map": {"a": "model-1.safetensors"}}'
        ),
        "model-1.safetensors",
    ),
    "an index that is none": (
        lambda folder: (folder / "model.safetensors.index.json").write_text("[]"),
        "model.safetensors.index.json",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named(folder: Path, case: str) -> None:
    edit, name = BROKEN[case]
    edit(folder)
    with pytest.raises(ModelBroken) as caught:
        load(folder)
    assert caught.value.params == {"model": "tiny", "file": name}


@pytest.mark.parametrize("other", [{"generation": 1}, {"width": 32}, {"layers": 4}, {"side": 112}])
def test_weights_of_another_model_are_refused(folder: Path, tmp_path: Path, other: dict[str, int]) -> None:
    swapped = save_tiny_paligemma(tmp_path / "other", **other)
    shutil.copy(swapped / WEIGHTS, folder / WEIGHTS)
    if "layers" in other:
        shutil.copy(swapped / CONFIG, folder / CONFIG)
        shutil.copy(save_tiny_paligemma(tmp_path / "third") / WEIGHTS, folder / WEIGHTS)
    with pytest.raises(ModelBroken) as caught:
        load(folder)
    assert caught.value.params["file"] == WEIGHTS


def test_a_tokenizer_of_another_model_is_refused(folder: Path) -> None:
    path = folder / TOKENIZER
    path.write_text(path.read_text("utf-8").replace("<image>", "<picture>"), "utf-8")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "GemmaTokenizer"}')
    with pytest.raises(ModelBroken) as caught:
        load(folder)
    assert caught.value.params["file"] == TOKENIZER


def spoil_number(folder: Path, value: float) -> None:
    """Make one number of one weight infinite or none, as a flipped bit of an exponent does."""
    from safetensors.torch import load_file, save_file

    held = load_file(folder / WEIGHTS)
    (name,) = (name for name in held if name.endswith("layers.1.mlp.down_proj.weight"))
    held[name][3, 5] = value
    save_file(held, folder / WEIGHTS, {"format": "pt"})


@pytest.mark.parametrize("precision", ["fp32", "bf16", "nf4", "int8"])
@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_weights_that_are_no_numbers_are_never_answered_from(folder: Path, precision: str, value: float) -> None:
    spoil_number(folder, value)
    with pytest.raises(ModelBroken) as caught:
        tokens(load(folder, precision))
    assert caught.value.params == {"model": "tiny", "file": WEIGHTS}


# --- too little memory, libraries that can't work -----------------------------------------------------


def test_a_model_that_does_not_fit_is_told_before_it_is_loaded(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.vision.paligemma import loading

    monkeypatch.setattr(loading, "_parts", lambda *_: pytest.fail("it was loaded"))
    with pytest.raises(ModelTooLarge) as caught:
        load(original, memory_limit=1_000_000)
    assert caught.value.params == {"model": "tiny", "need": "0.3", "free": "0.0"}


def test_memory_that_runs_out_while_loading_is_told(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.vision.paligemma import loading

    for error in (
        MemoryError(),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried … not enough memory"),
    ):

        def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(loading, "_original", fail)
        with pytest.raises(ModelTooLarge):
            load(original)


def test_memory_that_runs_out_in_an_answer_is_told(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.vision.paligemma import decode

    model = load(original)
    expected = tokens(model)
    features = model.features(noise_picture(), never)
    with monkeypatch.context() as patched:
        patched.setattr(decode, "KeyValues", lambda *_: (_ for _ in ()).throw(MemoryError()))
        with pytest.raises(ModelTooLarge):
            list(model.generate(features, "caption en", 4, never))
        with pytest.raises(ModelTooLarge):
            model.generate_batch([features], ["caption en"], 4, never)
    assert tokens(model) == expected


_BOUNDED = """
import resource, sys
from pathlib import Path
from assistant.core.errors import SeeSayError
import torch, transformers
from transformers import PaliGemmaForConditionalGeneration, PaliGemmaProcessor
from assistant.vision.paligemma.loading import load
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (8 << 20),) * 2)
try:
    load(Path(sys.argv[1]), name="tiny", device="cpu", precision="fp32", threads=1)
except SeeSayError as error:
    print(error.code)
"""


def test_a_bound_of_the_system_is_told(tmp_path: Path) -> None:
    folder = save_tiny_paligemma(tmp_path / "model", width=512, layers=2)
    child = [sys.executable, "-c", _BOUNDED, str(folder)]
    told = subprocess.run(child, capture_output=True, text=True, timeout=100, cwd=Path(__file__).parents[3])
    assert told.stdout.strip() == "model_too_large", told.stderr


@pytest.mark.parametrize("library", ["torch", "transformers", "bitsandbytes", "accelerate"])
def test_a_library_that_is_missing_is_named(original: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ModelRuntimeMissing) as caught:
        load(original, "nf4")
    assert caught.value.params == {"model": "tiny", "detail": library}


def test_a_build_that_cannot_work_is_told(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import bitsandbytes

    monkeypatch.setattr(bitsandbytes, "matmul_4bit", lambda *_, **__: SimpleNamespace())
    with pytest.raises(ModelRuntimeMissing) as caught:
        load(original, "nf4")
    assert caught.value.params["detail"] == "bitsandbytes"


def test_a_device_that_is_not_there_is_told(original: Path) -> None:
    import torch

    from assistant.vision.paligemma.loading import load as load_model

    missing = [kind for kind, there in (("cuda", torch.cuda), ("xpu", torch.xpu)) if not there.is_available()]
    for device in missing:
        with pytest.raises(ModelRuntimeMissing) as caught:
            load_model(original, name="tiny", device=device)
        assert caught.value.params["detail"] == device


# --- the quantised copy -------------------------------------------------------------------------------


def copies(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.is_dir() else []


@pytest.fixture
def no_original(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    from assistant.vision.paligemma import loading

    return lambda: monkeypatch.setattr(loading, "_original", lambda *_: pytest.fail("the original was loaded"))


@pytest.mark.parametrize("precision", ["nf4", "int8"])
@pytest.mark.parametrize("generation", [1, 2])
def test_the_copy_answers_as_the_original(
    tmp_path: Path, precision: str, generation: int, no_original: Callable[[], None]
) -> None:
    folder = save_tiny_paligemma(tmp_path / "model", generation=generation)
    first = tokens(load(folder, precision, cache=tmp_path / "cache"))
    (copy,) = copies(tmp_path / "cache")
    assert copy.stat().st_mode & 0o777 == 0o600
    no_original()
    assert tokens(load(folder, precision, cache=tmp_path / "cache")) == first


@pytest.mark.parametrize("edit", [cut, spoil], ids=["cut", "spoilt"])
@pytest.mark.parametrize("place", [0.001, 0.3, 0.999])
def test_a_broken_copy_is_thrown_away_and_made_again(folder: Path, tmp_path: Path, edit: Any, place: float) -> None:
    cache = tmp_path / "cache"
    first = tokens(load(folder, "nf4", cache=cache))
    (copy,) = copies(cache)
    whole = copy.read_bytes()
    edit(copy.name, place if edit is cut else int(place * len(whole)))(cache)
    assert tokens(load(folder, "nf4", cache=cache)) == first
    assert copies(cache) == [copy]
    assert copy.read_bytes() == whole


def test_another_source_has_another_copy_in_place_of_the_old(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = tokens(load(folder, "nf4", cache=cache))
    load(folder, "int8", cache=cache)
    old = copies(cache)
    save_tiny_paligemma(folder, seed=5)
    second = tokens(load(folder, "nf4", cache=cache))
    assert second != first
    assert len(old) == len(copies(cache)) == 2
    assert len({*old, *copies(cache)}) == 3


def test_without_room_there_is_no_copy_and_no_trouble(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with caplog.at_level(logging.WARNING):
        assert tokens(load(folder, "nf4", cache=cache))
    assert copies(cache) == []
    assert "no room" in caplog.text


def test_a_disk_that_fills_up_leaves_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import safetensors.torch

    def fill(_: object, path: Path, *__: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(safetensors.torch, "save_file", fill)
    assert tokens(load(folder, "nf4", cache=tmp_path / "cache"))
    assert copies(tmp_path / "cache") == []


def test_a_cache_that_is_no_folder_is_no_trouble(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert tokens(load(folder, "nf4", cache=tmp_path / "cache"))
