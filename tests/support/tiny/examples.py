"""Prompts, as PaliGemma was trained on, and the right answers to them for a drawing.

Names of things are English in `detect` and `segment`, as in the published checkpoints. A thing that is not there is
left out of the answer; where none is there, the answer is empty.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from support.tiny import phrases
from support.tiny.drawings import KINDS, Box, Drawing, Shape

STEPS = 32
"""Edges of boxes are told to a 32nd of the side: a model this small has no use for all 1024 tokens."""

ELSEWHERE = (
    "person", "dog", "cat", "bird", "car", "boat", "aeroplane", "kite", "umbrella", "clock", "ball", "bottle", "book",
    "chair", "tree", "house", "traffic light", "stop sign", "frisbee", "cake",
)  # fmt: skip
"""Things that no drawing shows: to be looked for in vain."""


class Kind(StrEnum):
    """The tasks."""

    CAPTION = "caption"
    DESCRIBE = "describe"
    OCR = "ocr"
    ANSWER = "answer"
    QUESTION = "question"
    DETECT = "detect"
    SEGMENT = "segment"


@dataclass(frozen=True)
class Example:
    """A prompt and its answer; `about` names the shape that a question or a task on places is about."""

    kind: Kind
    prompt: str
    answer: str
    about: str = ""


def codes_key(shape: Shape) -> str:
    """Return the name under which the codes of this shape's mask are kept."""
    return f"{shape.kind}-down" if shape.is_upside_down else shape.kind


def loc(box: Box) -> str:
    """Return a box as four location tokens: top, left, bottom, right, with 1023 for the whole side."""
    edges = box.y, box.x, box.y + box.height, box.x + box.width
    return "".join(f"<loc{round(round(edge * STEPS) * 1023 / STEPS):04d}>" for edge in edges)


class Asker:
    """Makes examples of a drawing; `codes` are the 16 mask codes of each shape (see `codes_key`)."""

    def __init__(self, codes: Mapping[str, Sequence[int]], chance: random.Random) -> None:
        self._codes = codes
        self._chance = chance
        self._makers: dict[Kind, Callable[[Drawing, str], Example]] = {
            Kind.CAPTION: lambda shown, code: Example(Kind.CAPTION, f"caption {code}", phrases.caption(shown, code)),
            Kind.DESCRIBE: lambda shown, code: Example(
                Kind.DESCRIBE, f"describe {code}", phrases.description(shown, code)
            ),
            Kind.OCR: lambda shown, _: Example(Kind.OCR, "ocr", shown.word),
            Kind.ANSWER: self._answer,
            Kind.QUESTION: self._question,
            Kind.DETECT: self._detect,
            Kind.SEGMENT: self._segment,
        }

    def make(self, kind: Kind, shown: Drawing, language: str) -> Example:
        """Return one example of a kind."""
        return self._makers[kind](shown, language)

    def _answer(self, shown: Drawing, language: str) -> Example:
        asked, answered, about = self._asked(shown, language)
        return Example(Kind.ANSWER, f"answer {language} {asked}", answered, about)

    def _question(self, shown: Drawing, language: str) -> Example:
        """Make a question out of an answer: one in its language, or an English word as of a caption."""
        if not shown.word and self._chance.random() < 0.5:
            return self._question_from_english(shown, language)
        while True:
            asked, answered, about = self._asked(shown, language)
            # Many questions have the answer yes.
            if answered not in (phrases.yes_no(True, language), phrases.yes_no(False, language)):
                return Example(Kind.QUESTION, f"question {language} {answered}", asked, about)

    def _question_from_english(self, shown: Drawing, language: str) -> Example:
        questions = phrases.QUESTIONS[language]
        shape = self._chance.choice(shown.shapes)
        definite = phrases.definite(shape.kind, language)
        first = shown.shapes[0].kind
        answered, asked = self._chance.choice(
            (
                (shape.colour, questions.colour.format(definite)),
                (shape.kind, questions.where.format(definite)),
                ("yes", questions.is_there.format(phrases.indefinite(first, language))),
                (str(len(shown.shapes)), questions.how_many),
            )
        )
        return Example(Kind.QUESTION, f"question {language} {answered}", asked)

    def _asked(self, shown: Drawing, language: str) -> tuple[str, str, str]:
        """Return a question, its answer and the shape it is about."""
        questions = phrases.QUESTIONS[language]
        if shown.word:
            return questions.what_word, shown.word, ""
        shape = self._chance.choice(shown.shapes)
        match self._chance.randrange(4):
            case 0:
                about = phrases.definite(shape.kind, language)
                return questions.colour.format(about), phrases.colour(shape, language), shape.kind
            case 1:
                about = phrases.definite(shape.kind, language)
                return questions.where.format(about), phrases.place(shape, language), shape.kind
            case 2:
                kind = self._chance.choice(KINDS)
                about = phrases.indefinite(kind, language)
                is_there = shown.shape(kind) is not None
                return questions.is_there.format(about), phrases.yes_no(is_there, language), kind
            case _:
                return questions.how_many, phrases.count(shown, language), ""

    def _detect(self, shown: Drawing, _: str) -> Example:
        kinds = self._kinds(shown, self._chance.choice((1, 1, 2, 2, 3)))
        found = [shape for kind in kinds if (shape := shown.shape(kind))]
        answer = " ; ".join(f"{loc(shape.box)} {shape.kind}" for shape in found)
        return Example(Kind.DETECT, f"detect {' ; '.join(kinds)}", answer)

    def _segment(self, shown: Drawing, _: str) -> Example:
        kind = self._kinds(shown, 1)[0]
        shape = shown.shape(kind)
        if shape is None:
            return Example(Kind.SEGMENT, f"segment {kind}", "", kind)
        codes = "".join(f"<seg{code:03d}>" for code in self._codes[codes_key(shape)])
        return Example(Kind.SEGMENT, f"segment {kind}", f"{loc(shape.box)}{codes} {kind}", kind)

    def _kinds(self, shown: Drawing, count: int) -> list[str]:
        there = [shape.kind for shape in shown.shapes]
        missing = [kind for kind in KINDS if kind not in there]
        self._chance.shuffle(there)
        self._chance.shuffle(missing)
        if self._chance.random() < 0.08:
            return [self._chance.choice(ELSEWHERE)]
        if not there or (missing and self._chance.random() < 0.12):
            return missing[:count]
        chosen = there[:count]
        if missing and len(chosen) < count and self._chance.random() < 0.3:
            chosen.append(missing[0])
        return chosen
