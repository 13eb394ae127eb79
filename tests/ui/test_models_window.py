"""The window with the models: chosen, read, installed step by step, paused and deleted without eyes or mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QListWidget, QProgressBar, QPushButton, QWidget

from assistant.core.errors import GateClosed, ModelsHelperLost
from assistant.core.models import ModelAction, ModelInfo, ModelJob, ModelJobEnded, ModelState
from support.models import FREE, GATED, HERE, LARGE
from support.own_windows import Stage, description, focusable, name


@pytest.fixture
def window(made: Stage) -> QWidget:
    return made.opened(made.windows.show_models)


def the_list(window: QWidget) -> QListWidget:
    return window.findChildren(QListWidget)[0]


def choose(window: QWidget, model: ModelInfo) -> None:
    found = the_list(window).findItems(model.name, Qt.MatchFlag.MatchStartsWith)
    the_list(window).setCurrentItem(found[0])


def press(made: Stage, window: QWidget, wanted: str) -> None:
    found = [each for each in window.findChildren(QPushButton) if name(each) == wanted]
    assert found, f"no button {wanted!r}: {[name(each) for each in window.findChildren(QPushButton)]}"
    assert found[0].isEnabled(), f"{wanted!r} can't be pressed"
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)
    made.application.processEvents()


def enabled(window: QWidget) -> list[str]:
    return [name(each) for each in window.findChildren(QPushButton) if each.isEnabled() and each.window() is window]


def dialog(made: Stage, window: QWidget) -> QDialog:
    made.application.processEvents()
    (found,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    return found


def text_of(guide: QWidget) -> str:
    (text,) = [each for each in focusable(guide) if isinstance(each, QLabel)]
    return text.text()


def heard(made: Stage) -> list[str]:
    return [text for text, _ in made.said]


# --- the list -----------------------------------------------------------------------------------------


def test_each_line_tells_size_state_whether_it_fits_and_the_licence(window: QWidget) -> None:
    lines = [the_list(window).item(number).text() for number in range(the_list(window).count())]
    assert lines == [
        "paligemma2-3b-mix-448, 6.0 gigabytes, not installed, fits this computer, licence Gemma, to be agreed to first",
        "smolvlm-256m, 500 megabytes, not installed, fits this computer, licence Apache-2.0",
        "paligemma2-28b-mix-448, 57.0 gigabytes, not installed, not for this computer, licence unknown",
        "qwen2-vl-2b, 4.0 gigabytes, installed, not known whether it fits, licence unknown",
    ]


def test_the_details_follow_the_choice_and_are_a_stop_of_tab(window: QWidget) -> None:
    choose(window, GATED)
    details = focusable(window)[1]
    assert isinstance(details, QLabel)
    trained = "Trained for: describing, reading and answering questions."
    for part in (GATED.name, "Licence: Gemma", trained, GATED.reason, "agree to the licence"):
        assert part in name(details)
    choose(window, HERE)
    assert "/data/qwen2-vl-2b" in name(details)


def test_a_small_window_scrolls_and_cuts_nothing(made: Stage, window: QWidget) -> None:
    long = replace(GATED, reason="It is told at some length why this model fits. " * 12)
    made.manager.models = (long, FREE)
    made.manager.listed()
    window.resize(576, 324)
    made.manager.install(FREE.name)
    made.manager.progress(1, 100)
    details = focusable(window)[1]
    assert isinstance(details, QLabel)

    def is_whole() -> bool:
        return details.height() >= details.heightForWidth(details.width())

    made.run_until(is_whole, what="the details to be whole")
    assert the_list(window).geometry().bottom() < details.geometry().top()


def test_arrows_say_each_model_where_no_screen_reader_does(made: Stage, window: QWidget) -> None:
    made.said.clear()
    QTest.keyClick(the_list(window), Qt.Key.Key_Down)
    assert heard(made) == ["smolvlm-256m, 500 megabytes, not installed, fits this computer, licence Apache-2.0"]
    made.has_reader = True
    QTest.keyClick(the_list(window), Qt.Key.Key_Down)
    assert len(made.said) == 1


def test_a_list_that_comes_late_is_said_when_it_is_there(made: Stage) -> None:
    made.manager.lists_at_once = False
    window = made.opened(made.windows.show_models)
    made.run_until(lambda: bool(made.said), what="the window to introduce itself")
    assert "Looking which models fit" in name(focusable(window)[1])
    made.said.clear()
    made.manager.listed()
    assert len(made.said) == 1
    assert heard(made)[0].startswith("paligemma2-3b-mix-448, 6.0 gigabytes")


def test_a_list_that_could_not_be_made_says_so(made: Stage) -> None:
    made.manager.lists_at_once = False
    window = made.opened(made.windows.show_models)
    made.windows.models_changed(ModelJobEnded(ModelJob(ModelAction.LIST), error=ModelsHelperLost()))
    assert "could not be made" in name(focusable(window)[1])


def test_a_renewed_list_keeps_its_place_and_says_nothing(made: Stage, window: QWidget) -> None:
    choose(window, LARGE)
    made.said.clear()
    made.manager.models = (FREE, LARGE, HERE)
    made.manager.listed()
    assert the_list(window).currentItem().text().startswith(LARGE.name)
    assert heard(made) == []


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        (GATED, ["Install…", "Import folder…", "Close"]),
        (HERE, ["Verify", "Delete…", "Close"]),
        (ModelInfo("half", 10, state=ModelState.PARTIAL, arrived=5), ["Resume", "Import folder…", "Delete…", "Close"]),
        (
            ModelInfo("hurt", 10, state=ModelState.BROKEN),
            ["Repair", "Import folder…", "Verify", "Delete…", "Close"],
        ),
    ],
    ids=["absent", "installed", "partial", "broken"],
)
def test_only_what_can_be_done_can_be_pressed(
    made: Stage, window: QWidget, model: ModelInfo, wanted: list[str]
) -> None:
    made.manager.models = (model,)
    made.manager.listed()
    assert enabled(window) == wanted


# --- the guide ----------------------------------------------------------------------------------------


def test_a_gated_model_is_led_through_every_step_by_keys_alone(made: Stage, window: QWidget) -> None:
    choose(window, GATED)
    press(made, window, "Install…")
    guide = dialog(made, window)
    assert guide.windowTitle() == "Install paligemma2-3b-mix-448"
    steps = [text_of(guide)]
    for _ in range(3):
        press(made, guide, "Next")
        steps.append(text_of(guide))
    assert "6.0 gigabytes large" in steps[0]
    assert "100.0 gigabytes are free" in steps[0]
    assert "Trained for: describing" in steps[0]
    assert "The licence is Gemma" in steps[1]
    assert "agree to the licence there" in steps[2]
    assert steps[3].startswith("Step 4 of 5. The download needs a token")
    QTest.keyClicks(guide.findChildren(QLineEdit)[1], " hf_secret ")
    press(made, guide, "Next")
    assert text_of(guide).startswith("Step 5 of 5. Everything is known.")
    press(made, guide, "Download")
    assert made.manager.asked[-1] == ("install", GATED.name)
    assert made.manager.tokens == ["hf_secret"]
    assert not guide.isVisible()
    assert "Pause" in enabled(window)


def test_each_step_is_said_when_it_comes(made: Stage, window: QWidget) -> None:
    press(made, window, "Install…")
    guide = dialog(made, window)
    made.run_until(lambda: any("Step 1 of 5" in text for text in heard(made)), what="the first step to be said")
    assert heard(made)[-1].startswith("Install paligemma2-3b-mix-448. Step 1 of 5.")
    press(made, guide, "Next")
    assert heard(made)[-1].startswith("Step 2 of 5. The licence is Gemma.")


def test_a_free_model_needs_neither_gate_nor_token(made: Stage, window: QWidget) -> None:
    choose(window, FREE)
    press(made, window, "Install…")
    guide = dialog(made, window)
    press(made, guide, "Next")
    press(made, guide, "Next")
    assert text_of(guide).startswith("Step 3 of 3.")
    press(made, guide, "Download")
    assert made.manager.tokens == [""]


def test_the_token_is_hidden_named_and_needed(made: Stage, window: QWidget) -> None:
    guide = at_the_token(made, window)
    field = guide.findChildren(QLineEdit)[1]
    assert name(field) == "Token"
    assert field.echoMode() is QLineEdit.EchoMode.Password
    press(made, guide, "Next")
    assert text_of(guide).startswith("Step 4 of 5.")
    assert "still empty" in heard(made)[-1]


def test_a_token_survives_going_back_but_not_the_guide(made: Stage, window: QWidget) -> None:
    guide = at_the_token(made, window)
    QTest.keyClicks(guide.findChildren(QLineEdit)[1], "hf_secret")
    press(made, guide, "Back")
    press(made, guide, "Next")
    assert guide.findChildren(QLineEdit)[1].text() == "hf_secret"
    press(made, guide, "Continue later")
    press(made, window, "Install…")
    assert dialog(made, window).findChildren(QLineEdit)[1].text() == ""


def at_the_token(made: Stage, window: QWidget) -> QDialog:
    press(made, window, "Install…")
    guide = dialog(made, window)
    for _ in range(3):
        press(made, guide, "Next")
    return guide


def test_a_page_can_be_opened_and_its_address_copied(made: Stage, window: QWidget) -> None:
    press(made, window, "Install…")
    guide = dialog(made, window)
    press(made, guide, "Next")
    press(made, guide, "Open the page")
    assert made.pages == [GATED.licence_page]
    assert heard(made)[-1] == "The page opens in your browser."
    press(made, guide, "Copy the address")
    assert QGuiApplication.clipboard().text() == GATED.licence_page
    assert heard(made)[-1] == "The address is copied."


def test_later_goes_on_at_the_same_step(made: Stage, window: QWidget) -> None:
    press(made, window, "Install…")
    guide = dialog(made, window)
    press(made, guide, "Next")
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    made.application.processEvents()
    press(made, window, "Install…")
    assert text_of(dialog(made, window)).startswith("Step 2 of 5.")


def test_a_closed_gate_leads_back_to_its_step_and_opens_nothing_by_itself(made: Stage, window: QWidget) -> None:
    made.manager.install(GATED.name)
    made.manager.end(GateClosed(model=GATED.name), "Agree first.")
    assert [each for each in window.findChildren(QDialog) if each.isVisible()] == []
    press(made, window, "Install…")
    assert text_of(dialog(made, window)).startswith("Step 3 of 5.")


def test_every_control_of_the_guide_has_a_name(made: Stage, window: QWidget) -> None:
    guide = at_the_token(made, window)
    stops = focusable(guide)
    start = stops.index(guide.focusWidget())
    stops = stops[start:] + stops[:start]
    names = [name(each) for each in stops]
    assert names[1:] == [
        "Address of the page",
        "Open the page",
        "Copy the address",
        "Token",
        "Back",
        "Next",
        "Continue later",
    ]
    assert "huggingface.co/settings/tokens" in description(stops[1])


# --- at work ------------------------------------------------------------------------------------------


def test_progress_is_a_bar_with_a_name_and_pause_leaves(made: Stage, window: QWidget) -> None:
    bar = window.findChildren(QProgressBar)[0]
    assert not bar.isVisible()
    made.manager.install(FREE.name)
    made.manager.progress(30, 100)
    assert (bar.isVisible(), bar.value(), name(bar)) == (True, 30, "Progress of smolvlm-256m")
    press(made, window, "Pause")
    assert made.manager.asked[-2] == ("pause",)
    assert not bar.isVisible()


def test_what_was_left_goes_on_without_the_guide(made: Stage, window: QWidget) -> None:
    made.manager.models = (ModelInfo("half", 10, state=ModelState.PARTIAL, arrived=5),)
    made.manager.listed()
    QTest.keyClick(the_list(window), Qt.Key.Key_Return)
    assert made.manager.asked[-1] == ("install", "half")


def test_what_is_damaged_is_repaired(made: Stage, window: QWidget) -> None:
    made.manager.models = (ModelInfo("hurt", 10, state=ModelState.BROKEN),)
    made.manager.listed()
    press(made, window, "Repair")
    assert made.manager.asked[-1] == ("repair", "hurt")


def test_closing_the_window_stops_nothing_and_says_so(made: Stage, window: QWidget) -> None:
    made.manager.install(FREE.name)
    made.said.clear()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert made.manager.job is not None
    assert heard(made)[-1].startswith("The window is closed. smolvlm-256m goes on")


def test_at_the_programs_end_it_does_not_say_that_anything_goes_on(made: Stage, window: QWidget) -> None:
    made.manager.install(FREE.name)
    made.said.clear()
    made.windows.close()
    assert heard(made) == []


def test_delete_asks_first_and_begins_on_keep(made: Stage, window: QWidget) -> None:
    choose(window, HERE)
    press(made, window, "Delete…")
    asking = dialog(made, window)
    assert name(asking.focusWidget()) == "Keep"
    assert "qwen2-vl-2b" in description(asking.focusWidget())
    QTest.keyClick(asking.focusWidget(), Qt.Key.Key_Return)
    assert ("remove", HERE.name) not in made.manager.asked
    press(made, window, "Delete…")
    press(made, dialog(made, window), "Delete")
    assert made.manager.asked[-1] == ("remove", HERE.name)


def test_a_folder_is_typed_and_imported(made: Stage, window: QWidget) -> None:
    press(made, window, "Import folder…")
    asking = dialog(made, window)
    assert name(asking.focusWidget()) == "Folder"
    assert enabled(asking) == ["Choose…", "Cancel"]
    QTest.keyClicks(asking.focusWidget(), "/media/stick/model ")
    QTest.keyClick(asking.focusWidget(), Qt.Key.Key_Return)
    assert made.manager.asked[-1] == ("import", GATED.name, "/media/stick/model")


def test_it_ends_softly_with_a_dialog_open(made: Stage, window: QWidget) -> None:
    press(made, window, "Install…")
    made.windows.close()
    made.application.processEvents()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == []
