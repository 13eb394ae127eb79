"""Words that a line's end parted are whole again, hyphens of their own stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reader.hyphens import is_parted, join, softened, without_tail, words_of


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("an exam-", "ple of it", "an example of it"),
        ("an exam\u00ad", "ple of it", "an example of it"),
        ("an exam\u2010", "ple of it", "an example of it"),
        ("twenty-", "five boats", "twenty-five boats"),
        ("the inter-", "national", "the international"),
        ("the years 2020-", "2025", "the years 2020-2025"),
        ("Frau Müller-", "Lüdenscheidt", "Frau Müller-Lüdenscheidt"),
        ("die Vor-", "und Nachteile", "die Vor- und Nachteile"),
        ("die Über-", "raschung", "die Überraschung"),
        ("пре-", "красный день", "прекрасный день"),
        ("a self-", "made man", "a self-made man"),
        ("he stopped -", "and went on", "he stopped - and went on"),
        ("he stopped —", "and went on", "he stopped — and went on"),
        ("see page 3-", "", "see page 3-"),
        ("港口比城镇", "更早醒来", "港口比城镇更早醒来"),
        ("항구는 마을보다", "먼저 깨어난다", "항구는 마을보다 먼저 깨어난다"),
        ("no hyphen", "here", "no hyphen here"),
        ("", "alone", "alone"),
    ],
)
def test_two_lines_become_one(above: str, below: str, whole: str) -> None:
    assert join(above, below) == whole


@pytest.mark.parametrize(
    ("known", "whole"),
    [
        (["the well-read man"], "so well-read"),
        (["a cooperative", "a co-operative"], "so well-read"),
        (["wellread people everywhere"], "so wellread"),
    ],
)
def test_words_seen_elsewhere_tell_how_they_are_written(known: list[str], whole: str) -> None:
    assert join("so well-", "read", words_of(known)) == whole


def test_parts_of_words_at_the_edges_of_lines_are_no_words() -> None:
    assert words_of(["the list admin-", "istrator at the harbour"]) == {"the", "list", "at", "harbour"}


def test_a_compound_of_known_words_keeps_its_hyphen() -> None:
    assert join("a market-", "garden", words_of(["the market and the garden are"])) == "a market-garden"


@given(st.text(alphabet="ab -\u00ad\u2010é1", max_size=20), st.text(alphabet="ab -é1", max_size=20))
def test_what_is_told_of_a_half_line_stays_true(above: str, below: str) -> None:
    whole = softened(join(above, below))

    assert whole.startswith(softened(without_tail(above)))
    assert is_parted(above) or above.rstrip("\u00ad") in join(above, below)
