from __future__ import annotations

import pytest

from assistant.core.domain import Command
from assistant.core.keys import LETTERS, default_keys, key_plan
from assistant.core.settings import Settings


@pytest.mark.parametrize(
    ("platform_name", "modifiers"),
    [("linux", "Ctrl+Alt+Shift"), ("darwin", "Ctrl+Shift+Cmd"), ("Darwin", "Ctrl+Shift+Cmd")],
)
def test_linux_and_macos_have_a_combination_for_each_command(platform_name: str, modifiers: str) -> None:
    plan = key_plan(Settings(), platform_name)
    assert plan.keys[Command.DESCRIBE_SCREEN] == f"{modifiers}+D"
    assert plan.keys[Command.FASTER] == f"{modifiers}+Up"
    assert (plan.layer_key, plan.letters) == ("", {})
    assert plan.shown(Command.STOP) == f"{modifiers}+S"


def test_no_key_on_macos_is_one_of_voice_over() -> None:
    for key in default_keys("darwin").values():
        assert not {"Ctrl", "Alt"} <= set(key.split("+"))


def test_windows_has_one_key_and_then_a_letter() -> None:
    plan = key_plan(Settings(), "win32")
    assert plan.keys == {}
    assert plan.layer_key == "Ctrl+Shift+F8"
    assert plan.shown(Command.DESCRIBE_SCREEN) == "Ctrl+Shift+F8, D"


def test_no_two_commands_share_a_key() -> None:
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert len(set(default_keys("linux").values())) == len(LETTERS)


def test_a_chosen_key_none_and_the_platform_s() -> None:
    settings = Settings({"hotkeys.ask": "Ctrl+Alt+Q", "hotkeys.find": "none", "hotkeys.show": "F9"})
    plan = key_plan(settings, "linux")
    assert plan.keys[Command.ASK] == "Ctrl+Alt+Q"
    assert Command.FIND not in plan.keys
    assert plan.keys[Command.SHOW] == "F9"
    assert plan.shown(Command.FIND) == ""


@pytest.mark.parametrize(("layer", "platform_name", "has_layer"), [("on", "linux", True), ("off", "win32", False)])
def test_the_layer_is_an_option_everywhere(layer: str, platform_name: str, has_layer: bool) -> None:
    plan = key_plan(Settings({"hotkeys.layer": layer, "hotkeys.layer_key": "Ctrl+Alt+F2"}), platform_name)
    assert bool(plan.letters) is has_layer
    assert plan.layer_key == ("Ctrl+Alt+F2" if has_layer else "")
    assert bool(plan.keys) is not has_layer


def test_a_single_key_may_stand_beside_the_layer() -> None:
    plan = key_plan(Settings({"hotkeys.stop": "Ctrl+Alt+F12"}), "win32")
    assert plan.keys == {Command.STOP: "Ctrl+Alt+F12"}
    assert plan.shown(Command.STOP) == "Ctrl+Alt+F12"
