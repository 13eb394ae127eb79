"""What is believed of a child that probes: it may crash, hang, print garbage, or not start at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assistant.vision import probing
from assistant.vision.probing import FILE, find_hardware

_SCRIPT = """
import json, os, sys, time
skipped = sys.argv[1:]
with open({log!r}, "a") as file:
    file.write(" ".join(skipped) + "\\n")
def say(**line):
    print(json.dumps(line), flush=True)
def cpu(**more):
    return {{"kind": "cpu", "name": "Some", "total": 16, "free": 8, **more}}
card = {{"kind": "cuda", "name": "Card", "total": 8, "free": 5, "works": ["nf4"]}}
def known(*devices, **more):
    say(found={{"devices": [*devices, cpu()], "cores": 4, **more}})
say(trying="processor")
known()
{body}
say(is_end=True)
"""


def child(tmp_path: Path, body: str) -> list[str]:
    """Return the command of a child that says what `body` says, after it has found the processor."""
    return [sys.executable, "-c", _SCRIPT.format(body=body, log=str(tmp_path / "starts"))]


def starts(tmp_path: Path) -> list[str]:
    return (tmp_path / "starts").read_text().splitlines()


def test_what_it_says_is_believed(tmp_path: Path) -> None:
    found = find_hardware(command=child(tmp_path, "say(trying='cuda'); known(card)"))
    assert [device.name for device in found.devices] == ["Card", "Some"]
    assert found.devices[0].works == {"nf4"}
    assert (found.cores, found.missing, found.faults) == (4, "", ())


CRASHES = {
    "a native crash": "os.abort()",
    "an exit": "os._exit(3)",
    "killed for memory": "os.kill(os.getpid(), 9)",
}


@pytest.mark.parametrize("ending", CRASHES.values(), ids=CRASHES.keys())
def test_a_step_that_kills_the_child_is_left_out(tmp_path: Path, ending: str) -> None:
    body = f"if 'cuda' not in skipped:\n    say(trying='cuda'); {ending}\nsay(trying='xpu'); known(card)"
    found = find_hardware(command=child(tmp_path, body))
    assert found.faults == ("cuda:crashed",)
    assert found.devices[0].name == "Card", "what comes after the fault was tried all the same"
    assert starts(tmp_path) == ["", "cuda"]


def test_a_step_that_hangs_is_left_out(tmp_path: Path) -> None:
    body = "if not skipped:\n    say(trying='cuda:0'); time.sleep(60)"
    found = find_hardware(command=child(tmp_path, body), step_seconds=2.0)
    assert found.faults == ("cuda:0:hung",)
    assert found.processor.free == 8


def test_several_steps_may_fail(tmp_path: Path) -> None:
    body = "for step in 'abc':\n    if step not in skipped:\n        say(trying=step); os._exit(1)"
    found = find_hardware(command=child(tmp_path, body))
    assert found.faults == ("a:crashed", "b:crashed", "c:crashed")
    assert starts(tmp_path) == ["", "a", "a b", "a b c"]


def test_a_child_that_always_dies_is_given_up(tmp_path: Path) -> None:
    found = find_hardware(command=child(tmp_path, "say(trying=f'step{len(skipped)}'); os._exit(1)"))
    assert len(starts(tmp_path)) == probing.MOST_STARTS
    assert found.processor.free == 8


@pytest.mark.parametrize(
    "body",
    [
        "print('CUDA initialised', flush=True); known(card)",
        "print('{', flush=True); known(card)",
        "sys.stdout.buffer.write(bytes(range(256)) + b'\\n'); sys.stdout.flush(); known(card)",
        "say(found={'devices': 7}); known(card)",
        "say(found={'devices': []}); known(card)",
    ],
)
def test_garbage_between_the_lines_is_passed_over(tmp_path: Path, body: str) -> None:
    found = find_hardware(command=child(tmp_path, body))
    assert found.devices[0].name == "Card"


@pytest.mark.parametrize(
    "command", [["/nowhere/at/all"], [sys.executable, "-c", ""], [sys.executable, "-c", "import os; os.abort()"]]
)
def test_a_child_that_says_nothing_means_no_runtime(command: list[str]) -> None:
    found = find_hardware(command=command)
    assert found.missing == "torch"
    assert found.processor.is_processor


def test_torch_that_crashes_at_its_import_is_missing(tmp_path: Path) -> None:
    script = 'import os; print(\'{"trying": "runtime"}\', flush=True); os.abort()'
    found = find_hardware(tmp_path, [sys.executable, "-c", script])
    assert (found.missing, found.faults) == ("torch", ("runtime:crashed",))


def test_a_crash_is_remembered_until_a_version_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    state.mkdir()
    command = child(tmp_path, "if 'cuda' not in skipped:\n    say(trying='cuda'); os._exit(1)")
    for _ in range(2):
        assert find_hardware(state, command).faults == ("cuda:crashed",)
    assert starts(tmp_path) == ["", "cuda", "cuda"], "it crashed once, not at every start"

    monkeypatch.setattr(probing, "_versions", lambda: {"torch": "another"})
    find_hardware(state, command)
    assert starts(tmp_path)[3:] == ["", "cuda"]


def test_what_is_remembered_is_forgotten_after_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = child(tmp_path, "if 'cuda' not in skipped:\n    say(trying='cuda'); os._exit(1)")
    find_hardware(tmp_path, command)
    kept = json.loads((tmp_path / FILE).read_text())
    assert (kept["faults"], kept["found"]) == (["cuda:crashed"], None)
    now = kept["at"] + probing.KEPT_SECONDS + 1
    monkeypatch.setattr("time.time", lambda: now)
    find_hardware(tmp_path, command)
    assert starts(tmp_path) == ["", "cuda", "", "cuda"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing tells of a card that came")
def test_a_processor_alone_is_tried_once_a_day_but_its_memory_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    command = child(tmp_path, "")
    first, second = find_hardware(state, command), find_hardware(state, command)
    assert (first.processor.name, first.processor.free) == ("Some", 8)
    assert (second.processor.name, second.cores) == ("Some", 4)
    assert second.processor.free > 8, "that is this moment's"
    assert len(starts(tmp_path)) == 1
    find_hardware(None, command)
    assert len(starts(tmp_path)) == 2, "who wants it tried gets it tried"

    monkeypatch.setattr(probing, "_versions", lambda: {"torch": "another"})
    find_hardware(state, command)
    assert len(starts(tmp_path)) == 3


@pytest.mark.parametrize("body", ["known(card)", "known(faults=['cuda'])", "known(missing='torch')"])
def test_what_may_change_is_tried_every_time(tmp_path: Path, body: str) -> None:
    state = tmp_path / "state"
    state.mkdir()
    for _ in range(2):
        find_hardware(state, child(tmp_path, body))
    assert len(starts(tmp_path)) == 2
    assert not (state / FILE).exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"at": "x"}', '{"at": 1, "versions": 2, "faults": 3}', "\x00"])
def test_a_file_that_makes_no_sense_is_no_trouble(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert find_hardware(tmp_path, child(tmp_path, "known(card)")).devices[0].name == "Card"
    assert not (tmp_path / FILE).exists()


def test_a_state_folder_that_cant_be_written_is_no_trouble(tmp_path: Path) -> None:
    command = child(tmp_path, "if not skipped:\n    say(trying='cuda'); os._exit(1)")
    assert find_hardware(tmp_path / "missing", command).faults == ("cuda:crashed",)


def test_the_command_of_the_frozen_application_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `--probe` starts must print the lines that are read here; without the libraries it says what is missing."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert probing.probe_command() == [sys.executable, "--probe"]
    found = find_hardware(command=[sys.executable, "-S", "-c", _DOOR])
    assert found.missing == "torch"
    assert found.faults == ()


_DOOR = """
import sys
sys.path[:0] = PATHS
from importlib import util
real = util.find_spec
util.find_spec = lambda name: None if name in {"psutil", "torch"} else real(name)
sys.argv = ["seesay", "--probe"]
from assistant.__main__ import main
main()
""".replace("PATHS", repr(sys.path))
