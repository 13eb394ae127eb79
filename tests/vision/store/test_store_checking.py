"""Checking and repairing what is here: every kind of damage is found, and only what is damaged comes again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.core.errors import DownloadError, ModelBroken, TokenNeeded
from assistant.core.models import ModelState
from assistant.vision.store import Damage, Store
from support.hub import FakeHub, safetensors

FREE = "smolvlm-256m"
ONE, TWO = "model-1-of-2.safetensors", "model-2-of-2.safetensors"

Harm = Callable[[Path], None]


def flip(folder: Path) -> None:
    content = bytearray((folder / ONE).read_bytes())
    content[-1] ^= 1
    (folder / ONE).write_bytes(content)


def cut(folder: Path) -> None:
    os.truncate(folder / ONE, 500)


def swap(folder: Path) -> None:
    first, second = (folder / ONE).read_bytes(), (folder / TWO).read_bytes()
    (folder / ONE).write_bytes(second)
    (folder / TWO).write_bytes(first)


def delete(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def link(folder: Path) -> None:
    elsewhere = folder.parent.parent / "elsewhere"
    (folder / ONE).rename(elsewhere)
    (folder / ONE).symlink_to(elsewhere)


def add(folder: Path) -> None:
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x04")


def other_tokenizer(folder: Path) -> None:
    size = (folder / "tokenizer.json").stat().st_size
    (folder / "tokenizer.json").write_bytes(b"{" + b" " * (size - 2) + b"}")


@pytest.mark.parametrize(
    ("harm", "damages"),
    [
        (flip, [Damage(ONE, "content")]),
        (cut, [Damage(ONE, "size")]),
        (swap, [Damage(ONE, "content"), Damage(TWO, "content")]),
        (delete, [Damage("tokenizer.json", "missing")]),
        (link, [Damage(ONE, "missing")]),
        (add, [Damage("pytorch_model.bin", "foreign")]),
        (other_tokenizer, [Damage("tokenizer.json", "content")]),
    ],
)
def test_every_damage_is_found_and_put_right(hub: FakeHub, store: Store, harm: Harm, damages: list[Damage]) -> None:
    store.install(FREE)
    harm(store.folder(FREE))
    assert list(store.verify(FREE)) == damages
    hub.asked.clear()
    assert list(store.repair(FREE)) == damages
    fetched = [Path(path).name for path in hub.fetched()]
    assert fetched == [damage.path for damage in damages if damage.why != "foreign"]
    assert store.verify(FREE) == ()


def test_what_is_right_is_not_fetched(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    hub.asked.clear()
    assert store.repair(FREE) == ()
    assert hub.asked == []


@pytest.mark.parametrize("harm", [cut, delete])
def test_a_wrong_length_is_seen_without_reading(hub: FakeHub, store: Store, harm: Harm) -> None:
    store.install(FREE)
    harm(store.folder(FREE))
    assert store.state(FREE) is ModelState.BROKEN
    assert store.installed() == ()
    with pytest.raises(ModelBroken) as raised:
        store.folder(FREE)
    assert raised.value.params["file"] in (ONE, "tokenizer.json")


def test_a_broken_model_is_installed_over_what_is_right_of_it(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    cut(store.folder(FREE))
    hub.asked.clear()
    store.install(FREE)
    assert store.verify(FREE) == ()
    assert [Path(path).name for path in hub.fetched()] == [ONE]


def test_a_broken_model_with_a_strange_folder_in_it_is_installed_over(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    folder = store.folder(FREE)
    cut(folder)
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("mine")
    store.install(FREE)
    assert store.verify(FREE) == ()


def test_nothing_is_written_to_where_a_link_leads(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    folder = store.folder(FREE)
    link(folder)
    elsewhere = (folder / ONE).resolve()
    cut(folder)
    before = elsewhere.read_bytes()
    store.install(FREE)
    assert store.verify(FREE) == ()
    assert elsewhere.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b'version=1\nname="x"\nfamily="chat"\ntraining="chat"\nresolution=inf\nrepository=""\ncommit=""\nlicence=""\n'
        b'[[file]]\npath="config.json"\nsize=1\nsha256="x"',
        b"version = 1",
        b"version = 99\nfamily='chat'",
        b'version=1\nname="x"\nfamily="chat"\ntraining="chat"\nresolution=0\nrepository=""\ncommit=""\nlicence=""\nfile=[]',
        b'version=1\nname="x"\nfamily="chat"\ntraining="chat"\nresolution=0\nrepository=""\ncommit=""\nlicence=""\n'
        b'[[file]]\npath="../../etc/passwd"\nsize=1\nsha256="x"',
    ],
)
def test_a_record_that_makes_no_sense(hub: FakeHub, store: Store, content: bytes) -> None:
    store.install(FREE)
    (store.folder(FREE) / "seesay-model.toml").write_bytes(content)
    for call in (store.folder, store.verify, store.repair):
        with pytest.raises(ModelBroken):
            call(FREE)
    assert store.state(FREE) is ModelState.BROKEN
    store.install(FREE)
    assert store.verify(FREE) == ()


def test_a_repair_is_of_the_same_version(hub: FakeHub, store: Store) -> None:
    made = store.install(FREE)
    swap(store.folder(FREE))
    repository = hub.repositories[made.repository]
    # The branch has moved on to other weights.
    hub.add(made.repository, {**repository.files, ONE: safetensors(1000, 99)}, commit="2" * 40)
    with pytest.raises(DownloadError) as raised:
        store.repair(FREE)
    assert raised.value.params["why"] == "missing"
    assert any(made.commit in each.path for each in hub.asked)
    assert {damage.path for damage in store.verify(FREE)} == {ONE, TWO}


def test_a_repair_of_a_gated_model_wants_the_token(hub: FakeHub, store: Store) -> None:
    store.install("paligemma2-3b-mix-448", token="hf_good")
    flip(store.folder("paligemma2-3b-mix-448"))
    with pytest.raises(TokenNeeded):
        store.repair("paligemma2-3b-mix-448")
    store.repair("paligemma2-3b-mix-448", token="hf_good")
    assert store.verify("paligemma2-3b-mix-448") == ()


def test_a_repair_that_brings_the_wrong_bytes_leaves_the_model_as_it_was(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    flip(store.folder(FREE))
    before = hashlib.sha256((store.folder(FREE) / ONE).read_bytes()).hexdigest()
    hub.trouble.wrong = True
    with pytest.raises(DownloadError):
        store.repair(FREE)
    assert hashlib.sha256((store.folder(FREE) / ONE).read_bytes()).hexdigest() == before
    hub.trouble.wrong = False
    store.repair(FREE)
    assert store.verify(FREE) == ()


def test_checking_opens_no_network(hub: FakeHub, store: Store) -> None:
    store.install(FREE)
    hub.asked.clear()
    store.verify(FREE)
    store.folder(FREE)
    store.installed()
    store.names()
    assert hub.asked == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04\x95pickle",
        b"\xff" * 64,
        safetensors(1000)[:-1],
        safetensors(1000) + b"x",
        b"\x02" + bytes(7) + b"[]",
    ],
    ids=["empty", "pickle", "nonsense", "cut off", "longer", "no table"],
)
def test_what_only_calls_itself_safetensors_is_refused(hub: FakeHub, store: Store, content: bytes) -> None:
    repository = hub.repositories["HuggingFaceTB/SmolVLM-256M-Instruct"]
    repository.files[ONE] = content
    with pytest.raises(ModelBroken) as raised:
        store.install(FREE)
    assert raised.value.params["file"] == ONE
    assert store.state(FREE) is not ModelState.INSTALLED
