"""What reaches a synthesiser can't reprogram it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.voice.plain import SEGMENT, is_speakable, plain, segments


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\x010Aloud", "0Aloud"),
        ("a\x00b\x1bc", "a b c"),
        ("one\n.\ntwo", "one . two"),
        ("\u202eabc\u202c", "abc"),
        ("[[dI2d]]", "[ [dI2d] ]"),
        ("[[[[[x]]]]]", "[ [ [ [ [x] ] ] ] ]"),
        ("<speak>x</speak>", "<speak>x</speak>"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800", ""),
        ("\ue000 \uffff", ""),
        ("", ""),
    ],
)
def test_what_is_kept(text: str, kept: str) -> None:
    assert plain(text) == kept


@given(st.text())
def test_nothing_is_left_to_take_out(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert "[[" not in once
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in once)


@given(st.text(st.sampled_from("ab ")), st.integers(1, 9))
def test_segments_lose_no_letter(text: str, size: int) -> None:
    parts = list(segments(text, size))
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert all(len(part) <= size for part in parts)


def test_words_stay_whole_where_they_fit() -> None:
    assert list(segments("one two three", 8)) == ["one two", "three"]
    assert [len(part) for part in segments("a" * (2 * SEGMENT + 1))] == [SEGMENT, SEGMENT, 1]


@pytest.mark.parametrize(("text", "speakable"), [("a", True), ("7", True), ("字", True), ("!? …", False), ("", False)])
def test_what_must_be_heard(text: str, speakable: bool) -> None:
    assert is_speakable(text) is speakable
