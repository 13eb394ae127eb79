"""Words that a line's end parted, joined again; hyphens that belong to a word stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_SOFT = "\u00ad"
_HYPHENS = "-\u2010" + _SOFT
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_TAIL = re.compile(r"([^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*)[-\u2010\u00ad]$")
_HEAD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TENS = frozenset(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"))
_ONES = frozenset(
    (
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
    )
)
_COMPOUND = frozenset(("self", "well", "half", "cross"))
# "Vor- und Nachteile", "in- and outputs": the hyphen stands for the rest of the word.
_AND = frozenset(
    ("und", "oder", "bzw", "and", "or", "et", "ou", "y", "o", "e", "en", "of", "og", "och", "i", "a", "и", "или")
)
_LEAST_PART = 4
_LONGEST = 80
"""Letters of the longest word; what is before them doesn't matter."""
# Scripts that are written without spaces: a line's end is nothing there.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]"
)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that stand whole within a line, lower case: what tells how a parted one is written."""
    found: set[str] = set()
    is_rest = False
    for text in texts:
        # A line may begin or end with half a word.
        whole = text.partition(" ")[2] if is_rest else text
        is_rest = text[-1:] in _HYPHENS
        if is_rest:
            whole = whole.rpartition(" ")[0]
        found.update(word.lower().replace("\u2010", "-").replace("\u2011", "-") for word in _WORD.findall(whole))
    return frozenset(found)


def is_parted(text: str) -> bool:
    """Tell whether a line ends within a word."""
    return text[-1:] in _HYPHENS and _TAIL.search(text[-_LONGEST:]) is not None


def without_tail(text: str) -> str:
    """Return the text without the parted word at its end, which the next line finishes."""
    return text[:-_LONGEST] + _TAIL.sub("", text[-_LONGEST:]).rstrip() if is_parted(text) else text


def join(text: str, following: str, known: Collection[str] = ()) -> str:
    """Return a text and the line below it as one: parted words whole, a space elsewhere.

    A hyphen at the end goes where the next line goes on in lower case, unless the word is `known` with its hyphen only,
    is a compound of known words, or is one of those that always have one ("twenty-five").
    """
    if not text or not following:
        return text + following
    tail = _TAIL.search(text[-_LONGEST:]) if text[-1] in _HYPHENS else None
    if tail is None:
        return text + following if _is_unspaced(text, following) else f"{text} {following}"
    if text[-1] == _SOFT:
        return text[:-1] + following
    head = _HEAD.match(following)
    if head is None or not following[0].islower():
        # "Müller-" / "Lüdenscheidt", "2020-" / "2025"; behind a lone dash stands a space.
        return text + following if head else f"{text} {following}"
    left, right = tail[1].lower(), head[0].lower()
    if left + right in known:
        return text[:-1] + following
    if right in _AND:
        return f"{text} {following}"
    return text + following if _keeps(left, right, known) else text[:-1] + following


def softened(text: str) -> str:
    """Return a text without the hyphens that are seen at a line's end only."""
    return text.replace(_SOFT, "")


def _keeps(left: str, right: str, known: Collection[str]) -> bool:
    if f"{left}-{right}" in known or left[-1].isdigit() or (left in _TENS and right in _ONES):
        return True
    if left in _COMPOUND and len(right) >= _LEAST_PART:
        return True
    last = left.rpartition("-")[2]
    if last != left:
        return last in known or right.partition("-")[0] in known
    return min(len(left), len(right)) >= _LEAST_PART and left in known and right in known


def _is_unspaced(text: str, following: str) -> bool:
    return bool(_UNSPACED.match(text[-1]) and _UNSPACED.match(following[0]))
