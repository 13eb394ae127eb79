"""Real books of Debian's documentation: every word of their source is told, in order."""

from __future__ import annotations

import gzip
import posixpath
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from assistant.core.documents import Block, BlockKind
from assistant.reader.formats.content import Content
from assistant.reader.formats.epub import open_document as open_epub
from assistant.reader.formats.html import open_document as open_html
from assistant.reader.formats.text import open_document as open_text
from support.document_files import blocks, content

FOLDER = Path("/usr/share/developers-reference")
BOOKS = [FOLDER / "developers-reference.epub", Path("/usr/share/doc/debian-policy/policy.epub")]
_NUMBER = re.compile(r"\w{1,4}[.)] ")


def need(path: Path) -> Path:
    """Return a path that is there; skip the test where it isn't."""
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path


def letters(text: str) -> str:
    """Return a text's letters and digits: marks and white space are told in other ways."""
    return "".join(character for character in text if character.isalnum())


def source_of(path: Path) -> str:
    """Return the letters of an EPUB as its own files have them, by another way than the reader's."""
    found = []
    with zipfile.ZipFile(path) as archive:
        (package,) = [name for name in archive.namelist() if name.endswith(".opf")]
        root = etree.fromstring(archive.read(package))
        items = {item.get("id"): item.get("href") for item in root.iter("{*}item")}
        for reference in root.iter("{*}itemref"):
            name = posixpath.join(posixpath.dirname(package), items[reference.get("idref")])
            tree = etree.fromstring(archive.read(name), etree.HTMLParser(encoding="utf-8"))
            found.extend(tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]"))
    return letters("".join(found))


def told_in_order(told: list[Block], source: str) -> float:
    """Return which part of the source's letters the blocks hold, each where the one before ended, or soon after."""
    place = matched = 0
    for block in told:
        for text in (block.text, _NUMBER.sub("", block.text, count=1)):
            wanted = letters(text)
            found = source.find(wanted, place, place + len(wanted) + 2000)
            if wanted and found >= 0:
                place = found + len(wanted)
                matched += len(wanted)
                break
    return matched / len(source)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_word_of_a_real_epub_is_told_in_order(path: Path) -> None:
    document = open_epub(Content.from_path(str(need(path))), "")
    told = blocks(document)
    assert told_in_order(told, source_of(path)) > 0.99
    assert document.info.pages > 100
    document.close()


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_the_contents_of_a_real_epub_lead_to_their_headings(path: Path) -> None:
    document = open_epub(Content.from_path(str(need(path))), "")
    entries = document.info.contents
    assert len(entries) > 100
    right = 0
    for entry in entries:
        page = document.page(entry.page)
        block = page.blocks[entry.block]  # type: ignore[union-attr]  # a document of text
        right += block.kind is BlockKind.HEADING and letters(entry.text) in letters(block.text)
    assert right / len(entries) > 0.98
    document.close()


def test_the_text_of_the_same_book_holds_what_its_page_tells() -> None:
    page = need(FOLDER / "developer-duties.html")
    told = blocks(open_html(content(page.read_bytes(), page.name), ""))
    text = gzip.decompress(need(FOLDER / "developers-reference.txt.gz").read_bytes())
    plain = letters("".join(block.text for block in blocks(open_text(content(text, "book.txt"), ""))))
    paragraphs = [letters(block.text) for block in told if block.kind is BlockKind.PARAGRAPH and len(block.text) > 100]
    assert len(paragraphs) > 20
    assert sum(paragraph[:80] in plain for paragraph in paragraphs) / len(paragraphs) > 0.8
