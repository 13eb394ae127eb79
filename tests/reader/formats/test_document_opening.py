"""What a file is, by its content; which files are one book."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.core.documents import DocumentKind, Files
from assistant.core.errors import DocumentProtected, DocumentUnknown, DocumentUnreadable, FileUnreadable
from assistant.reader.formats.content import Content, fingerprint
from assistant.reader.opening import book_of, kind_of
from support.document_files import ODT_NAMES, content, epub, odt, picture, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "letter.txt", DocumentKind.PDF),
        (b"\n\njunk before it %PDF-1.4", "a", DocumentKind.PDF),
        (epub({"a.xhtml": "x"}), "book.docx", DocumentKind.EPUB),
        (odt("<text:p>x</text:p>"), "a.epub", DocumentKind.ODT),
        (zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}), "a.zip", DocumentKind.DOCX),
        (picture(), "a.pdf", DocumentKind.PICTURES),
        (picture(form="JPEG"), "a", DocumentKind.PICTURES),
        (picture(form="TIFF"), "a.txt", DocumentKind.PICTURES),
        (picture(form="WEBP"), "a.html", DocumentKind.PICTURES),
        (b"<!DOCTYPE html><p>x", "a.txt", DocumentKind.HTML),
        (b"\xef\xbb\xbf \n<HTML><p>x", "a", DocumentKind.HTML),
        ("<html><p>x".encode("utf-16"), "a", DocumentKind.HTML),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "a.xml", DocumentKind.HTML),
        (b"<p>only a piece", "a.htm", DocumentKind.HTML),
        (b"<p>only a piece", "a.txt", DocumentKind.TEXT),
        (b"# Title", "a.md", DocumentKind.MARKDOWN),
        (b"<h1 align=center>Title</h1>", "README.md", DocumentKind.MARKDOWN),
        (b"plain", "a.html", DocumentKind.TEXT),
        (b"plain", "a.pdf", DocumentKind.TEXT),
        ("Ünïcode".encode("utf-16-le"), "a.txt", DocumentKind.TEXT),
        ("Straße".encode("cp1252"), "a.txt", DocumentKind.TEXT),
        (f"<?xml version='1.0'?><office:document {ODT_NAMES} office:mimetype="
         "'application/vnd.oasis.opendocument.text'>".encode(), "a.fodt", DocumentKind.ODT),
    ],
)  # fmt: skip
def test_the_content_tells_the_kind(data: bytes, name: str, kind: DocumentKind) -> None:
    assert kind_of(content(data, name)) is kind


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF" + b"\0" * 100,
        b"{\\rtf1 text}",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"%!PS-Adobe\n",
        b"\x1f\x8b\x08\0\0\0",
        OLE,
        zipped({"a.txt": "x"}),
        zipped({"inner.docx": zipped({"[Content_Types].xml": "x", "word/document.xml": "x"})}),
        zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}),
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<page xmlns='http://projectmallard.org/1.0/' id='x'>",
        bytes(range(256)) * 4,
    ],
    ids=[
        "program",
        "rtf",
        "heic",
        "postscript",
        "gzip",
        "old word",
        "zip",
        "nested zip",
        "sheet",
        "svg",
        "xml",
        "binary",
    ],
)
def test_what_is_no_document_is_told(data: bytes) -> None:
    with pytest.raises(DocumentUnknown):
        kind_of(content(data, "document.docx"))


@pytest.mark.parametrize("length", [4, 30, 200])
def test_a_zip_that_was_cut_off_is_broken(length: int) -> None:
    with pytest.raises(DocumentUnreadable):
        kind_of(content(epub({"a.xhtml": "<p>x</p>"})[:length]))


def test_a_word_file_with_a_password_is_protected() -> None:
    with pytest.raises(DocumentProtected) as caught:
        kind_of(content(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx"))
    assert caught.value.params == {"name": "a.docx", "how": "program"}


def test_a_folder_of_pictures_is_one_book_in_natural_order(tmp_path: Path) -> None:
    for name in ("Page 10.png", "page 2.jpg", "page 1.PNG", ".hidden.png"):
        (tmp_path / name).write_bytes(picture())
    (tmp_path / "sub").mkdir()
    assert book_of([str(tmp_path)]) == [
        Files(tuple(str(tmp_path / name) for name in ("page 1.PNG", "page 2.jpg", "Page 10.png")))
    ]


def test_other_files_are_documents_of_their_own(tmp_path: Path) -> None:
    for name, data in (("b.txt", b"x"), ("a.png", b"no picture"), ("2.jpg", picture()), ("1.dat", picture())):
        (tmp_path / name).write_bytes(data)
    missing = str(tmp_path / "missing")
    chosen = [str(tmp_path / name) for name in ("b.txt", "a.png", "2.jpg", "1.dat")]
    assert book_of([*chosen, missing]) == [
        Files((chosen[3], chosen[2])),
        Files((chosen[0],)),
        Files((chosen[1],)),
        Files((missing,)),
    ]


def test_an_empty_folder_and_a_pipe_are_left_to_their_opening(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    folder = tmp_path / "empty"
    folder.mkdir()
    assert book_of([str(pipe), str(folder)]) == [Files((str(pipe),)), Files((str(folder),))]


def test_the_host_asks_which_files_are_one_book_without_a_library() -> None:
    code = (
        "import sys; from assistant.reader.opening import book_of; import assistant.reader.file; "
        "print([name for name in ('lxml', 'docx', 'PIL', 'numpy', 'pypdfium2', 'markdown_it', 'charset_normalizer') "
        "if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: None, "missing"),
        (lambda path: path.mkdir(), "directory"),
        (os.mkfifo, "special"),
        (lambda path: path.symlink_to("/dev/zero"), "special"),
        (lambda path: path.symlink_to(path), "missing"),
        (lambda path: path.touch(), "empty"),
    ],
)
def test_what_can_not_be_opened_is_told(make: Callable[[Path], object], why: str, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    make(path)
    with pytest.raises(FileUnreadable) as caught:
        Content.from_path(str(path))
    assert caught.value.params == {"name": "file.txt", "why": why}


def test_a_path_that_is_none() -> None:
    with pytest.raises(FileUnreadable):
        Content.from_path("a\0b")


def test_a_name_of_odd_bytes_is_shown(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9 \x1b[1m.txt")  # noqa: PTH118 - bytes
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"x")
    assert Content.from_path(os.fsdecode(path)).name == "caf\ufffd \x1b[1m.txt"


def test_the_id_is_the_contents_whatever_the_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"the same")
    one, two = (Content.from_path(str(tmp_path / name)) for name in ("a", "b"))
    assert one.id == two.id
    assert len(one.id) == 64
    assert content(b"the samf").id != one.id


def test_a_large_file_is_known_by_slices_from_everywhere() -> None:
    data = bytearray(17 << 20)
    before = fingerprint([content(bytes(data))])
    data[-1] = 1
    assert fingerprint([content(bytes(data))]) != before
    assert fingerprint([content(bytes(data[:-1]))]) != before
