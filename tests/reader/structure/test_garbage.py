"""A good text layer is believed in every language, a bad one in none."""

from __future__ import annotations

import pytest

from assistant.reader.garbage import Trust, agree, judge
from support.pdf_pages import prose
from support.sentences import SENTENCES

GOOD = {
    "prose": prose(10),
    "addresses": "See https://www.example.org/a/b?c=d and mail anna@example.org or the file /etc/fstab, please.",
    "a bill": "Item 12345 2 pcs 17.50 € 35.00 € Item 98765 1 pc 4.25 € 4.25 € Sum 39.25 € incl. 19 % VAT No. A-17/3",
    "code": "for line in lines: print(line.strip(), end='') if len(line) > 3 and x[0] != 'a' else total += int(y) * 2",
    "capitals": "NOTICE OF THE HARBOUR MASTER TO ALL FISHERMEN AND THEIR FAMILIES ABOUT THE LIGHTHOUSE",
    "names": "McDonald, O'Brien, iPhone, LaTeX, GNU/Linux, H2O, CO2, B2B, 3D, Mr. van der Berg-Müller and the 1990s",
    "formula": "E = mc² and a² + b² = c², so that x = (−b ± √(b² − 4ac)) / 2a for every a ≠ 0 of the plane",
    "short": "7",
}
BAD = {
    "shifted letters": "7KH KDUERXU ZDNHV EHIRUH WKH WRZQ GRHV DQG WKH ILUVW ERDWV OHDYH ZKLOH WKH ODPSV DUH VWLOO",
    "poor recognition": "Th3 h~rb0ur w^kes b3f|re t*e t0wn d<>es, #nd t#e f!r5t bo@ts l€ave wh|le t^e l@mps ar€ st|ll",
    "no spaces": "Theharbourwakesbeforethetowndoes,andthefirstboatsleavewhilethelampsarestillburninginthefog.",
    "signs": "%&§$ =)(/ &%$§ ==?` *+~# ^°^° <>|| {[]} \\\\// &&%% §§$$ ??== **++ ~~## ||<> []{} //\\\\ %%&& $$§§ ((==",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_layer_is_believed(name: str) -> None:
    assert judge([GOOD[name]]) is Trust.GOOD


@pytest.mark.parametrize("language", SENTENCES)
def test_a_good_layer_is_believed_in_every_language(language: str) -> None:
    assert judge(list(SENTENCES[language])) is Trust.GOOD


@pytest.mark.parametrize("name", BAD)
def test_a_bad_layer_is_compared_with_what_is_seen(name: str) -> None:
    assert judge([BAD[name]]) is Trust.DOUBTFUL


def test_letters_without_a_meaning_count() -> None:
    text = prose(3)

    assert judge([text], unmapped=len(text) // 2) is Trust.GARBAGE
    assert judge([text], unmapped=len(text) // 10) is Trust.DOUBTFUL
    assert judge([text], unmapped=2) is Trust.GOOD
    assert judge([]) is Trust.GARBAGE


def test_a_line_agrees_where_only_letters_were_misread() -> None:
    assert agree("The harbour wakes before the town", "Tbe harhour wakes hefore tbe t0wn")
    assert not agree("Theharbourwakesbeforethetown", "The harbour wakes before the town")
    assert not agree("7KH KDUERXU ZDNHV EHIRUH", "The harbour wakes before")
    assert not agree("", "The harbour")
