"""From a changed setting to whoever must act; keys on trial; what starts with the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.app.house import open_store
from assistant.app.preferences import SettledPreferences
from assistant.app.settled_voice import SettledVoice
from assistant.app.settling import START, Act, Rebinding, Settling, settle_outside, start_with_session
from assistant.core.domain import Command
from assistant.core.errors import (
    AutostartFailed,
    HotkeyError,
    HotkeyInUse,
    HotkeysUnsupported,
    HotkeyTaken,
    HotkeyUnknown,
    VoiceSilent,
)
from assistant.core.keys import KeyPlan
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import Wording
from assistant.system import autostart, autostart_xdg


class Keys:
    """Keys as they would be bound; `taken` belongs to another program."""

    def __init__(self, *taken: str) -> None:
        self.taken = taken
        self.plans: list[KeyPlan] = []
        self.errors: list[HotkeyError] = []

    def bind(self, plan: KeyPlan) -> list[HotkeyError]:
        self.plans.append(plan)
        wanted = [*plan.keys.values(), plan.layer_key]
        return self.errors + [HotkeyTaken(key=key, free="F9") for key in wanted if key in self.taken]


@pytest.fixture
def store() -> SettingsStore:
    return open_store()


def preferences(store: SettingsStore, keys: Any) -> SettledPreferences:
    return SettledPreferences(store, Wording(), keys, lambda take: None, lambda call: call(), "linux")


# --- who must act ----------------------------------------------------------------------------------------------


def test_each_act_is_done_once_for_whatever_of_its_names_has_changed(store: SettingsStore) -> None:
    done: list[str] = []
    acts = (
        Act(("speech.backend",), lambda: done.append("voice")),
        Act(("hotkeys.", "camera.device"), lambda: done.append("keys")),
    )
    Settling(store, acts, lambda error: None)
    store.set_all({"hotkeys.ask": "F9", "hotkeys.find": "F10", "camera.device": "Desk"})
    store.set("speech.rate", 5)
    store.set("speech.backend", "espeak")
    assert done == ["keys", "voice"]


def test_an_act_that_fails_is_told_and_stops_no_other(store: SettingsStore) -> None:
    told: list[Any] = []
    done: list[str] = []

    def fail() -> None:
        raise VoiceSilent

    Settling(store, (Act(("speech.",), fail), Act(("speech.",), lambda: done.append("next"))), told.append)
    store.set("speech.rate", 5)
    assert (told, done) == ([VoiceSilent()], ["next"])


def test_a_key_that_could_not_be_had_before_is_not_told_again() -> None:
    old, new = HotkeyTaken(key="F8", free=""), HotkeyTaken(key="F9", free="")
    found: list[list[HotkeyError]] = [[old], [old], [old, new], [new]]
    told: list[Any] = []
    rebinding = Rebinding(lambda: found.pop(0), told.append)
    assert rebinding.errors == [old]
    rebinding.bind()
    assert told == []
    rebinding.bind()
    assert told == [new]
    rebinding.bind()
    assert (told, rebinding.errors) == ([new], [new])  # the welcome tells no key that is had by now


class Voice:
    def __init__(self, name: str, calls: list[str]) -> None:
        self.name = name
        self._calls = calls

    def __getattr__(self, what: str) -> Callable[..., None]:
        if what == "seconds":
            raise AttributeError(what)
        return lambda *told: self._calls.append(f"{self.name} {what}")


def test_another_voice_takes_over_and_the_old_one_is_closed() -> None:
    calls: list[str] = []
    names = iter(("first", "second"))
    voice = SettledVoice(lambda: Voice(next(names), calls))  # type: ignore[arg-type,return-value]  # enough of one
    voice.stop()
    voice.renew()
    voice.stop()
    voice.close()
    assert (voice.name, voice.seconds) == ("second", None)
    assert sorted(calls) == ["first close", "first stop", "second close", "second stop"]


def test_the_old_voice_stays_where_there_is_no_other() -> None:
    calls: list[str] = []
    voices: list[Any] = [Voice("first", calls)]

    def make() -> Any:
        if not voices:
            raise VoiceSilent
        return voices.pop()

    voice = SettledVoice(make)
    with pytest.raises(VoiceSilent):
        voice.renew()
    voice.stop()
    assert (voice.name, calls) == ("first", ["first stop"])


# --- keys ------------------------------------------------------------------------------------------------------


def test_a_key_is_kept_once_it_was_had(store: SettingsStore) -> None:
    keys = Keys()
    assert preferences(store, keys).set_key("hotkeys.find", "control + alt+f7") == "Ctrl+Alt+F7"
    assert keys.plans[-1].keys[Command.FIND] == "Ctrl+Alt+F7"
    assert store.settings.text("hotkeys.find") == "Ctrl+Alt+F7"


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("Shift+Alt+Ctrl+d", HotkeyInUse(key="Ctrl+Alt+Shift+D", action="Describe the screen")),
        ("Ctrl+F8", HotkeyTaken(key="Ctrl+F8", free="F9")),
        ("D", HotkeyUnknown(key="D")),
        ("Ctrl+Nose", HotkeyUnknown(key="Ctrl+Nose")),
    ],
)
def test_a_key_that_cannot_be_had_leaves_the_old_ones_bound(store: SettingsStore, key: str, error: HotkeyError) -> None:
    keys = Keys("Ctrl+F8")
    with pytest.raises(HotkeyError) as raised:
        preferences(store, keys).set_key("hotkeys.find", key)
    assert raised.value == error
    assert store.settings.text("hotkeys.find") == "auto"
    assert not keys.plans or keys.plans[-1].keys[Command.FIND] == "Ctrl+Alt+Shift+F"


def test_where_there_are_no_keys_none_is_kept_as_if_it_worked(store: SettingsStore) -> None:
    keys = Keys()
    keys.errors = [HotkeysUnsupported(desktop="sway")]
    made = preferences(store, keys)
    with pytest.raises(HotkeysUnsupported):
        made.set_key("hotkeys.find", "F9")
    assert store.settings.text("hotkeys.find") == "auto"
    assert made.set_key("hotkeys.find", "none") == "none"
    made.reset("hotkeys.find")
    assert store.settings.text("hotkeys.find") == "auto"


def test_a_default_that_somebody_took_meanwhile_is_not_gone_back_to(store: SettingsStore) -> None:
    made = preferences(store, Keys())
    made.set_key("hotkeys.find", "F9")
    made.set_key("hotkeys.ask", "Ctrl+Alt+Shift+F")
    with pytest.raises(HotkeyInUse):
        made.reset("hotkeys.find")
    assert store.settings.text("hotkeys.find") == "F9"


def test_the_layer_has_a_key_of_its_own(store: SettingsStore) -> None:
    made = preferences(store, Keys())
    store.set("hotkeys.layer", "on")
    assert made.automatic_key("hotkeys.layer_key") == "Ctrl+Shift+F8"
    with pytest.raises(HotkeyInUse) as raised:
        made.set_key("hotkeys.find", "Ctrl+Shift+F8")
    assert raised.value.params["action"] == "Key before the letter"
    assert made.set_key("hotkeys.layer_key", "ctrl+shift+f9") == "Ctrl+Shift+F9"


def test_held_keys_are_let_go_of_and_had_again(store: SettingsStore) -> None:
    keys = Keys()
    made = preferences(store, keys)
    made.hold_keys(True)
    assert keys.plans[-1].keys == {}
    made.hold_keys(False)
    assert Command.FIND in keys.plans[-1].keys


# --- the session -----------------------------------------------------------------------------------------------


def test_the_setting_makes_and_takes_the_file_and_shows_what_was_done_by_hand(store: SettingsStore) -> None:
    settle_outside(store)
    store.set(START, True)
    file = Path(autostart_xdg.where())
    assert autostart.backend().is_on()
    assert "Exec=" in file.read_text(encoding="utf-8")
    file.unlink()
    made = preferences(store, Keys())
    made.look()
    assert store.settings.flag(START) is False
    autostart_xdg.switch(["seesay"], True)
    made.look()
    assert store.settings.flag(START) is True
    store.reset(START)
    assert not file.exists()


def test_a_folder_that_cannot_be_written_is_told(store: SettingsStore) -> None:
    Path(autostart_xdg.where()).parent.write_text("a file", encoding="utf-8")
    store.set(START, True)
    with pytest.raises(AutostartFailed) as raised:
        start_with_session(store)
    assert raised.value.params["detail"].endswith("seesay.desktop")
