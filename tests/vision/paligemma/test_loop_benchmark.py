"""The benchmark of the loop runs and tells what it must, on a tiny shape."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.paligemma import needs_model_runtime

pytestmark = [pytest.mark.long, needs_model_runtime]

ROOT = Path(__file__).parents[3]


@pytest.mark.timeout(240)
def test_both_arms_are_measured_in_one_run(tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/model.py", "--tiny", "--tokens", "4", "--rounds", "1", "--threads", "1"]
    ran = subprocess.run(
        [*command, "--json", str(tmp_path / "told.json")], cwd=ROOT, capture_output=True, text=True, timeout=200
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads((tmp_path / "told.json").read_text("utf-8"))
    assert set(told["arms"]) == {"snippet", "seesay"}
    assert told["same_tokens_from_the_begin"] == 4
    assert set(told["stop_s"]) == {"vision", "prefill", "decoding"}
    assert "| ms_per_token |" in ran.stdout
