"""Is a model's sentence told as it is, hedged, or not at all? Decided from probabilities and from what is known.

Nothing here looks at how sure a sentence sounds. What it can't check it leaves to the model's own probability.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.core.domain import Box
from assistant.core.facts import Facts
from assistant.core.folding import fold
from assistant.core.honesty import MODEL_SENTENCE, Naming, naming_of
from assistant.core.names import Mention, Names, claims_of, words_of
from assistant.core.questions import table_of
from assistant.core.telling import Told

_QUOTED = re.compile(r"“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|「([^」]+)」|『([^』]+)』|\"([^\"]+)\"|(?<!\w)'([^']+)'(?!\w)")
_CLOSE = 0.8
_MOST_KNOWN = 0.6
"""Share of quoted words that must have been read: the recogniser may have missed one, the model misspelt one."""
_FRAME = 3
"""Words around a quotation that tell nothing more: "The text says"."""
_LEAST_FUZZY = 4
"""Shorter words must have been read exactly."""
_ENDS = re.compile(r"[\n.!?。！？।]+")
_ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a sentence may be told, and the things that made it no better than hedged."""

    naming: Naming
    doubted: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the part that is described: classes the detector saw, words read, whether reading was sure."""

    labels: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    has_sure_text: bool = False

    @staticmethod
    def of(facts: Facts, box: Box) -> Known:
        """Return what the facts hold of a box."""
        return Known(facts.labels(box), facts.words(box), facts.has_sure_text(box))


class Checker:
    """Judges sentences about one part of a picture; `names` returns what things are called in a language."""

    def __init__(self, known: Known, names: Callable[[str], Names], language: str) -> None:
        self._known = known
        self._names = names
        self._language = language

    def judge(self, told: Told) -> Verdict:
        """Return what may be said."""
        own = naming_of(told.confidence, MODEL_SENTENCE)
        quotes = self._judge_quotes(told)
        if Naming.UNSAID in (own, quotes):
            return Verdict(Naming.UNSAID)
        unseen = tuple(mention for mention in self._mentions(told) if not self._is_known(mention))
        if unseen or Naming.HEDGED in (own, quotes):
            return Verdict(Naming.HEDGED, unseen)
        return Verdict(Naming.NAMED)

    def labels(self, told: Told) -> frozenset[str]:
        """Return the detector's classes that a sentence names."""
        return frozenset(mention.label for mention in self._mentions(told))

    def repeats_text(self, told: Told) -> bool:
        """Tell whether a sentence only says again what was read there."""
        quotes, _ = _quotes(told.text, told.language or self._language)
        quoted = [word for quote in quotes for word in words_of(quote)]
        return bool(quoted) and self._is_read(quoted) and len(words_of(told.text)) - len(quoted) <= _FRAME

    def _mentions(self, told: Told) -> tuple[Mention, ...]:
        return self._names(told.language or self._language).mentions(told.text)

    def _is_known(self, mention: Mention) -> bool:
        return mention.label in self._known.labels or set(words_of(mention.words)) <= self._known.words

    def _judge_quotes(self, told: Told) -> Naming:
        quotes, is_marked = _quotes(told.text, told.language or self._language)
        if all(self._is_read(words_of(quote)) for quote in quotes):
            return Naming.NAMED
        # Behind "says" a claim may be no quotation after all: never worse than hedged.
        return Naming.UNSAID if is_marked and self._known.has_sure_text else Naming.HEDGED

    def _is_read(self, words: Sequence[str]) -> bool:
        known = sum(word in self._known.words or _is_almost(word, self._known.words) for word in words)
        return known >= _MOST_KNOWN * len(words)


def _quotes(sentence: str, language: str) -> tuple[list[str], bool]:
    """Return the words that a sentence claims to have read, and whether quotation marks stand around them."""
    found = [next(filter(None, groups)) for groups in _QUOTED.findall(sentence)]
    if found:
        return found, True
    folded = fold(sentence)
    table = table_of(language)
    # Where no spaces part the words, nothing need stand between them.
    edge, gap = (r"(?<!\w)", "+") if table is None or table.gap else ("", "*")
    for saying in claims_of(language).sayings:
        behind = re.search(rf"{edge}{re.escape(saying)}[\s:,]{gap}([^\s:,.;!?。][^.;!?。]*)", folded)
        # "A woman reads a book" quotes nothing.
        if behind and not (table and behind.group(1).split()[0] in table.articles):
            return [behind.group(1)], False
    return [], False


def _is_almost(word: str, others: Iterable[str]) -> bool:
    """Tell whether one of the others differs from a word by no more than a misread letter or two."""
    if len(word) < _LEAST_FUZZY:
        return False
    matcher = SequenceMatcher(None, "", word, autojunk=False)
    for other in others:
        if abs(len(word) - len(other)) <= 1:
            matcher.set_seq1(other)
            # The quick one is never below the true one; a page has a thousand words, and nobody may wait for this.
            if matcher.quick_ratio() >= _CLOSE and matcher.ratio() >= _CLOSE:
                return True
    return False


class Said:
    """What an answer has told, so that nothing is told twice."""

    def __init__(self) -> None:
        self._told: list[frozenset[str]] = []
        self._own: list[frozenset[str]] = []

    def told(self, text: str) -> None:
        """Note what the embedded engine told; several sentences may come in one text."""
        for line in _ENDS.split(text):
            words = frozenset(words_of(line))
            if words:
                self._told.append(words)

    def has(self, text: str) -> bool:
        """Tell whether all of that was told just so."""
        lines = [frozenset(words_of(line)) for line in _ENDS.split(text)]
        return all(words in self._told for words in lines if words)

    def begins_picture(self) -> None:
        """Let the next picture say what the former said: two pictures may show the same."""
        self._own.clear()

    def is_new(self, sentence: str) -> bool:
        """Tell whether a sentence says something that was not told; a new one is noted."""
        words = frozenset(words_of(sentence))
        if not words:
            return bool(sentence.strip())
        if any(_is_alike(words, other) for other in (*self._told, *self._own)):
            return False
        self._own.append(words)
        return True


def _is_alike(words: frozenset[str], other: frozenset[str]) -> bool:
    """Compare by the share of words in common (Jaccard)."""
    return len(words & other) >= _ALIKE * len(words | other)
