"""Makes the film that `make demo-camera` narrates: `python tools/sample_film.py resources/samples/room.mkv`.

A wall; somebody comes and stands before it; a sign is put up; somebody goes. All that is in it may be shared freely:
scikit-image's sample pictures “brick” (CC0Textures, CC0) and “camera” (Lav Varshney, CC0), and lettering of its own.
Takes the extra `test`.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

Frame = NDArray[Any]
WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 10, 25
TRAVEL = 0.8
COMES, SIGN, GOES = 5.0, 11.0, 18.0
PERSON, PLACE, SIDE = 330, 470, 30
_QUALITY = "29"


def main(path: Path) -> None:
    """Write the film."""
    with av.open(str(path), "w") as container:
        options = {"crf": _QUALITY, "preset": "veryslow"}
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, RATE)
        wall, person, sign = _wall(), _person(), _sign("EXIT")
        for number in range(SECONDS * RATE):
            pixels = av.VideoFrame.from_ndarray(_frame(number / RATE, wall, person, sign), format="rgb24")
            for packet in stream.encode(pixels):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


def _frame(second: float, wall: Frame, person: Frame, sign: Frame) -> Frame:
    frame = wall.copy()
    came, went = _share(second, COMES), _share(second, GOES)
    if came > 0 and went < 1:
        outside = WIDTH + person.shape[1]
        middle = outside + (PLACE - outside) * came + (outside - PLACE) * went
        _lay(frame, person, round(middle - person.shape[1] / 2), SIDE)
    if second >= SIGN:
        _lay(frame, sign, 70, round(-sign.shape[0] + (45 + sign.shape[0]) * _share(second, SIGN)))
    return frame


def _share(second: float, begins: float) -> float:
    return min(max((second - begins) / TRAVEL, 0.0), 1.0)


def _sample(name: str) -> Frame:
    picture: Frame = getattr(skimage.data, name)()
    return picture


def _wall() -> Frame:
    brick = cv2.GaussianBlur(_sample("brick"), (0, 0), 1.2)
    wall = cv2.resize(brick[:288, :], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    slope = np.linspace(0.85, 1.1, WIDTH, dtype=np.float32)[None, :, None]
    tinted = wall[:, :, None].astype(np.float32) * np.array([1.0, 0.93, 0.84], np.float32) * slope
    return np.asarray(np.clip(tinted, 0, 255), np.uint8)


def _person() -> Frame:
    picture = cv2.resize(_sample("camera"), (PERSON, PERSON), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), np.uint8)


def _sign(words: str) -> Frame:
    board = np.full((70, 170, 3), 235, np.uint8)
    cv2.putText(board, words, (24, 50), cv2.FONT_HERSHEY_DUPLEX, 1.6, (20, 20, 20), 3, cv2.LINE_AA)
    return board


def _lay(frame: Frame, part: Frame, left: int, top: int) -> None:
    first_row, first_column = max(0, -top), max(0, -left)
    last_row, last_column = min(part.shape[0], HEIGHT - top), min(part.shape[1], WIDTH - left)
    if first_row < last_row and first_column < last_column:
        shown = part[first_row:last_row, first_column:last_column]
        frame[top + first_row : top + last_row, left + first_column : left + last_column] = shown


if __name__ == "__main__":
    main(Path(sys.argv[1]))
