"""The last door before a synthesiser: takes out what could reprogram it, whatever came before.

The core cleans all speech; this is the second lock, because one control character can silence eSpeak NG for good, for
other programs too. It judges no wording and drops no letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

SEGMENT = 1000
"""Characters that a synthesiser gets at once: no native buffer has to hold a megabyte, and a cancel is near."""

_UNSPEAKABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200c", "\u200d"}


def plain(text: str) -> str:
    """Return the text as one line without controls, bidi overrides, lone surrogates and phoneme brackets.

    Zero-width joiners stay: Persian, Hindi and emoji mean something else without them.
    """
    kept = "".join(character if _is_speakable(character) else " " for character in text)
    while "[[" in kept or "]]" in kept:
        kept = kept.replace("[[", "[ [").replace("]]", "] ]")
    return " ".join(kept.split())


def segments(text: str, size: int = SEGMENT) -> Iterator[str]:
    """Yield the text in parts of at most `size` characters, cut at a space where there is one."""
    start = 0
    while len(text) - start > size:
        cut = text.rfind(" ", start + 1, start + size + 1)
        end = cut if cut > start else start + size
        yield text[start:end]
        start = end + (cut > start)
    if start < len(text):
        yield text[start:]


def is_speakable(text: str) -> bool:
    """Tell whether a voice must make a sound for this text: it has a letter or a digit."""
    return any(character.isalnum() for character in text)


def _is_speakable(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _UNSPEAKABLE
