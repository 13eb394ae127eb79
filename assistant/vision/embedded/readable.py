"""What of a recogniser's output is text: letters of the user's scripts, enough of them, surely enough.

Icons become "OT Q" and frames become "口"; a user who can't see would take them for words.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from assistant.core.languages import LANGUAGES, UNSPACED, Script, script_of_character

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_CONFIDENCE = 0.8
LONE_CONFIDENCE = 0.95
"""A lone digit or a lone letter of a script that writes words with one."""
JOINERS = "\u200c\u200d"
"""Persian and the Indic scripts spell with them; every other invisible character is dropped."""


def scripts_of(languages: Iterable[str]) -> frozenset[Script]:
    """Return the scripts that a reader of the languages meets: theirs, and Latin, which is on every screen."""
    scripts = {Script.LATIN, *(LANGUAGES[code].script for code in languages)}
    if scripts & {Script.JAPANESE, Script.HAN}:
        scripts |= {Script.JAPANESE, Script.HAN}
    if Script.KOREAN in scripts:
        scripts.add(Script.HAN)
    return frozenset(scripts)


def readable(text: str, confidence: float, scripts: frozenset[Script], least: float = LEAST_CONFIDENCE) -> str:
    """Return the text without what isn't text, or "" where too little is left to be said."""
    kept = " ".join("".join(filter(lambda sign: _is_ours(sign, scripts), text)).split())
    signs = [sign for sign in kept if sign.isalnum()]
    if confidence < least or not signs:
        return ""
    if len(signs) > 1:
        return kept
    is_word = signs[0].isdigit() or script_of_character(signs[0]) in UNSPACED | {Script.KOREAN}
    return kept if is_word and confidence >= LONE_CONFIDENCE else ""


def _is_ours(sign: str, scripts: frozenset[Script]) -> bool:
    category = unicodedata.category(sign)
    if category[0] == "C":
        return sign in JOINERS
    if category[0] in "LM":
        script = script_of_character(sign)
        return script is None or script in scripts
    return True
