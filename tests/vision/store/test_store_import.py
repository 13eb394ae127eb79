"""Models that come from a folder: another SeeSay's, the hub's cache, one's own; no network, and nothing that runs."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from assistant.core.domain import Task
from assistant.core.errors import DiskFull, ModelBroken, ModelUnsafe, SeeSayError, UsageError
from assistant.core.models import ModelState
from assistant.vision.store import Store, files, look_at
from support.hub import FakeHub, model_files

MODEL = "paligemma2-3b-mix-448"
COMMIT = "c" * 40
WEIGHTS = "model-1-of-2.safetensors"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A folder as somebody has it who saved a model by hand."""
    return written(tmp_path / "plain", model_files())


def written(folder: Path, held: dict[str, bytes]) -> Path:
    for name, content in held.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A repository as the hub's own tools keep it: contents under their hashes, links to them under a commit."""
    root = tmp_path / "hub" / "models--google--paligemma2-3b-mix-448"
    snapshot = root / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (root / "blobs").mkdir()
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text(COMMIT)
    for name, content in model_files().items():
        if "/" not in name:
            git = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            blob = hashlib.sha256(content).hexdigest() if name.endswith(".safetensors") else git
            (root / "blobs" / blob).write_bytes(content)
            (snapshot / name).symlink_to(f"../../blobs/{blob}")
    return root


@pytest.mark.parametrize("name", ["auto", "none", "embedded", "Tiny", "../tiny", ""])
def test_a_name_that_means_something_else_is_refused(plain: Path, name: str) -> None:
    with pytest.raises(UsageError, match="--name"):
        look_at(plain, name=name, training="mix")


def test_plain_files_under_a_name_of_the_catalogue(store: Store, plain: Path) -> None:
    made = store.import_from(look_at(plain, name=MODEL))
    assert store.state(MODEL) is ModelState.INSTALLED
    assert store.verify(MODEL) == ()
    assert (made.family, made.training, made.resolution, made.commit) == ("paligemma", "mix", 448, "")
    there = {path.name for path in store.folder(MODEL).iterdir()}
    assert "pytorch_model.bin" not in there
    assert "README.md" not in there
    assert store.entry(MODEL).tasks == frozenset(Task)


def test_a_config_that_leaves_the_usual_side_out(store: Store, plain: Path) -> None:
    (plain / "config.json").write_text(json.dumps({"model_type": "paligemma", "vision_config": {"patch_size": 14}}))
    assert store.import_from(look_at(plain, name="paligemma2-3b-mix-224")).resolution == 224
    with pytest.raises(ModelBroken):
        look_at(plain, name=MODEL)


@pytest.mark.parametrize("inner", ["", f"snapshots/{COMMIT}"])
def test_the_hubs_cache_tells_name_and_version(store: Store, cache: Path, inner: str) -> None:
    made = store.import_from(look_at(cache / inner))
    assert (made.name, made.repository, made.commit) == (MODEL, "google/paligemma2-3b-mix-448", COMMIT)
    assert store.verify(MODEL) == ()
    assert not any(path.is_symlink() for path in store.folder(MODEL).iterdir())


@pytest.mark.parametrize("name", [WEIGHTS, "config.json"])
def test_a_damaged_cache_is_found_by_the_names_of_its_contents(store: Store, cache: Path, name: str) -> None:
    path = (cache / "snapshots" / COMMIT / name).resolve()
    content = bytearray(path.read_bytes())
    content[-2] = content[-2] ^ 1 if name == WEIGHTS else ord(" ")
    path.write_bytes(content)
    with pytest.raises(ModelBroken) as raised:
        store.import_from(look_at(cache))
    assert raised.value.params["file"] == name
    assert store.state(MODEL) is ModelState.ABSENT


def test_from_another_seesay(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    made = store.install(MODEL, token="hf_good")
    brought = tmp_path / "stick"
    shutil.copytree(store.folder(MODEL), brought)
    other = Store(tmp_path / "other")
    assert other.import_from(look_at(brought)) == made
    assert other.verify(MODEL) == ()
    # The version is known, so that it can be repaired from the hub.
    (other.folder(MODEL) / "tokenizer.model").unlink()
    other.repair(MODEL, token="hf_good")
    assert other.verify(MODEL) == ()


def test_a_stick_that_lost_a_bit(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(MODEL, token="hf_good")
    brought = tmp_path / "stick"
    shutil.copytree(store.folder(MODEL), brought)
    content = bytearray((brought / WEIGHTS).read_bytes())
    content[-1] ^= 8
    (brought / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelBroken):
        Store(tmp_path / "other").import_from(look_at(brought))


def test_a_stick_that_lost_a_file(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(MODEL, token="hf_good")
    (store.folder(MODEL) / WEIGHTS).unlink()
    with pytest.raises(ModelBroken) as raised:
        look_at(tmp_path / "data" / "models" / MODEL)
    assert raised.value.params["file"] == WEIGHTS


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (f'name = "{MODEL}"', 'name = "\\u001b[2J"', UsageError),
        (f'name = "{MODEL}"', 'name = "../../mine"', UsageError),
        ('family = "paligemma"', 'family = "chat"', ModelBroken),
        ("resolution = 448", "resolution = 224", ModelBroken),
    ],
)
def test_a_record_is_not_believed_everything(
    hub: FakeHub, store: Store, old: str, new: str, error: type[SeeSayError]
) -> None:
    store.install(MODEL, token="hf_good")
    path = store.folder(MODEL) / "seesay-model.toml"
    told = path.read_text()
    assert old in told
    path.write_text(told.replace(old, new))
    with pytest.raises(error):
        look_at(path.parent)


def test_a_folder_that_can_not_be_read(cache: Path) -> None:
    (cache / "refs" / "main").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError):
        look_at(cache)


def test_a_model_of_ones_own(store: Store, plain: Path) -> None:
    made = store.import_from(look_at(plain, name="mine", training="mix"))
    assert (made.name, made.family, made.training, made.resolution) == ("mine", "paligemma", "mix", 448)
    assert "mine" in store.names()
    known = store.entry("mine")
    assert known.tasks == frozenset(Task)
    assert known.memory["bf16"] > 0
    assert [record.name for record in store.installed()] == ["mine"]
    (store.folder("mine") / WEIGHTS).unlink()
    with pytest.raises(ModelBroken):
        store.repair("mine")
    store.remove("mine")
    assert "mine" not in store.names()


def test_a_chat_model_of_ones_own_needs_no_training(store: Store, plain: Path) -> None:
    (plain / "config.json").write_text(json.dumps({"model_type": "idefics3"}))
    made = store.import_from(look_at(plain, name="talker"))
    assert (made.family, made.training, made.resolution) == ("chat", "chat", 0)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"name": "mine"},
        {"name": "../x", "training": "mix"},
        {"name": "Mine Own", "training": "mix"},
        {"name": ".x"},
    ],
)
def test_what_is_not_told_is_asked_for(plain: Path, told: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        look_at(plain, **told)


@pytest.mark.parametrize("name", ["paligemma2-3b-mix-224", "smolvlm-256m"])
def test_another_model_than_its_name_says_is_refused(plain: Path, name: str) -> None:
    with pytest.raises(ModelBroken) as raised:
        look_at(plain, name=name)
    assert raised.value.params["file"] == "config.json"


def test_pickles_are_refused_by_name(plain: Path) -> None:
    for path in plain.glob("*.safetensors"):
        path.unlink()
    with pytest.raises(ModelUnsafe) as raised:
        look_at(plain, name=MODEL)
    assert raised.value.params["file"] == "pytorch_model.bin"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", b"{"),
        ("config.json", b"[]"),
        ("config.json", b"\xff"),
        ("config.json", b'{"model_type": "paligemma", "vision_config": 7}'),
        ("tokenizer.json", b"not json"),
        ("tokenizer.json", b""),
        (WEIGHTS, b"\x80\x04pickled"),
        (WEIGHTS, b""),
    ],
)
def test_a_folder_with_a_broken_file_is_refused(store: Store, plain: Path, name: str, content: bytes) -> None:
    (plain / name).write_bytes(content)
    with pytest.raises(ModelBroken) as raised:
        store.import_from(look_at(plain, name=MODEL))
    assert raised.value.params["file"] == name
    assert store.state(MODEL) is ModelState.ABSENT


def test_no_folder_or_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        look_at(tmp_path / "nothing", name=MODEL)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SeeSayError):
        look_at(tmp_path / "empty", name=MODEL)


def test_no_room(store: Store, plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1000}))
    with pytest.raises(DiskFull):
        store.import_from(look_at(plain, name=MODEL))
    assert store.state(MODEL) is ModelState.ABSENT


def test_an_import_that_is_interrupted_leaves_nothing(store: Store, plain: Path) -> None:
    def leave(progress: object) -> None:
        if getattr(progress, "done", 0) > 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.import_from(look_at(plain, name=MODEL), leave)
    assert store.state(MODEL) is ModelState.ABSENT


def test_a_second_import_replaces_the_first(store: Store, plain: Path) -> None:
    store.import_from(look_at(plain, name="mine", training="mix"))
    written(plain, model_files(2000))
    store.import_from(look_at(plain, name="mine", training="mix"))
    assert (store.folder("mine") / WEIGHTS).stat().st_size > 2000
    assert store.verify("mine") == ()


def test_the_mask_decoder_from_a_folder_must_be_the_known_one(store: Store, tmp_path: Path) -> None:
    folder = written(tmp_path / "masks", {"vae-oid.npz": b"PK\x03\x04"})
    with pytest.raises(ModelBroken):
        store.import_from(look_at(folder, name="mask-decoder"))


@pytest.mark.parametrize(
    ("path", "is_taken"),
    [
        ("model.safetensors", True),
        ("config.json", True),
        ("chat_template.jinja", True),
        ("merges.txt", True),
        ("tokenizer.model", True),
        ("other.model", False),
        ("notes.txt", False),
        ("modeling.py", False),
        ("model.bin", False),
        ("model.pt", False),
        ("sub/model.safetensors", False),
        ("../model.safetensors", False),
        ("/etc/x.json", False),
        (".json", False),
        ("-x.json", False),
        ("a\\b.json", False),
        ("x" * 200 + ".json", False),
    ],
)
def test_which_files_are_taken(path: str, is_taken: bool) -> None:
    assert files.is_accepted(path, "paligemma") is is_taken
