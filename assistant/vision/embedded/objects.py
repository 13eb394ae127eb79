"""Everyday objects in a photograph, by NanoDet-g: eighty classes, a box and a score each.

It looks at every picture that it is given; whether a picture is one to look at, and what may be said of a
score, is decided elsewhere (`surfaces`, `core.honesty`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from assistant.core.domain import Box
from assistant.vision.embedded.runtime import load_session

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

# fmt: off
LABELS = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow",
    "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee",
    "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard",
    "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple",
    "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch",
    "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard",
    "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase",
    "scissors", "teddy bear", "hair drier", "toothbrush",
)
# fmt: on
"""The classes of COCO in the model's order; a name is also the key of its wording."""

SIDE = 416
STRIDES = (8, 16, 32)
BINS = 11
_MEAN = np.array([103.53, 116.28, 123.675], np.float32)
_DEVIATION = np.array([57.375, 57.12, 58.395], np.float32)
_OVERLAP = 0.5
_INSIDE = 0.8
_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Detection:
    """An object: `label` is one of `LABELS`, `score` 0 … 1, `box` in the pixels that were given."""

    label: str
    score: float
    box: Box


class Detector:
    """Finds objects. Holds one inference session; not for two threads at once."""

    def __init__(self, model: Path, threads: int = 2) -> None:
        """Load the network: the letterboxed picture in, three class maps and three box maps out."""
        self._session = load_session(model, threads)
        self._input = self._session.get_inputs()[0].name
        self._centres = np.concatenate([_centres(stride) for stride in STRIDES])
        self._strides = np.concatenate([np.full((SIDE // stride) ** 2, stride, np.float32) for stride in STRIDES])

    def detect(self, pixels: NDArray[np.uint8], floor: float = 0.3) -> list[Detection]:
        """Return what scores at least `floor`, the surest first; `pixels` are height x width x 3, RGB.

        The picture and its mirror image are both looked at and averaged.
        """
        height, width = pixels.shape[:2]
        canvas, scale, left, top = _letterbox(pixels)
        scores, sides = self._run(canvas)
        mirrored_scores, mirrored_sides = self._run(np.ascontiguousarray(canvas[:, ::-1]))
        scores = (scores + _mirror(mirrored_scores)) * np.float32(0.5)
        sides = (sides + _mirror(mirrored_sides)[:, [2, 1, 0, 3]]) * np.float32(0.5)
        corners = np.concatenate([self._centres - sides[:, :2], self._centres + sides[:, 2:]], axis=1)
        corners = ((corners - np.array([left, top, left, top])) / scale).astype(np.float32)
        corners[:, 0::2] = corners[:, 0::2].clip(0, width)
        corners[:, 1::2] = corners[:, 1::2].clip(0, height)
        return _pick(scores, corners, floor)

    def _run(self, canvas: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return scores (3549 x 80) and distances to left, top, right, bottom (3549 x 4, pixels of the canvas)."""
        blob = ((canvas[:, :, ::-1].astype(np.float32) - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None]
        outputs = self._session.run(None, {self._input: np.ascontiguousarray(blob)})
        scores = np.concatenate([output[0] for output in outputs[:3]])
        bins = np.concatenate([output[0] for output in outputs[3:]]).reshape(-1, 4, BINS)
        bins = np.exp(bins - bins.max(axis=2, keepdims=True))
        expectation = (bins * np.arange(BINS, dtype=np.float32)).sum(axis=2) / bins.sum(axis=2)
        return scores, expectation * self._strides[:, None]


def _centres(stride: int) -> NDArray[np.float32]:
    line = (np.arange(SIDE // stride, dtype=np.float32) + 0.5) * stride
    x, y = np.meshgrid(line, line)
    return np.stack([x.ravel(), y.ravel()], axis=1)


def _mirror(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Swap left and right in the three maps of a flat list of cells."""
    parts, start = [], 0
    for stride in STRIDES:
        side = SIDE // stride
        part = values[start : start + side * side].reshape(side, side, -1)
        parts.append(part[:, ::-1].reshape(side * side, -1))
        start += side * side
    return np.concatenate(parts)


def _letterbox(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float, int, int]:
    """Fit the picture into the square, centred; return it, the scale and the left and top margins."""
    height, width = pixels.shape[:2]
    scale = SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    left, top = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    canvas = np.zeros((SIDE, SIDE, 3), np.uint8)
    canvas[top : top + size[1], left : left + size[0]] = cv2.resize(pixels, size, interpolation=method)
    return canvas, scale, left, top


def _pick(scores: NDArray[np.float32], corners: NDArray[np.float32], floor: float) -> list[Detection]:
    """Suppress overlapping boxes of one class and those that lie inside a better one of it."""
    picked: list[Detection] = []
    best, labels = scores.max(axis=1), scores.argmax(axis=1)
    for index in np.argsort(-best):
        if best[index] < floor or len(picked) == _AT_MOST:
            break
        left, top, right, bottom = (round(float(value)) for value in corners[index])
        box = Box(left, top, right - left, bottom - top)
        label = LABELS[int(labels[index])]
        if box.width < 2 or box.height < 2:
            continue
        if not any(label == other.label and _is_same(box, other.box) for other in picked):
            picked.append(Detection(label, float(best[index]), box))
    return picked


def _is_same(box: Box, better: Box) -> bool:
    shared = box.intersection(better)
    return shared > _OVERLAP * (box.area + better.area - shared) or shared > _INSIDE * box.area
