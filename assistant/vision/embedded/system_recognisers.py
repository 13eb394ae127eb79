"""What reads a script where Tesseract can't: the recogniser that the system itself brings.

Tesseract comes first, because it was measured and says how sure it is. A language goes to the system where Tesseract's
file for it is missing, so that nothing has to be fetched before Russian is read, or where its library doesn't load:
its wheel for Macs with Apple's processor wants macOS 15. Which line goes to a second recogniser at all, `routing` says.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from assistant.core.languages import LANGUAGES, Direction, Script, is_known, match
from assistant.vision.embedded import apple_vision, windows_ocr
from assistant.vision.embedded.recognisers import Reading
from assistant.vision.embedded.tesseract import cleaned, dark_on_light

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.vision.embedded.pixels import Pixels
    from assistant.vision.embedded.recognisers import SecondRecogniser

_log = logging.getLogger(__name__)

HEIGHT, MARGIN, MOST_SCALE = 48, 16, 4
"""Pixels, pixels and times: both systems want letters of a page's size, with paper around them."""


class LineReader(Protocol):
    """Reads one picture of one line."""

    def read(self, picture: Pixels) -> Reading:
        """Return the text of a picture (height x width, grey, dark on light), parts of it in reading order."""
        ...


class Backend(Protocol):
    """What a system's file offers."""

    name: str
    install_hint: str

    def is_compatible(self) -> bool:
        """Tell whether this is that system."""
        ...

    def is_installed(self) -> bool:
        """Tell whether the bridge to it is there."""
        ...

    def tags(self) -> Sequence[str]:
        """Return the language tags that the system reads at the moment. May raise anything."""
        ...

    def open(self, tag: str, *, is_rtl: bool, widest: int) -> LineReader:
        """Return a reader for one of those tags. May raise anything."""
        ...


BACKENDS: tuple[Backend, ...] = (
    windows_ocr,  # Windows 10 and newer; a language's reader comes with its keyboard
    apple_vision,  # macOS 12 and newer, which tells its languages; Cyrillic, Korean, Thai, Arabic and others later
)
WIDEST = 2400
"""Pixels; Windows refuses pictures that are more than 2600 wide."""


class SystemRecogniser:
    """Reads strips of one language through the system. A failure reads nothing, so that the first reading stands."""

    def __init__(self, code: str, reader: LineReader) -> None:
        self.code = code
        self._reader = reader

    def read(self, strip: Pixels, *, with_english: bool = False) -> Reading:
        """Return the text of an upright strip (height x width x 3, RGB); English words in it are read anyway."""
        try:
            reading = self._reader.read(prepared(strip))
        except Exception as error:  # noqa: BLE001 - both bridges have errors of their own
            _log.warning("the system's recogniser failed: %s", type(error).__name__)
            return Reading("", 0.0)
        return Reading(cleaned(reading.text), reading.confidence)


def open_recognisers(
    codes: Iterable[str], backends: Sequence[Backend] = BACKENDS
) -> tuple[list[SecondRecogniser], set[str]]:
    """Return the system's recognisers for these languages, and the languages that they read."""
    backend = next((each for each in backends if each.is_compatible() and each.is_installed()), None)
    wanted = list(codes)
    if backend is None or not wanted:
        return [], set()
    try:
        tags = tags_by_code(backend.tags())
        readers = {
            code: backend.open(tags[code], is_rtl=LANGUAGES[code].direction is Direction.RIGHT_TO_LEFT, widest=WIDEST)
            for code in wanted
            if code in tags
        }
    except Exception as error:  # noqa: BLE001 - as above
        _log.warning("%s can't be used: %s", backend.name, type(error).__name__)
        return [], set()
    _log.info("%s reads %s", backend.name, ", ".join(readers) or "none of the languages")
    return [SystemRecogniser(code, reader) for code, reader in readers.items()], set(readers)


def tags_by_code(tags: Iterable[str]) -> dict[str, str]:
    """Return the first tag of each of our languages: "ru-RU" is Russian; Serbian in Latin letters is another script."""
    found: dict[str, str] = {}
    for tag in tags:
        code = match(tag)
        is_ours = is_known(tag) and not ("-latn" in tag.lower() and LANGUAGES[code].script is not Script.LATIN)
        if is_ours:
            found.setdefault(code, tag)
    return found


def prepared(strip: Pixels) -> Pixels:
    """Return a strip as the systems like it: grey, dark on light, of a page's size, with a margin of its own paper."""
    grey = dark_on_light(strip)
    height, width = grey.shape
    scale = min(MOST_SCALE, max(1.0, HEIGHT / height), (WIDEST - 2 * MARGIN) / width)
    if scale != 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
    paper = int(np.median(np.concatenate([grey[0], grey[-1]])))
    return cv2.copyMakeBorder(grey, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=paper)
