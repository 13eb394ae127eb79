"""Where the user's words stand in recognised text: folded, whole words first, a misread letter forgiven.

Plain text in, spans out; it knows no pixels.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.core.folding import fold
from assistant.core.inflection import without_article
from assistant.core.languages import UNSPACED, script_of

_CLOSE = 0.8
_BUT_FOR_ARTICLES = 0.98
_LEAST_FUZZY = 5
"""Shorter words must be read exactly: "save" and "safe" are different words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text: where it begins and ends as shares of its letters, 0 … 1; `score` 1 is exact."""

    start: float
    end: float
    score: float

    @property
    def is_whole(self) -> bool:
        """Tell whether it is all of the text."""
        return self.start == 0.0 and self.end == 1.0


def matches(wanted: str, text: str) -> list[Match]:
    """Return where `wanted` (folded) stands in a recognised text; exact places rule out inexact ones."""
    folded = fold(text)
    if not wanted or not folded:
        return []
    if script_of(wanted) in UNSPACED:
        return _substrings(wanted, folded)
    words, spans = _words(folded)
    sought, _ = _words(wanted)
    if not sought:
        return _substrings(wanted, folded)
    exact = [
        _match(spans, place, len(sought), folded, 1.0)
        for place in range(len(words) - len(sought) + 1)
        if words[place : place + len(sought)] == sought
    ]
    return exact or _but_for_articles(sought, words, spans, folded) or _fuzzy(sought, words, spans, folded)


def _but_for_articles(sought: list[str], words: list[str], spans: list[tuple[int, int]], folded: str) -> list[Match]:
    """Compare without the articles that Arabic and Hebrew write onto a word: "the save button" is labelled "save"."""
    goal, bare = list(map(without_article, sought)), list(map(without_article, words))
    if goal == sought and bare == words:
        return []
    return [
        _match(spans, place, len(goal), folded, _BUT_FOR_ARTICLES)
        for place in range(len(bare) - len(goal) + 1)
        if bare[place : place + len(goal)] == goal
    ]


def _fuzzy(sought: list[str], words: list[str], spans: list[tuple[int, int]], folded: str) -> list[Match]:
    goal = " ".join(sought)
    if len(goal) < _LEAST_FUZZY:
        return []
    found = []
    for place in range(len(words) - len(sought) + 1):
        part = " ".join(words[place : place + len(sought)])
        if part.startswith(goal):
            score = 0.95
        elif abs(len(part) - len(goal)) > 2:
            continue
        else:
            score = SequenceMatcher(None, goal, part, autojunk=False).ratio()
        if score >= _CLOSE:
            found.append(_match(spans, place, len(sought), folded, score))
    return found


def _match(spans: list[tuple[int, int]], place: int, count: int, folded: str, score: float) -> Match:
    first, last = spans[place], spans[place + count - 1]
    is_all = place == 0 and count == len(spans)
    return Match(0.0, 1.0, score) if is_all else Match(first[0] / len(folded), last[1] / len(folded), score)


def _substrings(wanted: str, folded: str) -> list[Match]:
    found, place = [], folded.find(wanted)
    while place >= 0:
        found.append(Match(place / len(folded), (place + len(wanted)) / len(folded), 1.0))
        place = folded.find(wanted, place + len(wanted))
    return found


def _words(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the words, without punctuation, and where each begins and ends."""
    words, spans, start = [], [], -1
    for place, letter in enumerate(f"{text} "):
        # The vowel signs of India's scripts are marks.
        is_letter = letter.isalnum() or (start >= 0 and (letter in "'+#&@" or unicodedata.category(letter)[0] == "M"))
        if is_letter and start < 0:
            start = place
        elif not is_letter and start >= 0:
            words.append(text[start:place].rstrip("'"))
            spans.append((start, place))
            start = -1
    return words, spans
