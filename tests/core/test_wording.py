from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from assistant.core import places
from assistant.core.domain import Box, Command
from assistant.core.errors import (
    FileUnreadable,
    HotkeyTaken,
    InternalError,
    LanguagePackMissing,
    PictureBlank,
    SeeSayError,
    SettingInvalid,
)
from assistant.core.languages import LANGUAGES
from assistant.core.places import Place
from assistant.core.wording import M, Wording, load_translations
from assistant.core.wording.forms import Text, counted, text
from assistant.core.wording.language_names import LANGUAGE_NAMES
from assistant.core.wording.objects import OBJECTS
from assistant.core.wording.screen import PLACES
from assistant.core.wording.windows import COMMANDS

ENGLISH = Wording()
BRIEF = Wording(is_brief=True)
LOCALE = Path(__file__).resolve().parents[2] / "resources" / "locale"


# --- sentences -----------------------------------------------------------------------------------------------


def test_brief_and_full() -> None:
    assert ENGLISH.say(M.STILL_WORKING) == "Still working on it."
    assert BRIEF.say(M.STILL_WORKING) == "Still working."
    assert BRIEF.full(M.STILL_WORKING) == "Still working on it."
    assert BRIEF.say(M.SPELLED_CUT) == "And so on.", "a message without a brief form has one form"


def test_a_value_of_a_sentence_is_data() -> None:
    title = "{0} {title!r} %s <b>"
    assert ENGLISH.say(M.WINDOW, title=title) == "Window: {0} {title!r} %s <b>."


@pytest.mark.parametrize(("n", "said"), [(0, "0 more lines."), (1, "1 more line."), (2, "2 more lines.")])
def test_numbers(n: int, said: str) -> None:
    assert ENGLISH.count(M.TEXT_MORE, n) == said


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B, C and D"),
        (["A", "", "C"], "A and C"),
    ],
)
def test_lists(items: list[str], said: str) -> None:
    assert ENGLISH.join(items) == said


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("Inicio", "Correo e Inicio"),
        ("2 hijos", "Correo y 2 hijos"),
        ("hijos", "Correo e hijos"),
        ("“Ideas”", "Correo e “Ideas”"),
        ("hielo", "Correo y hielo"),
        ("iPhone", "Correo y iPhone"),
        ("Yate", "Correo y Yate"),
        ("y", "Correo y y"),
        ("Íconos", "Correo e Íconos"),
    ],
)
def test_a_spanish_list_changes_its_and_before_the_sound_of_i(last: str, said: str) -> None:
    spanish = Wording("es", load_translations(LOCALE, "es"))
    assert spanish.join(["Correo", last]) == said
    assert spanish.join(["Hoy", "Correo", last]) == f"Hoy, {said}"
    assert ENGLISH.join(["Correo", last]) == f"Correo and {last}"


def test_things_with_their_numbers() -> None:
    assert ENGLISH.things({"dog": 1, "person": 2, "tabby cat": 1}) == "a dog, 2 people and tabby cat"
    assert ENGLISH.thing("elephant") == "an elephant"


def test_eighty_things_are_known() -> None:
    assert len(OBJECTS) == 80


@pytest.mark.logs("misses its value 'title'")
def test_a_missing_value_never_silences_a_sentence() -> None:
    assert ENGLISH.say(M.WINDOW) == "Window: ."


@pytest.mark.logs("can't be filled")
@pytest.mark.parametrize("broken", ["{", "{title:d}", "{title.upper.x}", "{0}"])
def test_a_broken_translation_gives_way_to_english(broken: str) -> None:
    class Broken(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return broken

    assert Wording("de", Broken()).say(M.WINDOW, title="Mail") == "Window: Mail."


def test_no_catalogue_means_english_and_says_so(tmp_path: Path) -> None:
    wording = Wording("de", load_translations(tmp_path, "de-DE"))
    assert wording.say(M.SPELLED_CUT) == "And so on."
    assert wording.language == "en", "an English sentence is not for a German voice"


# --- errors --------------------------------------------------------------------------------------------------


def test_an_error_is_one_sentence_of_what_and_one_of_what_to_do() -> None:
    told = ENGLISH.error(PictureBlank(colour="black", source="window"))
    assert told.message == "The window is completely black."
    assert told.hint.startswith("A screen curtain")
    assert told.spoken == f"{told.message} {told.hint}"


def test_a_missing_language_pack_names_language_and_package() -> None:
    told = ENGLISH.error(LanguagePackMissing(language="iw"))
    assert told.message == "Hebrew text can't be read, because its language pack is missing."
    assert "tesseract-ocr-heb" in told.hint
    assert "seesay models install lang:he”" in told.hint


def test_variants_of_errors() -> None:
    assert ENGLISH.error(FileUnreadable(name="a.png", why="missing")).message == "There is no file a.png."
    assert ENGLISH.error(FileUnreadable(name="a.png", why="?")).message == "The file a.png can't be opened."
    assert ENGLISH.error(HotkeyTaken(key="F8", free="F9")).hint == "F9 is free."
    assert (
        ENGLISH.error(HotkeyTaken(key="Ctrl+F8", free="")).message == "The key Control F8 belongs to another program."
    )
    assert "seesay settings list" in ENGLISH.error(HotkeyTaken(key="F8", free="")).hint
    invalid = SettingInvalid(name="speech.rate", choices="-100 … 100", low="-100", high="100")
    assert ENGLISH.error(invalid).hint == "It takes a number from -100 to 100."


def test_an_error_from_elsewhere_is_told_all_the_same() -> None:
    class Odd(InternalError):
        code = "odd"

    try:
        assert ENGLISH.error(Odd(detail="KeyError")).message == "SeeSay made a mistake of its own: KeyError."
    finally:
        del SeeSayError.types["odd"]


# --- names ---------------------------------------------------------------------------------------------------


def test_every_name_has_words() -> None:
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)
    assert set(PLACES) == set(Place)
    assert set(COMMANDS) == set(Command)
    assert all(ENGLISH.language_name(code) == language.english for code, language in LANGUAGES.items())


@pytest.mark.parametrize(
    ("box", "place", "said"),
    [
        (Box(0, 0, 10, 10), Place.UPPER_LEFT, "in the upper left"),
        (Box(280, 250, 20, 20), Place.LOWER_RIGHT, "in the lower right"),
        (Box(140, 140, 20, 20), Place.MIDDLE, "in the middle"),
        (Box(-50, 140, 20, 20), Place.LEFT, "on the left"),
        (Box(140, 900, 20, 20), Place.BOTTOM, "at the bottom"),
        (Box(0, 0, 300, 300), Place.ALL_OVER, "over the whole picture"),
    ],
)
def test_places(box: Box, place: Place, said: str) -> None:
    assert places.place_of(box, 300, 300) is place
    assert ENGLISH.place(place) == said


@pytest.mark.parametrize(
    ("combination", "said"),
    [
        ("Ctrl+Alt+Shift+D", "Control Alt Shift D"),
        ("Ctrl+Alt+Shift+Up", "Control Alt Shift Up arrow"),
        ("Ctrl+Shift+F8, D", "Control Shift F8, then D"),
        ("F9", "F9"),
        ("", ""),
    ],
)
def test_keys_are_said(combination: str, said: str) -> None:
    assert ENGLISH.key(combination) == said


def test_a_place_is_short_after_a_comma() -> None:
    assert ENGLISH.place(Place.LOWER_RIGHT, is_short=True) == "lower right"


def test_a_picture_without_size_has_a_middle() -> None:
    assert places.place_of(Box(0, 0, 0, 0), 0, 0) is Place.MIDDLE


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Ab", "capital A, b"),
        ("a b.", "a, space, b, full stop"),
        ("é", "é"),
        ("e\u0301", "é"),
        ("ß", "ß"),
        ("7☃", "7, character 2603"),
        ("日", "日"),
        ("", ""),
    ],
)
def test_spelling(written: str, spelled: str) -> None:
    assert ENGLISH.spell(written) == spelled


def test_spelling_brief() -> None:
    assert BRIEF.spell("A.") == "cap A, dot"


def test_spelling_ends_after_a_hundred_characters() -> None:
    spelled = ENGLISH.spell("a" * 101)
    assert spelled.count("a,") == 99
    assert spelled.endswith("a. And so on.")


def test_forms_mark_what_they_hold() -> None:
    assert text("x") == Text("x")
    assert counted("one", "{n} many").many == "{n} many"
