"""What a recogniser is, and the PP-OCR one: letters of a strip that holds one line of text.

It reads Latin (without Vietnamese), Chinese and Japanese. Which recogniser reads a line is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np

if TYPE_CHECKING:
    from assistant.vision.embedded.pixels import Pixels

STRIP_HEIGHT = 48
LEAST_WIDTH = 320
MOST_WIDTH = 4800
"""A strip a hundred times wider than high is no line of text; wider ones are squeezed."""
INK = 0.4
"""A pixel is ink when it stands out from the background by this part of what the blackest one does."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser made of a strip; `confidence` 0 … 1 is the mean over the letters.

    `unread` is the part of the strip's inked columns, 0 … 1, that stand near no letter of the reading: letters of
    a script that the recogniser doesn't know.
    """

    text: str
    confidence: float
    unread: float = 0.0


class Recogniser(Protocol):
    """Reads strips of one line each."""

    def read(self, strip: Pixels) -> Reading:
        """Return the text of an upright strip (height x width x 3, RGB)."""
        ...


class SecondRecogniser(Protocol):
    """Reads strips of scripts that the first one can't."""

    def read(self, strip: Pixels, *, with_english: bool = False) -> Reading:
        """Return the text of an upright strip (height x width x 3, RGB), English words in it where wanted."""
        ...


class PaddleRecogniser:
    """The PP-OCR recogniser; `session` is its onnxruntime session. Safe to use from several threads."""

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - onnxruntime carries no types
        self._session = session
        self._input = session.get_inputs()[0].name
        letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
        # CTC: index 0 is "no letter", the space comes after the listed letters.
        self._letters = np.array(["", *letters, " "])
        self._alphabet = frozenset(letters)

    def can_write(self, letter: str) -> bool:
        """Tell whether the letter is one of those that this recogniser knows."""
        return letter in self._alphabet

    def read(self, strip: Pixels) -> Reading:
        """Return the text of an upright strip (height x width x 3, RGB)."""
        blob, wide = _normalised(strip)
        (scores,) = self._session.run(None, {self._input: blob})
        best = scores[0].argmax(axis=1)
        is_new = np.ones(len(best), bool)
        is_new[1:] = best[1:] != best[:-1]
        kept = np.flatnonzero(is_new & (best != 0))
        if not kept.size:
            return Reading("", 0.0, 1.0)
        confidence = float(scores[0][kept, best[kept]].mean())
        letters = self._letters[best[kept]]
        places = (kept[letters != " "] + 0.5) * blob.shape[3] / len(best)
        return Reading("".join(letters), confidence, _unread(blob[0, 1, :, :wide], places))


def _unread(green: Pixels, places: Pixels) -> float:
    """Return the part of the inked columns that are further than half the strip's height from any letter."""
    contrast = np.abs(green - np.median(green))
    ink = (contrast > INK * contrast.max()).any(axis=0)
    is_near = np.zeros(len(ink), bool)
    for place in places.astype(int):
        is_near[max(0, place - STRIP_HEIGHT // 2) : place + STRIP_HEIGHT // 2] = True
    return float((ink & ~is_near).sum() / max(1, ink.sum()))


def _normalised(strip: Pixels) -> tuple[Pixels, int]:
    """Return the strip as the network takes it, padded to its least width, and the width without the padding."""
    height, width = strip.shape[:2]
    wide = min(MOST_WIDTH, max(1, -(-STRIP_HEIGHT * width // height)))
    resized = cv2.resize(strip, (wide, STRIP_HEIGHT))
    blob = np.zeros((1, 3, STRIP_HEIGHT, max(LEAST_WIDTH, wide)), np.float32)
    blob[:, :, :, :wide] = cv2.dnn.blobFromImage(resized, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True)
    return blob, wide
