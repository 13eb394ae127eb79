"""A page that is held before the camera: found, told to be cut off, waited for, taken at its sharpest."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from assistant.core.camera import WatchMode
from assistant.narration.frames import Frame, Views
from assistant.narration.quality import sharpness
from assistant.narration.sheet import find_sheet, rectangle
from assistant.narration.sight import Sight
from support import film_sets
from support.film_pages import held, page_film, sheet
from support.film_sets import Case
from support.films import Film, Light, background, blur, noise, plain


def given(film: Film, sight: Sight | None = None) -> list[tuple[float, Frame]]:
    """Return the pages that a film gives, with their seconds."""
    watching = sight or Sight(WatchMode.PAGE)
    pages = []
    for seconds, frame in film.frames(8):
        seen = watching.look(frame, seconds)
        assert seen.amount is None
        if seen.page is not None:
            pages.append((seconds, seen.page))
    return pages


@pytest.mark.parametrize("how", film_sets.PAGES)
@pytest.mark.parametrize("scene", ["a wall", "a white table"])
def test_a_whole_page_is_found(how: str, scene: str) -> None:
    corners = film_sets.PAGES[how]()
    film = page_film(sheet(), corners, scene=film_sets.page_scenes("flower")[scene], wrongs=(noise(3),))
    found = find_sheet(Views(film.frame(3.0)))
    assert found is not None
    assert found.is_whole
    true = np.array(corners)
    worst = max(min(np.hypot(*(each - corner)) for each in found.corners) for corner in true)
    # Without edges to see, what is found are the lines of writing: they fill the upper two thirds of this page.
    assert worst < (12 if scene == "a wall" else 130)


@pytest.mark.parametrize("case", list(film_sets.cut_pages("flower")), ids=lambda case: case.name)
def test_a_page_that_is_cut_off_is_told(case: Case) -> None:
    found = find_sheet(Views(case.frame))
    assert found is not None
    assert found.cut >= case.advice


@pytest.mark.parametrize("photo", ["flower", "rocket", "grace_hopper", "coins", "gravel"])
def test_a_photograph_is_no_page(photo: str) -> None:
    assert find_sheet(Views(Film(background(photo), wrongs=(noise(4),)).frame(0.0))) is None


def test_a_page_is_given_once_when_it_is_still() -> None:
    film = page_film(sheet(), held(tilt=12, turn=6), hands=True, arrives=0.2, still=0.8, seconds=3)
    pages = given(film)
    assert len(pages) == 1
    seconds, page = pages[0]
    assert 1.3 <= seconds <= 2.2
    height, width = page.shape[:2]
    assert width / height == pytest.approx(0.707, rel=0.12)


def test_the_next_page_is_given_too() -> None:
    sight = Sight(WatchMode.PAGE)
    assert len(given(page_film(sheet(), held(), arrives=0.0, still=0.0, seconds=1.2), sight)) == 1
    other = "Minutes of the meeting in June. " * 12
    following = page_film(sheet(other), held(), arrives=0.0, still=0.0, seconds=1.2)
    assert sight.look(Film(plain()).frame(0.0), 2.5).page is None
    pages = [sight.look(frame, 3 + seconds).page for seconds, frame in following.frames(8)]
    assert sum(page is not None for page in pages) == 1


def test_the_sharpest_of_the_still_frames_is_taken() -> None:
    film = page_film(sheet(), held(), arrives=0.0, still=0.0)
    soft = blur(1.6)

    def focusing(light: Light, seconds: float) -> Light:
        return light if 0.2 < seconds < 0.4 else soft(light, seconds)

    drawn = film.wrongs[0]
    pages = given(Film(plain((96, 84, 74)), wrongs=(drawn, focusing), seconds=1.5))
    assert len(pages) == 1
    assert sharpness(Views(pages[0][1])) > 1.4


@pytest.mark.parametrize(("aspect", "tilt", "lean"), [(0.707, 30, 0), (0.707, 0, 30), (1.4, 20, 20)])
def test_the_shape_of_the_paper_is_kept(aspect: float, tilt: float, lean: float) -> None:
    corners = np.array(held(aspect=aspect, height=0.55, tilt=tilt, lean=lean))
    width, height = rectangle(corners, 640, 360)
    assert width / height == pytest.approx(aspect, rel=0.08)


def test_a_frame_without_a_page_gives_none() -> None:
    assert given(Film(background("rocket"), wrongs=(noise(3),), seconds=1.5)) == []


def test_a_rectified_page_is_the_page() -> None:
    (_, page), *_ = given(page_film(sheet(), held(tilt=15, lean=10), arrives=0.0, still=0.0, seconds=1))
    true = cv2.resize(sheet(), (page.shape[1], page.shape[0]), interpolation=cv2.INTER_AREA)
    alike = np.corrcoef(cv2.blur(page, (5, 5)).ravel(), cv2.blur(true, (5, 5)).ravel())[0, 1]
    assert alike > 0.8
