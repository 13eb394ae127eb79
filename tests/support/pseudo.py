"""A language that nobody speaks: every sentence of the code longer, accented and in brackets.

What is no sentence of the catalogues, or has no room, is seen at once.
"""

from __future__ import annotations

import gettext
import re

from assistant.core.wording import Wording

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
"""The share of letters that German, Finnish or Russian need beyond English."""
_ACCENTED = str.maketrans("aceinosuyzACEINOSUYZ", "áçéíñöšüýžÁÇÉÍÑÖŠÜÝŽ")
_KEPT = re.compile(r"(\{[^}]*\}|&.)")


def pseudo(english: str) -> str:
    """Return a sentence as the language has it; what stands in braces and the letter of a mnemonic stay."""
    if not english:
        return english
    parts = _KEPT.split(english)
    accented = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in parts)
    return f"{OPEN}{accented}{'~' * round(LONGER * len(english))}{CLOSE}"


class PseudoTranslations(gettext.NullTranslations):
    """The catalogue of that language; plurals as in English."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo_wording() -> Wording:
    """Return SeeSay's sentences in that language; voices and layout take them for German."""
    return Wording("de", PseudoTranslations())
