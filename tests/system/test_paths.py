"""Folders follow XDG, are the owner's alone, and the resources are found."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.system import paths

FOLDERS = {
    "XDG_CONFIG_HOME": paths.config_dir,
    "XDG_DATA_HOME": paths.data_dir,
    "XDG_STATE_HOME": paths.state_dir,
    "XDG_RUNTIME_DIR": paths.runtime_dir,
}


@pytest.mark.parametrize(("variable", "folder"), FOLDERS.items())
def test_each_folder_follows_its_variable_and_is_private(
    variable: str, folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "ü base"
    base.mkdir(mode=0o700)
    monkeypatch.setenv(variable, str(base))
    made = folder()
    assert made == base / "seesay"
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_folder_that_is_open_to_others_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "seesay").mkdir()
    (tmp_path / "seesay").chmod(0o755)
    assert stat.S_IMODE(paths.config_dir().stat().st_mode) == 0o700


def test_a_wide_umask_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "deep" / "er"))
    before = os.umask(0)
    try:
        made = paths.state_dir()
    finally:
        os.umask(before)
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(PermissionError):
        paths.config_dir()


@pytest.mark.parametrize("runtime", [None, "", "/nowhere/at/all"])
def test_without_a_runtime_folder_the_state_folder_serves(
    runtime: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    if runtime is None:
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    else:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
    assert paths.runtime_dir() == tmp_path / "seesay" / "run"


def test_a_runtime_folder_of_another_user_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = Path("/proc/1") if os.getuid() else Path("/var/mail")
    if foreign.stat().st_uid == os.getuid():
        foreign = tmp_path / "foreign"
        foreign.mkdir()
        os.chown(foreign, 12345, 12345)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(foreign))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert paths.runtime_dir() == tmp_path / "seesay" / "run"


def test_resources_in_a_checkout() -> None:
    assert paths.resources() == Path(__file__).resolve().parents[2] / "resources"


def test_resources_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assistant" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "assistant")
    assert paths.resources() == tmp_path / "assistant" / "resources"
