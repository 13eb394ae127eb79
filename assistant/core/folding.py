"""Folds text for comparing: what people write in several ways becomes one. It knows letters, no languages."""

from __future__ import annotations

import unicodedata

EDGES = " \t\n?!.,;:¿¡\"“”„«»'‘’‹›？！。．，、；：「」『』（）《》؟،؛।॥״׳"
"""What may stand around words without being part of them."""

MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    r"\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u200c\u200d"
)
"""What stands inside a word and is no letter to `re`, for a class of characters: points of Hebrew and Arabic, joiners,
and the vowel signs of India's scripts with their letters and digits."""
LETTER = rf"[\w{MARKS}]"
"""A sign of a word, in every script."""

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
