"""Whether a model would run here, before it is fetched, by the planner's own rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.errors import ModelTooLarge, ModelTooSlow
from assistant.vision.catalogue import MASKS, entry
from assistant.vision.fitting import fit, quick_look
from assistant.vision.hardware import Hardware, Reason

GB = 10**9


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    return machine(tmp_path, gigabytes=16, cores=8, flags="sse2 avx2 avx512f avx512_bf16 amx_bf16")


def machine(folder: Path, *, gigabytes: int, cores: int, flags: str) -> Path:
    """Write the files of a machine with two threads to a core."""
    kilobytes = gigabytes * GB // 1024
    (folder / "meminfo").write_text(f"MemTotal: {2 * kilobytes} kB\nMemFree: 1 kB\nMemAvailable: {kilobytes} kB\n")
    blocks = [
        f"processor\t: {n}\nmodel name\t: Some Processor\nphysical id\t: 0\ncore id\t: {n // 2}\nflags\t: {flags}\n"
        for n in range(2 * cores)
    ]
    (folder / "cpuinfo").write_text("\n".join(blocks))
    return folder


def look(proc: Path) -> Hardware:
    found = quick_look(proc, cards=())
    assert found is not None
    return found


def test_the_processor_is_told_by_the_systems_files(proc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: set(range(16)))
    monkeypatch.setattr("assistant.vision.fitting.free_in_container", lambda: 1 << 62)
    found = look(proc)
    assert (found.processor.name, found.cores) == ("Some Processor", 8)
    assert found.processor.free == pytest.approx(16 * GB, abs=2000)
    assert found.instructions == {"avx2", "avx512", "avx512_bf16", "amx"}


def test_what_would_run_is_told_with_its_reason(proc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: set(range(16)))
    monkeypatch.setattr("assistant.vision.fitting.free_in_container", lambda: 1 << 62)
    small = fit(entry("paligemma2-3b-mix-224"), look(proc))
    assert small.does is True
    assert isinstance(small.why, Reason)


def test_what_would_not_is_told_with_its_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.vision.fitting.free_in_container", lambda: 1 << 62)
    little = look(machine(tmp_path, gigabytes=3, cores=2, flags="avx2"))
    large = fit(entry("paligemma2-10b-mix-448"), little)
    assert (large.does, type(large.why)) == (False, ModelTooLarge)
    roomy = look(machine(tmp_path, gigabytes=64, cores=1, flags="avx2"))
    slow = fit(entry("paligemma2-10b-mix-448"), roomy)
    assert (slow.does, type(slow.why)) == (False, ModelTooSlow)


def test_nobody_knows_where_there_may_be_a_card_or_no_files(proc: Path, tmp_path: Path) -> None:
    assert quick_look(proc, cards=(proc,)) is None
    assert quick_look(tmp_path / "nothing", cards=()) is None
    (proc / "cpuinfo").write_text("")
    assert quick_look(proc, cards=()) is None
    assert fit(entry("smolvlm-256m"), None).does is None
    assert fit(entry(MASKS), None).does is None
