"""The active window: told, changed as by the user, and harmless where there is none."""

from __future__ import annotations

import pytest

from assistant.system.active_window import activate, active_window
from support.desktop import VirtualDesktop
from support.processes import wait_until
from support.typing_program import TITLE, typing_program


def test_without_an_x_server_there_is_none_and_nothing_happens() -> None:
    assert active_window() == 0
    activate(1)


@pytest.mark.real
def test_a_window_is_told_and_made_active_again(inside_desktop: VirtualDesktop) -> None:
    with typing_program(inside_desktop), inside_desktop.popen(["xterm", "-T", "Other"]):
        (first,) = [window.id for window in inside_desktop.windows() if window.title == TITLE]
        wait_until(lambda: inside_desktop.active_window_title() == "Other", what="the other window")
        other = active_window()
        assert other != first
        activate(first)
        wait_until(lambda: active_window() == first, what="the first window to be active")
        activate(other)
        wait_until(lambda: active_window() == other, what="the other window to be active")


@pytest.mark.real
def test_a_window_that_has_gone_is_left_alone(inside_desktop: VirtualDesktop) -> None:
    with typing_program(inside_desktop):
        (gone,) = [window.id for window in inside_desktop.windows() if window.title == TITLE]
    with inside_desktop.popen(["xterm", "-T", "Other"]):
        wait_until(lambda: inside_desktop.active_window_title() == "Other", what="the other window")
        activate(gone)
        activate(0xFFFFFF)
        assert inside_desktop.active_window_title() == "Other"
