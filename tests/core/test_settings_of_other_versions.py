"""Settings as other versions wrote them, and files that nobody should have written: told once, never lost.

`settings_files/` holds what two earlier versions of this program really wrote, with choices of a user in them.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.core import settings_file
from assistant.core.errors import SettingsUnwritable
from assistant.core.settings import Settings
from assistant.core.settings_store import SettingsStore
from assistant.core.settings_table import SETTINGS
from assistant.core.wording import SettingMessages

FILES = Path(__file__).parent / "settings_files"
CHOSEN: dict[str, dict[str, Any]] = {
    "first": {
        "language": "de",
        "read_languages": ("de", "he"),
        "speech.rate": 40,
        "hotkeys.ask": "Ctrl+Alt+X",
        "ui.first_start_done": True,
    },
    "second": {
        "language": "he",
        "detail": "brief",
        "speech.rate": -20,
        "speech.voice": "anna",
        "engine.model": "https://desk.example:8000",
        "questions.presets": ("What is new?", "Is there an error?"),
        "ui.first_start_done": True,
    },
}
UNKNOWN = {"first": ("speech.voices",), "second": ()}


def placed(tmp_path: Path, name: str, change: Any = lambda text: text) -> Path:
    path = tmp_path / "seesay" / "settings.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(change((FILES / f"{name}.toml").read_text(encoding="utf-8")), encoding="utf-8")
    return path


def voices_become_one(document: MutableMapping[str, Any]) -> None:
    voices = document.get("speech", {}).pop("voices", [])
    if voices:
        document["speech"]["voice"] = voices[0].partition("=")[2]


def rates_are_halved(document: MutableMapping[str, Any]) -> None:
    document["speech"]["rate"] //= 2


TWO_LATER = {1: voices_become_one, 2: rates_are_halved}


# --- other versions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHOSEN)
def test_what_an_earlier_version_wrote_is_read_kept_and_changed(tmp_path: Path, name: str) -> None:
    path = placed(tmp_path, name)
    store = SettingsStore(path)
    loaded = store.load()
    assert (loaded.settings, loaded.notices, loaded.unknown) == (Settings(CHOSEN[name]), (), UNKNOWN[name])
    before = path.read_text(encoding="utf-8")
    store.set("speech.pitch", 7)
    store.set("ui.theme", "dark")
    after = SettingsStore(path).load()
    assert after.settings == Settings({**CHOSEN[name], "speech.pitch": 7, "ui.theme": "dark"})
    assert after.unknown == UNKNOWN[name]
    kept = set(path.read_text(encoding="utf-8").splitlines())
    assert {line for line in before.splitlines() if line not in kept} <= {"# pitch = 0"}


@pytest.mark.parametrize(("name", "rate", "voice"), [("first", 20, "anna"), ("second", -10, "anna")])
def test_a_program_two_versions_later_takes_it_over_and_keeps_a_copy(
    tmp_path: Path, name: str, rate: int, voice: str
) -> None:
    path = placed(tmp_path, name)
    store = SettingsStore(path, migrations=TWO_LATER)
    loaded = store.load()
    assert loaded.notices == ()
    assert loaded.settings == Settings({**CHOSEN[name], "speech.rate": rate, "speech.voice": voice})
    assert path.with_name("settings.toml.version-1-1").read_bytes() == (FILES / f"{name}.toml").read_bytes()
    assert tomllib.loads(path.read_text(encoding="utf-8"))["version"] == 3
    again = SettingsStore(path, migrations=TWO_LATER).load()
    assert again.settings == loaded.settings
    assert len(list(path.parent.iterdir())) == 2


def test_what_a_version_ahead_wrote_is_used_as_far_as_it_is_known_told_once_a_start_and_kept(tmp_path: Path) -> None:
    def ahead(text: str) -> str:
        return text.replace("version = 1", "version = 2") + '\n[halo]\ncolour = "blue"\n'

    path = placed(tmp_path, "second", ahead)
    store = SettingsStore(path)
    loaded = store.load()
    assert [notice.message for notice in loaded.notices] == [SettingMessages.FILE_NEWER]
    assert (loaded.settings, loaded.unknown) == (Settings(CHOSEN["second"]), ("halo.colour",))
    store.set("speech.rate", 3)
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert (data["version"], data["halo"]["colour"], data["speech"]["rate"]) == (2, "blue", 3)


def test_an_older_file_that_cannot_be_saved_is_used_all_the_same(tmp_path: Path, monkeypatch: Any) -> None:
    path = placed(tmp_path, "first")
    refuse(monkeypatch, errno.EROFS)
    loaded = SettingsStore(path, migrations=TWO_LATER).load()
    assert loaded.settings.number("speech.rate") == 20
    assert path.read_bytes() == (FILES / "first.toml").read_bytes()


def test_an_older_file_is_imported_as_this_version_has_it(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "mine" / "settings.toml", migrations=TWO_LATER)
    store.load()
    loaded = store.import_from(FILES / "first.toml")
    assert store.settings == Settings({**CHOSEN["first"], "speech.rate": 20, "speech.voice": "anna"})
    assert loaded.unknown == ()


# --- disks and hands -------------------------------------------------------------------------------------------


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the disk take nothing any more."""

    def sync(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", sync)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
def test_on_a_full_or_locked_disk_a_change_holds_and_the_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = placed(tmp_path, "second")
    store = SettingsStore(path)
    store.load()
    refuse(monkeypatch, number)
    for change in (lambda: store.set("speech.rate", 9), store.reset_all, lambda: store.reset("detail")):
        with pytest.raises(SettingsUnwritable):
            change()
    monkeypatch.undo()
    assert path.read_bytes() == (FILES / "second.toml").read_bytes()
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_half_written_file_is_kept_as_it_is_or_used_as_far_as_it_goes(tmp_path: Path, share: float) -> None:
    whole = (FILES / "second.toml").read_text(encoding="utf-8")
    path = placed(tmp_path, "second", lambda text: text[: int(len(text) * share)] + '\nrate = "')
    half = path.read_bytes()
    first, second = SettingsStore(path).load(), SettingsStore(path).load()
    assert [notice.message for notice in first.notices] == [SettingMessages.FILE_BROKEN]
    assert second.notices == ()
    assert path.with_name("settings.toml.broken-1").read_bytes() == half
    assert len(whole) > len(half)


# --- any types -------------------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-(10**6), 10**6), st.floats(allow_nan=False), st.text(max_size=12)),
    lambda below: st.lists(below, max_size=3),
    max_leaves=4,
)
NAMES = st.sampled_from([*(declared.name for declared in SETTINGS), "speech.nose", "halo.colour", "version"])


@example(data={"version": -1, "detail": "full"})
@hypothesis_settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.dictionaries(NAMES, VALUES, max_size=8))
def test_wrong_types_are_told_once_each_and_nothing_of_the_file_is_lost(tmp_path: Path, data: dict[str, Any]) -> None:
    shutil.rmtree(tmp_path / "any", ignore_errors=True)
    path = tmp_path / "any" / "settings.toml"
    path.parent.mkdir()
    path.write_text(written(data), encoding="utf-8")
    before = dict(settings_file.flattened(tomllib.loads(path.read_text(encoding="utf-8"))))
    store = SettingsStore(path)
    loaded = store.load()
    wrong = [notice.params["name"] for notice in loaded.notices if notice.message is SettingMessages.VALUE_WRONG]
    assert len(wrong) == len(set(wrong))
    known = {declared.name for declared in SETTINGS} & before.keys()
    assert set(wrong) | loaded.settings.chosen.keys() == known
    store.set("speech.rate", 1)
    after = dict(settings_file.flattened(tomllib.loads(path.read_text(encoding="utf-8"))))
    # A file that was empty is a fresh one now, with the version on its head.
    assert same({"version": after.get("version"), **before, "speech.rate": 1}, {"version": None, **after})


def written(data: dict[str, Any]) -> str:
    document: dict[str, Any] = {}
    for name, value in data.items():
        subject, _, key = name.rpartition(".")
        table = document.setdefault(subject, {}) if subject else document
        table[key] = value
    return tomlkit.dumps(document)


def same(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
