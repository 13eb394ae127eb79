from __future__ import annotations

import re

import pytest

from assistant.core import languages
from assistant.core.languages import LANGUAGES, Direction, Recogniser, Script, language_for_script, match, script_of

MEASURED = ["en", "de", "fr", "es", "pt", "it", "pl", "zh", "ja", "ko", "ar", "he", "hi", "th", "vi", "ru", "el", "bn"]
CAPTION_LANGUAGES = re.findall(
    r"\w+",
    "ar bn cs da de el en es fa fi fil fr he hi hr hu id it ja ko mi nl no pl pt ro ru sv sw te th tr uk vi zh",
)


def test_the_languages_that_were_measured_and_those_of_the_captions_are_there() -> None:
    assert set(MEASURED) | set(CAPTION_LANGUAGES) <= set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_s_own_name_is_in_its_own_script(code: str) -> None:
    language = LANGUAGES[code]
    own = {language.script} | ({Script.HAN} if language.script is Script.JAPANESE else set())
    assert script_of(language.name) in own
    assert language.code == code
    assert language.tesseract


def test_a_code_a_name_and_a_file_stand_for_one_language() -> None:
    for field in ("english", "name", "tesseract"):
        assert len({getattr(language, field) for language in LANGUAGES.values()}) == len(LANGUAGES), field


def test_recognisers_are_chosen_by_what_they_can_read() -> None:
    read_by_ppocr = {language.script for language in LANGUAGES.values() if language.recogniser is Recogniser.PPOCR}
    assert read_by_ppocr == {Script.LATIN, Script.HAN, Script.JAPANESE}
    assert LANGUAGES["vi"].recogniser is Recogniser.TESSERACT


def test_derived_facts() -> None:
    assert LANGUAGES["zh"].debian_package == "tesseract-ocr-chi-sim"
    assert languages.direction("he-IL") is languages.direction("fa") is Direction.RIGHT_TO_LEFT
    assert languages.direction("en") is Direction.LEFT_TO_RIGHT
    assert not LANGUAGES["th"].is_spaced
    assert LANGUAGES["ko"].is_spaced


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("pt-BR", "pt"),
        ("pt_BR.UTF-8", "pt"),
        ("de_DE@euro", "de"),
        ("zh-Hant-TW", "zh"),
        ("nb-NO", "no"),
        ("nn", "no"),
        ("iw", "he"),
        ("tl", "fil"),
        ("DE", "de"),
        (" fr ", "fr"),
        ("tlh", "en"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
        ("-", "en"),
        ("日本", "en"),
    ],
)
def test_any_tag_is_a_language_of_the_table(tag: str, code: str) -> None:
    assert match(tag) == code


@pytest.mark.parametrize(
    ("tag", "is_known"),
    [("en", True), ("en-GB", True), ("eng", False), ("enm", False), ("de_AT", True), ("xx", False), ("", False)],
)
def test_a_tag_is_known_or_not(tag: str, is_known: bool) -> None:
    assert languages.is_known(tag) is is_known


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Hello", Script.LATIN),
        ("Ångström ĀŐȘ ệ", Script.LATIN),
        ("Привет Hi", Script.CYRILLIC),
        ("γειά ἀρχή", Script.GREEK),
        ("שלום", Script.HEBREW),
        ("مرحبا Hi", Script.ARABIC),
        ("नमस्ते", Script.DEVANAGARI),
        ("বাংলা", Script.BENGALI),
        ("తెలుగు", Script.TELUGU),
        ("สวัสดี", Script.THAI),
        ("안녕하세요", Script.KOREAN),
        ("漢字", Script.HAN),
        ("漢字とかな", Script.JAPANESE),
        ("東京都渋谷区神南一丁目の", Script.HAN),
        ("カタカナ", Script.JAPANESE),
        ("ｶﾀｶﾅ", Script.JAPANESE),
        ("大韓民國 대한민국", Script.KOREAN),
        ("Ελληνικά and more Latin letters", Script.LATIN),
        ("ქართული", Script.GEORGIAN),
        ("ខ្មែរ", Script.KHMER),
        ("123 …!? 😀 €", None),
        ("", None),
    ],
)
def test_the_script_most_letters_are_in(text: str, script: Script | None) -> None:
    assert script_of(text) is script


@pytest.mark.parametrize(
    ("text", "preferred", "code"),
    [
        ("שלום", [], "he"),
        ("Привет", [], "ru"),
        ("Привіт", ["en", "uk"], "uk"),
        ("مرحبا", ["de"], "ar"),
        ("سلام", ["fa-IR"], "fa"),
        ("漢字", [], "zh"),
        ("漢字", ["ja"], "ja"),
        ("かな", ["zh"], "ja"),
        ("Hello", ["de"], None),
        ("42", ["de"], None),
        ("ខ្មែរ", ["en"], None),
    ],
)
def test_the_language_a_script_tells(text: str, preferred: list[str], code: str | None) -> None:
    assert language_for_script(text, preferred) == code


def test_the_runs_of_scripts_are_in_order() -> None:
    assert sorted(set(languages._STARTS)) == languages._STARTS
