"""Folds text for comparing: what people write in several ways becomes one. It knows letters, no languages."""

from __future__ import annotations

import unicodedata

EDGES = " \t\n?!.,;:¿¡\"“”„«»'‘’‹›？！。．，、；：「」『』（）《》؟،؛।॥״׳"
"""What may stand around words without being part of them."""

_LETTERS = {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "’": "'", "‘": "'", "ى": "ي", "ة": "ه", "ـ": "", "ँ": "ं"}
"""Letters that have no decomposition; the last ones are Arabic's and Devanagari's habits of spelling."""


def fold(text: str) -> str:
    """Return text for comparing: compatibility forms, lower case, no accents, single spaces."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(_LETTERS.get(letter, letter) for letter in text if not unicodedata.combining(letter))
    return " ".join(text.split())


def as_written(text: str, folded: str) -> str:
    """Return the last place in a text that folds to `folded`, as it is written there; "" where there is none."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in fold(letter) or (" " if letter.isspace() else ""):
            letters.append(part)
            places.append(place)
    start = "".join(letters).rfind(folded)
    if start < 0 or not folded:
        return ""
    end = places[start + len(folded) - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[places[start] : end]
