"""EPUB: the spine in order, its contents and printed pages, shops' protection, chapters that are broken."""

from __future__ import annotations

import pytest

from assistant.core.documents import BlockKind, DocumentKind
from assistant.core.errors import (
    DocumentProtected,
    DocumentTooLarge,
    DocumentUnreadable,
    NotAPicture,
    PageUnreadable,
)
from assistant.reader.formats.epub import open_document, resolved
from support.document_files import blocks, epub, opened, pages, picture, told, xhtml, zipped

NAV = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
NCX = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
CHAPTERS = {
    "text/one.xhtml": '<h1>One</h1><p>First <em>words</em>.</p><h2 id="part">Part</h2><p>More.</p>',
    "text/two%20b.xhtml": "<h1>Two</h1><p>Second&nbsp;chapter&hellip;</p>",
}


def test_the_whole_text_in_the_spines_order() -> None:
    document = opened(open_document, epub({"b.xhtml": "<p>first</p>", "a.xhtml": "<p>second</p>"}))
    assert told(document) == ["paragraph: first", "paragraph: second"]
    info = document.info
    assert (info.title, info.author, info.language, info.kind) == ("A Book", "Ann Author", "en", DocumentKind.EPUB)
    assert info.pages == 2, "every chapter begins a page"


def test_contents_of_epub_3_lead_to_page_and_block() -> None:
    nav = xhtml(
        '<nav epub:type="toc"><ol><li><a href="one.xhtml">One</a><ol><li><a href="one.xhtml#part">The <b>part</b></a>'
        '</li></ol></li><li><a href="missing.xhtml#x">Missing</a></li></ol></nav>'
        '<nav epub:type="landmarks"><ol><li><a href="one.xhtml">Cover</a></li></ol></nav>'
    )
    document = opened(
        open_document, epub({"one.xhtml": CHAPTERS["text/one.xhtml"]}, NAV, others={"OPS/nav.xhtml": nav})
    )
    entries = document.info.contents
    assert [(entry.text, entry.level, entry.page, entry.block) for entry in entries] == [
        ("One", 1, 1, 0),
        ("The part", 2, 1, 2),
    ]


def test_contents_of_epub_2_and_references_with_spaces() -> None:
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>First</text></navLabel>'
        '<content src="text/one.xhtml"/><navPoint><navLabel><text>Part</text></navLabel>'
        '<content src="text/one.xhtml#part"/></navPoint></navPoint><navPoint><navLabel><text>Second</text></navLabel>'
        '<content src="text/two%20b.xhtml"/></navPoint></navMap></ncx>'
    )
    chapters = {name.replace("%20", " "): body for name, body in CHAPTERS.items()}
    document = opened(open_document, epub(chapters, NCX, others={"OPS/toc.ncx": ncx}))
    assert [(entry.text, entry.level, entry.page) for entry in document.info.contents] == [
        ("First", 1, 1),
        ("Part", 2, 1),
        ("Second", 1, 2),
    ]
    assert told(document)[-1] == "paragraph: Second chapter…"


def test_without_contents_the_headings_are_them() -> None:
    document = opened(open_document, epub({"one.xhtml": CHAPTERS["text/one.xhtml"]}))
    assert [entry.text for entry in document.info.contents] == ["One", "Part"]


def test_printed_pages_are_pages() -> None:
    body = (
        '<p>before</p><span epub:type="pagebreak" id="p1" title="iv"/><p>on iv</p>'
        '<p>begun on iv, <span epub:type="pagebreak" role="doc-pagebreak" aria-label="v"/>ends on v</p><p>on v</p>'
    )
    document = opened(open_document, epub({"one.xhtml": body}))
    assert [(page.label, [block.text for block in page.blocks]) for page in pages(document)] == [
        ("", ["before"]),
        ("iv", ["on iv", "begun on iv, ends on v"]),
        ("v", ["on v"]),
    ]


def test_a_page_list_labels_the_pages() -> None:
    nav = xhtml(
        '<nav epub:type="toc"><ol><li><a href="one.xhtml">One</a></li></ol></nav><nav epub:type="page-list"><ol>'
        '<li><a href="one.xhtml#a">7</a></li><li><a href="one.xhtml#b">8</a></li></ol></nav>'
    )
    body = f'<p id="a">{"word " * 500}</p><p>{"word " * 100}</p><p><a id="b"/>eight</p>'
    document = opened(open_document, epub({"one.xhtml": body}, NAV, others={"OPS/nav.xhtml": nav}))
    assert [page.label for page in pages(document)] == ["7", "7", "8"]


def test_pictures_are_found_from_where_their_chapter_lies() -> None:
    chapter = '<p><img src="../images/box.png" alt="A box"/></p><svg><image xlink:href="../images/box.png"/></svg>'
    chapter = chapter.replace("<svg>", '<svg xmlns:xlink="http://www.w3.org/1999/xlink">')
    data = epub({"text/one.xhtml": chapter}, others={"OPS/images/box.png": picture(4, 3)})
    document = opened(open_document, data)
    assert [(block.kind, block.text, block.figure) for block in blocks(document)] == [
        (BlockKind.FIGURE, "A box", 0),
        (BlockKind.FIGURE, "", 1),
    ]
    assert document.figure(1, 1).rgb == b"\xff\0\0" * 12
    with pytest.raises(NotAPicture):
        document.figure(1, 2)


def test_footnotes_of_epub_3() -> None:
    body = '<p>Word<a epub:type="noteref">1</a>.</p><aside epub:type="footnote"><p>The note.</p></aside>'
    assert told(opened(open_document, epub({"one.xhtml": body}))) == ["paragraph: Word [1].", "footnote: The note."]


def test_self_closing_elements_of_xhtml_swallow_nothing() -> None:
    assert told(opened(open_document, epub({"a.xhtml": '<p><a id="x"/>One</p><script src="x"/><p>Two</p>'}))) == [
        "paragraph: One",
        "paragraph: Two",
    ]


@pytest.mark.parametrize(
    "broken",
    [b"\x89PNG not a page at all", b"", b"<html>" + b"<i>" * 5000],
    ids=["binary", "empty", "too deep"],
)
def test_a_broken_chapter_is_one_page_and_the_others_go_on(broken: bytes) -> None:
    document = opened(open_document, epub({"a.xhtml": "<p>a</p>", "b.xhtml": broken, "c.xhtml": "<p>c</p>"}))
    assert document.info.pages == 3
    with pytest.raises(PageUnreadable) as caught:
        document.page(2)
    assert caught.value.params == {"page": "2"}
    assert [document.page(number).number for number in (1, 3)] == [1, 3]


def encryption(algorithm: str) -> dict[str, str | bytes]:
    """Return the entry that tells of one encrypted file."""
    return {
        "META-INF/encryption.xml": (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
            'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
            f'<enc:EncryptionMethod Algorithm="{algorithm}"/></enc:EncryptedData></encryption>'
        )
    }


def test_a_shops_protection_is_told() -> None:
    encrypted = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(DocumentProtected):
        opened(open_document, epub({"a.xhtml": "<p>x</p>"}, others=encrypted))
    with pytest.raises(DocumentProtected):
        opened(open_document, epub({"a.xhtml": "<p>x</p>"}, others={"META-INF/license.lcpl": "{}"}))


def test_scrambled_fonts_protect_nothing() -> None:
    data = epub({"a.xhtml": "<p>x</p>"}, others=encryption("http://www.idpf.org/2008/embedding"))
    assert told(opened(open_document, data)) == ["paragraph: x"]


def test_a_wrong_container_finds_the_package_all_the_same() -> None:
    data = epub({"a.xhtml": "<p>x</p>"}, others={"META-INF/container.xml": "<container><rootfiles/></container>"})
    assert told(opened(open_document, data)) == ["paragraph: x"]


def test_without_a_package_it_is_broken() -> None:
    with pytest.raises(DocumentUnreadable):
        opened(open_document, zipped({"META-INF/container.xml": "<container/>", "a.xhtml": "<p>x</p>"}))


def test_entities_of_a_document_type_are_never_unfolded() -> None:
    lolls = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    page = f'<!DOCTYPE html [<!ENTITY l0 "lol">{lolls}<!ENTITY file SYSTEM "file:///etc/passwd">]>'.encode()
    page += (
        b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p title='&l11;'>a&l11;b&file;c&eacute;</p></body></html>"
    )
    assert told(opened(open_document, epub({"a.xhtml": page}))) == ["paragraph: abcé"]


def test_a_spine_that_repeats_a_chapter_reads_it_once() -> None:
    references = "<itemref idref='a'/>" * 1000
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" '
        f'media-type="application/xhtml+xml"/></manifest><spine>{references}</spine></package>'
    )
    data = epub({"a.xhtml": "<p>x</p>"}, others={"OPS/book.opf": package})
    assert told(opened(open_document, data)) == ["paragraph: x"]


@pytest.mark.parametrize(
    ("folder", "href", "name"),
    [
        ("OPS", "a.xhtml", "OPS/a.xhtml"),
        ("OPS/text", "../img/a%20b.png", "OPS/img/a b.png"),
        ("OPS", "../../../../etc/passwd", "etc/passwd"),
        ("OPS", "/etc/passwd", "etc/passwd"),
        ("OPS", "file:///etc/passwd", "etc/passwd"),
        ("OPS", "http://[", ""),
    ],
)
def test_references_never_leave_the_archive(folder: str, href: str, name: str) -> None:
    assert resolved(folder, href) == name


def test_a_chapter_that_unfolds_beyond_measure_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        opened(open_document, epub({"a.xhtml": b"<p>" + b" " * (65 << 20)}))
