"""PDF files that are locked, broken, hostile or huge; scans, and text layers that can't be trusted."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.core.documents import Page
from assistant.core.errors import DocumentError, DocumentLocked, DocumentTooLarge, DocumentUnreadable, PageUnreadable
from assistant.reader.formats.content import Content
from assistant.reader.formats.format import PagePicture
from assistant.reader.formats.pdf import open_document
from support.pdf_pages import (
    HEIGHT,
    WIDTH,
    book,
    find_font,
    opened,
    prose,
    read_page,
    register_font,
    set_paragraphs,
    set_text,
    texts,
)


def plain(pages: int = 1) -> bytes:
    def draw(canvas: Canvas) -> None:
        for number in range(1, pages + 1):
            set_text(canvas, f"{prose(3, number)} This is leaf {number}.", 60, 700, 470)
            canvas.showPage()

    return book(draw)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], encryption: pikepdf.Encryption | bool = False) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(stream, encryption=encryption)
    return stream.getvalue()


@pytest.mark.parametrize("strength", [3, 4, 6], ids=["RC4", "AES-128", "AES-256"])
def test_a_locked_file_opens_with_its_password_alone(strength: Literal[3, 4, 6]) -> None:
    lock = pikepdf.Encryption(user="harbour", owner="boss", R=strength, aes=strength > 3, metadata=strength > 3)
    data = changed(plain(), lambda pdf: None, encryption=lock)

    with pytest.raises(DocumentLocked) as error:
        opened(data)
    assert error.value.params["is_wrong"] == ""
    with pytest.raises(DocumentLocked) as error:
        opened(data, "lighthouse")
    assert error.value.params["is_wrong"] == "yes"
    for password in ("harbour", "boss"):
        page = opened(data, password).page(1)
        assert isinstance(page, Page)
        assert "This is leaf 1." in texts(page.blocks)[0]


def test_a_file_that_only_its_owner_may_change_opens_without_a_password() -> None:
    data = changed(plain(), lambda pdf: None, encryption=pikepdf.Encryption(user="", owner="boss"))

    assert "This is leaf 1." in texts(read_page(data).blocks)[0]


def test_a_page_tree_that_leads_into_itself_ends() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pages = pdf.Root.Pages
        inner = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=5, Kids=pikepdf.Array(), Parent=pages)
        )
        inner.Kids.append(pages)
        pages.Kids.append(inner)
        pages.Count = 7

    document = opened(changed(plain(2), change))

    for number in range(1, document.info.pages + 1):
        try:
            document.page(number)
        except PageUnreadable:
            assert number > 2
    first = document.page(1)
    assert isinstance(first, Page)
    assert "This is leaf 1." in texts(first.blocks)[0]


def test_more_pages_than_any_book_has_are_refused() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Count = 2_000_000

    try:
        document = opened(changed(plain(), change))
    except DocumentTooLarge:
        return
    assert document.info.pages == 1


def test_an_outline_that_leads_into_itself_ends_and_the_rest_is_kept() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.extend([pikepdf.OutlineItem("First", 0), pikepdf.OutlineItem("Second", 1)])
            outline.root[1].children.append(pikepdf.OutlineItem("Inner", 1))

    def knot(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.Last.Next = pdf.Root.Outlines.First
        inner = pdf.Root.Outlines.Last.First
        inner.First, inner.Next = pdf.Root.Outlines.Last, inner

    contents = opened(changed(changed(plain(2), change), knot)).info.contents

    assert [(entry.text, entry.level, entry.page) for entry in contents][:3] == [
        ("First", 1, 1),
        ("Second", 1, 2),
        ("Inner", 2, 2),
    ]
    assert len(contents) < 20


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_gives_what_it_has_or_says_so(part: float) -> None:
    data = plain(30)
    try:
        document = opened(data[: int(len(data) * part)])
    except DocumentUnreadable:
        return
    page = document.page(1)
    assert isinstance(page, Page)
    assert "This is leaf 1." in texts(page.blocks)[0]


def test_garbage_is_no_document() -> None:
    for data in (b"%PDF-1.7\n" + bytes(range(256)) * 40, b"%PDF-1.4\n%%EOF", b"%PDF-"):
        with pytest.raises(DocumentError):
            opened(data)


def test_a_broken_page_leaves_the_others() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids[1] = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font))

    document = opened(changed(plain(3), change))

    with pytest.raises(PageUnreadable):
        document.page(2)
    for number in (1, 3):
        page = document.page(number)
        assert isinstance(page, Page)
        assert f"This is leaf {number}." in texts(page.blocks)[0]


def test_scripts_and_files_within_are_left_alone() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("while (true) app.alert('no')"))
        pdf.Root.OpenAction = script
        pdf.pages[0].AA = pikepdf.Dictionary(O=script)
        pdf.attachments["evil.exe"] = b"MZ" * 1000

    assert "This is leaf 1." in texts(read_page(changed(plain(), change)).blocks)[0]


@pytest.mark.parametrize("size", [(14_400, 14_400), (200_000, 200_000), (3, 3)])
def test_a_page_of_any_size_is_a_picture_of_bearable_size(size: tuple[int, int]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, size[0] / 2, size[1] / 2, fill=1)

    seen = opened(book(draw, size)).page(1)

    assert isinstance(seen, PagePicture)
    assert seen.pixels.width * seen.pixels.height <= 21_000_000
    assert len(seen.pixels.rgb) == 3 * seen.pixels.width * seen.pixels.height


def _many(pages: int) -> bytes:
    """A file of many pages with one text, written by hand: a library takes ten seconds for it."""
    content = b"BT /F 10 Tf 60 700 Td (The harbour wakes before the town does.) Tj ET"
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    stream = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate([*parts, *[leaf] * pages], 1):
        places.append(len(stream))
        stream += b"%d 0 obj%s\nendobj\n" % (number, part)
    start = len(stream)
    stream += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    stream += b"".join(b"%010d 00000 n \n" % place for place in places)
    stream += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    return bytes(stream)


def test_ten_thousand_pages_open_and_only_a_few_are_kept() -> None:
    document = opened(_many(10_000))

    assert document.info.pages == 10_000
    for number in (10_000, 5_000, *range(1, 60)):
        page = document.page(number)
        assert isinstance(page, Page)
        assert texts(page.blocks) == ["The harbour wakes before the town does."]
    assert len(document._sheets) < 20


def test_a_file_that_is_opened_anew_on_the_way_is_still_unlocked() -> None:
    data = changed(plain(60), lambda pdf: None, encryption=pikepdf.Encryption(user="harbour", owner="boss"))
    document = opened(data, "harbour")

    for number in range(1, 61):
        page = document.page(number)
        assert isinstance(page, Page)
        assert f"This is leaf {number}." in texts(page.blocks)[0]


def test_what_the_file_tells_of_itself() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = pikepdf.String("de-AT")
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r), 2, pikepdf.Dictionary(S=pikepdf.Name.D)]
        )
        pdf.docinfo.Title, pdf.docinfo.Author = "The\nHarbour", "Anna B."

    document = opened(changed(plain(4), change))

    info = document.info
    assert (info.title, info.author, info.language, info.pages) == ("The Harbour", "Anna B.", "de", 4)
    assert [document.page(number).label for number in range(1, 5)] == ["i", "ii", "1", "2"]


@pytest.mark.parametrize("title", ["Microsoft Word - letter_final2.docx", "untitled", "(anonymous)"])
def test_a_title_that_is_a_file_name_or_a_programs_word_is_none(title: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Title = title

    assert opened(changed(plain(), change), name="letter.pdf").info.title == "letter.pdf"


# --- figures ------------------------------------------------------------------------------------------------


def _photo(colour: str = "#3050a0") -> Image.Image:
    image = Image.new("RGB", (300, 200), colour)
    ImageDraw.Draw(image).ellipse((100, 50, 200, 150), fill="#ffd000")
    return image


def test_a_figure_is_told_in_its_place_and_seen_on_request() -> None:
    def draw(canvas: Canvas) -> None:
        set_text(canvas, prose(3), 60, 780, 470)
        canvas.drawImage(ImageReader(_photo()), 150, 480, 300, 200)
        canvas.drawImage(ImageReader(_photo()), 60, 460, 8, 8)
        set_text(canvas, prose(3, 4), 60, 440, 470)

    document = opened(book(draw))
    page = document.page(1)

    assert isinstance(page, Page)
    assert [(block.kind, block.figure) for block in page.blocks] == [
        ("paragraph", -1),
        ("figure", 0),
        ("paragraph", -1),
    ]
    seen = document.figure(1, 0)
    assert seen.width / seen.height == pytest.approx(1.5, abs=0.02)
    assert seen.rgb[:3] == bytes((0x30, 0x50, 0xA0))
    with pytest.raises(PageUnreadable):
        document.figure(1, 1)


def test_a_tagged_figure_says_its_alternative_text() -> None:
    def draw(canvas: Canvas) -> None:
        set_text(canvas, prose(3), 60, 780, 470)
        canvas.addLiteral("/Figure <</MCID 0>> BDC")
        canvas.drawImage(ImageReader(_photo()), 150, 480, 300, 200)
        canvas.addLiteral("EMC")

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        figure = pdf.make_indirect(
            pikepdf.Dictionary(S=pikepdf.Name.Figure, P=root, Pg=page, K=0, Alt=pikepdf.String("A sun over the sea"))
        )
        root.K = pikepdf.Array([figure])
        root.ParentTree = pikepdf.Dictionary(Nums=[0, pikepdf.Array([figure])])
        page.StructParents = 0
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, pikepdf.Dictionary(Marked=True)

    page = read_page(changed(book(draw), change))

    assert [block.text for block in page.blocks if block.kind == "figure"] == ["A sun over the sea"]


# --- scans --------------------------------------------------------------------------------------------------


def _scan(canvas: Canvas) -> None:
    image = Image.new("L", (620, 877), 255)
    pen = ImageDraw.Draw(image)
    for row in range(30):
        pen.text((60, 60 + 24 * row), "Scanned words of an old book", fill=0)
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)


def _hidden(canvas: Canvas, lines: list[str], font: str = "Helvetica") -> None:
    text = canvas.beginText(60, 780)
    text.setTextRenderMode(3)
    text.setFont(font, 10)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def test_a_scan_is_seen() -> None:
    seen = opened(book(_scan)).page(1)

    assert isinstance(seen, PagePicture)
    assert seen.pixels.height == pytest.approx(HEIGHT / 72 * 150, abs=2)
    assert seen.pixels.scale == pytest.approx(150 / 96)
    assert seen.lines == ()


def test_a_blank_page_has_nothing_to_be_seen() -> None:
    page = opened(book(lambda canvas: canvas.showPage())).page(1)

    assert isinstance(page, Page)
    assert page.blocks == ()


def test_a_scan_with_a_good_layer_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        _scan(canvas)
        _hidden(canvas, ["The harbour wakes before the town does,", "and the first boats leave at dawn."])

    page = read_page(book(draw))

    assert texts(page.blocks) == ["The harbour wakes before the town does, and the first boats leave at dawn."]


@pytest.mark.parametrize(
    "lines",
    [
        ["7KH KDUERXU ZDNHV EHIRUH WKH WRZQ GRHV DQG WKH ILUVW ERDWV OHDYH DW GDZQ"],
        ["Th3 h~rb0ur w^kes b3f|re th3 t0wn d<>es, #nd t#e f!r5t bo@ts l€ave @t d^wn; n0b|dy r3m*mb~rs"],
        ["Theharbourwakesbeforethetowndoesandthefirstboatsleavewhilethelampsarestillburning inthefog"],
        ["Stamp"],
    ],
    ids=["wrong encoding", "poor recognition", "no spaces", "a stamp only"],
)
def test_a_scan_with_a_doubtful_layer_is_seen_and_compared(lines: list[str]) -> None:
    def draw(canvas: Canvas) -> None:
        _scan(canvas)
        _hidden(canvas, lines)

    seen = opened(book(draw)).page(1)

    assert isinstance(seen, PagePicture)
    assert [line.text for line in seen.lines] == lines
    box = seen.lines[0].box
    assert 0.9 * 60 / WIDTH < box.x / seen.pixels.width < 1.1 * 60 / WIDTH
    assert 0.9 * 60 / HEIGHT < box.y / seen.pixels.height < 1.3 * 60 / HEIGHT


def test_letters_without_a_meaning_are_garbage() -> None:
    font = find_font("DejaVuSans.ttf")
    if font is None:
        pytest.skip("no font to take the meaning from")

    def change(pdf: pikepdf.Pdf) -> None:
        nameless = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <E000> endbfrange"
        frame = b"/CIDInit /ProcSet findresource begin begincmap %s endcmap end"
        for face in pdf.pages[0].Resources.Font.values():
            face.ToUnicode = pdf.make_stream(frame % nameless)

    name = register_font("Nameless", str(font))
    data = book(lambda canvas: set_paragraphs(canvas, [prose(4)], 60, 780, 470, font=name))

    seen = opened(changed(data, change)).page(1)

    assert isinstance(seen, PagePicture)


def test_a_file_without_a_title_is_called_as_the_file_is_without_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "My letter.pdf"
    path.write_bytes(plain())
    document = open_document(Content.from_path(str(path)))
    assert document.info.title == "My letter"
    document.close()
