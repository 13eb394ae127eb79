"""Zip files that attack: what they would unfold to is counted first, names are names, passwords are asked for."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile

import pytest

from assistant.core.documents import DocumentKind
from assistant.core.errors import (
    DocumentError,
    DocumentLocked,
    DocumentProtected,
    DocumentTooLarge,
    DocumentUnreadable,
    SeeSayError,
)
from assistant.reader.formats import archive as archive_module
from assistant.reader.formats.archive import Archive
from assistant.reader.formats.epub import open_document as open_epub
from assistant.reader.formats.odt import open_document as open_odt
from assistant.reader.opening import kind_of
from support.document_files import ODT_NAMES, content, epub, locked_zip, odt, opened, told, zipped

MANIFEST = {"META-INF/manifest.xml": f"<manifest:manifest {ODT_NAMES}/>"}


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_tells() -> None:
    data = bytearray(zipped({"a": b"x" * 1_000_000}))
    size = struct.pack("<I", 1_000_000)
    place = data.find(size)
    while place >= 0:
        data[place : place + 4] = struct.pack("<I", 10)
        place = data.find(size, place + 4)
    with pytest.raises(DocumentUnreadable):
        Archive(content(bytes(data))).read("a")


def test_entries_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_ENTRIES", 10)
    with pytest.raises(DocumentTooLarge):
        Archive(content(zipped({str(number): "" for number in range(11)})))


def test_what_is_read_adds_up_and_pictures_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_TOTAL", 250)
    archive = Archive(content(zipped({"a": b"x" * 100})))
    for _ in range(10):
        archive.read_figure("a")
    archive.read("a")
    archive.read("a")
    with pytest.raises(DocumentTooLarge):
        archive.read("a")


def test_overlapping_entries_are_bounded_by_what_they_would_unfold_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_TOTAL", 20 << 20)
    data = zipped({"a": b"\0" * (1 << 20)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (info,) = archive.infolist()
        start = archive.start_dir
    entry, end = data[start:-22], data[-22:]
    count = 1000
    entries = b"".join(entry[:-1] + bytes([number % 26 + 97]) for number in range(count))
    bomb = data[:start] + entries + end[:8] + struct.pack("<HHII", count, count, len(entries), start) + end[20:]
    assert info.filename == "a"
    with pytest.raises(DocumentTooLarge):
        Archive(content(bomb)).check()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "a\0b", "..", "\u202egnp.exe", "x" * 60_000]
)
def test_names_are_never_paths(name: str) -> None:
    archive = Archive(content(zipped({name: "inside", "mimetype": "x"})))
    with pytest.raises(KeyError):
        archive.read("etc/passwd")
    (inside, _) = archive.names
    assert archive.read(inside) == b"inside"


@pytest.mark.parametrize("flaw", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_hardly_a_zip(flaw: bytes) -> None:
    with pytest.raises(SeeSayError):
        opened(open_epub, flaw)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_book(part: float) -> None:
    data = epub({f"{number}.xhtml": f"<p>chapter {number}</p>" for number in range(50)})
    with pytest.raises(DocumentUnreadable):
        opened(open_epub, data[: int(len(data) * part)])


def test_flipped_bytes_end_in_text_or_in_an_error() -> None:
    data = epub({"a.xhtml": "<p>some text of a chapter</p>"})
    for place in range(0, len(data), 7):
        broken = bytearray(data)
        broken[place] ^= 0xFF
        with contextlib.suppress(DocumentError):
            told(opened(open_epub, bytes(broken)))


def test_a_zip_with_a_password_is_locked() -> None:
    with zipfile.ZipFile(io.BytesIO(odt("<text:p>secret</text:p>", entries=MANIFEST))) as plain:
        data = locked_zip({name: plain.read(name) for name in plain.namelist()}, "sesame")
    assert kind_of(content(data)) is DocumentKind.ODT
    with pytest.raises(DocumentLocked) as caught:
        opened(open_odt, data)
    assert "is_wrong" not in caught.value.params
    with pytest.raises(DocumentLocked) as caught:
        opened(open_odt, data, password="wrong")
    assert caught.value.params["is_wrong"] == "yes"
    assert told(opened(open_odt, data, password="sesame")) == ["paragraph: secret"]


def test_an_encryption_that_is_not_known_is_told() -> None:
    data = bytearray(zipped({"content.xml": "x"}, zipfile.ZIP_STORED))
    for mark, flags, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        start = data.find(mark)
        data[start + flags] |= 1
        data[start + method] = 99
    with pytest.raises(DocumentProtected):
        opened(open_odt, bytes(data), password="x")
