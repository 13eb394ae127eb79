"""Which recogniser reads a line: decided by the user's languages and by the letters found, never by comparing scores.

PP-OCR reads Latin, Chinese and Japanese; for any other script of the user Tesseract looks first, with English
beside it: where it finds letters that PP-OCR can't write, its reading stands, else PP-OCR reads the line again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.languages import LANGUAGES, Script, script_of, script_of_character
from assistant.core.languages import Recogniser as Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.vision.embedded.pixels import Pixels
    from assistant.vision.embedded.recognisers import PaddleRecogniser, Reading, Recogniser
    from assistant.vision.embedded.tesseract import TesseractRecogniser

EAST_ASIAN = frozenset({Script.HAN, Script.JAPANESE})
FOREIGN_SHARE = 0.1
"""A line with so many letters that PP-OCR can't write is Tesseract's."""
SURE = 0.8
"""Tesseract without English beside it: below this the line was in another script (measured: .18-.6 against .9)."""


class Router:
    """Reads each strip with the recogniser that can; as thread-safe as its recognisers."""

    def __init__(
        self, languages: Sequence[str], paddle: PaddleRecogniser, tesseracts: Sequence[TesseractRecogniser]
    ) -> None:
        self._paddle = paddle
        self._tesseracts = tesseracts
        self._is_east_asian = any(LANGUAGES[code].script in EAST_ASIAN for code in languages)
        own = {LANGUAGES[code].script for code in languages if LANGUAGES[code].recogniser is Kind.TESSERACT}
        self._foreign = own - {Script.LATIN}

    def read(self, strip: Pixels) -> tuple[Reading, Recogniser]:
        """Return the reading that stands, and whose it is."""
        first: Reading | None = None
        if self._is_east_asian or not self._tesseracts:
            first = self._paddle.read(strip)
            if not self._tesseracts or (first.confidence >= SURE and script_of(first.text) in EAST_ASIAN):
                return first, self._paddle
        for tesseract in self._tesseracts:
            reading = tesseract.read(strip)
            is_sure = tesseract.packs.has_english or reading.confidence >= SURE
            if is_sure and self._is_foreign(reading.text):
                return reading, tesseract
        return first or self._paddle.read(strip), self._paddle

    def _is_foreign(self, text: str) -> bool:
        letters = [letter for letter in text if script_of_character(letter) is not None]
        foreign = sum(
            script_of_character(letter) in self._foreign or not self._paddle.can_write(letter) for letter in letters
        )
        return bool(letters) and foreign >= FOREIGN_SHARE * len(letters)
