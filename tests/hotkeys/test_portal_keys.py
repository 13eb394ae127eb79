"""The shortcuts portal against a portal of the tests: what is wanted, what is given, what is pressed, what is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from assistant.core.domain import Command
from assistant.core.errors import HotkeysUnsupported, HotkeyUnknown, LayerUnsupported
from assistant.core.ports import Hotkeys
from assistant.hotkeys import portal
from assistant.hotkeys.backends import choose, open_hotkeys
from assistant.hotkeys.keys import parse_key
from assistant.hotkeys.portal import PortalHotkeys, key_of, trigger_of
from assistant.hotkeys.told import KeysGiven, KeysNews, Told
from support.bus import PrivateBus, private_bus
from support.portals import PortalService, portal_service
from support.processes import wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="portals are Linux's")

Start = Callable[..., AbstractContextManager[PortalService]]
KEYS = {Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D", Command.STOP: "Ctrl+Alt+Shift+S"}
TIMEOUT = 10.0


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    with private_bus(Path(os.environ["XDG_RUNTIME_DIR"])) as own:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", own.address)
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
        monkeypatch.setattr(portal, "RETRY_SECONDS", 0.02)
        yield own


@pytest.fixture
def start(bus: PrivateBus) -> Start:
    def service(behaviour: str = "gives", **options: Any) -> AbstractContextManager[PortalService]:
        return portal_service(bus.address, "front", behaviour, **options)

    return service


class Ear:
    """What was posted and told."""

    def __init__(self) -> None:
        self.posted: SimpleQueue[Command] = SimpleQueue()
        self.told: SimpleQueue[Told] = SimpleQueue()

    @contextmanager
    def open(self, layer: str = "") -> Iterator[Hotkeys]:
        hotkeys = open_hotkeys(self.posted.put, layer, self.told.put, lambda command: f"do {command}")
        yield hotkeys
        hotkeys.close()


def given(ear: Ear) -> KeysGiven:
    told = ear.told.get(timeout=TIMEOUT)
    assert isinstance(told, KeysGiven)
    return told


def test_what_is_wanted_reaches_the_desktop_and_what_is_given_is_told(start: Start) -> None:
    ear = Ear()
    with start(triggers={"stop": "Press <Super>F4"}) as service, ear.open() as hotkeys:
        assert choose().name == "portal"
        assert hotkeys.bind(KEYS) == []
        bound = service.await_call("BindShortcuts")["shortcuts"]
        assert bound["describe_screen"] == {
            "description": "do describe_screen",
            "preferred_trigger": "CTRL+ALT+SHIFT+d",
        }
        assert given(ear) == KeysGiven(
            {Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D", Command.STOP: "Super+F4"}, is_change=False
        )
        service.order(press="describe_screen")
        service.order(press="stop")
        assert [ear.posted.get(timeout=TIMEOUT) for _ in range(2)] == [Command.DESCRIBE_SCREEN, Command.STOP]
        service.order(press="format_the_disk")
        service.order(press="stop")
        assert ear.posted.get(timeout=TIMEOUT) is Command.STOP


def test_a_key_that_the_user_changes_in_the_desktop_is_told(start: Start) -> None:
    ear = Ear()
    with start() as service, ear.open() as hotkeys:
        hotkeys.bind(KEYS)
        given(ear)
        service.order(change={"stop": ""})
        assert given(ear) == KeysGiven({**KEYS, Command.STOP: ""}, is_change=True)


def test_binding_again_closes_the_old_session(start: Start) -> None:
    ear = Ear()
    with start() as service, ear.open() as hotkeys:
        hotkeys.bind(KEYS)
        service.await_call("BindShortcuts")
        assert hotkeys.bind({Command.READ_SCREEN: "Ctrl+Alt+Shift+R", Command.ASK: "Ctrl+Nonsense"}) == [
            HotkeyUnknown(key="Ctrl+Nonsense")
        ]
        assert service.await_call("Close")["path"].endswith("/session/0")
        assert list(service.await_call("BindShortcuts")["shortcuts"]) == ["read_screen"]
        service.order(press="read_screen")
        assert ear.posted.get(timeout=TIMEOUT) is Command.READ_SCREEN
        assert hotkeys.bind({}) == []
        assert service.await_call("Close")["path"].endswith("/session/1")


def test_a_question_to_the_user_is_told_and_its_answer_too(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "_ANSWER_SECONDS", 0.1)
    ear = Ear()
    with start("asking") as service, ear.open() as hotkeys:
        assert hotkeys.bind(KEYS) == []
        assert ear.told.get(timeout=TIMEOUT) is KeysNews.ASKED
        service.order(answer=1)
        service.await_call("BindShortcuts")
        service.order(behaviour="gives", answer=1)
        assert given(ear).keys == KEYS


def test_a_no_is_told_whenever_it_comes(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    ear = Ear()
    with start("cancels"), ear.open() as hotkeys:
        assert hotkeys.bind(KEYS) == []
        assert ear.told.get(timeout=TIMEOUT) is KeysNews.REFUSED
    monkeypatch.setattr(portal, "_ANSWER_SECONDS", 0.1)
    with start("asking") as service, ear.open() as hotkeys:
        hotkeys.bind(KEYS)
        service.order(answer=1)
        service.await_call("BindShortcuts")
        service.order(behaviour="refuses", answer=1)
        assert [ear.told.get(timeout=TIMEOUT) for _ in range(2)] == [KeysNews.ASKED, KeysNews.REFUSED]


def test_a_portal_that_goes_away_is_told_once_and_its_keys_come_back(start: Start) -> None:
    ear = Ear()
    with start() as service, ear.open() as hotkeys:
        hotkeys.bind(KEYS)
        given(ear)
        service._process.kill()
        service._process.wait()
        assert ear.told.get(timeout=TIMEOUT) is KeysNews.LOST
        with start(triggers={"stop": "F9"}) as second:
            assert given(ear) == KeysGiven({**KEYS, Command.STOP: "F9"}, is_change=True)
            second.order(press="stop")
            assert ear.posted.get(timeout=TIMEOUT) is Command.STOP


def test_a_session_that_the_desktop_closes_is_opened_again(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    ear = Ear()
    with start() as service, ear.open() as hotkeys:
        hotkeys.bind(KEYS)
        given(ear)
        service.order(close=1)  # at once: it doesn't want to give it
        assert ear.told.get(timeout=TIMEOUT) is KeysNews.REFUSED
        monkeypatch.setattr(portal, "_SHORT_LIFE", 0.0)
        hotkeys.bind(KEYS)
        service.await_call("BindShortcuts")
        service.await_call("BindShortcuts")
        service.order(close=1)
        service.await_call("BindShortcuts")
        service.order(press="stop")
        assert ear.posted.get(timeout=TIMEOUT) is Command.STOP


def test_an_answer_that_says_nothing_costs_neither_the_thread_nor_a_word(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal, "RETRY_SECONDS", 60.0)
    ear = Ear()
    with start("breaks") as service, ear.open() as hotkeys:
        assert hotkeys.bind(KEYS) == [HotkeysUnsupported(desktop="KDE Plasma on Wayland")]
        service.order(behaviour="gives")
        assert hotkeys.bind(KEYS) == []
        assert given(ear) == KeysGiven(KEYS, is_change=True)
    assert ear.told.empty()


def test_a_session_that_is_closed_at_once_is_a_no(start: Start) -> None:
    ear = Ear()
    with start() as service, ear.open() as hotkeys:
        hotkeys.bind(KEYS)
        given(ear)
        service.order(close=1)
        assert ear.told.get(timeout=TIMEOUT) is KeysNews.REFUSED
        service._process.kill()
        service._process.wait()
        with start() as second:
            # Neither is a loss told of what there wasn't, nor is the desktop asked again for what it refused.
            wait_until(lambda: hotkeys.bind({Command.STOP: "F9"}) == [], what="the portal to be back")
            assert list(second.await_call("BindShortcuts")["shortcuts"]) == ["stop"]
            assert given(ear).keys == {Command.STOP: "F9"}


@pytest.mark.parametrize("keys", [{}, None])
def test_who_wanted_no_keys_hears_of_no_loss(start: Start, keys: dict[Command, str] | None) -> None:
    ear = Ear()
    with start() as service, ear.open() as hotkeys:
        if keys is not None:
            assert hotkeys.bind(keys) == []
        service._process.kill()
        service._process.wait()
        with start() as second:
            wait_until(lambda: hotkeys.bind(KEYS) == [], what="the portal to be back")
            second.await_call("BindShortcuts")
            assert given(ear).keys == KEYS
            assert ear.told.empty()


def test_there_is_no_layer(start: Start) -> None:
    with start(), Ear().open("Ctrl+Shift+F8") as hotkeys:
        assert hotkeys.bind({Command.STOP: "S"}) == [LayerUnsupported(desktop="KDE Plasma on Wayland")]
        assert hotkeys.bind({}) == []
        hotkeys.listen_for_control(True)


def test_closing_ends_the_thread_and_the_keys(start: Start) -> None:
    ear = Ear()
    with start() as service:
        with ear.open() as hotkeys:
            hotkeys.bind(KEYS)
        assert isinstance(hotkeys, PortalHotkeys)
        wait_until(lambda: not hotkeys._thread.is_alive(), what="the thread to end")
        assert hotkeys.bind(KEYS) == [HotkeysUnsupported(desktop="KDE Plasma on Wayland")]
        service.order(press="stop")
    assert ear.posted.empty()


@pytest.mark.parametrize("behaviour", ["none", ""])
def test_without_such_a_portal_the_command_remains(start: Start, behaviour: str) -> None:
    if behaviour:
        with start(behaviour):
            assert choose().name == "none"
    else:
        assert choose().name == "none"


@pytest.mark.parametrize(
    ("key", "trigger"),
    [("Ctrl+Alt+Shift+Up", "CTRL+ALT+SHIFT+Up"), ("Super+Space", "LOGO+space"), ("F8", "F8"), ("Ctrl+1", "CTRL+1")],
)
def test_keys_in_the_portal_s_words(key: str, trigger: str) -> None:
    assert trigger_of(parse_key(key)) == trigger


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Press <Control><Shift><Alt>d", "Ctrl+Alt+Shift+D"),
        ("Ctrl+Alt+Shift+D", "Ctrl+Alt+Shift+D"),
        ("Meta+Space", "Super+Space"),
        ("Drücke Strg\u0007 und D", "Drücke Strg und D"),
        ("", ""),
    ],
)
def test_the_desktop_s_words_as_keys(words: str, key: str) -> None:
    assert key_of(words) == key
