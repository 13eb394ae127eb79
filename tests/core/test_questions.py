"""Typed questions in every language of the interface: what is understood, and what must be left to the big model."""

from __future__ import annotations

import pytest

from assistant.core.folding import as_written, fold
from assistant.core.languages import LANGUAGES
from assistant.core.questions import Question, table_of, understand, understand_thing
from assistant.core.wording.objects import OBJECTS
from assistant.core.wording.question_words import Asked, Kind
from assistant.core.wording.questions import QUESTIONS
from support.questions_by_language import ABOUT_THE_WHOLE, LEFT_TO_THE_MODEL, OF_THINGS

INTERFACES = [code for code, language in LANGUAGES.items() if language.is_interface]


@pytest.mark.parametrize(("language", "question", "asked", "name", "kind", "label"), OF_THINGS)
def test_questions_about_a_thing(
    language: str, question: str, asked: Asked, name: str, kind: Kind | None, label: str
) -> None:
    understood = understand(question, language)
    assert understood is not None
    assert understood.thing is not None
    thing = understood.thing
    assert (understood.asked, thing.name, thing.kind, thing.label) == (asked, fold(name), kind, label)


@pytest.mark.parametrize(("language", "question", "asked"), ABOUT_THE_WHOLE)
def test_questions_about_the_whole(language: str, question: str, asked: Asked) -> None:
    assert understand(question, language) == Question(asked)


@pytest.mark.parametrize(("language", "question"), LEFT_TO_THE_MODEL)
def test_what_is_left_to_the_model(language: str, question: str) -> None:
    assert understand(question, language) is None


@pytest.mark.parametrize("language", INTERFACES)
def test_a_dozen_questions_of_each_language_are_tried(language: str) -> None:
    tried = [row[2] for row in (*OF_THINGS, *ABOUT_THE_WHOLE) if row[0] == language]
    assert len(tried) >= 12
    assert set(tried) == set(Asked)
    assert len([row for row in LEFT_TO_THE_MODEL if row[0] == language]) >= 3


@pytest.mark.parametrize("language", INTERFACES)
def test_every_language_understands_english(language: str) -> None:
    understood = understand("Where is the Save button?", language)
    assert understood is not None
    assert understood.thing is not None
    assert (understood.asked, understood.thing.name, understood.thing.kind) == (Asked.WHERE, "save", Kind.BUTTON)


@pytest.mark.parametrize("language", INTERFACES)
def test_tables_are_complete(language: str) -> None:
    words = QUESTIONS[language]
    assert (set(words.patterns), set(words.kinds)) == (set(Asked), set(Kind))
    assert set(words.synonyms) <= set(OBJECTS)
    table = table_of(language)
    assert table is not None
    told = [*table.wholes, *(half for frame in table.frames for half in frame[:2]), *(name for name, _ in table.kinds)]
    assert not [text for text in told if set(text) & set("[]()/{}|")]
    assert not [frame for frame in table.frames if not frame[0] and not frame[1]]
    owners: dict[str, str] = {}
    for label, names in table.synonyms.items():
        for name in names:
            assert owners.setdefault(name, label) == label, name


@pytest.mark.parametrize(
    ("language", "question", "words"),
    [
        ("en", "Where is the “Öffnen” button?", "the “Öffnen” button"),
        ("en", "How many People  do you see on the screen?", "People"),
        ("fr", "Où est l’écran d’accueil ?", "l’écran d’accueil"),
        ("ja", "画面の「ダウンロード」ボタンはどこですか？", "ダウンロード」ボタン"),
        ("zh", "请问，屏幕上的狗在哪里？", "狗"),
        ("ru", "Где тут кнопка «Войти»?", "кнопка «Войти"),
        ("hi", "ज़ूम बटन कहाँ है?", "ज़ूम बटन"),
        ("ar", "أين زرّ الحفظ؟", "زرّ الحفظ"),
    ],
)
def test_the_thing_keeps_the_user_s_spelling(language: str, question: str, words: str) -> None:
    understood = understand(question, language)
    assert understood is not None
    assert understood.thing is not None
    assert understood.thing.words == words


@pytest.mark.parametrize(
    ("language", "text", "name", "kind", "label"),
    [
        ("en", "the Save button", "save", Kind.BUTTON, ""),
        ("en", "Click here", "click here", None, ""),
        ("it", "il pulsante Salva", "salva", Kind.BUTTON, ""),
        ("pt", "botão Guardar", "guardar", Kind.BUTTON, ""),
        ("pl", "kota", "kota", None, "cat"),
        ("ru", "собаку", "собаку", None, "dog"),
        ("he", "הכלב", "הכלב", None, "dog"),
        ("ar", "الكلب", "الكلب", None, "dog"),
        ("hi", "कुत्ते", "कुत्ते", None, "dog"),
        ("zh", "一只狗", "狗", None, "dog"),
        ("ja", "保存ボタン", "保存", Kind.BUTTON, ""),
        ("zh", "菜单栏设置", "菜单栏设置", None, ""),
    ],
)
def test_what_is_looked_for(language: str, text: str, name: str, kind: Kind | None, label: str) -> None:
    thing = understand_thing(text, language)
    assert (thing.name, thing.kind, thing.label) == (fold(name), kind, label)


@pytest.mark.parametrize(
    ("text", "folded", "written"),
    [
        ("Die Größe ändern", "grosse", "Größe"),
        ("ﬁle", "file", "ﬁle"),
        ("Cafe\u0301 au lait", "cafe", "Cafe\u0301"),
        ("ダウンロード", fold("ダウンロード"), "ダウンロード"),
        ("abc", "x", ""),
        ("abc", "", ""),
    ],
)
def test_folded_words_are_found_as_they_were_written(text: str, folded: str, written: str) -> None:
    assert as_written(text, folded) == written


@pytest.mark.parametrize(
    "question", ["", "?", "   ", "{}", "where is", "где", "في", "は", "在哪里", "x" * 20_000, "在" * 20_000]
)
@pytest.mark.parametrize("language", ["en", "ru", "zh", "ja", "xx"])
def test_odd_questions_do_no_harm(language: str, question: str) -> None:
    assert understand(question, language) is None
