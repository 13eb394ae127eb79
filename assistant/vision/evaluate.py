"""Scores answers about the user's own pictures: reads the questions, compares as the VQA challenge does, sums up.

The accuracy is that of visual question answering as published (Antol et al., "VQA: Visual Question Answering", ICCV
2015, arXiv 1505.00468; its evaluation code for the normalisation): an answer is right as far as people gave it,
min(1, people / 3). Nothing here loads a model or a picture.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median

from assistant.core.errors import FileUnreadable, QuestionsUnreadable

NAMES = ("questions.jsonl", "questions.csv")
"""The files that a folder may hold its questions in; the first that is there is taken."""
PUBLISHED = {"bf16": 60.04, "int8": 59.78, "nf4": 58.72}
"""Percent on TextVQA of PaliGemma 2 3B with bitsandbytes."""
SOURCE = "huggingface.co/blog/paligemma2"
PEOPLE = 3
"""So many people with the same answer make it wholly right."""
MOST_QUESTIONS = 100_000
_LONGEST = 2_000
_BETWEEN = "|"
"""What stands between several answers in a cell of a CSV file."""

_ARTICLES = frozenset({"a", "an", "the"})
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
} | {"none": "0"}
_PUNCTUATION = ';/[]"{}()=+\\_-><@`,?!'
_THOUSANDS = re.compile(r"\d,\d")
_FULL_STOP = re.compile(r"\.(?!\d)")
_APOSTROPHES = re.compile(r"['’]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a picture and what people answered."""

    picture: Path
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """How long a description was."""

    words: int
    sentences: int


@dataclass(slots=True)
class Result:
    """What one precision came to. Times are seconds, `memory` bytes, None where nobody could tell."""

    precision: str
    scores: list[float] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    load: float | None = None
    memory: int | None = None
    error: str = ""

    @property
    def accuracy(self) -> float | None:
        """Percent of the questions that were answered right."""
        return 100 * fmean(self.scores) if self.scores else None

    def report(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "precision": self.precision,
            "accuracy": _rounded(self.accuracy, 2),
            "questions": len(self.scores),
            "captions": len(self.captions),
            "caption_words": _mean([each.words for each in self.captions]),
            "caption_sentences": _mean([each.sentences for each in self.captions]),
            "load_s": _rounded(self.load, 2),
            "first_word_s": _rounded(median(self.first) if self.first else None, 3),
            "answer_s": _rounded(median(self.answer) if self.answer else None, 3),
            "memory_bytes": self.memory,
            "error": self.error or None,
        }


def accuracy(given: str, answers: Sequence[str]) -> float:
    """Return how right an answer is, 0 to 1: min(1, people who gave it / 3).

    Of fewer than three answers one is enough: a file of one's own rarely has the ten of the data sets.
    """
    normal = normalised(given)
    matches = sum(normal == normalised(each) for each in answers)
    return min(1.0, matches / min(PEOPLE, max(1, len(answers)))) if len(answers) >= PEOPLE else float(matches > 0)


def normalised(answer: str) -> str:
    """Return an answer as it is compared: lower case, numbers in digits, without articles and punctuation.

    The published code puts missing apostrophes in by a list of words; here they are taken out, which compares alike.
    """
    original = text = " ".join(answer.split())
    has_thousands = _THOUSANDS.search(original) is not None
    for mark in _PUNCTUATION:
        # As published: a mark beside a space vanishes, one between letters parts them.
        is_beside = f"{mark} " in original or f" {mark}" in original
        text = text.replace(mark, "" if is_beside or has_thousands else " ")
    text = _FULL_STOP.sub("", _APOSTROPHES.sub("", text)).lower()
    words = (_NUMBERS.get(word, word) for word in text.split())
    return " ".join(word for word in words if word not in _ARTICLES)


def read_questions(folder: Path) -> list[Question]:
    """Return the questions of a folder.

    Raises FileUnreadable where the file or a picture is missing, QuestionsUnreadable for a line that makes no sense.
    """
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        raise FileUnreadable(name=NAMES[0], why="missing")
    try:
        questions = [_question(folder, path, number, record) for number, record in _records(path)]
    except (OSError, UnicodeError) as error:
        raise FileUnreadable(name=path.name, why="forbidden") from error
    if not questions:
        raise FileUnreadable(name=path.name, why="empty")
    for question in questions:
        if not question.picture.is_file():
            raise FileUnreadable(name=question.picture.name, why="missing")
    return questions


def _records(path: Path) -> Iterator[tuple[int, object]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".csv":
            rows = csv.DictReader(file)
            yield from enumerate(_csv_rows(rows, path), 2)
            return
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise QuestionsUnreadable(name=path.name, line=str(number)) from error


def _csv_rows(rows: csv.DictReader[str], path: Path) -> Iterator[object]:
    try:
        for row in rows:
            cell = row.get("answers") or row.get("answer") or ""
            yield {**row, "answers": [each for each in cell.split(_BETWEEN) if each.strip()]}
    except csv.Error as error:
        raise QuestionsUnreadable(name=path.name, line=str(rows.line_num)) from error


def _question(folder: Path, path: Path, number: int, record: object) -> Question:
    wrong = QuestionsUnreadable(name=path.name, line=str(number))
    if not isinstance(record, dict) or number > MOST_QUESTIONS + 1:
        raise wrong
    picture, asked, answers = record.get("picture"), record.get("question"), record.get("answers")
    if isinstance(answers, str):
        answers = [answers]
    if not (isinstance(picture, str) and picture and isinstance(asked, str) and isinstance(answers, list)):
        raise wrong
    told = tuple(str(each) for each in answers if isinstance(each, str | int | float))
    if not told or len(told) != len(answers) or not 0 < len(asked.strip()) <= _LONGEST:
        raise wrong
    return Question(folder / picture, asked.strip(), told)


def caption_of(text: str) -> Caption:
    """Return how long a description is."""
    from sentencex import segment

    sentences = [sentence for line in text.splitlines() for sentence in segment("en", line) if sentence.strip()]
    return Caption(len(text.split()), len(sentences))


def pictures_of(questions: Iterable[Question]) -> list[Path]:
    """Return each picture once, in order."""
    return list(dict.fromkeys(each.picture for each in questions))


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 2) if values else None


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
