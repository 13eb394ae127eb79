"""What goes wrong around a running SeeSay: killed parts, a locked or black screen, odd text. Nobody is left alone."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.core.errors import EngineDied
from assistant.core.wording import Wording
from support.bus import SERVICE, line_of
from support.commands import LETTER, LETTER_WORDS, error_of
from support.desktop import VirtualDesktop
from support.processes import wait_until
from support.seesay import SEESAY, RunningSeeSay, running, wait_for_speech
from support.sound import Recording, level, loud_stretches

pytestmark = pytest.mark.real

READ, STOP = "ctrl+alt+shift+r", "ctrl+alt+shift+s"
NOTIFICATIONS = [sys.executable, "-c", SERVICE, "org.freedesktop.Notifications", "plain"]
CURTAIN = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.setWindowTitle("curtain")
window.setStyleSheet("background: " + sys.argv[1])
window.showFullScreen()
application.exec()
"""


@pytest.fixture
def seesay(fresh_desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(fresh_desktop) as app:
        yield app


def works(seesay: RunningSeeSay) -> bool:
    return seesay.command("read", LETTER, "--quiet").stdout.split() == LETTER_WORDS.split()


def kill_engine_at_random_moments(seesay: RunningSeeSay, times: int) -> None:
    dice = random.Random(times)
    assert works(seesay)
    tray = seesay.tray
    before = (tray.num_fds(), tray.num_threads(), len(tray.children(recursive=True)))
    told = Wording().error(EngineDied()).message
    for number in range(times):
        with subprocess.Popen(
            [SEESAY, "read", LETTER, "--quiet", "--json"],
            env=seesay.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as asking:
            time.sleep(dice.uniform(0.0, 1.5))  # the moment is what is tried
            with contextlib.suppress(AssertionError, psutil.NoSuchProcess):
                seesay.engine().kill()
            out, errors = asking.communicate(timeout=60)
        answer = json.loads(out)
        is_told = answer.get("error", {}).get("message") == told
        assert is_told or answer.get("text", "").split() == LETTER_WORDS.split(), f"{number}: {out} {errors}"
        assert works(seesay), f"nothing after kill {number}:\n{seesay.log}"
    wait_until(lambda: tray.num_threads() <= before[1] + 1, what="threads to end")
    assert tray.num_fds() <= before[0] + 2, f"files leak: {before[0]} → {tray.num_fds()}"
    assert len(tray.children(recursive=True)) == before[2]
    assert "Traceback" not in seesay.log


@pytest.mark.timeout(400)
def test_a_killed_engine_costs_one_answer_at_most(seesay: RunningSeeSay) -> None:
    kill_engine_at_random_moments(seesay, 10)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_killed_engines(seesay: RunningSeeSay) -> None:
    kill_engine_at_random_moments(seesay, 100)


def test_after_a_kill_of_the_whole_the_next_start_works_at_once(fresh_desktop: VirtualDesktop) -> None:
    with running(fresh_desktop) as first:
        children = first.tray.children(recursive=True)
        first.process.kill()
        first.process.wait(10)
        wait_until(lambda: not any(child.is_running() for child in children), what="its children to end")
        assert first.command("stop", check=False).returncode == 4
    with running(fresh_desktop) as second:
        assert works(second)


def test_the_end_is_quick_and_clean_while_it_speaks(fresh_desktop: VirtualDesktop) -> None:
    for number in range(5):
        with running(fresh_desktop) as app, fresh_desktop.record() as recording:
            children = app.tray.children(recursive=True)
            if number:
                fresh_desktop.key("ctrl+alt+shift+k")
                wait_for_speech(recording)
            app.process.send_signal(signal.SIGTERM)
            assert app.process.wait(10) == 0, app.log
            wait_until(lambda: not any(child.is_running() for child in children), what="its children to end")  # noqa: B023  # called at once
            for word in ("Traceback", "Fatal", "QTimer", "QSocketNotifier", "QThread", "cannot be"):
                assert word not in app.log


def test_a_display_that_goes_away_ends_it(fresh_desktop: VirtualDesktop) -> None:
    with running(fresh_desktop) as app:
        children = app.tray.children(recursive=True)
        for part in fresh_desktop._parts:
            if part.name == "Xvfb":
                part.process.kill()
        assert app.process.wait(15) != 0
        wait_until(lambda: not any(child.is_running() for child in children), what="its children to end")
        assert "Traceback" not in app.log


def test_sound_that_goes_and_comes_back(fresh_desktop: VirtualDesktop) -> None:
    desktop = fresh_desktop
    with (
        desktop.popen(NOTIFICATIONS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0) as service,
        running(desktop) as app,
    ):
        assert line_of(service) == "ready"
        (part,) = (each for each in desktop._parts if each.name == "pulseaudio")
        part.process.kill()
        part.process.wait()
        assert works(app)
        told = app.command("read", LETTER, check=False)
        assert (told.returncode, told.stdout.split()) == (5, LETTER_WORDS.split()), told.stderr
        # What could not be heard is in a window, and a notification says why.
        desktop.wait_for_window("Answer")
        wait_until(lambda: "No sound device was found" in line_of(service), what="the notification")
        desktop.key("Escape")
        socket = Path(desktop.env["PULSE_SERVER"].removeprefix("unix:"))
        socket.unlink(missing_ok=True)
        desktop._start_sound(socket.parents[1])
        app.command("stop")
        with desktop.record() as recording:

            def is_heard() -> bool:
                app.command("read", LETTER, check=False)
                return bool(recording.sounds())

            wait_until(is_heard, seconds=45.0, what="the voice to be back")


@pytest.mark.parametrize("name", ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"])
def test_a_locked_session_is_told_and_never_described(seesay: RunningSeeSay, name: str) -> None:
    command = [sys.executable, "-c", SERVICE, name, "locked"]
    with seesay.desktop.popen(command, env=seesay.env, stdout=subprocess.PIPE, bufsize=0) as service:
        assert line_of(service) == "ready"
        for words in (["describe"], ["read"], ["describe", "window"]):
            told = seesay.command(*words, "--quiet", "--json", check=False)
            assert (told.returncode, error_of(told)["code"]) == (3, "screen_locked")


def is_plain(picture: Image.Image) -> bool:
    return picture.getcolors(1) is not None


@pytest.mark.parametrize("colour", ["black", "#336699", ""])
def test_a_curtain_and_an_empty_desktop_are_told_and_never_described(seesay: RunningSeeSay, colour: str) -> None:
    with contextlib.ExitStack() as stack:
        if colour:
            curtain = [sys.executable, "-c", CURTAIN, colour]
            stack.enter_context(seesay.desktop.popen(curtain, env=seesay.env))
            seesay.desktop.wait_for_window("curtain")
            wait_until(lambda: is_plain(seesay.desktop.screen.screenshot()), what="a curtain")
        with seesay.desktop.record() as recording:
            seesay.desktop.key("ctrl+alt+shift+d")
            wait_for_speech(recording)
            seesay.desktop.key(STOP)
        told = seesay.command("describe", "--quiet", "--json", check=False)
    assert (told.returncode, error_of(told)["code"]) == (3, "picture_blank")


ODD = [
    "<speak><prosody volume='silent' rate='x-slow'>",
    "[[slnc 9000]] [[volm 0.0]] \\pau=9000\\",
    "</speak>&&& <break time='60s'/> %s%n {0}",
    "\u202eright\u202c \u200f\u2066\u0007\u001b[2J",
    "\U0001f600" * 10,
    "x" * 100_000,
]


def loudness(recording: Recording) -> float:
    """Return the level from the first sound to the last."""
    stretches = loud_stretches(recording.samples)
    return level(recording.samples[stretches[0][0] : stretches[-1][1]])


def read_aloud(seesay: RunningSeeSay) -> float:
    with seesay.desktop.record() as recording:
        assert seesay.command("read", LETTER).returncode == 0
        return loudness(recording)


@pytest.mark.timeout(400)
def test_odd_text_leaves_the_voice_unharmed(seesay: RunningSeeSay, tmp_path: Path) -> None:
    before = read_aloud(seesay)
    page = Image.new("RGB", (1200, 300), "white")
    for number, text in enumerate(ODD[:3]):
        ImageDraw.Draw(page).text((20, 20 + 90 * number), text, "black", ImageFont.load_default(size=36))
    page.save(tmp_path / "odd.png")
    assert "prosody" in seesay.command("read", str(tmp_path / "odd.png")).stdout
    for text in ODD:
        told = seesay.command("find", "--on", LETTER, "--", text, check=False)
        assert told.returncode in (0, 2), told.stderr
        assert len(told.stderr) < 500
    assert read_aloud(seesay) == pytest.approx(before, rel=0.2)
