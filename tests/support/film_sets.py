"""Sets of films and frames to judge with: which disturbances, events and faults there are, and who found what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant.core.camera import Advice
from support.film_pages import Corners, held, page_film, sheet
from support.films import (
    Event,
    Film,
    Frame,
    Thing,
    Wrong,
    background,
    banding,
    blur,
    compressed,
    covered,
    daylight,
    exposure,
    gain,
    lamp,
    noise,
    person,
    plain,
    shake,
    sign,
    smear,
    sprite,
)

IN_TIME = 0.9
"""Seconds after it came to rest by which an event must have been noticed: a look and a half at the slowest pace."""

DISTURBANCES: dict[str, tuple[Wrong, ...]] = {
    "nothing": (),
    "weak noise": (noise(4),),
    "strong noise": (noise(10),),
    "a steady hand": (shake(3),),
    "a shaky hand": (shake(8),),
    "automatic exposure": (exposure(0.6),),
    "banding": (banding(),),
    "a fluctuating lamp": (lamp(),),
    "compression": (compressed(),),
    "all of it": (shake(3), exposure(0.4), banding(0.08), lamp(0.08), noise(5), compressed(60)),
}
OBJECTS = ("coins", "flower", "chelsea", "clock_motion")


def quiet(photo: str, seconds: float = 12.0) -> Iterator[Film]:
    """Yield films of a photograph in which nothing happens."""
    for name, wrongs in DISTURBANCES.items():
        yield Film(background(photo), wrongs=wrongs, seconds=seconds, name=f"{photo}, {name}")
    yield Film(background(photo), wrongs=(daylight(2.5, 60), noise(3)), seconds=4 * seconds, name=f"{photo}, evening")


def eventful(photo: str, disturbance: str, index: int = 0) -> Iterator[Film]:
    """Yield films in which things, a person and a sign come and go, and the light is switched."""
    wrongs, scene = DISTURBANCES[disturbance], background(photo)
    thing = sprite(OBJECTS[index % len(OBJECTS)], 90, 90)
    name = f"{photo}, {disturbance}"
    moved = Thing(thing, (420, 200), arrives=2.0, moves=((5.0, (200, 120)),), leaves=8.0)
    yield Film(scene, (moved,), wrongs, seconds=10.5, name=f"{name}, thing")
    someone = Thing(person(), (150, 210), arrives=2.0, leaves=6.0, travel=1.2, kind="person")
    yield Film(scene, (someone,), wrongs, seconds=9, name=f"{name}, person")
    notice = Thing(sign("Exit", 44), (300, 120), arrives=2.0, leaves=5.0, travel=0.4, kind="text")
    yield Film(scene, (notice,), wrongs, seconds=7.5, name=f"{name}, text")
    yield Film(scene, wrongs=wrongs, lights=((2.0, 0.4), (5.0, 1.0)), seconds=7.5, name=f"{name}, light")


@dataclass
class Score:
    """What a detector found of what happened; `extra` are the times at which it told what did not happen."""

    found: int = 0
    missed: list[Event] = field(default_factory=list)
    extra: list[float] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another film's as well."""
        self.found += other.found
        self.missed += other.missed
        self.extra += other.extra


def judged(film: Film, told: list[float]) -> Score:
    """Compare the seconds at which something was told, without the first frame, with what happened."""
    score, left = Score(), list(told)
    for event in film.events:
        hits = [second for second in left if event.begins <= second <= event.seconds + IN_TIME]
        if hits:
            score.found += 1
            left = [second for second in left if second not in hits]
        else:
            score.missed.append(event)
    score.extra = left
    return score


# --- advice -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A frame, made when it is asked for, and the advice it calls for."""

    name: str
    film: Film
    advice: frozenset[Advice]

    @property
    def frame(self) -> Frame:
        """The frame."""
        return self.film.frame(1.3)


def good_frames(photo: str) -> Iterator[Case]:
    """Yield frames of a photograph with which nothing is wrong that anybody would mend."""
    for name, wrongs in DISTURBANCES.items():
        yield Case(f"{photo}, {name}", Film(background(photo), wrongs=wrongs), frozenset())


def bad_frames(photo: str) -> Iterator[Case]:
    """Yield frames of a photograph with one thing wrong each."""
    cases: tuple[tuple[str, tuple[Wrong, ...], Advice], ...] = (
        ("dark", (gain(0.16), noise(3)), Advice.DARK),
        ("very dark", (gain(0.1), noise(4)), Advice.DARK),
        ("burnt", (gain(2.6, 40),), Advice.BRIGHT),
        ("burnt white", (gain(4.0, 30), noise(3)), Advice.BRIGHT),
        ("out of focus", (blur(3.0), noise(2)), Advice.BLURRED),
        ("far out of focus", (blur(5.0), noise(3)), Advice.BLURRED),
        ("moved sideways", (smear(17), noise(2)), Advice.BLURRED),
        ("moved aslant", (smear(23, 40), noise(3)), Advice.BLURRED),
        ("lens cap", (gain(0.01), noise(2)), Advice.COVERED),
        ("finger", (covered(), noise(3)), Advice.COVERED),
        ("finger over half", (covered(share=0.6), noise(3)), Advice.COVERED),
        ("hand", (covered((46, 30, 27)), noise(4)), Advice.COVERED),
    )
    for name, wrongs, advice in cases:
        yield Case(f"{photo}, {name}", Film(background(photo), wrongs=wrongs), frozenset({advice}))


PAGES: dict[str, Callable[[], Corners]] = {
    "straight": held,
    "tilted back": lambda: held(tilt=24),
    "leaning": lambda: held(lean=24, tilt=8),
    "turned": lambda: held(turn=11),
    "turned far": lambda: held(turn=28, height=0.7),
    "on its side": lambda: held(turn=90, height=0.8),
    "small": lambda: held(height=0.62, tilt=10),
}
CUT_PAGES: dict[Advice, tuple[float, float]] = {
    Advice.CUT_LEFT: (0.1, 0.5),
    Advice.CUT_RIGHT: (0.9, 0.5),
    Advice.CUT_TOP: (0.5, 0.2),
    Advice.CUT_BOTTOM: (0.5, 0.8),
}


def page_scenes(photo: str) -> dict[str, Frame]:
    """Return what pages are held before: walls, a white table, a photograph."""
    return {
        "a dark wall": plain((36, 34, 38)),
        "a wall": plain((118, 106, 94)),
        "a white table": plain((226, 225, 222)),
        photo: background(photo),
    }


def whole_pages(photo: str, seed: int = 0) -> Iterator[tuple[str, Frame, Corners]]:
    """Yield (name, frame, corners) of pages that are whole, with and without hands."""
    for where, scene in page_scenes(photo).items():
        for how, corners in PAGES.items():
            for hands in (False, True):
                film = page_film(sheet(), corners(), scene=scene, hands=hands, wrongs=(noise(3, seed),))
                yield f"{how} before {where}{', hands' * hands}", film.frame(3.0), film.corners


def cut_pages(photo: str, seed: int = 0) -> Iterator[Case]:
    """Yield frames in which a page runs over one edge."""
    for where, scene in page_scenes(photo).items():
        for advice, middle in CUT_PAGES.items():
            corners = held(middle, 0.8, tilt=7)
            film = page_film(sheet(), corners, scene=scene, arrives=0.0, still=0.0, wrongs=(noise(3, seed),))
            yield Case(f"{advice} before {where}", film, frozenset({advice}))
