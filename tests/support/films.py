"""Films of which the truth is known: real photographs that a camera looks at, badly, while things come and go.

    film = Film(background("coffee"), things=(Thing(sprite("coins"), (400, 180), arrives=4.0),), wrongs=(noise(6),))
    for seconds, frame in film.frames(rate=8): …      film.events tells what happened, and when it had come to rest

A film is a function of time: the same second gives the same frame, at any rate, in any order. `encoded` writes it as a
video file. Pages are in `support.film_pages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from support.photographs import photograph, pixels

Frame = NDArray[np.uint8]
Light = NDArray[Any]
"""Height x width x 3, 0 … 255, before it is rounded."""
Wrong = Callable[[Light, float], Light]
"""What a camera makes of a frame at a second."""
Sprite = NDArray[Any]
"""Height x width x 4: RGB and how much it covers, 0 … 1."""

SIZE = (640, 360)
MARGIN = 40
"""Pixels of the scene beyond each edge, which a shaking camera sees."""
_FOLDERS = {
    **dict.fromkeys(("china", "flower"), "sklearn/datasets/images/{}.jpg"),
    **dict.fromkeys(("rocket", "retina", "hubble_deep_field"), "skimage/data/{}.jpg"),
    "grace_hopper": "matplotlib/mpl-data/sample_data/{}.jpg",
}

SETTING = ("coffee", "china", "motorcycle_left", "brick", "chelsea", "camera", "rocket")
"""Photographs on which thresholds were set."""
REPORTING = ("flower", "motorcycle_right", "astronaut", "gravel", "coins", "clock_motion", "grace_hopper")
"""Photographs that were only reported on."""


@dataclass(frozen=True)
class Event:
    """Something happened: it began at `begins` and had come to rest at `seconds`."""

    kind: str
    begins: float
    seconds: float


@dataclass(frozen=True)
class Thing:
    """A sprite that comes in from an edge, rests with its middle at `place`, may move on and leave again.

    `moves` holds (second, new place). Every way takes `travel` seconds; `arrives` None: it is there from the beginning.
    """

    sprite: Sprite
    place: tuple[float, float]
    arrives: float | None = None
    leaves: float | None = None
    moves: tuple[tuple[float, tuple[float, float]], ...] = ()
    travel: float = 0.6
    kind: str = "thing"

    def events(self) -> list[Event]:
        """Return what its coming, moving and leaving is."""
        named = [(f"{self.kind} put in", self.arrives), (f"{self.kind} taken away", self.leaves)]
        named += [(f"{self.kind} moved", second) for second, _ in self.moves]
        return [Event(kind, second, second + self.travel) for kind, second in named if second is not None]

    def at(self, seconds: float) -> tuple[float, float] | None:
        """Return where its middle is, None where it isn't in the picture."""
        outside = (
            -self.sprite.shape[1] if self.place[0] < SIZE[0] / 2 else SIZE[0] + self.sprite.shape[1],
            self.place[1],
        )
        stops = [(self.arrives, self.place)] if self.arrives is not None else []
        stops += list(self.moves) + ([(self.leaves, outside)] if self.leaves is not None else [])
        where: tuple[float, float] = self.place if self.arrives is None else outside
        for begins, goal in stops:
            assert begins is not None
            share = min(1.0, max(0.0, (seconds - begins) / self.travel))
            where = (where[0] + (goal[0] - where[0]) * share, where[1] + (goal[1] - where[1]) * share)
        return None if where == outside else where


@dataclass(frozen=True)
class Film:
    """A scene, the things in it, what the light does (`lights`: it happens) and what the camera does (`wrongs`)."""

    scene: Frame
    things: tuple[Thing, ...] = ()
    wrongs: tuple[Wrong, ...] = ()
    lights: tuple[tuple[float, float], ...] = ()
    """(second, factor): from then on the light has this strength; each is an event."""
    seconds: float = 12.0
    name: str = ""
    more_events: tuple[Event, ...] = ()
    events: tuple[Event, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = [event for thing in self.things for event in thing.events()]
        found += [Event("light", second, second) for second, _ in self.lights]
        object.__setattr__(self, "events", tuple(sorted([*found, *self.more_events], key=lambda each: each.seconds)))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the frames."""
        return self.scene.shape[1] - 2 * MARGIN, self.scene.shape[0] - 2 * MARGIN

    def frame(self, seconds: float) -> Frame:
        """Return the frame at a second: height x width x 3, RGB."""
        light = self.scene.astype(np.float32)
        for thing in self.things:
            if (where := thing.at(seconds)) is not None:
                paste(light, thing.sprite, where[0] + MARGIN, where[1] + MARGIN)
        factors = [factor for second, factor in self.lights if second <= seconds]
        if factors:
            light *= factors[-1]
        for wrong in self.wrongs:
            light = wrong(light, seconds)
        middle = light[MARGIN : light.shape[0] - MARGIN, MARGIN : light.shape[1] - MARGIN]
        frame: Frame = np.clip(middle + 0.5, 0, 255).astype(np.uint8)
        return frame

    def frames(self, rate: float = 8.0) -> Iterator[tuple[float, Frame]]:
        """Yield (second, frame) from the beginning to the end."""
        for index in range(int(self.seconds * rate)):
            yield index / rate, self.frame(index / rate)


def encoded(film: Film, path: Path, rate: int = 15) -> Path:
    """Write a film as a video file (H.264 in the container that the name's suffix tells); return the path."""
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = film.size[0], film.size[1], "yuv420p"
        stream.time_base = Fraction(1, rate)
        for _, frame in film.frames(rate):
            for packet in stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


# --- what is in the picture -------------------------------------------------------------------------------


@cache
def photo(name: str) -> Frame:
    """Return a photograph by its short name, such as "coffee"."""
    return np.asarray(pixels(photograph(_FOLDERS.get(name, "skimage/data/{}.png").format(name))), np.uint8)


def background(name: str, size: tuple[int, int] = SIZE) -> Frame:
    """Return a photograph as a scene that fills frames of a size and a margin around them."""
    return filled(photo(name), size[0] + 2 * MARGIN, size[1] + 2 * MARGIN)


def plain(colour: tuple[int, int, int] = (150, 140, 128), size: tuple[int, int] = SIZE) -> Frame:
    """Return a scene without anything: a wall or a table, a little brighter on one side."""
    width, height = size[0] + 2 * MARGIN, size[1] + 2 * MARGIN
    slope = np.linspace(0.88, 1.06, width, dtype=np.float32)[None, :, None]
    wall = np.ones((height, 1, 1), np.float32) * slope * np.array(colour, np.float32)
    return np.asarray(np.clip(wall, 0, 255), np.uint8)


def filled(picture: Frame, width: int, height: int) -> Frame:
    """Return a picture's middle, scaled so that it fills a size."""
    factor = max(width / picture.shape[1], height / picture.shape[0])
    size = (max(width, round(picture.shape[1] * factor)), max(height, round(picture.shape[0] * factor)))
    grown = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return np.ascontiguousarray(grown[top : top + height, left : left + width])


def sprite(
    name: str, width: int = 110, height: int = 110, box: tuple[float, float, float, float] | None = None
) -> Sprite:
    """Cut an oval out of a photograph; `box` is left, top, right, bottom as shares of it."""
    picture = photo(name)
    if box is not None:
        rows, columns = picture.shape[:2]
        picture = picture[int(box[1] * rows) : int(box[3] * rows), int(box[0] * columns) : int(box[2] * columns)]
    cover = np.zeros((height, width), np.float32)
    cv2.ellipse(cover, (width // 2, height // 2), (width // 2 - 3, height // 2 - 3), 0, 0, 360, 1.0, -1)
    return np.dstack([filled(picture, width, height).astype(np.float32), cv2.GaussianBlur(cover, (0, 0), 1.2)])


def person(height: int = 300) -> Sprite:
    """Return a person: the photographed head and shoulders of one, cut out roughly."""
    picture = photo("astronaut")[0:400, 60:400]
    width = round(height * picture.shape[1] / picture.shape[0])
    cover = np.zeros(picture.shape[:2], np.float32)
    cv2.ellipse(cover, (160, 110), (85, 108), 0, 0, 360, 1.0, -1)
    cv2.ellipse(cover, (165, 400), (165, 200), 0, 0, 360, 1.0, -1)
    whole = np.dstack([picture.astype(np.float32), cv2.GaussianBlur(cover, (0, 0), 2)])
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def sign(words: str, height: int = 60) -> Sprite:
    """Return a white sign with dark words."""
    from support.film_pages import lettering

    letters = lettering(words, height // 2)
    cover = np.ones((height, letters.shape[1] + height), np.float32)
    board = np.full((height, cover.shape[1], 3), 225, np.float32)
    top = (height - letters.shape[0]) // 2
    part = board[top : top + letters.shape[0], height // 2 : height // 2 + letters.shape[1]]
    part[:] = part * (1 - letters[:, :, None]) + 25 * letters[:, :, None]
    return np.dstack([board, cover])


def paste(light: Light, cut: Sprite, x: float, y: float) -> None:
    """Lay a sprite over the frame with its middle at x, y (to a part of a pixel), and a soft shadow below it."""
    height, width = cut.shape[:2]
    left, top = x - width / 2, y - height / 2
    moved = np.array([[1, 0, left - np.floor(left)], [0, 1, top - np.floor(top)]], np.float32)
    whole = cv2.warpAffine(cut, moved, (width + 1, height + 1), flags=cv2.INTER_LINEAR)
    _lay(light, whole[:, :, :3], whole[:, :, 3:], int(np.floor(left)), int(np.floor(top)))


def _lay(light: Light, colours: Light, cover: Light, left: int, top: int) -> None:
    first_row, first_column = max(0, -top), max(0, -left)
    last_row, last_column = min(cover.shape[0], light.shape[0] - top), min(cover.shape[1], light.shape[1] - left)
    if first_row >= last_row or first_column >= last_column:
        return
    part = light[top + first_row : top + last_row, left + first_column : left + last_column]
    share = cover[first_row:last_row, first_column:last_column]
    part *= 1 - share
    part += colours[first_row:last_row, first_column:last_column] * share


# --- what goes wrong --------------------------------------------------------------------------------------


def noise(strength: float, seed: int = 0) -> Wrong:
    """Grain of so many levels (standard deviation), as much again in colour, more of it in the dark parts."""
    fields = np.random.default_rng(seed).normal(0, strength, (7, 520, 800, 3)).astype(np.float32)

    def add(light: Light, seconds: float) -> Light:
        which = np.random.default_rng((seed, round(seconds * 1000)))
        field, row, column = int(which.integers(7)), int(which.integers(60)), int(which.integers(60))
        height, width = light.shape[:2]
        rows, columns = (row + np.arange(height)) % 520, (column + np.arange(width)) % 800
        grain = fields[field][rows[:, None], columns]
        return np.asarray(light + grain * (1.3 - light / 425), np.float32)

    return add


def shake(reach: float = 4.0, seed: int = 0) -> Wrong:
    """A hand that holds the camera: it sways by `reach` pixels."""
    sway = _wander(seed, (0.4, 1.1, 2.7))

    def move(light: Light, seconds: float) -> Light:
        x, y = reach * sway(seconds), reach * sway(seconds + 100)
        matrix = np.array([[1, 0, x], [0, 1, y]], np.float32)
        size = (light.shape[1], light.shape[0])
        return np.asarray(cv2.warpAffine(light, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32)

    return move


def exposure(stops: float = 0.5, period: float = 9.0, tint: float = 0.06) -> Wrong:
    """Automatic exposure and white balance that wander by so many stops."""

    def expose(light: Light, seconds: float) -> Light:
        phase = 2 * np.pi * seconds / period
        gain = 2 ** (stops / 2.2 * np.sin(phase))
        warm = tint * np.sin(phase / 1.7)
        return np.asarray(light * (gain * np.array([1 + warm, 1, 1 - warm])), np.float32)

    return expose


def banding(depth: float = 0.12, bands: float = 1.6, speed: float = 3.7) -> Wrong:
    """The mains' 50 or 60 hertz beating with a rolling shutter: bright bands that wander over the rows."""

    def band(light: Light, seconds: float) -> Light:
        rows = np.arange(light.shape[0], dtype=np.float32) / light.shape[0]
        gain = 1 + depth * np.sin(2 * np.pi * (bands * rows + speed * seconds))
        return np.asarray(light * gain[:, None, None], np.float32)

    return band


def lamp(depth: float = 0.15, seed: int = 0) -> Wrong:
    """A lamp that fluctuates, stronger on its side of the room."""
    power = _wander(seed, (0.7, 2.3, 5.1))

    def flicker(light: Light, seconds: float) -> Light:
        side = np.linspace(1.3, 0.4, light.shape[1], dtype=np.float32)[None, :, None]
        return np.asarray(light * (1 + np.float32(depth * power(seconds)) * side), np.float32)

    return flicker


def daylight(stops: float, over: float) -> Wrong:
    """Evening comes: the light goes down by so many stops in `over` seconds, earlier on one side."""

    def dim(light: Light, seconds: float) -> Light:
        side = np.linspace(0.8, 1.2, light.shape[1], dtype=np.float32)[None, :, None]
        return np.asarray(light * 2 ** (-stops / 2.2 * side * np.float32(min(1.0, seconds / over))), np.float32)

    return dim


def compressed(quality: int = 40) -> Wrong:
    """The blocks and rings of a JPEG of that quality."""

    def squeeze(light: Light, seconds: float) -> Light:
        options = [cv2.IMWRITE_JPEG_QUALITY, quality]
        _, data = cv2.imencode(".jpg", np.clip(light, 0, 255).astype(np.uint8), options)
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.float32)

    return squeeze


def blur(sigma: float) -> Wrong:
    """A lens that is out of focus."""
    return lambda light, seconds: np.asarray(cv2.GaussianBlur(light, (0, 0), sigma), np.float32)


def smear(length: int, degrees: float = 0.0) -> Wrong:
    """A camera that moves while the shutter is open."""
    kernel = np.zeros((length, length), np.float32)
    step = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]) * length / 2
    middle = np.array([length // 2, length // 2])
    ends = [tuple(map(int, np.round(middle + sign * step))) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return lambda light, seconds: np.asarray(cv2.filter2D(light, -1, kernel / kernel.sum()), np.float32)


def gain(factor: float, offset: float = 0.0) -> Wrong:
    """Too little or too much light."""
    return lambda light, seconds: light * np.float32(factor) + np.float32(offset)


def covered(colour: tuple[int, int, int] = (90, 35, 25), share: float = 1.0, since: float = 0.0) -> Wrong:
    """A finger over the lens, out of focus, from the left over `share` of the width; a black one is the cap."""

    def cover(light: Light, seconds: float) -> Light:
        if seconds < since:
            return light
        columns = np.arange(light.shape[1], dtype=np.float32) / light.shape[1]
        mask = 1 / (1 + np.exp((columns - share) * 30)) if share < 1 else np.ones_like(columns)
        shade = np.linspace(0.8, 1.2, light.shape[0], dtype=np.float32)[:, None, None] * np.array(colour, np.float32)
        return np.asarray(light * (1 - mask[None, :, None]) + shade * mask[None, :, None], np.float32)

    return cover


def _wander(seed: int, hertz: tuple[float, ...]) -> Callable[[float], float]:
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, len(hertz))
    return lambda seconds: float(
        sum(np.sin(2 * np.pi * speed * seconds + phase) for speed, phase in zip(hertz, phases, strict=True))
        / len(hertz)
    )
