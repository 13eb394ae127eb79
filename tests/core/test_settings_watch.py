"""The one way in which a change of the settings is learned of; several at once; import, export, and all back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.core.errors import SettingInvalid, SettingsFileUnusable, SettingsUnwritable
from assistant.core.settings import Settings
from assistant.core.settings_store import SettingsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seesay" / "settings.toml"


@pytest.fixture
def heard() -> list[set[str]]:
    return []


@pytest.fixture
def store(path: Path, heard: list[set[str]]) -> SettingsStore:
    made = SettingsStore(path)
    made.load()
    made.watch(lambda names: heard.append(set(names)))
    return made


def test_every_way_of_changing_is_told_with_the_names_of_what_differs(
    store: SettingsStore, heard: list[set[str]]
) -> None:
    store.set("speech.rate", 20)
    store.set("speech.rate", 20)
    store.set_all({"speech.rate": 30, "detail": "full", "speech.pitch": 0})
    store.reset("detail")
    store.reset_all()
    assert heard == [{"speech.rate"}, {"speech.rate", "detail"}, {"detail"}, {"speech.rate"}]


def test_what_another_process_changed_is_told_when_it_is_loaded(
    store: SettingsStore, path: Path, heard: list[set[str]]
) -> None:
    SettingsStore(path).set("speech.rate", 20)
    store.load()
    store.load()
    assert heard == [{"speech.rate"}]


def test_a_change_that_cannot_be_saved_holds_and_is_told(
    store: SettingsStore, path: Path, heard: list[set[str]]
) -> None:
    store.set("speech.rate", 20)
    path.chmod(0o400)
    with pytest.raises(SettingsUnwritable):
        store.set("speech.rate", 30)
    assert (store.settings.number("speech.rate"), heard[-1]) == (30, {"speech.rate"})


def test_of_several_values_with_a_wrong_one_none_is_taken(store: SettingsStore, heard: list[set[str]]) -> None:
    with pytest.raises(SettingInvalid):
        store.set_all({"speech.rate": 20, "detail": "huge"})
    assert (store.settings, heard) == (Settings(), [])


def test_all_back_keeps_the_old_file_and_what_nobody_knows(store: SettingsStore, path: Path) -> None:
    store.set_all({"speech.rate": 20, "detail": "full"})
    path.write_text(path.read_text(encoding="utf-8") + "\n[future]\nthing = 1\n", encoding="utf-8")
    before = path.read_bytes()
    copy = store.reset_all()
    assert path.with_name(copy).read_bytes() == before
    loaded = SettingsStore(path).load()
    assert (loaded.settings, loaded.unknown) == (Settings(), ("future.thing",))


def test_all_back_also_takes_what_was_written_into_the_file_meanwhile(store: SettingsStore, path: Path) -> None:
    store.set("speech.rate", 20)
    text = path.read_text(encoding="utf-8").replace("# pitch = 0", "pitch = 7")
    path.write_text(text.replace('# theme = "auto"', 'theme = "purple"'), encoding="utf-8")
    store.reset_all()
    loaded = SettingsStore(path).load()
    assert (loaded.settings, loaded.notices) == (Settings(), ())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no such files")
def test_what_is_no_plain_file_is_not_waited_for(store: SettingsStore, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(SettingsFileUnusable):
        store.import_from(tmp_path / "pipe.toml")


def test_what_is_exported_is_imported_elsewhere(store: SettingsStore, tmp_path: Path) -> None:
    store.set_all({"speech.rate": 20, "read_languages": ("de", "he"), "questions.presets": ("What is new?",)})
    store.export(tmp_path / "mine.toml")
    other = SettingsStore(tmp_path / "other" / "settings.toml")
    other.load()
    loaded = other.import_from(tmp_path / "mine.toml")
    assert (loaded.settings, loaded.notices, loaded.unknown) == (store.settings, (), ())
    assert SettingsStore(other.path).load().settings == store.settings


def test_an_import_takes_what_it_can_says_what_it_can_t_and_leaves_the_rest(
    store: SettingsStore, tmp_path: Path
) -> None:
    store.set("speech.pitch", 5)
    strange = tmp_path / "strange.toml"
    strange.write_text('version = 9\ndetail = "huge"\n[speech]\nrate = 20\nnose = 3\n', encoding="utf-8")
    loaded = store.import_from(strange)
    assert store.settings == Settings({"speech.pitch": 5, "speech.rate": 20})
    assert [notice.params["name"] for notice in loaded.notices] == ["detail"]
    assert loaded.unknown == ("speech.nose",)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"not = = toml", b"x = 1\n" * 200_000, None])
def test_a_file_that_is_none_of_settings_is_refused_and_left_alone(
    store: SettingsStore, tmp_path: Path, content: bytes | None
) -> None:
    strange = tmp_path / "strange.toml"
    if content is None:
        strange.mkdir()
    else:
        strange.write_bytes(content)
    with pytest.raises(SettingsFileUnusable):
        store.import_from(strange)
    assert [each.name for each in tmp_path.iterdir()] == ["strange.toml"]
    assert content is None or strange.read_bytes() == content


def test_an_export_that_cannot_be_written_is_told(store: SettingsStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsFileUnusable):
        store.export(tmp_path / "file" / "mine.toml")
