"""Numbers beside the lines of a draft, a law or an edition: they count lines, and aren't read with them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.reader import marks
from assistant.reader.furniture import are_level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.reader.lines import TextLine

_LEAST = 4
_MOST = 200
"""A page has fewer lines; one with more numbers is a table."""
_LONGEST = 4
_WIDEST_STEP = 10
_GOING_ON = 0.3
"""Lines of prose begin within a sentence, and with a small letter, more often than items or a table's rows do."""
_ALIGNED = 1.0


def without_line_numbers(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a page without numbers that count them: each, every fifth or the like."""
    numbers = _outermost_numbers(lines)
    dropped = {id(number) for number in numbers}
    rest = [line for line in lines if id(line) not in dropped]
    if len(numbers) < _LEAST or not _are_prose(numbers, rest):
        return list(lines)
    return rest


def _outermost_numbers(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the numbers left of everything that stands on their level, downwards, if they are a column that counts."""
    found = [line for line in lines if line.text.isdecimal() and len(line.text) <= _LONGEST]
    if len(found) > _MOST:
        return []
    found = [line for line in found if _beside(line, lines)]
    found.sort(key=lambda line: line.middle)
    if len(found) < _LEAST:
        return []
    size = max(line.size for line in found)
    edges = [line.right for line in found], [line.left for line in found]
    if min(max(places) - min(places) for places in edges) > _ALIGNED * size:
        return []
    steps = {int(below.text) - int(above.text) for above, below in pairwise(found)}
    return found if len(steps) == 1 and 1 <= min(steps) <= _WIDEST_STEP else []


def _beside(number: TextLine, lines: Sequence[TextLine]) -> bool:
    """Tell whether one line, and no more, stands on a number's level, right of it."""
    level = [line for line in lines if line is not number and are_level(line, number)]
    return len(level) == 1 and level[0].left > number.right


def _are_prose(numbers: Sequence[TextLine], rest: Sequence[TextLine]) -> bool:
    counted = [line for line in rest if numbers[0].top <= line.middle <= numbers[-1].bottom]
    step = int(numbers[1].text) - int(numbers[0].text)
    if abs(len(counted) - 1 - step * (len(numbers) - 1)) > len(numbers):
        return False
    return sum(marks.goes_on(line.text) for line in counted) > _GOING_ON * len(counted)
