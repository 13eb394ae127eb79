"""A page of HTML on its own: nothing runs, nothing is fetched; pictures only where the page holds them itself."""

from __future__ import annotations

from assistant.core.documents import DocumentKind
from assistant.reader.formats.content import Content
from assistant.reader.formats.encodings import to_text
from assistant.reader.formats.flow import About, Flow
from assistant.reader.formats.format import Opened
from assistant.reader.formats.gathering import Gathering, folded
from assistant.reader.formats.html_signs import HtmlVocabulary, language_code
from assistant.reader.formats.pixels import embedded, is_embedded
from assistant.reader.formats.trees import Element, parse_html
from assistant.reader.formats.walker import Walker

MAX_BYTES = 64 << 20


def open_document(content: Content, password: str = "") -> Opened:
    """Open an HTML file; raise a `DocumentError`."""
    return flow_of_html(content, to_text(content.data(MAX_BYTES)), DocumentKind.HTML)


def flow_of_html(content: Content, html: str, kind: DocumentKind, title: str = "") -> Flow:
    """Return a document whose text is HTML; `title` is used where it has none. Raises a `DocumentError`."""
    root = parse_html(html, content.name)
    about = About(_title(root) or title, _meta(root, "author"), _language(root))
    gathering = Gathering(content.name)
    walker = Walker(gathering, HtmlVocabulary(), about.language)
    walker.walk(root, "#", lambda source: source if is_embedded(source) else "")
    return Flow(content, kind, gathering, about, look=lambda source: embedded(content, source), release=content.close)


def _title(root: Element) -> str:
    title = next(root.iter("title"), None)
    return "" if title is None else folded("".join(title.itertext()))


def _meta(root: Element, name: str) -> str:
    for element in root.iter("meta"):
        if (element.get("name") or "").lower() == name:
            return folded(element.get("content") or "")
    return ""


def _language(root: Element) -> str:
    return language_code(root.get("lang") or root.get("xml:lang") or "")
