"""Two programs that change the settings at once: the command line, the application, another session of the user."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.app.house import open_store
from assistant.system import file_lock, paths

ROUNDS = 25
CHANGER = """
import sys
from assistant.app.house import open_store
store = open_store()
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    store.set(sys.argv[1], number)
"""
NAMES = ("speech.rate", "speech.pitch", "speech.volume", "engine.idle_minutes")


def test_no_change_of_either_is_lost() -> None:
    changers = [
        subprocess.Popen(
            [sys.executable, "-c", CHANGER, name, str(ROUNDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in NAMES
    ]
    for each in changers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in changers:
        each.communicate("go\n", timeout=60)
    assert [each.returncode for each in changers] == [0] * len(NAMES)
    settings = open_store().settings
    assert {name: settings.number(name) for name in NAMES} == dict.fromkeys(NAMES, ROUNDS - 1)
    left = sorted(each.name for each in paths.config_dir().iterdir())
    assert left == [".settings.toml.lock", "settings.toml"]


def test_a_file_that_is_full_before_its_end_keeps_the_old_one() -> None:
    store = open_store()
    store.set("speech.rate", 20)
    path = paths.config_dir() / "settings.toml"
    before = path.read_bytes()
    limited = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) // 2}, {len(before) // 2}))
from assistant.app.house import open_store
from assistant.core.errors import SettingsUnwritable
store = open_store()
try:
    store.set("speech.rate", 30)
except SettingsUnwritable:
    print(store.settings.number("speech.rate"))
"""
    ended = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "30\n"
    assert path.read_bytes() == before


@pytest.mark.logs("another program holds settings.toml for long")
def test_who_hangs_with_the_lock_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_lock, "PATIENCE", 0.05)
    path = tmp_path / "settings.toml"
    with file_lock.changing(path), file_lock.changing(path):
        path.write_text("", encoding="utf-8")
    assert path.exists()
