"""Text cut into pages: at breaks and at paragraphs, headings with what they introduce, nothing lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.documents import BlockKind, DocumentKind
from assistant.core.errors import DocumentEmpty, DocumentTooLarge
from assistant.reader.formats import gathering as gathering_module
from assistant.reader.formats.flow import PAGE, About, Flow, page_starts
from assistant.reader.formats.gathering import MAX_BLOCK, Draft, Gathering, cut
from support.document_files import blocks, content, pages


def flow(*drafts: Draft) -> Flow:
    """Return a document of these blocks."""
    gathering = Gathering("test")
    for draft in drafts:
        gathering.add(draft)
    return Flow(content(b"x"), DocumentKind.TEXT, gathering, About())


def paragraph(length: int, sign: str = "a") -> Draft:
    """Return a paragraph of so many characters."""
    return Draft(BlockKind.PARAGRAPH, sign * length)


def test_pages_hold_about_what_a_printed_one_holds() -> None:
    document = flow(*(paragraph(500) for _ in range(40)))
    lengths = [sum(len(block.text) for block in page.blocks) for page in pages(document)]
    assert all(PAGE - 500 < length <= PAGE for length in lengths[:-1])
    assert sum(lengths) == 40 * 500


def test_a_heading_does_not_stay_behind_at_the_end_of_a_page() -> None:
    document = flow(
        paragraph(1700), Draft(BlockKind.HEADING, "Part", 1), Draft(BlockKind.HEADING, "A", 2), paragraph(900)
    )
    assert [[block.kind for block in page.blocks] for page in pages(document)] == [
        [BlockKind.PARAGRAPH],
        [BlockKind.HEADING, BlockKind.HEADING, BlockKind.PARAGRAPH],
    ]
    assert [(entry.text, entry.page, entry.block) for entry in document.info.contents] == [("Part", 2, 0), ("A", 2, 1)]


def test_blocks_without_much_text_are_pages_too() -> None:
    document = flow(*(paragraph(1) for _ in range(1000)))
    assert document.info.pages == 5


def test_nothing_but_headings_ends() -> None:
    drafts = [Draft(BlockKind.HEADING, "x" * 1000, 1) for _ in range(50)]
    starts = page_starts(drafts)
    assert starts == sorted(set(starts))
    assert starts[0] == 0


def test_a_paragraph_longer_than_any_is_cut_behind_a_sentence() -> None:
    text = "A sentence that is neither long nor short. " * 1000
    document = flow(Draft(BlockKind.ITEM, text, level=1))
    parts = blocks(document)
    assert [part.kind for part in parts[:2]] == [BlockKind.ITEM, BlockKind.PARAGRAPH]
    assert all(part.text.endswith("short.") and len(part.text) <= MAX_BLOCK for part in parts)
    assert " ".join(part.text for part in parts) == text.strip()


@given(st.text(alphabet="ab .。\n", max_size=200), st.integers(min_value=1, max_value=20))
def test_cutting_loses_nothing_but_white_space(text: str, most: int) -> None:
    parts = cut(text, most)
    assert parts
    assert all(len(part) <= most for part in parts) or len(text) <= most
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.tuples(st.sampled_from(["p", "h", "b"]), st.integers(min_value=0, max_value=3000)), min_size=1))
def test_every_block_is_on_one_page(made: list[tuple[str, int]]) -> None:
    drafts = [
        Draft(BlockKind.HEADING if kind == "h" else BlockKind.PARAGRAPH, "x" * length, starts_page=kind == "b")
        for kind, length in made
    ]
    starts = page_starts(drafts)
    assert starts[0] == 0
    assert all(before < after for before, after in itertools.pairwise(starts))
    assert all(index in starts for index, draft in enumerate(drafts) if draft.starts_page)


def test_nothing_to_read_is_told() -> None:
    with pytest.raises(DocumentEmpty):
        flow(Draft(BlockKind.PARAGRAPH, " \u200b"), Draft(BlockKind.FIGURE, ""))


def test_ten_thousand_pages() -> None:
    document = flow(*(paragraph(PAGE, "ab"[number % 2]) for number in range(10_000)))
    assert document.info.pages >= 10_000
    assert document.page(document.info.pages).blocks[0].text.startswith("b")


def test_more_than_is_safe_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering_module, "MAX_CHARACTERS", 1000)
    with pytest.raises(DocumentTooLarge):
        flow(*(paragraph(100) for _ in range(11)))
