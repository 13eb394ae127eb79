"""The right one of ten look-alikes, for real: found by key, by command or in the answer, then pointed at or clicked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.desktop import VirtualDesktop
from support.look_alikes import look_alikes
from support.processes import wait_until
from support.seesay import RunningSeeSay, running
from support.typing_program import TITLE, typing_program

pytestmark = pytest.mark.real

FIND = "ctrl+alt+shift+f"
ANSWER, SEARCH = "Answer: the screen", "Find on the picture"


@pytest.fixture(scope="module")
def seesay(desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(desktop) as app:
        yield app


def await_active(desktop: VirtualDesktop, title: str) -> None:
    wait_until(lambda: desktop.active_window_title() == title, what=f"{title!r} to be active")


def await_pointer(desktop: VirtualDesktop, left: int, top: int, right: int, bottom: int) -> None:
    def is_there() -> bool:
        x, y = desktop.screen.pointer()
        return left <= x < right and top <= y < bottom

    wait_until(is_there, what=f"the pointer in {left, top, right, bottom}")


def find(seesay: RunningSeeSay, *words: str) -> tuple[int, str]:
    """Return the exit code and the last sentence."""
    done = seesay.command("find", *words, "--quiet", check=False)
    return done.returncode, (done.stderr or done.stdout).splitlines()[-1]


def test_the_right_one_of_ten_gets_the_click(seesay: RunningSeeSay) -> None:
    click = ("--act", "click", "--on", "region:0,0,700,640")
    with look_alikes(seesay.desktop) as program:
        assert find(seesay, "save", *click) == (0, "Clicked Save.")
        assert find(seesay, "Save all", *click) == (0, "Clicked Save all.")
        assert find(seesay, "the printer button", *click) == (0, "Clicked Printer.")
        program.await_done("Letter: Save clicked", "Letter: Save all clicked", "Options: Printer clicked")
        code, said = find(seesay, "OK", *click)
        assert (code, "Several are called so" in said) == (7, True)
        code, said = find(seesay, "Save al", *click)
        assert code == 7, said
        assert len(program.done) == 3, program.done


@pytest.mark.parametrize("scale", ["1", "2"])
def test_on_a_second_monitor_and_scaled(seesay: RunningSeeSay, scale: str) -> None:
    desktop = seesay.desktop
    monitors = {"first": ("500/132x1080/286+0+0", "screen"), "second": ("1420/375x1080/286+500+0", "none")}
    for name, about in monitors.items():
        desktop.run(["xrandr", "--setmonitor", name, *about])
    desktop.run(["xdotool", "mousemove", "1800", "900"])
    try:
        place = (600 // int(scale), 80 // int(scale))
        with look_alikes(desktop, "Letter", place=place, QT_SCALE_FACTOR=scale) as program:
            answer = seesay.ask("find", "Save as", "--act", "click", "--quiet")
            program.await_done("Letter: Save as clicked")
            left, _, width, _ = answer["regions"][0]["box"]
            assert abs(answer["acted"]["point"][0] - 500 - left - width / 2) <= 1, answer
    finally:
        for name in monitors:
            desktop.run(["xrandr", "--delmonitor", name])


def test_found_by_key_it_is_clicked_and_the_window_is_gone(seesay: RunningSeeSay) -> None:
    desktop = seesay.desktop
    with look_alikes(desktop, "Letter") as program:
        desktop.key(FIND)
        await_active(desktop, SEARCH)
        desktop.type("Save")
        # Telling only, moving the pointer, clicking.
        desktop.key("Tab", "Down", "Down", "Return")
        program.await_done("Letter: Save clicked")
        await_active(desktop, "Letter")
        desktop.key("ctrl+alt+shift+s")


def test_enter_in_the_answer_moves_the_pointer_and_no_focus(seesay: RunningSeeSay) -> None:
    desktop = seesay.desktop
    with look_alikes(desktop, "Letter", place=(900, 500)) as program, typing_program(desktop) as typing:
        desktop.run(["xdotool", "search", "--name", TITLE, "windowmove", "10", "40", "windowsize", "500", "400"])
        desktop.type("before ")
        answer = seesay.ask("find", "Save", "--quiet")
        box = answer["regions"][0]["box"]
        seesay.command("open")
        await_active(desktop, ANSWER)
        # "2 places: the Save button …": past the number and "places" and "the".
        desktop.key("ctrl+Right", "ctrl+Right", "ctrl+Right", "ctrl+Right", "Return")
        await_pointer(desktop, box[0], box[1], box[0] + box[2], box[1] + box[3])
        typing.await_active()
        desktop.type("after")
        typing.await_text("before after")
        assert program.done == []


def test_control_enter_clicks_what_the_cursor_is_on(seesay: RunningSeeSay) -> None:
    desktop = seesay.desktop
    with look_alikes(desktop, "Letter") as program:
        seesay.ask("find", "Save all", "--quiet")
        seesay.command("open")
        await_active(desktop, ANSWER)
        desktop.run(["xdotool", "key", "ctrl+Return"])
        program.await_done("Letter: Save all clicked")
        await_active(desktop, "Letter")


def test_what_has_changed_since_is_not_clicked(seesay: RunningSeeSay) -> None:
    desktop = seesay.desktop
    with look_alikes(desktop, "Letter") as program:
        seesay.ask("find", "Save all", "--quiet")
        desktop.run(["xdotool", "search", "--name", "^Letter$", "windowmove", "47", "66"])
        seesay.command("open")
        await_active(desktop, ANSWER)
        desktop.run(["xdotool", "key", "ctrl+Return"])
        wait_until(lambda: "target_changed" in seesay.log or bool(program.done), what="an end")
        assert program.done == []


def test_a_word_of_a_terminal_is_clicked_there(seesay: RunningSeeSay) -> None:
    desktop = seesay.desktop
    shell = ["xterm", "-T", "Shell", "-fa", "Monospace", "-fs", "18", "-geometry", "40x8+1000+500"]
    with desktop.popen([*shell, "-e", "sh", "-c", "echo The quick brown fox; sleep 600"]):
        desktop.wait_for_window("Shell")
        with look_alikes(desktop, "Letter"):
            assert find(seesay, "brown", "--act", "move") == (0, "The pointer is on The quick brown fox.")
            assert desktop.active_window_title() == "Letter"
            assert find(seesay, "brown", "--act", "click") == (0, "Clicked The quick brown fox.")
            await_active(desktop, "Shell")
            x, y = desktop.screen.pointer()
            assert x > 1000, (x, y)
            assert y > 500, (x, y)


def test_a_program_presses_its_button_and_focuses_its_field_without_the_pointer(seesay: RunningSeeSay) -> None:
    desktop = seesay.desktop
    desktop.run(["xdotool", "mousemove", "1800", "900"])
    with look_alikes(desktop, "Letter") as program:
        assert find(seesay, "Safe", "--act", "press") == (0, "Pressed Safe.")
        program.await_done("Letter: Safe clicked")
        code, said = find(seesay, "Street", "--act", "focus")
        assert (code, "Street" in said) == (0, True), said
        seesay.ask("describe", "window", "--quiet")
        seesay.command("open")
        await_active(desktop, "Answer: the window")
        # The line of buttons, its word "Save": behind "Buttons".
        desktop.key("Down", "Down", "ctrl+Right", "ctrl+Right")
        desktop.run(["xdotool", "key", "alt+Return"])
        program.await_done("Letter: Safe clicked", "Letter: Save clicked")
        assert desktop.screen.pointer() == (1800, 900)
