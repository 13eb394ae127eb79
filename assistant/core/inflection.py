"""Compares words without what a sentence does to them: cases, attached articles. The rules are in the wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.core.folding import fold
from assistant.core.wording.inflections import INFLECTIONS, PLAIN

_LEAST_BEHIND_PREFIX = 2
_LEAST_STEM = 3
_LEAST_ADDED = 4
"""Letters that must be left of a word: shorter remains are other words."""


def stems(word: str, language: str) -> frozenset[str]:
    """Return the forms under which a folded word of the dictionary is kept: itself, and without its ending, marked."""
    return frozenset({word, *(f"{stem}-" for stem in _without(word, _endings(language), _LEAST_STEM))})


def sought_stems(word: str, language: str) -> frozenset[str]:
    """Return the forms under which a folded word of a sentence may be kept."""
    found: set[str] = set()
    for bare in _without_prefixes(word, language):
        found |= stems(bare, language)
    found.update(_without(word, tuple(map(fold, INFLECTIONS.get(language, PLAIN).added)), _LEAST_ADDED))
    return frozenset(found)


def is_same(sought: Sequence[str], names: Sequence[str], language: str) -> bool:
    """Tell whether words of a sentence are a name of the dictionary, each in whatever form."""
    return len(sought) == len(names) and all(
        sought_stems(word, language) & stems(name, language) for word, name in zip(sought, names, strict=True)
    )


def without_number(name: str, language: str) -> str:
    """Return a folded name without the number that is written onto it, where the language writes it so."""
    counted = INFLECTIONS.get(language, PLAIN).counted
    found = re.fullmatch(counted, name) if counted else None
    return found.group(1) if found else name


def without_article(word: str) -> str:
    """Return a folded word without an article that is written onto it, whatever the language: for comparing both."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) > _LEAST_BEHIND_PREFIX:
            return word[len(article) :]
    return word


def _without_prefixes(word: str, language: str) -> set[str]:
    found = {word}
    prefixes = INFLECTIONS.get(language, PLAIN).prefixes
    bare = word
    while lead := max((p for p in prefixes if bare.startswith(p)), key=len, default=""):
        bare = bare[len(lead) :]
        if len(bare) < _LEAST_BEHIND_PREFIX:
            break
        found.add(bare)
    return found


def _without(word: str, endings: Sequence[str], least: int) -> set[str]:
    return {word[: len(word) - len(end)] for end in endings if word.endswith(end) and len(word) - len(end) >= least}


@lru_cache(maxsize=32)
def _endings(language: str) -> tuple[str, ...]:
    return tuple(fold(ending) for ending in INFLECTIONS.get(language, PLAIN).exchanged)


_ARTICLES = tuple(inflection.article for inflection in INFLECTIONS.values() if inflection.article)
