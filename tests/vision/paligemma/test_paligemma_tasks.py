"""The prompts as trained, which training gets which, and that nobody's words become a command."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.domain import Detail, Task
from assistant.core.errors import ModelCannot
from assistant.core.languages import LANGUAGES as TABLE
from assistant.vision.paligemma.tasks import (
    LANGUAGES,
    MOST_CHARACTERS,
    MOST_THINGS,
    SKILLS,
    Skill,
    Training,
    choose,
    clean_words,
    limit,
    prompt,
    prompt_language,
    things,
)


@pytest.mark.parametrize(
    ("skill", "language", "words", "wanted"),
    [
        (Skill.CAPTION, "de", "", "caption de"),
        (Skill.DESCRIBE, "en", "", "describe en"),
        (Skill.OCR, "th", "", "ocr"),
        (Skill.ANSWER, "fr", "Où est le chat ?", "answer fr Où est le chat ?"),
        (Skill.QUESTION, "ja", "a dog", "question ja a dog"),
        (Skill.DETECT, "en", "cat;dog ; cat", "detect cat ; dog"),
        (Skill.SEGMENT, "en", "the left cat", "segment the left cat"),
        (Skill.OPEN, "en", "What is odd here?", "What is odd here?"),
    ],
)
def test_a_prompt_is_as_trained(skill: Skill, language: str, words: str, wanted: str) -> None:
    assert prompt(skill, language, words) == wanted


def test_there_are_english_and_34_languages_of_the_table() -> None:
    assert len(LANGUAGES[Training.MIX] - {"en"}) == 34
    assert set(TABLE) >= LANGUAGES[Training.MIX]


def test_a_language_without_training_is_asked_in_english() -> None:
    assert prompt_language("de", Training.MIX) == "de"
    assert prompt_language("ca", Training.MIX) == "en"
    assert prompt_language("de", Training.DOCCI) == "en"


@pytest.mark.parametrize(
    ("training", "task", "detail", "skill", "is_other"),
    [
        (Training.MIX, Task.DESCRIBE, Detail.NORMAL, Skill.CAPTION, False),
        (Training.MIX, Task.DESCRIBE, Detail.FULL, Skill.CAPTION, True),
        (Training.PT, Task.DESCRIBE, Detail.FULL, Skill.DESCRIBE, False),
        (Training.DOCCI, Task.DESCRIBE, Detail.NORMAL, Skill.DESCRIBE, False),
        (Training.DOCCI, Task.DESCRIBE, Detail.BRIEF, Skill.DESCRIBE, True),
        (Training.REFCOCO_SEG, Task.FIND, Detail.NORMAL, Skill.SEGMENT, False),
        (Training.REFCOCO_SEG, Task.OUTLINE, Detail.NORMAL, Skill.SEGMENT, False),
        (Training.MIX, Task.PROMPT, Detail.NORMAL, Skill.OPEN, False),
        (Training.MIX, Task.FIND, Detail.NORMAL, Skill.DETECT, False),
    ],
)
def test_a_training_gets_what_it_knows(
    training: Training, task: Task, detail: Detail, skill: Skill, is_other: bool
) -> None:
    choice = choose(task, detail, "en", training)
    assert (choice.skill, choice.is_other) == (skill, is_other)


@pytest.mark.parametrize(
    ("training", "task"),
    [
        (Training.PT, Task.PROMPT),
        (Training.DOCCI, Task.ASK),
        (Training.DOCCI, Task.READ),
        (Training.DOCCI, Task.FIND),
        (Training.REFCOCO_SEG, Task.DESCRIBE),
        (Training.REFCOCO_SEG, Task.QUESTION),
    ],
)
def test_what_a_training_does_not_know_is_refused_by_name(training: Training, task: Task) -> None:
    with pytest.raises(ModelCannot) as refused:
        choose(task, Detail.NORMAL, "en", training, "a-model")
    assert refused.value.params["model"] == "a-model"
    assert refused.value.params["task"] in set(Skill)


@pytest.mark.parametrize("training", Training)
@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("detail", Detail)
def test_no_training_is_ever_asked_for_what_it_does_not_know(training: Training, task: Task, detail: Detail) -> None:
    try:
        choice = choose(task, detail, "de", training)
    except ModelCannot:
        return
    assert choice.skill in SKILLS[training]
    assert choice.language in LANGUAGES[training]


@pytest.mark.parametrize("skill", Skill)
def test_more_detail_never_means_fewer_tokens(skill: Skill) -> None:
    limits = [limit(skill, detail) for detail in (Detail.BRIEF, Detail.NORMAL, Detail.FULL)]
    assert limits == sorted(limits)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("where is\nthe cat", "where is the cat"),
        ("a<loc0100><loc0100>cat", "a cat"),
        ("<image><bos>a cat<eos>", "a cat"),
        ("<lo<loc0001>c0001>x", "<lo c0001>x"),
        ("<se<seg001>g001>", "<se g001>"),
        ("<start_of_turn>user", "user"),
        ("< LOC0001 >x", "x"),
        ("a\u202eb\x00c", "abc"),
        ("x < y and y > z", "x < y and y > z"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("a<0x0A>b", "a b"),
    ],
)
def test_words_are_cleaned(words: str, wanted: str) -> None:
    cleaned = clean_words(words)
    assert cleaned == wanted


_BITS = st.sampled_from(
    [
        "<loc0001>",
        "<seg001>",
        "<image>",
        "<bos>",
        "<eos>",
        "<",
        ">",
        "loc0001",
        "seg001",
        "image",
        "bos",
        "\n",
        "\r",
        " ",
    ]
)


@settings(deadline=None)
@given(st.lists(_BITS | st.text(max_size=3), max_size=40).map("".join))
def test_no_command_survives_the_cleaning(words: str) -> None:
    cleaned = clean_words(words)
    assert not re.search(r"<(?:loc\d{4}|seg\d{3}|image|bos|eos|pad)>", cleaned)
    assert not any(ord(letter) < 32 for letter in cleaned)
    assert len(cleaned) <= MOST_CHARACTERS
    assert clean_words(cleaned) == cleaned


def test_long_words_are_cut_at_a_space() -> None:
    assert clean_words("word " * 1000) == ("word " * 200).strip()
    assert len(clean_words("x" * 10_000)) == MOST_CHARACTERS


def test_things_are_few_and_each_once() -> None:
    assert things(" cat ;; dog; <loc0001> ; cat") == ("cat", "dog")
    assert len(things(";".join(map(str, range(100))))) == MOST_THINGS
