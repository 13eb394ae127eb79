"""Whether a page's own text can be trusted: letters without a meaning, a wrong encoding, lost spaces, poor recognition.

Decided cheaply from the letters. What is doubtful is compared, line by line, with what recognition reads (`Doubted`): a
good text layer is never thrown away, a bad one never spoken.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.core.documents import Line

_LEAST = 40
"""Characters from which on statistics say something."""
_SAMPLE = 1500
_UNMAPPED = 0.3
_SOME_UNMAPPED = 0.05
_VOWELS = frozenset("aeiouyæœøıаеёиоуыэюяієїαεηιουωάέήίόύώϊϋ")
_FEWEST_VOWELS, _MOST_VOWELS = 0.2, 0.68
_SILENT_WORDS = 0.35
_LONG_ENOUGH = 3
_LONG_WORD = 18.0
_BROKEN_WORDS = 0.18
_ODD_SIGNS = 0.25
_SPACED = frozenset(("LATIN", "CYRILLIC", "GREEK"))
_MATCHES = 0.6
_SPACES_KEPT = 0.5
_SAME_PLACE = 0.5


class Trust(Enum):
    """What a page's own text is worth."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    """Compare it with what is seen."""
    GARBAGE = "garbage"
    """It says nothing: look at the page."""


def judge(texts: Sequence[str], *, unmapped: int = 0) -> Trust:
    """Tell what a page's text is worth from its letters alone; `unmapped` counts those without a meaning."""
    whole = sum(map(len, texts))
    if not whole or unmapped > _UNMAPPED * whole:
        return Trust.GARBAGE
    if unmapped > _SOME_UNMAPPED * whole:
        return Trust.DOUBTFUL
    # Lines from everywhere; more of them say the same.
    text = "\n".join(texts[:: 1 + whole // _SAMPLE])
    count = len(text)
    if count < _LEAST:
        return Trust.GOOD
    if sum(_is_odd(character) for character in text) > _ODD_SIGNS * count:
        return Trust.DOUBTFUL
    words = text.split()
    spaced = [word for word in words if _script(next(filter(str.isalpha, word), "")) in _SPACED]
    if sum(map(len, spaced)) < _LEAST:
        return Trust.GOOD
    if _is_encoded_wrongly(spaced) or _has_lost_spaces(spaced):
        return Trust.DOUBTFUL
    return Trust.DOUBTFUL if sum(map(_is_broken, spaced)) > _BROKEN_WORDS * len(spaced) else Trust.GOOD


def _is_odd(character: str) -> bool:
    """Tell signs that prose hardly has."""
    return character in "\\^~|<>{}#$%&*+=@¢£¤¥¦§¨ª¬¯°±²³´µ¶·¸¹º¿" or unicodedata.category(character) in (
        "Co",
        "Cn",
        "Cc",
    )


def _is_encoded_wrongly(words: Sequence[str]) -> bool:
    """Tell text whose letters aren't those that are seen: no language has so few vowels, or so many words without."""
    letters = [base for character in "".join(words).lower() if (base := _base(character)).isalpha()]
    vowels = sum(letter in _VOWELS for letter in letters) / max(len(letters), 1)
    if not _FEWEST_VOWELS <= vowels <= _MOST_VOWELS:
        return True
    long = [word for word in words if sum(map(str.isalpha, word)) >= _LONG_ENOUGH]
    silent = sum(not any(_base(letter) in _VOWELS for letter in word.lower()) for word in long)
    return silent > _SILENT_WORDS * len(long)


def _has_lost_spaces(words: Sequence[str]) -> bool:
    prose = [word for word in words if "/" not in word and "@" not in word]
    return sum(map(len, prose)) > max(_LEAST, _LONG_WORD * len(prose))


def _is_broken(word: str) -> bool:
    """Tell a word as poor recognition leaves it: signs or capitals within, figures among letters."""
    core = word.strip(".,;:!?\"'()[]{}«»“”„‘’–—-…*•/")
    if not core or any(mark in core for mark in "@/_.\\:-="):
        # Addresses, paths, options and compounds are no accident.
        return False
    if core.isalpha():
        # "tHe", "wOrd"; names such as McDonald or iPhone have one such change.
        changes = sum(one.islower() and other.isupper() for one, other in pairwise(core))
        return changes > 1
    if any(character.isdigit() for character in core):
        inner = core[1:-1]
        letters = sum(map(str.isalpha, core))
        return letters > 2 and any(map(str.isdigit, inner)) and not core[-1].isdigit() and core[:1].isalpha()
    return any(not (character.isalnum() or character in "'’·־׳״%+&") and not _joins(character) for character in core)


def _joins(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category[0] == "M"
        or (category == "Sm" and character > "\x7f")
        or character in "\u200c\u200d\u00ad\u2010\u2011–—…,;"
    )


def _base(character: str) -> str:
    return unicodedata.normalize("NFD", character)[:1]


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


# --- compared with recognition ------------------------------------------------------------------------------


@dataclass(slots=True)
class Doubted:
    """A doubtful text layer beside what recognition reads of the same page, in the same picture's pixels.

    `better` takes the recognised lines one by one. Where a line of the layer says about the same in the same place, its
    letters are the surer ones; where it says something else, what is seen counts.
    """

    lines: Sequence[Line]
    _seen: set[int] = field(default_factory=set)
    _agreed: set[int] = field(default_factory=set)

    def better(self, line: Line) -> str:
        """Return what to tell for a recognised line: its own text, or the layer's."""
        places = [number for number, own in enumerate(self.lines) if _is_same_place(own, line)]
        self._seen.update(places)
        own = " ".join(self.lines[number].text for number in places)
        if not own or not agree(own, line.text):
            return line.text
        self._agreed.update(places)
        return own

    def rest(self) -> list[Line]:
        """Return the layer's lines that recognition missed, if it agreed with most of what it saw."""
        if len(self._agreed) * 2 < len(self._seen) or not self._agreed:
            return []
        return [line for number, line in enumerate(self.lines) if number not in self._seen]


def agree(own: str, seen: str) -> bool:
    """Tell whether a line of a text layer says what is seen, spaces included."""
    one, other = "".join(own.split()).casefold(), "".join(seen.split()).casefold()
    if not one or not other or SequenceMatcher(None, one, other, autojunk=False).ratio() < _MATCHES:
        return False
    return len(own.split()) >= _SPACES_KEPT * len(seen.split())


def _is_same_place(own: Line, seen: Line) -> bool:
    """Tell whether a line of the layer lies, for the most part, in a recognised one."""
    return own.box.intersection(seen.box) > _SAME_PLACE * max(own.box.area, 1)
