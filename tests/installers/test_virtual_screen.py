"""The virtual screen of `make demo`: private, faithful about the status, gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import psutil
import pytest

from support.processes import is_alive, missing_programs, wait_until

SCRIPT = Path(__file__).resolve().parents[2] / "installers" / "linux" / "virtual-screen.sh"
_NEEDED = ("Xvfb", "openbox", "xprop", "dbus-daemon", "dbus-send")

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def _needed() -> None:
    if missing := missing_programs(_NEEDED):
        pytest.skip(f"needs {', '.join(missing)}: run installers/linux/prerequisites.sh --demo")


def _run(*command: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *command],
        env={**os.environ, **extra},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _carrying(folder: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if is_alive(process) and process.environ().get("SEESAY_VIRTUAL_SCREEN") == folder:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def test_the_command_has_a_screen_a_bus_a_window_manager_and_an_empty_home() -> None:
    bus = "dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetId"
    result = _run("sh", "-c", f"xprop -root _NET_SUPPORTING_WM_CHECK && {bus} && ls -A $HOME | grep -v '^.config$'; :")
    assert result.returncode == 0, result.stderr
    assert "window id # 0x" in result.stdout
    assert result.stdout.count("string ") == 1


def test_the_status_is_the_commands_and_so_is_its_output() -> None:
    result = _run("sh", "-c", "echo heard; echo seen >&2; exit 7")
    assert (result.returncode, result.stdout, result.stderr) == (7, "heard\n", "seen\n")


def test_what_cut_itself_loose_is_ended_and_the_folder_removed() -> None:
    result = _run("sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & echo $SEESAY_VIRTUAL_SCREEN")
    folder = result.stdout.strip()
    assert folder
    assert _carrying(folder) == []
    assert not Path(folder).exists()


def test_ending_it_ends_the_command_and_all_around_it() -> None:
    command = [str(SCRIPT), "sh", "-c", "echo $SEESAY_VIRTUAL_SCREEN; exec sleep 1000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = process.stdout.readline().strip()
        assert len(_carrying(folder)) >= 4
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 143
    wait_until(lambda: not _carrying(folder), what="everything ends")
    assert not Path(folder).exists()


def test_on_the_users_own_screen_nothing_is_started() -> None:
    result = _run("sh", "-c", "echo $DISPLAY $SEESAY_VIRTUAL_SCREEN", SCREEN="mine", DISPLAY=":42")
    assert (result.returncode, result.stdout) == (0, ":42\n")


def test_without_a_screen_of_ones_own_it_says_so() -> None:
    result = _run("true", SCREEN="mine")
    assert result.returncode == 1
    assert "no screen here" in result.stderr
