"""Fetching a model from a hub that works: what comes, what doesn't, what is written down."""

from __future__ import annotations

import errno
import hashlib
import stat
from pathlib import Path

import pytest

from assistant.core.errors import DownloadError, GateClosed, ModelNotInstalled, ModelUnknown, TokenNeeded, TokenRefused
from assistant.core.models import ModelState
from assistant.vision.store import Progress, State, Store
from support.hub import FakeHub, model_files, safetensors, serving

MODEL = "paligemma2-3b-mix-448"
FREE = "smolvlm-256m"
WEIGHTS = "model-1-of-2.safetensors"


def test_a_model_comes_whole_and_is_written_down(hub: FakeHub, store: Store) -> None:
    assert store.state(FREE) is ModelState.ABSENT
    made = store.install(FREE)
    assert store.state(FREE) is ModelState.INSTALLED
    assert store.record(FREE) == made
    folder = store.folder(FREE)
    published = hub.repositories["HuggingFaceTB/SmolVLM-256M-Instruct"]
    for file in made.files:
        content = (folder / file.path).read_bytes()
        assert content == published.files[file.path]
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (made.commit, made.repository) == (published.commit, "HuggingFaceTB/SmolVLM-256M-Instruct")
    assert (made.family, made.training, made.licence) == ("chat", "chat", "Apache-2.0")
    assert [record.name for record in store.installed()] == [FREE]


def test_only_weights_that_can_not_run_and_texts_are_taken(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    there = {path.name for path in store.folder(FREE).iterdir()}
    assert there == {
        "config.json",
        "tokenizer.json",
        "tokenizer.model",
        WEIGHTS,
        "model-2-of-2.safetensors",
        "seesay-model.toml",
    }
    assert not any(path.endswith((".bin", ".onnx", ".md")) for path in hub.fetched())


def test_what_is_here_is_not_fetched_again(hub: FakeHub, store: Store) -> None:
    made = store.install(FREE)
    hub.asked.clear()
    assert store.install(FREE) == made
    assert hub.asked == []


def test_progress_goes_up_to_the_end(hub: FakeHub, store: Store) -> None:
    told: list[Progress] = []
    made = store.install(FREE, on_progress=told.append)
    fetching = [each for each in told if each.state is State.FETCHING]
    assert [each.done for each in fetching] == sorted(each.done for each in fetching)
    assert {each.total for each in fetching} == {made.size}
    assert (told[-1].state, told[-1].percent, told[-1].done) == (State.DONE, 100, made.size)


def test_a_gate_wants_a_token_then_an_agreement(hub: FakeHub, store: Store) -> None:
    with pytest.raises(TokenNeeded) as needed:
        store.install(MODEL)
    assert needed.value.params["url"] == "https://huggingface.co/settings/tokens"
    with pytest.raises(GateClosed) as closed:
        store.install(MODEL, token="hf_new")
    assert closed.value.params["url"] == "https://huggingface.co/google/paligemma2-3b-mix-448"
    with pytest.raises(TokenRefused):
        store.install(MODEL, token="hf_expired")
    assert hub.fetched()
    assert store.state(MODEL) is not ModelState.INSTALLED
    assert store.install(MODEL, token="hf_good").training == "mix"
    assert store.state(MODEL) is ModelState.INSTALLED


def test_the_token_goes_to_the_hub_only_and_nowhere_else(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(MODEL, token="hf_good")
    assert {each.token for each in hub.asked} == {"hf_good"}
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"hf_good" not in path.read_bytes()


def test_the_token_does_not_follow_to_another_server(hub: FakeHub, store: Store) -> None:
    with serving() as elsewhere:
        elsewhere.add("google/paligemma2-3b-mix-448", model_files())
        elsewhere.tokens["hf_good"] = True
        hub.trouble.elsewhere = elsewhere.url
        store.install(MODEL, token="hf_good")
        assert store.verify(MODEL) == ()
        assert {each.token for each in hub.asked} == {"hf_good"}
        assert elsewhere.fetched()
        assert {each.token for each in elsewhere.asked} == {None}


@pytest.mark.parametrize("status", [401, 403, 404])
def test_another_servers_refusal_says_nothing_of_the_token(hub: FakeHub, store: Store, status: int) -> None:
    with serving() as elsewhere:
        hub.trouble.elsewhere, elsewhere.trouble.status = elsewhere.url, status
        with pytest.raises(DownloadError) as raised:
            store.install(MODEL, token="hf_good")
        assert elsewhere.asked
    assert raised.value.code == "download"
    assert (raised.value.params["why"], raised.value.params["detail"]) == ("server", str(status))


def test_no_token_of_the_environment_is_sent(
    hub: FakeHub, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_good")
    with pytest.raises(TokenNeeded):
        store.install(MODEL)
    assert {each.token for each in hub.asked} == {None}


def test_nothing_but_the_record_and_the_files_is_asked_for(hub: FakeHub, store: Store) -> None:
    made = store.install(FREE)
    asked = sorted(each.path for each in hub.asked)
    base = "/HuggingFaceTB/SmolVLM-256M-Instruct/resolve/" + made.commit
    wanted = [f"{base}/{file.path}" for file in made.files]
    assert asked == sorted([*wanted, "/api/models/HuggingFaceTB/SmolVLM-256M-Instruct/revision/main"])


def test_a_branch_is_pinned_at_the_first_install(hub: FakeHub, store: Store) -> None:
    repository = hub.repositories["HuggingFaceTB/SmolVLM-256M-Instruct"]
    hub.trouble.cut_at = 0
    with pytest.raises(Exception, match="download"):
        store.install(FREE)
    before = repository.commit
    # The branch moves on; what was begun is completed as it was.
    hub.add("HuggingFaceTB/SmolVLM-256M-Instruct", repository.files, commit=before)
    hub.trouble.cut_at = None
    hub.asked.clear()
    assert store.install(FREE).commit == before
    assert not any("/api/" in each.path for each in hub.asked)


def test_a_version_that_is_gone_is_left_for_the_newer_one(hub: FakeHub, store: Store) -> None:
    repository = hub.repositories["HuggingFaceTB/SmolVLM-256M-Instruct"]
    hub.trouble.cut_at, hub.trouble.cuts = 500, 1

    def away(progress: Progress) -> None:
        if progress.done > 500:
            hub.trouble.status = 503

    with pytest.raises(DownloadError):
        store.install(FREE, on_progress=away)
    hub.trouble.status = 0
    newer = {**repository.files, "model-2-of-2.safetensors": safetensors(1500)}
    hub.add("HuggingFaceTB/SmolVLM-256M-Instruct", newer, commit="2" * 40)
    assert store.install(FREE).commit == "2" * 40
    assert store.verify(FREE) == ()


@pytest.mark.parametrize("content", ["", "{", '{"commit": "x", "files": [{}]}', '{"commit": "x", "files": [1]}', "[]"])
def test_a_note_of_what_was_begun_that_makes_no_sense(hub: FakeHub, store: Store, tmp_path: Path, content: str) -> None:
    partial = tmp_path / "data" / "models" / ".partial" / FREE
    partial.mkdir(parents=True)
    (partial / ".listing.json").write_text(content)
    store.install(FREE)
    assert store.verify(FREE) == ()


def test_the_first_generation_is_taken_in_its_narrow_form(hub: FakeHub, store: Store) -> None:
    hub.add("google/paligemma-3b-mix-448", model_files(), is_gated=True)
    store.install("paligemma-3b-mix-448", token="hf_good")
    assert hub.asked[0].path == "/api/models/google/paligemma-3b-mix-448/revision/bfloat16"


def test_the_mask_decoder_comes_from_a_space_and_must_be_the_known_one(hub: FakeHub, store: Store) -> None:
    hub.add("big-vision/paligemma-hf", {"vae-oid.npz": b"PK\x03\x04", "app.py": b"print()"}, kind="spaces")
    with pytest.raises(Exception, match="download") as wrong:
        store.install("mask-decoder")
    assert getattr(wrong.value, "params", {})["why"] == "wrong"
    assert hub.fetched() == []


def test_the_folders_are_the_owners_alone(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(FREE)
    assert stat.S_IMODE((tmp_path / "data" / "models").stat().st_mode) == 0o700


def test_the_library_keeps_its_things_in_our_folder(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(FREE)
    home = Path.home()
    assert not (home / ".cache" / "huggingface").exists()


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", ".partial", "C:x"])
def test_a_name_that_is_a_path_is_no_model(store: Store, name: str) -> None:
    for call in (store.folder, store.state, store.remove, store.install, store.verify):
        with pytest.raises(ModelUnknown):
            call(name)


def test_what_is_not_here_is_told(store: Store) -> None:
    with pytest.raises(ModelNotInstalled):
        store.folder(MODEL)
    with pytest.raises(ModelNotInstalled):
        store.verify(MODEL)
    with pytest.raises(ModelNotInstalled):
        store.remove(MODEL)
    with pytest.raises(ModelUnknown):
        store.folder("mine")
    assert store.installed() == ()


def test_what_else_lies_there_is_no_model(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(FREE)
    models = tmp_path / "data" / "models"
    (models / "notes.txt").write_text("mine")
    for name in ("empty", "a: b", "old."):
        (models / name).mkdir()
    assert {"notes.txt", "a: b", "old."}.isdisjoint(store.names())
    assert [record.name for record in store.installed()] == [FREE]


def test_a_folder_that_was_renamed_is_not_taken_for_the_model_in_it(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(FREE)
    (tmp_path / "data" / "models" / FREE).rename(tmp_path / "data" / "models" / "mine")
    assert store.state("mine") is ModelState.BROKEN
    assert store.installed() == ()


def test_what_is_renamed_while_it_is_counted_is_no_trouble(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    partial = store.quantised(FREE).parents[1] / "models" / ".partial" / FREE
    partial.mkdir(parents=True)
    for name in ("a.part", "b.part"):
        (partial / name).write_bytes(b"xyz")
    listed = list(partial.iterdir())
    (partial / "a.part").rename(partial / "a")
    monkeypatch.setattr(Path, "iterdir", lambda path: iter(listed))
    assert store.arrived(FREE) == 3


def test_half_a_removal_is_completed(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    store.install(FREE)
    models = tmp_path / "data" / "models"
    (models / ".removed").mkdir()
    (models / FREE).rename(models / ".removed" / FREE)
    assert store.state(FREE) is ModelState.ABSENT
    store.install(FREE)
    assert not (models / ".removed").exists()


def test_a_removed_model_is_gone_with_its_copies(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    store.quantised(FREE).mkdir(parents=True)
    (store.quantised(FREE) / "nf4.safetensors").write_bytes(b"x")
    store.remove(FREE)
    assert store.state(FREE) is ModelState.ABSENT
    assert not store.quantised(FREE).exists()


def test_copies_that_were_left_behind_go_as_well(hub: FakeHub, store: Store) -> None:
    store.quantised(FREE).mkdir(parents=True)
    store.remove(FREE)
    assert not store.quantised(FREE).exists()
    with pytest.raises(ModelNotInstalled):
        store.remove(FREE)


def test_models_on_another_disk_go_with_their_copies(
    hub: FakeHub, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.install(FREE)
    store.quantised(FREE).mkdir(parents=True)
    rename = Path.rename

    def on_one_disk(path: Path, target: Path) -> Path:
        if ("models" in path.parts) != ("models" in target.parts):
            raise OSError(errno.EXDEV, "another disk")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", on_one_disk)
    store.remove(FREE)
    assert not store.quantised(FREE).exists()
