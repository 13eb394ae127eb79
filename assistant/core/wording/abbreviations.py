"""Abbreviations that always stand before what they belong to, so that no sentence ends with them.

Single letters need no table. It holds what the sentence splitter's library does not know: words to recognise, not to
say, in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ABBREVIATIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "fr": frozenset({"tél", "env", "fig", "chap", "éd"}),
        "es": frozenset({"núm", "tel", "fig", "pág", "págs", "cap", "avda", "apdo"}),
        "it": frozenset({"pag", "pagg", "tel", "fig", "cap", "num", "art", "sig.ra", "gent", "spett", "egr"}),
        "pt": frozenset({"pág", "págs", "tel", "fig", "cap", "núm", "art", "av", "séc", "aprox", "exmo", "exma"}),
        "pl": frozenset({"ok", "str", "tel", "ul", "al", "pl", "godz", "rys", "rozdz", "zob", "por", "os", "św", "nr"}),
        "ru": frozenset({"стр", "тел", "рис", "гл", "ул", "пр", "просп", "пл", "им", "см", "ср", "ок", "кв", "корп"}),
        "hi": frozenset({"डॉ", "डा", "प्रो", "श्री", "सुश्री", "पं", "रु", "पृ", "क्र", "सं"}),
    }
)
