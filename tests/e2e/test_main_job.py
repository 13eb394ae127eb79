"""From a key to a voice, nothing faked: real keys, a real screen, a real child process, sound that is listened to."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.core.errors import EngineDied
from assistant.core.wording import Wording
from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall
from support.seesay import PRACTICE_TEXT, RunningSeeSay, running, wait_for_speech

pytestmark = pytest.mark.real

Ear = Callable[[Any, int], str]
READ, DESCRIBE, STOP = "ctrl+alt+shift+r", "ctrl+alt+shift+d", "ctrl+alt+shift+s"
WRONG = "Elephants paint yellow bicycles under seventeen quiet bridges every winter"


@pytest.fixture(scope="module")
def seesay(desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(desktop) as app:
        app.open_practice_page()
        yield app


def test_a_pressed_key_is_answered_aloud(seesay: RunningSeeSay, ear: Ear) -> None:
    with seesay.desktop.record() as recording:
        seesay.desktop.key(READ)
        recording.wait_for_sound()
        recording.wait_for_silence(lasting=2.0)
        heard = ear(recording.samples, recording.rate)
    assert word_recall(heard, PRACTICE_TEXT) >= PASS, f"heard: {heard}"
    assert word_recall(heard, WRONG) < 0.4, f"heard: {heard}"


def test_a_description_names_the_window_its_heading_and_its_buttons(seesay: RunningSeeSay) -> None:
    text = seesay.ask("describe", "window", "--quiet")["text"]
    for part in ("SeeSay practice page", "The weather today", "Save", "Print", "Close", "File"):
        assert part in text


def test_the_stop_key_is_heard_as_silence(seesay: RunningSeeSay) -> None:
    with seesay.desktop.record() as recording:
        seesay.desktop.key(READ)
        began = wait_for_speech(recording)
        seesay.desktop.key(STOP)
        stopped = time.monotonic()
        ended = recording.wait_for_silence(lasting=2.0)
    assert ended > began
    assert ended - stopped < 0.5, f"it spoke on for {ended - stopped:.2f} s"


def test_a_bare_control_press_stops_while_it_speaks(seesay: RunningSeeSay) -> None:
    with seesay.desktop.record() as recording:
        seesay.desktop.key(READ)
        wait_for_speech(recording)
        # --clearmodifiers, which `key` uses, would let go of the very key that is pressed.
        seesay.desktop.run(["xdotool", "key", "Control_L"])
        pressed = time.monotonic()
        ended = recording.wait_for_silence(lasting=2.0)
    assert ended - pressed < 0.5, f"it spoke on for {ended - pressed:.2f} s"


def test_the_tray_process_loads_no_numpy_no_onnxruntime_no_torch(seesay: RunningSeeSay) -> None:
    seesay.ask("read", "--quiet")
    mapped = {Path(entry.path).as_posix() for entry in seesay.tray.memory_maps()}
    heavy = re.compile(r"/(numpy|onnxruntime|torch|cv2|tesserocr)/")
    assert not [path for path in mapped if heavy.search(path)]
    assert any("onnxruntime" in entry.path for entry in seesay.engine().memory_maps()), "the probe sees nothing"


def test_a_killed_engine_is_told_once_and_works_again(seesay: RunningSeeSay, ear: Ear) -> None:
    with seesay.desktop.record() as recording:
        seesay.engine().send_signal(signal.SIGSTOP)
        seesay.desktop.key(DESCRIBE)
        time.sleep(0.5)
        seesay.engine().kill()
        recording.wait_for_sound()
        recording.wait_for_silence(lasting=2.5)
        heard = ear(recording.samples, recording.rate)
    told = Wording().error(EngineDied()).spoken
    assert word_recall(heard, told) >= 0.6, f"heard: {heard}"
    assert heard.lower().count("again") <= told.lower().count("again"), f"told more than once: {heard}"
    assert "The weather today" in seesay.ask("describe", "--quiet")["text"]


def test_a_second_start_shows_the_window_of_the_first(seesay: RunningSeeSay) -> None:
    seesay.desktop.key("Escape")
    before = seesay.process.pid
    done = seesay.command(timeout=20)
    assert done.returncode == 0
    seesay.desktop.wait_for_window("SeeSay")
    assert seesay.process.poll() is None
    assert seesay.tray.pid == before
