"""The probe on this very machine, with torch."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.vision import probe
from assistant.vision.hardware import NARROW, Device
from assistant.vision.probing import Line, find_hardware

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(find_spec("torch") is None, reason="the extra `model` is not installed"),
]


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def test_this_machine_is_found() -> None:
    found = find_hardware()
    assert found.missing == ""
    assert found.processor.is_processor
    assert 0 < found.processor.free <= found.processor.total
    assert found.cores >= 1
    if "avx512_bf16" in found.instructions:
        assert found.processor.works == set(NARROW)


def test_it_leaves_out_what_it_is_told_to() -> None:
    lines: list[Line] = []
    prober = probe.Prober(lines.append, ["bitsandbytes:cpu:0:nf4", "cuda", "xpu", "mps"])
    prober.run()
    tried = {line.trying for line in lines if line.trying}
    assert "bitsandbytes:cpu:0:int8" in tried
    assert tried.isdisjoint({"bitsandbytes:cpu:0:nf4", "cuda", "xpu", "mps"})
    assert "nf4" not in prober.found.processor.works


def test_a_kernel_that_gives_wrong_numbers_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    weight, x, expected = probe._example()
    for wrong in (-expected, torch.zeros_like(expected), torch.full_like(expected, float("nan"))):
        monkeypatch.setattr(probe, "_example", lambda wrong=wrong: (weight, x, wrong))
        prober = probe.Prober(lambda line: None, ["cuda", "xpu", "mps"])
        prober.run()
        assert prober.found.processor.works == set()
        assert "bitsandbytes:cpu:0:nf4" in prober.found.faults
    with pytest.raises(ArithmeticError):
        probe._try_plain(Device("cpu", "", 0, 0))


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "accelerate" else object())
    prober = probe.Prober(lambda line: None, [])
    prober.run()
    assert prober.found.missing == "accelerate"
    assert prober.found.faults == ()


def test_without_bitsandbytes_the_rest_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "bitsandbytes" else real(name))
    prober = probe.Prober(lambda line: None, ["cuda", "xpu", "mps"])
    prober.run()
    assert (prober.found.missing, prober.found.faults) == ("", ("bitsandbytes",))
    assert prober.found.processor.works == set()


def test_a_card_beside_a_torch_without_cuda_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    if torch.version.cuda is not None:
        pytest.skip("this torch was built with CUDA")
    monkeypatch.setattr(probe, "_has_nvidia", lambda: True)
    prober = probe.Prober(lambda line: None, ["bitsandbytes:cpu:0:nf4", "bitsandbytes:cpu:0:int8"])
    prober.run()
    assert probe.CPU_BUILD in prober.found.faults


def test_whoever_asks_imports_no_torch() -> None:
    script = "import sys; import assistant.vision.probing; print('torch' in sys.modules or 'numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "False"


@pytest.mark.parametrize("files", [{"memory.max": "max\n"}, {}])
def test_no_bound_of_a_container_is_no_bound(files: dict[str, str], tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    assert probe.free_in_container(tmp_path) > 1 << 60


def test_the_bound_of_a_container_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("900\n")
    (tmp_path / "memory.stat").write_text("anon 100\ninactive_file 300\n")
    assert probe.free_in_container(tmp_path) == 400


@pytest.mark.gpu
def test_a_graphics_card_is_found_and_quantises() -> None:
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no graphics card that torch can use")
    found = find_hardware()
    card = found.devices[0]
    assert card.kind in ("cuda", "rocm")
    assert 0 < card.free <= card.total
    assert card.works == set(NARROW)
