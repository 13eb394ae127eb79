"""The command line where there is nothing else: no display, no sound, no bus, no running instance."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import wave
from pathlib import Path

import psutil
import pytest
from PIL import Image

from assistant import __version__
from assistant.core.languages import LANGUAGES
from support.commands import LETTER, LETTER_WORDS, bare_env, check_answer, command, error_of
from support.processes import wait_until
from support.seesay import SEESAY


def test_version_and_help() -> None:
    assert command("--version").stdout.strip() == f"seesay {__version__}"
    told = command("--help")
    assert told.returncode == 0
    for name in ("describe", "read", "ask", "find", "stop", "repeat", "open", "keys", "voices", "settings", "doctor"):
        assert name in told.stdout


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["nonsense"], 2, "usage"),
        (["read", "--nonsense"], 2, "usage"),
        (["ask"], 2, "usage"),
        (["ask", " "], 2, "usage"),
        (["find", "x" * 100_000], 2, "usage"),
        (["read", LETTER, "--detail", "huge"], 2, "usage"),
        (["read", LETTER, "--timeout", "0"], 2, "usage"),
        (["read", LETTER, "--timeout", "soon"], 2, "usage"),
        (["read", LETTER, "--timeout", "nan"], 2, "usage"),
        (["read", LETTER, "--language", "xx"], 2, "usage"),
        (["read", LETTER, "--read-language", "en,xx"], 2, "usage"),
        (["read", "region:1,2,3"], 2, "usage"),
        (["read", ""], 2, "usage"),
        (["settings"], 2, "usage"),
        (["settings", "get", "no.such"], 2, "setting_unknown"),
        (["settings", "set", "speech.rate", "9999"], 2, "setting_invalid"),
        (["read", "--quiet"], 3, "no_screen"),
        (["describe", "window", "--quiet"], 3, "no_screen"),
        (["describe", "region:0,0,10,10", "--quiet"], 3, "no_screen"),
        (["describe", "clipboard", "--quiet"], 3, "no_screen"),
        (["read", "./screen", "--quiet"], 3, "file_unreadable"),
        (["read", "nothing.png", "--quiet"], 3, "file_unreadable"),
        (["read", "/", "--quiet"], 3, "file_unreadable"),
        (["read", "/dev/zero", "--quiet"], 3, "file_unreadable"),
        (["read", LETTER, "--engine", "nonsense", "--quiet"], 2, "model_unknown"),
        (["read", LETTER, "--engine", "paligemma2-3b-mix-448", "--quiet"], 4, "model_not_installed"),
        (["read", LETTER, "--engine", "ftp://desk.example", "--quiet"], 2, "usage"),
        (["read", LETTER, "--engine", "http://desk.example", "--quiet"], 4, "remote_insecure"),
        (["read", LETTER, "--engine", "http://127.0.0.1:1", "--quiet"], 4, "remote_unreachable"),
        (["ask", "--on", LETTER], 2, "usage"),
        (["ask", "--prompt", "--on", LETTER], 2, "usage"),
        (["ask", "what", "--suggest", "--on", LETTER], 2, "usage"),
        (["ask", "what", "--suggest", "--prompt", "--on", LETTER], 2, "usage"),
        (["ask", "--suggest", "--on", LETTER, "--quiet"], 4, "model_needed"),
        (["ask", "caption en", "--prompt", "--on", LETTER, "--quiet"], 4, "model_needed"),
        (["find", "umbrella", "--outline", "--on", LETTER, "--quiet"], 4, "model_needed"),
        (["stop"], 4, "not_running"),
        (["repeat"], 4, "not_running"),
        (["open"], 4, "not_running"),
        (["demo"], 3, "no_screen"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_what_can_not_be_done_is_one_sentence_and_its_exit_code(words: list[str], status: int, code: str) -> None:
    told = command(*words, "--json")
    assert (told.returncode, error_of(told)["code"]) == (status, code), told.stderr


def test_a_camera_that_is_not_there_is_one_sentence() -> None:
    told = command("describe", "camera:SeeSay knows none of that name", "--quiet", "--json")
    # The second one where the machine has cameras.
    assert error_of(told)["code"] in {"no_camera", "camera_unknown"}, told.stderr
    assert told.returncode == 3


def test_without_json_an_error_is_one_line_on_standard_error() -> None:
    told = command("read", "nothing.png", "--quiet")
    assert (told.returncode, told.stdout) == (3, "")
    assert len(told.stderr.splitlines()) == 1
    assert "nothing.png" in told.stderr


def test_a_start_without_a_display_says_so() -> None:
    for env in (bare_env(), bare_env(DISPLAY=":4711"), bare_env(WAYLAND_DISPLAY="nothing-0")):
        told = command(env=env, timeout=20)
        assert told.returncode == 3, told.stderr
        assert told.stderr.startswith("There is no screen")


def test_an_answer_has_the_promised_form() -> None:
    answer = json.loads(command("read", LETTER, "--quiet", "--json").stdout)
    check_answer(answer)
    assert answer["text"].split() == LETTER_WORDS.split()
    assert (answer["task"], answer["source"], answer["audio"]) == ("read", LETTER, None)


def test_sentences_without_json_and_from_standard_input() -> None:
    with Path(LETTER).open("rb") as picture:
        told = command("read", "-", "--quiet", stdin=picture)
    assert (told.returncode, told.stdout.split()) == (0, LETTER_WORDS.split())


def test_find_joins_its_words_and_finds() -> None:
    told = command("find", "take", "an", "umbrella", "--on", LETTER, "--quiet", "--json")
    answer = json.loads(told.stdout)
    check_answer(answer)
    assert any("umbrella" in region["text"] for region in answer["regions"]), answer


def test_a_wav_is_written_without_a_sound_device(tmp_path: Path) -> None:
    target = tmp_path / "answer.wav"
    told = command("read", LETTER, "--wav", str(target), "--json")
    answer = json.loads(told.stdout)
    check_answer(answer)
    assert told.returncode == 0, told.stderr
    with wave.open(str(target)) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(answer["audio"]["seconds"], abs=0.1)
    assert answer["audio"]["file"] == str(target)
    assert list(tmp_path.iterdir()) == [target], "half a file was left beside it"


def test_a_voice_that_fails_is_status_5_and_the_answer_is_printed_all_the_same(tmp_path: Path) -> None:
    silent = command("read", LETTER)
    assert (silent.returncode, silent.stdout.split()) == (5, LETTER_WORDS.split()), silent.stderr
    unwritable = command("read", LETTER, "--wav", str(tmp_path / "no" / "x.wav"), "--json")
    answer = json.loads(unwritable.stdout)
    check_answer(answer)
    assert (unwritable.returncode, answer["error"]["code"]) == (5, "voice_unavailable")
    assert answer["text"].split() == LETTER_WORDS.split()


def test_a_time_out_is_status_6() -> None:
    told = command("read", LETTER, "--quiet", "--timeout", "0.001", "--json")
    assert (told.returncode, error_of(told)["code"]) == (6, "timed_out")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_with_its_child(number: signal.Signals) -> None:
    with subprocess.Popen(
        [SEESAY, "read", LETTER, "--quiet"], env=bare_env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        wait_until(lambda: bool(psutil.Process(process.pid).children()), seconds=30, what="the engine's child")
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        out, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert "Traceback" not in out + errors
    wait_until(lambda: not any(child.is_running() for child in children), what="the child to end")


def test_a_reader_that_leaves_is_no_error() -> None:
    with subprocess.Popen(
        [SEESAY, "read", LETTER, "--quiet"], env=bare_env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(30) == 0, errors
    assert "Traceback" not in errors
    assert "Exception" not in errors


def test_every_language_is_taken() -> None:
    codes = ",".join(LANGUAGES)
    told = command("read", "./missing", "--language", "de", "--read-language", codes, "--quiet", "--json")
    assert error_of(told)["code"] == "file_unreadable"
    assert len(LANGUAGES) >= 34


@pytest.mark.parametrize("language", ["tr_TR.UTF-8", "C", "nonsense"])
def test_any_locale_works(language: str) -> None:
    env = bare_env(LANG=language)
    assert command("read", LETTER, "--quiet", env=env).stdout.split() == LETTER_WORDS.split()
    shown = json.loads(command("keys", "--json", env=env).stdout)
    assert {"command", "key", "text"} == set(shown[0])


def test_a_home_that_can_not_be_written_or_is_not_there(tmp_path: Path) -> None:
    broken = tmp_path / "file"
    broken.write_text("")
    env = bare_env(HOME=str(broken / "home"))
    del env["XDG_RUNTIME_DIR"]
    told = command("read", LETTER, "--quiet", env=env)
    assert (told.returncode, told.stdout.split()) == (0, LETTER_WORDS.split()), told.stderr
    refused = command("settings", "set", "speech.rate", "10", "--json", env=env)
    assert (refused.returncode, error_of(refused)["code"]) == (4, "settings_unwritable")
    assert error_of(command("stop", "--json", env=env))["code"] == "not_running"
    del env["HOME"]
    assert command("keys", "--json", env=env).returncode == 0


def test_settings_are_listed_changed_and_put_back() -> None:
    listed = json.loads(command("settings", "list", "--json").stdout)
    assert all(set(entry) == {"name", "value", "default", "title", "text", "choices"} for entry in listed)
    assert command("settings", "set", "speech.rate", "20").stdout.strip() == "20"
    assert json.loads(command("settings", "get", "speech.rate", "--json").stdout)["value"] == 20
    assert command("settings", "reset", "speech.rate").stdout.strip() == "0"


def test_keys_and_voices_are_lists() -> None:
    keys = json.loads(command("keys", "--json").stdout)
    assert {"describe_screen", "stop"} <= {entry["command"] for entry in keys}
    assert len(command("keys").stdout.splitlines()) == len(keys)
    voices = json.loads(command("voices", "--json", env=bare_env(SPEECHD_ADDRESS="unix_socket:/nonexistent")).stdout)
    assert all(set(entry) == {"backend", "name", "languages"} for entry in voices)
    assert any(entry["backend"] == "espeak" for entry in voices)


def test_the_doctor_says_what_is_missing_and_that_recognition_works() -> None:
    told = command("doctor", "--json")
    found = {entry["part"]: entry for entry in json.loads(told.stdout)}
    assert all(set(entry) == {"part", "works", "message", "mend"} for entry in found.values())
    assert told.returncode == 4
    assert found["Recognition"]["works"]
    assert not found["Screen"]["works"]
    assert not found["Sound"]["works"]
    assert all(entry["message"] for entry in found.values())


@pytest.mark.parametrize("kind", ["broken", "truncated", "empty", "text as png", "fifo", "unreadable"])
def test_a_picture_that_is_none_is_told(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    whole = Path(LETTER).read_bytes()
    contents = {
        "broken": whole[:40] + bytes(400) + whole[440:],
        "truncated": whole[:200],
        "empty": b"",
        "text as png": b"just words",
        "unreadable": whole,
    }
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.write_bytes(contents[kind])
    if kind == "unreadable":
        path.chmod(0)
        if os.geteuid() == 0:
            path.unlink()  # nothing is unreadable for root
    told = command("describe", str(path), "--quiet", "--json", timeout=30)
    assert told.returncode == 3
    assert error_of(told)["code"] in ("not_a_picture", "file_unreadable")


def test_an_animated_picture_and_a_wrong_extension_are_read(tmp_path: Path) -> None:
    frames = [Image.open(LETTER).convert("P"), Image.new("P", Image.open(LETTER).size)]
    animated = tmp_path / "animated.gif"
    frames[0].save(animated, save_all=True, append_images=frames[1:])
    misnamed = tmp_path / "letter.jpeg"
    misnamed.write_bytes(Path(LETTER).read_bytes())
    for path in (animated, misnamed):
        assert "umbrella" in command("read", str(path), "--quiet").stdout


def test_a_picture_of_too_many_pixels_is_refused_at_once(tmp_path: Path) -> None:
    huge = tmp_path / "huge.png"
    Image.new("1", (40_000, 40_000)).save(huge)
    told = command("describe", str(huge), "--quiet", "--json")
    assert (told.returncode, error_of(told)["code"]) == (3, "picture_too_large")


def test_logs_go_to_standard_error_and_hold_no_text_of_the_picture() -> None:
    told = command("read", LETTER, "--quiet", "--json", env=bare_env(SEESAY_LOG="INFO"))
    json.loads(told.stdout)
    assert not re.search("umbrella|weather", told.stderr)
