"""`Sight` as the camera's child uses it: what is handed over, when, and what is told besides."""

from __future__ import annotations

import pytest

from assistant.core.camera import Advice, WatchMode
from assistant.narration.sight import Sight
from support.film_pages import held, page_film, sheet
from support.film_sets import DISTURBANCES
from support.films import Film, Thing, background, blur, covered, noise, sprite


def watched(film: Film, mode: WatchMode = WatchMode.CHANGES) -> tuple[list[float], list[tuple[float, set[Advice]]]]:
    """Return when frames were handed over, each at once, and when the advice became which."""
    sight, told, advice = Sight(mode), [], []
    for seconds, frame in film.frames(8):
        seen = sight.look(frame, seconds)
        if seen.amount is not None:
            sight.hand_over()
            told.append(seconds)
        if seen.advice is not None:
            advice.append((seconds, set(seen.advice)))
    return told, advice


def test_the_first_good_frame_is_handed_over_at_once() -> None:
    assert watched(Film(background("flower"), wrongs=(noise(4),), seconds=1.5)) == ([0.0], [])


def test_a_lens_that_stays_covered_is_advised_and_never_handed_over() -> None:
    told, advice = watched(Film(background("flower"), wrongs=(covered(),), seconds=3))
    assert told == []
    assert [what for _, what in advice] == [{Advice.COVERED}]


def test_a_blurred_picture_is_handed_over_when_it_does_not_get_better() -> None:
    told, advice = watched(Film(background("flower"), wrongs=(blur(4),), seconds=3))
    assert len(told) == 1
    assert told[0] >= 1.5
    assert [what for _, what in advice] == [{Advice.BLURRED}]


def test_advice_goes_when_the_fault_goes() -> None:
    sight = Sight(WatchMode.CHANGES)
    bad, good = Film(background("flower"), wrongs=(covered(),)), Film(background("flower"))
    advice = []
    for step in range(32):
        seconds = step / 8
        seen = sight.look((bad if seconds < 2 else good).frame(seconds), seconds)
        if seen.advice is not None:
            advice.append(seen.advice)
    assert advice == [(Advice.COVERED,), ()]


def test_a_page_that_is_cut_off_is_advised_while_changes_are_watched() -> None:
    film = page_film(sheet(), held((0.1, 0.5)), arrives=0.0, still=0.0, seconds=2.5)
    _, advice = watched(film)
    assert [what for _, what in advice] == [{Advice.CUT_LEFT}]


def test_every_frame_counts_where_each_is_wanted() -> None:
    film = Film(background("flower"), wrongs=(noise(4),), seconds=1)
    told, _ = watched(film, WatchMode.FRAMES)
    assert len(told) == 8


def test_another_task_keeps_what_the_host_knows() -> None:
    film = Film(background("flower"), (Thing(sprite("coins"), (420, 180), arrives=1.0),), seconds=3)
    sight = Sight(WatchMode.CHANGES)
    assert sight.look(film.frame(0.0), 0.0).amount == 1.0
    sight.hand_over()
    sight.watch(WatchMode.PAGE)
    assert sight.look(film.frame(0.2), 0.2).amount is None
    sight.watch(WatchMode.CHANGES)
    amounts = [sight.look(film.frame(2 + step / 8), 2 + step / 8).amount for step in range(6)]
    assert amounts[-1] is not None, "the thing that came meanwhile"


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("disturbance", ["strong noise", "banding", "a fluctuating lamp", "all of it"])
def test_ten_minutes_of_nothing_tell_nothing(disturbance: str) -> None:
    told, advice = watched(Film(background("flower"), wrongs=DISTURBANCES[disturbance], seconds=600))
    assert told == [0.0]
    assert advice == []
