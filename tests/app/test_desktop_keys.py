"""What the user hears of keys that the desktop decides on."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.app.desktop_keys import DesktopKeys, how_to_bind
from assistant.app.greeting import surroundings_told
from assistant.app.house import House
from assistant.core.domain import Command, Earcon
from assistant.core.errors import HotkeyError, HotkeysRefused, HotkeysUnsupported, HotkeyTaken
from assistant.core.keys import KeyPlan
from assistant.core.wording import Wording
from assistant.hotkeys.layer import LayerEvent
from assistant.hotkeys.told import KeysGiven, KeysNews
from assistant.system.desktop import Desktop, SessionKind

D, S = "Ctrl+Alt+Shift+D", "Ctrl+Alt+Shift+S"
WANTED = {Command.DESCRIBE_SCREEN: D, Command.STOP: S}


class Heard:
    """The house as far as the keys know it."""

    def __init__(self, letters: Mapping[Command, str] = {}) -> None:
        self.told: list[Any] = []
        session = SimpleNamespace(announce=lambda text, *_: self.told.append(text), report=self.told.append)
        house = SimpleNamespace(session=session, sounds=SimpleNamespace(play=self.told.append))
        self.keys = DesktopKeys(Wording("en"), lambda: KeyPlan(WANTED, "F8", letters), lambda: cast(House, house))

    def after(self, *news: KeysGiven | KeysNews | LayerEvent | HotkeyError) -> list[Any]:
        self.told.clear()
        for each in news:
            self.keys.heard(each)
        return self.told


@pytest.fixture(autouse=True)
def _on_kde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")


def test_keys_as_they_were_wanted_are_nothing_to_tell() -> None:
    heard = Heard()
    assert heard.after(KeysGiven(WANTED, is_change=False)) == []
    assert heard.keys.plan().shown(Command.STOP) == S


def test_another_key_and_a_missing_one_are_told_and_named_from_then_on() -> None:
    heard = Heard()
    told = heard.after(KeysGiven({Command.DESCRIBE_SCREEN: "Super+F4", Command.STOP: ""}, is_change=False))
    assert told == [
        "KDE Plasma gave “Describe the screen” the key Super F4.",
        "KDE Plasma gave no key for: Stop. Its keyboard settings can.",
    ]
    assert heard.keys.plan().shown(Command.DESCRIBE_SCREEN) == "Super+F4"
    assert heard.keys.plan().shown(Command.STOP) == ""


def test_while_the_desktop_asks_no_key_is_claimed() -> None:
    heard = Heard()
    assert heard.after(KeysNews.ASKED) == [
        "KDE Plasma asks which keys SeeSay may have. Look for its question, and allow them."
    ]
    assert heard.keys.plan().keys == {}
    assert heard.after(KeysGiven(WANTED, is_change=False)) == ["SeeSay's keys work."]
    assert heard.keys.plan().keys == WANTED


def test_lost_and_back() -> None:
    heard = Heard()
    heard.after(KeysGiven(WANTED, is_change=False))
    (lost,) = heard.after(KeysNews.LOST)
    assert lost.startswith("KDE Plasma took SeeSay's keys away.")
    assert heard.keys.plan().keys == {}
    assert heard.after(KeysGiven(WANTED, is_change=True)) == ["SeeSay's keys work."]
    assert heard.after(KeysGiven({**WANTED, Command.STOP: "F9"}, is_change=True)) == [
        "KDE Plasma gave “Stop” the key F9."
    ]


def test_while_the_desktop_asks_about_new_keys_the_old_ones_are_not_claimed() -> None:
    heard = Heard()
    heard.after(KeysGiven(WANTED, is_change=False), KeysNews.ASKED)
    assert heard.keys.plan().keys == {}


def test_no_layer_is_claimed_where_the_desktop_decides() -> None:
    heard = Heard({Command.FIND: "F"})
    assert heard.keys.plan().shown(Command.FIND) == "F8, F"
    heard.after(KeysGiven(WANTED, is_change=False))
    assert heard.keys.plan().shown(Command.FIND) == ""
    assert heard.keys.plan().shown(Command.STOP) == S


def test_a_no_leaves_no_keys() -> None:
    heard = Heard()
    assert heard.after(KeysNews.ASKED, KeysNews.REFUSED)[1:] == [HotkeysRefused(desktop="KDE Plasma")]
    assert heard.keys.plan().keys == {}


def test_a_key_that_a_new_layout_cost_is_told() -> None:
    lost = HotkeyTaken(key=D, free="F9")
    assert Heard().after(lost) == [lost]


def test_the_layer_is_heard() -> None:
    assert Heard().after(LayerEvent.OPENED, LayerEvent.CHOSEN, LayerEvent.LEFT)[1:] == [Earcon.ERROR]


@pytest.mark.parametrize(
    ("desktop", "word"),
    [("GNOME", "Custom"), ("KDE Plasma", "Add New"), ("Sway", "bindsym"), ("Hyprland", "hyprland.conf"), ("", "key")],
)
def test_the_steps_of_each_desktop(desktop: str, word: str) -> None:
    steps = how_to_bind(Wording("en"), Desktop(SessionKind.WAYLAND, desktop))
    assert word in steps
    assert "seesay describe" in steps


def test_where_there_are_no_portals_one_sentence_says_what_to_do() -> None:
    sway = Desktop(SessionKind.WAYLAND, "Sway")
    keys, screen = surroundings_told(Wording("en"), sway, [HotkeysUnsupported(desktop="Sway")])
    assert keys.startswith("Sway gives programs no global keys, but you can give SeeSay one. Add the line “bindsym")
    assert "xdg-desktop-portal-wlr" in screen
    assert [*surroundings_told(Wording("en"), Desktop(SessionKind.X11, "MATE"), [])] == []
