"""What is heard of documents, in order: reading on, stops, pages that are late, the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.domain import Look, Source, SourceKind, Task
from assistant.core.errors import DocumentReaderDied, PageUnreadable
from assistant.core.reader_ports import PlayerState
from assistant.reader.pages import KEPT
from support.reading_stage import SEEN, BookStage, heading, letter, paragraph

TWO_PAGES = (
    (heading("Greeting"), paragraph("Dear reader. How are you?")),
    (paragraph("I am well. See you soon."),),
)


def test_a_document_says_its_title_and_reads_to_its_end() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears_all()
    assert stage.said == [
        "Letter, 2 pages.",
        "Greeting",
        "Dear reader.",
        "How are you?",
        "I am well.",
        "See you soon.",
        "This is the end of Letter.",
    ]
    assert stage.player.state is PlayerState.ENDED


def test_the_next_sentence_is_queued_while_one_is_spoken_also_over_the_end_of_a_page() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(3)
    assert stage.now == "How are you?"
    stage.speech.stop()
    waiting = [line for line in stage.asked if line.startswith("page")]
    assert waiting == ["page 1", "page 2"]


def test_play_and_pause_go_on_at_the_sentence_that_was_spoken() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.play_pause()
    assert stage.player.state is PlayerState.PAUSED
    assert stage.is_silent
    stage.player.play_pause()
    assert stage.now == "Dear reader."


@pytest.mark.parametrize("way", ["stop", "hotkey"])
def test_whatever_stops_leaves_it_paused_silently(way: str) -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(3)
    stage.begins()
    if way == "stop":
        stage.session.stop()
    else:
        stage.session.look(Look(Task.DESCRIBE, Source(SourceKind.SCREEN)))
    assert stage.player.state is PlayerState.PAUSED
    assert stage.is_silent
    stage.player.play_pause()
    assert stage.now == "How are you?"


def test_stop_also_ends_waiting_for_a_page() -> None:
    stage = BookStage(letter(SEEN))
    stage.opens("Letter")
    stage.hears()
    assert stage.player.state is PlayerState.WAITING
    stage.session.stop()
    stage.background.reads("Late words. And more.")
    stage.background.ends()
    assert stage.said == ["Letter, one page."]
    stage.player.play_pause()
    stage.hears()
    assert stage.said[1:] == ["Late words.", "And more."]


def test_what_is_said_in_between_loses_no_sentence() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.where()
    stage.hears_all()
    assert stage.said[2:6] == [
        "Dear reader.",
        "Page 1 of 2, 12 per cent. Less than a minute left.",
        "Dear reader.",
        "How are you?",
    ]
    assert stage.player.state is PlayerState.ENDED


def test_what_a_window_says_goes_before_and_reading_goes_on_behind_it() -> None:
    stage = BookStage(letter(*TWO_PAGES))

    def window(words: str) -> None:
        def say() -> None:
            stage.speech.stop()
            stage.session.announce(words)

        stage.player.give_way(say)

    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    window("Play button")
    window("Contents list")
    stage.hears(2)
    assert stage.said[-4:] == ["Play button", "Contents list", "Dear reader.", "How are you?"]
    stage.player.pause()
    window("Close button")
    stage.hears_all()
    assert stage.said[-1] == "Close button"


# --- pages ----------------------------------------------------------------------------------------


def test_the_first_clause_of_a_page_is_spoken_while_the_rest_is_recognised() -> None:
    stage = BookStage(letter(SEEN))
    stage.opens("Letter")
    stage.hears()
    stage.background.reads("The quick brown fox jumps over ")
    assert stage.now == "The quick brown fox"
    stage.begins()
    stage.background.reads("the lazy dog. It sleeps.")
    stage.background.ends()
    stage.hears_all()
    assert stage.said[1:] == [
        "The quick brown fox",
        "jumps over the lazy dog.",
        "It sleeps.",
        "This is the end of Letter.",
    ]


def test_a_sentence_that_may_get_longer_waits_while_another_is_spoken() -> None:
    stage = BookStage(letter(SEEN))
    stage.opens("Letter")
    stage.hears()
    stage.background.reads("One. Two and ")
    stage.begins()
    assert stage.speech.is_idle is False
    stage.background.reads("a half.\nThree.")
    stage.background.ends()
    stage.hears_all()
    assert stage.said[1:4] == ["One.", "Two and a half.", "Three."]


def test_a_page_that_was_interrupted_is_read_on_where_it_was() -> None:
    stage = BookStage(letter(SEEN))
    stage.opens("Letter")
    stage.hears()
    stage.background.reads("One. Two. Thr")
    stage.hears()
    stage.background.interrupted()
    stage.background.reads("One. ")
    stage.hears()
    stage.background.reads("Two. Three. Four.")
    stage.background.ends()
    stage.hears_all()
    assert stage.said[1:5] == ["One.", "Two.", "Three.", "Four."]


def test_a_page_over_which_the_engine_died_gets_a_second_chance() -> None:
    stage = BookStage(letter(SEEN))
    stage.opens("Letter")
    stage.hears()
    stage.background.reads("One. Two. Thr")
    stage.hears()
    stage.background.fails()
    stage.settle()
    stage.background.reads("One. Two. Three.")
    stage.background.ends()
    stage.hears_all()
    assert stage.said[1:] == ["One.", "Two.", "Three.", "This is the end of Letter."]


def test_a_page_that_cant_be_read_is_told_and_skipped() -> None:
    stage = BookStage(letter((paragraph("One."),), PageUnreadable(page="2"), SEEN, (paragraph("Four."),)))
    stage.opens("Letter")
    stage.hears(2)
    for _ in range(2):
        stage.background.fails()
        stage.settle()
    stage.hears_all()
    assert stage.said[1:5] == ["One.", "Page 2 can't be read.", "Page 3 can't be read.", "Four."]


def test_pages_that_fail_one_after_another_pause_it() -> None:
    stage = BookStage(letter((paragraph("One."),), *[PageUnreadable(page=str(number)) for number in range(2, 60)]))
    stage.opens("Letter")
    stage.hears_all()
    assert stage.said[-2:] == [
        "Page 4 can't be read.",
        "Several pages in a row can't be read. Reading is paused.",
    ]
    assert stage.player.state is PlayerState.PAUSED


def test_an_empty_page_is_told() -> None:
    stage = BookStage(letter((), (paragraph("Two."),)))
    stage.opens("Letter")
    stage.hears_all()
    assert stage.said[1:3] == ["Page 1 is empty.", "Two."]


def test_waiting_for_a_page_is_heard() -> None:
    stage = BookStage(letter(SEEN))
    stage.opens("Letter")
    stage.hears()
    stage.clock.pass_seconds(4)
    assert stage.transcript[-2:] == ["sound working", "say en: Page 1 is being read."]
    stage.hears()
    stage.clock.pass_seconds(20)
    assert stage.said.count("Page 1 is being read.") == 1, "a sound tells the rest of the time"
    assert stage.transcript.count("sound working") > 8


def test_a_document_that_is_lost_in_the_middle_is_told_and_left() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.player.watch(stage.view)
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.files[-1].die(DocumentReaderDied(name="Letter"))
    stage.settle()
    stage.hears_all()
    assert stage.said[-1].startswith("Reading the document Letter ended unexpectedly.")
    assert stage.player.state is PlayerState.EMPTY
    assert stage.view.lines == ["opened Letter", "failed document_reader_died"]


def test_a_page_that_is_lost_after_the_engine_died_over_it_stops_no_other() -> None:
    stage = BookStage(letter(SEEN, (paragraph("Next."),)))
    stage.opens("Letter")
    stage.hears()
    stage.background.reads("One. Two. Thr")
    stage.hears()
    stage.documents["Letter"].pages[0] = PageUnreadable(page="1")
    stage.background.fails()
    stage.settle()
    stage.hears_all()
    assert stage.said[-3:] == ["Page 1 can't be read.", "Next.", "This is the end of Letter."]


def test_an_export_ends_with_its_document() -> None:
    stage = BookStage(letter((paragraph("One."),), title="a.txt"), letter((paragraph("Two."),), title="b.txt"))
    stage.player.watch(stage.view)
    stage.opens("a.txt", "b.txt")
    stage.player.export(Path("kept.txt"))
    stage.hears_all()
    assert stage.view.lines == ["opened a.txt", "exported 0 of 1", "exported 0 of 1", "opened b.txt"]


def test_pages_are_forgotten_far_behind_and_never_asked_for_far_ahead() -> None:
    stage = BookStage(letter(*[(paragraph(f"Number {number}."),) for number in range(1, 301)]))
    stage.opens("Letter")
    stage.hears(200)
    assert max(int(line.split()[1]) for line in stage.asked if line.startswith("page")) <= 203
    document = stage.player.document
    assert document is not None
    assert len(document.pages._kept) <= KEPT + 4
