"""A new user, nothing configured, no mouse, no screen: from the start to the first spoken description, real keys."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.core.wording import Wording
from assistant.core.wording.welcome import WelcomeMessages as W
from assistant.voice.screen_reader import is_running
from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall
from support.first_run import TITLE, first_run, launched
from support.processes import wait_until
from support.seesay import PRACTICE, PRACTICE_TEXT, wait_for_speech

pytestmark = pytest.mark.real

Ear = Callable[[Any, int], str]


@pytest.fixture(autouse=True)
def _no_reader() -> None:
    if is_running():
        pytest.skip("a screen reader of this user runs, to which SeeSay leaves its windows")


WHAT = Wording().say(W.WHAT)


def test_a_first_run_by_keys_and_ear_alone(desktop: VirtualDesktop, ear: Ear) -> None:
    with first_run(desktop) as run:
        first = run.do("start", seconds=6.0, expected=WHAT)
        assert first.recall is not None
        assert first.recall >= PASS, first.heard
        run.await_window(TITLE)
        run.do("German", "Down", seconds=0.5)
        run.do("English", "Up", seconds=0.5)
        run.desktop.key("Return")
        run.await_step("voice")
        run.do("rate", "Tab", "Tab", "Right", seconds=0.5)
        wait_until(lambda: run.settings["speech"].get("rate") == 5, what="the rate to be kept")
        run.desktop.key("Return")
        run.await_step("keys")
        run.desktop.key("Return")
        run.await_window(PRACTICE)
        run.do("practice page", seconds=1.0)
        answer = run.do("key", "ctrl+alt+shift+d")
        assert word_recall(answer.heard, PRACTICE_TEXT) >= PASS, answer.heard
        # "That was Control Alt Shift D, and it works" follows the answer.
        assert word_recall(answer.heard, "escape goes back to the welcome") >= PASS, answer.heard
        run.desktop.key("Escape")
        run.await_window(TITLE)
        for step in ("computer", "model", "finish"):
            run.desktop.key("Return")
            run.await_step(step)
        run.desktop.key("Return")
        wait_until(lambda: run.settings["ui"].get("first_start_done") is True, what="the end to be kept")
        run.await_step("none")


@pytest.mark.long
def test_a_welcome_that_was_killed_is_offered_where_it_was(desktop: VirtualDesktop, ear: Ear) -> None:
    env = desktop.renewed_env()
    with launched(desktop, env) as process:
        desktop.wait_for_window(TITLE)
        wait_until(lambda: desktop.active_window_title() == TITLE, what="the welcome in front")
        desktop.key("Return")
        settings = Path(env["XDG_CONFIG_HOME"]) / "seesay" / "settings.toml"
        wait_until(lambda: 'welcome_step = "voice"' in settings.read_text("utf-8"), what="the step to be kept")
        process.send_signal(signal.SIGKILL)
        process.wait()
    with desktop.record() as recording, launched(desktop, env):
        wait_for_speech(recording)
        recording.wait_for_silence(lasting=1.2)
        heard = ear(recording.samples, recording.rate)
    assert word_recall(heard, "You left the welcome at step 2: voice. Enter goes on there.") >= PASS, heard


def test_without_sound_the_welcome_opens_and_goes_on() -> None:
    with VirtualDesktop(with_sound=False) as silent, launched(silent, silent.renewed_env()):
        silent.wait_for_window(TITLE)
        wait_until(lambda: silent.active_window_title() == TITLE, what="the welcome in front")
        silent.key("Return", "Return", "Return")
        silent.wait_for_window(PRACTICE)
