"""Steps, searches, the word that is spelled and the places that are kept, as they are heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.core.documents import ContentsEntry, DocumentInfo, DocumentKind, Position, Unit
from assistant.core.reader_ports import PlayerState
from support.reading_stage import SEEN, BookStage, FakeDocument, heading, letter, paragraph

TWO_PAGES = (
    (heading("Greeting"), paragraph("Dear reader. How are you?")),
    (paragraph("I am well. See you soon."),),
)


@pytest.mark.parametrize(
    ("unit", "by", "wanted"),
    [
        (Unit.SENTENCE, 1, "How are you?"),
        (Unit.SENTENCE, 2, "I am well."),
        (Unit.SENTENCE, -1, "Greeting"),
        (Unit.WORD, 1, "reader."),
        (Unit.PARAGRAPH, 1, "I am well."),
        (Unit.PARAGRAPH, -1, "Greeting"),
        (Unit.HEADING, -1, "Greeting"),
    ],
)
def test_a_step_while_playing_reads_on_from_there(unit: Unit, by: int, wanted: str) -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.step(unit, by)
    assert stage.now == wanted
    stage.hears_all()
    assert stage.said[-1] == "This is the end of Letter."


@pytest.mark.parametrize(
    ("unit", "by", "wanted"),
    [
        (Unit.WORD, 1, ["reader"]),
        (Unit.SENTENCE, 1, ["How are you?"]),
        (Unit.PARAGRAPH, 1, ["I am well.", "See you soon."]),
        (Unit.HEADING, -1, ["Greeting"]),
        (Unit.PAGE, 1, ["Page 2.", "I am well."]),
    ],
)
def test_a_step_while_paused_says_that_unit_only(unit: Unit, by: int, wanted: list[str]) -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.pause()
    before = len(stage.said)
    stage.player.step(unit, by)
    stage.settle()
    stage.hears_all()
    assert stage.said[before:] == wanted
    assert stage.player.state is PlayerState.PAUSED
    stage.player.play()
    assert stage.now in (wanted[-1], wanted[0], "reader.")


def test_steps_back_and_forth_over_a_page_come_to_the_same_sentence() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.player.pause()
    places = []
    for by in (1, 1, 1, 1, -1, -1, -1, -1):
        stage.player.step(Unit.SENTENCE, by)
        stage.settle()
        places.append(stage.now)
    assert places == [
        "Dear reader.",
        "How are you?",
        "I am well.",
        "See you soon.",
        "I am well.",
        "How are you?",
        "Dear reader.",
        "Greeting",
    ]


def test_at_the_borders_it_says_so_and_stays() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.player.pause()
    stage.player.step(Unit.SENTENCE, -1)
    stage.hears_all()
    stage.player.step(Unit.HEADING, 1)
    stage.hears_all()
    stage.player.step(Unit.PAGE, -1)
    stage.hears_all()
    stage.player.step(Unit.SENTENCE, 10)
    stage.settle()
    stage.hears_all()
    assert stage.said[-4:] == [
        "This is the beginning of Letter.",
        "No heading comes after this place.",
        "There is no page 0. Its pages are 1 to 2.",
        "This is the end of Letter.",
    ]
    stage.player.play()
    assert stage.now == "Greeting"


def test_headings_are_found_by_the_contents_where_there_are_any() -> None:
    pages = [(paragraph(f"Page {number} begins."),) for number in range(1, 201)]
    info = DocumentInfo(
        "id", "Book", DocumentKind.PDF, 200, (ContentsEntry("One", 1, 1), ContentsEntry("Two", 1, 150)), "en"
    )
    stage = BookStage(FakeDocument(info, list(pages)))
    stage.opens("Book")
    stage.player.step(Unit.HEADING, 1)
    stage.settle()
    assert stage.now == "Page 150 begins."
    assert "page 100" not in stage.asked


def test_headings_of_a_page_are_not_passed_over_by_contents_that_know_the_pages_only() -> None:
    pages = [
        (heading("1 One"), paragraph("First."), heading("1.1 More"), paragraph("Second.")),
        (paragraph("Third."), heading("Unlisted"), paragraph("Fourth.")),
        (paragraph("Fifth."), heading("2 Two"), paragraph("Sixth.")),
    ]
    contents = (ContentsEntry("One", 1, 1), ContentsEntry("More", 2, 1), ContentsEntry("Two", 1, 3))
    stage = BookStage(FakeDocument(DocumentInfo("id", "Book", DocumentKind.PDF, 3, contents, "en"), list(pages)))
    stage.opens("Book")
    stage.player.pause()
    stage.hears_all()
    for by in (1, 1, 1, -1, -1):
        stage.player.step(Unit.HEADING, by)
        stage.settle()
        stage.hears_all()
    assert stage.said[-5:] == ["1.1 More", "2 Two", "No heading comes after this place.", "1.1 More", "1 One"]


def test_an_entry_of_the_contents_leads_to_the_heading_with_its_words() -> None:
    page = (heading("1 One"), paragraph("First."), heading("1.1 Much more"), paragraph("Second."))
    contents = (ContentsEntry("One", 1, 1), ContentsEntry("Much  More", 2, 1), ContentsEntry("Gone", 2, 1))
    stage = BookStage(FakeDocument(DocumentInfo("id", "Book", DocumentKind.PDF, 1, contents, "en"), [page]))
    stage.opens("Book")
    stage.player.pause()
    stage.hears_all()
    for entry in contents[1:]:
        stage.player.go_to_entry(entry)
        stage.settle()
        stage.hears_all()
    assert stage.said[-2:] == ["1.1 Much more", "1 One"]


# --- searching ------------------------------------------------------------------------------------


def test_a_search_goes_from_match_to_match_and_tells_where_there_are_no_more() -> None:
    pages = (
        (paragraph("A dog. A Cat sat."),),
        (paragraph("No animal."),),
        (paragraph("The  CAT and the cat. End."),),
    )
    stage = BookStage(letter(*pages))
    stage.opens("Letter")
    stage.player.pause()
    stage.player.search("cat")
    stage.settle()
    stage.hears_all()
    for by in (1, 1, 1, -1):
        stage.player.search("cat", by)
        stage.settle()
        stage.hears_all()
    assert stage.said[1:] == [
        "A Cat sat.",
        "Page 3.",
        "The  CAT and the cat.".replace("  ", " "),
        "The CAT and the cat.",
        "“cat” does not come after this place.",
        "The CAT and the cat.",
    ]


def test_a_long_search_says_where_it_is_and_can_be_stopped() -> None:
    stage = BookStage(letter((paragraph("One."),), SEEN, SEEN))
    stage.opens("Letter")
    stage.hears()
    stage.player.search("nothing")
    stage.settle()
    stage.clock.pass_seconds(5)
    assert stage.now == "Searching page 2."
    stage.session.stop()
    assert stage.player.state is PlayerState.PAUSED
    stage.background.reads("nothing")
    stage.background.ends()
    stage.clock.pass_seconds(20)
    assert stage.said[-1] == "Searching page 2."


@pytest.mark.parametrize(
    "go", [lambda stage: stage.player.go_to_page(9), lambda stage: stage.player.step(Unit.PAGE, -1)]
)
def test_a_page_that_there_is_not_is_told_at_once_and_the_sentence_said_again(go: Callable[[BookStage], None]) -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(3)
    stage.begins()
    assert stage.now == "How are you?"
    go(stage)
    assert "page" in stage.now
    assert stage.now != "How are you?"
    stage.hears()
    assert stage.now == "How are you?"
    stage.hears(2)
    assert stage.said[-1] != "How are you?"


@pytest.mark.parametrize("plays", [True, False])
def test_pause_leaves_a_search(plays: bool) -> None:
    stage = BookStage(letter((paragraph("One."),), SEEN))
    stage.opens("Letter")
    stage.hears()
    if not plays:
        stage.player.pause()
    stage.player.search("words")
    stage.settle()
    stage.player.pause()
    assert stage.player.state is PlayerState.PAUSED
    stage.background.reads("These words.")
    stage.background.ends()
    stage.settle()
    assert stage.is_silent


def test_pause_silences_the_sentence_that_was_stepped_to() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.player.pause()
    stage.player.step(Unit.PARAGRAPH, 1)
    stage.begins()
    assert not stage.is_silent
    stage.player.pause()
    assert stage.is_silent


def test_a_search_that_fails_while_playing_reads_on() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.search("elephant")
    stage.settle()
    stage.hears(2)
    assert stage.said[-3:] == ["“elephant” does not come after this place.", "Dear reader.", "How are you?"]


# --- asking and keeping ---------------------------------------------------------------------------


def test_the_word_at_the_place_is_spelled() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.player.pause()
    stage.player.step(Unit.SENTENCE, 1)
    stage.player.step(Unit.WORD, 1)
    stage.player.spell()
    stage.hears_all()
    assert "r, e, a, d, e, r" in stage.said


def test_bookmarks_are_kept_in_order_with_their_notes() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.player.watch(stage.view)
    stage.opens("Letter")
    stage.player.pause()
    stage.player.go_to_page(2)
    stage.player.add_bookmark(" later ")
    stage.player.go_to(Position(1, 1, 13))
    stage.player.add_bookmark("")
    assert [(mark.position, mark.note) for mark in stage.view.marks] == [
        (Position(1, 1, 13), ""),
        (Position(2), "later"),
    ]
    stage.player.go_to(stage.view.marks[0].position)
    assert stage.now == "How are you?"
    stage.player.remove_bookmark(stage.view.marks[0])
    assert [mark.note for mark in stage.view.marks] == ["later"]


def test_without_a_document_every_key_says_so() -> None:
    stage = BookStage()
    for call in (
        stage.player.play_pause,
        lambda: stage.player.step(Unit.SENTENCE, 1),
        stage.player.where,
        stage.player.spell,
        lambda: stage.player.search("x"),
        lambda: stage.player.add_bookmark(""),
        lambda: stage.player.go_to_page(1),
    ):
        before = len(stage.said)
        call()
        stage.hears_all()
        assert stage.said[before:] == ["No document is open. Press Control O in the book window to open one."]
