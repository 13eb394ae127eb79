"""What counts as a change before the camera, and what does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.narration.changes import GOING_ON_SECONDS, Changes
from assistant.narration.frames import Views
from support.film_sets import DISTURBANCES, judged
from support.films import Film, Thing, background, daylight, noise, person, sign, sprite

CUP = sprite("coins", 90, 90)


def told(film: Film, rate: float = 8.0) -> list[float]:
    """Return when a film's frames are worth handing over, each handed over at once, without the first one."""
    changes, seconds_told = Changes(), []
    for seconds, frame in film.frames(rate):
        if changes.look(Views(frame).coarse, seconds) is not None:
            changes.hand_over()
            seconds_told.append(seconds)
    assert seconds_told[:1] == [0.0], "the first frame is always worth it"
    return seconds_told[1:]


@pytest.mark.parametrize("disturbance", DISTURBANCES)
def test_what_is_no_change_is_not_told(disturbance: str) -> None:
    assert told(Film(background("flower"), wrongs=DISTURBANCES[disturbance], seconds=3.5), rate=6) == []


def test_an_evening_is_no_change() -> None:
    assert told(Film(background("rocket"), wrongs=(daylight(1.5, 30), noise(3)), seconds=10), rate=4) == []


@pytest.mark.parametrize(
    "film",
    [
        Film(background("flower"), (Thing(CUP, (420, 200), arrives=0.5, leaves=2.5),), seconds=4.2, name="a thing"),
        Film(background("rocket"), (Thing(CUP, (420, 200), moves=((0.5, (200, 120)),)),), seconds=2.2, name="moved"),
        Film(background("rocket"), (Thing(person(), (150, 210), arrives=0.5, travel=1.0),), seconds=2.8, name="person"),
        Film(background("flower"), (Thing(sign("Exit", 44), (300, 120), arrives=0.5),), seconds=2.4, name="text"),
        Film(background("rocket"), lights=((0.5, 0.4), (2.0, 1.0)), seconds=3.2, name="light"),
    ],
    ids=lambda film: film.name,
)
def test_what_happens_is_told_once(film: Film) -> None:
    seconds = told(replace(film, wrongs=DISTURBANCES["all of it"]))
    score = judged(film, seconds)
    assert not score.missed
    assert score.extra == []
    assert len(seconds) == len(film.events)


def test_a_change_is_measured_where_it_is() -> None:
    film = Film(background("flower"), (Thing(CUP, (420, 200), arrives=0.5),), seconds=2)
    changes = Changes()
    amounts = [changes.look(Views(frame).coarse, seconds) for seconds, frame in film.frames(8)]
    assert amounts[0] == 1.0
    changes.hand_over()  # the last frame: the cup is known now
    assert changes.look(Views(film.frame(2.0)).coarse, 2.0) is None
    gone = Film(background("flower"), seconds=4)
    later = [changes.look(Views(gone.frame(2.2 + step / 8)).coarse, 2.2 + step / 8) for step in range(6)]
    share = (90 / 640) * (90 / 360)
    assert later[-1] == pytest.approx(share, rel=0.6)


def test_a_busy_host_gets_the_newest_frame_later() -> None:
    film = Film(background("flower"), (Thing(CUP, (420, 200), arrives=0.5),), seconds=4)
    changes = Changes()
    changes.look(Views(film.frame(0.0)).coarse, 0.0)
    changes.hand_over()
    amounts = [changes.look(Views(frame).coarse, seconds) for seconds, frame in film.frames(8) if seconds > 0]
    assert all(amount is not None for amount in amounts[-16:]), "a change waits until it is handed over"


def test_what_came_and_went_before_anybody_was_told_is_no_change() -> None:
    film = Film(background("flower"), (Thing(CUP, (420, 200), arrives=0.5, leaves=1.1),), seconds=3)
    assert told(film) == []


def test_what_never_rests_is_told_now_and_then() -> None:
    swings = tuple((0.5 + step * 0.5, (200.0 + 240 * (step % 2), 180.0)) for step in range(14))
    film = Film(background("flower"), (Thing(CUP, (420, 180), arrives=0.0, moves=swings, travel=0.5),), seconds=7)
    seconds = told(film)
    assert 1 <= len(seconds) <= 7 / GOING_ON_SECONDS + 1


def test_another_size_begins_anew() -> None:
    changes = Changes()
    assert changes.look(np.full((144, 256, 3), 90, np.uint8), 0.0) == 1.0
    changes.hand_over()
    assert changes.look(np.full((192, 256, 3), 90, np.uint8), 0.1) == 1.0
