"""Keys through the real portal front-end, with a back-end of the tests behind it, on headless sway."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from assistant.core.domain import Command
from assistant.core.ports import Hotkeys
from assistant.hotkeys import portal
from assistant.hotkeys.backends import choose, open_hotkeys
from assistant.hotkeys.told import KeysGiven, KeysNews, Told
from support.processes import end_processes, tree
from support.wayland import WaylandDesktop

pytestmark = pytest.mark.real
KEYS = {Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D", Command.STOP: "Ctrl+Alt+Shift+S"}
TIMEOUT = 15.0
PRESSES = 100


@pytest.fixture
def posted() -> SimpleQueue[Command]:
    return SimpleQueue()


@pytest.fixture
def told() -> SimpleQueue[Told]:
    return SimpleQueue()


@pytest.fixture
def hotkeys(
    wayland: WaylandDesktop,
    posted: SimpleQueue[Command],
    told: SimpleQueue[Told],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Hotkeys]:
    monkeypatch.setattr(portal, "RETRY_SECONDS", 0.05)
    assert choose().name == "portal"
    hotkeys = open_hotkeys(posted.put, "", told.put)
    assert hotkeys.bind(KEYS) == []
    assert told.get(timeout=TIMEOUT) == KeysGiven(KEYS, is_change=False)
    yield hotkeys
    hotkeys.close()


def test_every_press_is_a_command_and_the_layout_doesn_t_matter(
    wayland: WaylandDesktop, hotkeys: Hotkeys, posted: SimpleQueue[Command]
) -> None:
    for layout in ("us", "de", "ru"):
        wayland.run(["swaymsg", "input", "*", "xkb_layout", layout])
        for _ in range(PRESSES):
            wayland.back_end.order(press="describe_screen")
        assert [posted.get(timeout=TIMEOUT) for _ in range(PRESSES)] == [Command.DESCRIBE_SCREEN] * PRESSES


def test_a_change_in_the_desktop_s_settings_is_told(
    wayland: WaylandDesktop, hotkeys: Hotkeys, told: SimpleQueue[Told]
) -> None:
    wayland.back_end.order(change={"stop": "Press <Super>F4"})
    assert told.get(timeout=TIMEOUT) == KeysGiven({**KEYS, Command.STOP: "Super+F4"}, is_change=True)


def test_binding_again_replaces_everything(
    wayland: WaylandDesktop, hotkeys: Hotkeys, posted: SimpleQueue[Command], told: SimpleQueue[Told]
) -> None:
    assert hotkeys.bind({Command.ASK: "Ctrl+Alt+Shift+A"}) == []
    assert told.get(timeout=TIMEOUT) == KeysGiven({Command.ASK: "Ctrl+Alt+Shift+A"}, is_change=False)
    wayland.back_end.order(press="ask")
    assert posted.get(timeout=TIMEOUT) is Command.ASK


def test_a_front_end_that_is_killed_is_lost_and_comes_back(
    wayland: WaylandDesktop, hotkeys: Hotkeys, posted: SimpleQueue[Command], told: SimpleQueue[Told]
) -> None:
    end_processes(tree(wayland.front_end.process.pid))
    assert told.get(timeout=TIMEOUT) is KeysNews.LOST
    # The bus starts another one as soon as it is asked for.
    back = told.get(timeout=TIMEOUT)
    assert back == KeysGiven(KEYS, is_change=True)
    wayland.back_end.order(press="stop")
    assert posted.get(timeout=TIMEOUT) is Command.STOP


def test_closing_ends_the_session(wayland: WaylandDesktop, hotkeys: Hotkeys) -> None:
    hotkeys.close()
    assert "/session/" in wayland.back_end.await_call("Close")["path"]
