"""A key of a command changed in the window of the settings: taken, refused, in conflict, left."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
)

from assistant.core.errors import HotkeyInUse, HotkeyTaken
from assistant.core.settings import Settings
from assistant.ui.key_field import KeyField
from support.own_windows import Stage
from support.preferences_stage import Preferences, name

CTRL_ALT_SHIFT = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)


@pytest.fixture
def opened(made: Stage) -> Preferences:
    return Preferences(made)


# --- keys ----------------------------------------------------------------------------------------------------


def key_window(opened: Preferences) -> tuple[QDialog, KeyField]:
    opened.turn_to("Keys")
    window = opened.dialog("Find on the screen: ")
    field = window.findChild(KeyField)
    assert field is not None
    opened.stage.said.clear()
    return window, field


def test_a_pressed_key_is_taken_and_told(opened: Preferences) -> None:
    window, field = key_window(opened)
    assert opened.settings.is_held
    QTest.keyClick(field, Qt.Key.Key_F7, CTRL_ALT_SHIFT)
    assert not window.isVisible()
    assert not opened.settings.is_held
    assert opened.settings.settings.text("hotkeys.find") == "Ctrl+Alt+Shift+F7"
    assert opened.said == ["Find on the screen: Control Alt Shift F7. It works from now on."]
    assert name(opened.control("Find on the screen")) == "Find on the screen: Control Alt Shift F7"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (HotkeyInUse(key="Ctrl+Alt+Shift+D", action="Describe the screen"), "is in use already: Describe the screen."),
        (HotkeyTaken(key="Ctrl+Alt+Shift+D", free="Ctrl+Alt+Super+D"), "belongs to another program."),
    ],
)
def test_a_conflict_is_named_and_the_window_stays(opened: Preferences, error: Any, told: str) -> None:
    window, field = key_window(opened)
    opened.settings.error = error
    QTest.keyClick(field, Qt.Key.Key_D, CTRL_ALT_SHIFT)
    assert told in opened.said[-1]
    assert window.isVisible()
    assert opened.settings.is_held
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert opened.settings.settings == Settings()
    assert not opened.settings.is_held


@pytest.mark.parametrize(
    ("key", "modifiers", "told"),
    [
        (Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier, "D alone is needed for typing."),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, "Shift Up arrow alone is needed for typing."),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "Enter alone is needed for typing."),
        (Qt.Key.Key_Clear, Qt.KeyboardModifier.ControlModifier, "That key can't be used."),
    ],
)
def test_a_key_that_is_typed_with_or_has_no_name_is_refused_with_the_reason(
    opened: Preferences, key: Qt.Key, modifiers: Qt.KeyboardModifier, told: str
) -> None:
    window, field = key_window(opened)
    QTest.keyClick(field, key, modifiers)
    (said,) = opened.said
    assert said.startswith(told)
    assert window.isVisible()


def test_modifiers_without_a_key_tell_that_another_program_may_have_it(opened: Preferences) -> None:
    _, field = key_window(opened)
    QTest.keyPress(field, Qt.Key.Key_Control)
    QTest.keyRelease(field, Qt.Key.Key_Control)
    (said,) = opened.said
    assert said.startswith("No key arrived with them; another program may hold it.")


def test_a_key_can_be_automatic_or_none(opened: Preferences) -> None:
    window, _ = key_window(opened)
    next(each for each in window.findChildren(QPushButton) if each.text() == "&No key").click()
    assert opened.settings.settings.text("hotkeys.find") == "none"
    assert opened.said == ["Find on the screen: no key. It works from now on."]
