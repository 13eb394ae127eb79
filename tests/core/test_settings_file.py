"""The file of settings: what is written, what is kept, and what a spoilt or an old one does."""

from __future__ import annotations

import os
import stat
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.core import settings_file
from assistant.core.errors import SettingsReplaced, SettingsUnwritable
from assistant.core.settings import Settings
from assistant.core.settings_store import SettingsStore
from assistant.core.settings_table import SETTINGS, Kind, Setting, Value
from assistant.core.wording import Wording


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seesay" / "settings.toml"


def loaded(path: Path) -> Settings:
    return SettingsStore(path).load().settings


def told(path: Path) -> list[str]:
    wording = Wording()
    return [wording.say(notice.message, **notice.params) for notice in SettingsStore(path).load().notices]


# --- the file ------------------------------------------------------------------------------------------------


def test_without_a_file_all_is_default_and_nothing_is_written(path: Path) -> None:
    result = SettingsStore(path).load()
    assert result.settings == Settings()
    assert (result.notices, result.unknown) == ((), ())
    assert not path.parent.exists()


def test_a_value_comes_back(path: Path) -> None:
    SettingsStore(path).set("speech.rate", 20)
    SettingsStore(path).set("read_languages", ("de", "he"))
    state = loaded(path)
    assert state.number("speech.rate") == 20
    assert state.words("read_languages") == ("de", "he")


def test_the_file_explains_itself(path: Path) -> None:
    SettingsStore(path).set("speech.rate", 20)
    text = path.read_text(encoding="utf-8")
    assert "# How fast to speak: -100 is slowest, 0 the voice's own rate, 100 fastest.\nrate = 20\n" in text
    assert '# detail = "normal"\n' in text
    assert "# Ask about the screen: a key such as" in text
    for declared in SETTINGS:
        assert f"# {settings_file.sentence(declared, Wording())}\n" in text


def test_a_default_is_a_comment_again_after_a_reset(path: Path) -> None:
    store = SettingsStore(path)
    store.set("speech.pitch", 1)
    fresh = path.read_text(encoding="utf-8")
    store.set("speech.rate", 20)
    store.reset("speech.rate")
    assert path.read_text(encoding="utf-8") == fresh
    assert loaded(path) == Settings({"speech.pitch": 1})


def test_the_file_is_the_owner_s_alone(path: Path) -> None:
    SettingsStore(path).set("speech.rate", 20)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_what_the_owner_wrote_stays(path: Path) -> None:
    path.parent.mkdir()
    mine = (
        '# mine\nlanguage = "de" # why\n\n[speech]\nrate = 5 # slow\nnose = "big"\n\n[future]\nlist = [\n  1, # x\n]\n'
    )
    path.write_text(mine, encoding="utf-8")
    store = SettingsStore(path)
    assert store.load().unknown == ("speech.nose", "future.list")
    store.set("speech.rate", 7)
    store.set("speech.pitch", 3)
    text = path.read_text(encoding="utf-8")
    assert text == mine.replace("rate = 5", "rate = 7").replace('"big"\n', '"big"\npitch = 3\n')


@pytest.mark.parametrize(
    "mine",
    [
        "speech.rate = 5\n",
        "speech = {rate = 5}\n",
        "[speech]\n  rate=5",
        '["speech"]\n"rate" = 5\n',
        "\ufeff[speech]\r\nrate = 5\r\n",
    ],
)
def test_other_ways_to_write_toml(path: Path, mine: str) -> None:
    path.parent.mkdir()
    path.write_text(mine, encoding="utf-8", newline="")
    store = SettingsStore(path)
    assert store.load().settings == Settings({"speech.rate": 5})
    store.set("speech.rate", 6)
    assert loaded(path) == Settings({"speech.rate": 6})
    store.set("detail", "full")
    store.reset("speech.rate")
    assert loaded(path) == Settings({"detail": "full"})


def test_a_comment_inside_a_text_is_no_place_for_a_value(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('note = """\n# detail = "normal"\n"""\n', encoding="utf-8")
    SettingsStore(path).set("detail", "full")
    assert loaded(path) == Settings({"detail": "full"})
    assert tomlkit.parse(path.read_text(encoding="utf-8"))["note"] == '# detail = "normal"\n'


def test_edits_made_meanwhile_survive(path: Path) -> None:
    store = SettingsStore(path)
    store.set("speech.rate", 20)
    SettingsStore(path).set("speech.pitch", 5)
    store.set("speech.volume", 50)
    assert loaded(path) == Settings({"speech.rate": 20, "speech.pitch": 5, "speech.volume": 50})


# --- files that are not as they should be --------------------------------------------------------------------


@pytest.mark.parametrize("broken", [b"language = ", b"\xff\xfe\x00", b"a = [" + b"[" * 5000, b"x = 1\n" * 200_000])
def test_a_broken_file_is_kept_and_told_once(path: Path, broken: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(broken)
    assert told(path) == [
        "The settings file could not be read. It was kept as settings.toml.broken-1, and the defaults are used."
    ]
    assert told(path) == []
    assert path.with_name("settings.toml.broken-1").read_bytes() == broken


def test_broken_files_never_replace_each_other(path: Path) -> None:
    path.parent.mkdir()
    for text in ("= 1", "= 2"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsReplaced):
            SettingsStore(path).set("speech.rate", 1)
    assert path.with_name("settings.toml.broken-1").read_text(encoding="utf-8") == "= 1"
    assert path.with_name("settings.toml.broken-2").read_text(encoding="utf-8") == "= 2"
    assert loaded(path) == Settings({"speech.rate": 1})


@pytest.mark.parametrize("damage", ["language = ", None])
def test_a_file_that_is_damaged_meanwhile_takes_no_setting_with_it(path: Path, damage: str | None) -> None:
    store = SettingsStore(path)
    store.set_all({"speech.rate": 30, "hotkeys.find": "f7"})
    if damage is None:
        path.unlink()
        store.set("speech.pitch", 5)
    else:
        path.write_text(damage, encoding="utf-8")
        with pytest.raises(SettingsReplaced, match="broken-1"):
            store.set("speech.pitch", 5)
    assert loaded(path) == Settings({"speech.rate": 30, "hotkeys.find": "f7", "speech.pitch": 5})


def test_a_wrong_value_is_told_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('detail = "some"\n[speech]\nrate = 20\n', encoding="utf-8")
    assert told(path) == [
        "The setting detail has a value that it can't take. It takes: brief, normal, full. The default normal is used."
    ]
    store = SettingsStore(path)
    store.load()
    store.set("speech.pitch", 1)
    assert 'detail = "some"' in path.read_text(encoding="utf-8")
    assert loaded(path) == Settings({"speech.rate": 20, "speech.pitch": 1})


def test_a_table_where_a_value_should_be(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("speech = 5\n[detail]\nx = 1\n[[hotkeys]]\nask = 1\n", encoding="utf-8")
    result = SettingsStore(path).load()
    assert result.settings == Settings()
    assert set(result.unknown) == {"speech", "detail.x", "hotkeys"}
    SettingsStore(path).set("speech.rate", 5)
    assert loaded(path) == Settings({"speech.rate": 5})


def test_a_read_only_file_is_not_replaced(path: Path) -> None:
    store = SettingsStore(path)
    store.set("speech.rate", 20)
    path.chmod(0o400)
    before = path.read_bytes()
    with pytest.raises(SettingsUnwritable):
        store.set("speech.rate", 30)
    assert path.read_bytes() == before
    assert store.settings.number("speech.rate") == 30, "it holds until the end all the same"
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "seesay").write_text("a file where the folder should be", encoding="utf-8")
    store = SettingsStore(tmp_path / "seesay" / "settings.toml")
    assert store.load().settings == Settings()
    with pytest.raises(SettingsUnwritable):
        store.set("speech.rate", 30)


def test_a_file_that_cannot_be_opened_is_told_and_not_replaced(path: Path) -> None:
    path.mkdir(parents=True)
    assert told(path) == ["The settings file could not be opened, and the defaults are used."]
    with pytest.raises(SettingsUnwritable):
        SettingsStore(path).set("speech.rate", 30)
    assert path.is_dir()


def test_a_failed_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SettingsStore(path)
    store.set("speech.rate", 20)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(SettingsUnwritable):
        store.set("speech.rate", 30)
    assert loaded(path) == Settings({"speech.rate": 20})
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_a_link_is_followed(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("", encoding="utf-8")
    path.parent.mkdir()
    path.symlink_to(real)
    SettingsStore(path).set("speech.rate", 20)
    assert path.is_symlink()
    assert loaded(real) == Settings({"speech.rate": 20})


# --- versions ------------------------------------------------------------------------------------------------


def rename_speed(document: MutableMapping[str, Any]) -> None:
    document["speech"]["rate"] = document["speech"].pop("speed")


def slower(document: MutableMapping[str, Any]) -> None:
    document["speech"]["rate"] -= 1


def test_an_older_file_is_migrated_step_by_step_and_kept(path: Path) -> None:
    path.parent.mkdir()
    old = "# mine\nversion = 1\n[speech]\nspeed = 20\n"
    path.write_text(old, encoding="utf-8")
    store = SettingsStore(path, migrations={1: rename_speed, 2: slower})
    assert store.load().settings == Settings({"speech.rate": 19})
    assert path.with_name("settings.toml.version-1-1").read_text(encoding="utf-8") == old
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# mine\nversion = 3\n")
    assert store.load().settings == Settings({"speech.rate": 19}), "a second start migrates nothing"


def test_a_migration_starts_at_the_file_s_version(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("version = 2\n[speech]\nrate = 20\n", encoding="utf-8")
    store = SettingsStore(path, migrations={1: rename_speed, 2: slower})
    assert store.load().settings == Settings({"speech.rate": 19})


@pytest.mark.logs("could not be migrated from version 1")
def test_a_failing_migration_leaves_the_file_and_is_survived(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("version = 1\ndetail = 'full'\n", encoding="utf-8")
    store = SettingsStore(path, migrations={1: rename_speed})
    result = store.load()
    assert result.settings == Settings({"detail": "full"})
    assert len(result.notices) == 1
    assert path.read_text(encoding="utf-8") == "version = 1\ndetail = 'full'\n"


def test_a_newer_file_is_read_as_far_as_it_is_understood_and_keeps_its_version(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('version = 99\ndetail = "full"\n[speech]\nrate = "gentle"\n', encoding="utf-8")
    notices = told(path)
    assert notices[0].startswith("The settings come from a newer version of SeeSay")
    assert notices[1].startswith("The setting speech.rate has a value")
    store = SettingsStore(path)
    store.load()
    store.set("speech.pitch", 5)
    text = path.read_text(encoding="utf-8")
    assert "version = 99" in text
    assert 'rate = "gentle"' in text
    assert loaded(path) == Settings({"detail": "full", "speech.pitch": 5})


# --- properties ----------------------------------------------------------------------------------------------


def values_of(declared: Setting) -> st.SearchStrategy[Value]:
    if declared.kind is Kind.INTEGER:
        return st.integers(int(declared.low), int(declared.high))
    if declared.kind is Kind.DECIMAL:
        return st.floats(declared.low, declared.high)
    if declared.kind is Kind.CHOICE:
        return st.sampled_from(declared.choices)
    texts = st.sampled_from(["What's new?", 'A "quoted" \\ one; or [two]?', "שלום?"])
    of_kind: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.NAME: st.sampled_from(["", 'Integrated "HD" \\ camera', "מצלמה"]),
        Kind.FLAG: st.booleans(),
        Kind.LANGUAGE: st.sampled_from(["auto", "de", "he"]),
        Kind.LANGUAGES: st.lists(st.sampled_from(["de", "he", "en"]), unique=True).map(tuple),
        Kind.KEY: st.sampled_from(["auto", "none", "Ctrl+Alt+X", "Ctrl+\\"]),
        Kind.MODEL: st.sampled_from(["auto", "none", "smolvlm-256m", "https://desk.example:8000/v1"]),
        Kind.TEXTS: st.lists(texts, unique=True).map(tuple),
    }
    return of_kind[declared.kind]


CHANGES = st.lists(
    st.sampled_from(SETTINGS).flatmap(
        lambda declared: st.tuples(st.just(declared.name), st.none() | values_of(declared))
    ),
    max_size=12,
)


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=CHANGES)
def test_after_any_changes_the_file_says_what_the_store_says(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, Value | None]]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    store = SettingsStore(path)
    for name, value in changes:
        if value is None:
            store.reset(name)
        else:
            store.set(name, value)
    result = SettingsStore(path).load()
    assert result.settings == store.settings
    assert (result.notices, result.unknown) == ((), ())


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.sampled_from("[]{}=\"#\n.,' \\t1aespchrdtil\ud800"), max_size=80))
def test_no_file_stops_the_start(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    store = SettingsStore(path)
    store.load()
    store.set("speech.rate", 20)
    assert loaded(path).number("speech.rate") == 20
