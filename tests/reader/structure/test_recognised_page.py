"""A page that is recognised grows line by line: what was told stays, and in the end it is what was printed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.box import Box
from assistant.core.documents import Block, Line, Page, PageSeen
from assistant.core.domain import Found, Picture, Piece, Region, RegionKind, Source, SourceKind
from assistant.reader.recognised import RecognisedPage
from support.pdf_pages import broken, kinds, prose, texts

WIDTH, HEIGHT = 1240, 1754
LETTER = 7.0
"""Pixels across of a letter of a line 30 pixels high, for texts broken at a width in points of 10."""

Placed = tuple[str, int, int, int]
"""A line's text, left edge, top and height."""


def seen(lines: Sequence[Line] = ()) -> PageSeen:
    picture = Picture(1, Source(SourceKind.FILE), WIDTH, HEIGHT, b"")
    return PageSeen(3, picture, label="iii", lines=tuple(lines))


def box_of(text: str, x: int, y: int, height: int) -> Box:
    return Box(x, y, round(len(text) * height * 0.4), height)


def found(placed: Placed) -> Found:
    text, x, y, height = placed
    return Found(1, Region(RegionKind.LINE, text, box_of(text, x, y, height), 0.93))


def recognise(placed: Sequence[Placed], earlier: Sequence[Page] = (), layer: Sequence[Line] = ()) -> Page:
    """Recognise line by line; check each time that nothing that was told is taken back."""
    page = RecognisedPage(seen(layer), earlier)
    last: tuple[Block, ...] = ()
    for line in placed:
        page.take(found(line))
        now = page.page(is_whole=False)
        assert not now.is_whole
        assert_grown(last, now.blocks)
        last = now.blocks
    whole = page.page(is_whole=True)
    assert_grown(last, whole.blocks)
    assert page.page(is_whole=True) == whole
    return whole


def assert_grown(before: Sequence[Block], now: Sequence[Block]) -> None:
    if before:
        assert tuple(now[: len(before) - 1]) == tuple(before[:-1])
        assert now[len(before) - 1].kind is before[-1].kind
        assert now[len(before) - 1].text.startswith(before[-1].text)


def paragraph(text: str, y: int, x: int = 150, height: int = 30, *, hyphens: bool = False) -> list[Placed]:
    return [
        (line, x, y + round(number * height * 1.25), height)
        for number, line in enumerate(broken(text, 400, hyphens=hyphens))
    ]


def test_a_page_grows_to_what_was_printed() -> None:
    first, second = prose(4), prose(3, 4)
    lines = [("The Harbour", 150, 150, 60), *paragraph(first, 260, hyphens=True)]
    lines += paragraph(second, lines[-1][2] + 70)

    page = recognise(lines)

    assert texts(page.blocks) == ["The Harbour", first, second]
    assert kinds(page.blocks) == ["heading 1", "paragraph", "paragraph"]
    assert (page.number, page.label, page.is_recognised, page.is_whole) == (3, "iii", True, True)
    assert [line.text for line in page.lines] == [text for text, *_ in lines]
    assert (page.width, page.height) == (WIDTH, HEIGHT)


def test_a_line_keeps_the_language_that_came_with_it() -> None:
    page = RecognisedPage(seen())
    page.take(Piece(1, "Der Hafen ", language="de"))
    page.take(found(("Der Hafen", 150, 300, 30)))

    assert page.page(is_whole=True).lines[0].language == "de"


def test_two_columns_arrive_one_after_the_other() -> None:
    left, right = prose(5), prose(5, 5)
    lines = [("Two Columns", 150, 150, 60), *paragraph(left, 260), *paragraph(right, 260, x=680)]

    assert texts(recognise(lines).blocks) == ["Two Columns", left, right]


def test_rows_of_cells_are_told_as_a_table() -> None:
    cells = [("Name", "Age"), ("Anna", "30"), ("Boris", "41"), ("Chiara", "27")]
    lines = [*paragraph(prose(3), 200)]
    for number, row in enumerate(cells):
        lines += [(text, 150 + 300 * place, 500 + 45 * number, 30) for place, text in enumerate(row)]
    lines += paragraph(prose(3, 3), 760)

    page = recognise(lines)

    assert texts(page.blocks) == [
        prose(3),
        "Name: Anna; Age: 30",
        "Name: Boris; Age: 41",
        "Name: Chiara; Age: 27",
        prose(3, 3),
    ]


def test_furniture_that_earlier_pages_have_is_left_out_but_stays_a_line() -> None:
    def leaf(number: int, earlier: Sequence[Page]) -> Page:
        lines = [("The Harbour Almanac", 150, 60, 26), *paragraph(prose(4, number), 200), (str(number), 600, 1690, 26)]
        return recognise(lines, earlier)

    first = leaf(11, [])
    second = leaf(12, [first])

    assert texts(first.blocks) == ["The Harbour Almanac", prose(4, 11)]
    assert texts(second.blocks) == [prose(4, 12)]
    assert [second.lines[0].text, second.lines[-1].text] == ["The Harbour Almanac", "12"]


@pytest.mark.parametrize("is_first", [True, False], ids=["number first", "number last"])
def test_what_stands_beside_the_number_at_the_foot_is_furniture(is_first: bool) -> None:
    foot = [("24", 150, 1690, 26), ("Chapter 4. The Winds", 800, 1691, 26)]
    if not is_first:
        foot = [("4.6. The Winds", 150, 1690, 26), ("25", 1100, 1691, 26)]

    page = recognise([*paragraph(prose(4), 300), *foot])

    assert texts(page.blocks) == [prose(4)]
    assert len(page.lines) == len(paragraph(prose(4), 300)) + 2


def test_measured_heights_that_vary_do_not_part_a_paragraph() -> None:
    lines = [
        (text, x, y + 8, 22) if number % 3 == 2 else (text, x, y, 30)
        for number, (text, x, y, _) in enumerate(paragraph(prose(5), 300))
    ]

    assert texts(recognise(lines).blocks) == [prose(5)]


def test_a_table_at_the_foot_keeps_its_numbers() -> None:
    lines = [*paragraph(prose(3), 1200)]
    for number, row in enumerate((("Town", "Boats"), ("Lund", "12"), ("Varna", "30"), ("Bari", "7"))):
        lines += [(text, 150 + 300 * place, 1560 + 40 * number, 30) for place, text in enumerate(row)]

    told = ["Town: Lund; Boats: 12", "Town: Varna; Boats: 30", "Town: Bari; Boats: 7"]
    assert texts(recognise(lines).blocks)[1:] == told


def layer(placed: Sequence[Placed]) -> list[Line]:
    return [Line(text, box_of(text, x, y, height)) for text, x, y, height in placed]


def test_a_doubtful_layer_that_says_the_same_gives_its_letters() -> None:
    printed = paragraph(prose(3), 300)
    misread = [(text.replace("h", "b", 1).replace("l", "1", 1), x, y, height) for text, x, y, height in printed]

    assert texts(recognise(misread, layer=layer(printed)).blocks) == [prose(3)]


@pytest.mark.parametrize("spoil", ["garbage", "no spaces"])
def test_a_layer_that_says_something_else_is_left(spoil: str) -> None:
    printed = paragraph(prose(3), 300)
    bad = [
        (text.replace(" ", "") if spoil == "no spaces" else text[::-1].swapcase(), x, y, height)
        for text, x, y, height in printed
    ]
    wide = [Line(text, box_of(own[0], *own[1:])) for (text, *_), own in zip(bad, printed, strict=True)]

    assert texts(recognise(printed, layer=wide).blocks) == [prose(3)]


def test_what_recognition_missed_comes_from_a_layer_that_agreed() -> None:
    printed = paragraph(prose(3), 300)
    stamp = ("Seen by the mayor", 150, 1500, 30)

    page = recognise(printed, layer=layer([*printed, stamp]))

    assert texts(page.blocks)[-1] == "Seen by the mayor"


def test_right_to_left_lines_make_paragraphs() -> None:
    words = [
        "הנמל",
        "מתעורר",
        "לפני",
        "העיר",
        "והסירות",
        "הראשונות",
        "יוצאות",
        "כשהפנסים",
        "עדיין",
        "דולקים",
        "ואיש",
        "אינו",
        "זוכר",
    ]
    lines = []
    for number in range(6):
        text = " ".join(words[number:] + words[:number])
        width = box_of(text, 0, 0, 30).width
        # The last line of a paragraph ends short, at its left.
        lines.append((text + ("." if number == 5 else ""), 1100 - width, 300 + 40 * number, 30))

    page = recognise(lines)

    assert texts(page.blocks) == [" ".join(text for text, *_ in lines)]


_ANY_LINE = st.tuples(
    st.text(alphabet="abcdefg HÄ-.,1•—\u00adא", min_size=1, max_size=40),
    st.integers(0, 1000),
    st.integers(0, 1700),
    st.integers(4, 120),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_ANY_LINE, max_size=25))
def test_whatever_comes_nothing_told_is_taken_back_and_no_line_is_lost(lines: list[Placed]) -> None:
    page = recognise(lines)

    assert [line.text for line in page.lines] == [text for text, *_ in lines if text.strip()]


def spoken(*parts: tuple[str, str, int], earlier: Sequence[Page] = ()) -> Page:
    """Recognise paragraphs, each of whose lines the engine takes for this language, at this height of the page."""
    page = RecognisedPage(seen(), earlier)
    last: tuple[Block, ...] = ()
    for language, text, y in parts:
        for placed in paragraph(text, y):
            page.take(Piece(1, placed[0], language=language))
            page.take(found(placed))
            now = page.page(is_whole=False).blocks
            assert_grown(last, now)
            last = now
    return page.page(is_whole=True)


def test_blocks_are_in_the_language_that_most_of_their_lines_are_in() -> None:
    page = spoken(("en", prose(4), 200), ("de", prose(3, 4), 600), ("en", prose(2), 1000))
    assert [block.language for block in page.blocks] == ["en", "de", "en"]


def test_a_line_that_is_taken_for_another_language_changes_no_paragraph() -> None:
    page = RecognisedPage(seen())
    for number, placed in enumerate(paragraph(prose(5), 200)):
        page.take(Piece(1, placed[0], language="de" if number == 2 else "en"))
        page.take(found(placed))
    assert [block.language for block in page.page(is_whole=True).blocks] == ["en"]


def test_short_blocks_are_in_the_pages_language_and_those_of_another_script_in_their_own() -> None:
    first = spoken(("en", prose(4), 200))
    page = spoken(("de", "Port Arthur", 200), ("he", "שלום לכולם", 400), ("en", prose(3), 600), earlier=[first])
    assert [block.language for block in page.blocks] == ["en", "he", "en"]
