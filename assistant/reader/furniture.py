"""Headers, footers and page numbers: told apart from what a page says, by their places and the pages around.

Nothing is taken for furniture for its place alone: it is a page's number, or its neighbours have the same there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from assistant.reader.lines import body_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.reader.lines import TextLine

MARGIN = 0.13
"""The part of a page's height, at the top and at the bottom, that can hold furniture."""
_ROWS = 3
_NEAR = 0.012
"""Furniture stands on the same height from page to page, within this part of the page's height."""
_SEEN_NEAR = 0.03
_ALIKE = 0.8
_WHITE = 0.9
_PAGES = 2
_LARGER = 1.15
"""A line so much larger than most is a heading, which may stand at one height on every page: a slide's title."""
_PITCH = 2.5
"""Rows of one table are nearer than so many letter sizes."""
_ALIGNED = 0.3
_DIGITS = re.compile(r"\d+")
_ROMAN = r"[ivxlcdm]{1,8}"
_NUMBER = re.compile(
    rf"\W*(?:(?:page|seite|pagina|página|strona|strana|sida|side|sivu|oldal|стр(?:аница|\.)?|с\.|σελίδα|sayfa|עמוד|صفحة|p\.|s\.)?\s*)"
    rf"(?P<number>\d{{1,5}}|{_ROMAN}|[A-Z]-?\d{{1,4}}|\d{{1,3}}[-–.]\d{{1,4}})"
    rf"(?:\s*(?:of|von|de|di|z|ze|av|af|/|из|από|מתוך|من)\s*\d{{1,5}})?\W*",
    re.IGNORECASE,
)
_EASTERN_NUMBER = re.compile(r"第?\s?\d{1,5}\s?[页頁ページ쪽]{1,3}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of a page's margin: its height from 0 (top) to 1 (bottom) and its text, numbers as "#".

    `is_apart` tells that it stands outermost, with white between it and the rest.
    """

    place: float
    text: str
    is_apart: bool = False


def is_page_number(text: str) -> bool:
    """Tell whether a line holds nothing but a page's number: "12", "– iv –", "Page 3 of 10"."""
    text = text.strip()
    return len(text) <= 24 and bool(_NUMBER.fullmatch(text) or _EASTERN_NUMBER.fullmatch(text))


def marks_of(lines: Iterable[TextLine], height: float) -> tuple[Mark, ...]:
    """Return the outermost rows of both margins: what the pages around compare theirs with."""
    lines = list(lines)
    if not height:
        return ()
    apart = _apart(lines, height)
    return tuple(
        Mark(line.middle / height, _pattern(line.text), id(line) in apart) for line in _outermost(lines, height)
    )


def without_furniture(
    lines: Sequence[TextLine], height: float, around: Sequence[Sequence[Mark]], *, label: str, is_exact: bool = True
) -> list[TextLine]:
    """Return the lines of a page without its furniture.

    `around` are the marks of the pages before and behind it, as far as they are known. A line of one text layer stands
    exactly where it stands on the next page, a scanned one only about there.
    """
    near = _NEAR if is_exact else _SEEN_NEAR
    outer = _without_cells(_outermost(lines, height), lines)
    largest = _LARGER * body_size(lines) if is_exact else float("inf")
    outer = [line for line in outer if line.size <= largest or _may_run(line, height, around, near)]
    dropped = {id(line) for line in outer if _is_repeated(line, height, around, near)}
    apart = _apart(lines, height)
    dropped |= {id(line) for line in outer if id(line) in apart and _is_usual_place(line, height, around, near)}
    is_known = any(around)
    dropped |= {id(line) for line in outer if _is_lone_number(line, lines, dropped, label, is_known=is_known)}
    numbers = [line for line in outer if id(line) in dropped and is_foot_number(line, height)]
    dropped |= {id(line) for line in outer if any(are_level(line, number) for number in numbers)}
    return [line for line in lines if id(line) not in dropped]


def is_foot_number(line: TextLine, height: float) -> bool:
    """Tell whether a line is a page's number at its foot: what stands beside it belongs to the footer."""
    return line.middle > (1 - MARGIN) * height and is_page_number(line.text)


def are_level(one: TextLine, other: TextLine) -> bool:
    """Tell whether two lines stand on one level."""
    return abs(one.middle - other.middle) < 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def is_furniture(
    line: TextLine, height: float, around: Sequence[Sequence[Mark]], before: Sequence[TextLine] = ()
) -> bool:
    """Tell whether a line of a scan is furniture, while the lines below it aren't known yet, only those `before` it."""
    if MARGIN * height < line.middle < (1 - MARGIN) * height:
        return False
    if _is_repeated(line, height, around, _SEEN_NEAR):
        return True
    # The last row of a table may hold nothing but a number, too.
    is_apart = all(are_level(line, other) or _distance(line, other) > _WHITE * line.size for other in before)
    return is_apart and is_page_number(line.text)


def _outermost(lines: Sequence[TextLine], height: float) -> list[TextLine]:
    """Return what stands in the margins, in the first and last rows."""
    upper = sorted((line for line in lines if line.middle < MARGIN * height), key=lambda line: line.middle)
    lower = sorted((line for line in lines if line.middle > (1 - MARGIN) * height), key=lambda line: -line.middle)
    return _first_rows(upper) + _first_rows(lower)


def _first_rows(lines: list[TextLine]) -> list[TextLine]:
    kept: list[TextLine] = []
    rows = 0
    for line in lines:
        if not kept or abs(line.middle - kept[-1].middle) > 0.5 * line.size:
            rows += 1
        if rows > _ROWS:
            break
        kept.append(line)
    return kept


def _is_repeated(line: TextLine, height: float, around: Sequence[Sequence[Mark]], near: float) -> bool:
    place, text = line.middle / height, _pattern(line.text)
    return any(abs(mark.place - place) < near and _are_alike(mark.text, text) for marks in around for mark in marks)


def _may_run(line: TextLine, height: float, around: Sequence[Sequence[Mark]], near: float) -> bool:
    """Tell whether a large line is no title: a page's number, or what several pages around have word by word."""
    if is_page_number(line.text):
        return True
    if _pattern(line.text) != " ".join(line.text.split()).lower():
        return False
    return sum(_is_repeated(line, height, (marks,), near) for marks in around) >= _PAGES


def _without_cells(outer: Sequence[TextLine], lines: Sequence[TextLine]) -> list[TextLine]:
    """Return what stands in the margins without the rows of a table that fills its page: the next one goes on alike."""
    cells: set[int] = set()
    seen: set[int] = set()
    for line in outer:
        if id(line) in seen:
            continue
        row = [other for other in lines if are_level(line, other)]
        seen |= {id(part) for part in row}
        if len(row) > 1 and sum(_has_like(part, lines) for part in row) > 1:
            cells |= {id(part) for part in row}
    return [line for line in outer if id(line) not in cells]


def _has_like(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Tell whether the row above or below has a cell of the same column."""
    return any(
        other is not line
        and not are_level(line, other)
        and abs(other.middle - line.middle) < _PITCH * line.size
        and min(abs(other.left - line.left), abs(other.right - line.right)) < _ALIGNED * line.size
        for other in lines
    )


def _is_usual_place(line: TextLine, height: float, around: Sequence[Sequence[Mark]], near: float) -> bool:
    """Tell whether other pages have something apart at that height too: running titles change with the chapter."""
    place = line.middle / height
    return sum(any(mark.is_apart and abs(mark.place - place) < near for mark in marks) for marks in around) >= _PAGES


def _apart(lines: Sequence[TextLine], height: float) -> set[int]:
    """Return the ids of what stands in the first and in the last row, if much white parts that row from the rest."""
    by_height = sorted(lines, key=lambda line: line.middle)
    apart: set[int] = set()
    for ordered in (by_height, by_height[::-1]):
        if not ordered or MARGIN * height < ordered[0].middle < (1 - MARGIN) * height:
            continue
        outermost = ordered[0]
        row = [line for line in ordered if abs(line.middle - outermost.middle) < 0.5 * outermost.size]
        rest = ordered[len(row) :]
        if rest and _distance(outermost, rest[0]) > _WHITE * outermost.size:
            apart |= {id(line) for line in row}
    return apart


def _are_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if abs(len(one) - len(other)) > 0.3 * max(len(one), len(other)):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _is_lone_number(
    line: TextLine, lines: Sequence[TextLine], dropped: set[int], label: str, *, is_known: bool
) -> bool:
    """Tell whether a line is this page's number; where no other page is known, a number with white around it is."""
    if not is_page_number(line.text) or _has_beside(line, lines):
        return False
    if line.text.strip(" -–—") == label:
        return True
    others = [other for other in lines if other is not line and id(other) not in dropped]
    if is_known or not others:
        return False
    return min(_distance(line, other) for other in others) > 0.8 * line.size


def _has_beside(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Tell whether text stands close beside a number: it marks a footnote, or a name."""
    return any(
        other is not line
        and other.top < line.bottom
        and line.top < other.bottom
        and max(other.left - line.right, line.left - other.right) < line.size
        for other in lines
    )


def _distance(line: TextLine, other: TextLine) -> float:
    """Return the white between two lines' heights; nothing where they stand side by side."""
    return max(other.top - line.bottom, line.top - other.bottom, 0.0)


def _pattern(text: str) -> str:
    if is_page_number(text):
        return "#"
    return _DIGITS.sub("#", " ".join(text.split()).lower())
