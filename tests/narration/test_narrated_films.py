"""Films narrated by the real sight and the real engine, on the film's own clock: each event once, nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.narration.announcer import Telling
from support.films import (
    Film,
    Sprite,
    Thing,
    background,
    banding,
    exposure,
    filled,
    lamp,
    noise,
    photo,
    shake,
    sign,
)
from support.narration_film import RATE, Showing

PASS = 1.0
SLACK = 0.5
AT_REST = 0.25
"""Seconds that a change has to be at rest before it counts; a frame later it is noticed."""


def whole(name: str, height: int) -> Sprite:
    """Return a photograph as something that is put before the camera."""
    picture = photo(name)
    width = round(height * picture.shape[1] / picture.shape[0])
    return np.dstack([filled(picture, width, height).astype(np.float32), np.ones((height, width), np.float32)])


def events(tellings: list[tuple[float, Telling]]) -> list[tuple[float, Telling]]:
    return [(second, telling) for second, telling in tellings if telling.kind not in ("view", "description")]


def shown(tellings: list[tuple[float, Telling]]) -> str:
    return "; ".join(f"{second:.1f} {telling.kind}: {telling.text}" for second, telling in tellings)


def test_every_event_is_told_once_within_a_pass(tmp_path: Path) -> None:
    things = (
        Thing(whole("camera", 330), (470, 200), arrives=5.0, leaves=19.0, kind="person"),
        Thing(sign("EXIT"), (130, 70), arrives=12.0, kind="sign"),
    )
    film = Film(background("brick"), things, (noise(3), shake(2)), seconds=24)
    tellings = list(Showing(film, tmp_path, pass_seconds=PASS).tellings())
    told = events(tellings)
    assert [telling.text for _, telling in told] == [
        "A person came in.",
        "New text: EXIT",
        "A person is gone.",
    ], shown(tellings)
    for event, (second, telling) in zip(film.events, told, strict=True):
        delay = second - event.seconds
        assert 0 <= delay <= AT_REST + PASS + SLACK + 1 / RATE, f"{telling.text} {delay:.2f} s after it had happened"


@pytest.mark.parametrize("seconds", [60.0, pytest.param(600.0, marks=pytest.mark.long)])
def test_nothing_is_said_of_a_static_scene(tmp_path: Path, seconds: float) -> None:
    things = (Thing(whole("grace_hopper", 330), (470, 200)), Thing(sign("EXIT"), (130, 70)))
    wrongs = (noise(6), banding(0.08), lamp(0.08), exposure(0.4), shake(3))
    film = Film(background("gravel"), things, wrongs, seconds=seconds)
    tellings = list(Showing(film, tmp_path, pass_seconds=PASS).tellings(rate=2.5))
    assert events(tellings) == [], shown(tellings)
    assert any(telling.kind == "description" for _, telling in tellings)
