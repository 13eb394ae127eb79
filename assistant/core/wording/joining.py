"""Sounds that change where two texts meet: what no translator can write into "{a} and {b}"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_MEETINGS: Mapping[str, tuple[str, str, re.Pattern[str]]] = MappingProxyType(
    {
        # "padre e hijo", but "agua y hielo", and "y" before a sound that only looks like one ("y iOS" is said with ai).
        "es": (" y ", " e ", re.compile(r"(?!iOS|iPhone|iPad|iCloud|iTunes)h?[ií](?![aeouáéóú])", re.IGNORECASE)),
    }
)
"""Per language: how a text ends, how it ends before those sounds, and the beginnings that have them."""


def met(joined: str, last: str, language: str) -> str:
    """Return a list that ends with `last`, with the word before it as it sounds there."""
    ending, other, sounds = _MEETINGS.get(language, ("", "", re.compile("")))
    head = joined.removesuffix(last)
    if ending and last and head != joined and head.endswith(ending) and sounds.match(last.lstrip("«“\"'¿¡")):
        return head.removesuffix(ending) + other + last
    return joined
