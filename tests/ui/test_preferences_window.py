"""The window of the settings for someone who doesn't see it: pages, changes and what is heard of them, search."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
)

from assistant.core import setting_words
from assistant.core.domain import VoiceInfo
from assistant.core.errors import SettingsUnwritable
from assistant.core.languages import LANGUAGES
from assistant.core.models import ModelInfo, ModelsListed, ModelState
from assistant.core.settings import Settings, setting
from assistant.core.settings_store import Loaded, Notice
from assistant.core.wording import SettingMessages, Wording
from support.own_windows import Stage, description, focusable
from support.preferences_stage import Preferences, name
from support.pseudo import pseudo_wording

CTRL_ALT_SHIFT = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)


@pytest.fixture
def opened(made: Stage) -> Preferences:
    return Preferences(made)


# --- pages ---------------------------------------------------------------------------------------------------


def test_every_setting_stands_on_one_page_with_its_name_sentence_and_default(opened: Preferences) -> None:
    seen: list[str] = []
    for settings in setting_words.pages().values():
        seen += [declared.name for declared in settings]
    assert len(seen) == len(set(seen))
    box = opened.control("Page")
    for row, settings in enumerate(setting_words.pages().values()):
        box.setCurrentIndex(row)
        opened.stage.application.processEvents()
        names = opened.names()
        for declared in settings:
            title = setting_words.title(declared, Wording())
            control = next(each for each in focusable(opened.window) if name(each).startswith(title))
            assert "Default: " in description(control), title
        assert names[:2] == ["Page", "Search the settings"]
        assert names[-4:] == ["Import…", "Export…", "Reset all…", "Close"]


def test_every_setting_has_a_name_and_every_choice_has_words() -> None:
    wording = Wording()
    for settings in setting_words.pages().values():
        for declared in settings:
            assert setting_words.title(declared, wording) != declared.name, f"{declared.name}: name it"
            for code in declared.choices:
                words = setting_words.choice(declared, code, wording)
                assert words != code or code.isdigit(), f"{declared.name}: give {code} a word in CHOICE_WORDS"


def test_pages_are_turned_by_keys(opened: Preferences) -> None:
    QTest.keyClick(opened.window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(opened.window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(opened.window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    box = opened.control("Page")
    assert box.currentText() == "Privacy"
    assert opened.window.focusWidget() is box


# --- changes -------------------------------------------------------------------------------------------------


def test_a_changed_number_is_kept_and_said_in_the_new_way(opened: Preferences) -> None:
    QTest.keyClick(opened.control("Rate"), Qt.Key.Key_Up)
    assert opened.settings.settings.number("speech.rate") == 5
    assert opened.said == ["Rate: 5."]


def test_a_written_number_holds_with_enter_and_its_unit_is_a_word(opened: Preferences) -> None:
    opened.turn_to("Engines and models")
    field = opened.control("The model leaves after")
    assert field.text() == "15 minutes"
    field.setFocus()
    field.selectAll()
    opened.stage.said.clear()
    QTest.keyClicks(field, "20")
    assert opened.said == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), opened.said) == ("20 minutes", ["The model leaves after: 20 minutes."])
    field.selectAll()
    QTest.keyClicks(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), opened.settings.settings.number("engine.model_idle_minutes")) == ("Never", 0)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "1 minute"


def test_a_fraction_is_written_with_its_unit(opened: Preferences) -> None:
    opened.turn_to("Camera")
    field = opened.control("Least time between")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "2.5 seconds"
    assert opened.settings.settings.decimal("narration.least_seconds") == 2.5


def test_a_ticked_box_says_what_it_is_now(opened: Preferences) -> None:
    box = opened.control("Short sounds")
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert (opened.settings.settings.flag("speech.sounds"), opened.said) == (False, ["Short sounds: off."])


def test_a_choice_is_in_words(opened: Preferences) -> None:
    opened.turn_to("Languages")
    box = opened.control("Language of answers")
    assert box.currentText() == "Automatic"
    box.setCurrentText("German")
    assert opened.settings.settings.text("language") == "de"
    assert opened.said[-1] == "Language of answers: German."


def test_windows_have_only_languages_that_there_are_in_an_order_that_stays(opened: Preferences) -> None:
    opened.turn_to("Languages")
    box = opened.control("Language of the windows")
    interfaces = [code for code, language in LANGUAGES.items() if language.is_interface]
    assert [box.itemData(row) for row in range(box.count())] == ["auto", *interfaces]
    assert opened.control("Language of answers").count() == 1 + len(LANGUAGES)


def test_beside_a_screen_reader_only_what_it_would_not_say_is_said(opened: Preferences) -> None:
    opened.stage.has_reader = True
    QTest.keyClick(opened.control("Volume"), Qt.Key.Key_Down)
    opened.turn_to("Documents")
    QTest.keyClick(opened.control("Announce pages"), Qt.Key.Key_Space)
    assert opened.said == ["Volume: 95 per cent.", "Documents"]
    QTest.keyClick(opened.control("Figures in documents"), Qt.Key.Key_Down)
    assert opened.said == ["Figures in documents: Only announce."]
    opened.control("Page").setFocus()
    QTest.keyClick(opened.control("Page"), Qt.Key.Key_Down)
    assert opened.said == ["Windows and start"]
    assert opened.settings.settings.flag("reading.pages")


def test_where_screen_readers_say_choices_themselves_they_are_not_said_twice(
    opened: Preferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "windows")
    opened.stage.has_reader = True
    opened.turn_to("Documents")
    QTest.keyClick(opened.control("Figures in documents"), Qt.Key.Key_Down)
    assert opened.said == []


def test_what_somebody_else_changes_is_shown_and_not_said(opened: Preferences) -> None:
    opened.settings.become(Settings({"speech.rate": 30}))
    field = opened.control("Rate")
    assert (field.value(), opened.said) == (30, [])
    assert len([call for call in opened.settings.calls if call.startswith("set")]) == 0


def test_a_change_that_cannot_be_saved_is_told(opened: Preferences) -> None:
    opened.settings.error = SettingsUnwritable()
    QTest.keyClick(opened.control("Rate"), Qt.Key.Key_Up)
    (told,) = opened.said
    assert told.startswith("The settings can't be saved; they hold until SeeSay ends.")


def test_voices_and_cameras_come_later_and_what_was_chosen_stays(opened: Preferences) -> None:
    opened.settings.become(Settings({"speech.voice": "lost"}))
    box = opened.control("Voice")
    assert box.currentText() == "lost"
    opened.settings.voices[-1]((VoiceInfo("anna", ("de",)), VoiceInfo("ben", ("en-GB",))))
    assert [box.itemText(row) for row in range(box.count())] == [
        "The system's own choice",
        "anna (German)",
        "ben (English)",
        "lost",
    ]
    box.setCurrentIndex(1)
    assert opened.settings.settings.text("speech.voice") == "anna"
    opened.turn_to("Camera")
    opened.settings.cameras[-1](("Desk camera",))
    camera = opened.control("Camera")
    camera.setCurrentText("Desk camera")
    assert opened.settings.settings.text("camera.device") == "Desk camera"


def test_a_model_is_chosen_among_those_that_are_installed_or_a_server_is_named(opened: Preferences) -> None:
    opened.turn_to("Engines and models")
    infos = [ModelInfo(name="one", state=ModelState.INSTALLED), ModelInfo(name="two", state=ModelState.ABSENT)]
    opened.stage.windows.models_changed(ModelsListed(tuple(infos), None))
    box = opened.control("Large model")
    texts = [box.itemText(row) for row in range(box.count())]
    assert texts == ["Automatic", "None; the built-in engine alone", "one", "A server…"]
    asked = opened.stage.opened(lambda: box.setCurrentIndex(3))
    assert box.currentText() == "Automatic"
    (field,) = asked.findChildren(QLineEdit)
    field.setText("https://desk.example:8000")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.settings.settings.text("engine.model") == "https://desk.example:8000"
    assert box.currentText() == "https://desk.example:8000"


# --- back to the defaults --------------------------------------------------------------------------------------


def test_one_setting_goes_back_by_its_button_which_is_there_only_then(opened: Preferences) -> None:
    assert "Reset: Rate" not in opened.names()
    QTest.keyClick(opened.control("Rate"), Qt.Key.Key_Up)
    opened.stage.said.clear()
    reset = opened.control("Reset: Rate")
    reset.setFocus()
    opened.stage.said.clear()
    QTest.keyClick(reset, Qt.Key.Key_Space)
    assert opened.settings.settings == Settings()
    assert opened.said[-1] == "Rate: 0."
    assert "Reset: Rate" not in opened.names()
    assert name(opened.window.focusWidget()) == "Rate"


def test_one_setting_goes_back_by_a_key(opened: Preferences) -> None:
    rate = opened.control("Rate")
    QTest.keyClick(rate, Qt.Key.Key_Up)
    rate.setFocus()
    opened.stage.said.clear()
    for _ in range(2):
        QTest.keyClick(rate, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert opened.said == ["Rate: 0.", "Rate has its default already."]


def test_all_go_back_only_after_a_question(opened: Preferences) -> None:
    opened.settings.become(Settings({"speech.rate": 30, "detail": "full"}))
    asked = opened.dialog("Reset all")
    assert asked.findChildren(QLabel)[0].text().startswith("2 settings go back to their defaults.")
    QTest.keyClick(asked.focusWidget(), Qt.Key.Key_Return)
    assert opened.settings.settings != Settings()
    asked = opened.dialog("Reset all")
    next(each for each in asked.findChildren(QPushButton) if each.text() == "&Reset all").click()
    assert opened.settings.settings == Settings()
    assert "settings.toml.before-reset-1" in opened.said[-1]


# --- search --------------------------------------------------------------------------------------------------


def test_a_search_says_how_many_it_finds_in_names_sentences_and_choices(opened: Preferences) -> None:
    field = opened.control("Search the settings")
    for query, told in (
        ("minutes", "2 settings found."),
        ("pitch", "1 setting found."),
        ("xyzzy", "No setting found."),
    ):
        field.clear()
        QTest.keyClicks(field, query)
        assert opened.said[-1] == told
        assert told in [label.text() for label in opened.window.findChildren(QLabel) if label.isVisible()]
    field.clear()
    QTest.keyClicks(field, "strong contrast")
    assert "Look of the windows" in opened.names()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert name(opened.window.focusWidget()) == "Look of the windows"
    field.clear()
    assert "Rate" in opened.names()


def test_what_is_shown_stays_when_a_key_or_the_language_changes(opened: Preferences) -> None:
    field = opened.control("Search the settings")
    field.setFocus()
    QTest.keyClicks(field, "narration.least")
    QTest.keyClick(field, Qt.Key.Key_Return)
    box = opened.window.focusWidget()
    opened.said.clear()
    for _ in range(3):
        opened.stage.windows.reword()  # as after each change of what other windows have written down
        QTest.keyClick(box, Qt.Key.Key_Up)
    assert opened.settings.settings.decimal("narration.least_seconds") == 3.5
    assert opened.window.focusWidget() is box
    opened.stage.wording.become(pseudo_wording())
    opened.stage.windows.reword()
    again = opened.window.focusWidget()
    assert again is not box
    assert name(again) == setting_words.title(setting("narration.least_seconds"), opened.stage.wording)
    assert field.text() == "narration.least"
    assert len(opened.names()) == 2 + 2 + 4  # page, search, the setting with its way back, the buttons
    assert "1 setting found." not in [each.text() for each in opened.window.findChildren(QLabel)]


def test_keys_of_the_layer_are_shown_once_it_is_on(opened: Preferences) -> None:
    opened.turn_to("Keys")
    before = opened.control("Find on the screen").text()
    layer = opened.control(setting_words.title(setting("hotkeys.layer"), Wording()))
    layer.setFocus()
    layer.setCurrentText(next(layer.itemText(row) for row in range(layer.count()) if layer.itemData(row) == "on"))
    assert "F8" in opened.control("Find on the screen").text() != before
    assert opened.window.focusWidget() is not layer
    assert name(opened.window.focusWidget()) == name(layer)


def test_another_way_to_speak_has_voices_of_its_own(opened: Preferences) -> None:
    opened.settings.voices[-1]((VoiceInfo("anna", ("de",)),))
    speaks = opened.control("What speaks")
    speaks.setCurrentIndex(speaks.count() - 1)
    opened.settings.voices[-1]((VoiceInfo("ben", ("en",)),))
    box = opened.control("Voice")
    assert [box.itemText(row) for row in range(box.count())] == ["The system's own choice", "ben (English)"]


def test_typing_in_the_search_asks_for_cameras_once(opened: Preferences) -> None:
    QTest.keyClicks(opened.control("Search the settings"), "camera")
    assert len(opened.settings.cameras) == 1
    opened.settings.cameras[-1](("Desk camera",))
    assert opened.control("Camera").findText("Desk camera") > 0


# --- lists, files, privacy -----------------------------------------------------------------------------------


def test_languages_are_chosen_and_ordered_by_keys(opened: Preferences) -> None:
    opened.turn_to("Languages")
    window = opened.dialog("Languages that you read")
    (rows,) = window.findChildren(QListWidget)
    for language in ("German", "Hebrew"):
        rows.setCurrentItem(rows.findItems(language, Qt.MatchFlag.MatchExactly)[0])
        QTest.keyClick(rows, Qt.Key.Key_Space)
    assert opened.said[-1] == "Hebrew, number 2"
    QTest.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert opened.said[-1] == "Hebrew, number 1"
    next(each for each in window.findChildren(QPushButton) if each.text() == "&OK").click()
    assert opened.settings.settings.words("read_languages") == ("he", "de")
    assert opened.said[-1] == "Languages that you read: Hebrew, German."


def test_a_file_is_imported_and_what_was_not_taken_is_said(opened: Preferences, tmp_path: Path) -> None:
    notice = Notice(SettingMessages.VALUE_WRONG, {"name": "speech.rate", "choices": "", "default": "0"})
    opened.settings.loaded = Loaded(Settings({"detail": "full", "speech.pitch": 5}), (notice,), ("speech.nose",))
    chooser = opened.dialog("Import")
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "mine.toml"))
    assert opened.said[-1] == (
        "2 settings were taken. Not taken, because of a wrong value: Rate. Not known here: speech.nose."
    )


def test_of_a_strangers_file_the_server_is_said_and_not_every_name(opened: Preferences, tmp_path: Path) -> None:
    model = Settings({"engine.model": "https://elsewhere.example"})
    opened.settings.loaded = Loaded(model, (), tuple(f"z.{number}" for number in range(3000)))
    chooser = opened.dialog("Import")
    chooser.fileSelected.emit(str(tmp_path / "mine.toml"))  # type: ignore[attr-defined]  # a chooser of files
    assert opened.said[-1] == (
        "1 setting was taken. Pictures are sent to elsewhere.example, because you chose it as the large model. "
        "Not known here: z.0, z.1, z.2, z.3 and z.4. And 2995 more."
    )


def test_an_export_never_replaces_a_file(opened: Preferences, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").touch()
    chooser = opened.dialog("Export")
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "mine.toml"))
    assert opened.settings.calls[-1] == f"export {tmp_path / 'mine-2.toml'}"
    assert opened.said[-1] == "The settings were saved as mine-2.toml."


def test_the_page_about_privacy_says_what_is_kept_and_where(opened: Preferences) -> None:
    opened.turn_to("Privacy")
    text = opened.control("What is kept")
    assert "nothing of them is kept" in text.toPlainText()
    assert "Nothing is sent anywhere." in text.toPlainText()
    assert "/home/user/models" in text.toPlainText()
    opened.settings.become(Settings({"engine.model": "https://desk.example:8000"}))
    assert "Pictures are sent to desk.example" in text.toPlainText()
    opened.stage.said.clear()
    QTest.keyClick(text, Qt.Key.Key_Down)
    opened.stage.run_until(lambda: bool(opened.stage.said), what="the line to be said")
    (line,) = opened.said
    assert line in text.toPlainText()


def test_the_window_looks_at_the_system_whenever_it_opens(opened: Preferences) -> None:
    opened.window.close()
    opened.stage.windows.show_preferences()
    assert opened.settings.calls.count("look") == 2


def test_the_window_takes_other_words_with_the_focus_where_it_was(opened: Preferences) -> None:
    opened.turn_to("Languages")
    opened.control("Language of the windows").setFocus()
    opened.stage.windows.reword()
    opened.stage.application.processEvents()
    assert name(opened.window.focusWidget()) == "Language of the windows"
