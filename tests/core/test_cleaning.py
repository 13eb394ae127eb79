from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.cleaning import MAX_SPOKEN, clean, is_speakable, plain

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
NASTY = st.text(
    st.sampled_from("[]<>&;:\\/`'=-_.·~ \t\n\r\x00\x01\x1b\x85\u00ad\u034f\u200b\u200c\u200d\u200e\u202e\u2028\ufeff"
                    "\ufe0f\ufffe\ud800\ue000\U000e0001ae\u0301\u0323é字かกिक्مलt0"),
    max_size=200,
)  # fmt: skip
TEXTS = ANY_TEXT | NASTY


@pytest.mark.parametrize(
    ("content", "spoken"),
    [
        # what is harmless stays
        ("Hello, world.", "Hello, world."),
        ("a < b and b > c", "a < b and b > c"),
        ("5 % of 3 × 4 = ½ & more", "5 % of 3 × 4 = ½ & more"),
        ("don't", "don't"),
        ("  two\n\nlines\tand   spaces ", "two lines and spaces"),
        ("Ünïcödé", "Ünïcödé"),
        ("e\u0301", "é"),
        # controls: eSpeak takes \x01 and what follows for a command and stays silent for good
        ("\x010A hello", "0A hello"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h", "a b c d e f g h"),
        # bidi and format controls, invisible letters, noncharacters, private use, lone surrogates
        ("abc\u202edef\u202c\u2066g\u2069", "abcdefg"),
        ("soft\u00adhyphen zero\u200bwidth bom\ufeff", "softhyphen zerowidth bom"),
        ("\ue000a\uffffb\U0010fffec\ud800d\udfff", "abcd"),
        ("x\u115fy\u3164z\ufe0f\U000e0041", "xyz"),
        # joiners stay where a script needs them
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200cab\u200ccd\u200d", "abcd"),
        ("👩\u200d💻", "👩💻"),
        ("x\u0300\u094d\u200c", "x\u094d\u0300"),
        # phonemes and commands of voices
        ("[[rate +400]] hi", "[ [rate +400] ] hi"),
        ("[[[x]]]", "[ [ [x] ] ]"),
        ("[:phoneme on] hi", "[ :phoneme on] hi"),
        ("`vs200 hi", "'vs200 hi"),
        ("say \\vce=speaker=Bob\\ now", "say \\ vce=speaker=Bob\\ now"),
        ("C:\\Users\\me\\x", "C:\\Users\\me\\x"),
        # markup
        ("<speak>hi</speak>", ", < speak>hi< /speak>"),
        ("<audio src='http://x/'/>", ", < audio src='http://x/'/>"),
        ("a <b>c</b>", "a < b>c< /b>"),
        ("<!-- hi -->", ", < !-- hi -->"),
        ("&lt;speak&gt; R&D &#60; &amp;", "& lt;speak& gt; R&D & #60; & amp;"),
        # runs
        ("Title -----------", "Title ---"),
        ("wait......... what", "wait... what"),
        ("_______ name", "___ name"),
        ("· · · · · · page 3", "··· page 3"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 3),
        # nothing that a voice could say
        (".", ""),
        (" \n\t ", ""),
        ("---- ****: ....", ""),
        ("=======", ""),
        ("== * ==", "== * =="),
        ("…«»", ""),
        ("\u200d\u0301", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_a_voice_gets(content: str, spoken: str) -> None:
    assert clean(content) == spoken


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<b> [[x]] `code` -----", "<b> [[x]] `code` -----"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 4),
        ("\x1b]0;title\x07text", "]0;titletext"),
        ("abc\u202edef", "abcdef"),
    ],
)
def test_what_may_be_shown(content: str, shown: str) -> None:
    assert plain(content) == shown


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("a", True),
        ("字", True),
        ("7", True),
        ("€", True),
        ("%", True),
        ("😀", True),
        ("...", False),
        ("│ <", False),
        ("\u0301", False),
        ("", False),
    ],
)
def test_speakable(text: str, is_heard: bool) -> None:
    assert is_speakable(text) is is_heard


def is_forbidden(character: str) -> bool:
    return unicodedata.category(character)[0] == "C" and character not in "\u200c\u200d"


@settings(deadline=None)
@given(TEXTS)
def test_a_voice_never_gets_anything_forbidden(text: str) -> None:
    spoken = clean(text)
    assert not any(is_forbidden(character) for character in spoken)
    assert not re.search(r"\[\[|\]\]|\[:|<\S|`|&#?\w{1,10};|\s\s|[\n\t]", spoken)
    assert not spoken.startswith(("<", " "))
    assert len(spoken) <= MAX_SPOKEN
    assert spoken == "" or is_speakable(spoken)


@settings(deadline=None)
@given(TEXTS)
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    shown = plain(text)
    assert plain(shown) == shown


@settings(deadline=None)
@given(TEXTS)
def test_cleaning_keeps_every_letter_and_digit(text: str) -> None:
    def heard(content: str) -> str:
        return "".join(character for character in plain(content) if unicodedata.category(character)[0] in "LN")

    assert heard(clean(text)) == heard(text)


@settings(deadline=None)
@given(TEXTS)
def test_what_may_be_shown_holds_nothing_forbidden(text: str) -> None:
    shown = plain(text)
    assert not any(is_forbidden(character) and character not in "\n\t" for character in shown)
    assert unicodedata.is_normalized("NFC", shown)


@pytest.mark.parametrize("content", ["x" * 1_000_000, "word " * 200_000, "字" * 1_000_000])
def test_an_utterance_is_bounded(content: str) -> None:
    assert 0 < len(clean(content)) <= MAX_SPOKEN


def test_a_long_utterance_ends_at_a_word() -> None:
    spoken = clean("word " * 1000)
    assert set(spoken.split(" ")) == {"word"}
    assert len(spoken) > MAX_SPOKEN - 10
