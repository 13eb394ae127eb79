"""Golden transcripts of questions, searches, reading and prompts with two engines."""

from __future__ import annotations

import pytest

from assistant.core.domain import Reason, RegionKind, Task
from assistant.core.errors import EngineDied, ModelCannot, ModelNeeded, ModelNotInstalled, RemoteUnreachable
from support.duet import LEFT, PATIENCE, RIGHT, Duet, photograph

NOT_SEEN = "A dog was not recognised here; that does not prove that there is none."

# --- find -------------------------------------------------------------------------------------------------


def test_what_the_embedded_engine_finds_is_told_at_once() -> None:
    duet = Duet()
    duet.asks(Task.FIND, "Save")
    duet.embedded.shows(RegionKind.BUTTON, "Save", LEFT)
    duet.embedded.says("The Save button, upper left.\n")
    duet.embedded.ends()
    assert duet.asked == ["embedded find 'Save'"]
    assert duet.said == ["The Save button, upper left."]


def test_not_found_is_not_said_before_the_model_has_looked() -> None:
    duet = Duet()
    duet.asks(Task.FIND, "mailbox")
    duet.embedded.says("“mailbox” was not found here.\n")
    duet.embedded.ends()
    assert duet.said == []
    assert duet.asked == ["embedded find 'mailbox'", "paligemma find 'mailbox'"]
    duet.model.shows(RegionKind.OBJECT, "mailbox", RIGHT, 0.7)
    duet.model.ends()
    assert duet.said == ["Mailbox, upper right."]
    assert [region.text for region in duet.answer.regions] == ["mailbox"]
    assert duet.answer.stats.engine == "embedded+paligemma"


def test_a_box_that_is_not_sure_is_told_as_possible() -> None:
    duet = Duet()
    duet.asks(Task.FIND, "mailbox")
    duet.embedded.ends()
    duet.model.shows(RegionKind.OBJECT, "mailbox", RIGHT, 0.2)
    duet.model.ends()
    assert duet.said == ["Possibly mailbox, upper right."]
    assert [region.confidence for region in duet.answer.regions] == [0.2]


def test_nothing_in_both_is_not_found() -> None:
    duet = Duet()
    duet.asks(Task.FIND, "mailbox")
    duet.embedded.says("“mailbox” was not found here.\n")
    duet.embedded.ends()
    duet.model.shows(RegionKind.OBJECT, "mailbox", RIGHT, 0.01)
    duet.model.says("“mailbox” was not found here.\n", language="en")
    duet.model.ends()
    assert duet.said == ["“mailbox” was not found here."]
    assert duet.answer.regions == ()


def test_the_words_of_an_engine_that_tells_places_itself_are_passed_on() -> None:
    duet = Duet()
    duet.asks(Task.FIND, "mailbox")
    duet.embedded.ends()
    duet.model.shows(RegionKind.OBJECT, "mailbox", RIGHT, 0.7)
    duet.model.says("Mailbox, upper right.\n", 0.7, "en")
    duet.model.ends()
    assert duet.said == ["Mailbox, upper right."]


def test_of_several_things_the_missing_one_is_told() -> None:
    duet = Duet(is_named=True)
    duet.asks(Task.FIND, "mailbox; ladder")
    assert duet.asked == ["paligemma find 'mailbox; ladder'"]
    duet.model.shows(RegionKind.OBJECT, "mailbox", RIGHT, 0.7)
    duet.model.shows(RegionKind.OBJECT, "mailbox", LEFT, 0.7)
    duet.model.ends()
    assert duet.said == [
        "2 places: mailbox in the upper right and mailbox in the upper left.",
        "“ladder” was not found here.",
    ]


@pytest.mark.parametrize(
    "error", [EngineDied(), ModelCannot(model="m", task="detect"), ModelNotInstalled(model="m")], ids=lambda e: e.code
)
def test_a_model_that_can_not_look_leaves_the_embedded_engines_word(error: EngineDied) -> None:
    duet = Duet()
    duet.asks(Task.FIND, "mailbox")
    duet.embedded.says("“mailbox” was not found here.\n")
    duet.embedded.ends()
    duet.model.fails(error)
    assert duet.said[-1] == "“mailbox” was not found here."
    assert len(duet.said) > 1
    assert duet.answer.error is None


def test_a_model_that_still_loads_holds_nothing_back_for_ever() -> None:
    duet = Duet(is_ready=False)
    duet.asks(Task.FIND, "mailbox")
    duet.embedded.says("“mailbox” was not found here.\n")
    duet.embedded.ends()
    duet.clock.pass_seconds(PATIENCE.loading)
    assert duet.said[-2:] == [
        "The model is still loading; the built-in engine answers meanwhile.",
        "“mailbox” was not found here.",
    ]


def test_by_name_the_model_alone_looks_and_its_error_is_told() -> None:
    duet = Duet(is_named=True)
    duet.asks(Task.FIND, "mailbox")
    duet.model.fails(ModelNotInstalled(model="m"))
    assert duet.embedded.requests == []
    assert duet.answer.error == ModelNotInstalled(model="m")


def test_by_name_nothing_is_not_found() -> None:
    duet = Duet(is_named=True)
    duet.asks(Task.FIND, "mailbox")
    duet.model.ends()
    assert duet.said == ["“mailbox” was not found here."]


# --- ask ----------------------------------------------------------------------------------------------------


def test_a_question_that_needs_no_model() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "What is the title?")
    duet.embedded.says("The title is Letter.\n")
    duet.embedded.ends()
    assert duet.asked == ["embedded ask 'What is the title?'"]
    assert duet.said == ["The title is Letter."]


def test_a_question_that_needs_the_model() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Why is the man sad?")
    duet.embedded.fails(ModelNeeded())
    duet.model_tells("He lost his hat.", 0.8)
    assert duet.asked == ["embedded ask 'Why is the man sad?'", "paligemma ask 'Why is the man sad?'"]
    assert duet.said == ["He lost his hat."]
    assert duet.answer.stats.engine == "paligemma"


@pytest.mark.parametrize(
    ("confidence", "said"), [(0.4, "Possibly: Blue."), (0.1, "The model is too unsure to answer that.")]
)
def test_an_unsure_answer(confidence: float, said: str) -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Which colour?")
    duet.embedded.fails(ModelNeeded())
    duet.model_tells("Blue.", confidence)
    assert duet.said == [said]


def test_is_there_a_thing_that_only_the_model_sees() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Is there a dog?")
    duet.embedded.says(f"{NOT_SEEN}\n")
    duet.embedded.ends()
    assert duet.said == []
    duet.model_tells("Yes", 0.9)
    assert duet.said == ["Yes"]


def test_is_there_a_thing_that_nobody_is_sure_of() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Is there a dog?")
    duet.embedded.says(f"{NOT_SEEN}\n")
    duet.embedded.ends()
    duet.model_tells("Yes", 0.1)
    assert duet.said == [NOT_SEEN]


def test_what_is_this_goes_the_way_of_a_description() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "What is this?")
    duet.structure(photograph())
    duet.model_tells("A lake.", 0.9)
    assert duet.asked == ["embedded describe structure", "paligemma start", "paligemma describe"]
    assert duet.said == ["A lake."]


def test_a_question_without_a_model_ends_in_the_models_error() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Why is the man sad?")
    duet.embedded.fails(ModelNeeded())
    duet.model.fails(RemoteUnreachable(host="h"))
    assert duet.answer.error == RemoteUnreachable(host="h")


def test_a_question_that_only_the_model_can_answer_waits_for_it() -> None:
    duet = Duet(is_ready=False)
    duet.asks(Task.ASK, "Why is the man sad?")
    duet.embedded.fails(ModelNeeded())
    duet.clock.pass_seconds(PATIENCE.loading + PATIENCE.first_word)
    assert duet.model.cancelled == []
    duet.model.ready()
    duet.model_tells("He lost his hat.", 0.8)
    assert duet.said == ["Still working on it.", "He lost his hat."]


def test_an_error_of_the_embedded_engine_is_no_reason_to_ask_the_model() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "What is the title?")
    duet.embedded.fails(EngineDied())
    assert duet.model.requests == []
    assert duet.answer.error == EngineDied()


def test_by_name_the_model_answers_alone() -> None:
    duet = Duet(is_named=True)
    duet.asks(Task.ASK, "What is the title?")
    assert duet.asked == ["paligemma ask 'What is the title?'"]


def test_what_the_engine_says_of_itself_is_not_hedged() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Which colour?")
    duet.embedded.fails(ModelNeeded())
    duet.model.notes("The model can't tell that from this picture.")
    duet.model.ends()
    assert duet.said == ["The model can't tell that from this picture."]


def test_stop_while_the_model_answers() -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Which colour?")
    duet.embedded.fails(ModelNeeded())
    duet.model.says("Blue", 0.9)
    duet.session.stop()
    assert duet.asked[-1] == "paligemma cancel"
    duet.model.says(" and green.\n", 0.9)
    duet.model.ends()
    assert duet.said == []
    assert duet.clock.armed == 0


# --- read, questions, prompts, outlines ----------------------------------------------------------------------


def test_the_embedded_engine_reads() -> None:
    duet = Duet()
    duet.asks(Task.READ)
    duet.embedded.says("Liebe Kundin, ", 0.9, "de")
    duet.embedded.says("willkommen.\n", 0.9, "de")
    duet.embedded.ends()
    assert duet.asked == ["embedded read"]
    assert duet.transcript[-1] == "say de: Liebe Kundin, willkommen."


def test_by_name_the_model_reads_without_hedges() -> None:
    duet = Duet(is_named=True)
    duet.asks(Task.READ)
    duet.model_tells("EXIT", 0.2)
    assert duet.asked == ["paligemma read"]
    assert duet.said == ["EXIT"]


def test_questions_are_suggested_by_the_model() -> None:
    duet = Duet()
    duet.asks(Task.QUESTION)
    duet.model_tells("What is on the table?\nWho is there?", 0.2)
    assert duet.asked == ["paligemma question"]
    assert duet.said == ["What is on the table?", "Who is there?"]


def test_a_prompt_goes_to_the_model_and_its_end_is_told() -> None:
    duet = Duet()
    duet.asks(Task.PROMPT, "caption de")
    duet.model.says("Ein See. ", 0.9)
    duet.model.ends(Reason.REPEATED)
    assert duet.said == ["Ein See.", "The answer began to repeat itself and was ended."]


def test_an_outline_is_the_models() -> None:
    duet = Duet()
    duet.asks(Task.OUTLINE, "cup")
    duet.model.shows(RegionKind.OBJECT, "cup", LEFT, 0.8)
    duet.model.ends()
    assert duet.asked == ["paligemma outline 'cup'"]
    assert duet.said == ["Cup, upper left."]


def test_a_model_that_draws_no_outlines_tells_the_place() -> None:
    duet = Duet()
    duet.asks(Task.OUTLINE, "cup")
    duet.model.fails(ModelCannot(model="m", task="segment"))
    duet.model.shows(RegionKind.OBJECT, "cup", LEFT, 0.8)
    duet.model.ends()
    assert duet.asked == ["paligemma outline 'cup'", "paligemma find 'cup'"]
    assert duet.said == ["This model can't draw outlines; it only tells the place.", "Cup, upper left."]


@pytest.mark.parametrize("task", [Task.OUTLINE, Task.PROMPT, Task.QUESTION])
def test_an_error_of_a_task_that_only_the_model_does(task: Task) -> None:
    duet = Duet()
    duet.asks(task, "x")
    duet.model.fails(EngineDied())
    assert duet.answer.error == EngineDied()


@pytest.mark.parametrize(
    "refusal", ["The model has nothing to say about that.", "The model can't tell that from this picture."]
)
def test_a_model_without_an_answer_leaves_the_embedded_engines_word(refusal: str) -> None:
    duet = Duet()
    duet.asks(Task.ASK, "Is there a dog?")
    duet.embedded.says(f"{NOT_SEEN}\n")
    duet.embedded.ends()
    duet.model.notes(refusal)
    duet.model.ends()
    assert duet.said == [NOT_SEEN]
