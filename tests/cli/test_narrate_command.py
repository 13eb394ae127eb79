"""`seesay narrate` as a real process: a film, nothing at all, broken files, an interrupt, a time that is over."""

from __future__ import annotations

import json
import signal
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from support.commands import REGION, bare_env, command, error_of
from support.ear import PASS, word_recall
from support.seesay import SEESAY

FILM = str(Path(__file__).parents[2] / "resources" / "samples" / "room.mkv")


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["--camera", "Desk", "--video", FILM], 2, "usage"),
        (["--video", FILM, "--language", "xx"], 2, "usage"),
        (["--video", "nothing.mkv", "--quiet"], 3, "file_unreadable"),
        (["--video", "/", "--quiet"], 3, "file_unreadable"),
    ],
)
def test_what_can_not_be_is_told_at_once(words: list[str], status: int, code: str) -> None:
    told = command("narrate", *words, "--json")
    assert (told.returncode, error_of(told)["code"]) == (status, code)


@pytest.mark.parametrize("content", [b"", b"no film at all " * 1000], ids=["zero-length", "no video"])
def test_what_is_no_video_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    film = tmp_path / "film.mkv"
    film.write_bytes(content)
    told = command("narrate", "--video", str(film), "--quiet", "--json")
    assert told.returncode == 3
    assert error_of(told)["code"] in ("file_unreadable", "video_unreadable")


def test_a_video_that_breaks_off_is_told_as_one_after_what_it_showed(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    whole = Path(FILM).read_bytes()
    film.write_bytes(whole[: len(whole) // 3])
    told = command("narrate", "--video", str(film), "--quiet", "--json")
    assert told.returncode == 3
    assert json.loads(told.stdout.splitlines()[-1])["error"]["code"] == "video_broken"


def test_no_camera_is_one_sentence() -> None:
    told = command("narrate", "--camera", "No such camera", "--quiet")
    assert (told.returncode, told.stdout) == (3, "")
    assert len(told.stderr.strip().splitlines()) == 1, told.stderr


def test_an_interrupt_ends_it_with_its_children() -> None:
    with subprocess.Popen(
        [SEESAY, "narrate", "--video", FILM, "--quiet"], env=bare_env(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode == 130


def test_a_time_that_is_over_is_a_good_end() -> None:
    told = command("narrate", "--video", FILM, "--quiet", "--json", "--timeout", "3")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout.splitlines()[-1]) == {"kind": "end", "audio": None}


@pytest.mark.real
def test_a_film_is_narrated_each_event_once_and_heard(
    tmp_path: Path, ear: Callable[[NDArray[np.int16], int], str]
) -> None:
    out = tmp_path / "film.wav"
    told = command("narrate", "--video", FILM, "--wav", str(out), "--json", timeout=120)
    assert told.returncode == 0, told.stderr
    *events, end = [json.loads(line) for line in told.stdout.splitlines()]
    assert end["kind"] == "end"
    assert end["audio"]["file"] == str(out)
    for event in events:
        assert set(event) == {"kind", "text", "language", "time", "objects"}
        assert all(set(region) == REGION for region in event["objects"])
    kinds = [event["kind"] for event in events if event["kind"] not in ("description", "view")]
    assert kinds == ["came", "text", "gone", "ended"], told.stdout
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)
    came = next(event for event in events if event["kind"] == "came")
    assert came["objects"][0]["text"] == "person"
    with wave.open(str(out)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
        heard = ear(samples, sound.getframerate())
    assert word_recall(heard, "A person came in. New text: exit. A person is gone. The video ends here.") >= PASS, heard
