"""Where words begin in scripts whose vowels are marks, and in those without spaces."""

from __future__ import annotations

import pytest

from assistant.core.documents import Page, Unit
from assistant.core.settings import Settings
from assistant.core.wording import Wording
from assistant.reader.book import Teller
from support.reading_stage import paragraph


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "It's |well-known |now"),
        ("hi", "हिन्दी |में |कुत्ता |है।"),
        ("bn", "বাংলা |ভাষা"),
        ("ar", "كُتِبَ |الدَّرسُ"),
        ("he", "שָׁלוֹם |עוֹלָם"),
        ("fa", "می\u200cروم |خانه"),
        ("fr", "Cafe\u0301 |noir"),
        ("th", "ก็|ดี"),
        ("ja", "犬|と|猫"),
        ("zh", "你|好"),
    ],
)
def test_a_step_by_word_takes_whole_words(language: str, marked: str) -> None:
    page = Page(1, (paragraph(marked.replace("|", ""), language),))
    teller = Teller(Wording(), Settings, lambda: (language,), language)
    places, length = [0], 0
    for part in marked.split("|"):
        length += len(part)
        places.append(length)
    assert [place.offset for place in teller.starts(page, Unit.WORD)] == places[:-1]
