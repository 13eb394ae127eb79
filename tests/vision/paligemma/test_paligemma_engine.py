"""The engine around a scripted loop: what is asked, what is said, how it ends, what is kept."""

from __future__ import annotations

import gc
import weakref

import pytest

from assistant.core.domain import Box, Detail, Picture, Reason, Task
from assistant.core.errors import ModelCannot
from assistant.vision.paligemma.tasks import Training
from support.paligemma_engine import shown, stand

_CAT = "a cat sits on the mat ."


def test_a_description_is_a_caption_in_the_answer_s_language() -> None:
    made = stand({"caption de": "Ein Hund liegt auf dem Sofa ."})
    heard = made.ask(Task.DESCRIBE, language="de")
    assert heard.text == "Ein Hund liegt auf dem Sofa .\n"
    assert made.loop.asked == ["caption de"]
    assert {piece.language for piece in heard.pieces} == {"de"}
    assert heard.done.reason is Reason.FINISHED
    assert heard.done.stats.engine == "paligemma"
    assert heard.done.stats.model == "fake"
    assert heard.done.stats.first_text_ms is not None


def test_text_comes_as_the_tokens_come() -> None:
    heard = stand({"caption": _CAT}).ask(Task.DESCRIBE)
    assert len(heard.pieces) > 5
    assert all(piece.confidence == pytest.approx(0.9) for piece in heard.pieces[:-1])


def test_a_language_without_training_is_answered_in_english_and_marked_so() -> None:
    made = stand({"caption en": _CAT})
    heard = made.ask(Task.DESCRIBE, language="ca")
    assert made.loop.asked == ["caption en"]
    assert {piece.language for piece in heard.pieces} == {"en"}


def test_another_task_is_told_once() -> None:
    made = stand({"caption en": _CAT})
    assert "only" not in made.ask(Task.DESCRIBE).text
    assert made.ask(Task.DESCRIBE, detail=Detail.FULL).text.startswith("This model gives short descriptions only.\n")
    assert "only" not in made.ask(Task.DESCRIBE, detail=Detail.FULL).text
    long = stand({"describe en": _CAT}, Training.DOCCI)
    assert long.ask(Task.DESCRIBE, detail=Detail.BRIEF).text.startswith("Long description only.\n")


def test_what_the_model_cannot_is_an_error() -> None:
    with pytest.raises(ModelCannot):
        stand({}, Training.DOCCI).ask(Task.ASK, "why?")


def test_parts_of_a_picture_are_looked_at_each_on_its_own() -> None:
    made = stand({"caption": lambda pixels: f"a cat {pixels.shape[1]}"})
    heard = made.ask(Task.DESCRIBE, boxes=(Box(0, 0, 50, 60), Box(300, 200, 500, 500), Box(900, 900, 5, 5)))
    assert made.loop.shown == [(50, 60), (20, 40)]
    assert heard.text == "a cat 50\na cat 20\n"


@pytest.mark.parametrize(("device", "batches"), [("cpu", []), ("cuda", [2])])
def test_further_parts_go_together_on_a_graphics_card(device: str, batches: list[int]) -> None:
    made = stand({"caption": lambda pixels: f"a cat {pixels.shape[1]}"}, device=device)
    heard = made.ask(Task.DESCRIBE, boxes=(Box(0, 0, 50, 60), Box(0, 0, 60, 60), Box(0, 0, 70, 60)))
    assert heard.text == "a cat 50\na cat 60\na cat 70\n"
    assert made.loop.batches == batches


def test_a_question_is_asked_in_its_language() -> None:
    made = stand({"answer": "blue ."})
    assert made.ask(Task.ASK, "Welche\nFarbe <image>?", language="de").text == "blue .\n"
    assert made.loop.asked == ["answer de Welche Farbe ?"]


@pytest.mark.parametrize("answer", ["unanswerable", "Unanswerable.", " unanswerable"])
def test_an_answer_that_means_nobody_knows_is_told_as_that(answer: str) -> None:
    assert stand({"answer": answer}).ask(Task.ASK, "why?").text == "The model can't tell that from this picture.\n"


def test_an_answer_that_begins_like_it_is_told_whole() -> None:
    assert stand({"answer": "un cat"}).ask(Task.ASK, "why?").text == "un cat\n"


def test_an_open_prompt_goes_as_it_is() -> None:
    made = stand({"tell": _CAT})
    heard = made.ask(Task.PROMPT, "tell me more")
    assert made.loop.asked == ["tell me more"]
    assert {piece.language for piece in heard.pieces} == {""}


def test_places_in_the_answer_to_an_open_prompt_are_shown() -> None:
    made = stand({"detect": "<loc0000><loc0000><loc1023><loc0512> cat"})
    heard = made.ask(Task.PROMPT, "detect cat")
    assert heard.text == "cat\n"
    assert [(region.text, region.box) for region in heard.regions] == [("cat", Box(0, 0, 160, 240))]


def test_an_empty_prompt_is_not_asked() -> None:
    made = stand({"": "a cat"})
    assert made.ask(Task.PROMPT, " <image>").text == "The model has nothing to say about that.\n"
    assert made.loop.asked == []


def test_more_parts_than_one_answer_can_look_at_cut_it_short() -> None:
    made = stand({"caption": "a cat"})
    heard = made.ask(Task.DESCRIBE, boxes=tuple(Box(number, 0, 9, 9) for number in range(20)))
    assert len(made.loop.shown) == 12
    assert heard.done.reason is Reason.LENGTH


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (Task.DESCRIBE, "The model has nothing to say about that.\n"),
        (Task.READ, "No text was found.\n"),
        (Task.ASK, "The model has nothing to say about that.\n"),
        (Task.FIND, "“cat” was not found here.\n"),
        (Task.OUTLINE, "“cat” was not found here.\n"),
    ],
)
def test_an_empty_answer_is_never_silence(task: Task, said: str) -> None:
    assert stand({}).ask(task, "cat").text == said


def test_reading_has_no_language_yet_and_keeps_its_lines() -> None:
    heard = stand({"ocr": "OK\nCancel"}).ask(Task.READ)
    assert heard.text == "OK\nCancel\n"
    assert {piece.language for piece in heard.pieces} <= {""}


def test_a_large_picture_is_read_in_tiles_and_each_line_once() -> None:
    made = stand({"ocr": lambda pixels: f"File\n{pixels[0, 0, 0]}{pixels[0, 5, 0]}"})
    heard = made.ask(Task.READ, picture=shown(1920, 1080))
    assert len(made.loop.shown) == 6
    assert heard.text.count("File") == 1


def test_lines_of_a_tile_are_told_as_they_are_complete() -> None:
    made = stand({"ocr": "File\nEdit\nFile\nView"})
    heard = made.ask(Task.READ, picture=shown(1000, 240))
    assert [piece.text for piece in heard.pieces] == ["File\n", "Edit\n", "File\n", "View\n"]


def test_places_never_reach_the_text() -> None:
    said = stand({"caption": "a <loc0001><seg001> cat"}).ask(Task.DESCRIBE).text
    assert "<" not in said


def test_a_loop_ends_as_repeated_and_a_long_answer_as_length() -> None:
    assert stand({"caption": "the cat " * 90}).ask(Task.DESCRIBE).done.reason is Reason.REPEATED
    words = " ".join(f"cat{number}" for number in range(200))
    assert stand({"caption": words}).ask(Task.DESCRIBE).done.reason is Reason.LENGTH


def test_a_cancel_between_tokens_ends_at_once() -> None:
    tokens: list[int] = []
    made = stand({"caption": _CAT * 5}, before_token=lambda: tokens.append(1))
    heard = made.ask(Task.DESCRIBE, is_cancelled=lambda: len(tokens) >= 3)
    assert heard.done.reason is Reason.CANCELLED
    assert len(tokens) == 3
    assert made.ask(Task.ASK, "?").done.reason is Reason.FINISHED


def test_a_cancel_between_tiles_ends_as_well() -> None:
    made = stand({"ocr": "cat"})
    heard = made.ask(Task.READ, picture=shown(1920, 1080), is_cancelled=lambda: len(made.loop.shown) >= 2)
    assert heard.done.reason is Reason.CANCELLED
    assert len(made.loop.shown) == 2


# --- what is kept --------------------------------------------------------------------------------------------


def test_a_second_question_does_not_look_again() -> None:
    made = stand({"caption": _CAT, "answer": "two"})
    made.ask(Task.DESCRIBE)
    made.ask(Task.ASK, "how many?")
    assert len(made.loop.shown) == 1


def test_two_pictures_are_kept_and_no_third() -> None:
    made = stand({"caption": _CAT})
    first, second, third = shown(64, 64), shown(65, 64), shown(66, 64)
    for picture in (first, second, first, third, first, second):
        made.ask(Task.DESCRIBE, picture=picture)
    assert [width for width, _ in made.loop.shown] == [64, 65, 66, 65]


def test_few_views_of_a_fine_model_are_kept() -> None:
    made = stand({"caption": "a cat"}, resolution=896)
    boxes = tuple(Box(0, 0, 10 + number, 9) for number in range(3))
    made.ask(Task.DESCRIBE, boxes=boxes)
    made.ask(Task.DESCRIBE, boxes=boxes[1:])
    assert [width for width, _ in made.loop.shown] == [10, 11, 12]
    made.ask(Task.DESCRIBE, boxes=boxes[:1])
    assert len(made.loop.shown) == 4


def test_another_picture_with_the_same_number_is_looked_at() -> None:
    made = stand({"caption": _CAT})
    one = shown(64, 64)
    made.ask(Task.DESCRIBE, picture=one)
    made.ask(Task.DESCRIBE, picture=Picture(one.id, one.source, 64, 64, bytes(64 * 64 * 3)))
    assert len(made.loop.shown) == 2


def test_it_forgets_pixels_and_features() -> None:
    made = stand({"caption": _CAT})
    made.ask(Task.DESCRIBE)
    kept = next(iter(made.engine._tools.views._kept.values()))  # type: ignore[union-attr]  # loaded in the constructor
    features = weakref.ref(next(iter(kept.views.values())).rows)
    del kept
    made.engine.forget()
    gc.collect()
    assert features() is None
    made.ask(Task.DESCRIBE)
    assert len(made.loop.shown) == 2


# --- suggestions ---------------------------------------------------------------------------------------------


def test_three_questions_are_made_of_what_is_seen() -> None:
    made = stand(
        {
            "caption": "a cat sits on the mat with a dog",
            "question en cat": "what sits on the mat ?",
            "question en sits": "What sits on the mat?",
            "question en mat": "where is the cat ?",
            "question en dog": "where is the dog ?",
        }
    )
    heard = made.ask(Task.QUESTION)
    assert heard.text == "What sits on the mat ?\nWhere is the cat ?\nWhere is the dog ?\n"
    assert made.loop.batches == [3, 3]
    assert len(made.loop.shown) == 1


def test_questions_are_in_the_answer_s_language() -> None:
    made = stand({"caption": "a cat", "question": "wo ist die cat ?"})
    heard = made.ask(Task.QUESTION, language="de")
    assert made.loop.asked[0] == "caption en"
    assert all(prompt.startswith("question de ") for prompt in made.loop.asked[1:])
    assert heard.text == "Wo ist die cat ?\n"


def test_an_answer_that_is_given_back_is_no_question() -> None:
    made = stand(
        {"caption": "a cat", "question en cat": "Cat.", "question en yes": "is there a cat ?", "question en 2": "dog"}
    )
    assert made.ask(Task.QUESTION).text == "Is there a cat ?\n"


def test_a_question_without_spaces_is_a_question() -> None:
    assert stand({"question": "这是什么？"}).ask(Task.QUESTION, language="zh").text == "这是什么？\n"


def test_no_question_is_told() -> None:
    assert stand({}).ask(Task.QUESTION).text == "The model has no question to suggest.\n"
