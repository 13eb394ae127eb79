"""Runs the installed command where there is nothing: no display, no sound, no bus, a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from support.seesay import SEESAY

LETTER = str(Path(__file__).parents[2] / "resources" / "samples" / "letter.png")
LETTER_WORDS = (
    "The weather today The morning is cold and clear. Rain comes from the west in the afternoon. "
    "Take an umbrella when you leave the house."
)
ANSWER: dict[str, type | tuple[type, ...]] = {
    "task": str,
    "source": str,
    "engine": str,
    "model": str,
    "language": str,
    "text": str,
    "sentences": list,
    "regions": list,
    "confidence": (float, type(None)),
    "acted": (dict, type(None)),
    "finish": (str, type(None)),
    "audio": (dict, type(None)),
    "timings_ms": dict,
}
REGION = {"kind", "text", "box", "confidence", "outline"}
TIMINGS = {"capture", "first_text", "first_audio", "total"}


def bare_env(**more: str) -> dict[str, str]:
    """Return an environment with a home and a runtime folder, and nothing else of a desktop."""
    kept = ("PATH", "HOME", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    # Else libpulse would start a sound server for us.
    return {**env, "LANG": "C.UTF-8", "PULSE_SERVER": "unix:/nonexistent", **more}


def command(
    *words: str, env: dict[str, str] | None = None, timeout: float = 60.0, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is text."""
    return subprocess.run(
        [SEESAY, *words],
        env=bare_env() if env is None else env,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        **options,
    )


def error_of(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Return the error of a command with --json, after its form was checked."""
    told = json.loads(done.stdout)["error"]
    assert set(told) == {"code", "message", "hint"}, told
    assert told["message"], told
    assert "Traceback" not in done.stdout + done.stderr
    result: dict[str, str] = told
    return result


def check_answer(answer: dict[str, Any]) -> None:
    """Fail where an answer is not what docs/cli.md promises."""
    assert set(answer) - {"error"} == set(ANSWER), sorted(answer)
    for name, kind in ANSWER.items():
        assert isinstance(answer[name], kind), f"{name}: {answer[name]!r}"
    assert set(answer["timings_ms"]) == TIMINGS
    assert answer["text"] == "\n".join(answer["sentences"])
    for region in answer["regions"]:
        assert set(region) == REGION, region
        assert len(region["box"]) == 4
    if answer["audio"] is not None:
        assert set(answer["audio"]) == {"file", "voice", "seconds"}
