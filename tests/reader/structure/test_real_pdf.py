"""A real book with a text layer, Debian's developers-reference, against the text that its writers publish beside it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from assistant.core.documents import BlockKind, Page
from assistant.reader.formats.content import Content
from assistant.reader.formats.pdf import PdfFile, open_document

FOLDER = Path("/usr/share/developers-reference")
PAGES = range(19, 45)
LEAST_LETTERS = 60


@pytest.fixture(scope="module")
def document() -> PdfFile:
    path = FOLDER / "developers-reference.pdf"
    if not path.exists():
        pytest.skip("developers-reference isn't installed")
    return open_document(Content.from_path(str(path)))


@pytest.fixture(scope="module")
def pages(document: PdfFile) -> list[Page]:
    pages = [document.page(number) for number in PAGES]
    return [page for page in pages if isinstance(page, Page)]


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def test_the_book_tells_what_it_is(document: PdfFile) -> None:
    assert document.info.title == "Debian Developer's Reference"
    assert document.info.pages > 90
    assert len(document.info.contents) > 200
    assert {entry.level for entry in document.info.contents} >= {1, 2, 3}


def test_its_paragraphs_are_whole_and_true(pages: list[Page]) -> None:
    truth = folded(gzip.decompress((FOLDER / "developers-reference.txt.gz").read_bytes()).decode())
    assert len(pages) == len(PAGES)
    paragraphs = [
        block.text
        for page in pages
        for block in page.blocks
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE)
        and len(block.text) >= LEAST_LETTERS
        and not re.search("[⁰¹²³⁴-⁹]", block.text)
    ]
    wrong = [text for text in paragraphs if folded(re.sub(r"^\d+\.? ", "", text)) not in truth]

    assert len(paragraphs) > 150
    assert len(wrong) <= 0.03 * len(paragraphs), wrong


def test_its_headings_are_those_of_its_contents(document: PdfFile, pages: list[Page]) -> None:
    wanted = {folded(entry.text) for entry in document.info.contents if entry.page in PAGES}
    told = [block for page in pages for block in page.blocks if block.kind is BlockKind.HEADING]
    missed = [title for title in wanted if not any(folded(block.text).endswith(title) for block in told)]

    assert len(missed) <= 0.03 * len(wanted), missed
    assert len(told) <= 1.25 * len(wanted), [block.text for block in told]


def test_its_running_titles_and_page_numbers_are_left_out(pages: list[Page]) -> None:
    texts = [block.text for page in pages for block in page.blocks]

    assert not [text for text in texts if text.startswith("Debian Developer’s Reference, Release")]
    assert not [text for text in texts if text.isdigit()]
