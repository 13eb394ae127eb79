"""The welcome without its window: where it was left, which key is tried, what is said when it comes or doesn't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.core.domain import Command, VoiceInfo
from assistant.core.errors import HotkeyError, HotkeysUnsupported, HotkeyTaken
from assistant.core.settings_store import SettingsStore
from assistant.core.settings_table import SETTINGS
from assistant.core.welcome import (
    DONE,
    NOWHERE,
    PATIENCE,
    STEP,
    STEPS,
    KeyTrial,
    Progress,
    Step,
    TrialCalls,
    find_keys,
    voices_for,
)
from assistant.core.wording import Wording

KEYS = {
    Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D",
    Command.DESCRIBE_WINDOW: "Ctrl+Alt+Shift+W",
    Command.READ_SCREEN: "Ctrl+Alt+Shift+R",
}


@dataclass
class Hand:
    """Keeps what was said, and wakes when the test says so."""

    said: list[str] = field(default_factory=list)
    waiting: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        waiting = (seconds, call)
        self.waiting.append(waiting)
        return lambda: self.waiting.remove(waiting) if waiting in self.waiting else None


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    made = SettingsStore(tmp_path / "settings.toml")
    made.load()
    return made


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def trial(hand: Hand) -> KeyTrial:
    return KeyTrial(Wording(), TrialCalls(hand.said.append, hand))


def test_the_setting_knows_every_step() -> None:
    (declared,) = [each for each in SETTINGS if each.name == STEP]
    assert declared.choices == (NOWHERE, *STEPS)


def test_it_is_due_until_it_was_seen_and_whenever_it_was_left(store: SettingsStore) -> None:
    progress = Progress(store)
    assert (progress.is_due, progress.left_at) == (True, None)
    progress.reach(Step.KEYS)
    assert (progress.is_due, progress.left_at) == (True, Step.KEYS)
    progress.end()
    assert (progress.is_due, progress.left_at) == (False, None)
    progress.reach(Step.VOICE)
    assert progress.is_due


def test_a_step_is_found_again_by_another_process(store: SettingsStore) -> None:
    Progress(store).reach(Step.MODEL)
    other = SettingsStore(store.path)
    other.load()
    assert Progress(other).left_at is Step.MODEL
    assert not other.settings.flag(DONE)


def test_the_first_key_that_was_had_is_tried() -> None:
    assert find_keys(lambda command: KEYS.get(command, ""), ()).command is Command.DESCRIBE_SCREEN
    lost = HotkeyTaken(key="Ctrl+Alt+Shift+D", free="")
    found = find_keys(lambda command: KEYS.get(command, ""), [lost])
    assert (found.key, found.command, found.errors) == ("Ctrl+Alt+Shift+W", Command.DESCRIBE_WINDOW, (lost,))
    assert found.is_supported


def test_a_lost_layer_loses_its_letters() -> None:
    lost = HotkeyTaken(key="Ctrl+Shift+F8", free="")
    assert find_keys(lambda command: f"Ctrl+Shift+F8, {command}", [lost]).key == ""


@pytest.mark.parametrize("error", [HotkeysUnsupported(desktop="sway"), HotkeyError()])
def test_a_desktop_without_keys_has_none_to_try(error: HotkeyError) -> None:
    found = find_keys(lambda command: KEYS.get(command, ""), [error])
    assert (found.key, found.is_supported, found.errors) == ("", False, (error,))


def test_voices_are_those_of_the_language_each_once() -> None:
    voices = [
        VoiceInfo("en-gb", ("en-gb", "en")),
        VoiceInfo("de", ("de",)),
        VoiceInfo("en-gb", ("en",)),
        VoiceInfo("xx", ("xx-unknown",)),
        VoiceInfo("en-us", ("en_US",)),
    ]
    assert voices_for("en", voices) == ["en-gb", "en-us"]
    assert voices_for("he", voices) == []


def test_a_key_that_comes_is_praised_after_its_answer(trial: KeyTrial, hand: Hand) -> None:
    trial.begin("Ctrl+Alt+Shift+D")
    trial.answered(is_good=True)
    assert hand.said == []
    trial.pressed(Command.DESCRIBE_SCREEN)
    assert hand.waiting == []
    trial.answered(is_good=True)
    assert hand.said == ["That was Control Alt Shift D, and it works. Escape goes back to the welcome."]
    assert trial.end()
    assert not trial.end()


def test_a_key_that_does_not_come_is_named_again(trial: KeyTrial, hand: Hand) -> None:
    trial.begin("Ctrl+Alt+Shift+D")
    ((seconds, call),) = hand.waiting
    assert seconds == PATIENCE
    call()
    assert hand.said == [
        "No key has arrived yet. Press Control Alt Shift D, all of it together. Escape goes back to the welcome."
    ]
    assert not trial.end()


def test_other_keys_and_failed_answers_are_no_success(trial: KeyTrial, hand: Hand) -> None:
    trial.begin("Ctrl+Alt+Shift+D")
    trial.pressed(Command.STOP)
    trial.pressed(Command.DESCRIBE_SCREEN)
    trial.answered(is_good=False)
    assert hand.said == []


def test_without_keys_the_answer_is_enough(trial: KeyTrial, hand: Hand) -> None:
    trial.begin("")
    assert hand.waiting == []
    trial.answered(is_good=False)
    assert (hand.said, trial.end()) == ([], False)
    trial.begin("")
    trial.answered(is_good=True)
    assert hand.said == ["That is how SeeSay answers. Escape goes back to the welcome."]
    assert trial.end()


def test_outside_of_a_trial_nothing_is_said(trial: KeyTrial, hand: Hand) -> None:
    trial.pressed(Command.DESCRIBE_SCREEN)
    trial.answered(is_good=True)
    assert (hand.said, trial.end()) == ([], False)
