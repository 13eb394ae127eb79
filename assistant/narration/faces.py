"""Where faces look into the camera: a cascade of local binary patterns, evaluated on all windows of a frame at once.

The classifier is OpenCV's (`resources/models/README.md`), its evaluator is ours because OpenCV 5 has none any more. It
sees upright faces from the front, and tells where they are, never whose they are.

Liao, Zhu, Lei, Zhang and Li, "Learning multi-scale block local binary patterns for face recognition", 2007.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.core.box import Box
from assistant.core.camera import Advice
from assistant.narration.difference import Map
from assistant.system import paths

FILE = "frontal-face-lbp.xml"
_WINDOW = 24
_LONG_SIDE = 272
"""Long side of the largest picture looked at: the smallest face takes up a ninth of the frame's width."""
_STEP = 1.19
_HOP = 2
_DENSE = 2
_NEIGHBOURS = 3
"""So many windows must agree on a face."""
_PAD = 0.1
"""The frame is continued beyond its edges by this share, so that a face without its forehead is still one."""
_HEAD = 0.16
"""A head reaches so far beyond its face, as a share of the face's size."""
_AROUND = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
"""Row and column of the eight blocks around the middle one, in the order of the pattern's bits."""


@dataclass(frozen=True, slots=True, eq=False)
class _Weak:
    """One pattern: its first block (x, y, width, height), the codes that speak against a face, what both cases give."""

    block: tuple[int, int, int, int]
    codes: NDArray[np.bool_]
    inside: float
    outside: float


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    """What a window must reach to be looked at further."""

    least: float
    weak: tuple[_Weak, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """The sums of one size of the picture; `start` is where they lie when those of all sizes lie in a row."""

    sums: Map
    start: int
    factor: float


def find_faces(grey: Map) -> list[Box]:
    """Return the faces in a picture of one byte per pixel, largest first; they may reach beyond its edges."""
    height, width = grey.shape
    across, down = round(_PAD * width), round(_PAD * height)
    padded = cv2.copyMakeBorder(grey, down, down, across, across, cv2.BORDER_REPLICATE)
    found = _windows(_pyramid(padded))
    return [Box(box.x - across, box.y - down, box.width, box.height) for box in _grouped(found)]


def face_advice(grey: Map) -> frozenset[Advice]:
    """Return which edges a face touches, or that the picture is upside down: the faces in it stand on their heads."""
    faces = find_faces(grey)
    if not faces and find_faces(np.ascontiguousarray(grey[::-1, ::-1])):
        return frozenset({Advice.UPSIDE_DOWN})
    return faces_at_edges(faces, grey.shape[1], grey.shape[0])


def faces_at_edges(faces: list[Box], width: int, height: int) -> frozenset[Advice]:
    """Return which edges of a frame the largest face touches with its head."""
    if not faces:
        return frozenset()
    face = faces[0]
    head = _HEAD * face.width
    sides = (
        (Advice.FACE_LEFT, face.x < head),
        (Advice.FACE_RIGHT, face.right > width - head),
        (Advice.FACE_TOP, face.y < 2 * head),
        (Advice.FACE_BOTTOM, face.bottom > height - head),
    )
    return frozenset(advice for advice, is_near in sides if is_near)


def _pyramid(grey: Map) -> list[_Level]:
    levels: list[_Level] = []
    factor, start = min(1.0, _LONG_SIDE / max(grey.shape)), 0
    while min(grey.shape) * factor >= _WINDOW + 1:
        size = (round(grey.shape[1] * factor), round(grey.shape[0] * factor))
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        levels.append(_Level(np.asarray(cv2.integral(small)), start, factor))
        start += levels[-1].sums.size
        factor /= _STEP
    return levels


def _windows(levels: list[_Level]) -> list[tuple[float, float, float]]:
    """Return left, top and side of the windows that pass all stages; of all windows every second one is tried."""
    if not levels:
        return []
    parts = [_first(level) for level in levels]
    places = np.concatenate(parts)
    which = np.repeat(np.arange(len(levels)), [len(part) for part in parts])
    flat = np.concatenate([level.sums.ravel() for level in levels])
    strides = np.array([level.sums.shape[1] for level in levels])
    for stage in _stages()[_DENSE:]:
        if not places.size:
            return []
        passed = _passes(stage, partial(_picked, flat, places, strides[which]))
        places, which = places[passed], which[passed]
    found = []
    for place, index in zip(places.tolist(), which.tolist(), strict=True):
        level = levels[index]
        row, column = divmod(place - level.start, level.sums.shape[1])
        found.append((column / level.factor, row / level.factor, _WINDOW / level.factor))
    return found


def _first(level: _Level) -> Map:
    """Return where the windows of one size begin that pass the first stages: by slices, because they are so many."""
    sums = level.sums
    rows, columns = sums.shape[0] - _WINDOW, sums.shape[1] - _WINDOW

    def all_at(x: int, y: int) -> Map:
        return sums[y : y + rows : _HOP, x : x + columns : _HOP]

    is_left = np.logical_and.reduce([_passes(stage, all_at) for stage in _stages()[:_DENSE]])
    row, column = np.nonzero(is_left)
    return np.asarray(level.start + _HOP * (row * sums.shape[1] + column))


def _picked(flat: Map, places: Map, strides: Map, x: int, y: int) -> Map:
    return np.asarray(flat[places + y * strides + x])


def _passes(stage: _Stage, sums_at: Callable[[int, int], Map]) -> Map:
    total = sum(np.where(weak.codes[_codes(sums_at, weak.block)], weak.inside, weak.outside) for weak in stage.weak)
    return np.asarray(total >= stage.least)


def _codes(sums_at: Callable[[int, int], Map], block: tuple[int, int, int, int]) -> Map:
    """Return the pattern of 3 x 3 blocks in every window: which outer ones are at least as bright as the middle."""
    x, y, width, height = block
    corners = [[sums_at(x + column * width, y + row * height) for column in range(4)] for row in range(4)]
    blocks = [
        [
            corners[row + 1][column + 1] - corners[row][column + 1] - corners[row + 1][column] + corners[row][column]
            for column in range(3)
        ]
        for row in range(3)
    ]
    code = np.zeros(blocks[1][1].shape, np.uint8)
    for row, column in _AROUND:
        code = code * 2 + (blocks[row][column] >= blocks[1][1])
    return code


def _grouped(found: list[tuple[float, float, float]]) -> list[Box]:
    """Return the means of windows that overlap, where enough of them do."""
    groups: list[list[tuple[float, float, float]]] = []
    for window in found:
        near = next((group for group in groups if _is_near(window, group[0])), None)
        if near is None:
            groups.append([window])
        else:
            near.append(window)
    means = [np.mean(group, axis=0) for group in groups if len(group) >= _NEIGHBOURS]
    boxes = [Box(round(float(x)), round(float(y)), round(float(side)), round(float(side))) for x, y, side in means]
    return sorted(boxes, key=lambda box: -box.area)


def _is_near(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    limit = 0.25 * (one[2] + other[2]) / 2
    middles = zip(_middle(one), _middle(other), strict=True)
    return all(abs(a - b) < limit for a, b in middles) and 0.6 < one[2] / other[2] < 1.67


def _middle(window: tuple[float, float, float]) -> tuple[float, float]:
    x, y, side = window
    return x + side / 2, y + side / 2


@cache
def _stages() -> tuple[_Stage, ...]:
    return _parsed(paths.resources() / "models" / FILE)


def _parsed(path: Path) -> tuple[_Stage, ...]:
    cascade = ET.parse(path).getroot().find("cascade")  # noqa: S314 - one file of our own
    assert cascade is not None, f"{path.name} holds no cascade"
    blocks = [tuple(map(int, _words(rect))) for rect in cascade.iterfind("features/_/rect")]
    return tuple(
        _Stage(
            float(_words(stage.find("stageThreshold"))[0]) - 1e-5,
            tuple(_weak(weak, blocks) for weak in stage.iterfind("weakClassifiers/_")),
        )
        for stage in cascade.iterfind("stages/_")
    )


def _weak(weak: ET.Element, blocks: list[tuple[int, ...]]) -> _Weak:
    _, _, feature, *subset = map(int, _words(weak.find("internalNodes")))
    inside, outside = map(float, _words(weak.find("leafValues")))
    bits = np.array(subset, np.int64).astype(np.int32).view(np.uint32)
    codes = (bits[:, None] >> np.arange(32, dtype=np.uint32)) & 1
    x, y, width, height = blocks[feature]
    return _Weak((x, y, width, height), codes.ravel().astype(bool), inside, outside)


def _words(element: ET.Element | None) -> list[str]:
    assert element is not None
    assert element.text is not None
    return element.text.split()
