"""The welcome tied to the application: when it opens, what is said instead, what a desktop without keys is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.app.welcoming import UNCOVER, SettledWelcoming, WelcomingCalls
from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported, HotkeyTaken, SeeSayError, SettingsUnwritable
from assistant.core.settings_store import SettingsStore
from assistant.core.welcome import DONE, Step
from assistant.core.wording import Wording
from assistant.system.desktop import Desktop, SessionKind

X11 = Desktop(SessionKind.X11, "Xfce")


@dataclass
class Rig:
    """Everything around the welcome, written down."""

    store: SettingsStore
    said: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    done: list[Command] = field(default_factory=list)
    stops: int = 0
    errors: list[HotkeyError] = field(default_factory=list)
    reported: list[SeeSayError] = field(default_factory=list)
    waiting: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        session: Any = self
        calls = WelcomingCalls(
            do=self.done.append,
            key_of=lambda command: f"Ctrl+Alt+Shift+{str(command)[0].upper()}",
            key_errors=lambda: self.errors,
            is_mute=lambda: False,
            list_voices=lambda take: take(()),
            show=self.shown.append,
        )
        self.welcoming = SettledWelcoming(self.store, session, Wording(), self, calls)

    def announce(self, text: str) -> None:
        self.said.append(text)

    def report(self, error: SeeSayError) -> None:
        self.reported.append(error)

    def stop(self) -> None:
        self.stops += 1

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        self.waiting.append((seconds, call))
        return lambda: None


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    store = SettingsStore(tmp_path / "settings.toml")
    store.load()
    return Rig(store)


def test_the_first_start_opens_the_welcome_and_says_nothing_beside_it(rig: Rig) -> None:
    rig.welcoming.greet(X11)
    assert (rig.shown, rig.said, rig.welcoming.has_welcomed) == ([""], [], True)


def test_a_later_start_says_one_sentence(rig: Rig) -> None:
    rig.welcoming.end()
    rig.welcoming.greet(X11)
    assert rig.shown == []
    assert len(rig.said) == 1
    assert rig.said[0].startswith("SeeSay is ready.")


def test_a_start_after_it_was_left_opens_it_again(rig: Rig) -> None:
    rig.welcoming.end()
    rig.welcoming.reach(Step.MODEL)
    rig.welcoming.greet(X11)
    assert rig.shown == [""]


def test_broken_settings_are_told_in_the_welcome(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("this is [no settings", "utf-8")
    store = SettingsStore(path)
    store.load()
    rig = Rig(store)
    rig.welcoming.greet(X11)
    (notes,) = rig.shown
    assert "could not be read" in notes


def test_a_lost_key_is_told_at_a_later_start(rig: Rig) -> None:
    rig.store.set(DONE, value=True)
    rig.errors.append(HotkeyTaken(key="Ctrl+Alt+Shift+D", free=""))
    rig.welcoming.greet(X11)
    assert "belongs to another program" in rig.said[-1]


def test_a_desktop_without_keys_is_told_the_steps_of_that_desktop(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "sway")
    rig.errors.append(HotkeysUnsupported(desktop="Sway"))
    found = rig.welcoming.keys()
    assert not found.is_supported
    assert "bindsym" in found.steps
    rig.welcoming.begin_trial(found)
    ((seconds, call),) = rig.waiting
    assert seconds == UNCOVER
    call()
    assert rig.done == [Command.DESCRIBE_SCREEN]


def test_the_end_of_a_trial_ends_its_answer(rig: Rig) -> None:
    rig.welcoming.begin_trial(rig.welcoming.keys())
    rig.welcoming.pressed(Command.DESCRIBE_SCREEN)
    assert rig.welcoming.end_trial()
    assert rig.stops == 1


def test_settings_that_cannot_be_kept_are_told_and_the_welcome_goes_on(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise SettingsUnwritable

    monkeypatch.setattr(rig.store, "set", refuse)
    rig.welcoming.reach(Step.VOICE)
    rig.welcoming.keep("speech.rate", 5)
    assert [type(each) for each in rig.reported] == [SettingsUnwritable] * 2
