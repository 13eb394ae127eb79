from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core import layout
from assistant.core.layout import Quad

HEIGHT = 20
PITCH = 28


def box(x: float, y: float, width: float, height: float = HEIGHT) -> Quad:
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


def column(x: float, y: float, width: float, count: int, pitch: float = PITCH) -> list[Quad]:
    return [box(x, y + index * pitch, width - (index % 3) * 15) for index in range(count)]


def read(quads: list[Quad], *, rtl: bool = False) -> list[int]:
    return [index for block in layout.order(quads, rtl=rtl) for row in block.rows for index in row]


def mirrored(quads: list[Quad], width: float = 1920) -> list[Quad]:
    return [
        ((width - b[0], b[1]), (width - a[0], a[1]), (width - d[0], d[1]), (width - c[0], c[1])) for a, b, c, d in quads
    ]


def turned(quads: list[Quad], degrees: float) -> list[Quad]:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def turn(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return x * cosine - y * sine, x * sine + y * cosine

    return [(turn(a), turn(b), turn(c), turn(d)) for a, b, c, d in quads]


ONE_COLUMN = column(60, 40, 900, 8)
TWO_COLUMNS = [*column(60, 40, 560, 12), *column(680, 40, 560, 12)]
THREE_COLUMNS = [*column(60, 40, 380, 9), *column(480, 40, 380, 9), *column(900, 40, 380, 9)]
HEADED = [box(60, 40, 1180, 36), *column(60, 120, 560, 10), *column(680, 120, 560, 10), box(60, 440, 1100)]
SIDEBAR = [
    *[box(20, 60 + index * 34, 120) for index in range(8)],
    *column(300, 70, 1200, 14, 27),
]
MENU_OVER_SIDEBAR = [box(16, 10, 263), *SIDEBAR]
TABLE = [box(60 + across * 300, 40 + down * 40, 140) for down in range(6) for across in range(4)]
FORM = [cell for down in range(5) for cell in (box(60, 40 + down * 44, 160), box(420, 40 + down * 44, 500))]
MENU = [box(10 + index * 90, 10, 60) for index in range(7)]
MENU_AND_COLUMNS = [*MENU, *column(60, 90, 560, 9), *column(680, 90, 560, 9)]
MAIL = [  # a menu bar reaches over the gutter between the folders and the form, whose fields share no edge
    box(5, 2, 201),
    *[box(7, 71 + index * 18, 50 + index % 2 * 30) for index in range(6)],
    *[
        cell
        for index in range(9)
        for cell in (box(229, 73 + index * 32, 45 + index * 5), box(330 + index * 9, 73 + index * 32, 110))
    ],
]
LISTING = [  # a terminal: some rows fall apart at their gaps
    box(8, 40, 312),
    box(8, 73, 90),
    *[box(6, 106, 215), box(238, 106, 174)],
    *[box(6, 139, 216), box(237, 139, 114), box(355, 139, 48)],
    box(8, 172, 540),
    box(8, 205, 560),
]
TWO_WINDOWS = [
    *[box(100, 40, 300), *column(100, 80, 600, 9)],
    *[box(900, 340, 300), *column(900, 380, 600, 9)],
]


@pytest.mark.parametrize(
    "quads",
    [
        pytest.param(ONE_COLUMN, id="one column"),
        pytest.param(TWO_COLUMNS, id="two columns"),
        pytest.param(THREE_COLUMNS, id="three columns"),
        pytest.param(HEADED, id="a heading over two columns, a line below them"),
        pytest.param(SIDEBAR, id="a sidebar beside prose"),
        pytest.param(MENU_OVER_SIDEBAR, id="a menu that reaches as far as the prose beside a sidebar"),
        pytest.param(TABLE, id="a table is read by rows"),
        pytest.param(FORM, id="a form is read label by label"),
        pytest.param(MENU, id="a menu bar"),
        pytest.param(MENU_AND_COLUMNS, id="a menu bar over two columns"),
        pytest.param(MAIL, id="a menu bar, folders and a form"),
        pytest.param(LISTING, id="a listing in a terminal"),
        pytest.param(TWO_WINDOWS, id="two windows, one lower"),
    ],
)
@pytest.mark.parametrize("degrees", [0.0, 4.0, -3.0])
@pytest.mark.parametrize("is_rtl", [False, True], ids=["from the left", "from the right"])
def test_reads_in_the_order_written(quads: list[Quad], degrees: float, is_rtl: bool) -> None:
    page = turned(mirrored(quads) if is_rtl else quads, degrees)
    backwards = list(reversed(page))
    order = [len(page) - 1 - index for index in read(backwards, rtl=is_rtl)]
    assert order == list(range(len(page)))


def test_a_row_holds_what_stands_side_by_side() -> None:
    (block,) = layout.order(MENU)
    assert block.rows == (tuple(range(7)),)


def test_white_between_lines_begins_a_paragraph() -> None:
    quads = [*column(60, 40, 900, 3), *column(60, 40 + 3 * PITCH + 16, 900, 3)]
    blocks = layout.order(quads)
    assert [block.rows for block in blocks] == [((0,), (1,), (2,)), ((3,), (4,), (5,))]


def test_a_larger_line_is_a_paragraph_of_its_own() -> None:
    quads = [box(60, 40, 500, 34), *column(60, 80, 900, 3)]
    assert [len(block.rows) for block in layout.order(quads)] == [1, 3]


def test_an_empty_picture_has_no_blocks() -> None:
    assert layout.order([]) == []


def test_the_slope_is_that_of_long_lines() -> None:
    quads = [*turned(column(0, 0, 800, 5), 6.0), *turned([box(500, 500, 20)] * 9, -40.0)]
    assert math.degrees(layout.median_angle(quads)) == pytest.approx(6.0)


SOME_BOX = st.builds(
    box,
    st.floats(-100, 4000),
    st.floats(-100, 3000),
    st.floats(0, 2000),
    st.floats(0, 300),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(SOME_BOX, max_size=60), st.booleans(), st.floats(-90, 90))
def test_every_line_is_read_exactly_once(quads: list[Quad], is_rtl: bool, degrees: float) -> None:
    assert sorted(read(turned(quads, degrees), rtl=is_rtl)) == list(range(len(quads)))


@settings(max_examples=100, deadline=None)
@given(st.lists(SOME_BOX, max_size=40))
def test_no_row_is_empty(quads: list[Quad]) -> None:
    assert all(row for block in layout.order(quads) for row in block.rows)
    assert all(block.rows for block in layout.order(quads))
