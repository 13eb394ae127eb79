"""Which recogniser reads a line: decided by the user's languages and by the ink, never by comparing scores.

PP-OCR reads first. It knows Latin, Chinese and Japanese letters and leaves those of other scripts out, so that their
ink stays unread, or reads them too badly to be used: then Tesseract reads the line with the files of the user's
other languages, and with English where PP-OCR saw Latin words. Vietnamese is Latin with accents that PP-OCR drops
without a gap: Tesseract reads it first. For languages that Tesseract can't read here the system's own recogniser takes
its place (`system_recognisers`), after it and by the same rule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.core.languages import LANGUAGES, Script, script_of_character
from assistant.core.languages import Recogniser as Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.vision.embedded.pixels import Pixels
    from assistant.vision.embedded.recognisers import PaddleRecogniser, Reading, Recogniser, SecondRecogniser

MOST_UNREAD = 0.1
"""Measured: at most .02 on lines of PP-OCR's own scripts, .37 to 1 on lines of others (Greek: see below)."""
SURE = 0.8
"""A reading below this isn't used anyway. Thai comes as Latin look-alikes at .4 to .7 with hardly any unread ink."""
LEAST_FOREIGN = 2
"""Letters of the user's other scripts that make Tesseract's reading stand; one alone may be an icon."""
_LATIN_WORD = re.compile(r"[A-Za-z]{2}")


class Router:
    """Reads each strip with the recogniser that can; not thread-safe, as Tesseract isn't."""

    def __init__(self, languages: Sequence[str], paddle: PaddleRecogniser, seconds: Sequence[SecondRecogniser]) -> None:
        self._paddle = paddle
        self._seconds = seconds
        own = {LANGUAGES[code].script for code in languages if LANGUAGES[code].recogniser is Kind.TESSERACT}
        self._foreign = own - {Script.LATIN}
        self._is_latin_foreign = Script.LATIN in own

    def read(self, strip: Pixels) -> tuple[Reading, Recogniser]:
        """Return the reading that stands, and whose it is."""
        first = self._paddle.read(strip)
        if self._seconds and self._may_be_foreign(first):
            with_english = first.confidence >= SURE and bool(_LATIN_WORD.search(first.text))
            for second in self._seconds:
                reading = second.read(strip, with_english=with_english)
                if self._is_foreign(reading.text):
                    return reading, second
        return first, self._paddle

    def _may_be_foreign(self, reading: Reading) -> bool:
        # PP-OCR knows most Greek letters, but no accented ones: a Greek letter in its reading tells enough.
        return (
            self._is_latin_foreign
            or reading.unread > MOST_UNREAD
            or reading.confidence < SURE
            or any(script_of_character(letter) in self._foreign for letter in reading.text)
        )

    def _is_foreign(self, text: str) -> bool:
        foreign = sum(script_of_character(letter) in self._foreign for letter in text)
        if foreign >= LEAST_FOREIGN:
            return True
        return self._is_latin_foreign and any(
            script_of_character(letter) is Script.LATIN and not self._paddle.can_write(letter) for letter in text
        )
