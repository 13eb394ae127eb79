"""Figures, tables, footnotes and languages, as they are heard."""

from __future__ import annotations

import pytest

from assistant.core.documents import Block, BlockKind, Unit
from assistant.core.domain import Done, Piece, Reason
from assistant.core.reader_ports import PlayerState
from assistant.core.settings import Settings
from assistant.reader.figures import PATIENCE
from support.reading_stage import BROKEN, BookStage, letter, paragraph

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


def test_waiting_for_a_description_is_heard_as_what_it_is() -> None:
    stage = BookStage(letter(WITH_FIGURE))
    stage.has_model = True
    stage.opens("Letter")
    stage.hears(4)
    stage.clock.pass_seconds(5)
    assert stage.said[-1] == "The figure is being described."
