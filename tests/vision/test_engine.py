"""The embedded engine as its child process uses it: streaming, memory of pictures, stop, odd pictures, logs."""

from __future__ import annotations

import logging
from itertools import takewhile

import numpy as np
import pytest

from assistant.core.domain import Done, Piece, Reason, RegionKind, Request, SourceKind, Task
from assistant.core.errors import EngineStartFailed
from assistant.vision.embedded.engine import KEPT, MODEL, NAME, EmbeddedEngine, create
from support.embedded import ask_engine, engine, form, picture
from support.photographs import photograph, pixels

Screen = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def test_reading_streams_line_by_line_and_joins_paragraphs() -> None:
    said = ask_engine(Task.READ, picture(form().image))
    assert len([piece for piece in said.pieces if piece.text.strip()]) == 9
    assert "to keep it. Nothing leaves this computer, and you can change it later. All of" in said.text
    assert said.text.startswith("Customer details\n")
    assert said.text.endswith("\n")
    assert {region.kind for region in said.regions} == {RegionKind.LINE}
    assert (said.done.reason, said.done.stats.engine, said.done.stats.model) == (Reason.FINISHED, NAME, MODEL)
    assert said.done.stats.first_text_ms is not None
    assert said.done.stats.first_text_ms <= said.done.stats.total_ms


def test_the_first_line_comes_before_the_last_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = engine().reader(("en",))
    read: list[str] = []
    recognise = reader.recognise

    def counting(shown: Screen, quad: object) -> object:
        line = recognise(shown, quad)  # type: ignore[arg-type]  # passed through as it came
        read.append(line.text if line else "")
        return line

    monkeypatch.setattr(reader, "recognise", counting)
    shown = picture(form().image)
    events = engine().answer(Request(1, shown.id, Task.READ), shown, lambda: False)
    first = next(event for event in events if isinstance(event, Piece))
    assert first.text == "Customer details \n", "it waits for nothing"
    assert len(read) < 4, f"read before the first line was given: {read}"
    events.close()  # type: ignore[attr-defined]  # a generator: the caller may leave it


def test_no_text_is_said() -> None:
    said = ask_engine(Task.READ, picture(np.full((300, 400, 3), 200, np.uint8)))
    assert said.text == "No text was found.\n"


def test_a_question_after_a_description_reads_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = picture(form().image)
    ask_engine(Task.DESCRIBE, shown)
    monkeypatch.setattr(engine().reader(("en",)), "lines", None)
    monkeypatch.setattr(engine().detector, "detect", None)
    assert ask_engine(Task.FIND, shown, "Save").text == "The Save button, bottom.\n"


def test_only_the_last_pictures_are_kept_and_forgotten_on_demand() -> None:
    small = np.zeros((40, 40, 3), np.uint8)
    for _ in range(KEPT + 2):
        ask_engine(Task.READ, picture(small))
    assert len(engine()._kept) == KEPT
    engine().forget()
    assert len(engine()._kept) == 0


def test_another_picture_under_an_old_id_is_looked_at_anew() -> None:
    from dataclasses import replace

    shown = picture(form().image)
    assert "Save" in ask_engine(Task.READ, shown).text
    blank = replace(picture(np.zeros((60, 60, 3), np.uint8)), id=shown.id)
    assert ask_engine(Task.READ, blank).text == "No text was found.\n"


@pytest.mark.parametrize(
    ("task", "looks"), [(Task.READ, 0), (Task.READ, 8), (Task.DESCRIBE, 4), (Task.DESCRIBE, 14), (Task.FIND, 4)]
)
def test_a_stop_ends_it_and_the_next_answer_is_whole(task: Task, looks: int) -> None:
    shown, left = picture(form().image), iter(range(looks))
    said = ask_engine(task, shown, "Save", is_cancelled=lambda: next(left, None) is None)
    assert said.done.reason is Reason.CANCELLED
    assert "not found" not in said.text, "a stopped search has found nothing out"
    assert ask_engine(task, shown, "Save").text == ask_engine(task, picture(form().image), "Save").text


def test_an_iterator_that_is_left_harms_nothing() -> None:
    shown = picture(form().image)
    events = engine().answer(Request(1, shown.id, Task.DESCRIBE), shown, lambda: False)
    assert list(takewhile(lambda event: not isinstance(event, Piece), events)) is not None
    events.close()  # type: ignore[attr-defined]  # a generator: the caller may leave it
    assert ask_engine(Task.DESCRIBE, shown).text == ask_engine(Task.DESCRIBE, picture(form().image)).text


@pytest.mark.parametrize("task", [Task.READ, Task.DESCRIBE, Task.FIND])
@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (4000, 1), (23, 500), (47, 47)])
def test_odd_pictures_are_answered_in_words(task: Task, shape: tuple[int, int]) -> None:
    shown = np.random.default_rng(7).integers(0, 255, (*shape, 3), dtype=np.uint8)
    said = ask_engine(task, picture(shown, SourceKind.FILE), "dog")
    assert said.text.endswith(".\n")
    assert said.of(RegionKind.OBJECT) == []


def test_no_recognised_text_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for task in (Task.READ, Task.DESCRIBE, Task.FIND):
        ask_engine(task, picture(form().image), "Customer")
    assert "ustomer" not in caplog.text


def test_a_missing_folder_is_an_error_that_names_the_file(tmp_path: object) -> None:
    with pytest.raises(EngineStartFailed):
        create({"resources": str(tmp_path)})


def test_every_answer_ends_with_done_in_its_own_name() -> None:
    shown = picture(pixels(photograph("skimage/data/chelsea.png")), SourceKind.FILE)
    events = list(EmbeddedEngine.answer(engine(), Request(77, shown.id, Task.DESCRIBE), shown))
    assert isinstance(events[-1], Done)
    assert events[-1].request_id == 77
