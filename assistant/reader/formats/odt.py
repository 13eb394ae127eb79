"""OpenDocument texts, zipped or as one XML file: the text by its styles, pictures, what is told of the whole."""

from __future__ import annotations

import base64
import binascii

from assistant.core.documents import DocumentKind
from assistant.core.errors import DocumentProtected, DocumentUnreadable, NotAPicture
from assistant.reader.formats.archive import MAX_ENTRY, Archive
from assistant.reader.formats.content import Content
from assistant.reader.formats.flow import About, Flow
from assistant.reader.formats.format import Opened, Pixels
from assistant.reader.formats.gathering import Gathering, folded
from assistant.reader.formats.html_signs import language_code
from assistant.reader.formats.odt_signs import DRAW, OFFICE, STYLE, OdtVocabulary, style_language
from assistant.reader.formats.pixels import figure_of
from assistant.reader.formats.trees import Element, parse_xml
from assistant.reader.formats.walker import Walker

_MANIFEST = "META-INF/manifest.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_BINARY = OFFICE + "binary-data"


def open_document(content: Content, password: str = "") -> Opened:
    """Open an OpenDocument text; raise a `DocumentError`."""
    if content.head(2) == b"PK":
        return _opened_archive(content, Archive(content, password))
    root = parse_xml(content.data(MAX_ENTRY), content.name)
    _name_pictures(root)
    return _flow(content, root, [root], root)


def _opened_archive(content: Content, archive: Archive) -> Opened:
    _check_protection(content, archive)
    try:
        root = parse_xml(archive.read("content.xml"), content.name)
    except KeyError as error:
        raise DocumentUnreadable(name=content.name) from error
    others = [parse_xml(archive.read(name), content.name) for name in ("styles.xml", "meta.xml") if archive.find(name)]
    return _flow(content, root, [root, *others], others[-1] if others else root, archive)


def _flow(
    content: Content, root: Element, trees: list[Element], meta: Element, archive: Archive | None = None
) -> Opened:
    body = next(root.iter(OFFICE + "text"), None)
    if body is None:
        raise DocumentUnreadable(name=content.name)
    about = _about(meta, trees)
    gathering = Gathering(content.name)
    Walker(gathering, OdtVocabulary(trees), about.language).walk(body, "#")

    def look(source: str) -> Pixels:
        data = _embedded(root, source) if archive is None else _picture(archive, source)
        if data is None:
            raise NotAPicture(name=content.name)
        return figure_of(content, data)

    return Flow(content, DocumentKind.ODT, gathering, about, look=look, release=content.close)


def _check_protection(content: Content, archive: Archive) -> None:
    """Raise `DocumentProtected` for a text that its program encrypted."""
    if archive.find(_MANIFEST) is None:
        return
    manifest = parse_xml(archive.read(_MANIFEST), content.name)
    if next(manifest.iter("{*}encryption-data"), None) is not None:
        raise DocumentProtected(name=content.name, how="program")


def _about(meta: Element, trees: list[Element]) -> About:
    def told(*tags: str) -> str:
        texts = (folded("".join(element.itertext())) for tag in tags for element in meta.iter(tag))
        return next((text for text in texts if text), "")

    language = language_code(told(_DC + "language"))
    for tree in trees:
        for style in tree.iter(STYLE + "default-style"):
            if not language and style.get(STYLE + "family") == "paragraph":
                language = style_language(style)
    return About(told(_DC + "title"), told(_META + "initial-creator", _DC + "creator"), language)


def _picture(archive: Archive, source: str) -> bytes | None:
    name = archive.find(source.removeprefix("./"))
    return archive.read_figure(name) if name else None


def _name_pictures(root: Element) -> None:
    """Give the pictures of a file that is one piece of XML sources: their places."""
    for index, image in enumerate(root.iter(DRAW + "image")):
        if image.find(_BINARY) is not None:
            image.set(_LINK, str(index))


def _embedded(root: Element, source: str) -> bytes | None:
    for image in root.iter(DRAW + "image"):
        if image.get(_LINK) == source and (data := image.find(_BINARY)) is not None:
            try:
                return base64.b64decode("".join(data.itertext()))
            except (binascii.Error, ValueError):
                return None
    return None
