"""Whether a model would run here, told before it is fetched: by the planner's own rules, without loading anything.

`quick_look` sees only the processor, at once; `thorough_look` starts the probe, which tries graphics cards as well and
takes seconds. What a model really runs on is decided when it is loaded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assistant.core.errors import ModelError
from assistant.vision.hardware import NARROW, Device, Hardware, Reason, plan
from assistant.vision.model_entry import ModelEntry
from assistant.vision.probe import free_in_container

_CARDS = (Path("/proc/driver/nvidia/version"), Path("/dev/kfd"), Path("/dev/accel"))
"""Where Linux has signs of a graphics card that could run a model: NVIDIA's and AMD's drivers, accelerators."""
_INSTRUCTIONS = {"avx2": "avx2", "avx512f": "avx512", "avx512_bf16": "avx512_bf16", "amx_bf16": "amx"}


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a model would run (None: nobody knows yet), and why: a plan's reason, or the error that it would be."""

    does: bool | None
    why: Reason | ModelError | None = None


def fit(entry: ModelEntry, hardware: Hardware | None) -> Fit:
    """Return whether a model would run on that hardware; None for it leaves the answer open."""
    if hardware is None or not entry.memory:
        return Fit(None)
    try:
        return Fit(True, plan(hardware, [entry]).reason)
    except ModelError as error:
        return Fit(False, error)


def thorough_look(state: Path | None) -> Hardware:
    """Return what there is, tried in a child process; takes seconds. `state` as `probing.find_hardware`."""
    from assistant.vision.probing import find_hardware

    return find_hardware(state)


def quick_look(proc: Path = Path("/proc"), cards: tuple[Path, ...] = _CARDS) -> Hardware | None:
    """Return the processor as the system's files tell it; None where they don't, or where there may be a graphics card.

    It is taken for granted that bitsandbytes works on it.
    """
    if any(card.exists() for card in cards):
        return None
    try:
        memory = _table(proc / "meminfo")
        free, total = (int(memory[name].split()[0]) * 1024 for name in ("MemAvailable", "MemTotal"))
        processors = [_fields(block) for block in (proc / "cpuinfo").read_text("utf-8", "replace").split("\n\n")]
        first = processors[0]
        flags = set(first["flags"].split())
    except (OSError, ValueError, KeyError, IndexError):
        return None
    cores = {(each.get("physical id", ""), each.get("core id", "")) for each in processors if "processor" in each}
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else len(cores)
    device = Device(
        "cpu",
        first.get("model name", ""),
        total,
        min(free, free_in_container()),
        has_bf16=True,
        works=frozenset(NARROW),
    )
    known = frozenset(name for flag, name in _INSTRUCTIONS.items() if flag in flags)
    return Hardware((device,), known, max(1, min(len(cores), own)))


def _table(path: Path) -> dict[str, str]:
    return _fields(path.read_text("utf-8", "replace"))


def _fields(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}
