"""Which model runs on which machine: dozens of machines, none of them here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.core.errors import (
    DeviceMissing,
    ModelNotInstalled,
    ModelRuntimeMissing,
    ModelTooLarge,
    ModelTooSlow,
    ModelUnknown,
    PrecisionImpossible,
)
from assistant.core.wording import Wording
from assistant.vision.catalogue import CATALOGUE
from assistant.vision.hardware import Device, Hardware, Wish, label, memory, plan, seconds_to_first_word, step_down

GB = 1_000_000_000
BOTH = frozenset({"nf4", "int8"})
MIX_224, MIX_448 = "paligemma2-3b-mix-224", "paligemma2-3b-mix-448"
TEN, SMOL, QWEN = "paligemma2-10b-mix-448", "smolvlm-256m", "qwen2-vl-2b"
NEW = frozenset({"avx2", "avx512", "avx512_bf16", "amx"})
OLD = frozenset({"avx2"})


def processor(free: float = 12, works: frozenset[str] = frozenset()) -> Device:
    return Device("cpu", "Some processor", 16 * GB, int(free * GB), has_bf16=True, works=works)


def card(free: float, total: float | None = None, *, at: tuple[int, int] = (8, 9), index: int = 0) -> Device:
    return Device(
        "cuda",
        "NVIDIA GeForce RTX",
        int((total or free) * GB),
        int(free * GB),
        has_bf16=at >= (8, 0),
        capability=at,
        index=index,
        works=BOTH,
    )


def rocm(free: float, works: frozenset[str] = BOTH) -> Device:
    return Device("rocm", "AMD Radeon RX", int(free * GB), int(free * GB), has_bf16=True, works=works)


def arc(free: float, works: frozenset[str] = BOTH) -> Device:
    return Device("xpu", "Intel Arc", int(free * GB), int(free * GB), has_bf16=True, works=works)


def apple(free: float, has_bf16: bool = True) -> Device:
    return Device("mps", "Apple M3", int(free * GB), int(free * GB), has_bf16=has_bf16)


def machine(*cards: Device, cpu: Device | None = None, known: frozenset[str] = OLD, cores: int = 8) -> Hardware:
    return Hardware((*cards, cpu or processor()), known, cores)


def new(free: float = 12, works: frozenset[str] = BOTH, cores: int = 2) -> Hardware:
    return machine(cpu=processor(free, works), known=NEW, cores=cores)


BOTH_3B = (MIX_224, MIX_448)
MACHINES = [
    # NVIDIA: 4 bits where it is tight, 16 where it is ample, the larger picture first.
    ("a small card", machine(card(5, 8)), BOTH_3B, (MIX_448, "cuda", "nf4")),
    ("a middling card", machine(card(7.5, 8)), BOTH_3B, (MIX_448, "cuda", "nf4")),
    ("an ample card", machine(card(11, 12)), BOTH_3B, (MIX_448, "cuda", "bf16")),
    ("a card that is nearly full", machine(card(0.5, 24)), (SMOL,), (SMOL, "cpu", "fp32")),
    ("a card with room for 224 alone", machine(card(3.95, 4)), BOTH_3B, (MIX_224, "cuda", "nf4")),
    ("a card from before bf16, ample", machine(card(15, 16, at=(7, 5))), BOTH_3B, (MIX_448, "cuda", "fp16")),
    ("a card from before bf16, tight", machine(card(6, 6, at=(7, 5))), BOTH_3B, (MIX_448, "cuda", "nf4")),
    ("the larger model where it fits", machine(card(23, 24)), (*BOTH_3B, TEN), (TEN, "cuda", "nf4")),
    ("the larger model, ample", machine(card(78, 80, at=(9, 0))), (MIX_448, TEN), (TEN, "cuda", "bf16")),
    ("the larger model does not fit", machine(card(7, 8)), (MIX_448, TEN), (MIX_448, "cuda", "nf4")),
    (
        "the largest",
        machine(card(140, 141, at=(9, 0))),
        (TEN, "paligemma2-28b-mix-448"),
        ("paligemma2-28b-mix-448", "cuda", "bf16"),
    ),
    ("the emptier of two cards", machine(card(2, 24), card(6, 8, index=1)), (MIX_448,), (MIX_448, "cuda:1", "nf4")),
    (
        "bitsandbytes does not work there",
        machine(replace(card(11, 12), works=frozenset())),
        (MIX_448,),
        (MIX_448, "cuda", "bf16"),
    ),
    ("only int8 works", machine(replace(card(6, 6), works=frozenset({"int8"}))), (MIX_448,), (MIX_448, "cuda", "int8")),
    (
        "tight, without bitsandbytes",
        machine(replace(card(7.5, 8), works=frozenset())),
        (MIX_448,),
        (MIX_448, "cuda", "bf16"),
    ),
    # AMD, Intel, Apple.
    ("AMD", machine(rocm(16)), (MIX_448,), (MIX_448, "cuda", "bf16")),
    ("AMD, tight", machine(rocm(5)), (MIX_448,), (MIX_448, "cuda", "nf4")),
    ("AMD without bitsandbytes", machine(rocm(8, frozenset())), (MIX_448,), (MIX_448, "cuda", "bf16")),
    ("Intel", machine(arc(16)), (MIX_448,), (MIX_448, "xpu", "bf16")),
    ("Intel, tight", machine(arc(6)), (MIX_448,), (MIX_448, "xpu", "nf4")),
    ("Apple", machine(apple(14)), (MIX_448,), (MIX_448, "mps", "bf16")),
    ("Apple without bf16", machine(apple(14, has_bf16=False)), (MIX_448,), (MIX_448, "mps", "fp16")),
    ("a small Apple", machine(apple(5), cpu=processor(5)), (MIX_448, SMOL), (SMOL, "mps", "bf16")),
    # The processor alone.
    ("a new processor", new(), BOTH_3B, (MIX_224, "cpu", "nf4")),
    ("a new processor, 448 alone", new(), (MIX_448,), (MIX_448, "cpu", "nf4")),
    ("a new processor without bitsandbytes", new(works=frozenset()), BOTH_3B, (MIX_224, "cpu", "bf16")),
    ("a new processor, int8 alone", new(works=frozenset({"int8"})), (MIX_224,), (MIX_224, "cpu", "int8")),
    ("a new processor, 3B before 10B", new(24), (TEN, MIX_448), (MIX_448, "cpu", "nf4")),
    ("an old processor with memory", machine(cpu=processor(20), cores=2), BOTH_3B, (MIX_224, "cpu", "fp32")),
    ("an old processor and a small model", machine(cpu=processor(6), cores=2), (SMOL,), (SMOL, "cpu", "fp32")),
    ("an old processor, too little for 3B", machine(cpu=processor(8)), (MIX_224, SMOL), (SMOL, "cpu", "fp32")),
    (
        "4 bits work on an old processor, but slowly",
        machine(cpu=processor(20, BOTH)),
        (MIX_224,),
        (MIX_224, "cpu", "fp32"),
    ),
    # Which model.
    ("for all tasks before a chat", machine(card(11, 12)), (QWEN, MIX_224), (MIX_224, "cuda", "bf16")),
    (
        "on the processor before a chat on the card",
        machine(card(2, 2), cpu=processor(12, BOTH), known=NEW),
        (MIX_224, SMOL),
        (MIX_224, "cpu", "nf4"),
    ),
    ("a chat before a specialist", machine(card(11, 12)), ("paligemma2-3b-ft-docci-448", QWEN), (QWEN, "cuda", "bf16")),
    (
        "a specialist alone",
        machine(card(5, 6)),
        ("paligemma2-3b-ft-docci-448",),
        ("paligemma2-3b-ft-docci-448", "cuda", "nf4"),
    ),
    ("the masks answer nothing", machine(card(11, 12)), ("mask-decoder", MIX_224), (MIX_224, "cuda", "bf16")),
]


@pytest.mark.parametrize(
    ("hardware", "installed", "expected"), [case[1:] for case in MACHINES], ids=[m[0] for m in MACHINES]
)
def test_each_machine_gets_what_suits_it(
    hardware: Hardware, installed: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    planned = plan(hardware, [CATALOGUE[name] for name in installed])
    assert (planned.model, planned.options["device"], planned.precision) == expected
    assert planned.need <= planned.device.free


WISHES = [
    ("a precision", machine(card(11, 12)), Wish(precision="nf4"), (MIX_448, "cuda", "nf4")),
    (
        "the processor",
        machine(card(11, 12), known=NEW, cpu=processor(12, BOTH)),
        Wish(device="cpu"),
        (MIX_224, "cpu", "nf4"),
    ),
    ("a model", machine(card(11, 12)), Wish(model=MIX_224), (MIX_224, "cuda", "bf16")),
    ("slow, but wanted", machine(cpu=processor(12), cores=2), Wish(precision="bf16"), (MIX_224, "cpu", "bf16")),
    (
        "slow and large, but wanted",
        machine(cpu=processor(20), cores=2),
        Wish(MIX_448, "fp32", "cpu"),
        (MIX_448, "cpu", "fp32"),
    ),
    ("AMD by CUDA's name", machine(rocm(16)), Wish(device="cuda"), (MIX_448, "cuda", "bf16")),
    ("the second best", machine(card(11, 12), arc(16)), Wish(device="cuda"), (MIX_448, "cuda", "bf16")),
    ("32 bits on a card", machine(card(23, 24)), Wish(precision="fp32"), (MIX_448, "cuda", "fp32")),
]


@pytest.mark.parametrize(("hardware", "wish", "expected"), [case[1:] for case in WISHES], ids=[w[0] for w in WISHES])
def test_a_wish_overrules(hardware: Hardware, wish: Wish, expected: tuple[str, str, str]) -> None:
    planned = plan(hardware, [CATALOGUE[name] for name in BOTH_3B], wish)
    assert (planned.model, planned.options["device"], planned.precision) == expected
    assert ("as the settings ask" in planned.reason.told(Wording())) == wish.is_pressing


REFUSALS = [
    ("no such device", machine(), BOTH_3B, Wish(device="cuda"), DeviceMissing(model=MIX_224, device="cuda")),
    (
        "no 4 bits on Apple",
        machine(apple(14)),
        (MIX_448,),
        Wish(precision="nf4", device="mps"),
        PrecisionImpossible(model=MIX_448, precision="nf4", device="Apple M3"),
    ),
    (
        "no bf16 on an old card",
        machine(card(15, 16, at=(7, 5))),
        (MIX_448,),
        Wish(precision="bf16", device="cuda"),
        PrecisionImpossible(model=MIX_448, precision="bf16", device="NVIDIA GeForce RTX"),
    ),
    (
        "not that large",
        machine(card(15, 16)),
        (TEN,),
        Wish(precision="bf16", device="cuda"),
        ModelTooLarge(model=TEN, need="20", free="14"),
    ),
    (
        "nothing fits anywhere",
        machine(cpu=processor(2), cores=8),
        (MIX_224,),
        Wish(),
        ModelTooLarge(model=MIX_224, need="13", free="1.0"),
    ),
    (
        "half a minute to the first word",
        machine(cpu=processor(20), cores=1),
        (MIX_448,),
        Wish(),
        ModelTooSlow(model=MIX_448, seconds="74"),
    ),
    (
        "a name alone does not overrule slowness",
        machine(cpu=processor(20), cores=1),
        (MIX_448,),
        Wish(MIX_448),
        ModelTooSlow(model=MIX_448, seconds="74"),
    ),
    ("no such model", machine(), BOTH_3B, Wish("gpt"), ModelUnknown(model="gpt")),
    ("known, not here", machine(), BOTH_3B, Wish(TEN), ModelNotInstalled(model=TEN)),
    ("nothing installed", machine(), (), Wish(), ModelNotInstalled(model="")),
    ("only the masks", machine(), ("mask-decoder",), Wish(), ModelNotInstalled(model="")),
    (
        "no torch",
        replace(machine(), missing="torch"),
        BOTH_3B,
        Wish(),
        ModelRuntimeMissing(model=MIX_224, detail="torch"),
    ),
]


@pytest.mark.parametrize(
    ("hardware", "installed", "wish", "error"), [case[1:] for case in REFUSALS], ids=[r[0] for r in REFUSALS]
)
def test_what_is_impossible_is_told(
    hardware: Hardware, installed: tuple[str, ...], wish: Wish, error: Exception
) -> None:
    with pytest.raises(type(error)) as caught:
        plan(hardware, [CATALOGUE[name] for name in installed], wish)
    assert caught.value == error


STEPS = [
    ("16 bits to 4", machine(card(11, 12)), BOTH_3B, Wish(MIX_448), (MIX_448, "nf4")),
    ("8 bits to 4", machine(card(11, 12)), BOTH_3B, Wish(MIX_448, "int8"), (MIX_448, "nf4")),
    ("4 bits to the smaller picture", machine(card(5, 8)), BOTH_3B, Wish(), (MIX_224, "nf4")),
    ("nothing smaller is installed", machine(card(5, 8)), (MIX_448,), Wish(), None),
    ("nothing is smaller", machine(card(5, 8)), BOTH_3B, Wish(MIX_224), None),
    ("not to what does not work", machine(apple(14)), BOTH_3B, Wish(MIX_448), (MIX_224, "bf16")),
    ("not to what is too slow", machine(cpu=processor(20), cores=2), BOTH_3B, Wish(MIX_224, "fp32"), None),
    (
        "to 8 bits where 4 don't work",
        machine(replace(card(11, 12), works=frozenset({"int8"}))),
        BOTH_3B,
        Wish(MIX_448),
        (MIX_448, "int8"),
    ),
    ("on the processor", new(), BOTH_3B, Wish(MIX_448), (MIX_224, "nf4")),
]


@pytest.mark.parametrize(
    ("hardware", "installed", "wish", "expected"), [case[1:] for case in STEPS], ids=[s[0] for s in STEPS]
)
def test_memory_that_ran_out_leads_one_step_down(
    hardware: Hardware, installed: tuple[str, ...], wish: Wish, expected: tuple[str, str] | None
) -> None:
    planned = plan(hardware, [CATALOGUE[name] for name in installed], wish)
    smaller = step_down(planned, hardware)
    assert (smaller and (smaller.model, smaller.precision)) == expected
    if smaller is not None:
        assert smaller.need < planned.need
        assert "because the memory ran out" in smaller.reason.told(Wording())


def test_stepping_down_ends() -> None:
    hardware = machine(card(23, 24))
    planned = plan(hardware, [CATALOGUE[name] for name in BOTH_3B], Wish(MIX_448))
    steps = 0
    while (smaller := step_down(planned, hardware)) is not None:
        planned, steps = smaller, steps + 1
    assert (planned.model, planned.precision, steps) == (MIX_224, "nf4", 2)


def test_the_reason_is_a_sentence() -> None:
    on_card = plan(machine(card(5, 8)), [CATALOGUE[MIX_448]])
    assert on_card.reason.told(Wording()) == (
        "PaliGemma 2 3B mix at 448 pixels in 4 bits on the NVIDIA GeForce RTX, because 5.0 of 8.0 gigabytes are free."
    )
    alone = plan(new(), [CATALOGUE[MIX_224]])
    assert alone.reason.told(Wording()) == (
        "PaliGemma 2 3B mix at 224 pixels in 4 bits on the processor, because no graphics card here can run it; "
        "the first word takes about 3 seconds."
    )
    brief = Wording(is_brief=True)
    assert alone.reason.told(brief) == "PaliGemma 2 3B mix at 224 pixels in 4 bits on the processor."
    chat = plan(machine(card(11, 12)), [CATALOGUE[QWEN]], Wish(device="cpu", precision="bf16"))
    assert chat.reason.told(Wording()) == (
        "Qwen2 VL 2B Instruct in 16 bits on the processor, as the settings ask; it takes 5.1 of 12 free gigabytes."
    )


def test_threads_leave_a_core_to_the_voice() -> None:
    models = [CATALOGUE[MIX_224]]
    assert [plan(new(cores=cores), models).threads for cores in (1, 2, 4, 8)] == [1, 2, 3, 7]
    assert plan(machine(card(11, 12), cores=16), models).threads == 4


def test_the_estimate_agrees_with_what_was_measured_on_two_cores() -> None:
    two, old = new(), machine(cores=2)
    measured = [
        (MIX_224, "bf16", two, 1.9),
        (MIX_448, "bf16", two, 8.2),
        (MIX_224, "nf4", two, 2.2),
        (MIX_448, "nf4", two, 9.8),
        (MIX_448, "int8", two, 12.4),
        (MIX_224, "fp32", old, 8.9),
        (MIX_224, "bf16", old, 29),
    ]
    for name, precision, hardware, seconds in measured:
        assert seconds_to_first_word(CATALOGUE[name], precision, hardware) == pytest.approx(seconds, rel=0.35)


def test_a_model_without_a_table_is_reckoned_from_its_size() -> None:
    imported = replace(CATALOGUE[MIX_224], name="mine", memory={}, size_b=3.0)
    assert memory(imported, "bf16") == pytest.approx(6.4 * GB)
    assert plan(machine(card(11, 12)), [imported]).model == "mine"
    assert label(imported) == "paligemma2 3b mix 224"


@pytest.mark.parametrize("name", [name for name, entry in CATALOGUE.items() if entry.family != "masks"])
def test_every_model_of_the_catalogue_runs_on_a_great_machine(name: str) -> None:
    great = machine(card(140, 141, at=(9, 0)))
    planned = plan(great, [CATALOGUE[name]])
    assert (planned.model, planned.precision) == (name, "bf16")
    assert CATALOGUE[name].name.split("-")[0] in ("paligemma2", "paligemma", "smolvlm", "qwen2")
