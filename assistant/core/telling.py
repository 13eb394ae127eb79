"""A model's stream of text turned into sentences: split, without markup, each with its probability."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.core.cleaning import is_speakable, plain
from assistant.core.sentences import SentenceSplitter

MOST_CHARACTERS = 20_000
"""Characters of one answer of a model; a longer one is no description and is cut."""
_LEAST = 1e-6
_MARKS = re.compile(
    r"<(?:loc\d{4}|seg\d{3}|/?[a-zA-Z][^<>]{0,80})>|\*\*|__|```?|^[ \t]*(?:#{1,6}|[-*•])[ \t]+", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, or the first clause of one, and how probable it is: the geometric mean over its pieces.

    That is the sentence's own probability made independent of its length, so that one threshold serves all.
    """

    text: str
    confidence: float


class Stream:
    """Takes the pieces of a model's answer; returns sentences as they are complete."""

    def __init__(self, language: str, *, first_clause: bool) -> None:
        """`first_clause` is set where nothing of the answer was told yet: then it begins with the first clause."""
        self._splitter = SentenceSplitter(language, first_clause)
        self._text = ""
        self._spans: list[tuple[int, float]] = []
        self._length = 0
        self._is_line_open = False

    @property
    def is_full(self) -> bool:
        """Tell whether more came than an answer can be."""
        return self._length > MOST_CHARACTERS

    def feed(self, text: str, confidence: float) -> list[Told]:
        """Add text and its probability; return the sentences that are complete now."""
        room = max(0, MOST_CHARACTERS - self._length)
        self._length += len(text)
        shown = plain(text[:room])
        self._text += shown
        self._spans.append((len(shown), min(max(confidence, _LEAST), 1.0) if confidence == confidence else _LEAST))
        return list(self._judged(self._splitter.feed(shown)))

    def idle(self) -> list[Told]:
        """Return the words so far, because nothing came for a while."""
        return list(self._judged(self._splitter.idle()))

    def flush(self) -> list[Told]:
        """Return what is left; the answer ends here."""
        return list(self._judged(self._splitter.flush()))

    def _judged(self, sentences: list[str]) -> Iterator[Told]:
        for sentence in sentences:
            confidence = self._confidence(sentence)
            text = " ".join(_MARKS.sub(" ", sentence).split())
            if is_speakable(text):
                yield Told(text, confidence)

    def _confidence(self, sentence: str) -> float:
        """Return the geometric mean over the pieces that a sentence is made of, and drop it from what is kept.

        Pieces without a letter or a digit don't count: commas are nearly certain and would hide a guess.
        """
        start = self._text.find(sentence)
        # Where the splitter has changed the text it isn't found: then all that came since is taken.
        start, end = (start, start + len(sentence)) if start >= 0 else (0, len(self._text))
        total = weight = 0.0
        place = 0
        rest: list[tuple[int, float]] = []
        for length, confidence in self._spans:
            first, last = max(place, start), min(place + length, end)
            if any(map(str.isalnum, self._text[first:last])):
                share = (last - first) / length
                total += share * math.log(confidence)
                weight += share
            if place + length > end:
                rest.append((min(length, place + length - end), confidence))
            place += length
        self._text, self._spans = self._text[end:], rest
        return math.exp(total / weight) if weight else 1.0
