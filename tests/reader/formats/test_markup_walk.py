"""HTML as whoever listens hears it: structure told, what a browser hides left out."""

from __future__ import annotations

import pytest

from assistant.core.documents import BlockKind
from assistant.core.errors import DocumentEmpty, DocumentUnreadable
from assistant.reader.formats.format import Opened
from assistant.reader.formats.html import open_document
from support.document_files import blocks, opened, pages, told


def tell(body: str) -> list[str]:
    """Return what is told of the body of a page."""
    return told(opened(open_document, f"<!DOCTYPE html><html><body>{body}</body></html>"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Loose <b>te</b>xt<p>One\n  two<br>three", ["paragraph: Loose text", "paragraph: One two three"]),
        ("<div><div>a<div>b</div>c</div></div>", ["paragraph: a", "paragraph: b", "paragraph: c"]),
        ("<h2>Title</h2><h6>Low</h6>", ["heading 2: Title", "heading 6: Low"]),
        ('<div role="heading" aria-level="3">T</div>', ["heading 3: T"]),
        ("<ul><li>a<ul><li>b</ul><li><p>c<p>d</ul>", ["item 1: a", "item 2: b", "item 1: c", "paragraph: d"]),
        ("<ol start=3><li>a<li value=9>b<li>c</ol>", ["item 1: 3. a", "item 1: 9. b", "item 1: 10. c"]),
        ("<ol type=i><li>a</ol><ol type=A><li>b</ol>", ["item 1: i. a", "item 1: A. b"]),
        ("<blockquote><p>a<p>b</blockquote>c", ["quote: a", "quote: b", "paragraph: c"]),
        ("<pre>if x:\n    y\n</pre>", ["code: if x:\n    y"]),
        ("<p>a&shy;b&nbsp;c &amp; d&eacute;</p>", ["paragraph: ab c & dé"]),
        ("<ruby>漢<rp>(</rp><rt>かん</rt></ruby>字", ["paragraph: 漢字"]),
        ("<h1>T<a class=headerlink href='#t'>¶</a></h1>", ["heading 1: T"]),
        ("E = <math alttext='m c squared'><mi>m</mi></math>.", ["paragraph: E = m c squared."]),
        ("<dl><dt>Term<dd>Meaning</dl>", ["item 1: Term", "paragraph: Meaning"]),
    ],
)
def test_structure_is_told(body: str, expected: list[str]) -> None:
    assert tell(body) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<template>no</template>",
        "<noscript>no</noscript>",
        "<p hidden>no</p>",
        "<p style='color:red; display : none'>no</p>",
        "<p style='visibility:hidden'>no</p>",
        "<span aria-hidden=TRUE>no</span>",
        "<input value=no><textarea>no</textarea><select><option>no</select>",
        "<iframe src='http://example.com'>no</iframe><object>no</object>",
        "<!-- no --><?php no ?>",
        "<img src=x alt=''>",
        "<img src=x role=presentation>",
        "<img src=pixel.gif width=1 height=1>",
    ],
)
def test_what_a_browser_hides_is_not_told(hidden: str) -> None:
    assert tell(f"before {hidden} after") == ["paragraph: before after"]


def test_a_table_is_told_row_by_row_with_its_headers_names() -> None:
    table = (
        "<table><caption>Prices</caption><thead><tr><th>Fruit:<th>Price<th></tr></thead>"
        "<tr><td>Apple<td>1 €<td>fresh</tr><tr><td>Pear<td><td>old</tr></table>"
    )
    assert tell(table) == [
        "table 2x3: Prices",
        "row: Fruit: Apple; Price: 1 €; fresh",
        "row: Fruit: Pear; old",
    ]


def test_cells_that_span_stand_where_a_reader_sees_them() -> None:
    table = (
        "<table><tr><th rowspan=2>Name<th colspan=2>Score</tr><tr><th>May<th>June</tr>"
        "<tr><td rowspan=2>Ann<td>1<td>2</tr><tr><td>3<td>4</tr></table>"
    )
    assert tell(table)[1:] == [
        "row: Name: Ann; Score, May: 1; Score, June: 2",
        "row: Name: Ann; Score, May: 3; Score, June: 4",
    ]


def test_no_name_is_invented_for_a_table_without_headers() -> None:
    assert tell("<table><tr><td>a<td>b</tr><tr><td>c<td>d</tr></table>") == ["table 2x2:", "row: a; b", "row: c; d"]


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>a<td>b</table>",
        "<table><tr><td>a</tr><tr><td>b</table>",
        "<table><tr><td><table role=none><tr><td>a<td>b</table></table>",
    ],
)
def test_a_table_that_only_places_things_is_none(table: str) -> None:
    assert tell(table) == ["paragraph: a", "paragraph: b"]


def test_headings_in_a_table_for_layout_stay_headings() -> None:
    assert tell("<table><tr><td>menu<td><h1>Title</h1>text</table>") == [
        "paragraph: menu",
        "heading 1: Title",
        "paragraph: text",
    ]


def test_pictures_are_figures_unless_they_stand_amid_the_words_of_a_sentence() -> None:
    assert tell("<img src=a alt=Map><p>Press <img src=b alt='the red button'> now.<p>See <img src=c alt=this>") == [
        "figure: Map",
        "paragraph: Press the red button now.",
        "paragraph: See",
        "figure: this",
    ]


def test_a_drawing_is_told_by_its_title() -> None:
    assert tell("<svg><title>Growth</title><text>1999</text></svg>x") == ["figure: Growth", "paragraph: x"]


def test_only_a_picture_that_the_page_holds_itself_has_pixels() -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
    document = opened(
        open_document,
        f'<body>a<p><img src="data:image/png;base64,{dot}"><img src="file:///etc/passwd"><img src="http://x/y.png">',
    )
    assert [block.figure for block in blocks(document) if block.kind is BlockKind.FIGURE] == [0, -1, -1]
    pixels = document.figure(1, 0)
    assert (pixels.width, pixels.height, pixels.rgb) == (1, 1, b"\xff\x00\x00")


def test_footnotes_and_their_marks() -> None:
    assert tell(
        "<p>Word<sup><a role=doc-noteref href='#n'>[2]</a></sup>.</p><aside role=doc-footnote>2. Note</aside>"
    ) == [
        "paragraph: Word [2].",
        "footnote: 2. Note",
    ]


def test_languages_are_told_where_they_differ_from_the_documents() -> None:
    document = opened(
        open_document,
        "<html lang=en-GB><body><p>Hello<p lang=fr>Bonjour<p><i lang=de>Guten Tag</i><p>Say <i lang=de>Tag</i>"
        "<p lang=tlh>Qapla'",
    )
    assert document.info.language == "en"
    assert [block.language for block in blocks(document)] == ["", "fr", "de", "", ""]


def test_title_and_author() -> None:
    info = opened(open_document, "<title> My\n Page </title><meta name=Author content='Ann'><p>x").info
    assert (info.title, info.author) == ("My Page", "Ann")
    assert opened(open_document, "<p>x", "letter.html").info.title == "letter.html"


def test_headings_are_the_contents() -> None:
    document = opened(open_document, "<h1>A</h1>" + f"<p>{'word ' * 300}</p>" * 3 + "<h2>B</h2><p>end")
    assert [(entry.text, entry.level, entry.page, entry.block) for entry in document.info.contents] == [
        ("A", 1, 1, 0),
        ("B", 2, document.info.pages, blocks_before(document, "B")),
    ]


def blocks_before(document: Opened, heading: str) -> int:
    """Return the place of a heading on the last page."""
    return [block.text for block in pages(document)[-1].blocks].index(heading)


@pytest.mark.parametrize("depth", [200, 1500])
def test_deep_nesting_is_read(depth: int) -> None:
    assert tell("<div>" * depth + "deep" + "</div>" * depth) == ["paragraph: deep"]
    assert tell("<ul><li>" * (depth // 2) + "deep")[-1].endswith(": deep")


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(DocumentUnreadable):
        tell("<div>" * 100_000 + "deep")


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<p> </p>&nbsp;", "<!-- -->"])
def test_a_page_without_text_is_empty(body: str) -> None:
    with pytest.raises(DocumentEmpty):
        tell(body)


def test_a_huge_table_is_read() -> None:
    rows = "".join(f"<tr><td>{number}<td>b<td>c</tr>" for number in range(5000))
    document = opened(open_document, f"<table><tr><th>N<th>X<th>Y</tr>{rows}</table>")
    assert pages(document)[-1].blocks[-1].text == "N: 4999; X: b; Y: c"


def test_a_cell_that_claims_to_span_a_million_columns_costs_nothing() -> None:
    rows = "<tr><td colspan=999999 rowspan=999999>a<td>b</tr>" * 200
    assert tell(f"<table>{rows}</table>")[0].startswith("table")


def test_thousands_of_marks_and_pictures_in_one_paragraph_are_told_in_time() -> None:
    marks = "<a role=doc-noteref>1</a>" * 20_000
    pictures = "<img src=x alt=y>" * 20_000
    assert len(tell(f"<p>text{marks}{pictures}</p>")) > 20_000
