"""In which language a piece of text is written: by its script, then, for Latin letters, by an identifier.

Runs in children only, the engine's and a document's: the identifier needs numpy. It never guesses from a few letters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.core.languages import LANGUAGES, Script, is_known, language_for_script, match, script_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_LETTERS = 20
"""Fewer letters tell nothing reliable; a voice that changes for a word is worse than one that doesn't."""
SURE = 0.9
"""The identifier's own probability for a language that the user didn't list."""


def identify(text: str, languages: Sequence[str]) -> str:
    """Return the code of the text's language, "" where nobody can know; `languages` are the user's, likeliest first."""
    if (by_script := language_for_script(text, languages)) is not None:
        return by_script
    if script_of(text) is not Script.LATIN:
        return ""
    wanted = tuple(code for code in dict.fromkeys(map(match, languages)) if _is_latin(code))
    if len(wanted) == 1 and not _is_long(text):
        return wanted[0]
    if not _is_long(text):
        return ""
    ranked = _identifier().rank(text)
    best, probability = ranked[0]
    if probability >= SURE and is_known(best) and match(best) not in wanted and _is_latin(match(best)):
        return match(best)
    return next((code for code, _ in ranked if code in wanted), "")


def _is_long(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= LEAST_LETTERS


def _is_latin(code: str) -> bool:
    return LANGUAGES[code].script is Script.LATIN


@lru_cache(maxsize=1)
def _identifier() -> Any:  # noqa: ANN401 - py3langid carries no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
