"""Finds the things of the detector's classes that a sentence names, in the language in which it is written.

Only names are looked for that the wording and the tables of questions know; a language without either finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.core.folding import LETTER, fold
from assistant.core.inflection import is_same, sought_stems, stems, without_number
from assistant.core.languages import DEFAULT, UNSPACED, script_of
from assistant.core.questions import table_of
from assistant.core.wording import Wording
from assistant.core.wording.claims import CLAIMS, NO_CLAIMS, ClaimWords
from assistant.core.wording.objects import OBJECTS

_COUNTS = (1, 2, 5)
"""Numbers that bring out the plural forms of most languages."""
_LETTER = rf"(?:(?!_){LETTER})"
_WORD = re.compile(rf"{_LETTER}+(?:['-]{_LETTER}+)*")
_CLAUSE_END = re.compile(r"[\s,.;:!?，。、；！？]")
_MOST_WORDS = 4
_DENIED_WITHIN = 3
_DENIED_WITHIN_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a sentence names: its class, and the words that name it there."""

    label: str
    words: str


class Names:
    """The names of the detector's classes in one language; `wording` counts where it really speaks that language."""

    def __init__(self, language: str, wording: Wording) -> None:
        self._language = language
        self._claims = claims_of(language)
        self._labels: dict[tuple[str, ...], str] = {}
        for words, label in _forms(language, wording):
            if words:
                self._labels.setdefault(words, label)
        self._inflected = _inflected(self._labels, language)
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
            if (
                label
                and not self._is_denied(words, place, count)
                and not self._is_doubtful(folded, spans, place, count)
            ):
                end = place + count - 1
                found.setdefault(label, Mention(label, _as_written(sentence, folded, spans[place], spans[end])))
            place += max(count, 1)
        return tuple(found.values())

    def _at(self, words: Sequence[str], place: int) -> tuple[int, str]:
        """Return how many words from `place` on name a thing, the longest name first, and its class."""
        for count in range(min(self._longest, len(words) - place), 0, -1):
            name = tuple(words[place : place + count])
            if label := self._labels.get(name) or self._label_of_form(name):
                return count, label
        return 0, ""

    def _label_of_form(self, name: tuple[str, ...]) -> str:
        # The longest first: what is least changed is likeliest meant.
        for last in sorted(sought_stems(name[-1], self._language), key=lambda stem: (-len(stem), stem)):
            if label := self._labels.get((*name[:-1], last)) or self._inflected.get((*name[:-1], last)):
                return label
        return ""

    def _is_denied(self, words: Sequence[str], place: int, count: int) -> bool:
        near = [*words[max(0, place - _DENIED_WITHIN) : place]]
        if self._claims.denies_behind:
            near += words[place + count : place + count + _DENIED_WITHIN]
        return any(word in self._claims.denials for word in near)

    def _is_doubtful(self, folded: str, spans: Sequence[re.Match[str]], place: int, count: int) -> bool:
        """Tell whether a name is a colour or the like: it is, where another word follows at once."""
        if count != 1 or spans[place].group() not in self._claims.doubtful:
            return False
        return place + 1 < len(spans) and not folded[spans[place].end() : spans[place + 1].start()].strip()

    def _substrings(self, folded: str) -> tuple[Mention, ...]:
        """Look for the names as they are; a longer name hides the shorter ones in it."""
        for word in self._claims.doubtful:
            folded = folded.replace(word, "_" * len(word))
        found: dict[str, Mention] = {}
        for (name, *more), label in sorted(self._labels.items(), key=lambda row: -len(row[0][0])):
            places = [] if more else [place.start() for place in re.finditer(re.escape(name), folded)]
            if not all(self._is_denied_at(folded, place, place + len(name)) for place in places):
                found.setdefault(label, Mention(label, name))
            if places:
                folded = folded.replace(name, "_" * len(name))
        return tuple(found.values())

    def _is_denied_at(self, folded: str, start: int, end: int) -> bool:
        if self._claims.denies_behind:
            near = _CLAUSE_END.split(folded[end : end + _DENIED_WITHIN_LETTERS])[0]
        else:
            near = _CLAUSE_END.split(folded[max(0, start - _DENIED_WITHIN_LETTERS) : start])[-1]
        return any(denial in near for denial in self._claims.denials)


@lru_cache(maxsize=32)
def claims_of(language: str) -> ClaimWords:
    """Return the words by which a language's sentences are checked, folded."""
    claims = CLAIMS.get(language, NO_CLAIMS)
    return replace(
        claims,
        denials=frozenset(map(fold, claims.denials)),
        sayings=tuple(map(fold, claims.sayings)),
        doubtful=frozenset(map(fold, claims.doubtful)),
    )


def label_of(name: str, wording: Wording) -> str:
    """Return the detector's class that the user calls so (folded), in one or many; "" where there is none or two."""
    if not name:
        return ""
    sought = words_of(name)
    inflected = set()
    for label in OBJECTS:
        for words in (words_of(label), *_worded(wording, label)):
            if words == sought:
                return label
            if is_same(sought, words, wording.language):
                inflected.add(label)
    return inflected.pop() if len(inflected) == 1 else ""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, without punctuation."""
    return tuple(_WORD.findall(fold(text)))


def _inflected(labels: Mapping[tuple[str, ...], str], language: str) -> dict[tuple[str, ...], str]:
    """Return the names without their endings, without those that could be two things."""
    found: dict[tuple[str, ...], set[str]] = {}
    for words, label in labels.items():
        for stem in stems(words[-1], language):
            found.setdefault((*words[:-1], stem), set()).add(label)
    return {words: next(iter(several)) for words, several in found.items() if len(several) == 1}


def _forms(language: str, wording: Wording) -> Iterator[tuple[tuple[str, ...], str]]:
    table = table_of(language)
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
    table = table_of(wording.language)
    articles = table.articles if table else ()
    for count in _COUNTS:
        words = words_of(without_number(fold(wording.thing(label, count)), wording.language))
        start = 0
        while start < len(words) - 1 and (words[start].isdecimal() or words[start] in articles):
            start += 1
        yield words[start:]


def _as_written(sentence: str, folded: str, first: re.Match[str], last: re.Match[str]) -> str:
    """Return the words as the sentence has them where folding has moved nothing, else folded."""
    if len(folded) == len(sentence):
        return sentence[first.start() : last.end()]
    return folded[first.start() : last.end()]
