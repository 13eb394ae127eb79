"""EPUB 2 and 3: the spine in order, the book's own contents and printed pages. What a shop encrypted is not read.

https://www.w3.org/TR/epub-33/ ; the older contents (NCX) are those of EPUB 2.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from urllib.parse import unquote, urlsplit

from assistant.core.documents import DocumentKind
from assistant.core.errors import DocumentError, DocumentProtected, DocumentTooLarge, DocumentUnreadable
from assistant.reader.formats.archive import Archive
from assistant.reader.formats.content import Content
from assistant.reader.formats.flow import About, Flow
from assistant.reader.formats.format import Opened, Pixels
from assistant.reader.formats.gathering import Gathering, folded
from assistant.reader.formats.html_signs import HtmlVocabulary, language_code
from assistant.reader.formats.navigation import Navigation, read_navigation, read_ncx
from assistant.reader.formats.pixels import embedded, figure_of, is_embedded
from assistant.reader.formats.trees import Element, parse_xml
from assistant.reader.formats.walker import Walker

CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_MARKUP = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_NCX = "application/x-dtbncx+xml"
# Fonts are often scrambled by these; text never.
_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_MAX_SPINE = 20_000


def open_document(content: Content, password: str = "") -> Opened:
    """Open an EPUB; raise a `DocumentError`."""
    return _Book(content, Archive(content, password)).opened()


class _Book:
    """One book while it is opened."""

    def __init__(self, content: Content, archive: Archive) -> None:
        self._content = content
        self._archive = archive
        self._check_protection()
        self._path = self._package_path()
        self._package = self._tree(self._path)
        self._items = dict(self._manifest())
        self._gathering = Gathering(content.name)

    def opened(self) -> Opened:
        """Read all text and return the book."""
        about = self._about()
        navigation = self._navigation()
        walker = Walker(self._gathering, HtmlVocabulary(), about.language)
        for path in self._spine():
            if not navigation.pages:
                self._gathering.break_page()
            self._gathering.mark(path)
            self._tell(walker, path)
        self._number_pages(navigation)
        return Flow(
            self._content,
            DocumentKind.EPUB,
            self._gathering,
            about,
            links=navigation.links,
            look=self._look,
            release=self._content.close,
        )

    def _tell(self, walker: Walker, path: str) -> None:
        folder = posixpath.dirname(path)
        try:
            tree = parse_xml(self._archive.read(path), self._content.name)
        except DocumentUnreadable:
            # One broken chapter is one page that can't be read.
            self._gathering.add_broken()
        else:
            walker.walk(tree, path + "#", lambda source: self._picture(folder, source))

    # --- the package ------------------------------------------------------------------------------------

    def _check_protection(self) -> None:
        """Raise `DocumentProtected` where something other than fonts is encrypted."""
        if self._archive.find("META-INF/license.lcpl"):
            raise DocumentProtected(name=self._content.name)
        with suppress(KeyError):
            root = parse_xml(self._archive.read(_ENCRYPTION), self._content.name)
            for method in root.iter("{*}EncryptionMethod"):
                if method.get("Algorithm") not in _FONTS_ONLY:
                    raise DocumentProtected(name=self._content.name)

    def _package_path(self) -> str:
        with suppress(KeyError, DocumentError):
            for file in parse_xml(self._archive.read(CONTAINER), self._content.name).iter("{*}rootfile"):
                found = self._archive.find(resolved("", file.get("full-path") or ""))
                if found:
                    return found
        # A container that is missing or wrong: the package is what ends like one.
        for name in self._archive.names:
            if name.lower().endswith(".opf"):
                return name
        raise DocumentUnreadable(name=self._content.name)

    def _tree(self, path: str) -> Element:
        try:
            return parse_xml(self._archive.read(path), self._content.name)
        except KeyError as error:
            raise DocumentUnreadable(name=self._content.name) from error

    def _manifest(self) -> Iterator[tuple[str, tuple[str, str, str]]]:
        """Yield each item's id with its path, its type and its properties."""
        folder = posixpath.dirname(self._path)
        for item in self._package.iter("{*}item"):
            found = self._archive.find(resolved(folder, item.get("href") or ""))
            if item.get("id") and found:
                yield item.get("id"), (found, item.get("media-type") or "", item.get("properties") or "")

    def _spine(self) -> list[str]:
        """Return the paths of the texts in reading order, each once."""
        paths: dict[str, None] = {}
        for reference in self._package.iter("{*}itemref"):
            path, kind, _ = self._items.get(reference.get("idref") or "", ("", "", ""))
            if path and (kind in _MARKUP or path.lower().endswith(("html", "htm", "xml"))):
                paths[path] = None
        if len(paths) > _MAX_SPINE:
            raise DocumentTooLarge(name=self._content.name)
        return list(paths)

    def _about(self) -> About:
        def told(name: str) -> str:
            element = next(self._package.iter("{http://purl.org/dc/elements/1.1/}" + name), None)
            return "" if element is None else folded("".join(element.itertext()))

        return About(told("title"), told("creator"), language_code(told("language")))

    # --- contents ---------------------------------------------------------------------------------------

    def _navigation(self) -> Navigation:
        """Return the book's own contents; broken ones are none."""
        for path, _, properties in self._items.values():
            if "nav" in properties.split():
                with suppress(DocumentError):
                    navigation = read_navigation(self._tree(path), partial(target, path))
                    if navigation.links:
                        return navigation
        for path, kind, _ in self._items.values():
            if kind == _NCX or path.lower().endswith(".ncx"):
                with suppress(DocumentError):
                    return read_ncx(self._tree(path), partial(target, path))
        return Navigation()

    def _number_pages(self, navigation: Navigation) -> None:
        """Let printed pages begin where the page list says, unless the texts themselves say so."""
        drafts, anchors = self._gathering.drafts, self._gathering.anchors
        if any(draft.label for draft in drafts):
            return
        for label, anchor in navigation.pages:
            if anchors.get(anchor, len(drafts)) < len(drafts):
                draft = drafts[anchors[anchor]]
                draft.starts_page, draft.label = True, draft.label or folded(label)[:50]

    # --- pictures ---------------------------------------------------------------------------------------

    def _picture(self, folder: str, source: str) -> str:
        if not source or is_embedded(source):
            return source
        return self._archive.find(resolved(folder, source)) or ""

    def _look(self, source: str) -> Pixels:
        if is_embedded(source):
            return embedded(self._content, source)
        return figure_of(self._content, self._archive.read_figure(source))


def resolved(folder: str, href: str) -> str:
    """Return the archive's name of what a reference in a folder of it means; nothing lies above the archive."""
    try:
        path = unquote(urlsplit(href).path)
    except ValueError:
        return ""
    whole = posixpath.normpath(posixpath.join("/", folder, path))
    return whole.lstrip("/")


def target(path: str, href: str) -> str:
    """Return the anchor that a reference in a file leads to: "path" or "path#id"."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    name = resolved(posixpath.dirname(path), parts.path) if parts.path else path
    return f"{name}#{unquote(parts.fragment)}" if parts.fragment else name
