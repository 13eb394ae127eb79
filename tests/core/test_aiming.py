"""What a word of an answer, or the words of a search, stand for on the screen; where two could be meant, neither is."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.acting_errors import ActError, NothingToActOn, NotOfScreen, TargetUnclear
from assistant.core.acts import Act, Imprint, Target
from assistant.core.aiming import act_of_program, target_at, target_of_search
from assistant.core.answers import Answer, AnswerDraft, Sentence
from assistant.core.domain import Box, Detail, Region, RegionKind, Source, SourceKind, Task
from assistant.core.wording import Wording, load_translations

WORDING = Wording()
LOCALE = Path(__file__).resolve().parents[2] / "resources" / "locale"
MARK = Imprint(Box(0, 0, 1, 1), 1, 1, b"", (0, 0), 0.0)


def region(kind: RegionKind, text: str, x: int, y: int = 100, width: int = 100, handle: str = "") -> Region:
    return Region(kind, text, Box(x, y, width, 30), 0.9, handle=handle)


def button(text: str, x: int, y: int = 100) -> Region:
    return region(RegionKind.BUTTON, text, x, y)


def line(text: str, x: int, y: int = 100, width: int = 100) -> Region:
    return region(RegionKind.LINE, text, x, y, width)


def answer(*sentences: str, regions: list[Region], kind: SourceKind = SourceKind.SCREEN, scale: float = 1.0) -> Answer:
    draft = AnswerDraft(1, Task.FIND, Source(kind), "en", Detail.NORMAL, 0.0, origin=(-1000, 20), scale=scale)
    draft.sentences = [Sentence(text, "en") for text in sentences]
    draft.regions = regions
    draft.imprints = [MARK] * len(regions)
    return draft.freeze(1.0)


def at(given: Answer, word: str, number: int = 0, line_number: int = 0) -> Target:
    """Return what the n-th occurrence of a word in a line stands for."""
    text, column = given.sentences[line_number].text, -1
    for _ in range(number + 1):
        column = text.index(word, column + 1)
    return target_at(given, line_number, column, WORDING)


def centre(x: int, y: int = 100, width: int = 100) -> tuple[int, int]:
    return -1000 + x + width // 2, 20 + y + 15


# --- the word under the cursor ---------------------------------------------------------------------


def test_the_word_under_the_cursor_decides() -> None:
    given = answer(
        "Buttons: Save, Print and Close.", regions=[button("Save", 0), button("Print", 200), button("Close", 400)]
    )
    for word, x in (("Save", 0), ("Print", 200), ("Close", 400)):
        assert at(given, word).point == centre(x)
        assert at(given, word).name == word


def test_names_that_begin_alike_are_told_apart_by_their_neighbours() -> None:
    regions = [button("Save as", 0), button("Save all", 200), button("Save", 400)]
    given = answer("Buttons: Save as, Save all and Save.", regions=regions)
    assert [at(given, "Save", number).name for number in range(3)] == ["Save as", "Save all", "Save"]
    assert at(given, "all").point == centre(200)


def test_things_of_one_name_are_taken_in_the_order_in_which_they_are_told() -> None:
    given = answer(
        "2 places: the OK button on the left and the OK button on the right.",
        regions=[button("OK", 0), button("OK", 500)],
    )
    assert at(given, "OK", 0).point == centre(0)
    assert at(given, "OK", 1).point == centre(500)


def test_where_two_could_be_meant_neither_is() -> None:
    given = answer("The OK button.", regions=[button("OK", 0), button("OK", 500)])
    with pytest.raises(TargetUnclear) as raised:
        at(given, "OK")
    assert raised.value.params == {"why": "several"}


def test_a_control_goes_before_its_text_and_a_text_before_the_whole_window() -> None:
    regions = [
        Region(RegionKind.TITLE, "Save", Box(0, 0, 900, 700), 1.0),
        line("Save", 10, 5, 50),
        line("Save", 320, 105, 40),
        button("Save", 300),
    ]
    given = answer("Window: Save.", "Buttons: Save.", regions=regions)
    assert at(given, "Save", line_number=1).point == centre(300)


def test_of_a_line_the_word_is_meant() -> None:
    given = answer("Read the small print here.", regions=[line("Read the small print here", 0, width=250)])
    assert at(given, "Read").point == centre(0, width=40)
    assert at(given, "here").point == centre(210, width=40)
    assert at(given, "small").name == "small"


def test_a_paragraph_is_meant_as_a_whole() -> None:
    text = "The morning is cold and clear. Rain comes from the west in the afternoon. Take an umbrella."
    paragraph = Region(RegionKind.LINE, text, Box(0, 0, 300, 60), 1.0)
    target = at(answer(text, regions=[paragraph]), "umbrella")
    assert target.point == (-1000 + 150, 20 + 30)
    assert target.name.startswith("The morning is cold")


def test_of_a_line_from_right_to_left_the_word_is_on_the_other_side() -> None:
    given = answer("שלום עולם", regions=[line("שלום עולם", 0, width=90)])
    assert target_at(given, 0, 0, WORDING).point == centre(50, width=40)


def test_a_sentence_over_two_lines_and_a_common_word() -> None:
    regions = [line("the cat sat on the mat", 0, 0, 220), line("and the dog slept on the rug", 0, 50, 280)]
    given = answer("the cat sat on the mat and the dog slept on the rug", regions=regions)
    assert at(given, "the", 0).point[1] == 20 + 15
    assert at(given, "the", 2).point[1] == 20 + 50 + 15
    assert at(given, "on", 1).point[1] == 20 + 50 + 15


def test_an_object_is_known_by_its_name_in_one_or_many() -> None:
    regions = [region(RegionKind.OBJECT, "dog", 0), region(RegionKind.OBJECT, "person", 300), button("Save", 600)]
    given = answer("A dog and 2 people. The Save button.", regions=regions)
    assert at(given, "dog").point == centre(0)
    assert at(given, "people").point == centre(300)
    assert at(given, "dog").name == "a dog"


def test_an_object_is_known_by_its_name_where_no_spaces_part_the_words() -> None:
    regions = [region(RegionKind.OBJECT, "cat", 0), region(RegionKind.OBJECT, "bicycle", 300), button("保存", 600)]
    for language, sentence, cat, bicycle in (
        ("zh", "1 只猫和 1 辆自行车。保存", "猫", "行"),
        ("ja", "猫1匹、自転車1台。保存", "猫", "転"),
    ):
        words = Wording(language, load_translations(LOCALE, language))
        given = answer(sentence, regions=regions)
        for word, x in ((cat, 0), (bicycle, 300), ("存", 600)):
            assert target_at(given, 0, sentence.index(word), words).point == centre(x), (language, word)


def test_a_word_whose_vowels_are_marks_is_one_word() -> None:
    given = answer("खोलें, खाली", regions=[button("खाली", 0), button("खोलें", 300)])
    assert at(given, "खोलें").point == centre(300)
    assert at(given, "खाली").point == centre(0)


def test_the_only_thing_is_meant_by_every_word_of_its_sentence() -> None:
    given = answer("The Save button, lower right.", regions=[button("Save", 0)])
    assert at(given, "lower").point == centre(0)


def test_a_word_of_the_sentence_itself_stands_for_nothing() -> None:
    given = answer("Buttons: Save and Print.", regions=[button("Save", 0), button("Print", 200)])
    with pytest.raises(NothingToActOn):
        at(given, "Buttons")


def test_the_end_of_a_word_still_is_that_word_and_the_end_of_a_line_its_last() -> None:
    given = answer("Save, Print", regions=[button("Save", 0), button("Print", 200)])
    assert target_at(given, 0, 4, WORDING).name == "Save"
    assert target_at(given, 0, 5, WORDING).name == "Print"
    assert target_at(given, 0, 11, WORDING).name == "Print"


def test_the_scale_of_the_picture_is_taken_out() -> None:
    given = answer("Save", regions=[button("Save", 400)], scale=2.0)
    assert at(given, "Save").point == (-1000 + 225, 20 + 57)


@pytest.mark.parametrize("kind", [SourceKind.CAMERA, SourceKind.FILE, SourceKind.CLIPBOARD])
def test_only_the_screen_can_be_acted_on(kind: SourceKind) -> None:
    with pytest.raises(NotOfScreen):
        at(answer("Save", regions=[button("Save", 0)], kind=kind), "Save")


def test_a_window_is_acted_on_at_its_title() -> None:
    window = Region(RegionKind.WINDOW, "Letter", Box(100, 100, 600, 400), 1.0)
    assert at(answer("The window Letter", regions=[window]), "Letter").point == (-1000 + 400, 20 + 112)


def test_a_field_is_focused_and_anything_else_pressed() -> None:
    assert act_of_program(region(RegionKind.FIELD, "Name", 0)) is Act.FOCUS
    assert act_of_program(button("Save", 0)) is Act.PRESS


# --- the words of a search --------------------------------------------------------------------------


def search(regions: list[Region], words: str, act: Act = Act.CLICK) -> Target:
    return target_of_search(answer("…", regions=regions), words, act, WORDING)


LOOK_ALIKES = [button("Save", 0), button("Save as", 200), button("Save all", 400)]


@pytest.mark.parametrize("words", ["Save", "save", "the Save button", "button Save"])
def test_the_one_that_is_called_exactly_so_is_taken(words: str) -> None:
    assert search(LOOK_ALIKES, words).point == centre(0)


def why(regions: list[Region], words: str, act: Act = Act.CLICK) -> str:
    with pytest.raises(ActError) as raised:
        search(regions, words, act)
    return raised.value.params["why"]


def test_of_several_none_is_taken() -> None:
    assert why([button("OK", 0), button("OK", 500)], "OK") == "several"
    assert why(LOOK_ALIKES[1:], "Save") == "several"
    assert why([], "Save") == "none"


def test_what_is_called_a_little_differently_is_pointed_at_but_not_clicked() -> None:
    regions = [button("Sent messages", 0)]
    assert search(regions, "send message", Act.MOVE).point == centre(0)
    for act in (Act.CLICK, Act.PRESS, Act.FOCUS):
        assert why(regions, "send message", act) == "inexact"


def test_a_field_goes_before_its_label_and_two_fields_before_nobody() -> None:
    field, label = region(RegionKind.FIELD, "Street", 100), line("Street:", 0)
    assert search([label, field], "Street").point == centre(100)
    assert why([label, field, region(RegionKind.FIELD, "Street", 400)], "Street") == "several"


def test_a_word_inside_a_line_is_exact_enough() -> None:
    found = Region(RegionKind.WORD, "Click here to go on", Box(40, 0, 40, 20), 0.9)
    assert search([found], "here").point == (-1000 + 60, 20 + 10)


def test_the_same_place_told_twice_is_one() -> None:
    regions = [
        button("Save", 0),
        line("Save", 30, 105, 40),
        region(RegionKind.BUTTON, "Save", 1, handle="atspi::1.2:/a"),
    ]
    assert search(regions, "Save").handle == "atspi::1.2:/a"


def test_what_is_only_possibly_there_is_pointed_at_but_not_clicked() -> None:
    dog = Region(RegionKind.OBJECT, "dog", Box(0, 0, 50, 50), 0.55)
    assert search([dog], "dog", Act.MOVE).name == "a dog"
    assert why([dog], "dog") == "unsure"
