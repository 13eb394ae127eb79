"""The welcome's step of the keys: one is tried on the practice page, and what comes of it is told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant.core.errors import HotkeysUnsupported, HotkeyTaken
from assistant.core.welcome import KeysFound, Step
from assistant.core.wording.welcome import WelcomeMessages
from support.own_windows import Stage, wording
from support.welcome_stage import heard, press, reach


def test_a_key_is_tried_on_the_practice_page_which_gives_way_to_the_welcome(made: Stage) -> None:
    reach(made, Step.KEYS)
    press(made, Qt.Key.Key_Return)
    (page,) = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert page.windowTitle() == "SeeSay practice page"
    assert heard(made)[-1] == (
        "This is the practice page. Press Control Alt Shift D now. Escape goes back to the welcome."
    )
    press(made, Qt.Key.Key_Escape)
    assert made.welcoming.calls[-2:] == ["trial Ctrl+Alt+Shift+D", "trial over"]
    assert heard(made)[-1] == "Step 3 of 6. Control Alt Shift D works. Enter goes on."
    press(made, Qt.Key.Key_Return)
    assert made.welcoming.left_at is Step.COMPUTER


def test_a_key_that_never_came_can_be_tried_again(made: Stage) -> None:
    reach(made, Step.KEYS)
    made.welcoming.comes = False
    press(made, Qt.Key.Key_Return)
    press(made, Qt.Key.Key_Escape)
    assert "has not arrived. Press Enter to try again." in heard(made)[-1]
    press(made, Qt.Key.Key_Return)
    assert made.welcoming.calls[-1] == "trial Ctrl+Alt+Shift+D"


def test_a_welcome_that_is_opened_anew_while_a_key_is_tried_leaves_the_trial(made: Stage) -> None:
    reach(made, Step.KEYS)
    press(made, Qt.Key.Key_Return)
    (page,) = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    window = made.opened(made.windows.show_welcome)
    assert made.welcoming.calls[-1] == "trial over"
    window.close()
    page.close()
    QApplication.processEvents()
    assert not window.isVisible()


def test_a_practice_page_that_is_opened_anew_still_leads_back_to_the_welcome(made: Stage) -> None:
    reach(made, Step.KEYS)
    press(made, Qt.Key.Key_Return)
    made.windows.show_practice()
    press(made, Qt.Key.Key_Escape)
    assert heard(made)[-1] == "Step 3 of 6. Control Alt Shift D works. Enter goes on."


def test_another_language_meanwhile_takes_nothing_from_the_trial(made: Stage) -> None:
    reach(made, Step.KEYS)
    press(made, Qt.Key.Key_Return)
    made.wording.become(wording("de"))
    made.windows.reword()
    press(made, Qt.Key.Key_Escape)
    assert made.welcoming.calls[-1] == "trial over"
    (window,) = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert window.windowTitle() == made.wording.say(WelcomeMessages.TITLE)


def test_keys_that_others_hold_are_named(made: Stage) -> None:
    taken = HotkeyTaken(key="Ctrl+Alt+Shift+D", free="Ctrl+Alt+Shift+F9")
    made.welcoming.found = KeysFound("Ctrl+Alt+Shift+W", errors=(taken,))
    reach(made, Step.KEYS)
    press(made, Qt.Key.Key_F1)
    (told,) = heard(made)
    assert (
        "The key Control Alt Shift D belongs to another program. Control Alt Shift F9 is free. The other keys work."
        in told
    )
    assert "Press Control Alt Shift W there" in told


def test_without_keys_it_says_how_to_bind_the_command_and_shows_an_answer_all_the_same(made: Stage) -> None:
    steps = "Add the line “bindsym …” to the file .config/sway/config."
    made.welcoming.found = KeysFound("", errors=(HotkeysUnsupported(desktop="sway"),), steps=steps)
    reach(made, Step.KEYS)
    press(made, Qt.Key.Key_F1)
    (told,) = heard(made)
    assert f"Step 3 of 6. {steps} Press Enter to hear the practice page described without a key." in told
    press(made, Qt.Key.Key_Return)
    assert made.welcoming.calls[-1] == "trial "
    assert "SeeSay describes it now" in heard(made)[-1]
    press(made, Qt.Key.Key_Escape)
    assert heard(made)[-1] == "Step 3 of 6. You have heard how SeeSay answers. Enter goes on."
