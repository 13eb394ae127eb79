"""Language packs: the table is that of the real files; fetched, imported, checked and removed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.core.errors import DownloadError, ModelBroken, ModelError, ModelNotInstalled, ModelUnknown
from assistant.core.languages import LANGUAGES
from assistant.core.models import ModelState
from assistant.vision import packs_table
from assistant.vision.packs import Packs, all_packs, pack

CONTENT = b"letters of a script " * 5000
SYSTEM = sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))


class _Publisher(BaseHTTPRequestHandler):
    content = CONTENT
    status = 200
    stops_at: int | None = None
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name for it
        pass

    def do_GET(self) -> None:  # the base's name for it
        kind = type(self)
        self.send_response(kind.status)
        self.send_header("Content-Length", str(len(kind.content)))
        self.end_headers()
        self.wfile.write(kind.content[: kind.stops_at])


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Publisher]]:
    """A server whose Russian pack is the content above."""
    known = {**packs_table.PACK_FILES, "rus": (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())}
    monkeypatch.setattr(packs_table, "PACK_FILES", known)
    kind = type("Publisher", (_Publisher,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    monkeypatch.setattr(packs_table, "BASE", f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield kind
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def store(tmp_path: Path, publisher: type[_Publisher]) -> Packs:
    return Packs(tmp_path / "data")


def test_every_language_has_a_pack() -> None:
    assert {each.code for each in all_packs()} == set(LANGUAGES)
    assert len({each.sha256 for each in all_packs()}) == len(LANGUAGES)
    assert all(400_000 < each.size < 8_000_000 and len(each.sha256) == 64 for each in all_packs())


@pytest.mark.skipif(not SYSTEM, reason="needs Tesseract's files of the system's packages")
def test_the_table_tells_the_very_files_of_the_packages() -> None:
    found = {path.name: path for folder in SYSTEM for path in folder.glob("*.traineddata")}
    compared = [each for each in all_packs() if each.file in found]
    assert compared
    for each in compared:
        content = found[each.file].read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each.size, each.sha256), each.file


def test_codes_are_taken_as_people_write_them() -> None:
    assert pack("lang:pt-BR").file == "por.traineddata"
    for name in ("lang:xx", "lang:", "ru", "lang:../x"):
        with pytest.raises(ModelUnknown):
            pack(name)


def test_a_pack_comes_and_goes(store: Packs, publisher: type[_Publisher]) -> None:
    assert store.state("lang:ru") is ModelState.ABSENT
    told: list[int] = []
    store.install("lang:ru", on_progress=lambda each: told.append(each.percent))
    assert store.path("lang:ru").read_bytes() == CONTENT
    assert (store.state("lang:ru"), store.verify("lang:ru")) == (ModelState.INSTALLED, None)
    assert told[-1] == 100
    assert told == sorted(told)
    publisher.status = 500
    store.install("lang:ru")
    store.remove("lang:ru")
    assert store.state("lang:ru") is ModelState.ABSENT
    with pytest.raises(ModelNotInstalled):
        store.remove("lang:ru")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": 500}, "server"),
        ({"status": 404}, "missing"),
        ({"stops_at": 40_000}, "cut"),
        ({"content": CONTENT[:-1]}, "wrong"),
        ({"content": CONTENT + b"x"}, "wrong"),
        ({"content": b"<html>log in first</html>"}, "wrong"),
        ({"content": CONTENT[:-1] + b"x"}, "wrong"),
    ],
    ids=["trouble", "gone", "cut off", "less", "more", "a login page", "altered"],
)
def test_a_trouble_is_told_and_leaves_nothing(
    store: Packs, publisher: type[_Publisher], change: dict[str, object], why: str
) -> None:
    for name, value in change.items():
        setattr(publisher, name, value)
    with pytest.raises(DownloadError) as raised:
        store.install("lang:ru")
    assert raised.value.params["why"] == why
    assert store.state("lang:ru") is ModelState.ABSENT
    assert [path.name for path in store.path("lang:ru").parent.iterdir()] == [".lock"]


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs_table, "BASE", "http://127.0.0.1:9")
    with pytest.raises(DownloadError) as raised:
        Packs(tmp_path).install("lang:ru")
    assert raised.value.params["why"] == "offline"


def test_a_damaged_pack_is_found_and_fetched_again(store: Packs) -> None:
    store.install("lang:ru")
    path = store.path("lang:ru")
    path.write_bytes(CONTENT[:-1] + b"x")
    assert store.verify("lang:ru") == "content"
    store.install("lang:ru")
    assert store.verify("lang:ru") is None
    path.write_bytes(CONTENT[:100])
    assert (store.state("lang:ru"), store.verify("lang:ru")) == (ModelState.BROKEN, "size")


def test_a_pack_from_another_machine(store: Packs, tmp_path: Path) -> None:
    brought = tmp_path / "rus.traineddata"
    brought.write_bytes(CONTENT)
    assert store.import_file(brought).name == "lang:ru"
    assert store.verify("lang:ru") is None
    brought.write_bytes(CONTENT[:-1])
    with pytest.raises(ModelBroken):
        store.import_file(brought)
    assert store.verify("lang:ru") is None
    with pytest.raises(ModelUnknown):
        store.import_file(tmp_path / "other.traineddata")
    with pytest.raises(ModelError):
        store.import_file(tmp_path / "gone" / "rus.traineddata")


@pytest.mark.skipif(not SYSTEM, reason="needs Tesseract's files of the system's packages")
def test_the_recogniser_finds_an_imported_pack_first(tmp_path: Path) -> None:
    from assistant.vision.embedded.tesseract import find_packs, pack_folders

    Packs(tmp_path).import_file(SYSTEM[0] / "ell.traineddata")
    found, missing = find_packs(["el"], pack_folders(tmp_path))
    assert missing == []
    assert found[0].folder == tmp_path / "tessdata"
