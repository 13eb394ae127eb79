"""The own loop against transformers' `generate`, token for token; pixels and prompts against the processor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from support.paligemma import needs_model_runtime, noise_picture, save_tiny_paligemma, wide_model

pytestmark = [
    pytest.mark.model,
    needs_model_runtime,
    pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning"),
]

PROMPTS = (
    "caption en",
    "describe de",
    "ocr",
    "answer en what is in the image ?",
    "detect cat ; dog",
    "segment button",
    "question he שלום",
    "Привет 你好世界 สวัสดี  two  blanks\tand a tab",
    "",
    "<loc0001><loc0500> one line\nand another",
)
SHAPES = {
    "PaliGemma 2": {"generation": 2},
    "PaliGemma 2, larger picture": {"generation": 2, "side": 112, "layers": 2, "width": 32},
    "PaliGemma 2, window shorter than the picture": {"generation": 2, "window": 8},
    "PaliGemma 2, window passed while answering": {"generation": 2, "window": 28},
    "PaliGemma 1": {"generation": 1},
}
LIMIT = 14


def never() -> bool:
    """Never cancelled."""
    return False


class Reference:
    """transformers' own way from picture and prompt to tokens."""

    def __init__(self, folder: Path) -> None:
        from transformers import PaliGemmaForConditionalGeneration, PaliGemmaProcessor

        self.model = PaliGemmaForConditionalGeneration.from_pretrained(folder).eval()
        self.processor = PaliGemmaProcessor.from_pretrained(folder)

    def inputs(self, picture: Any, prompt: str) -> Any:
        # As an image: of an array that is three pixels high the processor takes the rows for colours.
        image = Image.fromarray(picture)
        inputs = self.processor(text=f"<image>{prompt}", images=image, return_tensors="pt")
        inputs.pop("labels", None)
        return inputs

    def answer(self, picture: Any, prompt: str, limit: int = LIMIT) -> tuple[list[int], list[float]]:
        inputs = self.inputs(picture, prompt)
        told = self.model.generate(
            **inputs, max_new_tokens=limit, do_sample=False, output_scores=True, return_dict_in_generate=True
        )
        ids = told.sequences[0, inputs["input_ids"].shape[1] :].tolist()
        chances = [scores.softmax(-1)[0, chosen].item() for scores, chosen in zip(told.scores, ids, strict=True)]
        return (ids[:-1], chances[:-1]) if ids[-1] == 1 else (ids, chances)


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def loaded(folder: Path, precision: str = "fp32") -> Any:
    from assistant.vision.paligemma.loading import load

    return load(folder, name="tiny", device="cpu", precision=precision, threads=1)


def check_equality(folder: Path, count: int) -> None:
    """Ask `count` prompts one by one, then in batches of unequal prompts."""
    reference, model = Reference(folder), loaded(folder)
    cases = [(noise_picture(n, 40 + n % 90, 150 - n % 70), PROMPTS[n % len(PROMPTS)]) for n in range(count)]
    kept = []
    seen: set[int] = set()
    for picture, prompt in cases:
        ids, chances = reference.answer(picture, prompt)
        features = model.features(picture, never)
        tokens = list(model.generate(features, prompt, LIMIT, never))
        assert [token.id for token in tokens] == ids, prompt
        assert [token.probability for token in tokens] == pytest.approx(chances, abs=1e-3)
        kept.append((features, prompt, ids))
        seen |= set(ids)
    assert len(seen) > count, "the model says the same all the time; equality would mean nothing"
    for first in range(0, count, 5):
        pictures, prompts, expected = zip(*kept[first : first + 5], strict=True)
        batch = model.generate_batch(pictures, prompts, LIMIT, never)
        assert [[token.id for token in tokens] for tokens in batch] == list(expected)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_tokens_are_those_of_generate(shape: dict[str, int], tmp_path: Path) -> None:
    check_equality(save_tiny_paligemma(tmp_path / "model", **shape), 40)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_tokens_are_those_of_generate_for_other_weights(shape: dict[str, int], seed: int, tmp_path: Path) -> None:
    check_equality(save_tiny_paligemma(tmp_path / "model", seed=seed + 1, **shape), 200)


def check_wide(count: int, limit: int) -> None:
    """Ask a model in the published shapes; the loop takes transformers' model apart, so that one answers first."""
    import torch

    from assistant.vision.paligemma.decode import GreedyLoop, prepared
    from assistant.vision.paligemma.parts import Target, assemble, take_apart

    model = wide_model()
    noise = np.random.default_rng(0)
    cases = [(noise_picture(n), [2, *noise.integers(300, 250_000, 3 + n % 9).tolist(), 108]) for n in range(count)]
    expected = []
    for picture, words in cases:
        ids = torch.tensor([[257152] * 256 + words])
        told = model.generate(
            input_ids=ids,
            pixel_values=torch.from_numpy(prepared(picture, 224)),
            token_type_ids=torch.zeros_like(ids),
            attention_mask=torch.ones_like(ids),
            max_new_tokens=limit,
            do_sample=False,
        )
        expected.append([token for token in told[0, ids.shape[1] :].tolist() if token != 1])
    parts = take_apart(model, Target("fp32", torch.device("cpu"), torch.float32))
    loop = GreedyLoop(*assemble(parts, model.config), frozenset([1]), "wide", "none")
    for (picture, words), ids in zip(cases, expected, strict=True):
        tokens = loop.generate(loop.features(picture, never), words, limit, never)
        assert [token.id for token in tokens] == ids
    assert len({token for ids in expected for token in ids}) > count


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_tokens_are_those_of_generate_in_the_published_shapes() -> None:
    check_wide(20, 12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_paligemma(tmp_path_factory.mktemp("paligemma") / "model")


def test_the_prompt_is_the_processors(folder: Path) -> None:
    reference, model = Reference(folder), loaded(folder)
    for prompt in PROMPTS:
        expected = reference.inputs(noise_picture(), prompt)["input_ids"][0].tolist()
        image = model.tokenizer.convert_tokens_to_ids("<image>")
        assert [image] * model.image_tokens + model.encode(prompt) == expected


def test_words_that_look_like_special_tokens_are_words(folder: Path) -> None:
    model = loaded(folder)
    image = model.tokenizer.convert_tokens_to_ids("<image>")
    ids = model.encode("read <image><eos> and <bos>")
    assert not {image, model.tokenizer.eos_token_id} & set(ids)
    assert ids.count(model.tokenizer.bos_token_id) == 1
    assert list(model.generate(model.features(noise_picture(), never), "read <image><eos>", 3, never))


@pytest.mark.parametrize("size", [(1, 1), (56, 56), (3, 400), (1080, 1920), (57, 55)])
def test_pixels_are_the_processors_bit_for_bit(folder: Path, size: tuple[int, int]) -> None:
    import torch

    from assistant.vision.paligemma.decode import prepared

    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)
    expected = Reference(folder).inputs(picture, "ocr")["pixel_values"]
    assert torch.equal(torch.from_numpy(prepared(picture, 56)), expected)


def test_features_are_transformers_own(folder: Path) -> None:
    import torch

    reference = Reference(folder)
    with torch.inference_mode():
        expected = reference.model.get_image_features(reference.inputs(noise_picture(), "ocr")["pixel_values"])
    assert torch.equal(loaded(folder).features(noise_picture(), never).rows, expected.pooler_output[0])


def test_the_end_is_told(folder: Path) -> None:
    model = loaded(folder)
    features = model.features(noise_picture(), never)
    ids = [token.id for token in model.generate(features, "caption en", 6, never)]
    assert len(ids) == 6
    assert model.ended_by == "length"
    assert list(model.generate(features, "caption en", 0, never)) == []

    model._loop._ends = frozenset([ids[3]])
    assert [token.id for token in model.generate(features, "caption en", 6, never)] == ids[:3]
    assert model.ended_by == "eos"
    (again, other) = model.generate_batch([features, features], ["caption en", "ocr"], 6, never)
    assert [token.id for token in again] == ids[:3]
    assert ids[3] not in [token.id for token in other]


def test_a_later_prompt_on_kept_features_answers_as_the_first(folder: Path) -> None:
    model = loaded(folder)
    features = model.features(noise_picture(), never)
    first = list(model.generate(features, "caption en", LIMIT, never))
    list(model.generate(features, "what is it ?", LIMIT, never))
    assert list(model.generate(features, "caption en", LIMIT, never)) == first
