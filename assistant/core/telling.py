"""A model's stream of text turned into sentences: split, without markup, each with its probability."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.core.cleaning import is_speakable, plain
from assistant.core.domain import Piece
from assistant.core.sentences import ENDS, SentenceSplitter

MOST_CHARACTERS = 20_000
"""Characters of one answer of a model; a longer one is no description and is cut."""
_LEAST = 1e-6
_CLOSING = "\"'”’»」』)]"
_MARKS = re.compile(
    r"<(?:loc\d{4}|seg\d{3}|/?[a-zA-Z][^<>]{0,80})>|\*\*|__|`+|^[ \t]*(?:#{1,6}|[-*•])[ \t]+", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, or the first clause of one, and how probable it is: the geometric mean over its pieces.

    That is the sentence's own probability made independent of its length, so that one threshold serves all.
    `language` is the code that its engine gave it, empty where nobody knows; `is_open` tells that the sentence goes on.
    """

    text: str
    confidence: float
    language: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """Characters that came with one probability: how many are still there, and how many there were."""

    length: int
    whole: int
    probability: float


class Stream:
    """Takes the pieces of a model's answer; returns sentences as they are complete.

    `language` is the answer's, for pieces that come without one. `first_clause` is set where nothing of the answer was
    told yet: then it begins with the first clause.
    """

    def __init__(self, language: str, *, first_clause: bool) -> None:
        self._usual = language
        self._is_early = first_clause
        self._language = ""
        self._splitter = SentenceSplitter(language, first_clause)
        self._text = ""
        self._spans: list[_Span] = []
        self._length = 0

    @property
    def is_full(self) -> bool:
        """Tell whether more came than an answer can be."""
        return self._length > MOST_CHARACTERS

    def feed(self, piece: Piece) -> list[Told]:
        """Add a piece; return the sentences that are complete now."""
        told: list[Told] = []
        if piece.language != self._language:
            told = self.flush()
            self._language = piece.language
            self._splitter = SentenceSplitter(piece.language or self._usual, self._is_early and not self._length)
        room = max(0, MOST_CHARACTERS - self._length)
        self._length += len(piece.text)
        shown = plain(piece.text[:room])
        self._text += shown
        self._spans.append(_Span(len(shown), len(shown), _probability(piece.confidence)))
        return [*told, *self._judged(self._splitter.feed(shown))]

    def begin_again(self) -> None:
        """Drop what is not complete: the model starts its answer anew."""
        self._splitter.flush()
        self._text = ""
        self._spans.clear()

    def idle(self) -> list[Told]:
        """Return the words so far, because nothing came for a while."""
        return list(self._judged(self._splitter.idle()))

    def flush(self) -> list[Told]:
        """Return what is left; the answer ends here."""
        told = list(self._judged(self._splitter.flush()))
        return [*told[:-1], *(replace(last, is_open=False) for last in told[-1:])]

    def _judged(self, sentences: list[str]) -> Iterator[Told]:
        for sentence in sentences:
            confidence = self._confidence(sentence)
            text = " ".join(_MARKS.sub(" ", sentence).split())
            if is_speakable(text):
                is_ended = text.rstrip(_CLOSING)[-1:] in ENDS or self._text.lstrip(" ")[:1] == "\n"
                yield Told(text, confidence, self._language, is_open=not is_ended)

    def _confidence(self, sentence: str) -> float:
        """Return the geometric mean over the pieces that a sentence is made of, and drop it from what is kept.

        Pieces without a letter or a digit don't count: commas are nearly certain and would hide a guess.
        """
        start = self._text.find(sentence)
        # Where the splitter has changed the text it isn't found: then all that came since is taken.
        start, end = (start, start + len(sentence)) if start >= 0 else (0, len(self._text))
        total = weight = 0.0
        place = 0
        rest: list[_Span] = []
        for span in self._spans:
            first, last = max(place, start), min(place + span.length, end)
            if any(map(str.isalnum, self._text[first:last])):
                share = (last - first) / span.whole
                total += share * math.log(span.probability)
                weight += share
            place += span.length
            if place > end:
                rest.append(replace(span, length=min(span.length, place - end)))
        self._text, self._spans = self._text[end:], rest
        return math.exp(total / weight) if weight else 1.0


def _probability(confidence: float) -> float:
    """Return a probability that has a logarithm; what is no number is none."""
    return min(max(confidence, _LEAST), 1.0) if confidence == confidence else _LEAST
