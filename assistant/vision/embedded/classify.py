"""What a photograph as a whole looks like, by EfficientNet-Lite0: its thousand classes summed into coarse groups.

A group is right more often than a class ("a dog", not "an Irish wolfhound") and can be said in every language.
Classes that belong to no group are not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from assistant.vision.embedded.runtime import load_session

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIDE = 224
_MEAN, _DEVIATION = 127.0, 128.0

# Class numbers of ImageNet-1k: "a-b" is a range with both ends. A name is the key of its wording.
_GROUPS = {
    "fish": "0-6 389-397",
    "bird": "7-24 80-100 127-146",
    "amphibian": "25-32",
    "turtle": "33-37",
    "lizard": "38-48",
    "crocodile": "49 50",
    "snake": "52-68",
    "spider": "70 72-77",
    "insect": "300-320",
    "butterfly": "321-326",
    "crab": "118-125",
    "snail": "112-114",
    "jellyfish": "107",
    "coral reef": "108 109 973",
    "dog": "151-268",
    "wolf": "269-275 277-280",
    "cat": "281-285",
    "big cat": "286-293",
    "bear": "294-297",
    "rabbit": "330-332",
    "rodent": "333 335 336 338",
    "horse": "339 603",
    "zebra": "340",
    "pig": "341-343",
    "cattle": "345-347",
    "sheep": "348-350",
    "antelope": "351-353",
    "camel": "354 355",
    "monkey": "365-384",
    "elephant": "101 385 386",
    "panda": "388",
    "aircraft": "404 895 908",
    "ship": "403 472 484 510 554 576 625 628 724 780 814 871 914",
    "car": "407 436 468 475 479 511 581 609 627 656 661 717 751 817",
    "bus": "654 779 874",
    "truck": "555 569 675 864 867",
    "train": "466 547 565 705 820 829",
    "motorcycle": "665 670",
    "bicycle": "444 671",
    "tractor": "595 856 866",
    "rocket": "657 744 812",
    "building": "425 437 442 483 497 538 663 668 698 832 900",
    "bridge": "821 839 888",
    "mountain": "970 972 979 980",
    "coast": "975-978",
    "flower": "985 986",
    "mushroom": "947 991-997",
    "fruit": "948-957",
    "vegetable": "936-946",
    "bread": "930-932",
    "ice cream": "928 929",
    "pizza": "963",
    "dish": "924-927 933-935 959 962 964 965",
    "cup": "504 967 968",
    "bottle": "440 737 898 907",
    "guitar": "402 546",
    "piano": "579 881",
    "violin": "486 889",
    "clock": "409 530 531 892",
    "computer": "527 590 620 681",
    "keyboard": "508 878",
    "screen": "664 782 851",
    "telephone": "487 528 707",
    "camera": "732 759",
    "chair": "559 765",
    "sofa": "831",
    "bed": "520 564",
    "table": "526 532",
    "bookcase": "453 454 624",
    "lamp": "619 846",
    "umbrella": "879",
    "ball": "429 430 522 574 722 768 805 852 890",
    "shoe": "502 514 630 770 774",
    "sign": "919",
    "traffic light": "920",
    "fountain": "562",
    "tent": "672",
    "balloon": "417",
}


_LABELS = {"cattle": "cow", "ship": "boat", "aircraft": "airplane", "sofa": "couch", "table": "dining table"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """A group and the probability that the network gives it, 0 … 1."""

    name: str
    probability: float

    @property
    def label(self) -> str:
        """What the object detector calls such a thing; its own name where that has no such class."""
        return _LABELS.get(self.name, self.name)


class Classifier:
    """Compares a picture with what the network knows. Holds one inference session."""

    def __init__(self, model: Path, threads: int = 2) -> None:
        """Load the network: a square picture in, a thousand probabilities out."""
        self._session = load_session(model, threads)
        self._input = self._session.get_inputs()[0].name
        self.names = tuple(_GROUPS)
        self._members = [np.array(_indices(text)) for text in _GROUPS.values()]

    def likeness(self, pixels: NDArray[np.uint8]) -> Likeness | None:
        """Return the likeliest group of a photograph (height x width x 3, RGB), None for an empty picture.

        The whole picture and its middle square are both looked at and averaged.
        """
        if min(pixels.shape[:2]) < 2:
            return None
        probabilities = (self._run(pixels) + self._run(_middle(pixels))) / 2
        sums = [float(probabilities[members].sum()) for members in self._members]
        best = int(np.argmax(sums))
        return Likeness(self.names[best], sums[best])

    def _run(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        method = cv2.INTER_AREA if min(pixels.shape[:2]) > SIDE else cv2.INTER_LINEAR
        square = cv2.resize(pixels, (SIDE, SIDE), interpolation=method).astype(np.float32)
        blob = ((square - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None]
        (output,) = self._session.run(None, {self._input: np.ascontiguousarray(blob)})
        result: NDArray[np.float32] = output[0]
        return result


def _middle(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    side = max(2, round(min(height, width) * 0.9))
    top, left = (height - side) // 2, (width - side) // 2
    return pixels[top : top + side, left : left + side]


def _indices(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found
