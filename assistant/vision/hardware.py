"""Which model runs where, and at which precision: arithmetic over what there is, nothing is tried or loaded here.

`probe` finds the `Hardware` in a child process. Bytes are bytes; a gigabyte in a sentence is 10^9 of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from assistant.core.errors import (
    DeviceMissing,
    ModelError,
    ModelNotInstalled,
    ModelRuntimeMissing,
    ModelTooLarge,
    ModelTooSlow,
    ModelUnknown,
    PrecisionImpossible,
)
from assistant.core.wording import Message, Wording
from assistant.core.wording.hardware import PRECISIONS
from assistant.core.wording.hardware import HardwareMessages as H
from assistant.vision.catalogue import CATALOGUE
from assistant.vision.model_entry import ModelEntry
from assistant.vision.shapes import RUNTIME

AUTO = "auto"
Kind = Literal["cuda", "rocm", "xpu", "mps", "cpu"]
NARROW = ("nf4", "int8")
"""The precisions that bitsandbytes makes."""
PATIENCE = 12.0
"""Seconds until the first word beyond which a model on the processor is no help; only a wish overrules it."""

_FOR_THE_DESKTOP = 1_000_000_000
# What a driver and a fragmented heap leave of a graphics card's free memory.
_UNBROKEN = 0.95
# 16 bits are taken where they fill at most so much of it; else 4 bits, which are also read in half the time.
_AMPLE = 0.75
_LADDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"fp32": ("nf4", "int8", "bf16"), "bf16": ("nf4", "int8"), "fp16": ("nf4", "int8"), "int8": ("nf4",)}
)
# 10^12 operations a second and core of a prefill: measured with PaliGemma 2 3B at 224 and 448 on two cores, with
# AVX512-BF16 and with AVX2 alone. How it grows with the cores is reckoned, not measured.
_FAST: Mapping[str, float] = MappingProxyType({"nf4": 0.31, "int8": 0.24, "bf16": 0.37, "fp32": 0.084, "fp16": 0.02})
_SLOW: Mapping[str, float] = MappingProxyType({"nf4": 0.23, "int8": 0.1, "bf16": 0.026, "fp32": 0.084, "fp16": 0.02})
_PATCH = 14
_CHAT_TOKENS = 1_280
_WIDTH: Mapping[str, float] = MappingProxyType({"nf4": 1.0, "int8": 1.3, "bf16": 2.0, "fp16": 2.0, "fp32": 4.0})
_PRECISIONS = tuple(_WIDTH)
_GPU_THREADS = 4


@dataclass(frozen=True, slots=True)
class Device:
    """What can compute. `free` is what it could really give when it was asked.

    `works` holds the precisions of bitsandbytes that were tried on it and gave right numbers ("nf4", "int8");
    `capability` is CUDA's, (0, 0) elsewhere; `index` counts the devices of a kind, as torch does.
    """

    kind: Kind
    name: str
    total: int
    free: int
    has_bf16: bool = False
    capability: tuple[int, int] = (0, 0)
    index: int = 0
    works: frozenset[str] = frozenset()

    @property
    def is_processor(self) -> bool:
        """Whether it is the computer's own processor."""
        return self.kind == "cpu"

    @property
    def option(self) -> str:
        """What an engine's child takes as `device`: "cuda", "cuda:1"; ROCm answers under CUDA's name."""
        return self.family + (f":{self.index}" if self.index else "")

    @property
    def family(self) -> str:
        """What the settings call it: "cuda", "xpu", "mps" or "cpu"."""
        return "cuda" if self.kind == "rocm" else self.kind

    @property
    def plain(self) -> str:
        """The 16-bit type that it computes in; "fp32" for a processor without one."""
        if self.kind == "cuda" and self.capability < (8, 0):
            return "fp16"
        return "bf16" if self.has_bf16 else "fp32" if self.is_processor else "fp16"

    @property
    def usable(self) -> int:
        """Bytes that a model may take: a processor's memory is the desktop's and the screen reader's as well."""
        shared = self.kind in ("cpu", "mps")
        return max(0, self.free - _FOR_THE_DESKTOP) if shared else int(self.free * _UNBROKEN)


@dataclass(frozen=True, slots=True)
class Hardware:
    """What there is. The processor is the last of `devices`, and always there.

    `instructions` are the processor's of "avx2", "avx512", "avx512_bf16" and "amx"; `cores` are physical. `missing`
    names the part of the runtime without which no model can be loaded, "" where all is there. `faults` names what was
    tried and failed: "cuda", "bitsandbytes:cuda", "probe:crashed", "probe:hung".
    """

    devices: tuple[Device, ...]
    instructions: frozenset[str] = frozenset()
    cores: int = 1
    missing: str = ""
    faults: tuple[str, ...] = ()

    @property
    def processor(self) -> Device:
        """The device that is always there."""
        return self.devices[-1]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants instead of the best: a model's name, a precision, a device (`Device.family`)."""

    model: str = AUTO
    precision: str = AUTO
    device: str = AUTO

    @property
    def is_pressing(self) -> bool:
        """Whether precision or device were set: then slowness and tightness are the user's own choice."""
        return self.precision != AUTO or self.device != AUTO


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence that is not in any language yet; params that are messages are put into it first."""

    message: Message
    params: Mapping[str, str | Reason]

    def told(self, wording: Wording, *, is_full: bool = False) -> str:
        """Return the sentence."""
        params = {
            name: value.told(wording) if isinstance(value, Reason) else value for name, value in self.params.items()
        }
        return wording.full(self.message, **params) if is_full else wording.say(self.message, **params)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be loaded, and why. `installed` is what there was to choose from."""

    model: str
    device: Device
    precision: str
    resolution: int
    threads: int
    reason: Reason
    need: int = 0
    installed: tuple[ModelEntry, ...] = field(default=(), repr=False)

    @property
    def options(self) -> dict[str, str]:
        """What the model's child is told of it."""
        return {
            "model": self.model,
            "device": self.device.option,
            "precision": self.precision,
            "threads": str(self.threads),
        }


@dataclass(frozen=True, slots=True)
class _Choice:
    """A model on a device at a precision."""

    entry: ModelEntry
    device: Device
    precision: str

    @property
    def need(self) -> int:
        return memory(self.entry, self.precision)

    @property
    def has_room(self) -> bool:
        return self.need <= self.device.usable


def plan(hardware: Hardware, models: Sequence[ModelEntry], wish: Wish = Wish()) -> Plan:
    """Return what to load of `models` (those that are installed), and why.

    A model for all tasks comes before one that is chatted with, both before a specialist; among equals a graphics card
    before the processor, the larger model and picture on a card, the smaller on a processor. 16 bits where memory is
    ample, else 4, else 8. Everything that `wish` names is done, however slow, where it is possible at all.

    Raises ModelUnknown, ModelNotInstalled (or where none is, with an empty `model`), ModelRuntimeMissing,
    DeviceMissing, PrecisionImpossible, ModelTooLarge, ModelTooSlow.
    """
    wanted = _wanted(models, wish)
    if hardware.missing:
        raise ModelRuntimeMissing(model=wanted[0].name, detail=hardware.missing)
    devices = _devices(hardware, wish, wanted[0].name)
    choices = [choice for each in _ranked(wanted) for choice in _choices(each, devices, hardware, wish)]
    fitting = next((each for each in choices if each.has_room and _is_quick(each, hardware, wish)), None)
    if fitting is None:
        raise _refusal(choices, wanted[0], devices, hardware, wish)
    return _planned(fitting, hardware, tuple(models), _why(fitting, hardware, wish))


def step_down(plan: Plan, hardware: Hardware) -> Plan | None:
    """Return what to load after memory ran out: a smaller precision, else the same model at 224; None: neither is."""
    entries = {each.name: each for each in plan.installed}
    if plan.model not in entries:
        return None
    entry, device = entries[plan.model], plan.device
    smaller = [
        _Choice(entry, device, each)
        for each in _LADDER.get(plan.precision, ())
        if each in _precisions(entry, device, hardware, Wish())
    ]
    if plan.resolution > 224 and (sibling := entries.get(f"{entry.name.rpartition('-')[0]}-224")):
        smaller.append(_Choice(sibling, device, plan.precision))
    for choice in smaller:
        if _is_quick(choice, hardware, Wish()):
            return _planned(choice, hardware, plan.installed, _smaller(choice))
    return None


def memory(entry: ModelEntry, precision: str) -> int:
    """Return the bytes that a model needs at a precision; estimated from its size where the catalogue has no figure."""
    return entry.memory.get(precision) or int(entry.size_b * 1e9 * _WIDTH[precision]) + RUNTIME


def seconds_to_first_word(entry: ModelEntry, precision: str, hardware: Hardware) -> float:
    """Return about how long the processor takes to see a picture and begin to answer.

    Two operations for each weight and token, at the speed measured on two cores: right to a factor of two.
    """
    tokens = (entry.resolution // _PATCH) ** 2 if entry.family == "paligemma" and entry.resolution else _CHAT_TOKENS
    rates = _FAST if "avx512_bf16" in hardware.instructions else _SLOW
    return 2e-3 * entry.size_b * tokens / (rates[precision] * max(1, hardware.cores))


def label(entry: ModelEntry) -> str:
    """Return a model's name as one says it: "PaliGemma 2 3B mix"; a chat model's is its publisher's."""
    if entry.family != "paligemma" or not entry.name.startswith("paligemma"):
        return entry.repository.rpartition("/")[2].replace("-", " ") or entry.name
    family, size, *words = entry.name.split("-")
    words = [each for each in words if not each.isdigit()]
    return " ".join(["PaliGemma 2" if family.endswith("2") else "PaliGemma", size.upper(), *words])


# --- what comes into question ---------------------------------------------------------------------------


def _wanted(models: Sequence[ModelEntry], wish: Wish) -> list[ModelEntry]:
    answering = [each for each in models if each.family != "masks" and wish.model in (AUTO, each.name)]
    if answering:
        return answering
    if wish.model not in (AUTO, *CATALOGUE):
        raise ModelUnknown(model=wish.model)
    raise ModelNotInstalled(model="" if wish.model == AUTO else wish.model)


def _devices(hardware: Hardware, wish: Wish, model: str) -> list[Device]:
    """Return the devices that are wanted, the one with most free memory first, the processor last."""
    wanted = [each for each in hardware.devices if wish.device in (AUTO, each.family, each.kind)]
    if not wanted:
        raise DeviceMissing(model=model, device=wish.device)
    return sorted(wanted, key=lambda each: (each.is_processor, -each.free))


def _ranked(models: Sequence[ModelEntry]) -> list[list[ModelEntry]]:
    """Return the models by what they can do, the widest first."""
    tiers: list[list[ModelEntry]] = [[], [], []]
    for each in models:
        tiers[0 if each.training == "mix" else 1 if each.family == "chat" else 2].append(each)
    return [tier for tier in tiers if tier]


def _choices(
    tier: Sequence[ModelEntry], devices: Sequence[Device], hardware: Hardware, wish: Wish
) -> Iterator[_Choice]:
    for device in devices:
        direction = 1 if device.is_processor else -1
        for entry in sorted(tier, key=lambda each: (direction * each.resolution, direction * each.size_b)):
            for precision in _precisions(entry, device, hardware, wish):
                yield _Choice(entry, device, precision)


def _precisions(entry: ModelEntry, device: Device, hardware: Hardware, wish: Wish) -> list[str]:
    """Return the precisions to try, the best first; one that was asked for alone."""
    if wish.precision != AUTO:
        if not _can(device, wish.precision):
            return []
        return [wish.precision]
    narrow = [each for each in NARROW if _can(device, each)]
    if device.is_processor:
        # Without AVX512-BF16 a token in 4 bits takes over a second, and the first word in bf16 half a minute.
        has_bf16 = "avx512_bf16" in hardware.instructions
        return [*narrow, "bf16", "fp32"] if has_bf16 else ["fp32"]
    if device.kind == "mps":
        return [device.plain]
    is_ample = memory(entry, device.plain) <= _AMPLE * device.usable
    return [device.plain, *narrow] if is_ample else [*narrow, device.plain]


def _can(device: Device, precision: str) -> bool:
    if precision in NARROW:
        return precision in device.works
    return precision != "bf16" or device.has_bf16 or device.is_processor


def _is_quick(choice: _Choice, hardware: Hardware, wish: Wish) -> bool:
    if not choice.device.is_processor or wish.is_pressing:
        return True
    return seconds_to_first_word(choice.entry, choice.precision, hardware) <= PATIENCE


# --- what is said of it ---------------------------------------------------------------------------------


def _planned(choice: _Choice, hardware: Hardware, models: tuple[ModelEntry, ...], reason: Reason) -> Plan:
    cores = hardware.cores
    # One core is left to the voice; of two, the child's low priority is courtesy enough.
    threads = cores if cores <= 2 else cores - 1
    return Plan(
        model=choice.entry.name,
        device=choice.device,
        precision=choice.precision,
        resolution=choice.entry.resolution,
        threads=threads if choice.device.is_processor else min(threads, _GPU_THREADS),
        reason=reason,
        need=choice.need,
        installed=models,
    )


def _why(choice: _Choice, hardware: Hardware, wish: Wish) -> Reason:
    device = choice.device
    if wish.is_pressing:
        return _reason(H.PLAN_WISHED, choice, need=gigabytes(choice.need), free=gigabytes(device.free))
    if device.is_processor:
        seconds = seconds_to_first_word(choice.entry, choice.precision, hardware)
        return _reason(H.PLAN_PROCESSOR, choice, seconds=str(max(1, round(seconds))))
    return _reason(H.PLAN, choice, free=gigabytes(device.free), total=gigabytes(device.total))


def _smaller(choice: _Choice) -> Reason:
    return _reason(H.PLAN_SMALLER, choice)


def _reason(message: Message, choice: _Choice, **params: str) -> Reason:
    return Reason(
        message,
        {
            "model": _model_name(choice.entry),
            "precision": Reason(PRECISIONS[choice.precision], {}),
            "device": _device_name(choice.device),
            **params,
        },
    )


def _model_name(entry: ModelEntry) -> str | Reason:
    if entry.family != "paligemma" or not entry.resolution:
        return label(entry)
    return Reason(H.AT_PIXELS, {"model": label(entry), "pixels": str(entry.resolution)})


def _device_name(device: Device) -> str | Reason:
    return Reason(H.PROCESSOR, {}) if device.is_processor else device.name


def _refusal(
    choices: Sequence[_Choice], entry: ModelEntry, devices: Sequence[Device], hardware: Hardware, wish: Wish
) -> ModelError:
    """Return why nothing of it can be done: the precision, the time, or the memory of the smallest choice."""
    if not choices:
        return PrecisionImpossible(model=entry.name, precision=wish.precision, device=devices[0].name)
    slow = [each for each in choices if each.has_room]
    if slow:
        seconds, model = min((seconds_to_first_word(e.entry, e.precision, hardware), e.entry.name) for e in slow)
        return ModelTooSlow(model=model, seconds=str(round(seconds)))
    least = min(choices, key=lambda each: each.need - each.device.usable)
    return ModelTooLarge(model=least.entry.name, need=gigabytes(least.need), free=gigabytes(least.device.usable))


def gigabytes(count: int) -> str:
    """Return bytes as gigabytes for a sentence: "24", "5.1", "0.3"."""
    value = count / 1e9
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"
