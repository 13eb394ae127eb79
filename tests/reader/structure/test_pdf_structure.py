"""Pages whose every word is known come out as blocks: the text whole, in order, each thing told as what it is."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from assistant.core.documents import BlockKind, Page
from support.pdf_pages import (
    HEIGHT,
    WIDTH,
    book,
    broken,
    error_rate,
    find_font,
    kinds,
    opened,
    prose,
    read_page,
    register_font,
    set_paragraphs,
    set_text,
    texts,
)

MARGIN = 60.0
COLUMN_GAP = 20.0


def columns_of(count: int) -> tuple[bytes, list[str]]:
    """A heading over the whole width, then columns, with a second heading in the last one."""
    truth = ["The Harbour and the Town"]
    width = (WIDTH - 2 * MARGIN - (count - 1) * COLUMN_GAP) / count

    def draw(canvas: Canvas) -> None:
        set_text(canvas, truth[0], MARGIN, 780, 400, font="Helvetica-Bold", size=20)
        for number in range(count):
            x, y = MARGIN + number * (width + COLUMN_GAP), 740.0
            if number == count - 1:
                truth.append("About the Winds")
                y = set_text(canvas, truth[-1], x, y, width, font="Helvetica-Bold", size=13) - 8
            paragraphs = [prose(3, 3 * number + place) for place in range(4)]
            truth.extend(paragraphs)
            set_paragraphs(canvas, paragraphs, x, y, width, hyphens=True)

    return book(draw), truth


@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_are_read_one_after_another(count: int) -> None:
    data, truth = columns_of(count)

    page = read_page(data)

    assert error_rate(texts(page.blocks), truth) == 0, "\n".join(texts(page.blocks))
    assert kinds(page.blocks)[0] == "heading 1"
    assert [block.text for block in page.blocks if block.kind is BlockKind.HEADING] == [truth[0], "About the Winds"]


def test_columns_written_row_by_row_in_the_file_are_read_one_after_another() -> None:
    left, right = prose(6, 0), prose(6, 5)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        rows = zip_longest(broken(left, 220), broken(right, 220), fillvalue="")
        for number, (one, other) in enumerate(rows):
            canvas.drawString(60, 760 - 12 * number, one)
            canvas.drawString(310, 760 - 12 * number, other)

    page = read_page(book(draw))

    assert [block.text[:20] for block in page.blocks] == [left[:20], right[:20]]


def test_a_figure_over_both_columns_parts_them() -> None:
    parts = [prose(4, number) for number in range(4)]

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(parts):
            x = 60 if number % 2 == 0 else 310
            set_text(canvas, text, x, 780 if number < 2 else 380, 225)
        canvas.drawInlineImage(_picture(), 60, 420, 475, 220)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 405, "Figure 1: The harbour in winter")

    page = read_page(book(draw))

    assert error_rate(texts(page.blocks), [parts[0], parts[1], "Figure 1: The harbour in winter", *parts[2:]]) == 0
    assert kinds(page.blocks) == ["paragraph", "paragraph", "figure", "caption", "paragraph", "paragraph"]


def test_a_paragraph_goes_on_behind_the_figure_that_interrupts_it() -> None:
    text = prose(8)
    lines = broken(text, 225)

    def draw(canvas: Canvas) -> None:
        for x, y, part in ((60, 456, lines[:12]), (310, 500, lines[12:])):
            canvas.setFont("Helvetica", 10)
            for number, line in enumerate(part):
                canvas.drawString(x, y - 12 * number, line)
        set_text(canvas, prose(11, 3), 60, 780, 225)
        canvas.drawInlineImage(_picture(), 310, 560, 225, 220)
        set_text(canvas, "Figure 7: The harbour in winter, seen from the road across the marsh", 310, 545, 225, size=8)

    page = read_page(book(draw))

    assert kinds(page.blocks) == ["paragraph", "paragraph", "figure", "caption"]
    assert texts(page.blocks)[1] == text
    assert texts(page.blocks)[2] == "Figure 7: The harbour in winter, seen from the road across the marsh"


def test_lists_keep_their_depth_and_their_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        y = set_text(canvas, prose(2), 60, 780, 470) - 6
        for mark, x, text in (
            ("•", 70, prose(2, 3)),
            ("•", 70, "A short one"),
            ("–", 95, "An inner one"),
            ("•", 70, "The last one"),
        ):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(x, y, mark)
            y = set_text(canvas, text, x + 14, y, 420)
        y = set_text(canvas, "Then follow these steps:", 60, y - 8, 470) - 4
        for number in range(1, 4):
            y = set_text(canvas, f"{number}. Step number {number} is done", 70, y, 420)

    page = read_page(book(draw))

    assert kinds(page.blocks) == ["paragraph", "item 1", "item 1", "item 2", "item 1", "paragraph", *["item 1"] * 3]
    assert texts(page.blocks)[1] == prose(2, 3)
    assert texts(page.blocks)[3] == "An inner one"
    assert texts(page.blocks)[-1] == "3. Step number 3 is done"


_TABLE = [["Name", "Age", "Town"], ["Anna", "30", "Lund"], ["Boris", "41", "Varna"], ["Chiara", "27", "Bari"]]
_TOLD = ["Name: Anna; Age: 30; Town: Lund", "Name: Boris; Age: 41; Town: Varna", "Name: Chiara; Age: 27; Town: Bari"]


@pytest.mark.parametrize("is_ruled", [True, False], ids=["ruled", "unruled"])
def test_a_table_is_told_row_by_row_with_the_names_of_its_columns(is_ruled: bool) -> None:
    def draw(canvas: Canvas) -> None:
        set_text(canvas, prose(3), 60, 780, 470)
        set_text(canvas, "Table 1: Who came", 60, 720, 470)
        table = Table(_TABLE, colWidths=[120, 80, 120], rowHeights=18)
        if is_ruled:
            table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        table.wrapOn(canvas, 400, 300)
        table.drawOn(canvas, 60, 640)
        set_text(canvas, prose(3, 4), 60, 610, 470)

    page = read_page(book(draw))

    assert kinds(page.blocks) == ["paragraph", "caption", "table", "row", "row", "row", "paragraph"]
    assert (page.blocks[2].rows, page.blocks[2].columns) == (3, 3)
    assert [block.text for block in page.blocks[3:6]] == _TOLD
    assert (page.blocks[0].text, page.blocks[-1].text) == (prose(3), prose(3, 4))


def test_no_name_of_a_column_is_guessed() -> None:
    cells = [["Anna", "Lund"], ["Boris", "Varna"], ["Chiara", "Bari"]]

    def draw(canvas: Canvas) -> None:
        table = Table(cells, colWidths=[120, 120], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        table.wrapOn(canvas, 400, 300)
        table.drawOn(canvas, 60, 640)

    page = read_page(book(draw))

    assert texts(page.blocks) == ["Anna; Lund", "Boris; Varna", "Chiara; Bari"]


def test_a_power_stays_one_beside_a_note() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 780)
        for part, size, rise in (("The town has 12 km", 10, 0), ("2", 6, 4), (" of marsh.", 10, 0), ("1", 6, 4)):
            text.setFont("Helvetica", size)
            text.setRise(rise)
            text.textOut(part)
        canvas.drawText(text)
        set_text(canvas, prose(8, 1), 60, 750, 470)
        set_text(canvas, "1 Without the lagoon.", 60, 90, 470, size=8)

    assert texts(read_page(book(draw)).blocks)[0] == "The town has 12 km² of marsh.[1]"


def test_a_cell_of_several_lines_stays_one() -> None:
    cells = [["Word", "Meaning"], ["ebb", "the tide that\nruns out"], ["neap", "the weakest\ntide of all"]]

    def draw(canvas: Canvas) -> None:
        bold = ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")
        table = Table(cells, colWidths=[100, 160], style=[bold, ("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        table.wrapOn(canvas, 400, 300)
        table.drawOn(canvas, 60, 640)

    page = read_page(book(draw))

    assert texts(page.blocks) == [
        "Word: ebb; Meaning: the tide that runs out",
        "Word: neap; Meaning: the weakest tide of all",
    ]


def test_footnotes_are_told_apart_and_keep_their_marks() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        text = canvas.beginText(60, 780)
        text.textOut("The lighthouse is old")
        text.setRise(4)
        text.setFont("Helvetica", 6)
        text.textOut("1")
        text.setRise(0)
        text.setFont("Helvetica", 10)
        text.textOut(" and stands on a rock in the sea.")
        canvas.drawText(text)
        set_text(canvas, prose(8, 1), 60, 750, 470)
        set_text(canvas, "1 Older than the town, which is first named in a letter.", 60, 90, 470, size=8)
        set_text(canvas, "2 The mason's book says otherwise.", 60, 78, 470, size=8)

    page = read_page(book(draw))

    assert kinds(page.blocks) == ["paragraph", "paragraph", "footnote", "footnote"]
    assert texts(page.blocks)[0] == "The lighthouse is old[1] and stands on a rock in the sea."
    assert texts(page.blocks)[2] == "1 Older than the town, which is first named in a letter."


def test_headers_footers_and_page_numbers_are_left_out_and_nothing_else() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 7):
            canvas.setFont("Helvetica", 9)
            canvas.drawString(60, 810, "The Harbour Almanac" if number % 2 else f"Chapter {(number + 1) // 2}")
            canvas.drawCentredString(WIDTH / 2, 30, f"– {number} –")
            set_paragraphs(canvas, [prose(4, number), prose(3, number + 2), "1867"], 60, 780, 470)
            canvas.showPage()

    data = book(draw)
    document = opened(data)
    for number in range(1, 7):
        page = document.page(number)
        assert isinstance(page, Page)
        assert texts(page.blocks) == [prose(4, number), prose(3, number + 2), "1867"], number


def test_the_first_line_of_a_lone_page_is_no_header() -> None:
    page = read_page(book(lambda canvas: set_paragraphs(canvas, ["Dear Anna,", prose(3)], 60, 810, 470)))

    assert texts(page.blocks)[0] == "Dear Anna,"


def test_code_keeps_its_lines() -> None:
    def draw(canvas: Canvas) -> None:
        y = set_text(canvas, prose(2), 60, 780, 470) - 6
        for line in ("for line in lines:", "    print(line)"):
            canvas.setFont("Courier", 10)
            canvas.drawString(60, y, line)
            y -= 12
        set_text(canvas, prose(2, 4), 60, y - 6, 470)

    page = read_page(book(draw))

    assert kinds(page.blocks) == ["paragraph", "code", "paragraph"]
    assert page.blocks[1].text.splitlines() == ["for line in lines:", "print(line)"]


def test_a_quote_stands_in_from_both_edges() -> None:
    def draw(canvas: Canvas) -> None:
        y = set_text(canvas, prose(4), 60, 780, 470) - 8
        y = set_text(canvas, prose(3, 5), 100, y, 390) - 8
        set_text(canvas, prose(4, 3), 60, y, 470)

    page = read_page(book(draw))

    assert kinds(page.blocks) == ["paragraph", "quote", "paragraph"]


def test_indented_first_lines_begin_paragraphs() -> None:
    truth = [prose(3, number) for number in range(5)]

    def draw(canvas: Canvas) -> None:
        y = 780.0
        for text in truth:
            y = set_text(canvas, text, 60, y, 470, indent=15, hyphens=True)

    assert texts(read_page(book(draw)).blocks) == truth


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(turn: int) -> None:
    truth = [prose(4), prose(4, 4)]

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        set_paragraphs(canvas, truth, 60, 500, 470)

    assert texts(read_page(book(draw)).blocks) == truth


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_writing_that_runs_across_the_page_is_read_level(turn: int) -> None:
    truth = [prose(4), prose(4, 4)]

    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        set_paragraphs(canvas, truth, -230, 150, 470)

    assert texts(read_page(book(draw)).blocks) == truth


def test_a_title_on_its_side_does_not_break_a_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        set_text(canvas, prose(6), 60, 780, 470)
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Printed in the harbour workshop")
        canvas.restoreState()

    assert texts(read_page(book(draw)).blocks) == [prose(6), "Printed in the harbour workshop"]


def test_right_to_left_columns_are_read_from_the_right() -> None:
    font = find_font("DejaVuSans.ttf")
    if font is None:
        pytest.skip("no font with Hebrew letters")
    name = register_font("Hebrew", str(font))
    words = (
        "הנמל מתעורר לפני העיר והסירות הראשונות יוצאות כשהפנסים עדיין דולקים ואיש אינו זוכר מי בנה את המגדלור " * 3
    ).split()
    right = [" ".join(words[start : start + 6]) for start in range(10)]
    left = [" ".join(words[start : start + 5]) for start in range(10, 0, -1)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(name, 11)
        for edge, lines in ((535, right), (280, left)):
            for number, line in enumerate(lines):
                canvas.drawRightString(edge, 760 - 14 * number, line[::-1])

    page = read_page(book(draw))

    assert error_rate(texts(page.blocks), [*right, *left]) <= 0.01, texts(page.blocks)


def test_ligatures_and_soft_hyphens_are_letters_again() -> None:
    font = find_font("DejaVuSans.ttf")
    if font is None:
        pytest.skip("no font with ligatures")
    name = register_font("Ligatures", str(font))

    def draw(canvas: Canvas) -> None:
        canvas.setFont(name, 10)
        canvas.drawString(60, 780, "The ﬁrst ﬂag of the oﬃce was con\u00ad")
        canvas.drawString(60, 768, "spicuous from far away in the fog.")

    assert texts(read_page(book(draw)).blocks) == [
        "The first flag of the office was conspicuous from far away in the fog."
    ]


def _picture() -> object:
    from PIL import Image

    return Image.linear_gradient("L").resize((400, 200)).convert("RGB")
