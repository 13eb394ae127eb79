"""Documents are opened: one after another, locked, broken, from the clipboard, late or in the place of another."""

from __future__ import annotations

from assistant.core.documents import Pasted, Position, Unit
from assistant.core.errors import DocumentTooLarge, NoClipboardText
from assistant.core.reader_ports import PlayerState
from support.reading_stage import BookStage, heading, letter, paragraph

TWO_PAGES = (
    (heading("Greeting"), paragraph("Dear reader. How are you?")),
    (paragraph("I am well. See you soon."),),
)


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


def test_while_a_password_is_asked_for_nothing_is_said_or_sounds() -> None:
    locked = letter((paragraph("Secret."),), title="safe.pdf")
    locked.password = "open"
    stage = BookStage(locked)
    stage.player.watch(stage.view)
    stage.opens("safe.pdf")
    stage.hears_all()
    stage.session.stop()
    before = list(stage.transcript)
    stage.clock.pass_seconds(30)
    assert stage.transcript == before
    stage.view.replies[0]("open")
    stage.clock.pass_seconds(5)
    assert stage.said[-1] == "Opening safe.pdf."


def test_what_is_asked_of_a_document_that_still_opens_is_answered() -> None:
    stage = BookStage(letter((paragraph("One."),)))
    stage.player.open(["/books/Letter"])
    for ask in (stage.player.where, stage.player.spell, lambda: stage.player.step(Unit.PAGE, 1)):
        ask()
        assert stage.now == "Opening Letter."
        stage.session.stop()


def test_a_view_is_told_of_no_emptiness_between_two_documents() -> None:
    stage = BookStage(letter((paragraph("One."),), title="a.txt"), letter((paragraph("Two."),), title="b.txt"))
    stage.player.watch(stage.view)
    stage.opens("a.txt")
    stage.view.states.clear()
    stage.opens("b.txt")
    assert PlayerState.EMPTY not in stage.view.states
    assert stage.view.states[0] is PlayerState.OPENING


def test_a_place_that_cant_be_is_the_beginning() -> None:
    stage = BookStage(letter((paragraph("One."),)))
    stage.places.put("id of Letter", Position(-3))
    stage.opens("Letter")
    stage.hears_all()
    assert stage.said[1] == "One."
