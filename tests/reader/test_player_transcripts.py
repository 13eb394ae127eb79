"""What is heard of documents, in order: reading on, steps, stops, pages that are late, the end."""

from __future__ import annotations

import pytest

from assistant.core.documents import Block, BlockKind, ContentsEntry, DocumentInfo, DocumentKind, Pasted, Position, Unit
from assistant.core.domain import Done, Look, Piece, Reason, Source, SourceKind, Task
from assistant.core.errors import DocumentReaderDied, DocumentTooLarge, NoClipboardText, PageUnreadable
from assistant.core.reader_ports import PlayerState
from assistant.core.settings import Settings
from assistant.reader.figures import PATIENCE
from assistant.reader.pages import KEPT
from support.reading_stage import BROKEN, SEEN, BookStage, FakeDocument, heading, letter, paragraph

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


# --- steps ----------------------------------------------------------------------------------------


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


def test_pages_are_forgotten_far_behind_and_never_asked_for_far_ahead() -> None:
    stage = BookStage(letter(*[(paragraph(f"Number {number}."),) for number in range(1, 301)]))
    stage.opens("Letter")
    stage.hears(200)
    assert max(int(line.split()[1]) for line in stage.asked if line.startswith("page")) <= 203
    document = stage.player.document
    assert document is not None
    assert len(document.pages._kept) <= KEPT + 4


# --- what is told of structure ----------------------------------------------------------------------

STRUCTURED = (
    Block(BlockKind.FIGURE, "A cat on a roof.", figure=0),
    Block(BlockKind.TABLE, "", rows=1, columns=2),
    Block(BlockKind.ROW, "Name: Ada; age: 36"),
    Block(BlockKind.FOOTNOTE, "1 See above."),
)


def test_figures_tables_and_footnotes_are_told_as_what_they_are() -> None:
    stage = BookStage(letter(STRUCTURED), settings=Settings().having("reading.figures", "announce"))
    stage.opens("Letter")
    stage.hears_all()
    assert stage.said[1:-1] == [
        "Figure.",
        "A cat on a roof.",
        "Table with one row and 2 columns.",
        "Name: Ada; age: 36",
        "Footnote.",
        "1 See above.",
    ]


WITH_FIGURE = (
    paragraph("Before."),
    Block(BlockKind.FIGURE, "A cat.", figure=0),
    paragraph("After."),
)


def described(stage: BookStage, *texts: str) -> None:
    for text in texts:
        stage.described[-1](Piece(1, text, language="en"))
    stage.described[-1](Done(1, Reason.FINISHED))


def test_a_figure_is_described_in_its_place_where_a_model_is_there() -> None:
    stage = BookStage(letter(WITH_FIGURE))
    stage.has_model = True
    stage.opens("Letter")
    stage.hears(4)
    assert stage.is_silent
    assert stage.player.state is PlayerState.WAITING
    described(stage, "A grey cat sits ", "on a wall. It", " sleeps.")
    stage.hears_all()
    assert stage.said[1:] == [
        "Before.",
        "Figure.",
        "A cat.",
        "A grey cat sits on a wall.",
        "It sleeps.",
        "After.",
        "This is the end of Letter.",
    ]
    assert stage.asked.count("figure 1.0") == 1


def test_without_a_model_a_figure_is_only_announced() -> None:
    stage = BookStage(letter(WITH_FIGURE))
    stage.opens("Letter")
    stage.hears_all()
    assert stage.said[1:] == ["Before.", "Figure.", "A cat.", "After.", "This is the end of Letter."]
    assert "figure 1.0" not in stage.asked


@pytest.mark.parametrize("figure", [-1, BROKEN])
def test_a_figure_that_cant_be_seen_holds_nothing_up(figure: int) -> None:
    stage = BookStage(letter((Block(BlockKind.FIGURE, "", figure=figure), paragraph("After."))))
    stage.has_model = True
    stage.opens("Letter")
    stage.hears_all()
    assert stage.said[1:] == ["Figure.", "After.", "This is the end of Letter."]


def test_a_stop_and_a_step_leave_the_description() -> None:
    stage = BookStage(letter(WITH_FIGURE))
    stage.has_model = True
    stage.opens("Letter")
    stage.hears(4)
    stage.session.stop()
    assert stage.left == 1
    described(stage, "Too late.")
    assert stage.is_silent
    stage.player.play()
    stage.settle()
    stage.hears(1)
    stage.player.step(Unit.PARAGRAPH, 1)
    assert stage.now == "After."
    described(stage, "Too late.")
    stage.hears_all()
    assert "Too late." not in stage.said


def test_a_description_that_never_comes_is_given_up() -> None:
    stage = BookStage(letter(WITH_FIGURE))
    stage.has_model = True
    stage.opens("Letter")
    stage.hears(4)
    stage.clock.pass_seconds(PATIENCE + 1)
    stage.hears_all()
    assert stage.said[-2:] == ["After.", "This is the end of Letter."]


def test_what_the_settings_leave_out_is_not_told_from_then_on() -> None:
    stage = BookStage(letter(STRUCTURED, STRUCTURED))
    stage.settings = Settings().having("reading.figures", "announce").having("reading.pages", True)
    stage.opens("Letter")
    stage.hears(6)
    stage.settings = stage.settings.having("reading.figures", "skip").having("reading.footnotes", False)
    stage.hears_all()
    assert stage.said[1] == "Page 1."
    assert stage.said[-4:] == [
        "Page 2.",
        "Table with one row and 2 columns.",
        "Name: Ada; age: 36",
        "This is the end of Letter.",
    ]


def test_each_block_is_spoken_in_its_language() -> None:
    blocks = (paragraph("Guten Tag.", "de"), paragraph("Hello."), paragraph("Доброе утро."), paragraph("שלום."))
    stage = BookStage(letter(blocks, language="en"))
    stage.opens("Letter")
    stage.hears_all()
    assert [line.split(":")[0] for line in stage.transcript if line.startswith("say ")][1:5] == [
        "say de",
        "say en",
        "say ru",
        "say he",
    ]


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


def test_a_search_that_fails_while_playing_reads_on() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.search("elephant")
    stage.settle()
    stage.hears(2)
    assert stage.said[-3:] == ["“elephant” does not come after this place.", "Dear reader.", "How are you?"]


# --- asking and keeping -----------------------------------------------------------------------------


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
        assert stage.said[before:] == ["No document is open. Press Ctrl+O in the book window to open one."]


# --- opening --------------------------------------------------------------------------------------


def test_several_files_are_read_one_after_another() -> None:
    stage = BookStage(letter((paragraph("One."),), title="a.txt"), letter((paragraph("Two."),), title="b.txt"))
    stage.opens("a.txt", "b.txt")
    stage.hears_all()
    assert stage.said == ["a.txt, one page.", "One.", "b.txt, one page.", "Two.", "This is the end of b.txt."]
    assert stage.files[0].is_closed


def test_a_file_that_cant_be_opened_is_told_and_the_next_one_is_read() -> None:
    bad = letter((paragraph("One."),), title="bad.pdf")
    bad.error = DocumentTooLarge(name="bad.pdf")
    stage = BookStage(bad, letter((paragraph("Two."),), title="b.txt"))
    stage.player.watch(stage.view)
    stage.opens("bad.pdf", "b.txt")
    stage.hears_all()
    assert stage.said[0].startswith("The document bad.pdf unfolds")
    assert stage.said[1:3] == ["b.txt, one page.", "Two."]
    assert stage.view.lines == ["failed document_too_large", "opened b.txt"]


def test_a_password_is_asked_for_until_it_is_right() -> None:
    locked = letter((paragraph("Secret."),), title="safe.pdf")
    locked.password = "open"
    stage = BookStage(locked)
    stage.player.watch(stage.view)
    stage.opens("safe.pdf")
    stage.view.replies[0]("shut")
    stage.settle()
    stage.view.replies[1]("open")
    stage.settle()
    stage.hears_all()
    assert stage.view.lines == [
        "password of safe.pdf",
        "password of safe.pdf, the last one was wrong",
        "opened safe.pdf",
    ]
    assert "Secret." in stage.said


def test_who_leaves_the_question_for_a_password_hears_that_it_is_locked() -> None:
    locked = letter((paragraph("Secret."),), title="safe.pdf")
    locked.password = "open"
    stage = BookStage(locked)
    stage.player.watch(stage.view)
    stage.opens("safe.pdf")
    stage.view.replies[0](None)
    stage.settle()
    assert stage.player.state is PlayerState.EMPTY
    assert stage.view.lines[-1] == "failed document_locked"


def test_opening_is_heard_where_it_takes_long() -> None:
    stage = BookStage(letter((paragraph("One."),)))
    stage.player.open(["Letter"])
    stage.pending.popleft()()
    stage.clock.pass_seconds(5)
    assert stage.said == ["Opening Letter."]
    assert stage.player.state is PlayerState.OPENING
    stage.settle()
    stage.hears_all()
    assert stage.said[1] == "Letter, one page."


def test_a_stop_while_it_opens_opens_it_without_reading() -> None:
    stage = BookStage(letter((paragraph("One."),)))
    stage.player.open(["Letter"])
    stage.session.stop()
    stage.settle()
    stage.hears_all()
    assert stage.said == ["Letter, one page."]
    assert stage.player.state is PlayerState.PAUSED


def test_the_clipboards_text_is_a_document() -> None:
    stage = BookStage(letter((paragraph("Copied words."),), title="Clipboard"))
    stage.clipping = Pasted("Clipboard", "Copied words.")
    stage.player.open_clipboard()
    stage.settle()
    stage.hears_all()
    assert stage.said[1] == "Copied words."
    stage.clipping = NoClipboardText()
    stage.player.open_clipboard()
    stage.settle()
    stage.hears_all()
    assert stage.said[-1].startswith("The clipboard holds neither text nor a picture.")


def test_what_is_opened_while_another_opens_takes_its_place() -> None:
    stage = BookStage(letter((paragraph("One."),), title="a"), letter((paragraph("Two."),), title="b"))
    stage.player.open(["a"])
    stage.player.open(["b"])
    stage.settle()
    stage.hears_all()
    assert stage.said == ["b, one page.", "Two.", "This is the end of b."]


def test_a_window_that_comes_late_is_shown_where_things_are() -> None:
    stage = BookStage(letter(*TWO_PAGES))
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.watch(stage.view)
    assert stage.view.lines == ["opened Letter"]
    assert stage.view.pages[-1].number == 1
    assert stage.view.spans[-1].start == Position(1, 1, 0)
    assert stage.view.states == [PlayerState.PLAYING]
    stage.hears(2)
    stage.begins()
    assert stage.view.pages[-1].number == 2
