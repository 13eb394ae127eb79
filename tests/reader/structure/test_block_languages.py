"""In which language a block is spoken, where its document doesn't tell, or tells a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.documents import Block, BlockKind, Files, Page, PageRead, Pasted
from assistant.reader.block_languages import BlockLanguages
from assistant.vision.embedded.language_id import identify
from support.document_child import reader
from support.pdf_pages import book

ENGLISH = "It was the best of times, it was the worst of times, it was the age of wisdom and of foolishness."
MORE = "There were a king with a large jaw and a queen with a plain face on the throne of England."
LETTER = "Ich schreibe dir heute aus der kleinen Stadt am Fluss, in der es seit drei Wochen nicht geregnet hat."
HEBREW = "זה ספר ארוך מאוד על ההיסטוריה של העיר"


def languages(*texts: str | Block, user: tuple[str, ...] = ("de", "en"), declared: str = "") -> list[str]:
    """Return what the blocks of a page are spoken in."""
    blocks = [Block(BlockKind.PARAGRAPH, text) if isinstance(text, str) else text for text in texts]
    page = BlockLanguages(identify, user, declared).tell(Page(1, tuple(blocks)))
    assert [(block.kind, block.text) for block in page.blocks] == [(block.kind, block.text) for block in blocks]
    return [block.language for block in page.blocks]


def heading(text: str) -> Block:
    return Block(BlockKind.HEADING, text, level=1)


def test_english_text_is_english_for_a_german() -> None:
    assert languages(heading("Chapter 1"), ENGLISH, "Indeed.", MORE) == ["en"] * 4


def test_a_german_letter_in_an_english_book() -> None:
    found = languages(ENGLISH, MORE, LETTER, LETTER, "He wept.", ENGLISH, user=("en", "de"))
    assert found == ["en", "en", "de", "de", "en", "en"]


def test_a_language_that_the_user_does_not_read_is_known_where_it_is_sure() -> None:
    assert languages(LETTER, "Ja.", LETTER, user=("en",)) == ["de", "de", "de"]


def test_short_blocks_follow_their_neighbours_and_headings_what_they_introduce() -> None:
    assert languages(ENGLISH, MORE, heading("Brief 2"), LETTER, "1789", LETTER) == ["en", "en", "de", "de", "de", "de"]


def test_names_change_no_language() -> None:
    names = "John Ronald Reuel Tolkien, Christopher Tolkien"
    assert languages(ENGLISH, names, ENGLISH) == ["en", "en", "en"]
    assert languages(LETTER, names, LETTER) == ["de", "de", "de"]


def test_a_page_of_short_lines_is_in_what_it_most_looks_like_as_a_whole() -> None:
    assert languages("The rose is red,", "the violet blue,", "and so are you", "and I am too.") == ["en"] * 4


def test_hebrew_is_told_by_its_letters_and_numbers_follow_it() -> None:
    assert languages(HEBREW, "1948", HEBREW, "פרק ב") == ["he"] * 4
    assert languages(HEBREW, "Windows 11", HEBREW)[1] == "", "no Hebrew voice for Latin letters"


def test_a_declared_language_stays_unless_the_text_is_surely_in_another() -> None:
    assert languages("Kap. 1", LETTER, declared="de") == ["de", "de"]
    assert languages(heading("Chapter 1"), ENGLISH, "So.", MORE, declared="de") == ["en"] * 4
    assert languages("John Ronald Reuel Tolkien, Christopher Tolkien", declared="fr") == ["fr"]


def test_what_a_block_itself_declares_is_kept() -> None:
    assert languages(Block(BlockKind.PARAGRAPH, ENGLISH, language="fr"), ENGLISH) == ["fr", "en"]


def test_code_says_nothing_of_languages() -> None:
    code = Block(BlockKind.CODE, "return the_first_of_them if there_is_any else nothing_at_all")
    assert languages(LETTER, code, LETTER) == ["de", "de", "de"]


def test_later_pages_know_what_most_of_the_document_is_in() -> None:
    document = BlockLanguages(identify, ("de", "en"), "")
    document.tell(Page(1, (Block(BlockKind.PARAGRAPH, ENGLISH),)))
    page = document.tell(Page(2, (Block(BlockKind.PARAGRAPH, "The end"),)))
    assert page.blocks[0].language == "en"


@pytest.mark.parametrize("kind", ["pdf", "clipboard"])
def test_the_child_names_them(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "english.pdf"
    path.write_bytes(book(lambda canvas: (canvas.drawString(72, 700, ENGLISH[:60]), canvas.drawString(72, 686, MORE))))
    with reader(languages=("de", "en")) as (child, heard):
        child.open(Files((str(path),)) if kind == "pdf" else Pasted("Clipboard", ENGLISH))
        heard.next()
        child.page(1)
        event = heard.next()
    assert isinstance(event, PageRead), event
    assert {block.language for block in event.page.blocks} == {"en"}
