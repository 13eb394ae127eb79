"""Trees out of hostile markup: no entity is unfolded, no network asked, no other file read, depth and size bounded."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from assistant.core.errors import DocumentUnreadable

# lxml tells no types.
Element = Any
Attributes = Any
Parser = Any

_ENTITY = re.compile(rb"&([A-Za-z_:][\w:.-]{0,60});")
_OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_OVER_A_LIMIT = "ERR_RESOURCE_LIMIT"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML document, mended as far as it goes.

    Entities of HTML become their character, any other that the document defines becomes nothing. Raises
    `DocumentUnreadable` with the document's `name`.
    """
    from lxml import etree

    # Without huge_tree: what a document type could still unfold is bounded by the parser.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, recover=True, huge_tree=False
    )
    return _parsed(_without_entities(_ascii_compatible(data)), parser, name)


def parse_html(text: str, name: str) -> Element:
    """Return the root of an HTML document, whatever it is made of; raise `DocumentUnreadable`."""
    from lxml import etree

    # HTML has no document types that unfold; huge_tree lets 2,048 elements lie in each other instead of 256.
    parser = etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8")
    return _parsed(text.replace("\0", "").encode("utf-8", "replace"), parser, name)


def _parsed(data: bytes, parser: Parser, name: str) -> Element:
    from lxml import etree

    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentUnreadable(name=name) from error
    # Half a tree is worse than none: what lies beyond the limit would be lost without a word.
    if root is None or any(entry.type_name == _OVER_A_LIMIT for entry in parser.error_log):
        raise DocumentUnreadable(name=name)
    return root


def _ascii_compatible(data: bytes) -> bytes:
    encoding = _UTF16.get(data[:2])
    if encoding is None:
        return data
    return _DECLARATION.sub("", data.decode(encoding, "replace").lstrip("\ufeff")).encode()


def _without_entities(data: bytes) -> bytes:
    def numeric(match: re.Match[bytes]) -> bytes:
        name = match.group(1)
        if name in _OF_XML:
            return match.group()
        text = html5.get(name.decode("ascii", "replace") + ";", "")
        return "".join(f"&#{ord(character)};" for character in text).encode()

    return _ENTITY.sub(numeric, data)
