"""Understands the few questions that can be answered without a big model; everything else it leaves alone.

Words are compared folded: lower case, no accents, no punctuation at the ends. It answers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.core.folding import EDGES, as_written, fold
from assistant.core.inflection import sought_stems, stems
from assistant.core.wording.question_words import Asked, Kind
from assistant.core.wording.questions import QUESTIONS

_CHOICE = re.compile(r"([(\[])([^()\[\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class Thing:
    """What is looked for: `words` as the user wrote them, `name` folded and without articles and kind.

    `kind` is set where the user named one ("the Save button" → BUTTON and "save"), `label` where the name is a class
    of the object detector.
    """

    words: str
    name: str
    kind: Kind | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was understood; `thing` is None where it is about the whole picture."""

    asked: Asked
    thing: Thing | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one language, spread out and folded, the longest first.

    `wholes` are questions without a thing, `frames` what stands before and behind one. `leads` are the places that are
    dropped in front of a thing: those that are no articles.
    """

    language: str
    wholes: Mapping[str, Asked]
    frames: tuple[tuple[str, str, Asked], ...]
    articles: tuple[str, ...]
    leads: tuple[str, ...]
    places: tuple[str, ...]
    kinds: tuple[tuple[str, Kind], ...]
    synonyms: Mapping[str, tuple[str, ...]]
    courtesies: tuple[str, ...]
    others: re.Pattern[str]
    refused: tuple[str, ...]
    links: tuple[str, ...]
    gap: str


def understand(question: str, language: str) -> Question | None:
    """Return what is asked, in the answer's language or in English; None where a big model is needed."""
    asked = fold(question).strip(EDGES)
    for table in _tables(language):
        plain = _without(_without_asides(asked, table), table.courtesies, table.courtesies, table.gap)
        bare = _without(plain, table.leads, table.places, table.gap)
        if plain in table.refused:
            return None
        # Whole questions first: "what is the title" must not be taken for a thing.
        if asked_of_all := table.wholes.get(plain):
            return Question(asked_of_all)
        for head, tail, kind in table.frames:
            found = _inside(plain, head, tail) or _inside(bare, head, tail)
            if not found:
                continue
            words = _without(found, table.leads, table.places, table.gap)
            if words in table.places or table.others.fullmatch(words) or table.others.fullmatch(_bare(words, table)):
                return None
            if words:
                written = as_written(" ".join(question.split()), words).strip(EDGES)
                return Question(kind, _thing(words, written or words, (table, *_tables(language))))
    return None


def understand_thing(text: str, language: str) -> Thing:
    """Return what is looked for, from words such as "the Save button" or "dog"."""
    words = " ".join(text.split()).strip(EDGES)
    return _thing(fold(words).strip(EDGES), words, tuple(_tables(language)))


@lru_cache(maxsize=32)
def table_of(language: str) -> Table | None:
    """Return a language's words; None where nobody wrote a table for it."""
    words = QUESTIONS.get(language)
    if words is None:
        return None
    patterns = [(pattern, kind) for kind in words.patterns for pattern in _listed(words.patterns[kind])]
    patterns.sort(key=_longest)
    articles = _listed(words.articles)
    return Table(
        language,
        {pattern: kind for pattern, kind in patterns if "{}" not in pattern},
        tuple((*_halves(pattern), kind) for pattern, kind in patterns if "{}" in pattern),
        articles,
        tuple(place for place in _listed(words.places) if place not in articles),
        _listed(words.places),
        tuple(sorted(((name, kind) for kind in words.kinds for name in _listed(words.kinds[kind])), key=_longest)),
        {label: _listed(names) for label, names in words.synonyms.items()},
        _listed(words.courtesies),
        re.compile("|".join(map(_regex, _listed(words.others)))),
        _listed(words.refused),
        _listed(words.links),
        " " if words.is_spaced else "",
    )


def _thing(folded: str, words: str, tables: Iterable[Table]) -> Thing:
    first: Thing | None = None
    for table in tables:
        name, kind = _without_kind(_bare(folded, table), table)
        label = _label(name, table)
        thing = Thing(words, name, kind, label)
        if kind is not None or label:
            return thing
        first = first or thing
    return first or Thing(words, folded)


def _label(name: str, table: Table) -> str:
    """Return the class that a name is a synonym of, in whatever form; "" where it could be two."""
    for label, others in table.synonyms.items():
        if name in others:
            return label
    sought = sought_stems(name, table.language)
    found = {
        label
        for label, others in table.synonyms.items()
        if any(sought & stems(other, table.language) for other in others)
    }
    return found.pop() if len(found) == 1 else ""


def _without(text: str, leads: Sequence[str], ends: Sequence[str], gap: str) -> str:
    """Drop "on the screen", "please" and the like at both ends, as often as they stand there; never all of it."""
    rest = text
    while rest:
        text = rest
        rests = [*(_behind(text, lead, gap) for lead in leads), *(_before(text, end, gap) for end in ends)]
        rest = next(filter(None, rests), "")
    return text


def _without_asides(asked: str, table: Table) -> str:
    """Drop courtesies between commas: "find, please, the dog"."""
    parts = [part.strip(EDGES) for part in asked.split(",")]
    if not set(parts[1:-1]) & set(table.courtesies):
        return asked
    return " ".join(part for part in parts if part not in table.courtesies)


def _inside(asked: str, head: str, tail: str) -> str:
    """Return what stands between a question's beginning and its end, "" where it has not both."""
    is_framed = asked.startswith(head) and asked.endswith(tail) and len(asked) > len(head) + len(tail)
    return asked[len(head) : len(asked) - len(tail)].strip(EDGES) if is_framed else ""


def _behind(text: str, part: str, gap: str) -> str:
    """Return what stands behind a part that a text begins with, "" where it does not."""
    rest = text[len(part) :]
    return rest.strip(EDGES) if text.startswith(part) and (not gap or rest[:1] in EDGES) else ""


def _before(text: str, part: str, gap: str) -> str:
    rest = text[: -len(part)]
    return rest.strip(EDGES) if text.endswith(part) and (not gap or rest[-1:] in EDGES) else ""


def _bare(text: str, table: Table) -> str:
    """Drop an article at the start; one that ends with an apostrophe is written onto the word."""
    for article in table.articles:
        if rest := _behind(text, article, "" if article.endswith("'") else table.gap):
            return rest
    return text


def _without_kind(text: str, table: Table) -> tuple[str, Kind | None]:
    """Split a kind off: "save button", "button save", "schaltflache speichern"; the bare kind leaves no name."""
    for name, kind in table.kinds:
        if text == name:
            return "", kind
        # Without spaces a word that begins like a kind is another word.
        if rest := _before(text, name, table.gap) or _behind(text, name, " "):
            return _bare(_without(rest, table.links, table.links, table.gap), table), kind
    return text, None


def _tables(language: str) -> Iterator[Table]:
    for code in dict.fromkeys((language, "en")):
        if table := table_of(code):
            yield table


def _listed(text: str) -> tuple[str, ...]:
    """Return the entries of "a | b", spread out and folded, the longest first."""
    entries = (fold(entry) for part in text.split("|") for entry in _spread(part))
    return tuple(sorted(dict.fromkeys(filter(None, entries)), key=len, reverse=True))


def _spread(text: str) -> Iterator[str]:
    """Yield what "a (b/c)[ d]" stands for."""
    found = _CHOICE.search(text)
    if not found:
        yield text
        return
    choices = [*found.group(2).split("/"), *([""] if found.group(1) == "[" else [])]
    for choice in choices:
        yield from _spread(text[: found.start()] + choice + text[found.end() :])


def _regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\{\}", "(.+)")


def _halves(pattern: str) -> tuple[str, str]:
    head, _, tail = pattern.partition("{}")
    return head, tail


def _longest(row: tuple[str, StrEnum]) -> int:
    return -len(row[0])
