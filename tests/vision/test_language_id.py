from __future__ import annotations

import pytest

from assistant.vision.embedded.language_id import identify
from support.sentences import SENTENCES


@pytest.mark.parametrize("language", SENTENCES)
def test_a_paragraph_tells_its_language(language: str) -> None:
    assert identify(" ".join(SENTENCES[language][:3]), ["en", language]) == language


@pytest.mark.parametrize("language", ["de", "fr", "es", "pl", "ru", "ar", "ja", "zh", "ko"])
def test_a_language_that_the_user_never_listed_is_known(language: str) -> None:
    assert identify(" ".join(SENTENCES[language]), ["en"]) == language


@pytest.mark.parametrize(
    ("text", "languages", "language"),
    [
        pytest.param("Datei", ["de", "en"], "", id="few letters, several languages"),
        pytest.param("Datei", ["de"], "de", id="few letters, one Latin language"),
        pytest.param("OK", ["ru", "en"], "en", id="few letters, one Latin language beside Cyrillic"),
        pytest.param("12:30", ["en"], "", id="no letter"),
        pytest.param("", ["en"], "", id="nothing"),
        pytest.param("Да", ["ru", "en"], "ru", id="the script tells"),
        pytest.param("Так", ["uk", "en"], "uk", id="the user's language of that script"),
        pytest.param("日本語", ["zh"], "zh", id="Han letters of a reader of Chinese"),
        pytest.param("日本語", ["ja"], "ja", id="Han letters of a reader of Japanese"),
        pytest.param("The file could not be saved now", ["ru"], "en", id="no Latin language listed"),
    ],
)
def test_it_never_guesses_from_little(text: str, languages: list[str], language: str) -> None:
    assert identify(text, languages) == language
