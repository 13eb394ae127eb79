"""PaliGemma 2 3B in SeeSay's loop beside the published snippet: load, memory, first token, tokens a second, stop.

    python benchmarks/model.py [--resolution 224] [--precision nf4] [--tokens 64] [--rounds 3] [--json FILE] [--tiny]

The snippet is transformers' `generate` on a bitsandbytes model with a TextIteratorStreamer. Both arms are in this one
process, on the same random weights in the published shape, in turn within each round, with the same threads; medians.
Needs 10 GB of disk in the temporary folder and as much memory. The weights are random: nothing is said about quality.
Beside the time of a token stands what reading its bytes takes at the memory's own speed. The first clause is taken as
six tokens. Ends with status 1 where SeeSay is slower than the snippet.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import torch
from _model_arms import PROMPT, Arm, Picture, Run, SeeSay, Snippet
from _random_model import published_config, tiny_config, write_model
from transformers import PaliGemmaConfig

CLAUSE = 6
_BYTES = {"nf4": 0.53125, "int8": 1.0, "bf16": 2.0}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--resolution", type=int, default=224, choices=(224, 448))
    parser.add_argument("--precision", default="nf4", choices=("nf4", "int8", "bf16"))
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--json", type=Path)
    parser.add_argument("--folder", type=Path, help="keep the random weights here for another run")
    parser.add_argument("--tiny", action="store_true", help="a tiny shape, to try the program itself")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as temporary:
        told = measure(options, Path(temporary))
    print(table(told))
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n")
    return 0 if options.tiny or not told["missed"] else 1


def measure(options: argparse.Namespace, temporary: Path) -> dict[str, Any]:
    """Load both, run them in turn, stop, and return all figures."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    config = (tiny_config if options.tiny else published_config)(options.resolution)
    folder = options.folder or temporary / "model"
    if not (folder / "config.json").is_file():
        write_model(config, folder)
    picture = np.random.default_rng(0).integers(0, 256, (720, 1280, 3), dtype=np.uint8)
    arms = {"snippet": Arm(), "seesay": Arm()}
    _read(folder)
    with _loading(arms["snippet"]):
        snippet = Snippet(folder, options.precision, device)
    arms["snippet"].cold = snippet.run(picture, 2).stamps[0]
    own = _loaded_twice(arms["seesay"], lambda: SeeSay(folder, options.precision, device, temporary, options.threads))
    arms["seesay"].cold = own.run(picture, 2).stamps[0]
    for _ in range(options.rounds):
        for name, run in (("snippet", snippet.run), ("seesay", own.run)):
            arms[name].runs.append(run(picture, options.tokens))
    stops = stop_times(own, picture, arms["seesay"].runs[-1], config)
    floor = bytes_per_token(config, options.precision) / bandwidth(device)
    return told_of(options, device, arms, stops, floor)


def _loaded_twice(arm: Arm, make: Callable[[], SeeSay]) -> SeeSay:
    """Load from the original, then from the copy that this left."""
    began = time.perf_counter()
    make()
    arm.load = time.perf_counter() - began
    gc.collect()
    with _loading(arm, is_cached=True):
        return make()


@contextmanager
def _loading(arm: Arm, is_cached: bool = False) -> Iterator[None]:
    """Note the time of a load and the memory that it took."""
    before, began = _memory(), time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    arm.private, arm.mapped = (after - at for after, at in zip(_memory(), before, strict=True))
    if is_cached:
        arm.cached = seconds
    else:
        arm.load = seconds


def _memory() -> tuple[float, float]:
    """Return what is resident, its own and mapped from files, in GB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    held = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith("Rss")}
    return int(held["RssAnon"]) * 1024 / 1e9, int(held["RssFile"]) * 1024 / 1e9


def _read(folder: Path) -> None:
    """Read the weights once, so that no arm waits for the disk."""
    for path in folder.glob("*.safetensors"):
        with path.open("rb") as file:
            while file.read(1 << 24):
                pass


def stop_times(own: SeeSay, picture: Picture, run: Run, config: PaliGemmaConfig) -> dict[str, dict[str, float]]:
    """Stop in the vision tower, in the prefill and between tokens; beside each stands the time of two layers."""
    model = own.model
    features = model.features(picture, lambda: False)
    vision = run.vision or 0.0
    prefill = run.stamps[0] - vision
    text, tower = config.text_config.num_hidden_layers, config.vision_config.num_hidden_layers
    answer = {
        "vision": (lambda stop: model.features(picture, stop), vision, tower),
        "prefill": (lambda stop: list(model.generate(features, PROMPT, 1, stop)), prefill, text),
        "decoding": (lambda stop: list(model.generate(features, PROMPT, 40, stop)), run.per_token, text),
    }
    told = {}
    for name, (action, whole, layers) in answer.items():
        begin = prefill if name == "decoding" else 0.0
        span = whole * (10 if name == "decoding" else 1)
        times = [own.stop(action, begin + span * part) for part in (0.2, 0.35, 0.5, 0.65, 0.8)]
        told[name] = {"slowest": max(times), "median": statistics.median(times), "two_layers": 2 * whole / layers}
    return told


def bytes_per_token(config: PaliGemmaConfig, precision: str) -> float:
    """Return what must be read for one token: the text model's maps, the head in bf16."""
    text = config.text_config
    width = text.head_dim * (2 * text.num_attention_heads + 2 * text.num_key_value_heads)
    maps = text.num_hidden_layers * text.hidden_size * (width + 3 * text.intermediate_size)
    return float(maps * _BYTES[precision] + 2 * text.vocab_size * text.hidden_size)


def bandwidth(device: str) -> float:
    """Return the bytes a second that a sum over 256 MB reads, at its best."""
    numbers = torch.ones(1 << 26, device=device)
    times = []
    for _ in range(7):
        began = time.perf_counter()
        numbers.sum().item()
        times.append(time.perf_counter() - began)
    return float(numbers.nbytes / min(times))


def told_of(
    options: argparse.Namespace, device: str, arms: dict[str, Arm], stops: dict[str, dict[str, float]], floor: float
) -> dict[str, Any]:
    """Put the figures together; `missed` names the goals that weren't met."""
    figures: dict[str, dict[str, Any]] = {
        name: {
            "load_s": arm.load,
            "cached_load_s": arm.cached,
            "private_gb": arm.private,
            "mapped_gb": arm.mapped,
            "cold_first_token_s": arm.cold,
            "vision_s": arm.median(lambda run: run.vision or 0.0) or None,
            "first_token_s": arm.median(lambda run: run.stamps[0]),
            "first_clause_s": arm.median(lambda run: run.stamps[min(CLAUSE, len(run.stamps)) - 1]),
            "ms_per_token": arm.median(lambda run: run.per_token * 1e3),
            "tokens_per_s": 1 / arm.median(lambda run: run.per_token),
        }
        for name, arm in arms.items()
    }
    theirs, ours = figures["snippet"], figures["seesay"]
    slower = [key for key in ("load_s", "first_token_s", "first_clause_s", "ms_per_token") if ours[key] > theirs[key]]
    if ours["cached_load_s"] > 0.2 * theirs["load_s"]:
        slower.append("cached_load_s")
    pairs = list(zip(arms["snippet"].runs[-1].ids, arms["seesay"].runs[-1].ids, strict=True))
    return {
        "resolution": options.resolution,
        "precision": options.precision,
        "tokens": options.tokens,
        "rounds": options.rounds,
        "threads": options.threads,
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
        "load_average": os.getloadavg()[0],
        "roofline_ms_per_token": floor * 1e3,
        "same_tokens_from_the_begin": next((n for n, (a, b) in enumerate(pairs) if a != b), len(pairs)),
        "arms": figures,
        "stop_s": stops,
        "missed": slower,
    }


def table(told: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    theirs, ours = told["arms"]["snippet"], told["arms"]["seesay"]
    head = f"random 3B, {told['resolution']} px, {told['precision']}, {told['device']}, {told['threads']} threads"
    rows = [f"| {head} | snippet | SeeSay | SeeSay / snippet |", "|---|---:|---:|---:|"]
    for key in ours:
        a, b = theirs[key], ours[key]
        # What is not kept is loaded anew each time.
        base = theirs["load_s"] if key == "cached_load_s" else a
        ratio = f"{b / base:.2f}" if base and b is not None else ""
        rows.append(f"| {key} | {'' if a is None else f'{a:.3f}'} | {'' if b is None else f'{b:.3f}'} | {ratio} |")
    rows.append(f"| roofline_ms_per_token | {told['roofline_ms_per_token']:.1f} | | |")
    rows += ["", "| stop in | slowest ms | median ms | two layers, ms |", "|---|---:|---:|---:|"]
    for name, stop in told["stop_s"].items():
        values = " | ".join(f"{stop[key] * 1e3:.1f}" for key in ("slowest", "median", "two_layers"))
        rows.append(f"| {name} | {values} |")
    same = f"The same tokens from the begin: {told['same_tokens_from_the_begin']} of {told['tokens']}."
    return "\n".join([*rows, "", same, f"Goals missed: {', '.join(told['missed']) or 'none'}."])


if __name__ == "__main__":
    sys.exit(main())
