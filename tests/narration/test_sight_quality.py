"""What is wrong with a picture: each fault in a photograph that set no threshold, and no fault where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.core.camera import Advice
from assistant.narration.advising import HOLD_SECONDS, Adviser
from assistant.narration.faces import face_advice, find_faces
from assistant.narration.frames import Views
from assistant.narration.quality import faults
from support import film_sets
from support.film_sets import Case
from support.films import REPORTING, Film, Thing, background, noise, person, plain


@pytest.mark.parametrize("case", list(film_sets.bad_frames("flower")), ids=lambda case: case.name)
def test_a_fault_is_seen(case: Case) -> None:
    assert faults(Views(case.frame)) >= case.advice


@pytest.mark.parametrize("case", list(film_sets.good_frames("flower")), ids=lambda case: case.name)
def test_a_good_frame_has_no_fault(case: Case) -> None:
    assert faults(Views(case.frame)) == set()


def test_an_empty_wall_is_not_blurred() -> None:
    assert faults(Views(Film(plain(), wrongs=(noise(3),)).frame(0.0))) == set()


def test_advice_must_hold() -> None:
    adviser, dark = Adviser(), frozenset({Advice.DARK})
    assert adviser.look(dark, 0.0) is None
    assert adviser.look(frozenset(), 0.3) is None
    assert adviser.look(dark, 0.5) is None, "it began anew"
    assert adviser.look(dark, 0.5 + HOLD_SECONDS) == (Advice.DARK,)
    assert adviser.look(dark, 2.0) is None, "told already"
    assert adviser.look(frozenset(), 2.1) is None
    assert adviser.look(frozenset(), 2.1 + HOLD_SECONDS) == ()


def test_no_face_is_seen_where_there_is_none() -> None:
    found = {name: find_faces(Views(Film(background(name)).frame(0.0)).grey) for name in REPORTING[:5]}
    assert not any(found.values()), found


@pytest.mark.parametrize(
    ("place", "advice"),
    [
        ((320, 210), set()),
        ((40, 210), {Advice.FACE_LEFT}),
        ((600, 210), {Advice.FACE_RIGHT}),
        ((320, 100), {Advice.FACE_TOP}),
    ],
)
def test_a_face_at_an_edge(place: tuple[float, float], advice: set[Advice]) -> None:
    film = Film(background("china"), (Thing(person(), place),), wrongs=(noise(4),))
    assert face_advice(Views(film.frame(0.0)).grey) == advice


def test_a_picture_on_its_head_is_told_by_a_face() -> None:
    frame = Film(background("china"), (Thing(person(), (320, 210)),)).frame(0.0)
    grey = Views(np.ascontiguousarray(frame[::-1, ::-1])).grey
    assert face_advice(grey) == {Advice.UPSIDE_DOWN}
