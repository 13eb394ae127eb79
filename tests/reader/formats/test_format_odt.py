"""OpenDocument texts: written by hand, element by element."""

from __future__ import annotations

import base64

import pytest

from assistant.core.documents import BlockKind
from assistant.core.errors import DocumentEmpty, DocumentProtected, DocumentUnreadable
from assistant.reader.formats.odt import open_document
from support.document_files import ODT_NAMES, blocks, odt, opened, pages, picture, told, zipped

NUMBERED = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def tell(body: str, styles: str = "") -> list[str]:
    """Return what is told of the body of a text."""
    return told(opened(open_document, odt(body, styles)))


def item(text: str, inner: str = "") -> str:
    """Return an item of a list."""
    return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"


def row(*cells: str) -> str:
    """Return a row of a table."""
    texts = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row>{texts}</table:table-row>"


def style(name: str, parent: str = "", properties: str = "", more: str = "") -> str:
    """Return a paragraph's style."""
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}" {more}>'
        f"{properties}</style:style>"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<text:h text:outline-level="2">Title</text:h>', ["heading 2: Title"]),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', ["paragraph: a b c d"]),
        ("<text:section><text:p>in</text:p></text:section>", ["paragraph: in"]),
        ('<text:p text:style-name="Preformatted_20_Text">x  =  1</text:p>', ["code: x  =  1"]),
        ('<text:p text:style-name="Title">T</text:p>', ["heading 1: T"]),
        ("<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>a</text:p>", ["paragraph: a"]),
        ("<text:p>a<office:annotation><text:p>remark</text:p></office:annotation>b</text:p>", ["paragraph: ab"]),
        ("<text:table-of-content><text:p>One 3</text:p></text:table-of-content><text:p>a</text:p>", ["paragraph: a"]),
    ],
)
def test_structure_is_told(body: str, expected: list[str]) -> None:
    assert tell(body) == expected


def test_lists_with_numbers_bullets_and_depth() -> None:
    inner = f"<text:list>{item('b')}</text:list>"
    lists = f'<text:list text:style-name="L">{item("a", inner)}{item("c")}</text:list>'
    assert tell(lists, NUMBERED) == ["item 1: 1. a", "item 2: b", "item 1: 2. c"]


def test_a_list_that_goes_on_counting() -> None:
    body = (
        f'<text:list text:style-name="L" xml:id="one">{item("a")}{item("b")}</text:list><text:p>between</text:p>'
        f'<text:list text:style-name="L" text:continue-list="one">{item("c")}</text:list>'
        f'<text:list text:style-name="L">{item("d")}</text:list>'
    )
    assert tell(body, NUMBERED)[3:] == ["item 1: 3. c", "item 1: 1. d"]


def test_a_quotation_by_a_style_that_comes_from_it() -> None:
    body = '<text:p text:style-name="P1">said</text:p>'
    assert tell(body, style("P1", "P2") + style("P2", "Quotations")) == ["quote: said"]


def test_styles_in_a_circle_end() -> None:
    assert tell('<text:p text:style-name="A">a</text:p>', style("A", "B") + style("B", "A")) == ["paragraph: a"]


def test_hidden_text_is_not_told() -> None:
    hidden = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    assert tell('<text:p>a<text:span text:style-name="H">no</text:span>b</text:p>', hidden) == ["paragraph: ab"]


def test_a_table_with_header_rows() -> None:
    header = f"<table:table-header-rows>{row('Name', 'Age')}</table:table-header-rows>"
    assert tell(f"<table:table>{header}{row('Ann', '3')}{row('Bob', '')}</table:table>") == [
        "table 2x2:",
        "row: Name: Ann; Age: 3",
        "row: Name: Bob",
    ]


def test_cells_that_span_and_rows_that_repeat() -> None:
    spanning = '<table:table-cell table:number-rows-spanned="2"><text:p>a</text:p></table:table-cell>'
    body = (
        f"<table:table><table:table-row>{spanning}<table:table-cell><text:p>1</text:p></table:table-cell>"
        "</table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>2</text:p>"
        '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048576">'
        "<table:table-cell/></table:table-row></table:table>"
    )
    assert tell(body) == ["table 2x2:", "row: a; 1", "row: a; 2"]


def test_footnotes_stand_behind_their_paragraph() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>The note.</text:p>"
        "</text:note-body></text:note>"
    )
    assert tell(f"<text:p>Word{note} goes on.</text:p><text:p>After</text:p>") == [
        "paragraph: Word [1] goes on.",
        "footnote: 1. The note.",
        "paragraph: After",
    ]
    assert tell(f"<table:table>{row(f'a{note}', 'b')}</table:table>") == [
        "table 1x2:",
        "row: a [1]; b",
        "footnote: 1. The note.",
    ]


def test_pictures_with_title_and_pixels() -> None:
    frame = '<draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:title>A box</svg:title></draw:frame>'
    data = odt(f"<text:p>See {frame}</text:p>", entries={"Pictures/a.png": picture(4, 3)})
    document = opened(open_document, data)
    assert [(block.kind, block.text, block.figure) for block in blocks(document)] == [
        (BlockKind.PARAGRAPH, "See", -1),
        (BlockKind.FIGURE, "A box", 0),
    ]
    assert document.figure(1, 0).rgb == b"\xff\0\0" * 12


def test_a_frame_with_text() -> None:
    frame = "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
    assert tell(f"<text:p>a{frame}b</text:p>") == ["paragraph: ab", "paragraph: boxed"]


def test_pages_begin_at_breaks() -> None:
    breaking = style("B", properties='<style:paragraph-properties fo:break-before="page"/>')
    body = (
        '<text:p>one</text:p><text:p text:style-name="B">two</text:p>'
        "<text:p>also two, <text:soft-page-break/>three</text:p><text:p>three</text:p>"
    )
    document = opened(open_document, odt(body, breaking))
    assert [[block.text for block in page.blocks] for page in pages(document)] == [
        ["one"],
        ["two", "also two, three"],
        ["three"],
    ]


def test_what_it_tells_of_itself() -> None:
    meta = (
        f"<office:document-meta {ODT_NAMES}><office:meta><dc:title>Letter</dc:title><meta:initial-creator>Ann"
        "</meta:initial-creator><dc:creator>Bob</dc:creator><dc:language>de-DE</dc:language></office:meta>"
        "</office:document-meta>"
    )
    french = style("F", properties='<style:text-properties fo:language="fr"/>')
    data = odt('<text:p text:style-name="F">Bonjour</text:p><text:p>Tag</text:p>', french, {"meta.xml": meta})
    document = opened(open_document, data)
    assert (document.info.title, document.info.author, document.info.language) == ("Letter", "Ann", "de")
    assert [block.language for block in blocks(document)] == ["fr", ""]


def test_a_flat_file_and_its_pictures() -> None:
    inside = base64.b64encode(picture(2, 1)).decode()
    flat = (
        f'<?xml version="1.0"?><office:document {ODT_NAMES} office:mimetype="application/vnd.oasis.opendocument.text">'
        "<office:body><office:text><text:p>flat</text:p><text:p><draw:frame><draw:image><office:binary-data>"
        f"{inside}</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>"
    )
    document = opened(open_document, flat)
    assert told(document) == ["paragraph: flat", "figure:"]
    assert document.figure(1, 0).rgb == b"\xff\0\0" * 2


def test_an_encrypted_one_is_protected() -> None:
    manifest = f"<manifest:manifest {ODT_NAMES}><manifest:encryption-data/></manifest:manifest>"
    with pytest.raises(DocumentProtected) as caught:
        opened(open_document, odt("", entries={"META-INF/manifest.xml": manifest}))
    assert caught.value.params["how"] == "program"


def test_one_without_text_or_without_content() -> None:
    with pytest.raises(DocumentEmpty):
        opened(open_document, odt("<text:p/>"))
    with pytest.raises(DocumentUnreadable):
        opened(open_document, zipped({"mimetype": "application/vnd.oasis.opendocument.text"}))
    with pytest.raises(DocumentUnreadable):
        opened(open_document, zipped({"content.xml": "<x/>"}))
