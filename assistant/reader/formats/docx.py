"""DOCX: the parts by python-docx, the text by styles, numberings and notes; no headers, footers and comments."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from assistant.core.documents import DocumentKind
from assistant.core.errors import NotAPicture
from assistant.reader.formats.archive import Archive
from assistant.reader.formats.content import Content
from assistant.reader.formats.docx_signs import DocxVocabulary
from assistant.reader.formats.docx_styles import Numberings, Styles, W
from assistant.reader.formats.flow import About, Flow
from assistant.reader.formats.format import Opened, Pixels
from assistant.reader.formats.gathering import Gathering
from assistant.reader.formats.html_signs import language_code
from assistant.reader.formats.pixels import figure_of
from assistant.reader.formats.trees import Element, parse_xml
from assistant.reader.formats.walker import Walker

if TYPE_CHECKING:
    from docx.opc.part import Part

_ROOT = "_rels/.rels"
# ISO/IEC 29500: the strict kind differs from the transitional one, which everybody writes, by the names' beginnings.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def open_document(content: Content, password: str = "") -> Opened:
    """Open a DOCX; raise a `DocumentError`, or what python-docx raises on broken parts."""
    from docx import Document

    archive = Archive(content)
    archive.check()
    document = Document(_as_usual(archive) or content.stream)
    part = document.part
    styles = Styles(_related(part, "styles", content.name))
    told = document.core_properties
    about = About(told.title, told.author, language_code(told.language) or language_code(styles.default_language))
    notes = dict(_notes(part, content.name))
    vocabulary = DocxVocabulary(styles, Numberings(_related(part, "numbering", content.name)), notes)
    gathering = Gathering(content.name)
    Walker(gathering, vocabulary, about.language).walk(_tree(part, content.name), "#")

    def look(source: str) -> Pixels:
        found = part.related_parts.get(source)
        if found is None:
            raise NotAPicture(name=content.name)
        return figure_of(content, found.blob)

    return Flow(content, DocumentKind.DOCX, gathering, about, look=look, release=content.close)


def _as_usual(archive: Archive) -> BinaryIO | None:
    """Return a file of the strict kind with the names of the usual kind, which python-docx knows; None for that one."""
    if not archive.find(_ROOT) or _STRICT.search(archive.read(_ROOT)) is None:
        return None
    usual = io.BytesIO()
    with zipfile.ZipFile(usual, "w") as target:
        for name in archive.names:
            body = archive.read(name)
            target.writestr(name, _STRICT.sub(_USUAL, body) if name.endswith((".xml", ".rels")) else body)
    usual.seek(0)
    return usual


def _related(part: Part, kind: str, name: str) -> Element | None:
    """Return the root of a part that the text is related to, None where there is none."""
    try:
        found = part.part_related_by(_RELATIONS + kind)
    except KeyError:
        return None
    return _tree(found, name)


def _tree(part: Part, name: str) -> Element:
    """Return a part's root as plain elements: python-docx's own mean something else by their text."""
    return parse_xml(part.blob, name)


def _notes(part: Part, name: str) -> Iterator[tuple[tuple[str, str], Element]]:
    """Yield footnotes and endnotes by their element's name and id; the lines that part them from the text are none."""
    for kind, tag in (("footnotes", W + "footnote"), ("endnotes", W + "endnote")):
        root = _related(part, kind, name)
        for note in [] if root is None else root.iter(tag):
            if note.get(W + "type") in (None, "normal"):
                yield (tag, note.get(W + "id") or ""), note
