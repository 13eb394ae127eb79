from __future__ import annotations

import pytest

from assistant.core import settings_file
from assistant.core.domain import Command
from assistant.core.errors import SettingInvalid, SettingUnknown
from assistant.core.settings import Settings, parse, setting
from assistant.core.settings_table import SETTINGS, Setting, Value
from assistant.core.wording import Wording

QUESTIONS = ("What's the error?", "Is there a captcha; or not?")
NAMES = [declared.name for declared in SETTINGS]


# --- the table -----------------------------------------------------------------------------------------------


def test_names_are_unique_and_at_most_two_deep() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(name.count(".") <= 1 for name in NAMES)


@pytest.mark.parametrize("declared", SETTINGS, ids=NAMES)
def test_a_default_is_a_value_that_the_setting_takes(declared: Setting) -> None:
    assert declared.check(declared.default) == declared.default
    assert declared.parse(declared.show(declared.default)) == declared.default
    assert declared.takes
    assert settings_file.sentence(declared, Wording()).strip()


def test_every_command_has_a_key_setting() -> None:
    assert {declared.command for declared in SETTINGS if declared.command} == set(Command)


def test_settings_of_a_subject_stand_together() -> None:
    subjects = [declared.subject for declared in SETTINGS]
    assert subjects == sorted(subjects, key=list(dict.fromkeys(subjects)).index)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("language", "de-AT", "de"),
        ("language", "AUTO", "auto"),
        ("read_languages", "de, iw ,de,en-US", ("de", "he", "en")),
        ("read_languages", "", ()),
        ("detail", "Brief", "brief"),
        ("speech.rate", "-100", -100),
        ("speech.rate", " +20 ", 20),
        ("speech.sounds", "off", False),
        ("speech.sounds", "YES", True),
        ("engine.still_working_seconds", "2.5", 2.5),
        ("hotkeys.ask", "Ctrl+Alt+X", "Ctrl+Alt+X"),
        ("hotkeys.ask", "None", "none"),
        ("hotkeys.ask", "F9", "F9"),
        ("capture.monitor", "2", "2"),
        ("engine.model", "AUTO", "auto"),
        ("engine.model", "None", "none"),
        ("engine.model", "paligemma2-3b-mix-448", "paligemma2-3b-mix-448"),
        ("engine.model", "https://desk.example:8000/v1", "https://desk.example:8000/v1"),
        ("engine.model", "http://localhost:11434", "http://localhost:11434"),
        ("engine.model_start", "With SeeSay", "with seesay"),
        ("questions.presets", "What's the error? | Is there  a captcha; or not? |", QUESTIONS),
        ("questions.presets", "", ()),
    ],
)
def test_what_the_command_line_writes(name: str, text: str, value: Value) -> None:
    assert parse(name, text) == value
    assert setting(name).check(parse(name, text)) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("language", "klingon"),
        ("language", ""),
        ("read_languages", "de,klingon"),
        ("detail", "some"),
        ("speech.rate", "101"),
        ("speech.rate", "1.5"),
        ("speech.rate", "fast"),
        ("speech.rate", "nan"),
        ("engine.still_working_seconds", "inf"),
        ("engine.still_working_seconds", "nan"),
        ("speech.sounds", "maybe"),
        ("engine.model", ""),
        ("engine.model", "../model"),
        ("engine.model", "http://desk.example:8000"),
        ("engine.model", "https://user:secret@desk.example"),
        ("engine.model", "ftp://desk.example"),
        ("engine.model", "m" * 300),
        ("questions.presets", "x" * 300),
        ("hotkeys.ask", "X"),
        ("hotkeys.ask", "Ctrl+"),
        ("hotkeys.ask", "Ctrl+Alt+" + "x" * 300),
        ("capture.monitor", "0"),
    ],
)
def test_what_a_setting_does_not_take(name: str, text: str) -> None:
    with pytest.raises(SettingInvalid) as error:
        parse(name, text)
    assert error.value.params["name"] == name
    assert error.value.params["choices"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("speech.sounds", 1),
        ("speech.rate", True),
        ("speech.rate", "20"),
        ("speech.rate", None),
        ("language", ["de"]),
        ("read_languages", "de"),
        ("read_languages", ["de", 3]),
        ("detail", {"a": 1}),
    ],
)
def test_a_wrong_type_is_no_value(name: str, value: object) -> None:
    with pytest.raises(SettingInvalid):
        setting(name).check(value)


# --- the view ------------------------------------------------------------------------------------------------


def test_typed_access() -> None:
    state = Settings().having("speech.rate", 20)
    assert state.number("speech.rate") == 20
    assert state.text("detail") == "normal"
    assert state.flag("speech.sounds") is True
    assert state.decimal("engine.still_working_seconds") == 8.0
    assert state.words("read_languages") == ()
    assert "speech.rate" in state.chosen
    assert "speech.rate" not in state.without("speech.rate").chosen


def test_settings_never_change() -> None:
    before = Settings()
    after = before.having("speech.rate", 20)
    assert before.number("speech.rate") == 0
    assert after != before
    assert after == Settings({"speech.rate": 20})
    assert hash(after) == hash(Settings({"speech.rate": 20}))


def test_an_unknown_setting_is_told() -> None:
    for use in (lambda: Settings().get("nose.size"), lambda: parse("nose.size", "1"), lambda: Settings({"x": 1})):
        with pytest.raises(SettingUnknown):
            use()
