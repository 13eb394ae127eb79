"""What this computer can run a model on, found by trying; always in a process of its own, which may crash or hang.

It prints a line of JSON before each step, naming it, and one after, with all that is known by then: whoever reads them
(`probing`) knows what is true and what it was that failed, however this process ends. Nothing is loaded from a disk.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import math
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from assistant.process.limits import step_back
from assistant.vision.hardware import NARROW, Device, Hardware, Kind
from assistant.vision.offline import stay_offline
from assistant.vision.probing import Line

RUNTIME = ("torch", "transformers", "accelerate", "safetensors", "psutil")
"""Without one of these no model can be loaded; bitsandbytes is not one of them. The first that is missing is named."""
CPU_BUILD = "torch:cpu-build"
"""There is an NVIDIA card, and a torch that was built without CUDA: what pip installs on Windows."""
_OUT, _IN, _ROWS = 64, 128, 4
# An error of the NF4 format itself is 0.09, of int8 0.01 (measured); a kernel that is wrong is off by 1 and more.
_TOLERANCE = 0.3
# The libraries of other people are not typed here.
Foreign = Any


class Prober:
    """Finds one thing after the other and keeps what it knows in `found`."""

    def __init__(self, say: Callable[[Line], None], skipped: Sequence[str]) -> None:
        """`skipped` are steps that have killed a process like this one before: they are not tried again."""
        self._say = say
        self._skipped = frozenset(skipped)
        self._faults: list[str] = []
        self.found = Hardware((Device("cpu", _processor_name(), 0, 0),))

    def run(self) -> None:
        """Try everything, in the order of what is needed first."""
        with self._step("runtime"):
            self._find_runtime()
        if self.found.missing:
            return
        with self._step("processor"):
            self._find_processor()
        self._try_narrow(self.found.processor)
        for kind, count in (("cuda", _count_cuda), ("xpu", _count_xpu), ("mps", _count_mps)):
            for device in self._find(kind, count):
                self._add(device)
                self._try_narrow(device)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        """Name a step, survive its exceptions, tell what is known after it."""
        self._say(Line(trying=name))
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a library that fails in its own way is a finding, not an end
            logging.getLogger(__name__).debug("%s: %s", name, type(error).__name__)
            self._fault(name)
        self._say(Line(found=self.found))

    def _fault(self, name: str) -> None:
        self._faults.append(name)
        self.found = replace(self.found, faults=tuple(self._faults))

    def _may(self, step: str) -> bool:
        return step not in self._skipped

    # --- the runtime and the processor ----------------------------------------------------------------

    def _find_runtime(self) -> None:
        for module in RUNTIME:
            if importlib.util.find_spec(module) is None:
                self.found = replace(self.found, missing=module)
                return
        try:
            importlib.import_module("torch")
        except Exception as error:  # noqa: BLE001 - a broken build fails in its own ways: a library, a symbol
            named = error.name if isinstance(error, ImportError) else None
            self.found = replace(self.found, missing=named or "torch")

    def _find_processor(self) -> None:
        import psutil

        memory = psutil.virtual_memory()
        instructions = _instructions()
        device = replace(
            self.found.processor,
            total=memory.total,
            free=min(memory.available, free_in_container()),
            # Every processor computes in bf16 somehow; how quickly is told by its instructions.
            has_bf16=True,
        )
        cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
        # A container or a batch system may give fewer than there are.
        own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
        self.found = replace(self.found, devices=(device,), instructions=instructions, cores=min(cores, own))

    # --- devices --------------------------------------------------------------------------------------

    def _find(self, kind: str, count: Callable[[Foreign], int]) -> list[Device]:
        import torch

        devices: list[Device] = []
        if not self._may(kind):
            return devices
        with self._step(kind):
            if kind == "cuda" and torch.version.cuda is None and torch.version.hip is None and _has_nvidia():
                self._fault(CPU_BUILD)
            devices += [_DEVICES[kind](torch, index) for index in range(count(torch))]
        return devices

    def _add(self, device: Device) -> None:
        """Take a device in that can multiply; one that can't is a fault."""
        step = f"{device.kind}:{device.index}"
        if self._may(step):
            with self._step(step):
                _try_plain(device)
                *others, processor = self.found.devices
                self.found = replace(self.found, devices=(*others, device, processor))

    def _try_narrow(self, device: Device) -> None:
        """Find which of bitsandbytes' precisions give right numbers on a device that is known."""
        if all(each.option != device.option for each in self.found.devices):
            return
        for precision in NARROW:
            step = f"bitsandbytes:{device.kind}:{device.index}:{precision}"
            if self._may(step) and "bitsandbytes" not in self._faults:
                with self._step(step):
                    self._try_one(device, precision)

    def _try_one(self, device: Device, precision: str) -> None:
        if importlib.util.find_spec("bitsandbytes") is None:
            self._fault("bitsandbytes")
            return
        _try_bitsandbytes(device, precision)
        self.found = replace(
            self.found,
            devices=tuple(
                replace(each, works=each.works | {precision}) if each.option == device.option else each
                for each in self.found.devices
            ),
        )


# --- what is asked of the system -----------------------------------------------------------------------


def _processor_name() -> str:
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return platform.processor() or platform.machine()


def _instructions() -> frozenset[str]:
    import torch

    # Newer versions of torch tell all in one table, older ones this much.
    table: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    capability = torch.backends.cpu.get_cpu_capability()
    has = {
        "avx2": table.get("avx2", capability in ("AVX2", "AVX512")),
        "avx512": table.get("avx512_f", capability == "AVX512"),
        "avx512_bf16": table.get("avx512_bf16") or _is_told("_is_avx512_bf16_supported"),
        "amx": table.get("amx_bf16") or _is_told("_is_amx_tile_supported"),
    }
    return frozenset(name for name, is_there in has.items() if is_there)


def _is_told(name: str) -> bool:
    import torch

    return bool(getattr(torch.cpu, name, lambda: False)())


def free_in_container(folder: Path = Path("/sys/fs/cgroup")) -> int:
    """Return the bytes that the control group of this process may still take; very many where nothing bounds it."""
    with suppress(OSError, ValueError):
        bound = int((folder / "memory.max").read_text("ascii"))
        kept = {
            line.split()[0]: int(line.split()[1]) for line in (folder / "memory.stat").read_text("ascii").splitlines()
        }
        # Pages of files that nobody uses just now are given back before anything is refused.
        return bound - int((folder / "memory.current").read_text("ascii")) + kept.get("inactive_file", 0)
    return 1 << 62


def _has_nvidia() -> bool:
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def _count_cuda(torch: Foreign) -> int:
    return int(torch.cuda.device_count()) if torch.cuda.is_available() else 0


def _count_xpu(torch: Foreign) -> int:
    return int(torch.xpu.device_count()) if torch.xpu.is_available() else 0


def _count_mps(torch: Foreign) -> int:
    return int(torch.backends.mps.is_available())


def _cuda_device(torch: Foreign, index: int) -> Device:
    properties = torch.cuda.get_device_properties(index)
    free, total = torch.cuda.mem_get_info(index)
    kind: Kind = "rocm" if torch.version.hip else "cuda"
    capability = (properties.major, properties.minor)
    # Emulated bf16 is no faster than fp32.
    has_bf16 = kind == "rocm" or capability >= (8, 0)
    return Device(kind, properties.name, total, free, has_bf16, capability if kind == "cuda" else (0, 0), index)


def _xpu_device(torch: Foreign, index: int) -> Device:
    properties = torch.xpu.get_device_properties(index)
    try:
        free, total = torch.xpu.mem_get_info(index)
    except (AttributeError, RuntimeError):  # not every driver tells what is free
        free = total = properties.total_memory
    return Device("xpu", properties.name, total, free, True, index=index)


def _mps_device(torch: Foreign, index: int) -> Device:
    import psutil

    total = int(torch.mps.recommended_max_memory())
    free = min(total - int(torch.mps.driver_allocated_memory()), psutil.virtual_memory().available)
    try:
        has_bf16 = bool(torch.ones(1, dtype=torch.bfloat16, device="mps").sum().item() == 1)
    except (RuntimeError, TypeError):  # before macOS 14
        has_bf16 = False
    return Device("mps", _processor_name(), total, free, has_bf16, index=index)


_DEVICES: dict[str, Callable[[Foreign, int], Device]] = {
    "cuda": _cuda_device,
    "xpu": _xpu_device,
    "mps": _mps_device,
}

# --- what is tried --------------------------------------------------------------------------------------


def _types(device: Device) -> Foreign:
    import torch

    return {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}[device.plain]


def _example() -> tuple[Foreign, Foreign, Foreign]:
    """Return a weight, an input and their product, in fp32 on the processor."""
    import torch

    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(_OUT, _IN, generator=generator) / math.sqrt(_IN)
    x = torch.randn(_ROWS, _IN, generator=generator)
    return weight, x, x @ weight.T


def _try_plain(device: Device) -> None:
    weight, x, expected = _example()
    given = x.to(device.option, _types(device)) @ weight.to(device.option, _types(device)).T
    _compare(given, expected)


def _try_bitsandbytes(device: Device, precision: str) -> None:
    import torch
    from bitsandbytes import nn

    weight, x, expected = _example()
    if precision == "nf4":
        layer = nn.Linear4bit(_IN, _OUT, bias=False, compute_dtype=_types(device), quant_type="nf4")
        layer.weight = nn.Params4bit(weight, requires_grad=False, quant_type="nf4")
    else:
        layer = nn.Linear8bitLt(_IN, _OUT, bias=False, has_fp16_weights=False)
        layer.weight = nn.Int8Params(weight, requires_grad=False, has_fp16_weights=False)
    layer = layer.to(device.option).eval()
    with torch.inference_mode():
        _compare(layer(x.to(device.option, _types(device))), expected)


def _compare(given: Foreign, expected: Foreign) -> None:
    error = (given.float().cpu() - expected).norm() / expected.norm()
    # A product that is no number at all must fail as well.
    if not float(error) < _TOLERANCE:
        raise ArithmeticError


def main(arguments: Sequence[str]) -> int:
    """Probe and print lines; `arguments` are the steps to leave out."""
    step_back(None)
    stay_offline()
    logging.disable(logging.CRITICAL)
    # What a library prints must not stand between the lines.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)

    def say(line: Line) -> None:
        out.write(msgspec.json.encode(line) + b"\n")

    Prober(say, arguments).run()
    say(Line(is_end=True))
    # Drivers and thread pools take their time to leave, and some crash when they do.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
