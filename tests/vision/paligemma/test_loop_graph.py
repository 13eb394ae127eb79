"""The step of fixed shapes that a GPU captures: its arithmetic on the processor, the graph where there is a GPU."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from support.paligemma import needs_model_runtime, noise_picture, save_tiny_paligemma

LIMIT = 24


def never() -> bool:
    """Never cancelled."""
    return False


def has_cuda() -> bool:
    if importlib.util.find_spec("torch") is None:
        return False
    import torch

    return bool(torch.cuda.is_available())


def loaded(folder: Path, **options: Any) -> Any:
    from assistant.vision.paligemma.loading import load

    return load(folder, name="tiny", threads=1, **options)


def ids(model: Any, seed: int) -> list[int]:
    features = model.features(noise_picture(seed), never)
    return [token.id for token in model.generate(features, "caption en", LIMIT, never)]


class Uncaptured:
    """In place of a graph: runs the step when it is replayed."""

    def __init__(self, step: Any) -> None:
        self.step = step

    def replay(self) -> None:
        self.step._advance()


@pytest.mark.model
@needs_model_runtime
@pytest.mark.parametrize("shape", [{"generation": 1}, {"generation": 2}, {"generation": 2, "window": 24}])
def test_the_step_of_fixed_shapes_gives_the_same_tokens(
    shape: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.vision.paligemma import cuda

    model = loaded(save_tiny_paligemma(tmp_path / "model", **shape), device="cpu", precision="fp32")
    plain = [ids(model, seed) for seed in range(4)]
    monkeypatch.setattr(cuda.GraphStep, "_capture", lambda step: Uncaptured(step))
    graphs = model._loop._graphs
    graphs._can_capture = True
    assert [ids(model, seed) for seed in range(4)] == plain
    assert graphs._step.capacity == 256


@pytest.mark.model
@needs_model_runtime
def test_a_capture_that_fails_steps_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.vision.paligemma import cuda

    model = loaded(save_tiny_paligemma(tmp_path / "model"), device="cpu", precision="fp32")
    plain = ids(model, 0)

    def fail(_: object) -> None:
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(cuda.GraphStep, "_capture", fail)
    model._loop._graphs._can_capture = True
    assert ids(model, 0) == plain
    assert not model._loop._graphs._can_capture


@pytest.mark.gpu
@needs_model_runtime
@pytest.mark.skipif(not has_cuda(), reason="there is no GPU that torch can use")
@pytest.mark.parametrize("precision", ["fp32", "bf16", "nf4", "int8"])
@pytest.mark.parametrize("shape", [{"generation": 1}, {"generation": 2}, {"generation": 2, "window": 24}])
def test_the_captured_graph_gives_the_tokens_of_the_plain_step(
    shape: dict[str, int], precision: str, tmp_path: Path
) -> None:
    folder = save_tiny_paligemma(tmp_path / "model", **shape)
    model = loaded(folder, device="cuda", precision=precision, cache=tmp_path / "cache")
    captured = [ids(model, seed) for seed in range(4)]
    graphs = model._loop._graphs
    assert (graphs._step is not None) == (precision != "int8")
    graphs._can_capture = False
    assert [ids(model, seed) for seed in range(4)] == captured
    if precision in {"nf4", "int8"}:
        again = loaded(folder, device="cuda", precision=precision, cache=tmp_path / "cache")
        assert [ids(again, seed) for seed in range(4)] == captured


@pytest.mark.gpu
@needs_model_runtime
@pytest.mark.skipif(not has_cuda(), reason="there is no GPU that torch can use")
def test_a_gpu_gives_the_processors_tokens(tmp_path: Path) -> None:
    folder = save_tiny_paligemma(tmp_path / "model")
    there, here = loaded(folder, device="cuda", precision="fp32"), loaded(folder, device="cpu", precision="fp32")
    assert [ids(there, seed) for seed in range(4)] == [ids(here, seed) for seed in range(4)]
