"""Lines joined to running text: spaces, paragraphs, hyphens, and scripts that are written without spaces."""

from __future__ import annotations

import pytest

from assistant.core.domain import Box
from assistant.vision.embedded.joining import Joiner
from assistant.vision.embedded.lines import Line
from assistant.vision.embedded.pixels import quad_from_box


def joined(*lines: tuple[str, int]) -> str:
    box = Box(0, 0, 100, 20)
    joiner = Joiner()
    text = "".join(joiner.add(Line(words, box, quad_from_box(box), 1.0, block=block)) for words, block in lines)
    return (text + joiner.finish()).replace(" \n", "\n")  # a space behind the last word is never spoken


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([("one", 0), ("two", 0)], "one two\n"),
        ([("one", 0), ("two", 1)], "one\ntwo\n"),
        ([("exam-", 0), ("ple", 0)], "example\n"),
        ([("Jean-", 0), ("Luc", 0)], "Jean- Luc\n"),
        ([("a list -", 0), ("of things", 0)], "a list - of things\n"),
        ([("the end-", 0)], "the end-\n"),
        ([("the end-", 0), ("next", 1)], "the end-\nnext\n"),
        ([("今日は天気が", 0), ("いいですね", 0)], "今日は天気がいいですね\n"),
        ([("보기 좋은", 0), ("떡이", 0)], "보기 좋은 떡이\n"),
        ([("สวัสดี", 0), ("ครับ", 0)], "สวัสดีครับ\n"),
        ([], ""),
    ],
)
def test_lines_are_joined(lines: list[tuple[str, int]], text: str) -> None:
    assert joined(*lines) == text
