"""Layouts of everyday papers: slides, bills, forms, drafts, papers with stamps and notes, tables over several pages."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.core.documents import BlockKind
from support.pdf_pages import book, broken, kinds, prose, read_page, set_paragraphs, set_text, texts


def test_the_titles_of_slides_stand_at_one_height_and_are_no_headers() -> None:
    titles = ["Why tides matter", "Step 1", "Step 2", "Thank you"]

    def draw(canvas: Canvas) -> None:
        for number, title in enumerate(titles, start=1):
            canvas.setFont("Helvetica-Bold", 28)
            canvas.drawString(40, 360, title)
            canvas.setFont("Helvetica", 20)
            canvas.drawString(40, 290, f"The boats of harbour {number} leave before dawn,")
            canvas.drawString(40, 266, "and their lamps are still burning.")
            canvas.setFont("Helvetica", 9)
            canvas.drawString(40, 15, "Harbour Conference")
            canvas.drawRightString(690, 15, str(number))
            canvas.showPage()

    data = book(draw, (720, 405))
    for number, title in enumerate(titles, start=1):
        blocks = read_page(data, number).blocks
        assert texts(blocks) == [
            title,
            f"The boats of harbour {number} leave before dawn, and their lamps are still burning.",
        ]
        assert blocks[0].kind is BlockKind.HEADING


@pytest.mark.parametrize("is_ruled", [False, True])
def test_a_table_over_several_pages_keeps_its_rows_in_the_margins(is_ruled: bool) -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(3):
            canvas.setFont("Helvetica", 10)
            for row in range(38):
                y = 802 - 20 * row
                for x, cell in zip((60, 110, 250, 400), _member(38 * page + row), strict=True):
                    canvas.drawString(x, y, cell)
            if is_ruled:
                canvas.grid([55, 105, 245, 395, 500], [815 - 20 * row for row in range(39)])
            canvas.drawString(60, 25, "Club of the Harbour")
            canvas.drawRightString(500, 25, f"Page {page + 1} of 3")
            canvas.showPage()

    data = book(draw)
    for page in range(3):
        rows = [block.text for block in read_page(data, page + 1).blocks if block.kind is BlockKind.ROW]
        assert rows == ["; ".join(_member(38 * page + row)) for row in range(38)]
        assert len(read_page(data, page + 1).blocks) == len(rows) + 1


def _member(number: int) -> tuple[str, str, str, str]:
    return str(number), f"Person {number}", "Harbour" if number % 3 else "Upper Marsh", f"{number}.50 €"


def test_the_works_that_a_paper_names_are_items() -> None:
    works = [
        "[1] J. Doe. The almanac of weddings and of other days. Journal of Frost, 12(3):45–67, 1999.",
        "[2] R. Roe and S. Poe. Eels and onions on a bridge: a study of market days in the north. Bridges, 2003.",
        "[3] R. Roe. Fog. 2010.",
    ]

    def draw(canvas: Canvas) -> None:
        y = set_text(canvas, prose(6), 60, 700, 240) - 20
        for work in works:
            first, *rest = broken(work, 226)
            canvas.drawString(60, y, first)
            y -= 12
            for line in rest:
                canvas.drawString(74, y, line)
                y -= 12

    blocks = read_page(book(draw)).blocks
    assert [block.text for block in blocks if block.kind is BlockKind.ITEM] == works


def test_a_notes_mark_is_no_page_number_and_a_note_does_not_end_the_paragraph_above() -> None:
    first, second = prose(9, 0), prose(3, 2)
    lines = broken(first, 220)
    notes = ["1 Work done at the institute of tides, which nobody", "remembers today.", "∗ Write to jane@uni.example."]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 17)
        canvas.drawString(60, 800, "Small Harbours")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 780, "Jane Doe")
        canvas.setFont("Helvetica", 8)
        canvas.drawString(109, 784.2, "1")
        canvas.setFont("Helvetica", 10)
        for number, line in enumerate(lines[:10]):
            canvas.drawString(60, 700 - 12 * number, line)
        for number, line in enumerate(lines[10:]):
            canvas.drawString(310, 700 - 12 * number, line)
        set_text(canvas, second, 310, 680 - 12 * len(lines[10:]), 220)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(60, 102, "1")
        canvas.setFont("Helvetica", 8)
        for number, note in enumerate(notes):
            canvas.drawString(60 if number else 66, 100 - 10 * number, note.removeprefix("1 "))
        canvas.drawString(300, 40, "1")

    blocks = read_page(book(draw)).blocks
    told = [block.text for block in blocks]
    assert told[:2] == ["Small Harbours", "Jane Doe[1]"]
    assert first in told
    assert [block.text for block in blocks if block.kind is BlockKind.FOOTNOTE] == [
        "¹" + " ".join(notes[:2])[1:],
        notes[2],
    ]
    assert second in told
    assert "1" not in told


def test_sums_below_a_bill_are_rows_of_their_own() -> None:
    rows = [
        ("No.", "What", "Price"),
        ("1", "Net, 20 m", "90.00 €"),
        ("2", "Lantern with glass and", "32.50 €"),
        ("", "a foot of brass", ""),
        ("3", "Freight", "6.90 €"),
        ("", "Net", "129.40 €"),
        ("", "VAT 19 %", "24.59 €"),
        ("", "Total", "153.99 €"),
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number, row in enumerate(rows):
            for x, cell in zip((60, 110, 300), row, strict=True):
                canvas.drawString(x, 600 - 14 * number, cell)

    told = texts(read_page(book(draw)).blocks)
    assert told[1] == "No.: 2; What: Lantern with glass and a foot of brass; Price: 32.50 €"
    assert told[3:] == ["What: Net; Price: 129.40 €", "What: VAT 19 %; Price: 24.59 €", "What: Total; Price: 153.99 €"]


def test_a_stamp_in_the_margin_is_no_heading() -> None:
    def draw(canvas: Canvas) -> None:
        set_paragraphs(canvas, [prose(5), prose(4, 3)], 80, 700, 400)
        canvas.setFont("Helvetica-Bold", 20)
        canvas.translate(30, 250)
        canvas.rotate(90)
        canvas.drawString(0, 0, "arXiv:2101.01234v2 [cs.CL] 5 Mar 2021")

    blocks = read_page(book(draw)).blocks
    assert texts(blocks)[:2] == [prose(5), prose(4, 3)]
    assert kinds(blocks) == ["paragraph"] * 3


def test_what_is_written_into_a_form_is_read_beside_its_label() -> None:
    entries = {"Surname:": "Doe", "First name:": "Jane", "Born:": "1 May 1980", "Street:": ""}

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, 780, "Application for a card")
        canvas.setFont("Helvetica", 10)
        form = canvas.acroForm
        for number, (label, value) in enumerate(entries.items()):
            canvas.drawString(60, 740 - 26 * number, label)
            form.textfield(name=label, x=170, y=735 - 26 * number, width=200, height=18, value=value)
        for number, label in enumerate(("Books", "Films", "Music")):
            form.checkbox(name=label, x=170 + 90 * number, y=597, size=14, checked=label == "Films")
            canvas.drawString(190 + 90 * number, 600, label)
        form.textfield(name="pin", x=170, y=540, width=200, height=18, value="hidden", fieldFlags="password")

    told = texts(read_page(book(draw)).blocks)
    assert told[1:5] == ["Surname: Doe", "First name: Jane", "Born: 1 May 1980", "Street:"]
    assert told[5:] == ["Books [x] Films Music"]


@pytest.mark.parametrize("every", [1, 5])
def test_numbers_that_count_lines_are_left_out(every: int) -> None:
    paragraphs = [prose(7), prose(6, 3), prose(7, 5)]

    def draw(canvas: Canvas) -> None:
        y, count = 780.0, 0
        for paragraph in paragraphs:
            for line in broken(paragraph, 380):
                count += 1
                canvas.setFont("Helvetica", 10)
                canvas.drawString(90, y, line)
                if count % every == 0:
                    canvas.setFont("Helvetica", 7)
                    canvas.drawRightString(60, y, str(count))
                y -= 20
            y -= 10

    assert texts(read_page(book(draw)).blocks) == paragraphs


def test_numbers_of_rows_and_items_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number in range(1, 9):
            canvas.drawString(60, 780 - 20 * number, str(number))
            canvas.drawString(90, 780 - 20 * number, f"The harbour has boat {number} of many boats that leave at dawn")

    told = " ".join(texts(read_page(book(draw)).blocks))
    assert all(f"{number} The harbour" in told or f"{number}; The harbour" in told for number in range(1, 9))


def test_items_whose_marks_are_drawn_stay_apart_from_the_one_above() -> None:
    def draw(canvas: Canvas) -> None:
        y = set_text(canvas, prose(4), 40, 700, 480) - 12
        for x, line in (
            (60, "1. First, take a boat."),
            (100, "A small one."),
            (100, "None of the mayor."),
            (60, "2. Row."),
        ):
            canvas.drawString(x, y, line)
            y -= 14

    told = texts(read_page(book(draw)).blocks)
    assert told[1:] == ["1. First, take a boat.", "A small one.", "None of the mayor.", "2. Row."]
