"""Buttons that are nothing but icons, by real keys: told aloud, found, clicked, pointed at, pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall
from support.look_alikes import LookAlikes, look_alikes
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

pytestmark = pytest.mark.real

Ear = Callable[[Any, int], str]
WINDOW, FIND = (f"ctrl+alt+shift+{letter}" for letter in "wf")
TOLD = "Window: Tools. The focus is on the button Refresh. Buttons: Refresh, Delete draft and Archive"
WRONG = "Elephants paint yellow bicycles under seventeen quiet bridges every winter"


@pytest.fixture(scope="module")
def seesay(desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(desktop) as app:
        yield app


@pytest.fixture
def tools(seesay: RunningSeeSay) -> Iterator[LookAlikes]:
    with look_alikes(seesay.desktop, "Tools") as program:
        yield program


def await_active(desktop: VirtualDesktop, title: str) -> None:
    wait_until(lambda: desktop.active_window_title() == title, what=f"{title!r} to be active")


def test_what_is_written_nowhere_is_told_aloud(seesay: RunningSeeSay, tools: LookAlikes, ear: Ear) -> None:
    with seesay.desktop.record() as recording:
        seesay.desktop.key(WINDOW)
        recording.wait_for_sound()
        recording.wait_for_silence(lasting=2.0)
        heard = ear(recording.samples, recording.rate)
    assert word_recall(heard, TOLD) >= PASS, f"heard: {heard}"
    assert word_recall(heard, WRONG) < 0.4, f"heard: {heard}"
    assert heard.lower().count("archive") == 1, f"told twice: {heard}"
    assert tools.done == []


def test_it_is_found_by_key_and_clicked(seesay: RunningSeeSay, tools: LookAlikes, ear: Ear) -> None:
    desktop = seesay.desktop
    with desktop.record() as recording:
        desktop.key(FIND)
        await_active(desktop, "Find on the picture")
        desktop.type("archive")
        # Telling only, moving the pointer, clicking.
        desktop.key("Tab", "Down", "Down", "Return")
        tools.await_done("Tools: Archive clicked")
        recording.wait_for_silence(lasting=2.0)
        heard = ear(recording.samples, recording.rate)
    assert word_recall(heard, "The Archive button, upper left. Clicked Archive.") >= PASS, f"heard: {heard}"


def test_the_three_keys_of_the_answer(seesay: RunningSeeSay, tools: LookAlikes) -> None:
    desktop = seesay.desktop
    desktop.run(["xdotool", "mousemove", "1800", "900"])
    left, top, width, height = seesay.ask("find", "delete draft", "--quiet")["regions"][0]["box"]

    def in_answer(key: str) -> None:
        seesay.command("open")
        await_active(desktop, "Answer: the screen")
        desktop.run(["xdotool", "key", key])
        await_active(desktop, "Tools")

    def is_on_it() -> bool:
        x, y = desktop.screen.pointer()
        return bool(left <= x < left + width and top <= y < top + height)

    in_answer("alt+Return")
    tools.await_done("Tools: Delete draft clicked")
    assert desktop.screen.pointer() == (1800, 900), "its program pressed it"
    in_answer("Return")
    wait_until(is_on_it, what="the pointer on it")
    assert len(tools.done) == 1, "pointing is not clicking"
    in_answer("ctrl+Return")
    tools.await_done(*["Tools: Delete draft clicked"] * 2)
