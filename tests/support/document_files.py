"""Files of documents, made by the tests, so that every word and every flaw of them is known."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.capture.file import decode_frame
from assistant.core.documents import Block, BlockKind, Page
from assistant.reader.formats.content import Content
from assistant.reader.formats.format import OpenDocument, Opened

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)


def zipped(entries: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file with these entries."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return data.getvalue()


def locked_zip(entries: Mapping[str, str | bytes], password: str) -> bytes:
    """Return a zip file whose entries are encrypted by the old way that zip programs share (APPNOTE 6.1)."""
    data, directory = b"", b""
    for name, body in entries.items():
        plain = body.encode() if isinstance(body, str) else body
        check = zlib.crc32(plain)
        sealed = _encrypted(bytes(11) + bytes([check >> 24]) + plain, password.encode())
        head = struct.pack("<HHHHHIII", 20, 1, 0, 0, 33, check, len(sealed), len(plain))
        sizes = struct.pack("<HH", len(name), 0)
        more = struct.pack("<HHHII", 0, 0, 0, 0, len(data))
        directory += b"PK\1\2" + struct.pack("<H", 20) + head + sizes + more + name.encode()
        data += b"PK\3\4" + head + sizes + name.encode() + sealed
    count = len(entries)
    return data + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(data), 0)


def _encrypted(data: bytes, password: bytes) -> bytes:
    first, second, third = 0x12345678, 0x23456789, 0x34567890

    def crc(before: int, byte: int) -> int:
        return zlib.crc32(bytes([byte]), before ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def turn(byte: int) -> None:
        nonlocal first, second, third
        first = crc(first, byte)
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        third = crc(third, second >> 24)

    for byte in password:
        turn(byte)
    sealed = bytearray()
    for byte in data:
        key = third | 2
        sealed.append(byte ^ (key * (key ^ 1) >> 8 & 0xFF))
        turn(byte)
    return bytes(sealed)


def xhtml(body: str, head: str = "") -> str:
    """Return a page of an EPUB."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title>{head}</head><body>{body}</body></html>'
    )


def package(chapters: Sequence[str], more: str = "", language: str = "en") -> str:
    """Return the package file of an EPUB whose chapters have these names."""
    items = "".join(
        f'<item id="c{index}" href="{name}" media-type="application/xhtml+xml"/>' for index, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{index}"/>' for index in range(len(chapters)))
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Book</dc:title>'
        f"<dc:creator>Ann Author</dc:creator><dc:language>{language}</dc:language></metadata>"
        f"<manifest>{items}{more}</manifest><spine>{spine}</spine></package>"
    )


def epub(chapters: Mapping[str, str | bytes], more: str = "", others: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an EPUB: names in its folder OPS with their bodies; `more` items of its manifest, `others` its entries."""
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": package(list(chapters), more),
            **{f"OPS/{name}": body if isinstance(body, bytes) else xhtml(body) for name, body in chapters.items()},
            **(others or {}),
        }
    )


def odt(body: str, styles: str = "", entries: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an OpenDocument text with this body and these automatic styles."""
    content = (
        f'<?xml version="1.0"?><office:document-content {ODT_NAMES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(entries or {})})


def picture(width: int = 40, height: int = 30, colour: str = "red", form: str = "PNG", **options: Any) -> bytes:
    """Return a picture file of one colour."""
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(data, form, **options)
    return data.getvalue()


def content(data: bytes, name: str = "test") -> Content:
    """Return bytes as a document's content, pictures decoded as in the application."""
    made = Content.from_bytes(data, name)
    made.decode_picture = decode_frame
    return made


def opened(open_document: OpenDocument, data: bytes | str, name: str = "test", password: str = "") -> Opened:
    """Open bytes by a format."""
    return open_document(content(data.encode() if isinstance(data, str) else data, name), password)


def pages(document: Opened) -> list[Page]:
    """Return all pages of a document of text."""
    found = []
    for number in range(1, document.info.pages + 1):
        page = document.page(number)
        assert isinstance(page, Page)
        found.append(page)
    return found


def blocks(document: Opened) -> list[Block]:
    """Return all blocks of a document of text."""
    return [block for page in pages(document) for block in page.blocks]


def told(document: Opened) -> list[str]:
    """Return a line for each block: its kind, its level where it has one, its text."""
    return [line(block) for block in blocks(document)]


def line(block: Block) -> str:
    """Return a block in one line."""
    level = f" {block.level}" if block.level else ""
    size = f" {block.rows}x{block.columns}" if block.kind is BlockKind.TABLE else ""
    return f"{block.kind.value}{level}{size}: {block.text}".rstrip()
