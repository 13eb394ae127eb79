"""`seesay` before a camera, as a real process: a picture described, and whatever a camera may do, one sentence each."""

from __future__ import annotations

import json

import pytest

from support.commands import error_of
from support.reel import NAME
from support.reel_seesay import seesay_seeing


@pytest.mark.parametrize("words", [("describe", "camera"), ("narrate",)], ids=["describe", "narrate"])
@pytest.mark.parametrize(("player", "code"), [("busy", "camera_busy"), ("unplugged", "camera_lost")])
def test_a_camera_that_gives_no_picture_is_one_sentence_that_names_it(
    player: str, code: str, words: tuple[str, ...]
) -> None:
    told = seesay_seeing(player, *words, "--quiet", "--json")
    assert told.returncode == 3, told.stderr
    assert error_of(told)["code"] == code
    assert NAME in error_of(told)["message"]


@pytest.mark.real
def test_what_is_before_the_camera_is_described() -> None:
    told = seesay_seeing("photographed", "describe", "camera", "--quiet", "--json")
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    assert answer["source"] == "camera"
    assert "cup" in answer["text"]
