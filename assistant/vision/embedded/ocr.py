"""The reader: finds the lines of a picture and reads them in reading order, each as soon as it can be.

Control flow of `lines`: the detector sweeps the picture from the top; after the first band the first row is read
already, so that speech can begin; then the sweep ends, everything found is ordered, and the rest is read row by
row. Between two steps of some hundred milliseconds it looks whether it is still wanted.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.core import layout
from assistant.core.errors import EngineStartFailed, RecogniserUnloadable
from assistant.core.languages import LANGUAGES, Direction, direction, match
from assistant.core.languages import Recogniser as Kind
from assistant.system.memory import give_back, keep_low
from assistant.vision.embedded.detector import Detector
from assistant.vision.embedded.language_id import identify
from assistant.vision.embedded.lines import Line
from assistant.vision.embedded.pixels import cut_out, hull, quad_size
from assistant.vision.embedded.readable import LEAST_CONFIDENCE, readable, scripts_of
from assistant.vision.embedded.recognisers import PaddleRecogniser, Reading
from assistant.vision.embedded.routing import Router
from assistant.vision.embedded.runtime import load_session
from assistant.vision.embedded.system_recognisers import open_recognisers
from assistant.vision.embedded.tesseract import TesseractRecogniser, find_packs, is_loadable, pack_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.core.errors import EngineError
    from assistant.core.layout import Quad
    from assistant.vision.embedded.pixels import Pixels
    from assistant.vision.embedded.recognisers import SecondRecogniser

_log = logging.getLogger(__name__)

DETECTOR_FILE = "PP-OCRv6_det_small.onnx"
RECOGNISER_FILE = "PP-OCRv6_rec_small.onnx"
MOST_REJECTED = 80
"""After so many unreadable lines in a row the picture is noise, and the rest isn't looked at."""
TESSERACT_LEAST = 0.6
"""Tesseract's mean confidence on well-read lines goes down to .75; on what is no text it stays below this."""
MOSTLY_UNREAD = 0.5
"""Where more of the ink than this says nothing, stray figures and marks are left out; a whole word is kept."""
LARGE = 8 * 2**20
"""Bytes: such blocks, the detector's maps, are given back at once: 100 MB less at the peak, no slower."""
_WORD = re.compile(r"[^\W\d_]{3}")


class Reader:
    """Reads pictures in the user's languages; one picture at a time, on one thread.

    `languages` are codes, the likeliest first; `data_folder` may hold language files; `threads` bounds the
    networks. Nothing is ever downloaded. `missing` names the languages that can't be read, all else is read;
    `unreadable` counts the lines of the last picture that were mostly in a script nobody here reads.
    """

    def __init__(self, languages: Sequence[str], data_folder: Path | None, threads: int) -> None:
        self.languages = tuple(dict.fromkeys(map(match, languages))) or ("en",)
        keep_low(LARGE)
        folder = models_folder()
        self._detector = Detector(load_session(folder / DETECTOR_FILE, threads))
        self._paddle = PaddleRecogniser(load_session(folder / RECOGNISER_FILE, threads))
        wanted = [code for code in self.languages if LANGUAGES[code].recogniser is Kind.TESSERACT]
        self._seconds, self.missing = _seconds(wanted, data_folder)
        self._router = Router(self.languages, self._paddle, self._seconds)
        self._scripts = scripts_of(self.languages)
        self.unreadable = 0

    def warm(self) -> None:
        """Run every part once on a small blank strip, so that the first picture pays for nothing."""
        blank = np.full((64, 320, 3), 255, np.uint8)
        blank[20:44, 40:280:8] = 0
        self._detector.detect(blank)
        self._paddle.read(blank)
        identify("a line of a text that is long enough", (*self.languages, "en", "de"))
        for second in self._seconds:
            second.read(blank)

    def detect(self, pixels: Pixels) -> list[Quad]:
        """Return where lines stand (height x width x 3 bytes, RGB), unordered."""
        return self._detector.detect(pixels)

    def read(self, strip: Pixels) -> Reading:
        """Return what an upright strip of one line says (height x width x 3, RGB), without what isn't text."""
        reading, recogniser = self._router.read(strip)
        least = LEAST_CONFIDENCE if recogniser is self._paddle else TESSERACT_LEAST
        text = readable(reading.text, reading.confidence, self._scripts, least)
        if reading.unread > MOSTLY_UNREAD:
            self.unreadable += 1
            text = text if _WORD.search(text) else ""
        return replace(reading, text=text)

    def recognise(self, pixels: Pixels, quad: Quad) -> Line | None:
        """Return the line in a quad, None where nothing readable stands."""
        reading = self.read(cut_out(pixels, quad))
        if not reading.text:
            return None
        return Line(
            text=reading.text,
            box=hull(quad, pixels.shape[1], pixels.shape[0]),
            polygon=quad,
            confidence=reading.confidence,
            language=identify(reading.text, self.languages),
            height=quad_size(quad)[1],
        )

    def lines(
        self, pixels: Pixels, *, is_cancelled: Callable[[], bool] = lambda: False, rtl: bool | None = None
    ) -> Iterator[Line]:
        """Yield the lines in reading order; `rtl` None takes the direction of the user's first language.

        Ends early, without a word, once `is_cancelled` tells so. Raises nothing for pictures without text.
        """
        self.unreadable = 0
        is_rtl = direction(self.languages[0]) is Direction.RIGHT_TO_LEFT if rtl is None else rtl
        return _Run(self, self._detector, pixels, is_cancelled, is_rtl=is_rtl).lines()


class _Run:
    """One picture being read."""

    def __init__(
        self,
        reader: Reader,
        detector: Detector,
        pixels: Pixels,
        is_cancelled: Callable[[], bool],
        *,
        is_rtl: bool,
    ) -> None:
        self._reader, self._detector, self._pixels = reader, detector, pixels
        self._is_cancelled, self._is_rtl = is_cancelled, is_rtl
        self._seen: set[Quad] = set()
        self._rejected = 0

    def lines(self) -> Iterator[Line]:
        try:
            yield from self._sweep_and_read()
        finally:
            give_back()

    def _sweep_and_read(self) -> Iterator[Line]:
        quads: list[Quad] = []
        height = self._pixels.shape[0]
        has_begun = False
        for quads, final in self._detector.sweep(self._pixels):
            if self._is_cancelled():
                return
            if final < height and not has_begun:
                for line in self._first_row(quads):
                    has_begun = True
                    yield line
        yield from self._rest(quads)

    def _first_row(self, quads: list[Quad]) -> Iterator[Line]:
        """Read rows of what is known until one says something; the rest waits until all is known."""
        for _, row in _rows(quads, is_rtl=self._is_rtl):
            lines = list(self._read(quads, row, block=0, row_number=0))
            if lines or self._is_cancelled():
                yield from lines
                return

    def _rest(self, quads: list[Quad]) -> Iterator[Line]:
        for number, (block, row) in enumerate(_rows(quads, is_rtl=self._is_rtl)):
            yield from self._read(quads, row, block=block, row_number=number)
            if self._is_cancelled():
                return
            if self._rejected >= MOST_REJECTED:
                _log.info("gave up a picture of noise after row %d", number)
                return

    def _read(self, quads: list[Quad], row: Sequence[int], *, block: int, row_number: int) -> Iterator[Line]:
        for quad in (quads[index] for index in row):
            if quad in self._seen or self._is_cancelled():
                continue
            self._seen.add(quad)
            line = self._reader.recognise(self._pixels, quad)
            self._rejected = 0 if line else self._rejected + 1
            if line:
                yield replace(line, block=block, row=row_number)


def _seconds(wanted: Sequence[str], data_folder: Path | None) -> tuple[list[SecondRecogniser], tuple[EngineError, ...]]:
    """Return who reads these languages, Tesseract before the system, and an error for each that nobody reads."""
    packs, lacking = find_packs(wanted, pack_folders(data_folder))
    unread: dict[str, EngineError] = {error.params["language"]: error for error in lacking}
    if packs and not is_loadable():
        unread |= {code: RecogniserUnloadable(language=code) for pack in packs for code in pack.languages}
        packs = []
    others, read = open_recognisers(unread)
    missing = tuple(error for code, error in unread.items() if code not in read)
    return [*map(TesseractRecogniser, packs), *others], missing


def _rows(quads: list[Quad], *, is_rtl: bool) -> Iterator[tuple[int, tuple[int, ...]]]:
    for number, block in enumerate(layout.order(quads, rtl=is_rtl)):
        for row in block.rows:
            yield number, row


def models_folder() -> Path:
    """Return the folder of the networks inside the `rapidocr` package, which is never imported: it can download."""
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise EngineStartFailed(detail="rapidocr")
    return Path(spec.submodule_search_locations[0]) / "models"
