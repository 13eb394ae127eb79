"""The page of the book window: what is spoken is marked and in view, and nothing moves under the user's hands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtWidgets import QApplication

from assistant.core.documents import Block, BlockKind, Page, Position, Span
from assistant.core.domain import Priority
from assistant.ui.book_text import KEPT, LARGEST
from support.book_stage import FIRST, Reading, lines_of, page
from support.own_windows import Stage

LONG = page(1, *(f"Paragraph {number} tells at some length how the weather was on that day." for number in range(80)))
RAIN = "Regen \U0001f327 fällt. Danach \U00020000 scheint die Sonne."


@pytest.fixture
def reading(made: Stage) -> Reading:
    return Reading(made)


def put_cursor(reading: Reading, words: str) -> int:
    cursor = reading.text.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionStart())
    reading.text.setTextCursor(cursor)
    return cursor.position()


# --- what is shown --------------------------------------------------------------------------------------


def test_every_kind_of_block_is_told_in_words(reading: Reading) -> None:
    kinds = (
        Block(BlockKind.FIGURE, "a cat", figure=0),
        Block(BlockKind.CAPTION, "Rain in May"),
        Block(BlockKind.FOOTNOTE, "Measured at noon."),
        Block(BlockKind.QUOTE, "It rained."),
        Block(BlockKind.CODE, "print(1)"),
    )
    reading.view.show_page(Page(1, (*FIRST.blocks, *kinds)))
    assert lines_of(reading.text) == [
        "Page 1",
        "Heading 1: Morning",
        "The morning is cold. It is clear.",
        "• an umbrella",
        "Table, columns: 3, rows: 2. ",
        "Town: Bonn, Rain: much",
        "Figure: a cat",
        "Caption: Rain in May",
        "Footnote: Measured at noon.",
        "Quotation: It rained.",
        "Code: print(1)",
    ]


def test_headings_are_larger_and_bold(reading: Reading) -> None:
    heading = reading.text.document().find("Morning")
    body = reading.text.document().find("cold")
    assert heading.charFormat().fontWeight() > body.charFormat().fontWeight()
    assert reading.text.cursorRect(heading).height() > reading.text.cursorRect(body).height()


def test_what_can_t_be_seen_keeps_its_place_and_does_no_harm(reading: Reading) -> None:
    text = "safe \u202egnp.exe\u202c\x07 and\nsound"
    reading.view.show_page(page(1, text))
    assert lines_of(reading.text)[1:] == ["safe  gnp.exe   and sound"]
    reading.speak(0, text.index("sound"), 5)
    assert reading.marked() == "sound"


def test_a_line_of_hebrew_begins_at_the_right(reading: Reading) -> None:
    reading.view.show_page(page(1, "It rains.", "יורד גשם."))
    rights = [reading.text.cursorRect(reading.text.document().find(word)).left() for word in ("It", "יורד")]
    assert rights[0] < reading.text.viewport().width() / 2 < rights[1]


# --- what is spoken -------------------------------------------------------------------------------------


def test_the_sentence_that_is_spoken_is_marked_by_colour_and_line(reading: Reading) -> None:
    reading.speak(1, 0, len("The morning is cold."))
    assert reading.marked() == "The morning is cold."
    (mark,) = reading.text.extraSelections()
    palette = reading.text.palette()
    assert mark.format.fontUnderline()
    assert mark.format.background().color() == palette.highlight().color()
    assert mark.format.foreground().color() == palette.highlightedText().color()
    reading.speak(0, 0, 7)
    assert reading.marked() == "Morning"


def test_characters_beyond_the_basic_plane_are_counted_right(reading: Reading) -> None:
    reading.view.show_page(page(1, RAIN))
    for words in ("Danach", "Sonne."):
        reading.speak(0, RAIN.index(words), len(words))
        assert reading.marked() == words
        put_cursor(reading, words)
        reading.forget()
        reading.press("Return")
        assert reading.calls[-1] == f"go to 1 0 {RAIN.index(words)}"


@pytest.mark.parametrize("percent", [100, 200, LARGEST])
def test_it_is_kept_in_view_at_every_size(reading: Reading, percent: int) -> None:
    reading.text.set_size(percent)
    reading.view.show_page(LONG)
    for block in (0, 40, 79, 3):
        reading.speak(block, 0, 12)
        QApplication.processEvents()
        assert reading.is_marked_in_view(), block
    reading.text.set_size(50)
    reading.window.resize(400, 300)
    QApplication.processEvents()
    assert reading.is_marked_in_view()


def test_neither_the_focus_nor_the_cursor_follows(reading: Reading) -> None:
    reading.view.show_page(LONG)
    before = put_cursor(reading, "Paragraph 5")
    for block in range(6, 80):
        reading.speak(block, 0, 12)
    assert reading.text.textCursor().position() == before
    assert reading.window.focusWidget() is reading.text


def test_the_cursor_goes_to_the_spoken_place_when_asked_to(reading: Reading) -> None:
    reading.press("Ctrl+Return")
    assert reading.text.textCursor().position() == 0
    reading.speak(1, 21, 12)
    reading.press("Ctrl+Return")
    cursor = reading.text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "It"


# --- pages that come and grow -----------------------------------------------------------------------------


def test_a_page_that_turns_takes_nothing_from_under_the_cursor(reading: Reading) -> None:
    put_cursor(reading, "umbrella")
    for number in (2, 3):
        reading.view.show_page(page(number, f"Page {number} begins here."))
    cursor = reading.text.textCursor()
    assert not cursor.hasSelection()
    cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    assert cursor.selectedText() == "umbrella"
    assert lines_of(reading.text)[-4:] == ["Page 2", "Page 2 begins here.", "Page 3", "Page 3 begins here."]


def test_memory_is_flat_and_places_stay_right_over_many_pages(reading: Reading) -> None:
    for number in range(2, 60):
        reading.view.show_page(page(number, f"Here is number {number}.", RAIN))
        reading.speak(0, 8, 6, number=number)
        assert reading.marked() == "number"
    shown = [line for line in lines_of(reading.text) if line.startswith("Page ")]
    assert shown == [f"Page {number}" for number in range(60 - KEPT, 60)]
    put_cursor(reading, "number 58")
    reading.press("Return")
    assert reading.calls[-1] == "go to 58 0 8"


def test_a_cursor_in_a_page_that_goes_stays_at_the_top(reading: Reading) -> None:
    put_cursor(reading, "umbrella")
    for number in range(2, 3 + KEPT):
        reading.view.show_page(page(number, "Text."))
    assert reading.text.textCursor().position() == 0


def test_a_cursor_at_the_very_end_is_not_pushed_along(reading: Reading) -> None:
    reading.text.moveCursor(QTextCursor.MoveOperation.End)
    before = reading.text.textCursor().position()
    reading.view.show_page(page(2, "More."))
    assert reading.text.textCursor().position() == before
    assert not reading.text.textCursor().hasSelection()


def test_what_the_user_selected_stays_selected(reading: Reading) -> None:
    reading.text.selectAll()
    before = reading.text.textCursor().selectedText()
    reading.view.show_page(page(2, "More."))
    assert reading.text.textCursor().selectedText() == before


def test_another_page_replaces_what_is_shown(reading: Reading) -> None:
    reading.view.show_page(page(9, "Far away."))
    assert lines_of(reading.text) == ["Page 9", "Far away."]


def test_a_page_that_is_recognised_grows_and_keeps_mark_and_cursor(reading: Reading) -> None:
    states = [
        page(2, "The rain"),
        page(2, "The rain falls on the town."),
        page(2, "The rain falls on the town.", "It stops."),
        page(2, "The rain falls on the town.", "It stops. The sun", "is out."),
    ]
    reading.view.show_page(states[0])
    reading.speak(0, 4, 4, number=2)
    before = put_cursor(reading, "rain")
    for state in states[1:]:
        reading.view.show_page(replace(state, is_whole=False))
        assert reading.marked() == "rain"
        assert reading.text.textCursor().position() == before
    assert lines_of(reading.text)[-4:] == ["Page 2", "The rain falls on the town.", "It stops. The sun", "is out."]


def test_a_page_that_turns_out_otherwise_is_shown_as_it_is(reading: Reading) -> None:
    reading.view.show_page(page(2, "One.", "Two.", "Three."))
    reading.view.show_page(Page(2, (Block(BlockKind.PARAGRAPH, "One."), Block(BlockKind.HEADING, "Two.", level=2))))
    assert lines_of(reading.text)[-3:] == ["Page 2", "One.", "Heading 2: Two."]


# --- size and colour ------------------------------------------------------------------------------------


def test_size_by_keys_is_kept_and_told(reading: Reading) -> None:
    def height() -> int:
        return QFontMetrics(reading.text.font()).height()

    usual = height()
    for _ in range(4):
        reading.press("Ctrl++")
    assert reading.made.style.text_size == 245
    assert height() > 2 * usual
    assert reading.made.announced[-1] == ("Text size 245 percent.", Priority.NOW)
    for _ in range(9):
        reading.press("Ctrl++")
    assert reading.said[-1] == "The text is as large as it gets."
    reading.press("Ctrl+0")
    assert (reading.made.style.text_size, height()) == (100, usual)
    reading.press("Ctrl+-")
    assert reading.made.style.text_size == 80


def test_the_size_of_last_time_is_taken_up(made: Stage) -> None:
    made.style.text_size = 200
    reading = Reading(made)
    usual = QFontMetrics(QApplication.font()).height()
    assert QFontMetrics(reading.text.font()).height() > 1.8 * usual


def test_nothing_is_cut_off_sidewards(reading: Reading) -> None:
    reading.text.set_size(LARGEST)
    reading.window.resize(576, 324)
    QApplication.processEvents()
    assert reading.text.horizontalScrollBar().maximum() == 0
    assert reading.window.width() <= 640


def test_the_mark_takes_up_the_desktops_other_colours(reading: Reading) -> None:
    reading.speak(1)
    palette = reading.text.palette()
    palette.setColor(palette.ColorRole.Highlight, Qt.GlobalColor.darkMagenta)
    reading.text.setPalette(palette)
    QApplication.processEvents()
    (mark,) = reading.text.extraSelections()
    assert mark.format.background().color() == palette.highlight().color()


def test_a_mark_on_a_page_that_is_not_shown_is_no_mark(reading: Reading) -> None:
    reading.view.highlight(Span(Position(7, 0, 0), 5))
    assert reading.marked() == ""
