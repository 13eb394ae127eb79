"""The focus: never taken by a key, on loan to the window that was asked for, given back before the answer comes."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.processes import wait_until
from support.seesay import RunningSeeSay, running
from support.typing_program import TITLE, Typing, typing_program

pytestmark = pytest.mark.real

ASK, DESCRIBE, READ = "ctrl+alt+shift+a", "ctrl+alt+shift+d", "ctrl+alt+shift+r"
STOP, REPEAT, FASTER, SLOWER = "ctrl+alt+shift+s", "ctrl+alt+shift+p", "ctrl+alt+shift+Up", "ctrl+alt+shift+Down"
QUESTION = "Ask about the picture"
PRESSES = 100
STRICT = """\
<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><focus><focusNew>no</focusNew><focusLast>no</focusLast></focus>
</openbox_config>
"""


@pytest.fixture(scope="module")
def seesay(desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(desktop) as app:
        yield app


@pytest.fixture
def typing(seesay: RunningSeeSay) -> Iterator[Typing]:
    with typing_program(seesay.desktop) as program:
        yield program
        seesay.command("stop")


def await_active(desktop: VirtualDesktop, title: str) -> None:
    wait_until(lambda: desktop.active_window_title() == title, what=f"{title!r} to be active")


def test_keys_of_ours_never_reach_the_program_nor_take_its_focus(seesay: RunningSeeSay, typing: Typing) -> None:
    keys = itertools.cycle((DESCRIBE, STOP, REPEAT, READ, REPEAT, STOP, FASTER, SLOWER, STOP))
    letters = itertools.cycle("the quick brown fox jumps over the lazy dog ")
    before, typed = typing.losses, ""
    for _ in range(PRESSES):
        seesay.desktop.key(next(keys))
        typed += next(letters)
        seesay.desktop.type(typed[-1])
    typing.await_text(typed)
    assert typing.losses == before
    assert seesay.desktop.active_window_title() == TITLE


@pytest.mark.parametrize("way_out", ["Return", "Escape"])
def test_the_question_gives_the_focus_back_before_the_answer(
    seesay: RunningSeeSay, typing: Typing, way_out: str
) -> None:
    desktop = seesay.desktop
    desktop.type("before ")
    desktop.key(ASK)
    await_active(desktop, QUESTION)
    desktop.type("how many buttons are there?")
    engine = seesay.engine()
    engine.send_signal(signal.SIGSTOP)
    try:
        desktop.key(way_out)
        typing.await_active()
        desktop.type("after")
        typing.await_text("before after")
    finally:
        engine.send_signal(signal.SIGCONT)
    assert QUESTION not in [window.title for window in desktop.windows()]


def test_a_ready_question_gives_the_focus_back(seesay: RunningSeeSay, typing: Typing) -> None:
    seesay.desktop.type("before ")
    seesay.desktop.key(ASK)
    await_active(seesay.desktop, QUESTION)
    seesay.desktop.key("Tab", "4")
    typing.await_active()
    seesay.desktop.type("after")
    typing.await_text("before after")


def test_the_list_of_questions_gives_the_focus_back_to_the_question(seesay: RunningSeeSay, typing: Typing) -> None:
    desktop = seesay.desktop
    desktop.key(ASK)
    await_active(desktop, QUESTION)
    desktop.key("alt+e")
    await_active(desktop, "Ready questions")
    desktop.key("Escape")
    await_active(desktop, QUESTION)
    desktop.key("alt+e")
    await_active(desktop, "Ready questions")
    desktop.key(STOP)
    typing.await_active()
    assert {QUESTION, "Ready questions"} & {window.title for window in desktop.windows()} == set()


def pressed_open(desktop: VirtualDesktop, key: str, title: str) -> bool:
    """Press a key that does nothing before there is something to do; tell whether the window is there."""
    if title not in [window.title for window in desktop.windows()]:
        desktop.key(key)
    return title in [window.title for window in desktop.windows()]


def test_the_models_give_the_focus_back(seesay: RunningSeeSay, typing: Typing) -> None:
    desktop = seesay.desktop
    seesay.command()
    await_active(desktop, "SeeSay")
    desktop.key("alt+m")
    await_active(desktop, "SeeSay models")
    wait_until(lambda: pressed_open(desktop, "alt+f", "Import a model"), what="the list, and the window of its button")
    await_active(desktop, "Import a model")
    desktop.key("Escape")
    await_active(desktop, "SeeSay models")
    desktop.key("Escape")
    typing.await_active()


def test_stop_closes_the_question_and_gives_the_focus_back(seesay: RunningSeeSay, typing: Typing) -> None:
    seesay.desktop.key(ASK)
    await_active(seesay.desktop, QUESTION)
    seesay.desktop.key(STOP)
    typing.await_active()
    seesay.desktop.type("typed")
    typing.await_text("typed")


def test_the_answer_and_the_main_window_give_the_focus_back(seesay: RunningSeeSay, typing: Typing) -> None:
    desktop = seesay.desktop
    desktop.type("Good morning")
    seesay.ask("read", "--quiet")
    for command, title in ((("open",), "Answer: the screen"), ((), "SeeSay")):
        seesay.command(*command)
        await_active(desktop, title)
        desktop.key("Escape")
        typing.await_active()


def test_the_users_window_is_active_when_the_main_window_looks(seesay: RunningSeeSay, typing: Typing) -> None:
    desktop = seesay.desktop
    desktop.type("Good morning")
    seesay.command()
    await_active(desktop, "SeeSay")
    desktop.key("Tab", "Return")
    typing.await_active()
    desktop.type(" to you")
    typing.await_text("Good morning to you")


def test_a_window_manager_that_gives_new_windows_no_focus_gives_it_to_the_question(tmp_path: Path) -> None:
    settings = tmp_path / "rc.xml"
    settings.write_text(STRICT, encoding="utf-8")
    strict = ["openbox", "--config-file", str(settings)]
    with start_desktop(with_window_manager=False) as desktop, desktop.popen(strict):
        wait_until(desktop.screen.has_window_manager, what="the strict window manager")
        with running(desktop), typing_program(desktop) as typing:
            desktop.type("before ")
            typing.await_text("before ")
            desktop.key(ASK)
            await_active(desktop, QUESTION)
            desktop.key("Escape")
            typing.await_active()
            desktop.type("after")
            typing.await_text("before after")


def test_it_ends_softly_with_every_window_made() -> None:
    # A desktop of its own: the module's instance holds the keys and the socket of the shared one.
    with start_desktop() as desktop, running(desktop) as seesay:
        seesay.open_practice_page()
        seesay.ask("read", "--quiet")
        seesay.command("open")
        await_active(desktop, "Answer: the screen")
        desktop.key(ASK)
        await_active(desktop, QUESTION)
        seesay.process.send_signal(signal.SIGTERM)
        assert seesay.process.wait(10) == 0, seesay.log
        assert "Traceback" not in seesay.log
        assert "Fatal" not in seesay.log
