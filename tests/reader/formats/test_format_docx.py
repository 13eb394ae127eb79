"""DOCX: paragraphs by style, lists by numbering, tables with their header, notes and pictures where they belong."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Inches
from lxml import etree

from assistant.core.documents import BlockKind
from assistant.core.errors import DocumentEmpty, DocumentProtected, DocumentTooLarge, DocumentUnreadable, NotAPicture
from assistant.reader.formats.docx import open_document
from assistant.reader.formats.format import Opened
from support.document_files import blocks, opened, pages, picture, told, zipped

NAME = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(fill: Callable[[Document], object]) -> Opened:
    """Return an opened DOCX that was filled."""
    return opened(open_document, saved(fill))


def saved(fill: Callable[[Document], object]) -> bytes:
    """Return a DOCX file that was filled."""
    document = docx.Document()
    fill(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def raw(document: Document, xml: str) -> None:
    """Put a piece of WordprocessingML at the end of the text."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace(">", f" {NAME}>", 1)))


def test_headings_paragraphs_lists_quotes() -> None:
    def fill(document: Document) -> None:
        document.core_properties.title = "Report"
        document.core_properties.author = "Ann"
        document.core_properties.language = "de-DE"
        document.add_heading("Big", 0)
        document.add_heading("Deep", 3)
        document.add_paragraph("Some ").add_run("words").bold = True
        for text, style in (
            ("dot", "List Bullet"),
            ("inner", "List Bullet 2"),
            ("first", "List Number"),
            ("second", "List Number"),
            ("said", "Intense Quote"),
            ("Figure 1", "Caption"),
        ):
            document.add_paragraph(text, style=style)

    document = made(fill)
    assert told(document) == [
        "heading 1: Big",
        "heading 3: Deep",
        "paragraph: Some words",
        "item 1: dot",
        "item 2: inner",
        "item 1: 1. first",
        "item 1: 2. second",
        "quote: said",
        "caption: Figure 1",
    ]
    info = document.info
    assert (info.title, info.author, info.language) == ("Report", "Ann", "de")
    assert [(entry.text, entry.level) for entry in info.contents] == [("Big", 1), ("Deep", 3)]


def numbered(document: Document) -> None:
    """Give a document a list of two levels: "1.", "1.a)"."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, form, text in ((0, "decimal", "%1."), (1, "lowerLetter", "%1.%2)"))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {NAME} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {NAME} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, depth in (("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1)):
        raw(
            document,
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{text}</w:t></w:r></w:p>",
        )


def test_numbers_of_nested_lists_are_counted_as_word_does() -> None:
    assert told(made(numbered)) == [
        "item 1: 1. a",
        "item 2: 1.a) b",
        "item 2: 1.b) c",
        "item 1: 2. d",
        "item 2: 2.a) e",
    ]


def table(document: Document, style: str) -> Any:
    """Add a table of three rows and return it."""
    added = document.add_table(rows=3, cols=2)
    added.style = style
    for row, texts in enumerate((("Name", "Age"), ("Ann", "3"), ("Bob", ""))):
        for column, text in enumerate(texts):
            added.cell(row, column).text = text
    return added


def test_a_table_whose_style_lifts_out_its_first_row_has_a_header() -> None:
    assert told(made(lambda document: table(document, "Light Grid Accent 1"))) == [
        "table 2x2:",
        "row: Name: Ann; Age: 3",
        "row: Name: Bob",
    ]


def test_a_table_with_a_marked_header_row() -> None:
    def fill(document: Document) -> None:
        row = table(document, "Table Grid").rows[0]._tr
        row.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {NAME}/>"))

    assert told(made(fill))[1] == "row: Name: Ann; Age: 3"


def test_a_plain_table_has_no_header() -> None:
    assert told(made(lambda document: table(document, "Table Grid")))[:2] == ["table 3x2:", "row: Name; Age"]


def test_merged_cells_are_told_in_every_row() -> None:
    def fill(document: Document) -> None:
        grid = table(document, "Light Grid Accent 1")
        grid.cell(2, 0).text = ""
        grid.cell(1, 0).merge(grid.cell(2, 0))
        grid.cell(2, 1).text = "4"

    assert told(made(fill))[1:] == ["row: Name: Ann; Age: 3", "row: Name: Ann; Age: 4"]


def test_pictures_with_their_alternative_text_and_pixels() -> None:
    def fill(document: Document) -> None:
        document.add_picture(io.BytesIO(picture(4, 3)), Inches(1))._inline.docPr.set("descr", "A  box")

    document = made(fill)
    assert [(block.kind, block.text, block.figure) for block in blocks(document)] == [(BlockKind.FIGURE, "A box", 0)]
    assert document.figure(1, 0).rgb == b"\xff\0\0" * 12
    with pytest.raises(NotAPicture):
        document.figure(1, 1)


def test_footnotes_stand_behind_the_paragraph_that_refers_to_them() -> None:
    def fill(document: Document) -> None:
        raw(
            document,
            "<w:p><w:r><w:t>Word</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>.</w:t></w:r></w:p>",
        )
        document.add_paragraph("After")
        notes = (
            f'<w:footnotes {NAME}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>sep</w:t></w:r></w:p>'
            '</w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>The note.</w:t></w:r></w:p>'
            "</w:footnote></w:footnotes>"
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    assert told(made(fill)) == ["paragraph: Word [1].", "footnote: 1. The note.", "paragraph: After"]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (
            "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>",
            "new",
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>",
            "a b",
        ),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>", "control"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>7</w:t></w:r></w:p>", "7"),
        ("<w:p><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p>", "co-op"),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", "link"),
    ],
)
def test_what_is_and_what_is_not_text(xml: str, expected: str) -> None:
    assert told(made(lambda document: raw(document, xml))) == [f"paragraph: {expected}"]


def test_a_text_box_is_told_behind_the_paragraph_that_holds_it() -> None:
    box = "<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>"
    xml = f"<w:p><w:r><w:t>a</w:t></w:r>{box}<w:r><w:t>b</w:t></w:r></w:p>"
    assert told(made(lambda document: raw(document, xml))) == ["paragraph: ab", "paragraph: boxed"]


def test_page_breaks_and_those_that_word_rendered_begin_pages() -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("one")
        document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx has no type for it
        document.add_paragraph("two")
        raw(
            document,
            "<w:p><w:r><w:t>still two, </w:t><w:lastRenderedPageBreak/><w:t>then three</w:t></w:r></w:p>",
        )
        document.add_paragraph("three")

    assert [[block.text for block in page.blocks] for page in pages(made(fill))] == [
        ["one"],
        ["two", "still two, then three"],
        ["three"],
    ]


def test_a_paragraph_in_another_language() -> None:
    def fill(document: Document) -> None:
        document.core_properties.language = "en-US"
        raw(document, '<w:p><w:r><w:rPr><w:lang w:val="fr-FR"/></w:rPr><w:t>Bonjour</w:t></w:r></w:p>')

    assert [block.language for block in blocks(made(fill))] == ["fr"]


def test_an_empty_one() -> None:
    with pytest.raises(DocumentEmpty):
        made(lambda document: document)


def replaced(data: bytes, name: str, body: bytes) -> bytes:
    """Return a DOCX with another body of one of its entries."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({entry: archive.read(entry) for entry in archive.namelist()} | {name: body})


def test_entities_are_never_unfolded() -> None:
    body = (
        f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "lol">]><w:document {NAME}>'
        "<w:body><w:p><w:r><w:t>a&x;&y;b</w:t></w:r></w:p></w:body></w:document>"
    )
    data = replaced(saved(lambda document: None), "word/document.xml", body.encode())
    assert told(opened(open_document, data)) == ["paragraph: ab"]


def test_a_part_that_unfolds_beyond_measure_is_refused() -> None:
    data = replaced(saved(lambda document: None), "word/media/x.bin", b"\0" * (65 << 20))
    with pytest.raises(DocumentTooLarge):
        opened(open_document, data)


def test_the_strict_kind_is_read_as_the_usual_one() -> None:
    usual = saved(lambda document: table(document, "Light Grid Accent 1"))
    with zipfile.ZipFile(io.BytesIO(usual)) as archive:
        strict = {
            name: re.sub(
                rb"http://schemas.openxmlformats.org/(wordprocessingml|officeDocument)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                archive.read(name),
            )
            for name in archive.namelist()
        }
    assert told(opened(open_document, zipped(strict))) == told(opened(open_document, usual))


def test_a_style_that_is_based_on_itself_ends() -> None:
    def fill(document: Document) -> None:
        document.styles["Quote"].base_style = document.styles["Intense Quote"]
        document.styles["Intense Quote"].base_style = document.styles["Quote"]
        document.add_paragraph("said", style="Quote")

    assert told(made(fill)) == ["quote: said"]


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_broken_parts_are_errors(part: str) -> None:
    data = replaced(saved(lambda document: None), part, b"<broken")
    with pytest.raises((DocumentUnreadable, etree.XMLSyntaxError, KeyError, ValueError)):
        opened(open_document, data)


def test_a_zip_with_a_password_is_protected() -> None:
    data = bytearray(saved(lambda document: document.add_paragraph("x")))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        offset = 6 if mark.endswith(b"\x04") else 8
        start = data.find(mark)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(mark, start + 4)
    with pytest.raises(DocumentProtected):
        opened(open_document, bytes(data))
