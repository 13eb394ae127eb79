"""What a file is, told by its content; and which of the files that the user gives belong to one document.

An ending decides only between kinds of text that look alike. Nothing here parses: it looks at first bytes and at the
names in a zip file. `book_of` is for the host, which it costs no library.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.core.documents import DocumentKind, Files, Origin
from assistant.core.errors import DocumentProtected, DocumentUnknown, DocumentUnreadable, SeeSayError
from assistant.reader.formats.content import Content
from assistant.reader.formats.encodings import unmarked

_HEAD = 4096
MAX_PICTURES = 10_000
_PICTURES = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|II\+\0|MM\0\+|BM....\0\0\0\0|"
    rb"....ftypavi[fs]|\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51|P[1-6]\s|8BPS\0|qoif|"
    rb"icns|\0\0\x01\x00[^\0]\0|DDS ",
    re.S,
)
_ZIP = b"PK\x03\x04"
_LONGEST_TYPE = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ODT = b"application/vnd.oasis.opendocument.text"
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_XML = re.compile(r"\s*<(?:\?xml\b|!doctype\b|[a-z][\w:.-]*\s[^<>]*\bxmlns\b)", re.I)
_ANY_TAG = re.compile(r"<(?:p|div|h[1-6]|table|span|a|br|ul|ol|title|meta|b|i|font|center)\b", re.I)
_HTML_ENDINGS = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mdwn")
_NO_TEXT = (b"{\\rtf", b"%!PS", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"AT&TFORM")
_DIGITS = re.compile(r"(\d+)")


def kind_of(content: Content) -> DocumentKind:
    """Return what a document is; raise `DocumentUnknown`, `DocumentUnreadable` or `DocumentProtected`."""
    head = content.head(_HEAD)
    if b"%PDF-" in head[:1024]:
        return DocumentKind.PDF
    if head.startswith((_ZIP, b"PK\x05\x06")):
        return _kind_of_zip(content)
    if is_picture(head):
        return DocumentKind.PICTURES
    if head.startswith(_OLE):
        if _ENCRYPTED_OFFICE in content.head(64 << 20):
            raise DocumentProtected(name=content.name, how="program")
        raise DocumentUnknown(name=content.name)
    return _kind_of_text(content, head)


def is_picture(head: bytes) -> bool:
    """Tell whether first bytes are a picture's."""
    return _PICTURES.match(head) is not None


def book_of(paths: Sequence[str]) -> list[Origin]:
    """Return the documents that files and folders make: pictures together are one book, other files each their own.

    A folder stands for the files that lie directly in it; in natural order, 2 before 10. Blocks as long as the disk
    does; imports nothing heavy. What can't be looked at is a document of its own, whose opening tells why.
    """
    pictures: list[str] = []
    others: list[str] = []
    for path in _expanded(paths):
        if _starts_like_a_picture(path) and len(pictures) < MAX_PICTURES:
            pictures.append(path)
        else:
            others.append(path)
    books: list[Origin] = [Files((path,)) for path in others]
    if pictures:
        books.insert(0, Files(tuple(sorted(pictures, key=natural_order))))
    return books


def natural_order(path: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts names as people do: "page 2" before "page 10", whatever the case."""
    parts = _DIGITS.split(path.casefold())
    return [(0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part) for part in parts]


def _expanded(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        try:
            inside = [str(entry) for entry in Path(path).iterdir() if entry.is_file() and entry.name[:1] != "."]
        except (OSError, ValueError):
            inside = []
        yield from sorted(inside, key=natural_order) if inside else [path]


def _starts_like_a_picture(path: str) -> bool:
    try:
        content = Content.from_path(path)
    except SeeSayError:
        return False
    try:
        return is_picture(content.head(32))
    except OSError:
        return False
    finally:
        content.close()


# --- zip files and texts ------------------------------------------------------------------------------------


def _kind_of_zip(content: Content) -> DocumentKind:
    try:
        with zipfile.ZipFile(content.stream) as archive:
            names = {name.lower() for name in archive.namelist()}
            told = _told_type(archive)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, NotImplementedError, EOFError) as error:
        raise DocumentUnreadable(name=content.name) from error
    if told == b"application/epub+zip" or "meta-inf/container.xml" in names:
        return DocumentKind.EPUB
    if told.startswith(_ODT) or (not told and {"content.xml", "meta-inf/manifest.xml"} <= names):
        return DocumentKind.ODT
    if "[content_types].xml" in names and any(re.match(r"word/document\d*\.xml", name) for name in names):
        return DocumentKind.DOCX
    raise DocumentUnknown(name=content.name)


def _told_type(archive: zipfile.ZipFile) -> bytes:
    """Return the type that an archive says it has, nothing where it says none or encrypts it."""
    try:
        info = archive.getinfo("mimetype")
    except KeyError:
        return b""
    return b"" if info.flag_bits & 1 or info.file_size > _LONGEST_TYPE else archive.read(info).strip()


def _kind_of_text(content: Content, head: bytes) -> DocumentKind:
    encoding = unmarked(head)
    if head.startswith(_NO_TEXT) or (not encoding and _is_binary(head)):
        raise DocumentUnknown(name=content.name)
    text = head.decode(encoding or "latin-1", "replace").lstrip("\ufeff")
    name = content.name.lower()
    if _MARKUP.match(text.lstrip()) or (_XML.match(text) and _MARKUP.search(text)):
        return DocumentKind.HTML
    if _XML.match(text):
        if b"urn:oasis:names:tc:opendocument" in head and b"opendocument.text" in head:
            return DocumentKind.ODT
        raise DocumentUnknown(name=content.name)
    if name.endswith(_MARKDOWN_ENDINGS):
        return DocumentKind.MARKDOWN
    if name.endswith(_HTML_ENDINGS) and (_MARKUP.search(text) or _ANY_TAG.search(text)):
        return DocumentKind.HTML
    return DocumentKind.TEXT


def _is_binary(head: bytes) -> bool:
    """Tell whether bytes hold what no text does: zeros, or many controls."""
    controls = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x1b\b\v")
    return 0 in head or controls * 50 > len(head)
