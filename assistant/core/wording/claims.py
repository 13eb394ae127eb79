"""Words by which a model's sentence is checked, a table for each language: how it denies, and how it quotes.

These are words to recognise, not to say: they belong to no catalogue. Everything is folded as `core.questions.fold`
does it: lower case, no accents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """One language: `denials` stand before what is not there, `sayings` before words that are read.

    `prefixes` are letters that are written onto a word ("the", "and"), `suffixes` its endings; `doubtful` are names of
    things that mean something else before another word ("an orange cat").
    """

    denials: frozenset[str]
    sayings: tuple[str, ...]
    prefixes: str = ""
    suffixes: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLAIMS = {
    "en": ClaimWords(
        denials=_words("no not without neither nor none isn't aren't"),
        sayings=("says", "say", "saying", "reads", "reading", "the words", "the word", "with the text"),
        doubtful=_words("orange remote"),
    ),
    "de": ClaimWords(
        denials=_words("kein keine keinen keinem keiner keines nicht ohne weder noch"),
        sayings=("steht", "sagt", "lautet", "der aufschrift", "mit dem text", "den worten", "das wort", "dem wort"),
        suffixes=("es", "en", "s", "n", "e"),
        doubtful=_words("orange"),
    ),
    "fr": ClaimWords(
        denials=_words("pas sans aucun aucune ni"),
        sayings=("dit", "indique", "est ecrit", "les mots", "le mot", "avec le texte"),
        suffixes=("s", "x"),
        doubtful=_words("orange"),
    ),
    "es": ClaimWords(
        denials=_words("no sin ningun ninguna ni"),
        sayings=("dice", "pone", "las palabras", "la palabra", "con el texto"),
        suffixes=("s", "es"),
        doubtful=_words("naranja"),
    ),
    "he": ClaimWords(
        denials=_words("אין ללא בלי לא"),
        sayings=("כתוב", "נכתב", "המילה"),
        prefixes="והבלכמש",
    ),
}

CLAIMS: Mapping[str, ClaimWords] = MappingProxyType(_CLAIMS)
NO_CLAIMS = ClaimWords(frozenset(), ())
