"""An X server of its own for the hotkeys: who presses, who gets the keys, and what was posted."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from assistant.core.domain import Command
from assistant.hotkeys.backends import open_hotkeys
from assistant.hotkeys.grabs import Keyboard
from assistant.hotkeys.x11 import X11Hotkeys
from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.x11_hands import Hands, TypingProgram


@pytest.fixture(scope="module")
def bare_desktop() -> Iterator[VirtualDesktop]:
    with start_desktop(with_window_manager=False, with_sound=False, width=640, height=480) as own:
        yield own


@pytest.fixture
def hands(bare_desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    for variable, value in bare_desktop.env.items():
        monkeypatch.setenv(variable, value)
    hands = Hands(bare_desktop)
    hands.layout("us")
    yield hands
    hands.layout("us")


@pytest.fixture
def program(hands: Hands) -> Iterator[TypingProgram]:
    program = TypingProgram()
    yield program
    program.close()


@pytest.fixture
def posted() -> SimpleQueue[Command]:
    return SimpleQueue()


@pytest.fixture
def hotkeys(hands: Hands, posted: SimpleQueue[Command]) -> Iterator[X11Hotkeys]:
    hotkeys = open_hotkeys(posted.put)
    assert isinstance(hotkeys, X11Hotkeys)
    yield hotkeys
    hotkeys.close()


@pytest.fixture
def other(hands: Hands) -> Iterator[Keyboard]:
    """Another program that takes keys."""
    keyboard = Keyboard()
    yield keyboard
    keyboard.close()
