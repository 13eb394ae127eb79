"""Wherever lines stand on a page, with whatever rules and figures between them, every word of them is told once."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reader.formats.pdf_objects import Drawn
from assistant.reader.formats.pdf_page import Sheet, around, blocks_of
from assistant.reader.formats.pdf_text import Geometry, PageText
from assistant.reader.lines import TextLine
from assistant.reader.tables import Rules

WIDTH, HEIGHT = 600.0, 800.0
# Inside of the margins, where nothing can be a header.
PLACES = st.tuples(st.integers(0, 40), st.integers(8, 40), st.integers(1, 20), st.sampled_from((6.0, 10.0, 10.0, 16.0)))
LINE = st.tuples(PLACES, st.sampled_from(("", "• ", "2. ", "Figure 3: ", "1 ")), st.booleans(), st.booleans())
EDGES = st.tuples(st.integers(0, 500), st.integers(100, 600), st.integers(1, 400), st.integers(1, 300))


def line_of(number: int, spec: tuple[tuple[int, int, int, float], str, bool, bool], *, is_rtl: bool) -> TextLine:
    (column, row, words, size), mark, is_bold, is_mono = spec
    word = "א" if is_rtl else "w"
    text = mark + " ".join(f"{word}{number}x{place}" for place in range(words))
    left, top = column * 14.0, row * 16.0
    return TextLine(text, left, top, left + 0.5 * size * len(text), top + size, size, is_bold, is_mono, is_exact=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(LINE, max_size=30, unique_by=lambda spec: spec[0][:2]),
    st.lists(EDGES, max_size=3),
    st.lists(EDGES, max_size=8),
    st.booleans(),
)
def test_every_word_is_told_once(
    specs: list[tuple[tuple[int, int, int, float], str, bool, bool]],
    figures: list[tuple[int, int, int, int]],
    rules: list[tuple[int, int, int, int]],
    is_rtl: bool,
) -> None:
    lines = [line_of(number, spec, is_rtl=is_rtl) for number, spec in enumerate(specs)]
    text = PageText(Geometry(0, 0, WIDTH, HEIGHT, 0), lines)
    drawn = Drawn(
        tuple((float(x), float(y), float(x + width), float(y + height)) for x, y, width, height in figures),
        ("",) * len(figures),
        0.0,
        Rules(
            tuple((float(y), float(x), float(x + width)) for x, y, width, _ in rules),
            tuple((float(x), float(y), float(y + height)) for x, y, _, height in rules),
        ),
        is_bare=False,
    )
    sheet = Sheet.of(text, drawn)

    blocks = blocks_of(sheet, around(sheet, []), "1", {})

    told = Counter(word for block in blocks for word in re.findall(r"[wא]\d+x\d+", block.text))
    wanted = Counter(word for line in lines for word in re.findall(r"[wא]\d+x\d+", line.text))
    assert not wanted - told
    # A column's name is told in each of its rows.
    names = set(told - wanted)
    assert all(any(word in block.text for block in blocks if block.kind == "row") for word in names)
