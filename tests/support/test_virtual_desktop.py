"""The virtual desktop keeps its promises: private, heard, seen, pressed, and gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.processes import PartFailed, end_abandoned, marked_processes, wait_until

pytestmark = pytest.mark.real

_WINDOW = """
import sys
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication(sys.argv)
label = QLabel()
label.setWindowTitle("Practice")
label.setStyleSheet("background: #ff0000")
label.resize(300, 200)
QShortcut("Ctrl+Alt+Shift+D", label, lambda: (print("pressed", flush=True), application.quit()))
label.show()
application.exec()
"""


def test_the_home_and_the_runtime_folder_are_its_own(desktop: VirtualDesktop) -> None:
    seen = desktop.run(["sh", "-c", "echo $HOME $XDG_RUNTIME_DIR; stat -c %a $XDG_RUNTIME_DIR"]).stdout.split()
    assert seen[0].startswith(str(desktop.root))
    assert seen[1].startswith(str(desktop.root))
    assert seen[2] == "700"


def test_a_renewed_home_is_empty_and_another_one(desktop: VirtualDesktop) -> None:
    first, second = desktop.renewed_env(), desktop.renewed_env()
    assert first["HOME"] != second["HOME"]
    assert not list(Path(first["XDG_CONFIG_HOME"]).iterdir())


def test_the_picture_has_the_size_asked_for_and_a_window_is_seen_and_pressed(
    desktop: VirtualDesktop, python: list[str]
) -> None:
    with desktop.popen([*python, "-c", _WINDOW], stdout=-1, text=True) as application:
        window = desktop.wait_for_window("Practice")
        desktop.run(["xdotool", "windowfocus", "--sync", str(window.id)])
        picture = desktop.screenshot()
        assert picture.size == (1920, 1080)
        assert picture.getpixel((window.x + window.width // 2, window.y + window.height // 2)) == (255, 0, 0)
        assert desktop.active_window_title() == "Practice"
        assert window.pid == application.pid
        desktop.key("ctrl+alt+shift+d")
        assert application.wait(10) == 0
        assert application.stdout is not None
        assert application.stdout.read() == "pressed\n"


def test_what_is_played_is_recorded_with_its_times(desktop: VirtualDesktop) -> None:
    with desktop.record() as recording:
        before = time.monotonic()
        desktop.run(["espeak-ng", "one moment"])
        after = time.monotonic()
        recording.wait_for_silence(lasting=0.3)
    (begin, _), *_, (_, end) = [*recording.sounds(), *recording.sounds()]
    assert before - 0.02 <= begin < end <= after + 0.1
    assert recording.samples.dtype.name == "int16"


def test_silence_is_no_sound(desktop: VirtualDesktop) -> None:
    with desktop.record() as recording:
        recording.wait_for_silence(lasting=0.2)
        with pytest.raises(TimeoutError, match="no sound"):
            recording.wait_for_sound(seconds=0.2)
    assert recording.sounds() == []


def test_the_speech_service_speaks_into_the_recording(fresh_desktop: VirtualDesktop) -> None:
    with fresh_desktop.record() as recording:
        fresh_desktop.run(["spd-say", "--wait", "good morning"])
        assert recording.sounds()


def test_accessibility_is_on(desktop: VirtualDesktop) -> None:
    bus = ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
    names = ["string:org.a11y.Status", "string:IsEnabled"]
    assert "boolean true" in desktop.run([*bus, "org.freedesktop.DBus.Properties.Get", *names]).stdout


def test_nothing_is_left_behind_even_by_what_was_orphaned() -> None:
    with start_desktop(with_sound=False) as own:
        own.run(["sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 &"])
        wait_until(lambda: any(process.name() == "sleep" for process in own.processes()), what="the orphan runs")
        mark = own._mark
    assert marked_processes(mark) == []
    assert not own.root.exists()


def test_a_part_that_does_not_start_tells_its_log() -> None:
    start_desktop(with_sound=False)
    with pytest.raises(PartFailed, match="window manager ended with status 1"), VirtualDesktop(wm="false"):
        pass


def test_what_a_killed_run_left_is_ended_by_the_next(python: list[str], tmp_path: Path) -> None:
    code = (
        "import os; from support.desktop import VirtualDesktop\n"
        "with VirtualDesktop(with_sound=False) as own: print(own._mark, own.root, flush=True); os.kill(os.getpid(), 9)"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    killed = subprocess.run([*python, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=False)
    mark, root = killed.stdout.split()
    assert marked_processes(mark)
    end_abandoned()
    assert marked_processes(mark) == []
    shutil.rmtree(root)


def test_another_keyboard_layout() -> None:
    with start_desktop(with_sound=False, layout="ru") as own:
        assert "ru" in own.run(["setxkbmap", "-query"]).stdout.split()
