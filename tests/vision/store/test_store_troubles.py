"""Whatever a hub, a network or a disk does: one typed error, nothing half-installed, and it goes on from there."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.errors import DiskFull, DownloadError, ModelRuntimeMissing, ModelsBusy
from assistant.core.models import ModelState
from assistant.system.instance_lock import InstanceLock
from assistant.vision.store import Progress, Store, files
from assistant.vision.store import hub as client
from support.hub import FakeHub, model_files

FREE = "smolvlm-256m"
REPOSITORY = "HuggingFaceTB/SmolVLM-256M-Instruct"
SIZE = 10_000


@pytest.fixture(autouse=True)
def published(hub: FakeHub) -> FakeHub:
    hub.add(REPOSITORY, model_files(SIZE))
    return hub


def failing(store: Store) -> DownloadError:
    """Install; return the error that it must end in, nothing being installed."""
    with pytest.raises(DownloadError) as raised:
        store.install(FREE)
    assert store.state(FREE) is not ModelState.INSTALLED
    assert store.installed() == ()
    return raised.value


def whole(store: Store) -> None:
    """Install; every byte must be right."""
    store.install(FREE)
    assert store.verify(FREE) == ()


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_download_cut_at_every_tenth_goes_on_from_there(hub: FakeHub, store: Store, tenth: int) -> None:
    at = SIZE * tenth // 10
    hub.trouble.cut_at, hub.trouble.cuts = at, 3
    whole(store)
    assert max(each.start for each in hub.asked) > at - client.ARRIVING


def test_a_connection_that_brings_nothing_any_more_is_given_up(hub: FakeHub, store: Store) -> None:
    hub.trouble.cut_at = 0
    assert failing(store).params["why"] == "cut"
    hub.trouble.cut_at = None
    whole(store)


@pytest.mark.parametrize("tenth", range(10))
def test_a_network_that_goes_at_every_tenth_and_a_later_try(hub: FakeHub, store: Store, tenth: int) -> None:
    at = SIZE * tenth // 10
    hub.trouble.cut_at, hub.trouble.cuts = at, 1

    def away(progress: Progress) -> None:
        if progress.done > at:
            hub.trouble.status = 503

    with pytest.raises(DownloadError) as raised:
        store.install(FREE, on_progress=away)
    assert raised.value.params["why"] == "server"
    assert store.state(FREE) is (ModelState.PARTIAL if store.arrived(FREE) else ModelState.ABSENT)
    hub.trouble.status, hub.trouble.cuts = 0, 0
    arrived = store.arrived(FREE)
    assert arrived >= at - client.ARRIVING
    hub.asked.clear()
    whole(store)
    sent = sum(len(hub.repositories[REPOSITORY].files[each.path.rpartition("/")[2]]) - each.start for each in hub.asked)
    assert sent == store.size(FREE) - arrived, "something was fetched twice"


@pytest.mark.parametrize("status", [500, 502, 503, 418])
def test_a_hub_in_trouble(hub: FakeHub, store: Store, status: int) -> None:
    hub.trouble.status = status
    told = failing(store)
    assert (told.params["why"], told.params["detail"]) == ("server", str(status))


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"<html>Please log in to this hotel's network</html>",
        b"[]",
        b"null",
        b"{}",
        b'{"id": "x", "sha": "main", "siblings": []}',
        b'{"id": "x", "sha": "' + b"1" * 40 + b'", "siblings": [{"rfilename": "config.json"}]}',
        b'{"id": "x", "sha": "' + b"1" * 40 + b'", "siblings": 7}',
        b"[" * 100_000,
    ],
)
def test_a_record_that_makes_no_sense(hub: FakeHub, store: Store, garbage: bytes) -> None:
    hub.trouble.garbage = garbage
    assert failing(store).params["why"] == "garbled"
    assert hub.fetched() == []


def test_a_repository_without_a_model_in_it(hub: FakeHub, store: Store) -> None:
    hub.add(REPOSITORY, {"config.json": b"{}", "pytorch_model.bin": b"\x80"})
    assert failing(store).params["why"] == "missing"
    del hub.repositories[REPOSITORY]
    assert failing(store).params["why"] == "missing"


@pytest.mark.parametrize("kind", ["wrong", "longer", "shorter"])
def test_other_bytes_than_the_record_promises(hub: FakeHub, store: Store, kind: str) -> None:
    setattr(hub.trouble, kind, True)
    told = failing(store)
    assert told.params["why"] in ("wrong", "cut")
    setattr(hub.trouble, kind, False)
    whole(store)


def test_a_hub_that_can_not_go_on_in_the_middle(hub: FakeHub, store: Store) -> None:
    hub.trouble.cut_at, hub.trouble.cuts, hub.trouble.ignores_ranges = 4000, 2, True
    whole(store)


def test_no_network(store: Store, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    library = pytest.importorskip("huggingface_hub")
    monkeypatch.setattr(library.constants, "ENDPOINT", "http://127.0.0.1:9")
    assert failing(store).params["why"] == "offline"


def test_a_half_that_was_damaged_meanwhile_is_fetched_again(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    hub.trouble.cut_at, hub.trouble.cuts = 4000, 1
    with pytest.raises(DownloadError):
        store.install(FREE, on_progress=lambda each: setattr(hub.trouble, "status", 503 if each.done > 4000 else 0))
    (part,) = (tmp_path / "data" / "models" / ".partial" / FREE).glob("*.part")
    part.write_bytes(b"x" * part.stat().st_size)
    hub.trouble.status = 0
    assert failing(store).params["why"] == "wrong"
    whole(store)


def test_without_the_library_it_says_what_is_missing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "huggingface_hub", None)
    with pytest.raises(ModelRuntimeMissing) as raised:
        store.install(FREE)
    assert raised.value.params["detail"] == "huggingface_hub"


# --- the disk -------------------------------------------------------------------------------------


def test_the_room_is_looked_at_before_anything_comes(
    hub: FakeHub, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 100_000_000 + 20_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    told = failing(store)
    assert isinstance(told, DiskFull)
    assert hub.fetched() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room; needs the right to mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"can't mount a small disk: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full_in_the_middle(hub: FakeHub, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LEFT_FREE", -10_000_000)
    hub.add(REPOSITORY, model_files(40_000))
    store = Store(small_disk / "data")
    told = failing(store)
    assert isinstance(told, DiskFull), told
    assert (told.params["need"], told.params["free"]) != ("", "")
    # Room is made; what has arrived is gone on with.
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    hub.asked.clear()
    whole(store)
    assert max(each.start for each in hub.asked) > 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_way_of_having_no_room(store: Store, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def full(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    assert isinstance(failing(store), DiskFull)


def test_a_folder_that_can_not_be_written(tmp_path: Path, hub: FakeHub) -> None:
    (tmp_path / "data").write_text("a file in its place")
    assert failing(Store(tmp_path / "data")).params["why"] == "disk"


# --- two at once, and leaving in the middle ---------------------------------------------------------


def test_one_process_at_a_time_works_on_a_model(hub: FakeHub, store: Store, tmp_path: Path) -> None:
    hub.trouble.pause = threading.Event()
    ended: list[object] = []
    thread = threading.Thread(target=lambda: ended.append(store.install(FREE)))
    thread.start()
    assert hub.reached_half.wait(20)
    locks = tmp_path / "data" / "models" / ".locks"
    assert not InstanceLock(locks / FREE).acquire()
    for call in (store.install, store.verify, store.remove, store.repair):
        with pytest.raises(ModelsBusy):
            call(FREE)
    hub.trouble.pause.set()
    thread.join(30)
    assert len(ended) == 1
    assert store.verify(FREE) == ()


def test_an_interrupt_keeps_what_has_arrived(hub: FakeHub, store: Store) -> None:
    def leave(progress: Progress) -> None:
        if progress.done > SIZE // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.install(FREE, on_progress=leave)
    assert store.state(FREE) is ModelState.PARTIAL
    assert store.arrived(FREE) >= SIZE // 2
    whole(store)
