"""Stopping in the vision tower, in the prefill and between tokens: soon, and without a trace in the next answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.paligemma import needs_model_runtime, noise_picture, save_tiny_paligemma

pytestmark = [pytest.mark.model, needs_model_runtime]

LAYERS = 6


class After:
    """Says "cancelled" from the n-th question on, and counts how often it was asked."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked >= self.number


def never() -> bool:
    """Never cancelled."""
    return False


@pytest.fixture(scope="module", params=[1, 2], ids=["PaliGemma 1", "PaliGemma 2"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from assistant.vision.paligemma.loading import load

    folder = tmp_path_factory.mktemp("paligemma") / "model"
    save_tiny_paligemma(folder, generation=request.param, layers=LAYERS)
    return load(folder, name="tiny", device="cpu", precision="fp32", threads=1)


def calls_of(model: Any) -> dict[str, Callable[[Callable[[], bool]], object]]:
    """What can be stopped."""
    features = model.features(noise_picture(), never)
    return {
        "features": lambda stop: model.features(noise_picture(), stop),
        "generate": lambda stop: list(model.generate(features, "caption en", 4, stop)),
        "batch": lambda stop: model.generate_batch([features] * 2, ["caption en", "ocr"], 4, stop),
    }


def test_cancelled_is_asked_at_each_half_of_a_layer(model: Any) -> None:
    for name, call in calls_of(model).items():
        counting = After(1_000_000)
        call(counting)
        # A prefill and three steps, each with the question before the head.
        expected = 2 * LAYERS + 1 if name == "features" else 4 * (2 * LAYERS + 1)
        assert counting.asked == expected, name


def test_a_stop_at_any_point_ends_there_and_leaves_the_model_as_it_was(model: Any) -> None:
    from assistant.vision.paligemma.model import Cancelled

    features = model.features(noise_picture(), never)
    expected = list(model.generate(features, "caption en", 6, never))
    for name, call in calls_of(model).items():
        counting = After(1_000_000)
        call(counting)
        for number in range(1, counting.asked + 1, 5):
            stop = After(number)
            with pytest.raises(Cancelled):
                call(stop)
            assert stop.asked == number, f"{name} went on after the stop"
        assert list(model.generate(model.features(noise_picture(), never), "caption en", 6, never)) == expected


def test_a_stream_that_is_closed_early_leaves_the_model_as_it_was(model: Any) -> None:
    features = model.features(noise_picture(), never)
    expected = list(model.generate(features, "caption en", 6, never))
    stream: Iterator[Any] = model.generate(features, "what is it ?", 6, never)
    next(stream)
    stream.close()  # type: ignore[attr-defined]  # it is a generator
    assert list(model.generate(features, "caption en", 6, never)) == expected


def test_nothing_of_torchs_mode_leaks_to_the_caller(model: Any) -> None:
    import torch

    stream = model.generate(model.features(noise_picture(), never), "caption en", 4, never)
    next(stream)
    assert not torch.is_inference_mode_enabled()
    assert torch.is_grad_enabled()
    stream.close()
