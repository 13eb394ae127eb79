"""install.sh and uninstall.sh of the archive, on a made-up bundle: all in one home, and nothing of it left."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import desktop_files
import icons
from contents import APP_ID
from recipe import INSTALLERS


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An unpacked archive whose program prints what it was started with."""
    folder = tmp_path / "seesay-0-linux"
    monkeypatch.setattr(icons, "FOLDER", tmp_path / "icons")
    (tmp_path / "icons").mkdir()
    for size in icons.SIZES:
        (tmp_path / "icons" / f"seesay-{size}.png").write_bytes(b"png")
    desktop_files.place(folder)
    (folder / "program" / "lib").mkdir(parents=True)
    program = folder / "program" / "seesay"
    program.write_text('#!/bin/sh\necho "SeeSay: $*"\n')
    program.chmod(0o755)
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy(INSTALLERS / "linux" / script, folder / script)
    return folder


@pytest.fixture(params=["home", "a home with 100 % of oddities $x"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / str(request.param)
    folder.mkdir()
    return folder


def run(home: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "SEESAY_AS_ROOT": "1"}
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def files(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir())


def test_it_is_installed_started_and_removed_without_a_trace(archive: Path, home: Path) -> None:
    (home / "letter.txt").write_text("mine")
    (home / ".local" / "bin").mkdir(parents=True)
    (home / ".local" / "bin" / "mine").write_text("mine")
    before = files(home)

    done = run(home, archive / "install.sh")
    assert done.returncode == 0, done.stderr
    assert run(home, home / ".local" / "bin" / "seesay", "doctor").stdout == "SeeSay: doctor\n"
    entry = (home / ".local" / "share" / "applications" / f"{APP_ID}.desktop").read_text()
    program = str(home / ".local" / "lib" / "seesay" / "seesay")
    assert f"TryExec={program}\n" in entry
    assert "Exec=seesay" not in entry

    shutil.rmtree(archive)
    done = run(home, home / ".local" / "lib" / "seesay" / "uninstall.sh")
    assert done.returncode == 0, done.stderr
    assert files(home) == before


def test_a_newer_one_replaces_the_old_one(archive: Path, home: Path) -> None:
    run(home, archive / "install.sh")
    old = home / ".local" / "lib" / "seesay" / "old.so"
    old.write_text("of the version before")
    settings = home / ".config" / "seesay" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("")
    assert run(home, archive / "install.sh").returncode == 0
    assert not old.exists()
    assert settings.exists()
    assert run(home, archive / "uninstall.sh", "--everything").returncode == 0
    assert files(home) == []


def test_what_it_refuses_it_says(archive: Path, tmp_path: Path) -> None:
    nowhere = run(tmp_path / "nowhere", archive / "install.sh")
    assert nowhere.returncode == 1
    assert "no home folder" in nowhere.stderr
    absent = run(tmp_path, archive / "uninstall.sh")
    assert absent.returncode == 1
    assert "not installed" in absent.stderr
    assert run(tmp_path, archive / "uninstall.sh", "--all").returncode == 1


def test_a_damaged_list_removes_nothing_elsewhere(archive: Path, home: Path) -> None:
    run(home, archive / "install.sh")
    (home / "letter.txt").write_text("mine")
    (home / ".local" / "lib" / "seesay.files").write_text("share/../../letter.txt\n")
    assert run(home, archive / "uninstall.sh").returncode == 1
    assert (home / "letter.txt").exists()
