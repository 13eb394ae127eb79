"""No dependency tells anyone that SeeSay runs, or keeps a record of it: what onnxruntime 1.31 does by default."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SESSION = """
import assistant
import rapidocr
from pathlib import Path
import onnxruntime
model = sorted(Path(rapidocr.__file__).parent.glob("models/*cls*.onnx"))[0]
onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
print("loaded")
"""


def test_a_session_of_onnxruntime_leaves_no_record_of_its_use(tmp_path: Path, python: list[str]) -> None:
    env = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    places = {name: str(tmp_path) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    done = subprocess.run(
        [*python, "-c", _SESSION], env={**env, **places}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "loaded\n", done.stderr
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")] == []
