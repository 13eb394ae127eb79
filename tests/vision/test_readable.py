from __future__ import annotations

import pytest

from assistant.core.languages import Script
from assistant.vision.embedded.readable import readable, scripts_of

ENGLISH = scripts_of(["en"])
CHINESE = scripts_of(["zh"])
KOREAN = scripts_of(["ko"])
RUSSIAN = scripts_of(["ru"])


@pytest.mark.parametrize(
    ("text", "confidence", "said"),
    [
        ("Save the file", 0.99, "Save the file"),
        ("Save the file", 0.79, ""),
        ("OK", 0.98, "OK"),
        ("5", 0.99, "5"),
        ("5", 0.9, ""),
        ("x", 0.999, ""),
        ("×", 0.999, ""),
        ("…", 0.999, ""),
        ("》 口", 0.95, ""),
        ("口 Save as", 0.95, "Save as"),
        ("100 %", 0.95, "100 %"),
        ("  a   b ", 0.95, "a b"),
        ("a\u202eb\u0007c", 0.95, "abc"),
        ("", 1.0, ""),
    ],
)
def test_what_an_english_user_hears(text: str, confidence: float, said: str) -> None:
    assert readable(text, confidence, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "scripts", "said"),
    [
        pytest.param("中", CHINESE, "中", id="a lone Han letter is a word"),
        pytest.param("네", KOREAN, "네", id="a lone hangul syllable is a word"),
        pytest.param("Да", RUSSIAN, "Да", id="the user's script"),
        pytest.param("Да OK", ENGLISH, "OK", id="another script is left out"),
        pytest.param("कॉपी", scripts_of(["hi"]), "कॉपी", id="vowel signs stay"),
        pytest.param("می\u200cخواهم", scripts_of(["fa"]), "می\u200cخواهم", id="Persian spells with joiners"),
    ],
)
def test_letters_of_the_users_scripts_stay(text: str, scripts: frozenset[Script], said: str) -> None:
    assert readable(text, 0.97, scripts) == said


def test_latin_is_everyones_script() -> None:
    assert readable("Firefox", 0.97, RUSSIAN) == "Firefox"
