"""The command line beside a running SeeSay: the same answers, the same codes, and nobody gets in another's way."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from support.commands import LETTER, LETTER_WORDS, check_answer, command, error_of
from support.desktop import VirtualDesktop
from support.processes import wait_until
from support.seesay import SEESAY, RunningSeeSay, running, wait_for_speech

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def seesay(desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(desktop) as app:
        yield app


def ask(seesay: RunningSeeSay, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return command(*words, env=seesay.env, **options)


@pytest.mark.parametrize(
    "words",
    [
        ["read", LETTER, "--quiet"],
        ["describe", LETTER, "--quiet", "--detail", "full"],
        ["find", "umbrella", "--on", LETTER, "--quiet"],
        ["ask", "how many windows are there", "--on", LETTER, "--quiet"],
        ["read", LETTER, "--quiet", "--language", "xx"],
        ["read", LETTER, "--quiet", "--engine", "nonsense"],
        ["read", "nothing.png", "--quiet"],
        ["describe", "camera:SeeSay knows none of that name", "--quiet"],
        ["find", "x" * 100_000, "--on", LETTER],
        ["settings", "get", "no.such"],
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_the_answer_is_the_same_with_and_without_an_instance(seesay: RunningSeeSay, words: list[str]) -> None:
    alone, there = command(*words, "--json"), ask(seesay, *words, "--json")
    assert there.returncode == alone.returncode, there.stderr
    if alone.returncode:
        assert error_of(there) == error_of(alone)
        return
    here, other = json.loads(alone.stdout), json.loads(there.stdout)
    check_answer(other)
    for name in ("task", "source", "engine", "language", "regions", "finish", "audio"):
        assert other[name] == here[name], name
    assert other["text"].split() == here["text"].split()


def test_standard_input_is_read_by_the_caller(seesay: RunningSeeSay) -> None:
    with Path(LETTER).open("rb") as picture:
        told = ask(seesay, "read", "-", "--quiet", stdin=picture)
    assert (told.returncode, told.stdout.split()) == (0, LETTER_WORDS.split())


def test_what_is_spoken_is_told(seesay: RunningSeeSay) -> None:
    with seesay.desktop.record() as recording:
        answer = json.loads(ask(seesay, "read", LETTER, "--json").stdout)
        wait_for_speech(recording)
    check_answer(answer)
    assert answer["audio"]["voice"]
    assert answer["timings_ms"]["first_audio"] is not None


def test_a_wav_is_written_by_the_caller_and_nothing_is_played(seesay: RunningSeeSay, tmp_path: Path) -> None:
    target = tmp_path / "answer.wav"
    with seesay.desktop.record() as recording:
        recording.wait_for_silence(lasting=1.0)  # the earcon of the answer before
        began = time.monotonic()
        answer = json.loads(ask(seesay, "read", LETTER, "--wav", str(target), "--json").stdout)
        assert not recording.sounds(since=began)
    check_answer(answer)
    with wave.open(str(target)) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(answer["audio"]["seconds"], abs=0.1)
    assert list(tmp_path.iterdir()) == [target]
    failed = ask(seesay, "read", LETTER, "--wav", str(tmp_path / "no" / "x.wav"), "--json")
    assert (failed.returncode, json.loads(failed.stdout)["error"]["code"]) == (5, "voice_unavailable")
    assert json.loads(failed.stdout)["text"].split() == LETTER_WORDS.split()


def test_plain_commands_say_that_they_were_done(seesay: RunningSeeSay) -> None:
    ask(seesay, "read", LETTER, "--quiet")
    for verb in ("stop", "repeat", "open", "stop"):
        done = ask(seesay, verb, "--json")
        assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True})
    seesay.desktop.wait_for_window("Answer")
    seesay.desktop.key("Escape")


@pytest.mark.timeout(400)
def test_twenty_commands_at_once_all_end(seesay: RunningSeeSay) -> None:
    def one(number: int) -> subprocess.CompletedProcess[str]:
        return ask(seesay, "read", LETTER, "--quiet", "--json", timeout=110)

    with ThreadPoolExecutor(20) as pool:
        done = list(pool.map(one, range(20)))
    whole = [json.loads(each.stdout) for each in done]
    assert all("error" in answer or answer["finish"] in ("finished", "cancelled") for answer in whole), whole
    assert any(answer.get("text", "").split() == LETTER_WORDS.split() for answer in whole)
    assert not any("Traceback" in each.stderr for each in done)
    assert ask(seesay, "read", LETTER, "--quiet").stdout.split() == LETTER_WORDS.split()


def test_a_time_out_is_status_6(seesay: RunningSeeSay) -> None:
    told = ask(seesay, "read", LETTER, "--quiet", "--timeout", "0.001", "--json")
    assert (told.returncode, error_of(told)["code"]) == (6, "timed_out")


def test_a_caller_that_is_interrupted_ends_the_speech(seesay: RunningSeeSay) -> None:

    with seesay.desktop.record() as recording:
        with subprocess.Popen([SEESAY, "read", LETTER], env=seesay.env, stdout=subprocess.PIPE) as process:
            wait_for_speech(recording)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
        assert process.returncode == 130
        recording.wait_for_silence(lasting=1.5, seconds=4.0)


def test_the_doctor_disturbs_no_running_instance(seesay: RunningSeeSay) -> None:
    found = {entry["part"]: entry for entry in json.loads(ask(seesay, "doctor", "--json").stdout)}
    assert found["Keys"]["works"], found["Keys"]
    assert "runs" in found["Running instance"]["message"]
    with seesay.desktop.record() as recording:
        seesay.desktop.key("ctrl+alt+shift+k")
        wait_for_speech(recording)
        seesay.desktop.key("ctrl+alt+shift+s")
        recording.wait_for_silence(lasting=0.5)


def test_a_setting_holds_in_the_running_instance_at_once(seesay: RunningSeeSay) -> None:
    assert ask(seesay, "settings", "set", "hotkeys.stop", "Ctrl+Alt+F11").returncode == 0
    with seesay.desktop.record() as recording:
        ask(seesay, "keys")
        seesay.desktop.key("ctrl+alt+shift+k")
        wait_for_speech(recording)
        seesay.desktop.key("ctrl+alt+F11")
        recording.wait_for_silence(lasting=1.0, seconds=3.0)
    ask(seesay, "settings", "reset", "hotkeys.stop")


def test_the_layer_is_one_key_and_then_a_letter(seesay: RunningSeeSay) -> None:
    ask(seesay, "settings", "set", "hotkeys.layer", "on")
    with seesay.desktop.record() as recording:
        seesay.desktop.key("ctrl+shift+F8")
        prompt = wait_for_speech(recording)
        seesay.desktop.key("k")
        wait_until(lambda: len(recording.sounds(since=prompt + 4.0)) > 0, what="the list of keys to be spoken")
        seesay.desktop.key("ctrl+shift+F8")
        seesay.desktop.key("s")
        recording.wait_for_silence(lasting=1.5, seconds=5.0)
    ask(seesay, "settings", "reset", "hotkeys.layer")
