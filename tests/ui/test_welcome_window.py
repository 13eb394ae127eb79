"""The welcome's window by keyboard alone: every step spoken, every choice kept at once, left and found again."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QListWidget,
    QSlider,
    QWidget,
)

from assistant.core.errors import ModelsHelperLost
from assistant.core.languages import LANGUAGES
from assistant.core.models import Card, Computer, ModelAction, ModelJob, ModelJobEnded
from assistant.core.welcome import Step
from support.own_windows import Stage, focusable, name, stage, wording
from support.welcome_stage import heard, press, push, reach, words


@pytest.fixture
def window(made: Stage) -> QWidget:
    return made.opened(made.windows.show_welcome)


# --- steps --------------------------------------------------------------------------------------------


def test_enter_alone_leads_through_all_steps_and_each_says_itself(made: Stage, window: QWidget) -> None:
    made.manager.computer = Computer("Zen", 2, 16 * 10**9, 12 * 10**9)
    (first,) = heard(made)
    assert first.startswith("SeeSay tells you what is on your screen")
    assert first.endswith("Escape leaves the rest for later.")
    for n in (2, 3):
        press(made, Qt.Key.Key_Return)
        assert heard(made)[0].startswith(f"Step {n} of 6.")
    # Enter on the keys' step tries one; Next goes on.
    for n in (4, 5, 6):
        push(made, window, "Next")
        assert heard(made)[0].startswith(f"Step {n} of 6.")
    press(made, Qt.Key.Key_Return)
    assert heard(made) == ["SeeSay is set up and ready."]
    assert not window.isVisible()
    assert made.welcoming.calls == [*(f"reach {step}" for step in Step), "end"]


def test_back_goes_back_and_escape_leaves_the_rest(made: Stage, window: QWidget) -> None:
    press(made, Qt.Key.Key_Return)
    push(made, window, "Back")
    assert made.welcoming.calls == ["reach language", "reach voice", "reach language"]
    press(made, Qt.Key.Key_Return)
    made.said.clear()
    press(made, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert heard(made)[0].startswith("The welcome waits at this step.")
    assert made.welcoming.calls[-1] == "reach voice"


def test_what_was_left_is_offered(made: Stage) -> None:
    made.welcoming.left_at = Step.KEYS
    window = made.opened(made.windows.show_welcome)
    assert heard(made) == ["You left the welcome at step 3: keys. Enter goes on there. Tab goes to the other choices."]
    assert [name(each) for each in focusable(window)][1:] == [
        "Go on",
        "Begin anew",
        "Don't offer it again",
        "Continue later",
    ]
    press(made, Qt.Key.Key_Return)
    assert heard(made)[0].startswith("Step 3 of 6.")


def test_an_offer_can_be_declined_for_good(made: Stage) -> None:
    made.welcoming.left_at = Step.KEYS
    window = made.opened(made.windows.show_welcome)
    push(made, window, "Don't offer it again")
    assert made.welcoming.calls == ["end"]
    assert not window.isVisible()


def test_f1_says_the_step_again_and_how_to_go_on(made: Stage, window: QWidget) -> None:
    press(made, Qt.Key.Key_Return)
    made.said.clear()
    press(made, Qt.Key.Key_F1)
    (told,) = heard(made)
    assert told.startswith("Step 2 of 6.")
    assert told.endswith("Escape leaves the rest for later.")


def test_beside_a_screen_reader_it_reads_the_window_and_nothing_is_said_over_it(made: Stage) -> None:
    made.has_reader = True
    window = made.opened(made.windows.show_welcome)
    press(made, Qt.Key.Key_Return)
    assert made.said == []
    assert window.focusWidget() is focusable(window)[0]
    assert "A screen reader is running" in words(window)
    (box,) = window.findChildren(QComboBox)
    box.setFocus()
    for kept in ("own", "both"):
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert made.welcoming.settings.text("speech.beside_reader") == kept
        assert (made.said.pop()[0], made.said) == (box.currentText(), [])


def test_what_was_wrong_with_the_settings_is_said_first_and_once(made: Stage) -> None:
    made.opened(lambda: made.windows.show_welcome("The settings file could not be read."))
    assert heard(made)[0].startswith("The settings file could not be read. SeeSay tells you")
    press(made, Qt.Key.Key_Return)
    assert "settings file" not in heard(made)[0]


def test_without_sound_it_is_written(made: Stage) -> None:
    window = made.opened(made.windows.show_welcome)
    made.welcoming.is_mute = True
    made.windows.sound_changed()
    assert words(window).startswith("No sound device was found.")


# --- language and voice -------------------------------------------------------------------------------


def test_each_language_says_itself_in_its_own_voice_from_the_words_on(made: Stage, window: QWidget) -> None:
    made.said.clear()
    press(made, Qt.Key.Key_Down)
    assert made.said[-1][1] == "de"
    assert made.said[-1][0].startswith("Deutsch")
    press(made, Qt.Key.Key_Up)
    assert made.said[-1] == ("English. Press Enter to go on in this language.", "en")
    assert made.welcoming.calls == ["reach language"], "a language is taken when the user goes on"


def test_the_welcome_goes_on_in_the_chosen_language(qapp: Any) -> None:
    made = stage(qapp, wording("en"))
    window = made.opened(made.windows.show_welcome)

    def take_up() -> None:
        made.wording.become(wording(made.welcoming.settings.text("ui.language")))
        made.windows.reword()

    made.on_reword = take_up
    (languages,) = window.findChildren(QListWidget)
    languages.setCurrentRow([each.text() for each in _items(languages)].index(LANGUAGES["he"].name))
    made.said.clear()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    made.application.processEvents()
    assert made.welcoming.left_at is Step.VOICE
    assert made.said[-1][1] == "he"
    assert window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    made.close()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _items(listed: QListWidget) -> list[Any]:
    return [listed.item(row) for row in range(listed.count())]


def test_voice_rate_and_volume_are_kept_and_heard_at_once(made: Stage) -> None:
    reach(made, Step.VOICE)
    press(made, Qt.Key.Key_Down)
    assert made.said[-1] == ("en-gb. This is how SeeSay sounds.", "en")
    press(made, Qt.Key.Key_Tab)
    press(made, Qt.Key.Key_Right)
    assert made.said[-1] == ("Speech rate 5.", "en")
    press(made, Qt.Key.Key_Tab)
    press(made, Qt.Key.Key_Left)
    assert made.said[-1] == ("Volume 95 percent.", "en")
    chosen = made.welcoming.settings
    assert (chosen.text("speech.voice"), chosen.number("speech.rate"), chosen.number("speech.volume")) == (
        "en-gb",
        5,
        95,
    )


def test_a_slider_says_its_value_when_tab_comes_to_it(made: Stage) -> None:
    reach(made, Step.VOICE)
    press(made, Qt.Key.Key_Tab)
    press(made, Qt.Key.Key_Tab)
    assert made.said[-1][0] == "Rate. 0"


# --- computer and model -------------------------------------------------------------------------------


def test_what_there_is_is_said_at_once_and_what_it_means_when_it_was_tried(made: Stage) -> None:
    made.manager.lists_at_once = False
    made.manager.computer = Computer("Zen 5", 2, 16 * 10**9, 12 * 10**9)
    reach(made, Step.COMPUTER)
    window = next(each for each in QApplication.topLevelWidgets() if each.isVisible())
    assert words(window) == "Step 4 of 6. SeeSay looks at what this computer can do. That takes some seconds."
    made.manager.listed()
    ((first, _),) = made.announced
    assert first.startswith("The processor Zen 5 has 2 cores. There are 16.0 gigabytes of memory")
    assert first in words(window)
    assert made.manager.asked == [("list",), ("list", "thorough")]
    made.manager.computer = Computer("Zen 5", 2, 16 * 10**9, 12 * 10**9, (Card("RTX 4060", 8 * 10**9, 7 * 10**9),))
    made.manager.best, made.manager.advice = "smolvlm-256m", "It is small."
    made.manager.listed()
    (_, (second, _)) = made.announced
    assert second.startswith("The graphics card RTX 4060 can run a model; it has 8.0 gigabytes")
    assert "smolvlm-256m suits it best: 500 megabytes to download, licence Apache-2.0. It is small." in second
    assert "You need no model" in second
    made.manager.listed()
    assert (heard(made), len(made.announced)) == ([], 2)
    press(made, Qt.Key.Key_Return)
    assert made.welcoming.left_at is Step.MODEL


def test_a_quick_look_of_another_window_says_nothing_about_graphics_cards(made: Stage) -> None:
    made.manager.lists_at_once = False
    made.manager.computer = Computer("Zen 5", 2, 16 * 10**9, 12 * 10**9)
    reach(made, Step.COMPUTER)
    for _ in range(2):
        made.manager.listed(is_thorough=False)
    assert len(made.announced) == 1
    made.windows.models_changed(ModelJobEnded(ModelJob(ModelAction.LIST), error=ModelsHelperLost()))
    assert "graphics card" not in made.announced[-1][0]
    assert "could not be found out" in made.announced[-1][0]


def test_a_long_look_gives_signs_of_life_and_ends_with_the_step(made: Stage) -> None:
    made.manager.lists_at_once = False
    reach(made, Step.COMPUTER)
    made.welcoming.waiting.pop()()
    assert [text for text, _ in made.announced] == ["Still working on it."], "it cuts nothing short"
    press(made, Qt.Key.Key_Return)
    assert made.welcoming.waiting == []


def test_a_look_that_fails_says_so_and_what_there_is_without(made: Stage) -> None:
    made.manager.lists_at_once = False
    reach(made, Step.COMPUTER)
    made.windows.models_changed(ModelJobEnded(ModelJob(ModelAction.LIST), error=ModelsHelperLost()))
    ((told, _),) = made.announced
    assert told.startswith("What this computer can do could not be found out. You need no model")


def test_the_model_that_suits_is_chosen_and_enter_installs_it(made: Stage) -> None:
    made.manager.best = "smolvlm-256m"
    reach(made, Step.MODEL)
    window = next(each for each in QApplication.topLevelWidgets() if each.isVisible())
    (models,) = window.findChildren(QListWidget)
    assert models.currentItem().text().startswith("smolvlm-256m")
    models.setFocus()
    press(made, Qt.Key.Key_Return)
    (guide,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert guide.windowTitle() == "Install smolvlm-256m"
    assert made.welcoming.left_at is Step.MODEL, "Enter did two things"


def test_a_download_goes_on_and_is_told_of_when_the_step_comes_again(made: Stage) -> None:
    made.manager.install("smolvlm-256m")
    reach(made, Step.MODEL)
    press(made, Qt.Key.Key_F1)
    assert "smolvlm-256m is on its way" in heard(made)[0]
    press(made, Qt.Key.Key_Escape)
    assert made.manager.job is not None


def test_a_switched_off_network_is_said(made: Stage) -> None:
    made.welcoming.keep("privacy.network", False)
    reach(made, Step.MODEL)
    press(made, Qt.Key.Key_F1)
    assert "The network is switched off in the settings" in heard(made)[0]


# --- the end ------------------------------------------------------------------------------------------


def test_the_start_with_the_session_is_kept_and_said(made: Stage) -> None:
    reach(made, Step.FINISH)
    window = next(each for each in QApplication.topLevelWidgets() if each.isVisible())
    (box,) = window.findChildren(QCheckBox)
    press(made, Qt.Key.Key_Tab)
    assert made.said[-1][0] == "Start SeeSay when I log in. Off: SeeSay starts when you start it."
    press(made, Qt.Key.Key_Space)
    assert box.isChecked()
    assert made.said[-1][0] == "On: SeeSay starts when you log in."
    assert made.welcoming.settings.flag("ui.start_with_session")


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("language", ["en", "he"])
def test_every_step_has_names_an_order_and_room(qapp: Any, step: Step, language: str) -> None:
    made = stage(qapp, wording(language))
    made.welcoming.left_at = step
    window = made.opened(made.windows.show_welcome)
    press(made, Qt.Key.Key_Return)
    controls = focusable(window)
    assert all(name(each).strip() and "&" not in name(each) for each in controls)
    assert isinstance(controls[0], QLabel)
    assert window.focusWidget() is controls[0]
    texts = [each.text() for each in window.findChildren(QAbstractButton)]
    texts += [each.text() for each in window.findChildren(QLabel) if each.buddy() is not None]
    letters = [QKeySequence.mnemonic(text).toString() for text in texts]
    assert [key for key, n in Counter(letters).items() if key and n > 1] == [], texts
    window.resize(576, 324)
    made.application.processEvents()
    assert (window.width(), window.height()) <= (640, 360)
    sliders = window.findChildren(QSlider)
    assert all(name(each) for each in sliders)
    made.close()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
