"""The score of an answer as the VQA challenge counts it, and the files of questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.core.errors import FileUnreadable, QuestionsUnreadable
from assistant.vision.evaluate import Question, Result, accuracy, caption_of, normalised, read_questions

NORMALISED = {
    "A dog.": "dog",
    "the  Red\tCar ": "red car",
    "Two": "2",
    "none": "0",
    "It's a cat!": "its cat",
    "1,000 dollars": "1000 dollars",
    "3.5": "3.5",
    "ten past 7.": "10 past 7",
    "black/white": "black white",
    "left, right": "left right",
    "(yes)": "yes",
    "e-mail": "e mail",
    "": "",
    "the": "",
    "יש שתי עיגולים.": "יש שתי עיגולים",
}


@pytest.mark.parametrize(("given", "expected"), NORMALISED.items())
def test_answers_are_normalised_as_published(given: str, expected: str) -> None:
    found = normalised(given)
    # A mark between letters parts them as a space, which may stand at an end.
    assert " ".join(found.split()) == expected


SCORES = [
    ("red", ["red"] * 10, 1.0),
    ("red", ["red"] * 3 + ["blue"] * 7, 1.0),
    ("Red.", ["red"] * 2 + ["blue"] * 8, 2 / 3),
    ("red", ["red"] + ["blue"] * 9, 1 / 3),
    ("green", ["red"] * 10, 0.0),
    ("two", ["2", "2", "two"], 1.0),
    ("red", ["red", "blue", "green"], 1 / 3),
    ("red", ["red"], 1.0),
    ("red", ["blue", "red"], 1.0),
    ("green", ["blue", "red"], 0.0),
    ("", ["red"], 0.0),
]


@pytest.mark.parametrize(("given", "answers", "expected"), SCORES)
def test_an_answer_is_as_right_as_people_gave_it(given: str, answers: list[str], expected: float) -> None:
    assert accuracy(given, answers) == pytest.approx(expected)


def test_a_captions_length() -> None:
    told = caption_of("A red circle. Mr. Smith stands below it.\nA blue star")
    assert (told.words, told.sentences) == (11, 3)
    assert caption_of("") == caption_of("\n")
    assert caption_of("").sentences == 0


def folder(tmp_path: Path, name: str, content: str, pictures: tuple[str, ...] = ("a.png", "b.png")) -> Path:
    for each in pictures:
        (tmp_path / each).write_bytes(b"")
    (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_questions_as_json(tmp_path: Path) -> None:
    lines = [
        {"picture": "a.png", "question": "What is it?", "answers": ["cat", "a cat"], "id": 7},
        {"picture": "b.png", "question": "כמה?", "answers": "2"},
        {"picture": "b.png", "question": "How many?", "answers": [2, 2.5]},
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n"
    assert read_questions(folder(tmp_path, "questions.jsonl", content)) == [
        Question(tmp_path / "a.png", "What is it?", ("cat", "a cat")),
        Question(tmp_path / "b.png", "כמה?", ("2",)),
        Question(tmp_path / "b.png", "How many?", ("2", "2.5")),
    ]


def test_questions_as_csv(tmp_path: Path) -> None:
    content = '\ufeffpicture,question,answers\na.png,"What, then?",cat|a cat\nb.png,How many?,2\n'
    assert read_questions(folder(tmp_path, "questions.csv", content)) == [
        Question(tmp_path / "a.png", "What, then?", ("cat", "a cat")),
        Question(tmp_path / "b.png", "How many?", ("2",)),
    ]


BROKEN = {
    "no JSON": "{",
    "a list": "[]",
    "no picture": '{"question": "q", "answers": ["a"]}',
    "an empty question": '{"picture": "a.png", "question": " ", "answers": ["a"]}',
    "no answers": '{"picture": "a.png", "question": "q", "answers": []}',
    "answers that are none": '{"picture": "a.png", "question": "q", "answers": [{}]}',
    "a question without end": json.dumps({"picture": "a.png", "question": "q" * 3000, "answers": ["a"]}),
    "very deep": "[" * 100_000,
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_the_line_that_makes_no_sense_is_named(tmp_path: Path, line: str) -> None:
    good = '{"picture": "a.png", "question": "q", "answers": ["a"]}'
    with pytest.raises(QuestionsUnreadable) as caught:
        read_questions(folder(tmp_path, "questions.jsonl", f"{good}\n{line}\n{good}\n"))
    assert caught.value.params == {"name": "questions.jsonl", "line": "2"}


def test_a_csv_line_without_answers_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionsUnreadable) as caught:
        read_questions(folder(tmp_path, "questions.csv", "picture,question,answers\na.png,q,a\na.png,q,\n"))
    assert caught.value.params["line"] == "3"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as caught:
        read_questions(tmp_path)
    assert caught.value.params == {"name": "questions.jsonl", "why": "missing"}
    with pytest.raises(FileUnreadable) as caught:
        read_questions(folder(tmp_path, "questions.jsonl", "\n"))
    assert caught.value.params["why"] == "empty"
    with pytest.raises(FileUnreadable) as caught:
        read_questions(folder(tmp_path, "questions.jsonl", '{"picture": "c.png", "question": "q", "answers": ["a"]}'))
    assert caught.value.params == {"name": "c.png", "why": "missing"}
    with pytest.raises(FileUnreadable):
        read_questions(tmp_path / "nowhere")
    (tmp_path / "questions.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileUnreadable):
        read_questions(tmp_path)


def test_a_result_without_answers_has_no_figures() -> None:
    empty = Result("nf4", error="Too large.")
    assert empty.accuracy is None
    report = empty.report()
    assert report["error"] == "Too large."
    assert report["accuracy"] is None
    full = Result("bf16", scores=[1.0, 0.5], first=[0.1, 0.3, 0.2], answer=[1.0])
    assert (full.report()["accuracy"], full.report()["first_word_s"]) == (75.0, 0.2)
