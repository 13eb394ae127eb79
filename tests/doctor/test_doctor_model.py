"""What the doctor says of the large model on machines of every kind, without torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.core.settings import Settings
from assistant.core.wording import Wording
from assistant.doctor import model
from assistant.doctor.examine import Outcome
from assistant.vision.catalogue import CATALOGUE
from assistant.vision.hardware import Device, Hardware
from assistant.vision.probing import find_hardware

GB = 1_000_000_000
PROCESSOR = Device("cpu", "Some processor", 16 * GB, 12 * GB, has_bf16=True)
CARD = Device("cuda", "NVIDIA RTX", 8 * GB, 5 * GB, True, (8, 9), works=frozenset({"nf4"}))
MIX = "paligemma2-3b-mix-448"


def outcome(
    monkeypatch: pytest.MonkeyPatch, hardware: Hardware, installed: tuple[str, ...] = (MIX,), **settings: str
) -> Outcome:
    monkeypatch.setattr(model, "_installed", lambda: [CATALOGUE[name] for name in installed])
    wanted = Settings()
    for name, value in settings.items():
        wanted = wanted.having(f"engine.{name}", value)
    [check] = model.model_checks(wanted, Wording(), lambda: hardware)
    return check.run()


def test_what_would_be_taken_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    told = outcome(monkeypatch, Hardware((CARD, PROCESSOR)))
    assert told == Outcome(
        True,
        "PaliGemma 2 3B mix at 448 pixels in 4 bits on the NVIDIA RTX, because 5.0 of 8.0 gigabytes are free. "
        "What could run one: NVIDIA RTX with 5.0 of 8.0 gigabytes free and "
        "Some processor with 12 of 16 gigabytes free.",
    )


def test_a_fault_is_told_beside_what_works(monkeypatch: pytest.MonkeyPatch) -> None:
    told = outcome(monkeypatch, Hardware((CARD, PROCESSOR), faults=("xpu:crashed",)))
    assert told.works
    assert told.found.endswith("What was tried and does not work: xpu:crashed.")


def test_what_is_too_slow_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    told = outcome(monkeypatch, Hardware((Device("cpu", "Old", 32 * GB, 30 * GB),), frozenset({"avx2"}), 2))
    assert not told.works
    assert told.found.startswith("The built-in engine answers alone. On this processor the first word")
    assert "engine.precision" in told.mend


def test_a_wish_that_can_not_be_had_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = outcome(monkeypatch, Hardware((PROCESSOR,)), device="cuda")
    assert not told.works
    assert "engine.device" in told.mend


def test_a_runtime_that_does_not_work_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = outcome(monkeypatch, Hardware((PROCESSOR,), missing="accelerate"))
    assert not told.works
    assert "accelerate is missing" in told.found


def test_without_a_model_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    told = outcome(monkeypatch, Hardware((PROCESSOR,)), ())
    assert told.works
    assert told.found.startswith("No model is installed")
    assert "seesay[model]" in told.found


@pytest.mark.parametrize("wanted", ["none", "https://desk.example/v1"])
def test_where_no_model_of_ones_own_is_wanted_none_is_looked_for(wanted: str) -> None:
    assert model.model_checks(Settings().having("engine.model", wanted), Wording(), find_hardware) == []


def test_the_doctor_imports_no_torch(tmp_path: Path) -> None:
    script = "import sys; import assistant.doctor.checks; print({'torch', 'transformers'} & set(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60, cwd=Path.cwd()
    )
    assert told.stdout.strip() == "set()"
