"""Finds the things of the detector's classes that a sentence names, in the language in which it is written.

Only names are looked for that the wording and the tables of questions know; a language without either finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.core.languages import DEFAULT, UNSPACED, script_of
from assistant.core.questions import fold
from assistant.core.wording import Wording
from assistant.core.wording.claims import CLAIMS, NO_CLAIMS
from assistant.core.wording.objects import OBJECTS
from assistant.core.wording.questions import QUESTIONS

_COUNTS = (1, 2, 5)
"""Numbers that bring out the plural forms of most languages."""
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_MOST_WORDS = 4
_LEAST_INFLECTED = 4
_DENIED_WITHIN = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a sentence names: its class, and the words that name it there."""

    label: str
    words: str


class Names:
    """The names of the detector's classes in one language; `wording` counts where it really speaks that language."""

    def __init__(self, language: str, wording: Wording) -> None:
        self._claims = CLAIMS.get(language, NO_CLAIMS)
        self._labels: dict[tuple[str, ...], str] = {}
        for words, label in _forms(language, wording):
            if words:
                self._labels.setdefault(words, label)
        self._longest = min(max(map(len, self._labels), default=0), _MOST_WORDS)

    def mentions(self, sentence: str) -> tuple[Mention, ...]:
        """Return what a sentence says is there, each class once; what it denies is left out."""
        folded = fold(sentence)
        if script_of(folded) in UNSPACED:
            return self._substrings(folded)
        spans = list(_WORD.finditer(folded))
        words = [span.group() for span in spans]
        found: dict[str, Mention] = {}
        place = 0
        while place < len(words):
            count, label = self._at(words, place)
            if label and not self._is_denied(words, place) and not self._is_doubtful(folded, spans, place, count):
                end = place + count - 1
                found.setdefault(label, Mention(label, _as_written(sentence, folded, spans[place], spans[end])))
            place += max(count, 1)
        return tuple(found.values())

    def _at(self, words: Sequence[str], place: int) -> tuple[int, str]:
        """Return how many words from `place` on name a thing, the longest name first, and its class."""
        for count in range(min(self._longest, len(words) - place), 0, -1):
            name = tuple(words[place : place + count])
            for last in self._stems(name[-1]):
                label = self._labels.get((*name[:-1], last))
                if label:
                    return count, label
        return 0, ""

    def _stems(self, word: str) -> Iterator[str]:
        yield word
        for suffix in self._claims.suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_INFLECTED:
                yield word[: -len(suffix)]
        bare = word
        while bare[:1] and bare[0] in self._claims.prefixes and len(bare) > 2:
            bare = bare[1:]
            yield bare

    def _is_denied(self, words: Sequence[str], place: int) -> bool:
        return any(word in self._claims.denials for word in words[max(0, place - _DENIED_WITHIN) : place])

    def _is_doubtful(self, folded: str, spans: Sequence[re.Match[str]], place: int, count: int) -> bool:
        """Tell whether a name is a colour or the like: it is, where another word follows at once."""
        if count != 1 or spans[place].group() not in self._claims.doubtful:
            return False
        return place + 1 < len(spans) and not folded[spans[place].end() : spans[place + 1].start()].strip()

    def _substrings(self, folded: str) -> tuple[Mention, ...]:
        found: dict[str, Mention] = {}
        for words, label in self._labels.items():
            if len(words) == 1 and words[0] in folded:
                found.setdefault(label, Mention(label, words[0]))
        return tuple(found.values())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, without punctuation."""
    return tuple(_WORD.findall(fold(text)))


def _forms(language: str, wording: Wording) -> Iterator[tuple[tuple[str, ...], str]]:
    table = QUESTIONS.get(language)
    if language == DEFAULT:
        # The wording's own sentences are English wherever there is no translation.
        wording = Wording()
    for label in OBJECTS:
        if language == DEFAULT:
            yield words_of(label), label
        if wording.language == language:
            yield from ((words, label) for words in _worded(wording, label))
        for synonym in table.synonyms.get(label, ()) if table else ():
            yield words_of(synonym), label


def _worded(wording: Wording, label: str) -> Iterator[tuple[str, ...]]:
    """Yield a class's names as the wording has them, without their numbers and articles."""
    table = QUESTIONS.get(wording.language)
    articles = table.articles if table else ()
    for count in _COUNTS:
        words = words_of(wording.thing(label, count))
        start = 0
        while start < len(words) - 1 and (words[start].isdecimal() or words[start] in articles):
            start += 1
        yield words[start:]


def _as_written(sentence: str, folded: str, first: re.Match[str], last: re.Match[str]) -> str:
    """Return the words as the sentence has them where folding has moved nothing, else folded."""
    if len(folded) == len(sentence):
        return sentence[first.start() : last.end()]
    return folded[first.start() : last.end()]
