"""Where the tiny model should look for each part of an answer; it is taught to, or training would take hours."""

from __future__ import annotations

from collections.abc import Iterator

from support.tiny import phrases
from support.tiny.drawings import Box, Drawing, Shape
from support.tiny.examples import Example, Kind

Look = tuple[int, int, Box]
"""From a character of the answer to another one: the box that it tells of."""


def looks(shown: Drawing, example: Example) -> list[Look]:
    """Return what each part of an answer is about; what is about nothing or about all is left out."""
    if shown.word_box is not None:
        return [(0, len(example.answer), shown.word_box)] if shown.word in example.answer else []
    if example.about:
        shape = shown.shape(example.about)
        return [(0, len(example.answer), shape.box)] if shape else []
    return list(_of_each_shape(shown, example))


def _of_each_shape(shown: Drawing, example: Example) -> Iterator[Look]:
    for shape in shown.shapes:
        told = _told(shape, example)
        start = example.answer.find(told) if told else -1
        if start >= 0:
            yield start, start + len(told), shape.box


def _told(shape: Shape, example: Example) -> str:
    """Return the words of an answer that tell of a shape; the first letter of a sentence may be a capital one."""
    match example.kind:
        case Kind.CAPTION:
            return phrases.named(shape, example.prompt.split()[1])
        case Kind.DESCRIBE:
            language = example.prompt.split()[1]
            return f"{phrases.named(shape, language)} {phrases.place(shape, language)}"[1:]
        case Kind.DETECT:
            return next((part for part in example.answer.split(" ; ") if part.endswith(f" {shape.kind}")), "")
    return ""
