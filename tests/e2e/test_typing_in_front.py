"""The whole program beside an editor in which somebody types: hundreds of keys, no character and no focus lost."""

from __future__ import annotations

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from support.desktop import VirtualDesktop
from support.seesay import running
from support.typing_program import typing_program

pytestmark = pytest.mark.real
WORD = "asd"
STOP = ("Control_L", "Alt_L", "Shift_L", "s")


def type_and_press(display: str, times: int) -> None:
    """Type a word and press the stop key, again and again, without waiting for anybody."""
    hands = Display(display)
    codes = {name: hands.keysym_to_keycode(XK.string_to_keysym(name)) for name in (*WORD, *STOP)}
    for _ in range(times):
        for letter in WORD:
            xtest.fake_input(hands, X.KeyPress, codes[letter])
            xtest.fake_input(hands, X.KeyRelease, codes[letter])
        for name in STOP:
            xtest.fake_input(hands, X.KeyPress, codes[name])
        for name in reversed(STOP):
            xtest.fake_input(hands, X.KeyRelease, codes[name])
        hands.sync()
    hands.close()


@pytest.mark.parametrize("times", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_many_presses_leave_the_editor_its_characters_and_its_focus(desktop: VirtualDesktop, times: int) -> None:
    with running(desktop) as seesay, typing_program(desktop) as typing:
        before = typing.losses
        type_and_press(desktop.display, times)
        typing.await_text(WORD * times)
        assert typing.losses == before
        assert "Traceback" not in seesay.log
        # It still listens.
        desktop.key("ctrl+alt+shift+f")
        desktop.wait_for_window("Find")
