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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser made of a strip; `confidence` 0 … 1 is the mean over the letters."""

    text: str
    confidence: float


class Recogniser(Protocol):
    """Reads strips of one line each."""

    def read(self, strip: Pixels) -> Reading:
        """Return the text of an upright strip (height x width x 3, RGB)."""
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
        (scores,) = self._session.run(None, {self._input: _normalised(strip)})
        best = scores[0].argmax(axis=1)
        is_new = np.ones(len(best), bool)
        is_new[1:] = best[1:] != best[:-1]
        kept = np.flatnonzero(is_new & (best != 0))
        if not kept.size:
            return Reading("", 0.0)
        confidence = float(scores[0][kept, best[kept]].mean())
        return Reading("".join(self._letters[best[kept]]), confidence)


def _normalised(strip: Pixels) -> Pixels:
    height, width = strip.shape[:2]
    wide = min(MOST_WIDTH, max(1, -(-STRIP_HEIGHT * width // height)))
    resized = cv2.resize(strip, (wide, STRIP_HEIGHT))
    blob = np.zeros((1, 3, STRIP_HEIGHT, max(LEAST_WIDTH, wide)), np.float32)
    blob[:, :, :, :wide] = cv2.dnn.blobFromImage(resized, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True)
    return blob
