"""`seesay models` as a command: what it prints, what it keeps, how it ends, against a hub on loopback."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.system import paths
from assistant.system.instance_lock import InstanceLock
from support.commands import bare_env, command, error_of
from support.hub import FakeHub, model_files, serving
from support.processes import wait_until
from support.seesay import SEESAY

GATED = "paligemma2-3b-mix-448"
FREE = "smolvlm-256m"
FREE_REPOSITORY = "HuggingFaceTB/SmolVLM-256M-Instruct"
MASKS = {"vae-oid.npz": b"another one than the published"}


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    pytest.importorskip("huggingface_hub", reason="needs the extra `model`")
    with serving() as fake:
        fake.add("google/" + GATED, model_files(), is_gated=True)
        fake.add(FREE_REPOSITORY, model_files(200_000))
        fake.add("big-vision/paligemma-hf", MASKS, kind="spaces")
        fake.tokens.update({"hf_good": True, "hf_new": False})
        yield fake


def env(hub: FakeHub) -> dict[str, str]:
    return bare_env(HF_ENDPOINT=hub.url, XDG_DATA_HOME=os.environ["XDG_DATA_HOME"])


def models(hub: FakeHub, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    told = command("models", *words, env=env(hub), **options)
    assert "Traceback" not in told.stdout + told.stderr, told.stderr
    return told


def listed(hub: FakeHub, name: str) -> dict[str, Any]:
    held = json.loads(models(hub, "list", "--json").stdout)
    assert isinstance(held["free"], int)
    (record,) = (each for each in held["models"] if each["name"] == name)
    found: dict[str, Any] = record
    return found


def test_the_whole_way_of_a_free_model(hub: FakeHub) -> None:
    assert listed(hub, FREE)["state"] == "absent"
    hub.add(FREE_REPOSITORY, model_files(2_000_000))
    told = models(hub, "install", FREE)
    lines = told.stdout.splitlines()
    assert (told.returncode, told.stderr) == (0, "")
    assert "Apache-2.0" in lines[0]
    assert lines[-1] == "smolvlm-256m is installed."
    spoken = [line for line in lines if "percent" in line]
    assert 5 <= len(spoken) <= 9, "a step every ten percent"
    here = listed(hub, FREE)
    assert (here["state"], here["arrived"]) == ("installed", here["size"])
    assert (Path(here["folder"]) / "config.json").is_file()
    assert "right" in models(hub, "verify", FREE).stdout
    shown = models(hub, "show", FREE_REPOSITORY).stdout
    assert "State: installed" in shown
    assert "1" * 40 in shown
    assert models(hub, "remove", FREE).stdout.strip() == "smolvlm-256m is removed."
    assert listed(hub, FREE)["state"] == "absent"


def test_lines_for_a_window(hub: FakeHub) -> None:
    told = models(hub, "install", FREE, "--progress-json")
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert all(set(line) == {"model", "state", "done", "total", "percent"} for line in lines)
    assert next(line["percent"] for line in lines if line["state"] == "fetching") == 0
    assert (lines[-1]["state"], lines[-1]["percent"]) == ("done", 100)
    assert told.stderr == ""
    failed = models(hub, "verify", GATED, "--progress-json")
    assert failed.returncode == 4
    assert json.loads(failed.stdout)["error"]["code"] == "model_not_installed"


def test_the_list_is_quick_and_has_what_a_window_needs(hub: FakeHub) -> None:
    record = listed(hub, GATED)
    assert record["gated"] is True
    assert record["token"] is False
    assert record["licence_url"] == "https://ai.google.dev/gemma/terms"
    assert record["page"] == "https://huggingface.co/google/paligemma2-3b-mix-448"
    assert 6_000_000_000 < record["size"] < 6_300_000_000
    # A machine with a graphics card leaves it open until that was tried.
    assert record["fits"] in (True, False, None)
    assert bool(record["reason"]) == (record["fits"] is not None)
    assert "nf4" in record["memory"]
    assert hub.asked == []
    assert len(models(hub, "list").stdout.splitlines()) > 20


def test_a_token_comes_by_standard_input_is_kept_and_shown_nowhere(hub: FakeHub) -> None:
    refused = models(hub, "install", GATED, "--json", stdin=subprocess.DEVNULL)
    assert (refused.returncode, error_of(refused)["code"]) == (4, "token_needed")
    assert "huggingface.co/settings/tokens" in error_of(refused)["hint"]
    told = models(hub, "install", GATED, "--token-stdin", input="hf_good\n")
    assert told.returncode == 0, told.stderr
    assert "secrets.json, which only you can read" in told.stdout
    # What outlines are made with was not what it must be: said, and no more.
    assert "vae-oid.npz" in told.stderr
    assert "hf_good" not in told.stdout + told.stderr
    assert listed(hub, GATED)["token"] is True
    models(hub, "remove", GATED)
    assert models(hub, "install", GATED, stdin=subprocess.DEVNULL).returncode == 0


def test_a_model_is_installed_though_another_process_fetches_the_masks(hub: FakeHub) -> None:
    locks = paths.data_dir() / "models" / ".locks"
    locks.mkdir(parents=True)
    lock = InstanceLock(locks / "mask-decoder")
    assert lock.acquire()
    told = models(hub, "install", GATED, "--token-stdin", input="hf_good\n")
    lock.release()
    assert told.returncode == 0, told.stderr
    assert "mask-decoder" in told.stderr
    assert listed(hub, GATED)["state"] == "installed"


def test_no_log_holds_the_token(hub: FakeHub) -> None:
    talkative = {**env(hub), "SEESAY_LOG": "DEBUG", "HF_DEBUG": "1", "HF_HUB_VERBOSITY": "debug"}
    told = command("models", "install", GATED, "--token-stdin", env=talkative, input="hf_good\n")
    assert told.returncode == 0
    assert " DEBUG " in told.stderr
    assert "hf_good" not in told.stdout + told.stderr


def test_a_refused_token_is_forgotten(hub: FakeHub) -> None:
    models(hub, "key", "hub", "--token-stdin", input="hf_expired\n")
    assert listed(hub, GATED)["token"] is True
    told = models(hub, "install", GATED, "--json", stdin=subprocess.DEVNULL)
    assert (told.returncode, error_of(told)["code"]) == (4, "token_refused")
    assert listed(hub, GATED)["token"] is False


def test_a_licence_that_was_not_agreed_to(hub: FakeHub) -> None:
    told = models(hub, "install", GATED, "--token-stdin", "--json", input="hf_new\n")
    assert (told.returncode, error_of(told)["code"]) == (4, "gate_closed")
    assert "https://huggingface.co/google/paligemma2-3b-mix-448" in error_of(told)["hint"]


@pytest.mark.parametrize("given", ["", "\n", "two words\n", "hf_\x07\n", "x" * 5000, "schlüssel\n"])
def test_what_can_be_no_token_is_refused_and_not_repeated(hub: FakeHub, given: str) -> None:
    told = models(hub, "key", "hub", "--token-stdin", "--json", input=given)
    assert (told.returncode, error_of(told)["code"]) == (2, "usage")
    assert not given.strip() or given.strip() not in told.stdout + told.stderr
    assert hub.asked == []


def test_a_servers_key(hub: FakeHub) -> None:
    assert models(hub, "key", "desk.example:8000", "--token-stdin", input="k-1\n").returncode == 0
    assert json.loads((paths.data_dir() / "secrets.json").read_text()) == {"server:desk.example:8000": "k-1"}
    assert models(hub, "key", "desk.example:8000", "--forget").returncode == 0
    assert json.loads((paths.data_dir() / "secrets.json").read_text()) == {}
    assert models(hub, "key", "desk.example", stdin=subprocess.DEVNULL).returncode == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_leaving_softly_is_a_pause(hub: FakeHub, number: signal.Signals) -> None:
    status, out = ended_in_the_middle(hub, number)
    assert status == 130
    assert out.splitlines()[-1].startswith("Paused.")
    assert_it_goes_on(hub)


def test_a_kill_loses_nothing_but_the_last_moment(hub: FakeHub) -> None:
    status, _out = ended_in_the_middle(hub, signal.SIGKILL)
    assert status == -signal.SIGKILL
    assert_it_goes_on(hub)


@pytest.mark.long
def test_killed_at_random_again_and_again(hub: FakeHub) -> None:
    hub.add(FREE_REPOSITORY, model_files(8_000_000))
    hub.trouble.pace = 0.02
    chance = random.Random(0)
    kills, seen = 0, 0
    while (state := listed(hub, FREE)["state"]) != "installed":
        assert state == ("partial" if arrived() else "absent")
        assert arrived() >= seen, "what had arrived was lost"
        seen = arrived()
        with subprocess.Popen([SEESAY, "models", "install", FREE], env=env(hub), stdout=subprocess.PIPE) as process:
            try:
                process.wait(chance.uniform(0.2, 1.5))
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
    assert kills > 3
    assert models(hub, "verify", FREE).returncode == 0
    assert not (paths.data_dir() / "models" / ".partial" / FREE).exists()


def test_a_home_that_can_not_be_written(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    broken = {**env(hub), "HOME": str(tmp_path / "file" / "home"), "XDG_DATA_HOME": str(tmp_path / "file" / "data")}
    told = command("models", "list", "--json", env=broken)
    assert {each["state"] for each in json.loads(told.stdout)["models"]} == {"absent"}
    for words, given in (
        (["install", FREE], ""),
        (["install", "lang:ru"], ""),
        (["key", "hub", "--token-stdin"], "k\n"),
    ):
        failed = command("models", *words, "--json", env=broken, input=given)
        assert (failed.returncode, error_of(failed)["code"]) == (4, "download"), words
        assert "can't be written" in error_of(failed)["message"]


def ended_in_the_middle(hub: FakeHub, number: signal.Signals) -> tuple[int, str]:
    """Install; end the process while the hub holds the second half of a file back."""
    hub.add(FREE_REPOSITORY, model_files(2_000_000))
    hub.trouble.pause = threading.Event()
    with subprocess.Popen(
        [SEESAY, "models", "install", FREE], env=env(hub), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert hub.reached_half.wait(30)
        wait_until(lambda: arrived() > 500_000, what="the first half to arrive")
        process.send_signal(number)
        out, errors = process.communicate(timeout=20)
    assert "Traceback" not in out + errors
    hub.trouble.pause.set()
    hub.trouble.pause = None
    return process.returncode, out


def arrived() -> int:
    partial = paths.data_dir() / "models" / ".partial" / FREE
    return sum(path.stat().st_size for path in partial.glob("[!.]*")) if partial.is_dir() else 0


def assert_it_goes_on(hub: FakeHub) -> None:
    assert listed(hub, FREE)["state"] == "partial"
    before = listed(hub, FREE)["arrived"]
    assert before > 500_000
    hub.asked.clear()
    assert models(hub, "install", FREE).returncode == 0
    assert max(each.start for each in hub.asked) > 500_000
    assert not any("/api/" in each.path for each in hub.asked), "the version was pinned"
    assert models(hub, "verify", FREE).returncode == 0


def test_damage_is_named_and_repaired(hub: FakeHub) -> None:
    models(hub, "install", FREE)
    folder = Path(listed(hub, FREE)["folder"])
    path = folder / "model-1-of-2.safetensors"
    content = bytearray(path.read_bytes())
    content[5000] ^= 4
    path.write_bytes(content)
    found = models(hub, "verify", FREE)
    assert found.returncode == 4
    assert "model-1-of-2.safetensors: its content was altered." in found.stdout
    assert f"seesay models verify {FREE} --repair" in found.stderr
    hub.asked.clear()
    assert "One file of smolvlm-256m was put right." in models(hub, "verify", FREE, "--repair").stdout
    assert [Path(each).name for each in hub.fetched()] == ["model-1-of-2.safetensors"]
    assert models(hub, "verify", FREE, "--json").returncode == 0


def test_from_a_folder_under_a_name_of_ones_own(hub: FakeHub, tmp_path: Path) -> None:
    for name, content in model_files().items():
        if "/" not in name:
            (tmp_path / name).write_bytes(content)
    refused = models(hub, "import", str(tmp_path), "--name", "mine", "--json")
    assert (refused.returncode, error_of(refused)["code"]) == (2, "usage")
    told = models(hub, "import", str(tmp_path), "--name", "mine", "--training", "mix")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "mine is installed.")
    assert listed(hub, "mine")["resolution"] == 448
    assert models(hub, "verify", "mine").returncode == 0
    (Path(listed(hub, "mine")["folder"]) / "seesay-model.toml").write_text("")
    assert "mine: damaged." in models(hub, "list").stdout
    assert listed(hub, "mine")["state"] == "broken"
    assert models(hub, "remove", "mine").returncode == 0
    assert models(hub, "import", str(tmp_path / "nothing"), "--name", "mine", "--json").returncode == 2
    assert hub.asked == []


def test_packs_are_listed(hub: FakeHub) -> None:
    packs = json.loads(models(hub, "list", "packs", "--json").stdout)
    assert {"name", "language", "file", "size", "sha256", "state"} == set(packs[0])
    assert any(each["name"] == "lang:ru" for each in packs)
    assert "lang:ru: Russian, not installed." in models(hub, "list", "packs").stdout
    assert models(hub, "show", "lang:ru").stdout.startswith("lang:ru: Russian")
    assert error_of(models(hub, "verify", "lang:ru", "--json"))["code"] == "model_not_installed"


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["install", "nothing"], 2, "model_unknown"),
        (["install", "../../etc"], 2, "model_unknown"),
        (["install", "lang:xx"], 2, "model_unknown"),
        (["show", "nothing"], 2, "model_unknown"),
        (["remove", FREE], 4, "model_not_installed"),
        (["verify", FREE], 4, "model_not_installed"),
        (["install"], 2, "usage"),
        ([], 2, "usage"),
    ],
)
def test_what_can_not_be_done(hub: FakeHub, words: list[str], status: int, code: str) -> None:
    told = models(hub, *words, "--json")
    assert (told.returncode, error_of(told)["code"]) == (status, code)
    assert hub.asked == []


def test_somebody_at_a_terminal_is_led_through_the_gate(hub: FakeHub) -> None:
    pytest.importorskip("pty")
    screen = at_a_terminal(hub, [("Token:", "hf_new\n"), ("press Enter", ""), ("installed.", None)])
    assert "hf_new" not in screen
    for step in (
        "1. Open https://huggingface.co/google/",
        "2. Open https://huggingface.co/settings/tokens",
        "3. Paste",
    ):
        assert step in screen
    assert listed(hub, GATED)["state"] == "installed"


def at_a_terminal(hub: FakeHub, talk: list[tuple[str, str | None]]) -> str:
    """Install at a terminal of its own, answering what is asked; the licence is agreed to at the second question."""
    import pty

    master, slave = pty.openpty()
    screen = ""
    with subprocess.Popen(
        [SEESAY, "models", "install", GATED],
        env=env(hub),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as process:
        os.close(slave)
        for wanted, answer in talk:
            deadline = time.monotonic() + 30
            while wanted not in screen:
                assert time.monotonic() < deadline, screen
                screen += os.read(master, 4096).decode()
            if answer is not None:
                hub.tokens["hf_new"] = wanted == "press Enter"
                os.write(master, (answer or "\n").encode())
        process.wait(30)
    os.close(master)
    assert process.returncode == 0, screen
    return screen
