"""ASK: the few questions that can be answered honestly, in four languages; all others need the big model."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.core.domain import Picture, SourceKind, Task
from assistant.core.errors import ModelNeeded
from assistant.core.questions import Question, understand
from assistant.core.wording.questions import QUESTIONS, Asked, Kind
from assistant.vision.embedded.objects import LABELS
from support.embedded import ask_engine, form, picture
from support.photographs import photograph, pixels


@cache
def shown() -> Picture:
    return picture(form().image)


@cache
def cat() -> Picture:
    return picture(pixels(photograph("skimage/data/chelsea.png")), SourceKind.FILE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Where is the Save button?", "The Save button, bottom.\n"),
        ("where's street", "The input field Street, middle.\n"),
        ("How many buttons are there?", "2 were found for “buttons”.\n"),
        ("How many people are there?", "None was found for “people”.\n"),
        ("Is there a Cancel button?", "Yes: the Cancel button, lower right.\n"),
        ("Is there a dog?", "“a dog” was not recognised in the picture, which does not prove that it isn't there.\n"),
        ("What is the title?", "The title is: Customer details.\n"),
    ],
)
def test_questions_to_a_screen(question: str, said: str) -> None:
    assert ask_engine(Task.ASK, shown(), question).text == said


def test_questions_to_a_photograph() -> None:
    assert ask_engine(Task.ASK, cat(), "Is there a cat?").text.startswith("Yes: a cat, ")
    assert ask_engine(Task.ASK, cat(), "How many cats are there?").text == "1 was found for “cats”.\n"
    assert ask_engine(Task.ASK, cat(), "What is the title?").text == "No title was found.\n"


def test_what_does_it_say_reads() -> None:
    assert ask_engine(Task.ASK, shown(), "What does it say?").text == ask_engine(Task.READ, shown()).text


def test_what_is_this_describes() -> None:
    assert ask_engine(Task.ASK, cat(), "What's this?").text == ask_engine(Task.DESCRIBE, cat()).text


@pytest.mark.parametrize(
    "question",
    [
        "Why is the sky blue?",
        "What colour is the cat?",
        "How many mistakes does the text have?",
        "Is there a mistake in the second paragraph of the letter?",
        "Summarise this",
        "Who is this?",
        "",
        "?",
    ],
)
def test_everything_else_needs_the_big_model(question: str) -> None:
    with pytest.raises(ModelNeeded):
        ask_engine(Task.ASK, shown(), question)


@pytest.mark.parametrize(
    ("language", "question", "asked", "name", "kind", "label"),
    [
        ("de", "Wo ist die Schaltfläche Speichern?", Asked.WHERE, "speichern", Kind.BUTTON, ""),
        ("de", "Wie viele Hunde sind auf dem Bild?", Asked.HOW_MANY, "hunde", None, "dog"),
        ("de", "Gibt es hier eine Katze?", Asked.IS_THERE, "hier eine katze", None, ""),
        ("de", "Gibt es eine Katze?", Asked.IS_THERE, "katze", None, "cat"),
        ("fr", "Où est le bouton « Enregistrer » ?", Asked.WHERE, "enregistrer", Kind.BUTTON, ""),
        ("fr", "Combien de personnes y a-t-il ?", Asked.HOW_MANY, "personnes", None, "person"),
        ("fr", "Y a-t-il un chien sur l’image ?", Asked.IS_THERE, "chien", None, "dog"),
        ("es", "¿Dónde está el botón Guardar?", Asked.WHERE, "guardar", Kind.BUTTON, ""),
        ("es", "¿Cuántas personas hay?", Asked.HOW_MANY, "personas", None, "person"),
        ("es", "¿Hay un perro en la foto?", Asked.IS_THERE, "perro", None, "dog"),
        ("ja", "Where is the Save button?", Asked.WHERE, "save", Kind.BUTTON, ""),
    ],
)
def test_questions_in_four_languages(
    language: str, question: str, asked: Asked, name: str, kind: Kind | None, label: str
) -> None:
    understood = understand(question, language)
    assert understood is not None
    assert understood.thing is not None
    thing = understood.thing
    assert (understood.asked, thing.name, thing.kind, thing.label) == (asked, name, kind, label)


@pytest.mark.parametrize(
    ("language", "question", "asked"),
    [
        ("en", "What's the title?", Asked.TITLE),
        ("de", "Wie heißt das Fenster?", Asked.TITLE),
        ("fr", "Quel est le titre ?", Asked.TITLE),
        ("es", "¿Cuál es el título?", Asked.TITLE),
        ("de", "Was steht da?", Asked.READ),
        ("fr", "Lis le texte", Asked.READ),
        ("es", "¿Qué dice?", Asked.READ),
        ("de", "Was siehst du?", Asked.DESCRIBE),
    ],
)
def test_questions_about_the_whole(language: str, question: str, asked: Asked) -> None:
    assert understand(question, language) == Question(asked)


def test_the_thing_keeps_the_user_s_spelling() -> None:
    understood = understand("Where is the “Öffnen” button?", "en")
    assert understood is not None
    assert understood.thing is not None
    assert understood.thing.words == "the “Öffnen” button"


@pytest.mark.parametrize("language", QUESTIONS)
def test_tables_are_folded_and_complete(language: str) -> None:
    from assistant.core.questions import fold

    table = QUESTIONS[language]
    words = [
        word for group in (*table.patterns.values(), *table.kinds.values(), *table.synonyms.values()) for word in group
    ]
    assert [word for word in (*words, *table.articles, *table.endings) if fold(word) != word] == []
    assert (set(table.patterns), set(table.kinds)) == (set(Asked), set(Kind))
    assert set(table.synonyms) <= set(LABELS)
