"""The questions that need no big model, as people type them: a table for every language of the interface.

These are words to recognise, not to say: they belong to no catalogue. A language without a table asks in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.question_words import QuestionWords
from assistant.core.wording.questions_asian import HI, JA, ZH
from assistant.core.wording.questions_germanic import DE, EN
from assistant.core.wording.questions_romance import ES, FR, IT, PT
from assistant.core.wording.questions_semitic import AR, HE
from assistant.core.wording.questions_slavic import PL, RU

QUESTIONS: Mapping[str, QuestionWords] = MappingProxyType(
    {
        "en": EN,
        "de": DE,
        "fr": FR,
        "es": ES,
        "it": IT,
        "pt": PT,
        "pl": PL,
        "ru": RU,
        "he": HE,
        "ar": AR,
        "hi": HI,
        "zh": ZH,
        "ja": JA,
    }
)
