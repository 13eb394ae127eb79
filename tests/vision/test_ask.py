"""ASK: the few questions that can be answered honestly; all others need the big model."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.core.domain import Picture, SourceKind, Task
from assistant.core.errors import ModelNeeded
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
